"""The unified list with its search, and one person."""

from typing import Any
from uuid import UUID

from litestar.response import Redirect, Response

from tansiq.domain.access import Permission
from tansiq.domain.label import Label
from tansiq.services import persons, search
from tansiq.services.persons import PAGE, PersonView
from tansiq.web.desk import Desk
from tansiq.web.routing import get
from tansiq.web.views import lists
from tansiq.web.views import persons as views

FOUND = 15
"""How many persons a search shows: whoever is not among these is found by more letters."""


@get("/list")
def show_list(desk: Desk) -> Response[Any]:
    """The list, filtered, or what a search finds in it."""
    query = lists.read_query(dict(desk.request.query_params))
    shown = _found(desk, query) if query.text else _listed(desk, query)
    return desk.page(
        "list.html",
        **shown,
        most=FOUND,
        q=query,
        query=query.text,
        chosen=lists.chosen(desk.words, query),
        may_write=desk.may(Permission.NOTICE_WRITE),
        **lists.options(desk.words, query),
    )


def _listed(desk: Desk, query: lists.Query) -> dict[str, Any]:
    today = desk.now.date()
    with desk.read() as tx:
        page = persons.page(tx, desk.officer, query.filter(today), offset=(query.page - 1) * PAGE)
    return {
        "rows": lists.rows(desk.words, page.rows, today),
        "total": page.total,
        "pages": max(1, -(-page.total // PAGE)),
        "complete": True,
        "labels": [record.marking for row in page.rows for record in row.notices],
    }


def _found(desk: Desk, query: lists.Query) -> dict[str, Any]:
    today = desk.now.date()
    filter_ = query.filter(today) if query.is_filtered else None
    with desk.read() as tx:
        hits = search.search(tx, desk.officer, desk.node.identities, query.text, filter_=filter_, limit=FOUND)
        complete = desk.node.identities.is_complete(tx)
    return {
        "rows": lists.hits(desk.words, hits, today),
        "total": len(hits),
        "pages": 1,
        "complete": complete,
        "labels": [record.marking for hit in hits for record in hit.person.notices],
    }


@get("/persons/{person:uuid}")
def show_person(desk: Desk, person: UUID) -> Response[Any]:
    """A person; the identifier of any of their notices leads here."""
    with desk.read() as tx:
        view = persons.view(tx, desk.officer, person, now=desk.now)
    if view.id != person:
        rest = f"?{desk.request.url.query}" if desk.request.url.query else ""
        return Redirect(f"/persons/{view.id}{rest}", status_code=303)
    return desk.page(
        "person.html",
        labels=_labels(view),
        person=views.person(desk.words, view, desk.now.date()),
        may_judge=desk.may(Permission.LINK_JUDGE),
    )


def _labels(view: PersonView) -> list[Label]:
    notices = (*view.notices, *view.versions, *view.others.values())
    return [*(r.marking for r in notices), *(r.marking for r in view.links)]


ROUTES = [show_list, show_person]
