"""Reports, requests and releases as pages show them: pure functions from records to what a template reads."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from tansiq.domain.access import CEILING, Officer
from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.domain.label_policy import LabelPolicy
from tansiq.domain.notice import Notice
from tansiq.domain.record import Kind, Record
from tansiq.domain.release import Part, RecallReason
from tansiq.domain.report import Credibility, Paragraph, Reliability, Report, Subject
from tansiq.domain.request import Outcome, Reply, Request, Times, Urgency
from tansiq.services import authors
from tansiq.services.releases import Preview
from tansiq.services.reports import ReportView, Version
from tansiq.services.requests import Put
from tansiq.storage.holdings import Holding, HoldingState
from tansiq.web.forms.fields import Given
from tansiq.web.forms.reports import LEAST_ROWS, Frame
from tansiq.web.languages import Words
from tansiq.web.report_words import (
    COPIES,
    CREDIBILITY,
    OUTCOMES,
    PARTS,
    PATHS,
    RECALL_REASONS,
    RELIABILITY,
    STANDING_MARKS,
    STANDINGS,
    STAYS,
    URGENCIES,
)
from tansiq.web.views import marks, values
from tansiq.web.views.labels import level_word
from tansiq.web.views.notices import change, clock

WORDS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Reliability: RELIABILITY,
    Credibility: CREDIBILITY,
    Urgency: URGENCIES,
    Outcome: OUTCOMES,
}
WARNING_DAYS = 120


def mark(words: Words, label: Label, policy: LabelPolicy | None, state: str) -> dict[str, Any]:
    """The label of one part, in the words of this state, and to whom it may go."""
    return {
        "bars": label.level.rank,
        "text": level_word(words, label, policy, state),
        "states": list(label.releasable_to),
        "compartments": list(label.compartments),
        "codes": [values.word(words, code) for code in label.codes],
    }


def row(words: Words, record: Record[Report], policy: LabelPolicy | None, state: str) -> dict[str, Any]:
    """One line of the list of reports."""
    body = record.body
    return {
        "href": f"/reports/{record.id}",
        "title": body.title,
        "owner": marks.mark(words, record.owner.state),
        "mark": mark(words, record.label, policy, state),
        "grade": f"{body.source}{body.information}",
        "made_at": record.made_at,
        "version": record.version,
    }


def shown(words: Words, view: ReportView, policy: LabelPolicy | None, *, state: str, today: date) -> dict[str, Any]:
    """A report as its page shows it."""
    record, body = view.record, view.record.body
    return {
        **row(words, record, policy, state),
        "id": str(record.id),
        "service": record.owner.service,
        "heading": mark(words, body.heading, policy, state),
        "source": words.gettext(RELIABILITY[body.source]),
        "information": words.gettext(CREDIBILITY[body.information]),
        "paragraphs": [{"text": one.text, "mark": mark(words, one.label, policy, state)} for one in body.paragraphs],
        "subjects": subjects(view),
        "places": body.places,
        "since": body.since,
        "until": body.until,
        "answers": body.answers,
        "basis": values.lines(words, "basis", record.basis),
        "retention": clock(words, record.retain_until, today, soon_days=WARNING_DAYS),
        "made_by": authors.maker(view.officers, record),
        "reason": record.reason,
    }


def subjects(view: ReportView) -> list[dict[str, Any]]:
    """Whom it is about, as far as the notices exist for who reads it."""
    named = [{"href": None, "name": one.name} for one in view.record.body.subjects if one.name]
    return [*(linked(one) for one in view.subjects.values()), *named]


def linked(record: Record[Notice]) -> dict[str, Any]:
    """A notice that something is about."""
    return {"href": f"/notices/{record.id}", "id": str(record.id), "name": record.body.names[0].value}


def version(words: Words, one: Version, officers: authors.Names) -> dict[str, Any]:
    """One version in the history."""
    rows = [_changed(words, c) for c in one.changes]
    return {
        "number": one.record.version,
        "made_by": authors.maker(officers, one.record),
        "made_at": one.record.made_at,
        "reason": one.record.reason,
        "rows": rows,
        "unchanged": 0,
    }


def _changed(words: Words, one: Any) -> dict[str, Any]:
    if one.field not in PARTS:
        return change(words, one)
    return {
        "label": words.gettext(PARTS[one.field]),
        "before": said(words, one.field, one.before),
        "after": said(words, one.field, one.after),
    }


def said(words: Words, name: str, value: Any, notices: Mapping[UUID, str] | None = None) -> list[values.Line]:
    """A value of a report, request or reply as lines."""
    if isinstance(value, (tuple, list)):
        return [line for member in value for line in said(words, name, member, notices)]
    if isinstance(value, Paragraph):
        return [(values.Piece(form="paragraph", value=value.text), *values.label(words, value.label))]
    if isinstance(value, Subject):
        return said(words, name, value.name or value.notice, notices)
    if isinstance(value, UUID):
        known = (notices or {}).get(value)
        return [(values.text(value=known),)] if known else [(values.Piece(form="identifier", value=str(value)),)]
    if type(value) in WORDS:
        return [(values.plain(value=words.gettext(WORDS[type(value)][value])),)]
    return values.lines(words, name, value)


def options(words: Words, vocabulary: type[StrEnum]) -> list[tuple[str, str]]:
    """The choices of a closed list of these forms."""
    return [(one.value, words.gettext(WORDS[vocabulary][one])) for one in vocabulary]


def form(words: Words, given: Given, frame: Frame, officer: Officer) -> dict[str, Any]:
    """What the forms show beside what was entered."""
    ceiling = min(CEILING.get(officer.role, Level.UNCLASSIFIED).rank, officer.clearance.rank)
    return {
        "rows": {group: rows(given, group) for group in LEAST_ROWS},
        "levels": [(one.value, values.word(words, one)) for one in Level if one.rank <= ceiling],
        "partners": [(code, values.state(words, code)) for code in frame.partners],
        "codes": [(code.value, values.word(words, code)) for code in HandlingCode],
        "compartments": [(one, one) for one in frame.compartments],
        "sources": options(words, Reliability),
        "information": options(words, Credibility),
        "urgencies": options(words, Urgency),
        "outcomes": options(words, Outcome),
    }


def rows(given: Given, group: str) -> list[int]:
    """The rows that a group shows."""
    held = given.rows(group)
    return list(range(max(LEAST_ROWS[group], held[-1] + 1 if held else 0) + (given.one("add") == group)))


def title(record: Record[Any]) -> str:
    """What people call a record of any kind that goes to partners."""
    body = record.body
    if isinstance(body, Report):
        return body.title
    if isinstance(body, Request):
        return body.question[:120]
    if isinstance(body, Reply):
        return body.text[:120]
    return str(body.names[0].value)


def path(record: Record[Any]) -> str:
    """Where a record is read."""
    return f"/requests/{record.body.request}" if record.kind is Kind.REPLY else f"{PATHS[record.kind]}{record.id}"


def copies(words: Words, held: Sequence[Holding], version: int) -> list[dict[str, Any]]:
    """Who holds a record, in which version and state, since when."""
    found = []
    for one in held:
        kind, word = COPIES[one.state]
        found.append(
            {
                "state": marks.mark(words, one.partner),
                "kind": kind,
                "word": words.gettext(word),
                "step": one.step,
                "at": one.gone_at or one.recalled_at or one.released_at,
                "version": one.confirmed or one.version,
                "is_old": one.state in {HoldingState.SENT, HoldingState.HELD} and one.version < version,
                "may_recall": one.state in {HoldingState.SENT, HoldingState.HELD, HoldingState.REFUSED},
                "partner": one.partner,
            }
        )
    return found


def preview(
    words: Words,
    found: Preview,
    policy: LabelPolicy | None,
    *,
    state: str,
    names: Mapping[UUID, str],
    known: Collection[UUID],
) -> dict[str, Any]:
    """What a release would do: a row for each part, and why nothing goes if nothing does.

    Args:
        names: of the notices that exist for the officer; `known`: all records that do.
    """
    parts = [one for one in (() if found.plan is None else found.plan.parts) if _is_known(one, known)]
    outgoing = None if found.plan is None else found.plan.outgoing
    return {
        "rows": [part(words, one, policy, state=state, names=names) for one in parts],
        "goes": sum(one.stays is None for one in parts),
        "stays": sum(one.stays is not None for one in parts),
        "refusal": None if found.refusal is None else words.gettext(STAYS[found.refusal]),
        "needs_second": found.needs_second,
        "agreement": None if found.agreement is None else found.agreement.record.body.title,
        "label": None if outgoing is None else mark(words, outgoing.label, policy, state),
        "before": None if found.before is None else found.before.version,
    }


def _is_known(one: Part, known: Collection[UUID]) -> bool:
    """Whether a part names nothing that does not exist for the officer."""
    value = one.value.notice if isinstance(one.value, Subject) else one.value
    said = value if isinstance(value, tuple) else (value,)
    return one.field == "request" or all(member in known for member in said if isinstance(member, UUID))


def part(
    words: Words, one: Part, policy: LabelPolicy | None, *, state: str, names: Mapping[UUID, str]
) -> dict[str, Any]:
    """One row of a preview."""
    name, _, number = one.field.partition(".")
    label = words.gettext(PARTS[name]) if name in PARTS else values.field(words, name)
    return {
        "label": f"{label} {words.number(int(number) + 1)}" if number and name == "paragraphs" else label,
        "lines": _bare(words, name, one.value, names),
        "mark": mark(words, one.label, policy, state),
        "why": None if one.stays is None else words.gettext(STAYS[one.stays]),
    }


def _bare(words: Words, name: str, value: Any, names: Mapping[UUID, str]) -> list[values.Line]:
    if isinstance(value, Paragraph):
        return [(values.Piece(form="paragraph", value=value.text),)]
    return said(words, name, value, names)


def state_of(words: Words, code: str) -> dict[str, str]:
    """A partner that something can be released to."""
    return marks.mark(words, code)


def recall_reasons(words: Words) -> list[tuple[str, str]]:
    """Why something may be recalled."""
    return [(one.value, words.gettext(RECALL_REASONS[one])) for one in RecallReason]


def put(words: Words, one: Put, *, own: str, now: datetime) -> dict[str, Any]:
    """A request as a list shows it."""
    record, standing = one.record, one.clock.standing(now)
    return {
        "href": f"/requests/{record.id}",
        "question": record.body.question,
        "is_ours": record.owner.state == own,
        "from": marks.mark(words, record.owner.state),
        "to": marks.mark(words, record.body.to),
        "urgency": words.gettext(URGENCIES[record.body.urgency]),
        "is_urgent": record.body.urgency is Urgency.URGENT,
        "asked_at": one.clock.asked_at,
        "due_at": one.clock.due_at,
        "answered_at": one.clock.answered_at,
        "kind": STANDING_MARKS[standing],
        "standing": words.gettext(STANDINGS[standing]),
        "left": left(words, one.clock.due_at, now) if one.clock.answered_at is None else None,
        "reminders": one.clock.reminders(now),
    }


def left(words: Words, due: datetime, now: datetime) -> str:
    """How long until an end, or since."""
    if due >= now:
        return words.gettext("in %(time)s", time=span(due - now))
    return words.gettext("%(time)s late", time=span(now - due))


def span(length: timedelta) -> str:
    """A length as hours and minutes."""
    minutes = int(length.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02}"


def reply(words: Words, one: Record[Reply], officers: authors.Names) -> dict[str, Any]:
    """A reply as its request's page shows it."""
    return {
        "id": str(one.id),
        "text": one.body.text,
        "kind": "s3" if one.body.outcome is Outcome.REFUSED else "neutral",
        "outcome": words.gettext(OUTCOMES[one.body.outcome]),
        "owner": marks.mark(words, one.owner.state),
        "made_by": authors.maker(officers, one),
        "made_at": one.made_at,
        "label": values.lines(words, "label", one.label),
    }


def times(found: Times | None) -> dict[str, Any] | None:
    """How long answers really took."""
    if found is None:
        return None
    return {"count": found.count, "in_time": found.in_time, "median": span(found.median), "p90": span(found.p90)}
