"""The journal, for those who oversee."""

from typing import Any

from litestar.response import Response

from tansiq.services import journals
from tansiq.web.desk import Desk
from tansiq.web.routing import get
from tansiq.web.views import journals as views

PAGE = 50


@get("/journal")
def show(desk: Desk, before: int | None = None) -> Response[Any]:
    """The newest acts, or those before a number."""
    with desk.read() as tx:
        lines = journals.page(tx, desk.officer, before=before, limit=PAGE + 1)
    shown = lines[:PAGE]
    return desk.page(
        "journal.html",
        rows=[views.row(desk.words, line) for line in shown],
        older=shown[-1].seq if len(lines) > PAGE else None,
        is_first=before is None,
    )


ROUTES = [show]
