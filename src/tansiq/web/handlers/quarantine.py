"""Rows that were put aside: the list of them, and one to be mended or let go."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar.response import Response

from tansiq.domain.errors import ComplianceError, ConflictError, InvalidError, Problem
from tansiq.services import imports, notices, quarantine
from tansiq.services.quarantine import PutAside
from tansiq.web.desk import Desk
from tansiq.web.routing import Form, get, post
from tansiq.web.views import quarantine as views


@get("/imports/rows")
def show_rows(desk: Desk) -> Response[Any]:
    """Every row that waits."""
    with desk.read() as tx:
        found, total = quarantine.waiting(tx, desk.officer), quarantine.count(tx, desk.officer)
        editions = [imports.get_edition(tx, desk.officer, source) for source in {row.source for row in found}]
    titles = {record.id: record.body.title for record in editions}
    labels = [desk.node.default_label] if found else []
    return desk.page("quarantine.html", labels=labels, rows=views.rows(desk.words, found, titles), total=total)


@get("/imports/rows/{row:uuid}")
def show_row(desk: Desk, row: UUID) -> Response[Any]:
    """One row with its reason."""
    with desk.read() as tx:
        found = quarantine.get(tx, desk.officer, row)
    refusal = found.refusal
    return _row(desk, found, {}, InvalidError(refusal.field, refusal.problem, refusal.detail))


def _row(
    desk: Desk, found: PutAside, given: Mapping[str, str], error: InvalidError, *, status: int = 200
) -> Response[Any]:
    shown = views.row(desk.words, found, given, error)
    wrong = next((cell["name"] for cell in shown["cells"] if cell["error"]), None)
    errors = [{"field": wrong, "text": shown["reason"]}] if status == 422 else []
    return desk.page("quarantine_row.html", status=status, labels=[desk.node.default_label], row=shown, errors=errors)


@post("/imports/rows/{row:uuid}")
def mend_row(desk: Desk, row: UUID, data: Form) -> Response[Any]:
    """The corrected row becomes a notice, or the page says what is still wrong."""
    with desk.read() as tx:
        found = quarantine.get(tx, desk.officer, row)
    given = {name: str(value) for name, value in data.items()}
    cells = tuple((column, given.get(f"cell.{n}", value)) for n, (column, value) in enumerate(found.row))
    try:
        with desk.write() as tx:
            quarantine.mend(tx, desk.officer, row, cells, label=desk.node.default_label, now=desk.now)
    except InvalidError as error:
        if isinstance(error, ComplianceError):
            with desk.write() as tx:
                notices.note_refusal(tx, desk.officer, error, now=desk.now)
        return _row(desk, found, given, error, status=422)
    except ConflictError as error:
        if error.why != "listed":
            raise
        return _row(desk, found, given, InvalidError("reference", Problem.SAME_THING_TWICE), status=422)
    return desk.go("/imports/rows", done="mended")


@post("/imports/rows/{row:uuid}/discard")
def discard_row(desk: Desk, row: UUID) -> Response[Any]:
    """The row is let go."""
    with desk.write() as tx:
        quarantine.discard(tx, desk.officer, row, now=desk.now)
    return desk.go("/imports/rows", done="row-discarded")


ROUTES = [show_rows, show_row, mend_row, discard_row]
