"""Persons: recomputed from the judgements after each of them; listed, counted and shown under the officer's scope."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from uuid import UUID

from tansiq.domain import access, person
from tansiq.domain.access import Officer, Permission
from tansiq.domain.errors import NotFoundError
from tansiq.domain.journal import Act
from tansiq.domain.link import Link
from tansiq.domain.notice import Notice
from tansiq.domain.offence import are_compatible
from tansiq.domain.person import Contradiction
from tansiq.domain.record import Kind, Record
from tansiq.services import authors
from tansiq.services.keeping import note_read
from tansiq.storage.database import Transaction
from tansiq.storage.notices import Filter
from tansiq.storage.proposals import Proposal

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person in a list: what the officer may see of them, their notices oldest first.

    Attributes:
        id: the oldest of these notices; the person's own identifier may be that of a notice that is hidden.
    """

    id: UUID
    notices: tuple[Record[Notice], ...]
    in_conflict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """One page of the unified list."""

    rows: tuple[PersonRow, ...]
    total: int
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """All that an officer may see of a person.

    Attributes:
        notices: latest versions, oldest notice first.
        versions: every version of every notice, newest first.
        links: judgements on these notices, every version, newest first.
        proposals: pairs that wait and name one of these notices.
        conflicts: notices of this person that ask incompatible measures.
        contradictions: judgements on this person that contradict each other.
        officers: names of the officers who made these versions, by identifier.
        others: notices of other persons that links and proposals name, by identifier.
    """

    id: UUID
    notices: tuple[Record[Notice], ...]
    versions: tuple[Record[Notice], ...]
    links: tuple[Record[Link], ...]
    proposals: tuple[Proposal, ...]
    conflicts: tuple[tuple[UUID, UUID], ...]
    contradictions: tuple[Contradiction, ...]
    officers: authors.Names
    others: dict[UUID, Record[Notice]]


def group_of(tx: Transaction, notices: Iterable[UUID]) -> list[UUID]:
    """Every notice of the persons of these notices."""
    members = tx.notices.members(set(tx.notices.persons_of(notices).values()))
    return [notice for some in members.values() for notice in some]


def recompute(tx: Transaction, notices: Sequence[UUID]) -> None:
    """Makes persons and contradictions around these notices what the judgements that stand say."""
    around = set(notices) | set(group_of(tx, notices))
    verdicts = tx.links.component(around)
    around |= {n for v in verdicts for n in (v.left, v.right)}
    resolution = person.resolve(verdicts)
    held = tx.notices.persons_of(around)
    wanted = {n: resolution.persons.get(n, n) for n in held}
    tx.notices.assign({n: p for n, p in wanted.items() if held[n] != p})
    tx.links.set_contradictions(around, resolution.contradictions)
    _set_conflicts(tx, set(held.values()) | set(wanted.values()))


def rebuild(tx: Transaction) -> None:
    """Computes every index again from the records: notices, judgements, editions, then persons and what is at odds."""
    tx.records.rebuild_indexes()
    links = tx.records.heads(tx.records.find_kind(Kind.LINK)).values()
    recompute(tx, [n for record in links for n in (record.body.left, record.body.right)])


def refresh_conflicts(tx: Transaction, notices: Sequence[UUID]) -> None:
    """Notes again which measures on the persons of these notices are incompatible; one notice is at odds with none."""
    members = tx.notices.members(set(tx.notices.persons_of(notices).values()))
    _set_conflicts(tx, {one for one, some in members.items() if len(some) > 1})


def _set_conflicts(tx: Transaction, persons: set[UUID]) -> None:
    members = tx.notices.members(persons)
    records = tx.records.heads([n for some in members.values() if len(some) > 1 for n in some])
    for one in persons:
        group = [records[n] for n in members.get(one, []) if n in records]
        tx.notices.set_conflicts(one, [(a.id, b.id) for a, b in combinations(group, 2) if are_in_conflict(a, b)])


def are_in_conflict(one: Record[Notice], other: Record[Notice]) -> bool:
    """Whether two owners ask incompatible measures, both in force."""
    in_force = one.body.ended is None and other.body.ended is None
    return in_force and one.owner != other.owner and not are_compatible(one.body.measure, other.body.measure)


def page(tx: Transaction, officer: Officer, filter_: Filter, *, offset: int = 0, limit: int = PAGE) -> PersonPage:
    """One page of the unified list."""
    access.require(officer, Permission.NOTICE_READ)
    within = access.scope(officer)
    ids = tx.notices.persons(filter_, within, offset=offset, limit=limit)
    found = tuple(rows(tx, officer, ids))
    if found:
        note_read(tx, officer, Act.LIST_READ, (record.id for row in found for record in row.notices))
    return PersonPage(rows=found, total=tx.notices.count_persons(filter_, within), offset=offset)


def rows(tx: Transaction, officer: Officer, persons: Sequence[UUID]) -> list[PersonRow]:
    """These persons as the officer may see them, in the order given; those that do not exist for them are left out."""
    within = access.scope(officer)
    members = tx.notices.members(persons, within)
    records = tx.records.heads([n for some in members.values() for n in some])
    contradictions = tx.links.contradictions(within, notices=[n for some in members.values() for n in some])
    conflicted = {n for c in contradictions for n in (c.left, c.right)}
    shown = ([records[n] for n in members[one] if n in records] for one in persons if one in members)
    return [_row(notices, conflicted) for notices in shown if notices]


def _row(notices: list[Record[Notice]], contradicted: set[UUID]) -> PersonRow:
    asked = any(are_in_conflict(a, b) for a, b in combinations(notices, 2))
    return PersonRow(
        id=notices[0].id,
        notices=tuple(notices),
        in_conflict=asked or any(record.id in contradicted for record in notices),
    )


def view(tx: Transaction, officer: Officer, notice_or_person: UUID, *, now: datetime) -> PersonView:
    """The person of a notice; a person's identifier is that of one of its notices.

    Raises:
        NotFoundError: if there is none, or none that exists for this officer.
    """
    access.require(officer, Permission.NOTICE_READ)
    within = access.scope(officer)
    found = tx.notices.persons_of([notice_or_person]).get(notice_or_person)
    members = [] if found is None else tx.notices.members([found], within).get(found, [])
    if found is None or notice_or_person not in members:
        raise NotFoundError(str(notice_or_person))
    shown = _view(tx, officer, found, members, now)
    note_read(tx, officer, Act.PERSON_READ, (*members, *shown.others, *(record.id for record in shown.links)))
    return shown


def _view(tx: Transaction, officer: Officer, found: UUID, members: list[UUID], now: datetime) -> PersonView:
    within = access.scope(officer)
    histories = [_history(tx, officer, n) for n in members]
    versions = sorted((v for some in histories for v in some), key=lambda v: (v.made_at, v.version), reverse=True)
    links = _links(tx, officer, members)
    may_review = access.allows(officer, Permission.LINK_READ)
    proposals = tx.proposals.of_notices(members, within, now=now) if may_review else []
    sides = {n for p in proposals for n in (p.left, p.right)} | {n for r in links for n in (r.body.left, r.body.right)}
    return PersonView(
        id=members[0],
        notices=tuple(some[0] for some in histories),
        versions=tuple(versions),
        links=tuple(links),
        proposals=tuple(proposals),
        conflicts=tuple(tx.notices.conflicts(within, person=found)),
        contradictions=tuple(tx.links.contradictions(within, notices=members)) if may_review else (),
        officers=authors.names(tx, [*versions, *links]),
        others=tx.records.heads(sides.difference(members)),
    )


def _history(tx: Transaction, officer: Officer, notice: UUID) -> list[Record[Notice]]:
    """The versions that the officer may read: an earlier one may have had another label."""
    return [v for v in tx.records.history(notice) if access.allows(officer, Permission.NOTICE_READ, v)]


def _links(tx: Transaction, officer: Officer, members: list[UUID]) -> list[Record[Link]]:
    found = [
        record
        for link in tx.links.of_notices(members)
        for record in tx.records.history(link)
        if access.allows(officer, Permission.LINK_READ, record)
    ]
    sides = {n for record in found for n in (record.body.left, record.body.right)}
    visible = tx.notices.visible(list(sides), access.scope(officer))
    return [r for r in found if r.body.left in visible and r.body.right in visible]
