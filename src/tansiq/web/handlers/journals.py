"""The journal, for those who oversee: searched, proved, handed out as files that prove themselves."""

from typing import Any

from litestar.response import Response

from tansiq.domain.journal import Filter
from tansiq.services import checkpoints, journals
from tansiq.storage.database import Transaction
from tansiq.web.desk import Desk
from tansiq.web.routing import Form, get, post
from tansiq.web.views import journals as views
from tansiq.web.views.journals import Query

PAGE = 50
TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"


@get("/journal")
def show(desk: Desk, before: int | None = None) -> Response[Any]:
    """The newest acts that are asked for, or those before a number, with the figures of the last month."""
    query = views.read_query(dict(desk.request.query_params))
    with desk.read() as tx:
        wanted = _wanted(tx, desk, query)
        given = (Filter(), 0) if wanted is None else (wanted, PAGE + 1)
        found = journals.find(tx, desk.officer, given[0], desk.node.journal_keys, before=before, limit=given[1])
        figures = journals.figures(tx, desk.officer, now=desk.now)
        readers = journals.readers(tx, desk.officer, wanted.things) if wanted and wanted.things else ()
        names = tx.accounts.names({reader.officer for reader in readers})
    lines = found.lines[:PAGE]
    return desk.page(
        "journal.html",
        q=query,
        rows=[views.row(desk.words, line, found) for line in lines],
        older=query.address(before=lines[-1].seq) if len(found.lines) > PAGE else None,
        is_first=before is None,
        standing=views.standing(desk.words, found),
        figures=views.figures(desk.words, figures),
        readers=[views.reader(desk.words, one, names) for one in readers],
        **views.options(desk.words),
    )


def _wanted(tx: Transaction, desk: Desk, query: Query) -> Filter | None:
    """What is asked for; `None` if it is a record that is not there."""
    things = journals.named(tx, desk.officer, query.record) if query.record else ()
    return None if query.record and not things else query.filter(things)


@get("/journal/lines/{seq:int}")
def show_line(desk: Desk, seq: int) -> Response[Any]:
    """One act with what proves it."""
    with desk.read() as tx:
        found = journals.get(tx, desk.officer, seq, desk.node.journal_keys)
    shown = views.proved(desk.words, found)
    return desk.page("journal_line.html", line=shown, standing=views.standing(desk.words, found))


@post("/journal/export")
def export(desk: Desk, data: Form) -> Response[Any]:
    """The acts that were asked for as one file, each with its proof under the signed checkpoint."""
    query = views.read_query({name: str(value) for name, value in data.items()})
    checkpoints.sign(desk.node.database, desk.node.journal_keys, now=desk.now)
    with desk.write() as tx:
        wanted = _wanted(tx, desk, query)
        lines = [] if wanted is None else journals.listed(tx, desk.officer, wanted)
        parts = list(checkpoints.extract(tx, desk.officer, lines, desk.node.journal_keys, now=desk.now))
    name = f"tansiq-journal-{desk.node.settings.state}-{desk.now.date().isoformat()}.jsonl"
    disposition = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(b"".join(parts), status_code=200, media_type="application/x-ndjson", headers=disposition)


@get("/journal/checkpoint")
def show_checkpoint(desk: Desk) -> Response[Any]:
    """The newest signed checkpoint, with the cosignatures of partners."""
    with desk.read() as tx:
        data = checkpoints.file(tx, desk.officer, "checkpoint")
    return Response(data, media_type=TEXT)


@get("/journal/tile/{rest:path}")
def show_tile(desk: Desk, rest: str) -> Response[Any]:
    """A tile of hashes, or a bundle of entries, of the signed log."""
    with desk.read() as tx:
        data = checkpoints.file(tx, desk.officer, f"tile{rest}")
    return Response(data, media_type=BYTES)


ROUTES = [show, show_line, export, show_checkpoint, show_tile]
