"""Requests: asked of a partner, answered, their clocks, and how long answers really took."""

from typing import Any
from uuid import UUID

from litestar.response import Response

from tansiq.domain import access
from tansiq.domain.access import Permission
from tansiq.domain.errors import ConflictError, InvalidError
from tansiq.domain.record import Record
from tansiq.services import authors, labels, releases, reports, requests
from tansiq.web.desk import Desk
from tansiq.web.forms.errors import FormError
from tansiq.web.forms.fields import Given
from tansiq.web.forms.reports import read_answer, read_question
from tansiq.web.handlers.reports import frame_of
from tansiq.web.languages import N_
from tansiq.web.report_words import GROUND_BY_VALUE
from tansiq.web.routing import Form, get, post
from tansiq.web.views import notices as notice_views
from tansiq.web.views import reports as views
from tansiq.web.views import values

Page = Response[Any]


@get("/requests")
def show_list(desk: Desk) -> Page:
    """What partners ask and what this state asked, with clocks; how long answers took."""
    own = desk.officer.state
    with desk.read() as tx:
        found = requests.listed(tx, desk.officer)
    rows = [views.put(desk.words, one, own=own, now=desk.now) for one in found]
    return desk.page(
        "requests.html",
        labels=[one.record.marking for one in found],
        theirs=[row for row in rows if not row["is_ours"]],
        ours=[row for row in rows if row["is_ours"]],
        their_times=views.times(requests.figures(found, by=own)),
        our_times=views.times(requests.figures(found, to=own)),
        may_ask=desk.may(Permission.REQUEST_WRITE),
    )


@get("/requests/{question:uuid}")
def show(desk: Desk, question: UUID) -> Page:
    """A request with its clock and its answers."""
    return _page(desk, question, Given({}))


@get("/requests/new")
def show_new(desk: Desk, about: str = "") -> Page:
    """The form of a new request, about a notice if one is named."""
    access.require(desk.officer, Permission.REQUEST_WRITE)
    frame = frame_of(desk)
    given = Given.of({"notices": [about] if about else [], "label.level": frame.label.level, "urgency": "ordinary"})
    return _form(desk, given)


@post("/requests/new")
def ask(desk: Desk, data: Form) -> Page:
    """The request is on its way; or the form again, with what is wrong or why it may not go."""
    access.require(desk.officer, Permission.REQUEST_WRITE)
    given, frame = Given.of(data), frame_of(desk)
    try:
        question = read_question(given, frame)
        with desk.write() as tx:
            record, proposed = requests.ask(tx, desk.officer, question, now=desk.now)
    except FormError as error:
        return _form(desk, given, status=422, wrong=error.errors)
    except InvalidError as error:
        return _form(desk, given, status=422, wrong=(error,))
    except ConflictError as error:
        return _form(desk, given, status=409, refusal=_ground(desk, error))
    return desk.go(f"/requests/{record.id}", done="proposed" if proposed else "asked")


@post("/requests/{question:uuid}/reply")
def reply(desk: Desk, question: UUID, data: Form) -> Page:
    """The reply is on its way; or the page again, with what is wrong or why it may not go."""
    given, frame = Given.of(data), frame_of(desk)
    with desk.read() as tx:
        held = requests.get(tx, desk.officer, question)
    try:
        answer = read_answer(given, frame, question, held.owner.state)
        with desk.write() as tx:
            _, proposed = requests.reply(tx, desk.officer, answer, now=desk.now)
    except FormError as error:
        return _page(desk, question, given, status=422, wrong=error.errors)
    except InvalidError as error:
        return _page(desk, question, given, status=422, wrong=(error,))
    except ConflictError as error:
        return _page(desk, question, given, status=409, refusal=_ground(desk, error))
    return desk.go(f"/requests/{question}", done="proposed" if proposed else "replied")


def _ground(desk: Desk, error: ConflictError) -> str:
    """Why something may not go, in words."""
    ground = error.why.removeprefix("not_released ")
    return desk.words.gettext(GROUND_BY_VALUE.get(ground, N_("Nothing was sent.")))


def _form(
    desk: Desk,
    given: Given,
    *,
    status: int = 200,
    wrong: tuple[InvalidError, ...] = (),
    refusal: str | None = None,
) -> Page:
    frame = frame_of(desk)
    with desk.read() as tx:
        named = reports.named(tx, desk.officer, given.many("notices"))
    errors = notice_views.errors(desk.words, wrong)
    return desk.page(
        "request_form.html",
        labels=[frame.label, *(one.marking for one in named)],
        status=status,
        given=given,
        form_=views.form(desk.words, given, frame, desk.officer),
        named=[views.linked(one) for one in named],
        refusal=refusal,
        errors=errors,
        wrong={error["field"]: error["text"] for error in reversed(errors)},
    )


def _page(
    desk: Desk,
    question: UUID,
    given: Given,
    *,
    status: int = 200,
    wrong: tuple[InvalidError, ...] = (),
    refusal: str | None = None,
) -> Page:
    with desk.read() as tx:
        found = requests.view(tx, desk.officer, question)
        record = found.record
        named = list(reports.notices_of(tx, desk.officer, record.body.about).values())
        answers: list[Record[Any]] = [record, *found.replies]
        officers = authors.names(tx, answers)
        policy = labels.current(tx)
        copies = [c for one in answers for c in releases.holders(tx, desk.officer, one)]
    own, errors = desk.officer.state, notice_views.errors(desk.words, wrong)
    shown = [record.marking, *(r.marking for r in found.replies), *(r.marking for r in found.reports)]
    return desk.page(
        "request.html",
        labels=[*shown, *(one.marking for one in named)],
        status=status,
        request_=views.put(desk.words, found, own=own, now=desk.now),
        made_by=authors.maker(officers, record),
        label_=values.lines(desk.words, "label", record.label),
        basis=values.lines(desk.words, "basis", record.basis),
        named=[views.linked(one) for one in named],
        replies=[views.reply(desk.words, one, officers) for one in found.replies],
        reports=[views.row(desk.words, one, policy, own) for one in found.reports],
        record_id=str(question),
        copies=views.copies(desk.words, copies, 1),
        may_release=releases.may_release(desk.officer, record),
        may_reply=own != record.owner.state and desk.may(Permission.REQUEST_WRITE),
        may_report=desk.may(Permission.REPORT_WRITE),
        form_=views.form(desk.words, given, frame_of(desk), desk.officer),
        level=frame_of(desk).label.level.value,
        given=given,
        refusal=refusal,
        errors=errors,
        wrong={error["field"]: error["text"] for error in reversed(errors)},
    )


ROUTES = [show_list, show, show_new, ask, reply]
