"""Labels: what is due, the policy in force, one notice's label with its review, and the label as others read it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar.response import Response

from tansiq.domain import access
from tansiq.domain.access import Permission
from tansiq.domain.errors import ConflictError, InvalidError, Problem
from tansiq.domain.label import Level
from tansiq.domain.notice import Notice, later
from tansiq.domain.record import Record
from tansiq.formats.errors import LabelFileError
from tansiq.services import label_reviews, labels, notices
from tansiq.services.label_reviews import Downgrade, Review
from tansiq.web.desk import Desk
from tansiq.web.forms.errors import FormError
from tansiq.web.forms.fields import Given, Reading
from tansiq.web.routing import Form, get, post
from tansiq.web.views import labels as views
from tansiq.web.views import notices as notice_views

Page = Response[Any]
AHEAD_YEARS = 1
"""How far ahead the list of labels that are due looks."""


@get("/labels")
def show_labels(desk: Desk) -> Page:
    """The labels that are due, and the policy in force."""
    return _labels_page(desk)


@post("/labels/read")
def read_foreign(desk: Desk, data: Form) -> Page:
    """What a label of another system says and is here; or the page again, with what is wrong. Nothing is kept."""
    typed = Given.of(data).one("foreign")
    try:
        with desk.read() as tx:
            read = labels.read_foreign(tx, typed.strip().encode())
            policy = labels.current(tx)
    except LabelFileError as error:
        return _labels_page(desk, status=422, typed=typed, wrong=views.label_error(desk.words, error))
    shown = views.foreign(desk.words, read, policy, desk.node.settings.state)
    return _labels_page(desk, typed=typed, foreign=shown)


def _labels_page(desk: Desk, *, status: int = 200, **context: Any) -> Page:
    with desk.read() as tx:
        found = label_reviews.due(tx, desk.officer, later(desk.now.date(), AHEAD_YEARS))
        policy = labels.current(tx)
    return desk.page(
        "labels.html",
        labels=[record.marking for record in found],
        status=status,
        rows=views.due_rows(desk.words, found, desk.now.date()),
        policy=views.policy_page(desk.words, policy),
        **{"typed": "", "wrong": None, "foreign": None, **context},
    )


@get("/notices/{notice:uuid}/label")
def show_label(desk: Desk, notice: UUID) -> Page:
    """One notice's label: all that it says, and what may be done with it."""
    with desk.read() as tx:
        record = notices.get_shown(tx, desk.officer, notice)
    return _label_page(desk, record, Given({}))


@post("/notices/{notice:uuid}/label")
def confirm(desk: Desk, notice: UUID, data: Form) -> Page:
    """The level stays, until a next review; or the page again, with what is wrong."""
    given, reading = Given.of(data), Reading(Given.of(data), lambda _: None)
    try:
        reason = reading.paragraph("reason", required=True)
        until = reading.day("label.review_on")
        if until is None:
            reading.wrong("label.review_on", Problem.REQUIRED)
        reading.finish()
        assert until is not None
        said = Review(notice=notice, seen=_seen(given), until=until, reason=reason)
        with desk.write() as tx:
            label_reviews.confirm(tx, desk.officer, said, now=desk.now)
    except FormError as error:
        return _label_page(desk, _held(desk, notice), given, status=422, wrong=error.errors)
    except InvalidError as error:
        return _label_page(desk, _held(desk, notice), given, status=422, wrong=(error,))
    except ConflictError:
        return _label_page(desk, _held(desk, notice), given, status=409)
    return desk.go(f"/notices/{notice}/label", done="label-reviewed")


@post("/notices/{notice:uuid}/label/downgrade")
def propose_downgrade(desk: Desk, notice: UUID, data: Form) -> Page:
    """A lower label waits for a second person; or the page again, with what is wrong."""
    given, reading = Given.of(data), Reading(Given.of(data), lambda _: None)
    held = _held(desk, notice)
    try:
        reason = reading.paragraph("why", required=True)
        level = reading.required_choice("label.level", Level)
        reading.finish()
        kept = tuple(code for code in held.label.codes if code in given.many("label.codes"))
        label = replace(held.label, level=level, codes=kept)
        what = Downgrade(notice=notice, seen=_seen(given), label=label, reason=reason)
        with desk.write() as tx:
            label_reviews.propose_downgrade(tx, desk.officer, what, now=desk.now)
    except FormError as error:
        return _label_page(desk, held, given, status=422, wrong=error.errors)
    except InvalidError as error:
        return _label_page(desk, held, given, status=422, wrong=(error,))
    except ConflictError as error:
        return _label_page(desk, _held(desk, notice), given, status=409, waits=error.why == "proposed")
    return desk.go(f"/notices/{notice}/label", done="proposed")


def _held(desk: Desk, notice: UUID) -> Record[Notice]:
    with desk.read() as tx:
        return notices.get_shown(tx, desk.officer, notice)


def _label_page(
    desk: Desk,
    record: Record[Notice],
    given: Given,
    *,
    status: int = 200,
    wrong: tuple[InvalidError, ...] = (),
    waits: bool = False,
) -> Page:
    with desk.read() as tx:
        policy = labels.current(tx)
        officers = notices.officers(tx, [record])
        latest = label_reviews.latest_review(tx, desk.now.date())
    errors = notice_views.errors(desk.words, wrong)
    return desk.page(
        "label.html",
        labels=[record.marking],
        status=status,
        notice_=notice_views.shown(desk.words, record, today=desk.now.date(), officers=officers),
        facts=views.facts(desk.words, record, policy, desk.node.settings.state),
        may_review=desk.may(Permission.LABEL_CHANGE, record) and record.body.ended is None,
        lower=views.lower(desk.words, record.label) if desk.may(Permission.LABEL_DOWNGRADE, record) else None,
        waits=waits,
        notice_codes=[code.value for code in record.label.codes],
        latest=latest,
        given=given,
        changed=status == 409 and not waits,
        errors=errors,
        wrong={error["field"]: error["text"] for error in reversed(errors)},
    )


@get("/notices/{notice:uuid}/label.xml")
def export_label(desk: Desk, notice: UUID) -> Page:
    """The label as ADatP-4774 writes it, for a system that reads nothing else; nothing of the notice is in it."""
    with desk.read() as tx:
        record = notices.get_shown(tx, desk.officer, notice)
        access.require(desk.officer, Permission.NOTICE_EXPORT, record)
        data = labels.exported(tx, record)
    return Response(
        data,
        media_type="application/xml",
        headers={"content-disposition": f'attachment; filename="label-{notice}.xml"'},
    )


def _seen(given: Given) -> int:
    value = given.one("seen")
    return int(value) if value.isdecimal() and len(value) < 10 else 0


ROUTES = [show_labels, read_foreign, show_label, confirm, propose_downgrade, export_label]
