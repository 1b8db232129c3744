"""Notices: issue, correct, renew, end, reopen; read one with its history; erase what is over."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.difference import Change, differences
from tansiq.domain.errors import ComplianceError, ConflictError, InvalidError, NotFoundError, Problem
from tansiq.domain.journal import Act, Entry, Line
from tansiq.domain.label import Label
from tansiq.domain.notice import Ending, Notice, NoticeState, later
from tansiq.domain.offence import REVIEW_YEARS
from tansiq.domain.proposal import PROPOSE_FROM_PPM
from tansiq.domain.record import Basis, Kind, Owner, Record, Tombstone
from tansiq.domain.source import Source
from tansiq.matching import IdentityMatch
from tansiq.services import authors, labels, persons
from tansiq.services.identities import Identities
from tansiq.services.keeping import SYSTEM, keep, note_read
from tansiq.services.persons import PersonRow
from tansiq.storage.database import Database, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an officer fills in: the body and the parts of the record around it."""

    body: Notice
    basis: Basis
    label: Label
    retain_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a notice, and what it changed."""

    record: Record[Notice]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A notice with what stands around it.

    Attributes:
        person: its person as the officer may see them; the notice itself is one of the person's notices.
        source: the edition that brought this version, if it was imported here.
        officers: names of the officers that it names, by identifier.
    """

    record: Record[Notice]
    person: PersonRow
    source: Record[Source] | None
    officers: authors.Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """A person in the list whom a notice may mean, by which of their notices, and why."""

    person: PersonRow
    notice: UUID
    match: IdentityMatch


def issue(tx: Transaction, officer: Officer, draft: Draft, *, now: datetime) -> Record[Notice]:
    """A new notice of the officer's state, in force."""
    record = preview(tx, officer, draft, now=now)
    keep(tx, record, Act.NOTICE_ISSUED)
    return record


def preview(tx: Transaction, officer: Officer, draft: Draft, *, now: datetime) -> Record[Notice]:
    """The notice that `issue` would keep; nothing is kept.

    Raises:
        InvalidError: if a rule forbids it, or the officer's state has a notice of this number.
        ComplianceError: if it rests on what no notice may rest on.
    """
    access.require(officer, Permission.NOTICE_WRITE)
    record = Record(
        id=tx.new_id(now),
        kind=Kind.NOTICE,
        owner=Owner(state=officer.state, service=officer.service),
        version=1,
        label=draft.label,
        basis=draft.basis,
        retain_until=draft.retain_until,
        made_by=officer.id,
        made_at=now,
        body=draft.body,
    )
    access.require(officer, Permission.NOTICE_WRITE, record)
    _refuse_taken(tx, officer, record)
    return replace(record, label=labels.given(tx, officer, draft.label, state=officer.state, now=now))


def _refuse_taken(tx: Transaction, officer: Officer, record: Record[Notice]) -> None:
    """A number names one notice of its owner; so a form that is sent twice issues one notice."""
    same = [n for n in tx.notices.find_reference(record.body.reference, access.scope(officer)) if n != record.id]
    if any(held.owner == record.owner for held in tx.records.heads(same).values()):
        raise InvalidError("reference", Problem.SAME_THING_TWICE)


def similar(
    tx: Transaction, officer: Officer, identities: Identities, record: Record[Notice], *, limit: int = 8
) -> list[Similar]:
    """Persons in the list whom this notice may mean, the most probable first; the notice need not be kept."""
    access.require(officer, Permission.NOTICE_READ)
    identities.refresh(tx, wait=False)
    found = dict(identities.neighbours(record, PROPOSE_FROM_PPM / 1_000_000))
    visible = tx.notices.visible(list(found), access.scope(officer))
    best: dict[UUID, UUID] = {}
    for notice in sorted(visible, key=lambda n: -found[n].probability):
        best.setdefault(visible[notice], notice)
    rows = persons.rows(tx, officer, list(best)[:limit])
    note_read(tx, officer, Act.SEARCHED, (shown.id for row in rows for shown in row.notices))
    chosen = set(best.values())
    answers = [(row, next(r.id for r in row.notices if r.id in chosen)) for row in rows]
    return [Similar(person=row, notice=notice, match=found[notice]) for row, notice in answers]


def correct(
    tx: Transaction, officer: Officer, notice: UUID, draft: Draft, *, seen: int, reason: str, now: datetime
) -> Record[Notice]:
    """A new version with other content.

    Args:
        seen: the version that the officer had before them; another one since then is a conflict.

    Raises:
        ConflictError: if somebody changed the notice meanwhile, or it ended.
    """
    held = _writable(tx, officer, notice, seen=seen)
    if held.body.state is NoticeState.ENDED:
        raise ConflictError(str(notice), "ended")
    record = held.amended(
        by=officer.id,
        at=now,
        reason=reason,
        body=draft.body,
        basis=draft.basis,
        label=draft.label,
        retain_until=draft.retain_until,
    )
    access.require(officer, Permission.NOTICE_WRITE, record)
    _refuse_taken(tx, officer, record)
    label = labels.given(tx, officer, draft.label, held=held.label, state=held.owner.state, now=now)
    return _change(tx, replace(record, label=label), Act.NOTICE_CORRECTED)


def renew(
    tx: Transaction, officer: Officer, notice: UUID, until: date, *, seen: int, reason: str, now: datetime
) -> Record[Notice]:
    """A later end, for a stated reason; the next accuracy review moves with it.

    Raises:
        InvalidError: if the new end is not later than the present one; to shorten a notice is to correct or end it.
    """
    held = _writable(tx, officer, notice, seen=seen)
    if held.body.state is NoticeState.ENDED:
        raise ConflictError(str(notice), "ended")
    if until <= held.retain_until:
        raise InvalidError("retain_until", Problem.OUT_OF_RANGE, f"> {held.retain_until.isoformat()}")
    body = replace(held.body, review_on=min(later(now.date(), REVIEW_YEARS), until))
    return _change(
        tx, held.amended(by=officer.id, at=now, reason=reason, body=body, retain_until=until), Act.NOTICE_RENEWED
    )


def end(tx: Transaction, officer: Officer, notice: UUID, *, seen: int, reason: str, now: datetime) -> Record[Notice]:
    """The notice asks for nothing any more, and is erased when the day is over."""
    held = _writable(tx, officer, notice, seen=seen)
    if held.body.state is NoticeState.ENDED:
        raise ConflictError(str(notice), "ended")
    return _change(tx, ended(held, by=officer.id, reason=reason, now=now), Act.NOTICE_ENDED)


def ended(held: Record[Notice], *, by: str, reason: str, now: datetime) -> Record[Notice]:
    """The version that ends a notice."""
    body = replace(held.body, ended=Ending(on=now.date(), reason=reason))
    return held.amended(by=by, at=now, reason=reason, body=body, retain_until=now.date())


def reopen(tx: Transaction, officer: Officer, notice: UUID, *, seen: int, reason: str, now: datetime) -> Record[Notice]:
    """Takes an ending back, as long as the notice is not erased: it ends again when it was to end before."""
    held = _writable(tx, officer, notice, seen=seen)
    before = next((r for r in tx.records.history(notice) if r.body.state is NoticeState.ACTIVE), None)
    if held.body.state is NoticeState.ACTIVE or before is None:
        raise ConflictError(str(notice), "active")
    body = replace(held.body, ended=None)
    record = held.amended(by=officer.id, at=now, reason=reason, body=body, retain_until=before.retain_until)
    return _change(tx, record, Act.NOTICE_REOPENED)


def get(tx: Transaction, officer: Officer, notice: UUID) -> Record[Notice]:
    """The latest version.

    Raises:
        NotFoundError: if there is none, or none that exists for this officer.
    """
    record = tx.records.get(notice)
    if record.kind is not Kind.NOTICE:
        raise NotFoundError(str(notice))
    access.require_shown(officer, Permission.NOTICE_READ, record)
    return record


def get_shown(tx: Transaction, officer: Officer, notice: UUID) -> Record[Notice]:
    """The latest version, to be shown.

    Raises:
        NotFoundError: if there is none, or none that exists for this officer.
    """
    record = get(tx, officer, notice)
    note_read(tx, officer, Act.NOTICE_READ, [notice])
    return record


def view(tx: Transaction, officer: Officer, notice: UUID) -> NoticeView:
    """The latest version with its person, its source and the names of its officers.

    Raises:
        NotFoundError: if there is none, or none that exists for this officer.
    """
    record = get(tx, officer, notice)
    person = persons.rows(tx, officer, [tx.notices.persons_of([notice])[notice]])[0]
    note_read(tx, officer, Act.NOTICE_READ, (notice, *(other.id for other in person.notices)))
    return NoticeView(
        record=record,
        person=person,
        source=_source(tx, officer, record),
        officers=officers(tx, [record]),
    )


def officers(tx: Transaction, records: list[Record[Notice]]) -> authors.Names:
    """Names of the officers who made or review these versions, by identifier; a partner's officers have none here."""
    return authors.names(tx, records)


def _source(tx: Transaction, officer: Officer, record: Record[Notice]) -> Record[Source] | None:
    if record.body.origin is None:
        return None
    found = tx.records.heads([record.body.origin.source]).get(record.body.origin.source)
    return found if found is not None and access.allows(officer, Permission.SOURCE_READ, found) else None


def history(tx: Transaction, officer: Officer, notice: UUID) -> list[Version]:
    """Every version that the officer may read, newest first, each with what it changed since the last of these."""
    get(tx, officer, notice)
    versions = [v for v in tx.records.history(notice) if access.allows(officer, Permission.NOTICE_READ, v)]
    note_read(tx, officer, Act.HISTORY_READ, [notice])
    before = [*versions[1:], None]
    return [
        Version(record=new, changes=() if old is None else differences(old, new))
        for new, old in zip(versions, before, strict=True)
    ]


def note_refusal(tx: Transaction, officer: Officer, error: ComplianceError, *, now: datetime) -> None:
    """Counts a notice that the compliance check refused; only the ground is kept, not the words."""
    ground = error.detail.partition(":")[0]
    tx.journal.append(Entry(act=Act.NOTICE_REFUSED, officer=officer.id, at=now, kind=Kind.NOTICE, detail=ground))


def note_printed(tx: Transaction, officer: Officer, notice: UUID, *, now: datetime) -> int:
    """Notes that a sheet was printed, and says which copy it is, counted from 1."""
    record = get(tx, officer, notice)
    tx.journal.append(
        Entry(
            act=Act.NOTICE_PRINTED, officer=officer.id, at=now, kind=Kind.NOTICE, thing=notice, version=record.version
        )
    )
    return len(_printings(tx, notice))


def printing(tx: Transaction, officer: Officer, notice: UUID, copy: int) -> tuple[Line, Record[Notice]]:
    """Who printed a copy of a notice, and when, with the version that was printed.

    Raises:
        NotFoundError: if there is no such copy, or no such notice for this officer.
    """
    get(tx, officer, notice)
    found = _printings(tx, notice)
    if not 1 <= copy <= len(found):
        raise NotFoundError(f"{notice}/{copy}")
    printed = tx.records.get(notice, found[-copy].entry.version)
    access.require_shown(officer, Permission.NOTICE_READ, printed)
    return found[-copy], printed


def _printings(tx: Transaction, notice: UUID) -> list[Line]:
    return tx.journal.of(notice, [Act.NOTICE_PRINTED])


def erase_overdue(database: Database, *, now: datetime, limit: int = 500) -> int:
    """Erases what was to be kept until a day before today, and says how many records went."""
    with database.write() as tx:
        ids = tx.records.find_overdue(now.date(), limit)
        for record_id in ids:
            if tx.records.tombstone(record_id) is None:  # a judgement may have gone with its notice just now
                erase(tx, record_id, by=SYSTEM, reason="retention", now=now)
        return len(ids)


def erase(tx: Transaction, record_id: UUID, *, by: str, reason: str, now: datetime) -> None:
    """Erases every version of a record and leaves a tombstone; judgements on an erased notice go with it."""
    record = tx.records.get(record_id)
    links = tx.links.of_notices([record_id]) if record.kind is Kind.NOTICE else []
    bodies = [r.body for r in (record, *tx.records.heads(links).values()) if r.kind is Kind.LINK]
    around = persons.group_of(tx, [record_id, *(n for body in bodies for n in (body.left, body.right))])
    for gone in (*links, record_id):
        _erase_one(tx, gone, by=by, reason=reason, now=now)
    persons.recompute(tx, [n for n in around if n != record_id])


def _erase_one(tx: Transaction, record_id: UUID, *, by: str, reason: str, now: datetime) -> None:
    record = tx.records.get(record_id)
    tx.records.erase(
        Tombstone(
            id=record_id,
            kind=record.kind,
            owner=record.owner,
            digests=tx.records.digests(record_id),
            erased_by=by,
            erased_at=now,
            reason=reason,
        )
    )
    tx.journal.append(
        Entry(act=Act.RECORD_ERASED, officer=by, at=now, kind=record.kind, thing=record_id, detail=reason)
    )


def _writable(tx: Transaction, officer: Officer, notice: UUID, *, seen: int) -> Record[Notice]:
    record = get(tx, officer, notice)
    access.require(officer, Permission.NOTICE_WRITE, record)
    if record.version != seen:
        raise ConflictError(str(notice), "version")
    return record


def _change(tx: Transaction, record: Record[Notice], act: Act) -> Record[Notice]:
    keep(tx, record, act)
    persons.refresh_conflicts(tx, [record.id])
    return record
