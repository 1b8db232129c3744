"""Judgements found quickly, and the contradictions between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from tansiq.domain.access import Scope
from tansiq.domain.link import Judgement, Link
from tansiq.domain.person import Contradiction, Verdict
from tansiq.domain.record import Record
from tansiq.storage import tables
from tansiq.storage.visibility import both_visible

J = tables.judgement.c
C = tables.contradiction.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One line of the history of judgements."""

    link: UUID
    left: UUID
    right: UUID
    judgement: Judgement
    withdrawn: bool
    by: str
    at: datetime


class Links:
    """The judgement index within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def index(self, records: Sequence[Record[Link]]) -> None:
        """Makes the index show these versions."""
        for record in records:
            self._connection.execute(sa.delete(tables.judgement).where(J.link == record.id))
            self._connection.execute(sa.insert(tables.judgement).values(_to_row(record)))

    def forget(self, link: UUID) -> None:
        """Takes a link out of the index."""
        self._connection.execute(sa.delete(tables.judgement).where(J.link == link))

    def of_pair(self, left: UUID, right: UUID) -> UUID | None:
        """The link of a pair, if somebody judged it once."""
        return self._connection.execute(sa.select(J.link).where(J.left == left, J.right == right)).scalar()

    def of_notices(self, notices: Iterable[UUID]) -> list[UUID]:
        """Links that name any of these notices, the newest first."""
        ids = list(notices)
        query = sa.select(J.link).where(J.left.in_(ids) | J.right.in_(ids)).order_by(J.made_at.desc(), J.link)
        return list(self._connection.execute(query).scalars())

    def component(self, notices: Iterable[UUID]) -> list[Verdict]:
        """The judgements that stand on every notice that judgements connect with these."""
        seen: set[UUID] = set()
        edge = set(notices)
        found: dict[UUID, Verdict] = {}
        while edge:
            some = list(edge)[:400]
            seen.update(some)
            rows = self._connection.execute(
                sa.select(tables.judgement).where((J.left.in_(some) | J.right.in_(some)), ~J.withdrawn)
            )
            for row in rows:
                found[row.link] = Verdict(
                    link=row.link, left=row.left, right=row.right, judgement=Judgement(row.judgement), at=row.made_at
                )
                edge.update(n for n in (row.left, row.right) if n not in seen)
            edge.difference_update(some)
        return list(found.values())

    def latest(self, within: Scope, *, by: str | None = None, limit: int = 50) -> list[Judged]:
        """The newest judgements on notices that exist for an officer, withdrawn ones included."""
        query = sa.select(tables.judgement).where(both_visible(J.left, J.right, within))
        query = query if by is None else query.where(J.made_by == by)
        rows = self._connection.execute(query.order_by(J.made_at.desc(), J.link).limit(limit))
        return [
            Judged(
                link=row.link,
                left=row.left,
                right=row.right,
                judgement=Judgement(row.judgement),
                withdrawn=row.withdrawn,
                by=row.made_by,
                at=row.made_at,
            )
            for row in rows
        ]

    def set_contradictions(self, notices: Iterable[UUID], found: Sequence[Contradiction]) -> None:
        """Replaces what is noted of contradictions on these notices."""
        ids = list(notices)
        for start in range(0, len(ids), 400):
            some = ids[start : start + 400]
            self._connection.execute(sa.delete(tables.contradiction).where(C.left.in_(some) | C.right.in_(some)))
        rows = [{"same": c.same, "different": c.different, "left": c.left, "right": c.right} for c in found]
        if rows:
            self._connection.execute(sa.insert(tables.contradiction), rows)

    def contradictions(
        self, within: Scope, *, notices: Iterable[UUID] | None = None, limit: int = 200
    ) -> list[Contradiction]:
        """Contradictions between judgements on notices that exist for an officer, or on some of these only."""
        query = sa.select(tables.contradiction).where(both_visible(C.left, C.right, within)).order_by(C.same)
        if notices is not None:
            ids = list(notices)
            query = query.where(C.left.in_(ids) | C.right.in_(ids))
        rows = self._connection.execute(query.limit(limit))
        return [Contradiction(same=r.same, different=r.different, left=r.left, right=r.right) for r in rows]


def _to_row(record: Record[Link]) -> dict[str, object]:
    return {
        "link": record.id,
        "left": record.body.left,
        "right": record.body.right,
        "version": record.version,
        "judgement": record.body.judgement.value,
        "withdrawn": record.body.withdrawn,
        "made_by": record.made_by,
        "made_at": record.made_at,
    }
