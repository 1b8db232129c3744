"""Imports: a file is brought, its columns are chosen, its difference is seen, it is applied; and what was imported."""

from typing import Any
from uuid import UUID

from litestar.datastructures import UploadFile
from litestar.response import Response

from tansiq.domain.access import Permission
from tansiq.domain.errors import ConflictError, InvalidError
from tansiq.domain.source import Format
from tansiq.formats.errors import FormatError
from tansiq.formats.tables import Table
from tansiq.services import imports, quarantine, uploads
from tansiq.services.uploads import Order, Reading
from tansiq.storage.imports import Upload, UploadState
from tansiq.web.desk import Desk
from tansiq.web.forms import mappings
from tansiq.web.forms.errors import FormError
from tansiq.web.forms.fields import Given
from tansiq.web.routing import FileForm, Form, get, post
from tansiq.web.views import imports as views
from tansiq.web.views import quarantine as rows
from tansiq.web.vocabulary import FORMATS

ENDINGS = (".xml", ".csv", ".xlsx", ".zip", ".json", ".jsonl", ".ftm", ".tansiq")


@get("/imports")
def show_imports(desk: Desk) -> Response[Any]:
    """The form for a file, the officer's files in hand, the imported editions, the rows that wait."""
    return _imports(desk)


def _imports(desk: Desk, *, chosen: str = "", error: str | None = None) -> Response[Any]:
    may_import = desk.may(Permission.SOURCE_IMPORT)
    with desk.read() as tx:
        editions = imports.editions(tx, desk.officer)
        held = uploads.in_hand(tx, desk.officer) if may_import else []
        waiting = quarantine.count(tx, desk.officer) if may_import else 0
        officers = tx.accounts.names({record.made_by for record in editions})
    return desk.page(
        "imports.html",
        status=200 if error is None else 422,
        labels=[record.marking for record in editions],
        may_import=may_import,
        formats=[(f.value, desk.words.gettext(FORMATS[f])) for f in Format],
        endings=ENDINGS,
        chosen=chosen,
        errors=[] if error is None else [{"field": "files", "text": error}],
        in_hand=views.in_hand(desk.words, held),
        editions=[views.edition(desk.words, record, officers) for record in editions],
        waiting=waiting,
    )


@post("/imports")
def bring_file(desk: Desk, data: FileForm) -> Response[Any]:
    """The file is in hand; nothing of it is applied."""
    chosen = str(data.get("format", ""))
    sent = data.get("files", [])
    files = {f.filename: f.file.read() for f in (sent if isinstance(sent, list) else [sent]) if _is_file(f)}
    if chosen not in set(Format) or not files:
        return _imports(desk, chosen=chosen, error=desk.words.gettext("Choose the format and a file."))
    if len(files) > 1 and chosen != Format.OFAC_CSV:
        return _imports(desk, chosen=chosen, error=desk.words.gettext("Only the OFAC list comes as several files."))
    with desk.write() as tx:
        upload = uploads.stage(tx, desk.officer, Format(chosen), files, now=desk.now)
    return desk.go(f"/imports/{upload}")


def _is_file(sent: Any) -> bool:
    return isinstance(sent, UploadFile) and bool(sent.filename)


@get("/imports/{upload:uuid}")
def show_upload(desk: Desk, upload: UUID) -> Response[Any]:
    """Where a file in hand stands: the choice of columns, the difference, the progress, or what went wrong."""
    with desk.read() as tx:
        held = uploads.get(tx, desk.officer, upload)
    if held.state is UploadState.APPLIED:
        return _applied(desk, held)
    if held.state is UploadState.RUNNING:
        return _running(desk, held)
    if desk.request.headers.get("hx-request"):  # the progress of a run that failed
        return _elsewhere(desk, f"/imports/{upload}")
    try:
        with desk.read() as tx:
            reading = uploads.read(tx, desk.officer, upload)
        return _columns(desk, reading) if reading.content is None else _preview(desk, reading)
    except (FormatError, InvalidError, ConflictError) as error:
        return _damaged(desk, held, error)


def _applied(desk: Desk, held: Upload) -> Response[Any]:
    if held.source is None:
        return _elsewhere(desk, "/imports?done=unchanged")
    return _elsewhere(desk, f"/sources/{held.source}?done=applied")


def _elsewhere(desk: Desk, path: str) -> Response[Any]:
    """Another page, also where only a part of this one was asked for."""
    if desk.request.headers.get("hx-request"):
        return Response("", headers={"HX-Redirect": path})
    return desk.go(path)


def _running(desk: Desk, held: Upload) -> Response[Any]:
    progress = desk.node.jobs.progress(held.id)
    return desk.page(
        "import_running.html",
        upload={"href": f"/imports/{held.id}", "file": held.file_name},
        done=0 if progress is None else progress.done,
        total=0 if progress is None else progress.total,
    )


def _damaged(desk: Desk, held: Upload, error: Exception) -> Response[Any]:
    what = views.failure(desk.words, uploads.failure(error))
    columns = held.mapping is not None
    return desk.page("import_damaged.html", status=422, upload=_shown(desk, held), failure=what, may_choose=columns)


def _shown(desk: Desk, held: Upload) -> dict[str, Any]:
    return {
        "href": f"/imports/{held.id}",
        "file": held.file_name,
        "format": desk.words.gettext(FORMATS[Format(held.format)]),
        "is_table": Format(held.format) in uploads.TABLES,
    }


def _columns(
    desk: Desk, reading: Reading, given: Given | None = None, found: tuple[InvalidError, ...] = ()
) -> Response[Any]:
    table = reading.table or Table(header=(), rows=())
    officer = desk.officer
    stem = reading.upload.file_name.rpartition(".")[0] or reading.upload.file_name
    own = {"state": officer.state, "service": officer.service, "constant.reviewer": officer.id}
    filled = given or mappings.fill(reading.mapping, table.header, {"list": stem, "title": stem, **own})
    return desk.page(
        "import_columns.html",
        status=422 if found else 200,
        labels=[desk.node.default_label],
        upload=_shown(desk, reading.upload),
        errors=views.errors(desk.words, found),
        may_write=desk.may(Permission.NOTICE_WRITE),
        **views.columns(desk.words, table, filled, officer.state),
    )


@post("/imports/{upload:uuid}/columns")
def choose_columns(desk: Desk, upload: UUID, data: Form) -> Response[Any]:
    """The columns are chosen; they are offered for the next file with the same header."""
    given = Given.of(data)
    with desk.read() as tx:
        reading = uploads.read(tx, desk.officer, upload)
    header = () if reading.table is None else reading.table.header
    try:
        chosen = mappings.read_mapping(given, header, own=desk.officer.state)
        with desk.write() as tx:
            uploads.choose_mapping(tx, desk.officer, upload, chosen, now=desk.now)
    except FormError as error:
        return _columns(desk, reading, given, error.errors)
    except InvalidError as error:
        named = InvalidError(mappings.field_of(error, given), error.problem, error.detail)
        return _columns(desk, reading, given, (named,))
    return desk.go(f"/imports/{upload}")


@post("/imports/{upload:uuid}/columns/again")
def choose_columns_again(desk: Desk, upload: UUID) -> Response[Any]:
    """Back to the choice of columns, as it was chosen."""
    with desk.write() as tx:
        uploads.forget_mapping(tx, desk.officer, upload)
    return desk.go(f"/imports/{upload}")


def _preview(desk: Desk, reading: Reading) -> Response[Any]:
    plan = uploads.plan(desk.node.database, desk.officer, reading, label=desk.node.default_label, now=desk.now)
    shown = views.preview(desk.words, plan, desk.officer)
    records = views.records(plan, desk.officer)
    with desk.read() as tx:
        uploads.note_shown(tx, desk.officer, records)
    return desk.page(
        "import_preview.html",
        labels=[record.marking for record in records],
        upload=_shown(desk, reading.upload),
        failure=views.failure(desk.words, uploads.failure_of(reading.upload)),
        mapping=None if reading.mapping is None else views.mapping_note(desk.words, reading.mapping),
        plan=shown,
    )


@post("/imports/{upload:uuid}/apply")
def apply_file(desk: Desk, upload: UUID, data: Form) -> Response[Any]:
    """The file is being applied in the background; its page shows how far it is."""
    order = Order(
        upload=upload,
        label=desk.node.default_label,
        seen=str(data.get("seen", "")),
        confirmed=data.get("confirmed") == "yes",
    )
    officer, node, now = desk.officer, desk.node, desk.now
    with desk.write() as tx:
        uploads.begin(tx, officer, upload)
    node.jobs.start(upload, lambda report: _run(node, officer, order, now, report))
    return desk.go(f"/imports/{upload}")


def _run(node: Any, officer: Any, order: Order, now: Any, report: Any) -> None:
    uploads.run(node.database, officer, order, now=now, progress=report)
    node.wake()


@post("/imports/{upload:uuid}/discard")
def discard_file(desk: Desk, upload: UUID) -> Response[Any]:
    """The file is let go."""
    with desk.write() as tx:
        uploads.discard(tx, desk.officer, upload)
    return desk.go("/imports", done="discarded")


@get("/sources/{source:uuid}")
def show_source(desk: Desk, source: UUID) -> Response[Any]:
    """One imported edition: what it did, and its rows that wait."""
    may_import = desk.may(Permission.SOURCE_IMPORT)
    with desk.read() as tx:
        record = imports.get_edition(tx, desk.officer, source)
        waiting = quarantine.waiting(tx, desk.officer, source=source) if may_import else []
        officers = tx.accounts.names({record.made_by})
        owner = imports.owner_of(tx, desk.officer, record.body.list_key)
    return desk.page(
        "source.html",
        labels=[record.marking, *([desk.node.default_label] if waiting else [])],
        source=views.edition(desk.words, record, officers, len(waiting)),
        owner=owner,
        rows=rows.rows(desk.words, waiting, {source: record.body.title}),
    )


ROUTES = [
    show_imports,
    bring_file,
    show_upload,
    choose_columns,
    choose_columns_again,
    apply_file,
    discard_file,
    show_source,
]
