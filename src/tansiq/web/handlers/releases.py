"""Releases: seen field by field before anything is sent, then sent; who holds what; recalled."""

from typing import Any
from uuid import UUID

from litestar.response import Response

from tansiq.domain.errors import ConflictError, InvalidError, Problem
from tansiq.domain.release import RecallReason
from tansiq.services import labels, releases, reports
from tansiq.services.releases import Asked
from tansiq.web.desk import Desk
from tansiq.web.forms.errors import FormError
from tansiq.web.forms.fields import Given, Reading
from tansiq.web.routing import Form, get, post
from tansiq.web.views import notices as notice_views
from tansiq.web.views import reports as views
from tansiq.web.views import values

Page = Response[Any]


@get("/records/{record:uuid}/release")
def show_release(desk: Desk, record: UUID, partner: str) -> Page:
    """What would go to a partner, what stays, and why."""
    return _preview(desk, record, partner, Given({}))


@get("/records/{record:uuid}/preview")
def show_preview(desk: Desk, record: UUID, partner: str) -> Page:
    """The same for a second person, who releases nothing here."""
    return _preview(desk, record, partner, Given({}), is_second=True)


@post("/records/{record:uuid}/release")
def release(desk: Desk, record: UUID, data: Form) -> Page:
    """It goes as the page showed it, or waits for a second person; or the page again, as it is now."""
    given = Given.of(data)
    partner, seen = given.one("partner"), given.one("seen")
    asked = Asked(
        record=record,
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
        partner=partner,
        reason=given.one("reason"),
    )
    try:
        with desk.write() as tx:
            held = releases.get(tx, desk.officer, record)
            proposed = releases.release(tx, desk.officer, asked, now=desk.now)
    except InvalidError as error:
        return _preview(desk, record, partner, given, status=422, wrong=(error,))
    except ConflictError:
        return _preview(desk, record, partner, given, status=409)
    return desk.go(views.path(held), done="proposed" if proposed else "released")


def _preview(
    desk: Desk,
    record: UUID,
    partner: str,
    given: Given,
    *,
    status: int = 200,
    wrong: tuple[InvalidError, ...] = (),
    is_second: bool = False,
) -> Page:
    get_held = releases.get_previewed if is_second else releases.get_shown
    with desk.read() as tx:
        held = get_held(tx, desk.officer, record)
        found = releases.preview(tx, desk.officer, held, partner, now=desk.now)
        policy = labels.current(tx)
        named = reports.notices_of(tx, desk.officer, releases.named(held.body))
        known = reports.readable(tx, desk.officer, releases.named(held.body))
    names = {key: one.body.names[0].value for key, one in named.items()}
    errors = notice_views.errors(desk.words, wrong)
    return desk.page(
        "release.html",
        labels=[held.marking, *(one.marking for one in named.values())],
        status=status,
        title=views.title(held),
        back=views.path(held),
        record_id=str(record),
        version=held.version,
        partner={"code": partner, "name": values.state(desk.words, partner)},
        preview=views.preview(desk.words, found, policy, state=desk.node.settings.state, names=names, known=known),
        given=given,
        changed=status == 409,
        is_second=is_second,
        errors=errors,
        wrong={error["field"]: error["text"] for error in reversed(errors)},
    )


@get("/records/{record:uuid}/copies")
def show_copies(desk: Desk, record: UUID) -> Page:
    """Who holds a record of this state; nothing of what it says."""
    with desk.read() as tx:
        held = releases.get(tx, desk.officer, record)
        found = releases.holders(tx, desk.officer, held)
    return desk.page(
        "copies.html",
        labels=[held.marking],
        back=views.path(held),
        record_id=str(record),
        copies=views.copies(desk.words, found, held.version),
        may_release=True,
    )


@get("/records/{record:uuid}/recall")
def show_recall(desk: Desk, record: UUID, partner: str) -> Page:
    """The page on which a copy is called back: what will happen, and why."""
    return _recall_page(desk, record, partner, Given({}))


@post("/records/{record:uuid}/recall")
def recall(desk: Desk, record: UUID, data: Form) -> Page:
    """The copy is called back; its receipt says when it is gone."""
    given, reading = Given.of(data), Reading(Given.of(data), lambda _: None)
    partner = given.one("partner")
    try:
        reason = reading.choice("why", RecallReason)
        if reason is None and not reading.errors:
            reading.wrong("why", Problem.REQUIRED)
        reading.finish()
        assert reason is not None
        with desk.write() as tx:
            held = releases.get(tx, desk.officer, record)
            releases.recall(tx, desk.officer, record, partner, reason=reason, now=desk.now)
    except FormError as error:
        return _recall_page(desk, record, partner, given, status=422, wrong=error.errors)
    return desk.go(views.path(held), done="recalled")


def _recall_page(
    desk: Desk, record: UUID, partner: str, given: Given, *, status: int = 200, wrong: tuple[InvalidError, ...] = ()
) -> Page:
    with desk.read() as tx:
        held = releases.get_shown(tx, desk.officer, record)
    errors = notice_views.errors(desk.words, wrong)
    return desk.page(
        "recall.html",
        labels=[held.marking],
        status=status,
        title=views.title(held),
        back=views.path(held),
        record_id=str(record),
        partner={"code": partner, "name": values.state(desk.words, partner)},
        reasons=views.recall_reasons(desk.words),
        given=given,
        errors=errors,
        wrong={error["field"]: error["text"] for error in reversed(errors)},
    )


ROUTES = [show_release, show_preview, release, show_copies, show_recall, recall]
