"""Erasure before its time: proposed on a page of its own, decided among the approvals."""

from typing import Any
from uuid import UUID

from litestar.response import Response

from tansiq.domain import access
from tansiq.domain.access import Permission
from tansiq.domain.errors import ConflictError, InvalidError
from tansiq.domain.notice import Notice
from tansiq.domain.record import Record
from tansiq.services import erasures, notices
from tansiq.services.erasures import EarlyErasure
from tansiq.web.desk import Desk
from tansiq.web.forms.fields import Given
from tansiq.web.routing import Form, get, post
from tansiq.web.views import notices as views
from tansiq.web.views import officers as office


@get("/notices/{notice:uuid}/erase")
def show(desk: Desk, notice: UUID) -> Response[Any]:
    """The page on which it is proposed that a notice goes at once."""
    return _show(desk, _writable(desk, notice), Given({}))


def _writable(desk: Desk, notice: UUID) -> Record[Notice]:
    with desk.read() as tx:
        held = notices.get_shown(tx, desk.officer, notice)
    access.require(desk.officer, Permission.NOTICE_WRITE, held)
    return held


def _show(
    desk: Desk, held: Record[Notice], given: Given, error: InvalidError | None = None, conflict: str | None = None
) -> Response[Any]:
    with desk.read() as tx:
        officers = notices.officers(tx, [held])
    return desk.page(
        "notice_erase.html",
        labels=[held.marking],
        status=409 if conflict else 200 if error is None else 422,
        notice_=views.shown(desk.words, held, today=desk.now.date(), officers=officers),
        given=given,
        errors=[] if error is None else [office.error(desk.words, error)],
        conflict=conflict,
    )


@post("/notices/{notice:uuid}/erase")
def propose(desk: Desk, notice: UUID, data: Form) -> Response[Any]:
    """The erasure waits for the second person."""
    held, given = _writable(desk, notice), Given.of(data)
    seen = given.one("seen")
    version = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1
    try:
        with desk.write() as tx:
            erasure = EarlyErasure(notice=notice, version=version)
            proposed = erasures.propose(tx, desk.officer, erasure, reason=given.one("reason"), now=desk.now)
    except InvalidError as error:
        return _show(desk, held, given, error)
    except ConflictError as error:
        return _show(desk, held, given, conflict=error.why)
    return desk.go(f"/approvals/{proposed.id}", done="proposed")


ROUTES = [show, propose]
