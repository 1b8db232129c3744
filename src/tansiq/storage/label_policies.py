"""Editions of the label policy that were adopted, as their signed bytes; none is ever changed."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tansiq.storage import tables

L = tables.label_policy.c


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPolicy:
    """One adopted edition.

    Attributes:
        digest: SHA-256 of the policy's line.
        data: the signed file.
    """

    edition: int
    digest: str
    data: bytes
    adopted_by: str
    adopted_at: datetime


class LabelPolicies:
    """The adopted editions within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, policy: KeptPolicy) -> None:
        """Keeps a new edition, which is in force from now on."""
        self._connection.execute(
            sa.insert(tables.label_policy).values({name: getattr(policy, name) for name in KeptPolicy.__slots__})
        )

    def editions(self) -> list[int]:
        """Every edition that was adopted, the latest first."""
        return list(self._connection.execute(sa.select(L.edition).order_by(L.edition.desc())).scalars())

    def get(self, edition: int | None = None) -> KeptPolicy | None:
        """An edition, the latest by default; `None` if it was not adopted."""
        query = sa.select(tables.label_policy).order_by(L.edition.desc()).limit(1)
        row = self._connection.execute(query if edition is None else query.where(L.edition == edition)).first()
        return None if row is None else KeptPolicy(**{name: getattr(row, name) for name in KeptPolicy.__slots__})
