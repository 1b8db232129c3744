"""Notices found quickly: the index of their latest versions, under the scope of the officer who asks.

Every query of this page that answers an officer takes a `Scope`, so a list, a count and a search leave out what the
officer may not see in the same way. The index can be dropped and computed again from the records.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from tansiq.domain.access import Scope
from tansiq.domain.notice import Notice
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.record import Record
from tansiq.storage import tables
from tansiq.storage.seals import Seals
from tansiq.storage.visibility import both_visible, visible

N = tables.notice.c
COMPARTMENT = tables.notice_compartment.c
S = TypeVar("S", bound=tuple[Any, ...])
CHUNK = 500
REFERENCE = "notice.reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the unified list shows.

    Attributes:
        owners: persons sought by this state or organisation.
        review_by: persons with a notice whose review is due by this day.
        ends_by: persons with a notice that ends by this day.
        in_conflict: persons with contradicting judgements or incompatible measures.
        shared: persons sought by more than one owner.
        ended: whether notices that ended are shown instead of those in force.
    """

    owner: str | None = None
    measure: Measure | None = None
    offence: Offence | None = None
    review_by: date | None = None
    ends_by: date | None = None
    in_conflict: bool = False
    shared: bool = False
    ended: bool = False


class Notices:
    """The notice index within one transaction."""

    def __init__(self, connection: sa.Connection, seals: Seals) -> None:
        self._connection = connection
        self._seals = seals

    def index(self, records: Sequence[Record[Notice]]) -> None:
        """Makes the index show these versions; a new notice is a person by itself."""
        changed = [r for r in records if r.version > 1]
        persons = self.persons_of([r.id for r in changed])
        for ids in _chunks([r.id for r in changed]):
            self._connection.execute(sa.delete(tables.notice).where(N.id.in_(ids)))
            self._connection.execute(sa.delete(tables.notice_compartment).where(COMPARTMENT.notice.in_(ids)))
        self._index_compartments(records)
        if records:
            self._connection.execute(
                sa.insert(tables.notice), [self._to_row(r, persons.get(r.id, r.id)) for r in records]
            )

    def _index_compartments(self, records: Sequence[Record[Notice]]) -> None:
        rows = [{"notice": r.id, "compartment": one} for r in records for one in dict.fromkeys(r.label.compartments)]
        if rows:
            self._connection.execute(sa.insert(tables.notice_compartment), rows)

    def _to_row(self, record: Record[Notice], person: UUID) -> dict[str, Any]:
        return {
            "id": record.id,
            "version": record.version,
            "person": person,
            "owner_state": record.owner.state,
            "reference": self._seals.tag(REFERENCE, record.body.reference),
            "measure": record.body.measure.value,
            "offence": record.body.offence.value,
            "ended": record.body.ended is not None,
            "retain_until": record.retain_until,
            "review_on": record.body.review_on,
            "label_review_on": record.label.review_on,
            "level_rank": record.label.level.rank,
            "releasable_to": f" {' '.join(record.label.releasable_to)} ",
            "compartmented": bool(record.label.compartments),
            "minor": record.body.minor,
            "made_at": record.made_at,
        }

    def forget(self, notice: UUID) -> None:
        """Takes a notice out of the index, its list entry and its proposals with it."""
        p, e, m = tables.proposal.c, tables.list_entry.c, tables.measure_conflict.c
        self._connection.execute(sa.delete(tables.notice).where(N.id == notice))
        self._connection.execute(sa.delete(tables.notice_compartment).where(COMPARTMENT.notice == notice))
        self._connection.execute(sa.delete(tables.list_entry).where(e.notice == notice))
        self._connection.execute(sa.delete(tables.proposal).where((p.left == notice) | (p.right == notice)))
        self._connection.execute(sa.delete(tables.measure_conflict).where((m.left == notice) | (m.right == notice)))

    def persons_of(self, notices: Iterable[UUID]) -> dict[UUID, UUID]:
        """The person of each of these notices that is indexed."""
        found: dict[UUID, UUID] = {}
        for ids in _chunks(list(notices)):
            found.update(
                {r.id: r.person for r in self._connection.execute(sa.select(N.id, N.person).where(N.id.in_(ids)))}
            )
        return found

    def numbered(self, reference: str) -> list[UUID]:
        """Notices with this number of their owner, for oversight, which reads none of them."""
        query = sa.select(N.id).where(N.reference == self._seals.tag(REFERENCE, reference)).limit(50)
        return list(self._connection.execute(query).scalars())

    def count_unreviewed(self, today: date) -> int:
        """Notices in force whose review was due before today, of every owner, for oversight."""
        query = sa.select(sa.func.count()).select_from(tables.notice).where(~N.ended, N.review_on < today)
        return self._connection.execute(query).scalar_one()

    def assign(self, persons: dict[UUID, UUID]) -> None:
        """Sets the person of notices."""
        for notice, person in persons.items():
            self._connection.execute(sa.update(tables.notice).where(N.id == notice).values(person=person))

    def members(self, persons: Iterable[UUID], within: Scope | None = None) -> dict[UUID, list[UUID]]:
        """The notices of each person, oldest first; only those that exist for an officer, if a scope is given."""
        found: dict[UUID, list[UUID]] = {}
        for ids in _chunks(list(persons)):
            query = sa.select(N.id, N.person).where(N.person.in_(ids)).order_by(N.id)
            for row in self._connection.execute(query if within is None else query.where(visible(within))):
                found.setdefault(row.person, []).append(row.id)
        return found

    def all_ids(
        self, within: Scope | None = None, *, owner: str | None = None, partner: str | None = None
    ) -> list[UUID]:
        """Every indexed notice, oldest first: of one owner, and releasable to one partner, if given."""
        query = sa.select(N.id).order_by(N.id)
        query = query if within is None else query.where(visible(within))
        return list(self._connection.execute(_narrowed(query, owner, partner)).scalars())

    def visible(self, notices: Sequence[UUID], within: Scope) -> dict[UUID, UUID]:
        """Those of these notices that exist for an officer, each with its person."""
        found: dict[UUID, UUID] = {}
        for ids in _chunks(list(notices)):
            query = sa.select(N.id, N.person).where(N.id.in_(ids), visible(within))
            found.update({r.id: r.person for r in self._connection.execute(query)})
        return found

    def find_reference(self, reference: str, within: Scope) -> list[UUID]:
        """Notices with this number of their owner."""
        query = sa.select(N.id).where(N.reference == self._seals.tag(REFERENCE, reference), visible(within)).limit(50)
        return list(self._connection.execute(query).scalars())

    def persons(self, filter_: Filter, within: Scope, *, offset: int = 0, limit: int = 50) -> list[UUID]:
        """Persons with a notice that fits the filter, the one with the newest notice first."""
        query = sa.select(N.person).where(*_conditions(filter_, within)).group_by(N.person)
        return list(self._connection.execute(query.order_by(N.person.desc()).offset(offset).limit(limit)).scalars())

    def count_persons(self, filter_: Filter, within: Scope) -> int:
        """How many persons `persons` would list."""
        query = sa.select(sa.func.count(N.person.distinct())).where(*_conditions(filter_, within))
        return self._connection.execute(query).scalar_one()

    def count_by_owner(self, within: Scope) -> dict[str, int]:
        """How many notices in force each owner has."""
        query = sa.select(N.owner_state, sa.func.count()).where(~N.ended, visible(within)).group_by(N.owner_state)
        return {row[0]: row[1] for row in self._connection.execute(query.order_by(N.owner_state))}

    def count_by_measure(self, within: Scope) -> dict[str, int]:
        """How many notices in force ask each measure."""
        counts = [sa.func.count().filter(N.measure == measure.value).label(measure.value) for measure in Measure]
        row = self._connection.execute(sa.select(*counts).where(~N.ended, visible(within))).mappings().one()
        return {measure: number for measure, number in row.items() if number}

    def count_by_level(self, within: Scope, *, owner: str | None = None, partner: str | None = None) -> dict[int, int]:
        """How many notices there are of each level rank: of one owner, and releasable to one partner, if given."""
        query = sa.select(N.level_rank, sa.func.count()).where(visible(within)).group_by(N.level_rank)
        return {row[0]: row[1] for row in self._connection.execute(_narrowed(query, owner, partner))}

    def ending(self, by: date, within: Scope, *, owner: str, limit: int) -> list[UUID]:
        """Notices of an owner that end by a day, the soonest first."""
        query = sa.select(N.id).where(~N.ended, N.retain_until <= by, N.owner_state == owner, visible(within))
        return list(self._connection.execute(query.order_by(N.retain_until, N.id).limit(limit)).scalars())

    def labels_due(self, by: date, within: Scope, *, owner: str, limit: int) -> list[UUID]:
        """Notices of an owner whose label is to be looked at again by a day, the soonest first."""
        query = sa.select(N.id).where(~N.ended, N.label_review_on <= by, N.owner_state == owner, visible(within))
        return list(self._connection.execute(query.order_by(N.label_review_on, N.id).limit(limit)).scalars())

    def set_conflicts(self, person: UUID, pairs: Iterable[tuple[UUID, UUID]]) -> None:
        """Notes which notices of a person ask incompatible measures; replaces what was noted."""
        m = tables.measure_conflict
        self._connection.execute(sa.delete(m).where(m.c.person == person))
        rows = [{"left": left, "right": right, "person": person} for left, right in pairs]
        if rows:
            self._connection.execute(sa.insert(m), rows)

    def conflicts(self, within: Scope, *, person: UUID | None = None, limit: int = 200) -> list[tuple[UUID, UUID]]:
        """Pairs of notices of one person that ask incompatible measures, both existing for the officer."""
        m = tables.measure_conflict.c
        query = sa.select(m.left, m.right).where(both_visible(m.left, m.right, within)).limit(limit)
        query = query if person is None else query.where(m.person == person)
        return [(row.left, row.right) for row in self._connection.execute(query)]


def _narrowed(query: sa.Select[S], owner: str | None, partner: str | None) -> sa.Select[S]:
    query = query if owner is None else query.where(N.owner_state == owner)
    return query if partner is None else query.where(N.releasable_to.contains(f" {partner} ", autoescape=True))


def _conditions(filter_: Filter, within: Scope) -> list[sa.ColumnElement[bool]]:
    found = [visible(within), N.ended if filter_.ended else ~N.ended]
    if filter_.owner is not None:
        found.append(N.owner_state == filter_.owner)
    if filter_.measure is not None:
        found.append(N.measure == filter_.measure.value)
    if filter_.offence is not None:
        found.append(N.offence == filter_.offence.value)
    if filter_.review_by is not None:
        found.append(N.review_on <= filter_.review_by)
    if filter_.ends_by is not None:
        found.append(N.retain_until <= filter_.ends_by)
    if filter_.shared:
        other, joined = tables.notice.alias(), tables.notice.alias()
        found.append(N.person.in_(sa.select(joined.c.person).where(joined.c.id != joined.c.person)))
        found.append(
            sa.exists().where(
                other.c.person == N.person, other.c.owner_state != N.owner_state, visible(within, other.c)
            )
        )
    if filter_.in_conflict:
        found.append(_in_conflict(within))
    return found


def _in_conflict(within: Scope) -> sa.ColumnElement[bool]:
    """Notices of a contradiction or of incompatible measures.

    Both are short lists; the persons are named as well because an index finds persons, not single notices.
    """
    sides = [(t, side) for t in (tables.measure_conflict, tables.contradiction) for side in (t.c.left, t.c.right)]
    noted = sa.union_all(*(sa.select(side) for _, side in sides))
    exists = sa.union_all(*(sa.select(side).where(both_visible(t.c.left, t.c.right, within)) for t, side in sides))
    member = tables.notice.alias()
    return sa.and_(N.person.in_(sa.select(member.c.person).where(member.c.id.in_(noted))), N.id.in_(exists))


def _chunks(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
