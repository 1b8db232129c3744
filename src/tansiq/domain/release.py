"""The release: what of a record goes to a partner, what stays, and why; computed before anything is sent.

* A paragraph stays if its level is above what the agreement or whoever releases it allows, if it is not releasable to
  the partner, or if it has a compartment. The rest goes as the same version of the same record.
* An identifier of something that the partner does not have stays: it would tell that it exists.
* If the heading, or a record without paragraphs, stays, nothing goes.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from tansiq.domain.label import Label, Level, highest
from tansiq.domain.record import Record
from tansiq.domain.report import Report
from tansiq.domain.request import Request


class Stays(StrEnum):
    """Why something does not go."""

    LEVEL = "level"
    CEILING = "ceiling"
    NOT_RELEASABLE = "not_releasable"
    COMPARTMENT = "compartment"
    NOT_THERE = "not_there"
    NOTHING_LEFT = "nothing_left"
    RECALLED = "recalled"


class RecallReason(StrEnum):
    """Why people call a copy back. Wire values never change; the partner's journal keeps them."""

    MISTAKE = "mistake"
    OUTDATED = "outdated"
    SOURCE_AT_RISK = "source_at_risk"
    ORDERED = "ordered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What may go to one partner.

    Attributes:
        level: the highest level that an agreement lets go.
        ceiling: the highest level that whoever releases it lets go; `None` if nothing.
        known: records that the partner has: its own, and copies of others.
    """

    partner: str
    level: Level
    ceiling: Level | None
    known: AbstractSet[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One field of the record, or one member of a list.

    Attributes:
        field: dotted path, such as `paragraphs.0`.
        stays: why it does not go; `None` if it goes.
    """

    field: str
    value: Any
    label: Label
    stays: Stays | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a release would do.

    Attributes:
        outgoing: the version as the partner would have it; `None` if nothing goes.
        refusal: why nothing goes.
    """

    parts: tuple[Part, ...]
    outgoing: Record[Any] | None
    refusal: Stays | None = None


def plan(record: Record[Any], limits: Limits) -> Plan:
    """What of a record goes to a partner."""
    if isinstance(record.body, Report):
        return _plan_report(record, record.body, limits)
    refusal = stays(record.label, limits)
    kept = _known(record.body, limits) if refusal is None else record.body
    parts = tuple(
        Part(field=name, value=value, label=record.label, stays=refusal) for name, value in _said(record, kept)
    ) + tuple(
        Part(field="about", value=one, label=record.label, stays=Stays.NOT_THERE) for one in _unknown(record.body, kept)
    )
    outgoing = None if refusal is not None else replace(record, body=kept) if kept != record.body else record
    return Plan(parts=parts, outgoing=outgoing, refusal=refusal)


def stays(label: Label, limits: Limits) -> Stays | None:
    """Why something of this label does not go; `None` if it may."""
    if label.compartments:
        return Stays.COMPARTMENT
    if limits.partner not in label.releasable_to:
        return Stays.NOT_RELEASABLE
    if label.level.rank > limits.level.rank:
        return Stays.LEVEL
    if limits.ceiling is None or label.level.rank > limits.ceiling.rank:
        return Stays.CEILING
    return None


def _said(record: Record[Any], body: Any) -> list[tuple[str, Any]]:
    """Every field that says something: of the body, and the basis."""
    said = [(f.name, getattr(body, f.name)) for f in fields(body)]
    return [
        (name, value)
        for name, value in [*said, ("basis", record.basis), ("reason", record.reason)]
        if value not in (None, (), "")
    ]


def _known(body: Any, limits: Limits) -> Any:
    if not isinstance(body, Request):
        return body
    return replace(body, about=tuple(one for one in body.about if one in limits.known))


def _unknown(body: Any, kept: Any) -> list[UUID]:
    return [one for one in body.about if one not in kept.about] if isinstance(body, Request) else []


def _plan_report(record: Record[Any], body: Report, limits: Limits) -> Plan:
    refusal = stays(body.heading, limits)
    parts = [*_heading(record, body, limits, refusal), *_paragraphs(body, limits, refusal)]
    kept = tuple(p.value for p in parts if p.field.startswith("paragraphs.") and p.stays is None)
    if refusal is None and not kept:
        refusal = Stays.NOTHING_LEFT
    if refusal is not None:
        return Plan(parts=tuple(replace(p, stays=p.stays or refusal) for p in parts), outgoing=None, refusal=refusal)
    subjects = tuple(p.value for p in parts if p.field.startswith("subjects.") and p.stays is None)
    answers = body.answers if body.answers in limits.known else None
    left = replace(body, paragraphs=kept, subjects=subjects, answers=answers)
    outgoing = record if left == body else replace(record, body=left, label=_label(record, left))
    return Plan(parts=tuple(parts), outgoing=outgoing)


def _heading(record: Record[Any], body: Report, limits: Limits, refusal: Stays | None) -> list[Part]:
    found = []
    for name, value in _said(record, replace(body, paragraphs=body.paragraphs[:1])):
        if name in ("paragraphs", "heading", "subjects", "answers"):
            continue
        found.append(Part(field=name, value=value, label=body.heading, stays=refusal))
    for number, subject in enumerate(body.subjects):
        is_there = subject.notice is None or subject.notice in limits.known
        why = refusal or (None if is_there else Stays.NOT_THERE)
        found.append(Part(field=f"subjects.{number}", value=subject, label=body.heading, stays=why))
    if body.answers is not None:
        why = refusal or (None if body.answers in limits.known else Stays.NOT_THERE)
        found.append(Part(field="answers", value=body.answers, label=body.heading, stays=why))
    return found


def _paragraphs(body: Report, limits: Limits, refusal: Stays | None) -> list[Part]:
    return [
        Part(field=f"paragraphs.{n}", value=one, label=one.label, stays=refusal or stays(one.label, limits))
        for n, one in enumerate(body.paragraphs)
    ]


def _label(record: Record[Any], left: Report) -> Label:
    """The label of what is left: it says nothing of what stayed."""
    found = highest([left.heading, *(one.label for one in left.paragraphs)])
    assert found is not None
    return replace(found, review_on=record.label.review_on)
