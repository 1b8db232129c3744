"""Notices as their pages show them: the head, the facts, the clocks, the past, the form.

Everything here is a pure function from records to what a template reads; rows of facts hold lines of `views.values`.
"""

from dataclasses import fields
from datetime import date
from typing import Any

from tansiq.domain.access import CEILING, Officer
from tansiq.domain.dates import Calendar
from tansiq.domain.difference import OUTSIDE, Change, differences
from tansiq.domain.errors import InvalidError
from tansiq.domain.label import HandlingCode, Level
from tansiq.domain.notice import DocumentType, NameKind, Notice, NoticeState, Quality, Sex, latest_end
from tansiq.domain.offence import WARNING_DAYS, Caution, Measure, Offence
from tansiq.domain.record import Record
from tansiq.services import authors
from tansiq.services.notices import Draft, NoticeView, Similar, Version
from tansiq.web.forms.fields import Given
from tansiq.web.forms.notices import LEAST_ROWS, Frame
from tansiq.web.languages import N_, Words
from tansiq.web.views import values
from tansiq.web.vocabulary import SEVERITY

REVIEW_DAYS = 30
"""A review within a month is soon."""

PERSON_FACTS = ("births", "birth_places", "sex", "nationalities", "documents", "description")
FIELDS = {
    "basis.on": N_("Date of the order"),
    "label.level": N_("Level"),
    "label.releasable_to": N_("Releasable to"),
    "label.compartments": N_("Need to know"),
    "label.codes": N_("Handling"),
    "label.review_on": N_("Review of the level"),
    "retain_until": N_("In force until"),
}
"""Fields that the form calls otherwise than the record."""
ROOTS = frozenset({"basis.authority", "basis.reference"})
WIDE = frozenset({"documents", "description", "threshold"})
UNCHANGED_OF = len(fields(Notice)) + len({f.name for f in fields(Record)} - OUTSIDE)
"""How many fields two versions are compared in."""


def shown(words: Words, record: Record[Notice], *, today: date, officers: authors.Names) -> dict[str, Any]:
    """A notice as every page of it shows it."""
    body = record.body
    return {
        "id": str(record.id),
        "version": record.version,
        "reference": body.reference,
        "names": values.shown_names(body.names),
        "title": values.both_scripts(body.names)[0].value,
        "owner": {"code": record.owner.state, "name": values.state(words, record.owner.state)},
        "service": record.owner.service,
        "measure": {"kind": SEVERITY[body.measure], "text": values.word(words, body.measure)},
        "cautions": [values.word(words, caution) for caution in body.cautions],
        "minor": body.minor,
        "ended": body.ended,
        "strip": strip(words, record),
        "all_names": [name_row(words, one) for one in body.names],
        "facts": [fact(words, name, getattr(body, name)) for name in PERSON_FACTS],
        "grounds": grounds(words, record),
        "label": values.lines(words, "label", record.label),
        "retention": clock(words, record.retain_until, today, soon_days=WARNING_DAYS),
        "review": clock(words, body.review_on, today, soon_days=REVIEW_DAYS),
        "reviewer": authors.reviewer(officers, record),
        "made_by": authors.maker(officers, record),
        "made_at": record.made_at,
        "reason": record.reason,
    }


def strip(words: Words, record: Record[Notice]) -> dict[str, str]:
    """What is to be done when the person is met, or that nothing is."""
    if record.body.ended is not None:
        text = words.gettext("Ended on %(date)s: nothing is asked any more.", date=words.date(record.body.ended.on))
        return {"kind": "neutral", "text": text}
    text = words.gettext(
        "If this person is met: %(measure)s. Basis: %(authority)s, %(reference)s.",
        measure=values.word(words, record.body.measure),
        authority=record.basis.authority,
        reference=record.basis.reference,
    )
    return {"kind": {"s4": "neutral"}.get(SEVERITY[record.body.measure], SEVERITY[record.body.measure]), "text": text}


def name_row(words: Words, one: Any) -> dict[str, str | None]:
    """One row of the table of names."""
    return {
        "value": one.value,
        "script": values.ISO_SCRIPTS[one.script],
        "kind": values.word(words, one.kind),
        "quality": values.word(words, one.quality),
        "written": values.word(words, one.script),
    }


def fact(words: Words, name: str, value: Any) -> dict[str, Any]:
    """One field with its lines."""
    return {"label": values.field(words, name), "lines": values.lines(words, name, value), "wide": name in WIDE}


def grounds(words: Words, record: Record[Notice]) -> list[dict[str, Any]]:
    """Why the notice exists: the offence, the order behind it, the threshold."""
    dated = {"label": words.gettext("Date of the order"), "lines": values.lines(words, "on", record.basis.on)}
    return [
        fact(words, "offence", record.body.offence),
        fact(words, "basis.authority", record.basis.authority),
        {
            "label": values.field(words, "basis.reference"),
            "lines": [(values.Piece(form="identifier", value=record.basis.reference),)],
        },
        dated,
        *([fact(words, "agreement", record.basis.agreement)] if record.basis.agreement else []),
        fact(words, "threshold", record.body.threshold),
    ]


def clock(words: Words, due: date, today: date, *, soon_days: int) -> dict[str, Any]:
    """A duty's clock in days: far, soon or late."""
    days = (due - today).days
    if days < 0:
        return {"state": "late", "text": words.ngettext("%(n)s day late", "%(n)s days late", -days), "due": due}
    text = words.ngettext("in %(n)s day", "in %(n)s days", days) if days else words.gettext("today")
    return {"state": "soon" if days < soon_days else "far", "text": text, "due": due}


def origin(words: Words, view: NoticeView, own: str) -> dict[str, Any] | None:
    """The list and the entry that a notice came from; an entry of another's list says that it is none of this state.

    Args:
        own: the state of the node.
    """
    found, owner = view.record.body.origin, view.record.owner
    if found is None:
        return None
    foreign = words.gettext(
        "%(publisher)s, entry %(reference)s: a foreign list, no notice of this state (%(state)s).",
        publisher=owner.service,
        reference=found.reference,
        state=values.state(words, own),
    )
    ours = words.gettext("Taken from a list of %(publisher)s.", publisher=owner.service)
    return {
        "is_foreign": owner.state != own,
        "reference": found.reference,
        "list": found.list_key if view.source is None else view.source.body.title,
        "edition": None if view.source is None else view.source.body.edition,
        "listed_on": found.listed_on,
        "sentence": foreign if owner.state != own else ours,
    }


def others(words: Words, view: NoticeView) -> list[dict[str, Any]]:
    """The other notices of the person, as far as they exist for the officer."""
    return [
        {
            "href": f"/notices/{record.id}",
            "reference": record.body.reference,
            "owner": record.owner.state,
            "owner_name": values.state(words, record.owner.state),
            "kind": SEVERITY[record.body.measure],
            "measure": values.word(words, record.body.measure),
            "ended": record.body.state is NoticeState.ENDED,
        }
        for record in view.person.notices
        if record.id != view.record.id
    ]


def similar(words: Words, found: list[Similar]) -> list[dict[str, Any]]:
    """Persons of the list whom a new notice may mean."""
    rows = []
    for one in found:
        record = next(r for r in one.person.notices if r.id == one.notice)
        rows.append(
            {
                "href": f"/persons/{one.person.id}",
                "names": values.shown_names(record.body.names),
                "births": values.lines(words, "births", record.body.births),
                "owners": sorted({r.owner.state for r in one.person.notices}),
                "kind": SEVERITY[record.body.measure],
                "measure": values.word(words, record.body.measure),
                "reference": record.body.reference,
                "probability": min(one.match.probability, 0.999),
            }
        )
    return rows


def version(words: Words, one: Version, officers: authors.Names) -> dict[str, Any]:
    """One version in the history: who, when, why, and what it changed."""
    record = one.record
    return {
        "number": record.version,
        "made_by": authors.maker(officers, record),
        "made_at": record.made_at,
        "reason": record.reason,
        "rows": [change(words, c) for c in one.changes],
        "unchanged": UNCHANGED_OF - len(one.changes) if record.version > 1 else 0,
    }


def change(words: Words, one: Change) -> dict[str, Any]:
    """One row of a difference."""
    return {
        "label": values.field(words, one.field),
        "before": values.lines(words, one.field, one.before),
        "after": values.lines(words, one.field, one.after),
    }


def meanwhile(words: Words, seen: Record[Notice], now: Record[Notice], draft: Draft) -> list[dict[str, Any]]:
    """What others changed since the officer opened the form, beside what the officer entered."""
    mine = {
        "label": draft.label,
        "basis": draft.basis,
        "retain_until": draft.retain_until,
        **{f.name: getattr(draft.body, f.name) for f in fields(Notice)},
    }
    return [
        {**change(words, one), "mine": values.lines(words, one.field, mine.get(one.field))}
        for one in differences(seen, now)
    ]


def form(words: Words, given: Given, frame: Frame, officer: Officer) -> dict[str, Any]:
    """What the form of a notice shows beside what was entered: rows and choices."""
    return {
        "rows": {group: row_numbers(given, group) for group in LEAST_ROWS},
        "name_kinds": options(words, NameKind),
        "qualities": options(words, Quality),
        "sexes": options(words, Sex),
        "calendars": options(words, Calendar),
        "document_types": options(words, DocumentType),
        "offences": options(words, Offence),
        "measures": [(m, values.word(words, m)) for m in Measure if m is not Measure.REFUSE_ENTRY or is_foreign(frame)],
        "cautions": options(words, Caution),
        "levels": [(v, values.word(words, v)) for v in Level if v.rank <= CEILING.get(officer.role, v).rank],
        "codes": options(words, HandlingCode),
        "compartments": [(one, one) for one in frame.compartments],
        "partners": [(code, values.state(words, code)) for code in frame.partners],
        "countries": [name for _, name in values.countries(words)],
        "latest": [
            {"measure": values.word(words, m), "until": latest_end(m, frame.today)}
            for m in Measure
            if m is not Measure.REFUSE_ENTRY
        ],
    }


def is_foreign(frame: Frame) -> bool:
    """Whether the form corrects an entry of a list, which keeps that list's measure."""
    return frame.held is not None and frame.held.body.origin is not None


def row_numbers(given: Given, group: str) -> list[int]:
    """The rows that a group shows: those that the form has, at least so many, one more where that was asked."""
    held = given.rows(group)
    count = max(LEAST_ROWS[group], held[-1] + 1 if held else 0)
    return list(range(count + (given.one("add") == group)))


def options(words: Words, vocabulary: Any) -> list[tuple[str, str]]:
    """The choices of a closed list, in its order."""
    return [(member.value, values.word(words, member)) for member in vocabulary]


def errors(words: Words, found: tuple[InvalidError, ...]) -> list[dict[str, str]]:
    """What is wrong, each with its field, in the same words for the summary and beside the field."""
    return [
        {
            "field": error.field,
            "text": words.gettext(
                "%(field)s: %(problem)s", field=field(words, error.field), problem=values.problem(words, error)
            ),
        }
        for error in found
    ]


def field(words: Words, path: str) -> str:
    """What the form calls a field: for a row's field, its group."""
    group = path.split(".", 1)[0]
    return words.gettext(FIELDS[path]) if path in FIELDS else values.field(words, path if path in ROOTS else group)
