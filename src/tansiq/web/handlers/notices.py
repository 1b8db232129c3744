"""Notices: seen, issued after a look at who is like them, corrected, renewed, ended, taken up again, printed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar.response import Response

from tansiq.domain import access
from tansiq.domain.access import Permission
from tansiq.domain.errors import ComplianceError, ConflictError, InvalidError
from tansiq.domain.notice import Notice, latest_end
from tansiq.domain.record import Record
from tansiq.services import labels, notices, releases, reports, requests
from tansiq.services.notices import Draft
from tansiq.web.desk import Desk
from tansiq.web.forms.errors import FormError
from tansiq.web.forms.fields import Given, Reading
from tansiq.web.forms.notices import Frame, blank, fill, read
from tansiq.web.routing import Form, get, post
from tansiq.web.views import notices as views
from tansiq.web.views import reports as report_views

Page = Response[Any]


@get("/notices/{notice:uuid}")
def show(desk: Desk, notice: UUID) -> Page:
    """A notice."""
    with desk.read() as tx:
        view = notices.view(tx, desk.officer, notice)
        written, asked = reports.about(tx, desk.officer, notice), requests.about(tx, desk.officer, notice)
        policy, copies = labels.current(tx), releases.holders(tx, desk.officer, view.record)
        partners = releases.partners(tx, desk.officer)
    own = desk.node.settings.state
    around = [*(one.marking for one in written), *(one.record.marking for one in asked)]
    return desk.page(
        "notice.html",
        labels=[*(r.marking for r in view.person.notices), *around],
        reports=[report_views.row(desk.words, one, policy, own) for one in written],
        asked=[report_views.put(desk.words, one, own=own, now=desk.now) for one in asked],
        copies=report_views.copies(desk.words, copies, view.record.version),
        partners=[report_views.state_of(desk.words, code) for code in partners],
        is_ours=view.record.owner.state == desk.officer.state,
        may_release=releases.may_release(desk.officer, view.record),
        may_report=desk.may(Permission.REPORT_WRITE),
        may_ask=desk.may(Permission.REQUEST_WRITE),
        notice_=views.shown(desk.words, view.record, today=desk.now.date(), officers=view.officers),
        person=str(view.person.id),
        in_conflict=view.person.in_conflict,
        others=views.others(desk.words, view),
        origin=views.origin(desk.words, view, desk.node.settings.state),
        may_write=desk.may(Permission.NOTICE_WRITE, view.record),
    )


@get("/notices/{notice:uuid}/history")
def show_history(desk: Desk, notice: UUID) -> Page:
    """Every version with what it changed."""
    with desk.read() as tx:
        versions = notices.history(tx, desk.officer, notice)
        officers = notices.officers(tx, [v.record for v in versions])
    return desk.page(
        "history.html",
        labels=[v.record.marking for v in versions],
        notice_=views.shown(desk.words, versions[0].record, today=desk.now.date(), officers=officers),
        versions=[views.version(desk.words, v, officers) for v in versions],
    )


@get("/notices/new")
def show_new(desk: Desk) -> Page:
    """The form of a new notice."""
    access.require(desk.officer, Permission.NOTICE_WRITE)
    frame = _frame(desk)
    return _form(desk, blank(frame, desk.officer.id), frame)


@post("/notices/new")
def issue(desk: Desk, data: Form) -> Page:
    """The form again with its mistakes, the page that shows who is like this person, or the notice in force."""
    access.require(desk.officer, Permission.NOTICE_WRITE)
    given = Given.of(data)
    act = _issue if given.one("step") == "issue" else _check
    return _taken(desk, given, _frame(desk), lambda draft: act(desk, given, draft))


def _check(desk: Desk, given: Given, draft: Draft) -> Page:
    """What would be in force, and whom it would meet."""
    with desk.read() as tx:
        record = notices.preview(tx, desk.officer, draft, now=desk.now)
        found = notices.similar(tx, desk.officer, desk.node.identities, record)
        complete = desk.node.identities.is_complete(tx)
        officers = notices.officers(tx, [record])
    return desk.page(
        "notice_check.html",
        labels=[record.marking, *(r.marking for one in found for r in one.person.notices)],
        notice_=views.shown(desk.words, record, today=desk.now.date(), officers=officers),
        similar=views.similar(desk.words, found),
        complete=complete,
        fields=given.pairs(without=frozenset({"step", "add", "_csrf_token"})),
    )


def _issue(desk: Desk, _: Given, draft: Draft) -> Page:
    with desk.write() as tx:
        record = notices.issue(tx, desk.officer, draft, now=desk.now)
    return desk.go(f"/notices/{record.id}", done="issued")


@get("/notices/{notice:uuid}/edit")
def show_edit(desk: Desk, notice: UUID) -> Page:
    """The form of a notice that is in force."""
    frame = _frame(desk, _writable(desk, notice))
    assert frame.held is not None
    return _form(desk, fill(frame.held, desk.words), frame)


@post("/notices/{notice:uuid}/edit")
def correct(desk: Desk, notice: UUID, data: Form) -> Page:
    """A new version, or the form again with its mistakes or with what others changed meanwhile."""
    given, frame = Given.of(data), _frame(desk, _writable(desk, notice))

    def act(draft: Draft) -> Page:
        try:
            with desk.write() as tx:
                notices.correct(
                    tx, desk.officer, notice, draft, seen=_seen(given), reason=given.one("reason"), now=desk.now
                )
        except ConflictError as error:
            return _conflict(desk, given, frame, draft, ended=error.why == "ended")
        return desk.go(f"/notices/{notice}", done="corrected")

    return _taken(desk, given, frame, act)


def _conflict(desk: Desk, given: Given, frame: Frame, draft: Draft, *, ended: bool) -> Page:
    """The officer's own input beside what others changed; sending it again is a decision made with both in view."""
    assert frame.held is not None
    with desk.read() as tx:
        versions = {v.record.version: v.record for v in notices.history(tx, desk.officer, frame.held.id)}
    now = versions[max(versions)]
    rows = views.meanwhile(desk.words, versions.get(_seen(given), now), now, draft)
    again = Given({**given.fields, "seen": (str(now.version),)})
    return _form(desk, again, replace(frame, held=now), status=409, meanwhile=rows, ended=ended)


def _taken(desk: Desk, given: Given, frame: Frame, act: Callable[[Draft], Page]) -> Page:
    """What the act answers, or the form again: with one more row, to be changed, or with its mistakes."""
    if given.one("add") or given.one("step") == "change":
        return _form(desk, given, frame)
    try:
        return act(read(given, frame))
    except FormError as error:
        return _form(desk, given, frame, status=422, wrong=error.errors)
    except ComplianceError as error:
        with desk.write() as tx:
            notices.note_refusal(tx, desk.officer, error, now=desk.now)
        return _form(desk, given, frame, status=422, wrong=(error,), refused=True)
    except InvalidError as error:
        return _form(desk, given, frame, status=422, wrong=(error,))


def _form(
    desk: Desk,
    given: Given,
    frame: Frame,
    *,
    status: int = 200,
    wrong: tuple[InvalidError, ...] = (),
    **more: Any,
) -> Page:
    errors = views.errors(desk.words, wrong)
    return desk.page(
        "notice_form.html",
        labels=[frame.label],
        status=status,
        given=given,
        form_=views.form(desk.words, given, frame, desk.officer),
        held=frame.held,
        errors=errors,
        wrong={error["field"]: error["text"] for error in reversed(errors)},
        **{"refused": False, "meanwhile": None, "ended": False, **more},
    )


def _frame(desk: Desk, held: Record[Notice] | None = None) -> Frame:
    label = desk.node.default_label if held is None else held.label
    offered = dict.fromkeys((*desk.node.settings.partners, *label.releasable_to))
    return Frame(
        held=held,
        label=label,
        partners=tuple(code for code in offered if code != desk.officer.state),
        compartments=tuple(sorted(desk.officer.compartments)),
        words=desk.words,
        today=desk.now.date(),
    )


def _writable(desk: Desk, notice: UUID) -> Record[Notice]:
    """A notice that the officer may change."""
    with desk.read() as tx:
        record = notices.get_shown(tx, desk.officer, notice)
    access.require(desk.officer, Permission.NOTICE_WRITE, record)
    return record


def _seen(given: Given) -> int:
    """The version that the officer had before them; 0, which no version has, if the form does not say."""
    value = given.one("seen")
    return int(value) if value.isdecimal() and len(value) < 10 else 0


@get("/notices/{notice:uuid}/renew")
def show_renew(desk: Desk, notice: UUID) -> Page:
    """The page on which a later end is set."""
    return _act_page(desk, "renew", _writable(desk, notice), Given({}))


@post("/notices/{notice:uuid}/renew")
def renew(desk: Desk, notice: UUID, data: Form) -> Page:
    """A later end."""
    held, given = _writable(desk, notice), Given.of(data)

    def act(r: Reading) -> None:
        reason = r.paragraph("reason", required=True)
        until = r.day("retain_until") or latest_end(held.body.measure, desk.now.date())
        r.finish()
        with desk.write() as tx:
            notices.renew(tx, desk.officer, notice, until, seen=_seen(given), reason=reason, now=desk.now)

    return _done(desk, "renew", held, given, act)


@get("/notices/{notice:uuid}/end")
def show_end(desk: Desk, notice: UUID) -> Page:
    """The page on which a notice is ended: what will happen, who is told, until when it can be taken back."""
    return _act_page(desk, "end", _writable(desk, notice), Given({}))


@post("/notices/{notice:uuid}/end")
def end(desk: Desk, notice: UUID, data: Form) -> Page:
    """The notice asks for nothing any more."""
    held, given = _writable(desk, notice), Given.of(data)

    def act(r: Reading) -> None:
        reason = r.paragraph("reason", required=True)
        r.finish()
        with desk.write() as tx:
            notices.end(tx, desk.officer, notice, seen=_seen(given), reason=reason, now=desk.now)

    return _done(desk, "end", held, given, act)


@get("/notices/{notice:uuid}/reopen")
def show_reopen(desk: Desk, notice: UUID) -> Page:
    """The page on which an ending is taken back."""
    return _act_page(desk, "reopen", _writable(desk, notice), Given({}))


@post("/notices/{notice:uuid}/reopen")
def reopen(desk: Desk, notice: UUID, data: Form) -> Page:
    """The notice is in force again; the undo of an ending brings neither a reason nor a version."""
    held, given = _writable(desk, notice), Given.of(data)
    is_undo = "seen" not in data

    def act(r: Reading) -> None:
        reason = desk.words.gettext("The ending was taken back.") if is_undo else r.paragraph("reason", required=True)
        r.finish()
        seen = held.version if is_undo else _seen(given)
        with desk.write() as tx:
            notices.reopen(tx, desk.officer, notice, seen=seen, reason=reason, now=desk.now)

    return _done(desk, "reopen", held, given, act)


DONE = {"renew": "renewed", "end": "ended", "reopen": "reopened"}
"""The message after each act."""


def _done(desk: Desk, kind: str, held: Record[Notice], given: Given, act: Callable[[Reading], None]) -> Page:
    """The notice after the act, or the act's page again with its mistakes."""
    try:
        act(Reading(given, lambda _: None))
    except FormError as error:
        return _act_page(desk, kind, held, given, status=422, wrong=error.errors)
    except InvalidError as error:
        return _act_page(desk, kind, held, given, status=422, wrong=(error,))
    except ConflictError:
        return _act_page(desk, kind, _writable(desk, held.id), given, status=409)
    undo = {"id": str(held.id)} if kind == "end" else {}
    return desk.go(f"/notices/{held.id}", done=DONE[kind], **undo)


def _act_page(
    desk: Desk,
    kind: str,
    held: Record[Notice],
    given: Given,
    *,
    status: int = 200,
    wrong: tuple[InvalidError, ...] = (),
) -> Page:
    with desk.read() as tx:
        officers = notices.officers(tx, [held])
    errors = views.errors(desk.words, wrong)
    return desk.page(
        "notice_act.html",
        labels=[held.marking],
        status=status,
        kind=kind,
        given=given,
        notice_=views.shown(desk.words, held, today=desk.now.date(), officers=officers),
        retain_until=held.retain_until,
        latest=latest_end(held.body.measure, desk.now.date()),
        told=[code for code in held.label.releasable_to if code != desk.officer.state],
        changed=status == 409,
        errors=errors,
        wrong={error["field"]: error["text"] for error in reversed(errors)},
    )


@post("/notices/{notice:uuid}/print")
def note_print(desk: Desk, notice: UUID) -> Page:
    """Notes the printing and leads to the numbered sheet."""
    officer = desk.officer
    with desk.write() as tx:
        copy = notices.note_printed(tx, officer, notice, now=desk.now)
    return desk.go(f"/notices/{notice}/sheet?copy={copy}")


@get("/notices/{notice:uuid}/sheet")
def show_sheet(desk: Desk, notice: UUID, copy: int) -> Page:
    """One numbered copy of a notice, for paper."""
    with desk.read() as tx:
        line, printed = notices.printing(tx, desk.officer, notice, copy)
        view = replace(notices.view(tx, desk.officer, notice), record=printed)
        officers = notices.officers(tx, [printed])
        printer = tx.accounts.names({line.entry.officer}).get(line.entry.officer, line.entry.officer)
    sheet = {"number": copy, "at": line.entry.at, "by": printer}
    return desk.page(
        "notice_sheet.html",
        labels=[view.record.marking],
        notice_=views.shown(desk.words, printed, today=desk.now.date(), officers=officers),
        origin=views.origin(desk.words, view, desk.node.settings.state),
        copy_=sheet,
        printed=desk.words.gettext("copy %(n)s, %(time)s", n=copy, time=desk.words.moment(line.entry.at)),
    )


ROUTES = [
    show,
    show_history,
    show_new,
    issue,
    show_edit,
    correct,
    show_renew,
    renew,
    show_end,
    end,
    show_reopen,
    reopen,
    note_print,
    show_sheet,
]
