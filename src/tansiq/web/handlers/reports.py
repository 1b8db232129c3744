"""Reports: listed, read with the mark of each paragraph, written, corrected, their past."""

from typing import Any
from uuid import UUID

from litestar.response import Response

from tansiq.domain import access
from tansiq.domain.access import Permission
from tansiq.domain.errors import ConflictError, InvalidError
from tansiq.domain.record import Record
from tansiq.domain.report import Report
from tansiq.services import authors, labels, releases, reports
from tansiq.web.desk import Desk
from tansiq.web.forms.errors import FormError
from tansiq.web.forms.fields import Given
from tansiq.web.forms.reports import Frame, blank, fill, read
from tansiq.web.routing import Form, get, post
from tansiq.web.views import notices as notice_views
from tansiq.web.views import reports as views

Page = Response[Any]


@get("/reports")
def show_list(desk: Desk, page: int = 1) -> Page:
    """The reports that exist for this officer, newest first."""
    number = max(1, min(page, 10_000))
    with desk.read() as tx:
        found, total = reports.listed(tx, desk.officer, page=number)
        policy = labels.current(tx)
    return desk.page(
        "reports.html",
        labels=[one.marking for one in found],
        rows=[views.row(desk.words, one, policy, desk.node.settings.state) for one in found],
        total=total,
        number=number,
        pages=max(1, -(-total // reports.PAGE)),
        may_write=desk.may(Permission.REPORT_WRITE),
    )


@get("/reports/{report:uuid}")
def show(desk: Desk, report: UUID) -> Page:
    """A report, and who holds it."""
    with desk.read() as tx:
        view = reports.view(tx, desk.officer, report)
        policy = labels.current(tx)
        copies = releases.holders(tx, desk.officer, view.record)
        partners = releases.partners(tx, desk.officer)
    return desk.page(
        "report.html",
        labels=[view.record.marking, *(one.marking for one in view.subjects.values())],
        report_=views.shown(desk.words, view, policy, state=desk.node.settings.state, today=desk.now.date()),
        record_id=str(report),
        is_ours=view.record.owner.state == desk.officer.state,
        copies=views.copies(desk.words, copies, view.record.version),
        partners=[views.state_of(desk.words, code) for code in partners],
        may_write=desk.may(Permission.REPORT_WRITE, view.record),
        may_release=releases.may_release(desk.officer, view.record),
    )


@get("/reports/{report:uuid}/history")
def show_history(desk: Desk, report: UUID) -> Page:
    """Every version with what it changed."""
    with desk.read() as tx:
        versions = reports.history(tx, desk.officer, report)
        officers = authors.names(tx, [v.record for v in versions])
    return desk.page(
        "report_history.html",
        labels=[v.record.marking for v in versions],
        title=versions[0].record.body.title,
        record_id=str(report),
        versions=[views.version(desk.words, v, officers) for v in versions],
    )


@get("/reports/new")
def show_new(desk: Desk, about: str = "", answers: str = "") -> Page:
    """The form of a new report, about a notice or as an answer to a request."""
    access.require(desk.officer, Permission.REPORT_WRITE)
    frame = frame_of(desk)
    return _form(desk, blank(frame, about=(about,) if about else (), answers=answers), frame)


@post("/reports/new")
def write(desk: Desk, data: Form) -> Page:
    """The new report, or the form again with its mistakes."""
    access.require(desk.officer, Permission.REPORT_WRITE)
    given, frame = Given.of(data), frame_of(desk)
    if given.one("add"):
        return _form(desk, given, frame)
    try:
        draft = read(given, frame)
        with desk.write() as tx:
            record = reports.write(tx, desk.officer, draft, now=desk.now)
    except FormError as error:
        return _form(desk, given, frame, status=422, wrong=error.errors)
    except InvalidError as error:
        return _form(desk, given, frame, status=422, wrong=(error,))
    return desk.go(f"/reports/{record.id}", done="report-written")


@get("/reports/{report:uuid}/edit")
def show_edit(desk: Desk, report: UUID) -> Page:
    """The form of a report that is held."""
    held = _writable(desk, report)
    return _form(desk, fill(held), frame_of(desk, held))


@post("/reports/{report:uuid}/edit")
def correct(desk: Desk, report: UUID, data: Form) -> Page:
    """A new version, or the form again with its mistakes."""
    held, given = _writable(desk, report), Given.of(data)
    frame = frame_of(desk, held)
    if given.one("add"):
        return _form(desk, given, frame)
    seen = given.one("seen")
    try:
        draft = read(given, frame)
        with desk.write() as tx:
            reports.correct(
                tx,
                desk.officer,
                report,
                draft,
                seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
                reason=given.one("reason"),
                now=desk.now,
            )
    except FormError as error:
        return _form(desk, given, frame, status=422, wrong=error.errors)
    except InvalidError as error:
        return _form(desk, given, frame, status=422, wrong=(error,))
    except ConflictError:
        return _form(desk, given, frame, status=409)
    return desk.go(f"/reports/{report}", done="report-corrected")


def _writable(desk: Desk, report: UUID) -> Record[Report]:
    with desk.read() as tx:
        record = reports.view(tx, desk.officer, report).record
    access.require(desk.officer, Permission.REPORT_WRITE, record)
    return record


def frame_of(desk: Desk, held: Record[Report] | None = None) -> Frame:
    """What the forms of this officer stand in."""
    with desk.read() as tx:
        known = releases.partners(tx, desk.officer)
    label = desk.node.default_label if held is None else held.body.heading
    offered = dict.fromkeys((*known, *label.releasable_to))
    return Frame(
        held=held,
        label=label,
        partners=tuple(code for code in offered if code != desk.officer.state),
        compartments=tuple(sorted(desk.officer.compartments)),
    )


def _form(desk: Desk, given: Given, frame: Frame, *, status: int = 200, wrong: tuple[InvalidError, ...] = ()) -> Page:
    errors = notice_views.errors(desk.words, wrong)
    with desk.read() as tx:
        named = reports.named(tx, desk.officer, given.many("notices"))
    return desk.page(
        "report_form.html",
        labels=[frame.label, *(one.marking for one in named)],
        status=status,
        given=given,
        form_=views.form(desk.words, given, frame, desk.officer),
        held=frame.held,
        named=[views.linked(one) for one in named],
        changed=status == 409,
        errors=errors,
        wrong={error["field"]: error["text"] for error in reversed(errors)},
    )


ROUTES = [show_list, show, show_history, show_new, write, show_edit, correct]
