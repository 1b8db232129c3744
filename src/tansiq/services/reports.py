"""Reports: written, corrected, read with their history; each paragraph keeps the label that it was given.

A report is not let go of by its label: every release is decided, seen beforehand (`services.releases`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from tansiq.domain import access, label_policy
from tansiq.domain.access import Officer, Permission
from tansiq.domain.difference import Change, differences
from tansiq.domain.errors import ConflictError, NotFoundError
from tansiq.domain.journal import Act
from tansiq.domain.label import Label
from tansiq.domain.label_policy import LabelPolicy
from tansiq.domain.notice import Notice, later
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.domain.report import RETENTION_YEARS, Report
from tansiq.services import authors, labels
from tansiq.services.keeping import keep, note_read
from tansiq.storage.database import Transaction

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an analyst fills in; the label of the whole is computed."""

    body: Report
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report with what stands around it, as far as it exists for who reads it.

    Attributes:
        subjects: the notices that it is about, by identifier.
        officers: names of the officers that it names, by identifier.
    """

    record: Record[Report]
    subjects: dict[UUID, Record[Notice]]
    officers: authors.Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a report, and what it changed."""

    record: Record[Report]
    changes: tuple[Change, ...]


def write(tx: Transaction, officer: Officer, draft: Draft, *, now: datetime) -> Record[Report]:
    """A new report of the officer's state; nobody else has it.

    Raises:
        ForbiddenError: if they may not, or could not read it afterwards.
        NotFoundError: if it names a notice or request that does not exist for them.
    """
    access.require(officer, Permission.REPORT_WRITE)
    _check_named(tx, officer, draft.body)
    body = _labelled(tx, officer, draft.body, None, now)
    record = Record(
        id=tx.new_id(now),
        kind=Kind.REPORT,
        owner=Owner(state=officer.state, service=officer.service),
        version=1,
        label=_whole(tx, body),
        basis=draft.basis,
        retain_until=later(now.date(), RETENTION_YEARS),
        made_by=officer.id,
        made_at=now,
        body=body,
    )
    access.require(officer, Permission.REPORT_WRITE, record)
    keep(tx, record, Act.RECORD_WRITTEN)
    return record


def correct(
    tx: Transaction, officer: Officer, report: UUID, draft: Draft, *, seen: int, reason: str, now: datetime
) -> Record[Report]:
    """A new version; who holds an earlier one holds it until this one is released as well.

    Args:
        seen: the version that the officer had before them.

    Raises:
        ConflictError: if somebody changed the report meanwhile.
    """
    held = get(tx, officer, report)
    access.require(officer, Permission.REPORT_WRITE, held)
    if held.version != seen:
        raise ConflictError(str(report), "version")
    _check_named(tx, officer, draft.body)
    body = _labelled(tx, officer, _with_hidden(tx, officer, draft.body, held.body), held.body, now)
    record = held.amended(by=officer.id, at=now, reason=reason, body=body, basis=draft.basis, label=_whole(tx, body))
    access.require(officer, Permission.REPORT_WRITE, record)
    keep(tx, record, Act.RECORD_CORRECTED)
    return record


def _with_hidden(tx: Transaction, officer: Officer, body: Report, held: Report) -> Report:
    """The body with what it named before and does not exist for the officer, who cannot have taken it out."""
    shown = _shown(tx, officer, held)
    hidden = tuple(one for one in held.subjects if one not in shown.subjects)
    answers = body.answers if shown.answers == held.answers else held.answers
    return replace(body, subjects=(*body.subjects, *hidden), answers=answers)


def _shown(tx: Transaction, officer: Officer, body: Report) -> Report:
    """The body without identifiers of what does not exist for the officer."""
    known = readable(tx, officer, [*body.notices, *(() if body.answers is None else (body.answers,))])
    subjects = tuple(one for one in body.subjects if one.notice is None or one.notice in known)
    return replace(body, subjects=subjects, answers=body.answers if body.answers in known else None)


def readable(tx: Transaction, officer: Officer, ids: Iterable[UUID]) -> set[UUID]:
    """Those of these records that exist for an officer."""
    return {key for key, one in tx.records.heads(ids).items() if access.reads(officer, one)}


def _check_named(tx: Transaction, officer: Officer, body: Report) -> None:
    named = {*body.notices, *(() if body.answers is None else (body.answers,))}
    heads = tx.records.heads(named)
    for one in named:
        if one not in heads or not access.reads(officer, heads[one]):
            raise NotFoundError(str(one))


def _labelled(tx: Transaction, officer: Officer, body: Report, held: Report | None, now: datetime) -> Report:
    """Each label in the words of the edition in force; one that stays keeps the words that it has."""
    policy, kept = labels.current(tx), {} if held is None else _said(held)

    def given(label: Label) -> Label:
        return kept.get(_bare(label)) or labels.worded(policy, label, officer.state, now=now)

    paragraphs = tuple(replace(one, label=given(one.label)) for one in body.paragraphs)
    return replace(body, heading=given(body.heading), paragraphs=paragraphs)


def _bare(label: Label) -> Label:
    return replace(label, policy="-", edition=0, words="", review_on=None)


def _said(body: Report) -> dict[Label, Label]:
    return {_bare(one): one for one in (body.heading, *(p.label for p in body.paragraphs))}


def _whole(tx: Transaction, body: Report) -> Label:
    """The label of the whole: what all parts need together, and the level of a rule for many of them."""
    policy: LabelPolicy | None = labels.current(tx)
    found = label_policy.whole([body.heading, *(one.label for one in body.paragraphs)], policy)
    assert found.label is not None
    label = replace(found.label, review_on=body.heading.review_on)
    return label if found.rule is None else replace(label, level=found.handled_as, words="")


def get(tx: Transaction, officer: Officer, report: UUID) -> Record[Report]:
    """The latest version.

    Raises:
        NotFoundError: if there is none, or none that exists for this officer.
    """
    record = tx.records.get(report)
    if record.kind is not Kind.REPORT:
        raise NotFoundError(str(report))
    access.require_shown(officer, Permission.REPORT_READ, record)
    return record


def view(tx: Transaction, officer: Officer, report: UUID) -> ReportView:
    """The latest version with the notices that it is about."""
    record = get(tx, officer, report)
    record = replace(record, body=_shown(tx, officer, record.body))
    found = notices_of(tx, officer, record.body.notices)
    note_read(tx, officer, Act.RECORD_READ, (report, *found), kind=Kind.REPORT)
    return ReportView(record=record, subjects=found, officers=authors.names(tx, [record]))


def notices_of(tx: Transaction, officer: Officer, named: Iterable[UUID]) -> dict[UUID, Record[Notice]]:
    """Those of these notices that exist for an officer."""
    heads: dict[UUID, Record[Any]] = tx.records.heads(named)
    return {key: one for key, one in heads.items() if one.kind is Kind.NOTICE and access.reads(officer, one)}


def named(tx: Transaction, officer: Officer, typed: Iterable[str]) -> list[Record[Notice]]:
    """The notices whose identifiers stand in a form, as far as they exist for an officer; to be shown."""
    ids = [one for one in map(_identifier, typed) if one is not None]
    found = list(notices_of(tx, officer, ids).values())
    if found:
        note_read(tx, officer, Act.NOTICE_READ, [one.id for one in found])
    return found


def _identifier(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def history(tx: Transaction, officer: Officer, report: UUID) -> list[Version]:
    """Every version that the officer may read, newest first, each with what it changed."""
    get(tx, officer, report)
    held = [v for v in tx.records.history(report) if access.allows(officer, Permission.REPORT_READ, v)]
    versions = [replace(v, body=_shown(tx, officer, v.body)) for v in held]
    note_read(tx, officer, Act.HISTORY_READ, [report], kind=Kind.REPORT)
    return [
        Version(record=new, changes=() if old is None else differences(old, new))
        for new, old in zip(versions, [*versions[1:], None], strict=True)
    ]


def listed(tx: Transaction, officer: Officer, *, page: int = 1) -> tuple[list[Record[Report]], int]:
    """One page of the reports that exist for an officer, newest first, and how many there are.

    Args:
        page: from 1.
    """
    access.require(officer, Permission.REPORT_READ)
    within = access.scope(officer, Permission.REPORT_READ)
    ids = tx.dossiers.newest(Kind.REPORT, within, offset=(page - 1) * PAGE, limit=PAGE)
    return _read(tx, officer, ids), tx.dossiers.count(Kind.REPORT, within)


def about(tx: Transaction, officer: Officer, thing: UUID) -> list[Record[Report]]:
    """The reports about a notice, or that answer a request, as far as they exist for an officer."""
    if not access.allows(officer, Permission.REPORT_READ):
        return []
    within = access.scope(officer, Permission.REPORT_READ)
    return _read(tx, officer, tx.dossiers.about([thing], within, Kind.REPORT).get(thing, []))


def _read(tx: Transaction, officer: Officer, ids: list[UUID]) -> list[Record[Report]]:
    heads = tx.records.heads(ids)
    if ids:
        note_read(tx, officer, Act.LIST_READ, ids, kind=Kind.REPORT)
    return [heads[one] for one in ids]
