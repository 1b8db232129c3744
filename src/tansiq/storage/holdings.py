"""Who holds what: this state's records at partners, and partners' records here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from tansiq.storage import exchange_tables as tables
from tansiq.storage.tables import tombstone

H, R = tables.holding.c, tables.received.c
CHUNK = 500


class HoldingState(StrEnum):
    """What is known of a copy at a partner. Wire values never change."""

    SENT = "sent"
    HELD = "held"
    REFUSED = "refused"
    RECALLED = "recalled"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One record at one partner.

    Attributes:
        kind, service: of the record, so that it can be recalled once it is erased here.
        standing: whether it went by itself, under a standing term.
        version, digest: what was sent last; `confirmed` is the version that the partner's receipt names, 0 if none.
        step: why the partner refused the last version.
        gone_at: when the partner erased it, as its receipt says.
    """

    partner: str
    record: UUID
    kind: str
    service: str
    agreement: UUID
    standing: bool
    version: int
    digest: str
    confirmed: int = 0
    state: HoldingState = HoldingState.SENT
    step: str | None = None
    released_at: datetime
    recalled_at: datetime | None = None
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One partner's record here.

    Attributes:
        digest: of the version held, as it came.
        keep_until: the last day on which the agreement lets this node keep it.
    """

    record: UUID
    partner: str
    agreement: UUID
    version: int
    digest: str
    received_at: datetime
    keep_until: date | None = None


class Holdings:
    """Holdings within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, records: Iterable[UUID], partner: str | None = None) -> list[Holding]:
        """Copies of these records at one partner, or at all."""
        found: list[Holding] = []
        for ids in _chunks(list(records)):
            query = sa.select(tables.holding).where(H.record.in_(ids)).order_by(H.record, H.partner)
            rows = self._connection.execute(query if partner is None else query.where(H.partner == partner))
            found.extend(_holding(row) for row in rows)
        return found

    def put(self, holdings: Sequence[Holding]) -> None:
        """Keeps where copies are; what was said of them before is replaced."""
        by_partner: dict[str, list[UUID]] = {}
        for one in holdings:
            by_partner.setdefault(one.partner, []).append(one.record)
        for partner, records in by_partner.items():
            for ids in _chunks(records):
                self._connection.execute(sa.delete(tables.holding).where(H.partner == partner, H.record.in_(ids)))
        if holdings:
            self._connection.execute(sa.insert(tables.holding), [_row(one) for one in holdings])

    def erased(self, *, limit: int = CHUNK) -> list[Holding]:
        """Copies of records that were erased here, which their partners were not told yet."""
        query = sa.select(tables.holding).join(tombstone, tombstone.c.id == H.record)
        live = H.state.not_in([HoldingState.RECALLED.value, HoldingState.GONE.value])
        return [_holding(row) for row in self._connection.execute(query.where(live).limit(limit))]

    def under(self, agreement: UUID, *, limit: int = CHUNK) -> list[Holding]:
        """Copies that an agreement allowed and that were not recalled."""
        live = H.state.not_in([HoldingState.RECALLED.value, HoldingState.GONE.value])
        query = sa.select(tables.holding).where(H.agreement == agreement, live)
        return [_holding(row) for row in self._connection.execute(query.limit(limit))]

    def refused(self, step: str, *, until: datetime, limit: int = CHUNK) -> list[Holding]:
        """Standing copies that partners refused at a step, last sent until a time, oldest first.

        Of an agreement under which a partner holds nothing, only the oldest, and only if none was sent since.
        """
        refused = (H.state == HoldingState.REFUSED.value) & (H.step == step) & H.standing
        latest = sa.select(H.partner, H.agreement, sa.func.max(H.released_at).label("at"))
        groups = self._connection.execute(latest.where(refused).group_by(H.partner, H.agreement)).all()
        found: list[Holding] = []
        for partner, agreement, at in groups:
            same = (H.partner == partner) & (H.agreement == agreement)
            is_taken = self._has(same, HoldingState.HELD)
            most = limit if is_taken else int(at <= until and not self._has(same, HoldingState.SENT))
            query = sa.select(tables.holding).where(same, refused, H.released_at <= until)
            rows = self._connection.execute(query.order_by(H.released_at, H.record).limit(min(most, limit)))
            found.extend(_holding(row) for row in rows)
        return found[:limit]

    def _has(self, where: sa.ColumnElement[bool], state: HoldingState) -> bool:
        query = sa.select(H.record).where(where, H.state == state.value).limit(1)
        return self._connection.execute(query).first() is not None

    def recalled(self, partner: str | None = None) -> list[Holding]:
        """Copies that were recalled and of which no receipt says that they are gone, oldest recall first."""
        query = sa.select(tables.holding).where(H.state == HoldingState.RECALLED.value).order_by(H.recalled_at)
        return [
            _holding(row)
            for row in self._connection.execute(query if partner is None else query.where(H.partner == partner))
        ]

    def counts(self) -> dict[tuple[str, HoldingState], int]:
        """How many copies are where, by partner and state."""
        query = sa.select(H.partner, H.state, sa.func.count()).group_by(H.partner, H.state)
        return {(row[0], HoldingState(row[1])): row[2] for row in self._connection.execute(query)}

    def shared_with(self, partner: str) -> list[tuple[UUID, int, str]]:
        """Record, version and digest of what a partner is to hold of this state's, by identifier."""
        live = H.state.in_([HoldingState.SENT.value, HoldingState.HELD.value])
        query = sa.select(H.record, H.version, H.digest).where(H.partner == partner, live).order_by(H.record)
        return [(row[0], row[1], row[2]) for row in self._connection.execute(query)]

    def take(self, received: Sequence[Received]) -> None:
        """Notes what came of partners' records."""
        for ids in _chunks([one.record for one in received]):
            self._connection.execute(sa.delete(tables.received).where(R.record.in_(ids)))
        if received:
            rows = [{n: getattr(one, n) for n in Received.__slots__} for one in received]
            self._connection.execute(sa.insert(tables.received), rows)

    def drop(self, records: Iterable[UUID]) -> None:
        """Forgets partners' records that were erased here."""
        for ids in _chunks(list(records)):
            self._connection.execute(sa.delete(tables.received).where(R.record.in_(ids)))

    def received_from(self, partner: str) -> list[tuple[UUID, int, str]]:
        """Record, version and digest of what this node holds of a partner's, by identifier."""
        query = sa.select(R.record, R.version, R.digest).where(R.partner == partner).order_by(R.record)
        return [(row[0], row[1], row[2]) for row in self._connection.execute(query)]

    def find_received(self, record: UUID) -> Received | None:
        """How a partner's record came here, if it did."""
        row = self._connection.execute(sa.select(tables.received).where(R.record == record)).first()
        return None if row is None else Received(**{n: getattr(row, n) for n in Received.__slots__})

    def over(self, today: date, *, limit: int = CHUNK) -> list[UUID]:
        """Partners' records that their agreements let this node keep until a day before today."""
        query = sa.select(R.record).where(R.keep_until < today).order_by(R.keep_until).limit(limit)
        return list(self._connection.execute(query).scalars())


def _holding(row: sa.Row[Any]) -> Holding:
    return Holding(**{n: getattr(row, n) for n in Holding.__slots__} | {"state": HoldingState(row.state)})


def _row(one: Holding) -> dict[str, object]:
    return {n: getattr(one, n) for n in Holding.__slots__} | {"state": one.state.value}


def _chunks(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
