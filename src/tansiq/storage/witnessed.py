"""Partners' journals as this node saw them last: the checkpoint that the next one must have grown out of."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tansiq.storage import exchange_tables as tables

W = tables.witnessed.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """One partner's journal.

    Attributes:
        size, root: of the newest checkpoint that was consistent with those before it.
        forked_at: when a checkpoint came that had not grown out of it; `fork` is that one, as the partner signed it.
    """

    partner: str
    size: int
    root: bytes
    note: str
    at: datetime
    forked_at: datetime | None = None
    fork: str | None = None


class WitnessedJournals:
    """Partners' journals within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, partner: str) -> Witnessed | None:
        """What was seen last of a partner's journal."""
        row = self._connection.execute(sa.select(tables.witnessed).where(W.partner == partner)).first()
        return None if row is None else Witnessed(**{n: getattr(row, n) for n in Witnessed.__slots__})

    def put(self, one: Witnessed) -> None:
        """Keeps what was seen last."""
        self._connection.execute(sa.delete(tables.witnessed).where(W.partner == one.partner))
        self._connection.execute(
            sa.insert(tables.witnessed).values(**{n: getattr(one, n) for n in Witnessed.__slots__})
        )

    def forked(self) -> list[Witnessed]:
        """Partners' journals of which two stories are known."""
        rows = self._connection.execute(sa.select(tables.witnessed).where(W.forked_at.is_not(None)).order_by(W.partner))
        return [Witnessed(**{n: getattr(row, n) for n in Witnessed.__slots__}) for row in rows]
