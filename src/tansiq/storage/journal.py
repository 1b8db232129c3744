"""The journal: appended to in the transaction of the act, read by sequence number."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from tansiq.domain.journal import Act, Entry, Line
from tansiq.domain.record import Kind
from tansiq.storage import tables


class Journal:
    """The journal within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def append(self, entry: Entry) -> None:
        """Adds one entry."""
        self.append_many([entry])

    def append_many(self, entries: Sequence[Entry]) -> None:
        """Adds entries, in order, numbered without gaps, which a counter of the database does not promise."""
        if entries:
            rows = [_to_row(entry, seq) for seq, entry in enumerate(entries, self.last() + 1)]
            self._connection.execute(sa.insert(tables.journal), rows)

    def last(self) -> int:
        """The number of the last entry; 0 in an empty journal."""
        return self._connection.execute(sa.select(sa.func.max(tables.journal.c.seq))).scalar() or 0

    def things_since(self, seq: int, acts: Sequence[Act], *, until: int) -> list[UUID]:
        """Records that these acts touched after one entry and up to another, each once."""
        j = tables.journal.c
        query = sa.select(j.thing).where(j.seq > seq, j.seq <= until, j.act.in_([a.value for a in acts])).distinct()
        return [thing for thing in self._connection.execute(query).scalars() if thing is not None]

    def of(self, thing: UUID) -> list[Line]:
        """Every entry about a record, newest first."""
        return self._lines(sa.select(tables.journal).where(tables.journal.c.thing == thing), limit=1000)

    def page(self, *, before: int | None = None, limit: int = 50) -> list[Line]:
        """The newest entries before a number, newest first."""
        query = sa.select(tables.journal)
        return self._lines(query if before is None else query.where(tables.journal.c.seq < before), limit=limit)

    def count(self, act: Act) -> int:
        """How often an act was journalled."""
        query = sa.select(sa.func.count()).select_from(tables.journal).where(tables.journal.c.act == act.value)
        return self._connection.execute(query).scalar_one()

    def cursor(self, name: str) -> int:
        """How far a reader of the journal has come."""
        query = sa.select(tables.cursor.c.seq).where(tables.cursor.c.name == name)
        return self._connection.execute(query).scalar() or 0

    def move_cursor(self, name: str, seq: int) -> None:
        """Notes how far a reader has come, in the transaction of what it did."""
        changed = self._connection.execute(sa.update(tables.cursor).where(tables.cursor.c.name == name).values(seq=seq))
        if not changed.rowcount:
            self._connection.execute(sa.insert(tables.cursor).values(name=name, seq=seq))

    def _lines(self, query: sa.Select[tuple[object, ...]], *, limit: int) -> list[Line]:
        rows = self._connection.execute(query.order_by(tables.journal.c.seq.desc()).limit(limit))
        return [Line(seq=row.seq, entry=_from_row(row)) for row in rows]


def _to_row(entry: Entry, seq: int) -> dict[str, object]:
    return {
        "seq": seq,
        "at": entry.at,
        "officer": entry.officer,
        "act": entry.act.value,
        "kind": None if entry.kind is None else entry.kind.value,
        "thing": entry.thing,
        "version": entry.version,
        "digest": entry.digest,
        "detail": entry.detail,
    }


def _from_row(row: sa.Row[tuple[object, ...]]) -> Entry:
    return Entry(
        act=Act(row.act),
        officer=row.officer,
        at=row.at,
        kind=None if row.kind is None else Kind(row.kind),
        thing=row.thing,
        version=row.version,
        digest=row.digest,
        detail=row.detail,
    )
