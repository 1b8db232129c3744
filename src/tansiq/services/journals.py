"""The journal as those see it who oversee: who read, changed, released and was refused what, when, for what purpose.

They see acts, officers, purposes, identifiers and labels; of no record its content. That they looked is journalled too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.errors import NotFoundError
from tansiq.domain.journal import Act, Entry, Filter, Group, Line, acts_of
from tansiq.domain.label import Level
from tansiq.domain.notice import Notice
from tansiq.services import checkpoints, glasses, persons
from tansiq.services.checkpoints import JournalKeys, Proof, Standing
from tansiq.storage.accounts import OpenedGlass
from tansiq.storage.database import Transaction

PERIOD_DAYS = 30
"""The period of the figures."""
MARKED = 3
"""How many records of a line are looked at for its row."""
MOST_EXPORTED = 5000
"""How many lines one extract holds: about 10 MB; the whole log leaves by `tansiq journal export`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What oversight is told of a record: whose it is, its level, the number of a notice; nothing of its content."""

    owner: str
    level: Level
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Lines with what proves each, and how the journal stands.

    Attributes:
        marks: of the records that they name, the first of each line, those that were not erased.
        officers: what people call the officers, by identifier.
    """

    lines: tuple[Line, ...]
    proofs: dict[int, Proof]
    standing: Standing
    marks: dict[UUID, Mark]
    officers: dict[str, str]


def find(
    tx: Transaction,
    officer: Officer,
    wanted: Filter,
    keys: JournalKeys,
    *,
    before: int | None = None,
    limit: int = 50,
) -> Found:
    """The newest lines of this kind before a number, newest first, each proved."""
    return _found(tx, listed(tx, officer, wanted, before=before, limit=limit), keys)


def listed(
    tx: Transaction, officer: Officer, wanted: Filter, *, before: int | None = None, limit: int = MOST_EXPORTED
) -> list[Line]:
    """The newest lines of this kind before a number, newest first."""
    access.require(officer, Permission.JOURNAL_READ)
    if wanted != Filter():
        _note(tx, officer, wanted)
    return tx.journal.find(wanted, before=before, limit=limit)


def get(tx: Transaction, officer: Officer, seq: int, keys: JournalKeys) -> Found:
    """One line with its proof.

    Raises:
        NotFoundError: if there is no such line.
    """
    access.require(officer, Permission.JOURNAL_READ)
    lines = tx.journal.lines([seq])
    if not lines:
        raise NotFoundError(str(seq))
    _note(tx, officer, Filter(things=lines[0].entry.things))
    return _found(tx, lines, keys, marked=len(lines[0].entry.things))


def _note(tx: Transaction, officer: Officer, wanted: Filter) -> None:
    if officer.at is None:
        raise ValueError("an officer reads at a time")
    named = "" if wanted.officer is None else f"officer {wanted.officer}"
    entry = Entry(act=Act.JOURNAL_READ, officer=officer.id, at=officer.at, detail=named, purpose=officer.stated)
    tx.journal.append(replace(entry, others=wanted.things))


def _marks(tx: Transaction, things: Iterable[UUID]) -> dict[UUID, Mark]:
    return {
        number: Mark(
            owner=record.owner.state,
            level=record.label.level,
            number=record.body.reference if isinstance(record.body, Notice) else None,
        )
        for number, record in tx.records.heads(things).items()
    }


def _found(tx: Transaction, lines: list[Line], keys: JournalKeys, *, marked: int = MARKED) -> Found:
    at = checkpoints.standing(tx, keys)
    return Found(
        lines=tuple(lines),
        proofs=checkpoints.prove(tx, lines, at),
        standing=at,
        marks=_marks(tx, {thing for line in lines for thing in line.entry.things[:marked]}),
        officers=tx.accounts.names({line.entry.officer for line in lines}),
    )


def named(tx: Transaction, officer: Officer, text: str) -> tuple[UUID, ...]:
    """The records that a number or an identifier names; of a notice, all notices of the same person, and judgements."""
    access.require(officer, Permission.JOURNAL_READ)
    given = text.strip()
    try:
        notices = [UUID(given)]
    except ValueError:
        notices = tx.notices.numbered(given)
    around = persons.group_of(tx, notices)
    return tuple(dict.fromkeys((*notices, *around, *(tx.links.of_notices(around) if around else ()))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How often an officer saw the records that were asked for, and when last."""

    officer: str
    times: int
    last: datetime
    purposes: tuple[str, ...]


def readers(tx: Transaction, officer: Officer, things: Iterable[UUID]) -> tuple[Reader, ...]:
    """Who saw these records, whoever did so last first."""
    access.require(officer, Permission.JOURNAL_READ)
    wanted = Filter(things=tuple(things), acts=(*acts_of(Group.READ), *acts_of(Group.RELEASED)))
    found: dict[str, Reader] = {}
    for who, purpose, times, last in tx.journal.readers(wanted):
        held = found.get(who, Reader(officer=who, times=0, last=last, purposes=()))
        found[who] = replace(
            held,
            times=held.times + times,
            last=max(held.last, last),
            purposes=(*held.purposes, purpose) if purpose else held.purposes,
        )
    return tuple(sorted(found.values(), key=lambda reader: reader.last, reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What oversight looks at first: of the last `PERIOD_DAYS`, and what is overdue now.

    Attributes:
        groups: how many acts of each group there were.
        acts: how often each act happened.
        mandates_ended: accounts that stand open though their mandate is over.
        opened: what break-glass opened and is open now.
        reviews_overdue: notices in force whose review is late.
    """

    since: datetime
    groups: dict[Group, int]
    acts: dict[Act, int]
    mandates_ended: int
    reviews_overdue: int
    opened: tuple[OpenedGlass, ...]


def figures(tx: Transaction, officer: Officer, *, now: datetime) -> Figures:
    """The figures of the oversight page."""
    access.require(officer, Permission.OVERSIGHT_READ)
    since = now - timedelta(days=PERIOD_DAYS)
    acts = tx.journal.counts(tuple(Act), since=since)
    return Figures(
        since=since,
        groups={one: sum(acts.get(act, 0) for act in acts_of(one)) for one in Group},
        acts=acts,
        mandates_ended=tx.accounts.ended_mandates(date.min, now.date()),
        reviews_overdue=tx.notices.count_unreviewed(now.date()),
        opened=tuple(glasses.standing(tx, officer, now=now)),
    )


def length(tx: Transaction, officer: Officer) -> int:
    """How many lines the journal has; the administrator sees this number and no line."""
    access.require(officer, Permission.NODE_READ)
    return tx.journal.last()
