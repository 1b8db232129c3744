"""The journal: appended to in the transaction of the act, read by sequence number, searched by oversight.

An entry is kept in three places: its leaf, which is in the tree and tells nothing of a person; what the leaf's
commitment opens; and each record that it is about, with a salt of its own. `RECORD_ERASED` takes the last of these away
for the record that is erased, and only then: triggers refuse anything else.

In a transaction that only reads, an entry waits: the database appends it, durably, before `read()` gives way to what
comes after it (`storage.database`). So a page that shows content is never sent before that was journalled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from tansiq.domain.journal import Act, Entry, Filter, Line, Sealed, Thing
from tansiq.storage import journal_seals, tables
from tansiq.storage.journal_seals import SHOWN, Entropy
from tansiq.storage.journal_tree import Tree

CHUNK = 5000
"""Entries sealed at a time: an import of 100,000 notices would fill 200 MiB with their rows."""
LEAF, OPENING, THING = tables.journal_leaf.c, tables.journal_opening.c, tables.journal_thing.c
LAST = sa.select(sa.func.max(LEAF.seq))
INSERT_LEAF, INSERT_OPENING, INSERT_THING = map(
    sa.insert, (tables.journal_leaf, tables.journal_opening, tables.journal_thing)
)
"""Made once: with each act they would cost as much as the hashes."""


class Journal:
    """The journal within one transaction.

    Attributes:
        tree: the tree of its leaves.
        writes: whether the transaction may change something.
        waiting: entries of a transaction that only reads.
    """

    def __init__(self, connection: sa.Connection, entropy: Entropy, *, purpose: str = "", writes: bool = True) -> None:
        self._connection = connection
        self._entropy = entropy
        self._purpose = purpose
        self.writes = writes
        self.tree = Tree(connection)
        self.waiting: list[Entry] = []

    def append(self, entry: Entry) -> None:
        """Adds one entry."""
        self.append_many([entry])

    def append_many(self, entries: Sequence[Entry]) -> None:
        """Adds entries, in order, numbered without gaps, which a counter of the database does not promise."""
        given = [e if e.purpose or not self._purpose else replace(e, purpose=self._purpose) for e in entries]
        if self.writes:
            for start in range(0, len(given), CHUNK):
                self._append(given[start : start + CHUNK])
        else:
            self.waiting.extend(given)

    def _append(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if entry.act is Act.RECORD_ERASED and entry.thing is not None:
                self._forget(entry.thing)
        start = self.last() + 1
        sealed = [journal_seals.seal(entry, seq, self._entropy) for seq, entry in enumerate(entries, start)]
        self._connection.execute(INSERT_LEAF, [leaf for leaf, _, _ in sealed])
        self._connection.execute(INSERT_OPENING, [opening for _, opening, _ in sealed])
        if things := [thing for _, _, some in sealed for thing in some]:
            self._connection.execute(INSERT_THING, things)
        self.tree.grow(start - 1, [leaf["hash"] for leaf, _, _ in sealed])

    def _forget(self, thing: UUID) -> None:
        """Takes a record out of every entry; what is left of it there is a commitment that opens no more."""
        self._connection.execute(sa.delete(tables.journal_thing).where(THING.thing == thing))

    def last(self) -> int:
        """The number of the last entry; 0 in an empty journal."""
        return self._connection.execute(LAST).scalar() or 0

    def things_since(self, seq: int, acts: Sequence[Act], *, until: int) -> list[UUID]:
        """Records that these acts touched after one entry and up to another, each once."""
        query = (
            sa.select(THING.thing)
            .join(tables.journal_leaf, LEAF.seq == THING.seq)
            .where(LEAF.seq > seq, LEAF.seq <= until, LEAF.act.in_([a.value for a in acts]))
        )
        return list(self._connection.execute(query.distinct()).scalars())

    def of(self, thing: UUID, acts: Sequence[Act] = ()) -> list[Line]:
        """Entries about a record, newest first; only these acts, if any are named."""
        return self.find(Filter(things=(thing,), acts=tuple(acts)), limit=1000)

    def page(self, *, before: int | None = None, limit: int = 50) -> list[Line]:
        """The newest entries before a number, newest first."""
        return self.find(Filter(), before=before, limit=limit)

    def find(self, wanted: Filter, *, before: int | None = None, limit: int = 50) -> list[Line]:
        """The newest entries of this kind before a number, newest first."""
        query = sa.select(LEAF.seq).where(*_conditions(wanted)).order_by(LEAF.seq.desc()).limit(limit)
        if wanted.officer is not None:
            query = query.join(tables.journal_opening, OPENING.seq == LEAF.seq)
        found = self._connection.execute(query if before is None else query.where(LEAF.seq < before))
        return self.lines(list(found.scalars()))

    def lines(self, numbers: Sequence[int]) -> list[Line]:
        """The lines of these numbers that exist, newest first."""
        query = (
            sa.select(tables.journal_leaf, tables.journal_opening)
            .join(tables.journal_opening, OPENING.seq == LEAF.seq)
            .where(LEAF.seq.in_(numbers))
            .order_by(LEAF.seq.desc())
        )
        things = self._things(numbers)
        return [journal_seals.line(row, things.get(row.seq, [])) for row in self._connection.execute(query)]

    def _things(self, numbers: Sequence[int]) -> dict[int, list[sa.Row[tuple[object, ...]]]]:
        query = sa.select(tables.journal_thing).where(THING.seq.in_(numbers), THING.place <= SHOWN)
        found: dict[int, list[sa.Row[tuple[object, ...]]]] = {}
        for row in self._connection.execute(query.order_by(THING.seq, THING.place)):
            found.setdefault(row.seq, []).append(row)
        return found

    def count(self, act: Act) -> int:
        """How often an act was journalled."""
        return self.counts([act]).get(act, 0)

    def counts(
        self, acts: Sequence[Act], *, since: datetime | None = None, until: datetime | None = None
    ) -> dict[Act, int]:
        """How often each of these acts was journalled, in a period or ever."""
        wanted = Filter(acts=tuple(acts), since=since, until=until)
        query = sa.select(LEAF.act, sa.func.count()).where(*_conditions(wanted)).group_by(LEAF.act)
        return {Act(act): number for act, number in self._connection.execute(query)}

    def readers(self, wanted: Filter) -> list[tuple[str, str, int, datetime]]:
        """Officer, purpose, how often and when last, of the entries of this kind."""
        query = (
            sa.select(OPENING.officer, OPENING.purpose, sa.func.count(), sa.func.max(LEAF.at, type_=tables.Instant()))
            .join(tables.journal_opening, OPENING.seq == LEAF.seq)
            .where(*_conditions(wanted))
            .group_by(OPENING.officer, OPENING.purpose)
            .order_by(OPENING.officer, OPENING.purpose)
        )
        return [(who, purpose, times, last) for who, purpose, times, last in self._connection.execute(query)]

    def sealed(self, numbers: Sequence[int]) -> dict[int, Sealed]:
        """What proves these entries: leaves with what their commitments open; all of their records."""
        query = (
            sa.select(tables.journal_leaf, tables.journal_opening)
            .join(tables.journal_opening, OPENING.seq == LEAF.seq)
            .where(LEAF.seq.in_(numbers))
        )
        rows = self._connection.execute(query).all()
        things: dict[int, dict[int, tuple[bytes, Thing]]] = {}
        for row in self._connection.execute(sa.select(tables.journal_thing).where(THING.seq.in_(numbers))):
            value = Thing(id=row.thing, version=row.version, digest=row.digest)
            things.setdefault(row.seq, {})[row.place] = (row.salt, value)
        return {row.seq: journal_seals.sealed(row, things.get(row.seq, {})) for row in rows}

    def cursor(self, name: str) -> int:
        """How far a reader of the journal has come."""
        query = sa.select(tables.cursor.c.seq).where(tables.cursor.c.name == name)
        return self._connection.execute(query).scalar() or 0

    def move_cursor(self, name: str, seq: int) -> None:
        """Notes how far a reader has come, in the transaction of what it did."""
        changed = self._connection.execute(sa.update(tables.cursor).where(tables.cursor.c.name == name).values(seq=seq))
        if not changed.rowcount:
            self._connection.execute(sa.insert(tables.cursor).values(name=name, seq=seq))


def _conditions(wanted: Filter) -> Iterable[sa.ColumnElement[bool]]:
    if wanted.officer is not None:
        yield OPENING.officer == wanted.officer
    if wanted.things:
        yield LEAF.seq.in_(sa.select(THING.seq).where(THING.thing.in_(wanted.things)))
    if wanted.acts:
        yield LEAF.act.in_([act.value for act in wanted.acts])
    if wanted.since is not None:
        yield LEAF.at >= wanted.since
    if wanted.until is not None:
        yield LEAF.at < wanted.until
