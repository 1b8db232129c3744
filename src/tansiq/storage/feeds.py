"""Lanes: what waits for a partner, what came from one, and the receipts of both.

A number is given when an item is posted, in the transaction of the act that posts it, so lanes have no gaps. What an
item says is sealed at rest and let go when its receipt comes; its digest stays, for whoever sends it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from tansiq.federation import items
from tansiq.federation.conversation import Incoming, Outgoing
from tansiq.federation.items import Item, ItemAct, Lane, Outcome, Settled
from tansiq.storage import exchange_tables as tables
from tansiq.storage.seals import Seals, place

L, O, I, R = tables.lane.c, tables.outgoing.c, tables.incoming.c, tables.receipt.c  # noqa: E741
CHUNK = 500
OUT, IN, RECEIPT = "outgoing.data", "incoming.data", "receipt.data"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneState:
    """Where one lane of one partner is.

    Attributes:
        received: every number up to this one came and is settled here.
        halted: the step at which this node halted it.
        posted: the last number that was given to an item for the partner.
        settled: every number up to this one has its receipt.
        halted_there: the step at which the partner halted it.
        failures: tries without answer, one after the other.
        heard_at: when the partner last answered, or sent something that is its own.
        tried_at: when this node last tried to reach it.
    """

    partner: str
    lane: Lane
    received: int = 0
    incoming: Incoming = Incoming.OPEN
    halted: str | None = None
    posted: int = 0
    settled: int = 0
    outgoing: Outgoing = Outgoing.IN_STEP
    halted_there: str | None = None
    failures: int = 0
    heard_at: datetime | None = None
    tried_at: datetime | None = None

    @property
    def waiting(self) -> int:
        """How many items have no receipt yet."""
        return self.posted - self.settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What is to be told.

    Attributes:
        record, version: what it is about, so that it is found again.
        compartments: of the record, whose key seals it at rest.
    """

    act: ItemAct
    body: bytes
    agreement: UUID | None = None
    record: UUID | None = None
    version: int | None = None
    compartments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Posted:
    """An item that was posted, without what it says.

    Attributes:
        outcome: what its receipt says; `None` while there is none.
    """

    number: int
    act: str
    record: UUID | None
    version: int | None
    digest: str
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """An item that came and is settled.

    Attributes:
        data: its bytes, of one that is parked.
    """

    number: int
    act: str
    digest: str
    outcome: Outcome
    step: str | None = None
    record: UUID | None = None
    version: int | None = None
    data: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedReceipt:
    """A partner's receipt, with what proves it."""

    through: int
    at: datetime
    key: str
    signature: bytes
    data: bytes


class Feeds:
    """Lanes within one transaction."""

    def __init__(self, connection: sa.Connection, seals: Seals) -> None:
        self._connection = connection
        self._seals = seals

    def lane(self, partner: str, lane: Lane) -> LaneState:
        """Where a lane is; a new one, if nothing went or came yet."""
        query = sa.select(tables.lane).where(L.partner == partner, L.lane == lane.value)
        row = self._connection.execute(query).first()
        return LaneState(partner=partner, lane=lane) if row is None else _lane(row)

    def lanes(self) -> list[LaneState]:
        """Every lane in which something went or came."""
        return [_lane(row) for row in self._connection.execute(sa.select(tables.lane).order_by(L.partner, L.lane))]

    def set_lane(self, state: LaneState) -> None:
        """Keeps where a lane is."""
        row = {name: getattr(state, name) for name in LaneState.__slots__} | {
            "lane": state.lane.value,
            "incoming": state.incoming.value,
            "outgoing": state.outgoing.value,
        }
        change = sa.update(tables.lane).where(L.partner == state.partner, L.lane == state.lane.value)
        if self._connection.execute(change.values(row)).rowcount == 0:
            self._connection.execute(sa.insert(tables.lane).values(row))

    def add_outgoing(self, partner: str, lane: Lane, written: Sequence[tuple[Item, Post]]) -> None:
        """Keeps items until their receipts; their numbers are those that follow what was posted."""
        rows = [self._out_row(partner, lane, item, post) for item, post in written]
        if rows:
            self._connection.execute(sa.insert(tables.outgoing), rows)

    def _out_row(self, partner: str, lane: Lane, item: Item, post: Post) -> dict[str, object]:
        data = item.to_wire()
        return {
            "partner": partner,
            "lane": lane.value,
            "number": item.number,
            "at": item.at,
            "act": item.act,
            "record": post.record,
            "version": post.version,
            "digest": items.digest(data),
            "size": len(data),
            "data": self._seals.seal(place(OUT, partner, lane, item.number), data, post.compartments),
        }

    def waiting(self, partner: str, lane: Lane, *, after: int, most: int, most_bytes: int) -> list[tuple[int, bytes]]:
        """The next items without receipt: at least one if there is one, else no more than fit."""
        mine = (O.partner == partner) & (O.lane == lane.value) & (O.number > after) & O.outcome.is_(None)
        sizes = self._connection.execute(sa.select(O.number, O.size).where(mine).order_by(O.number).limit(most))
        last, total = 0, 0
        for row in sizes:
            total += row.size
            if last and total > most_bytes:
                break
            last = row.number
        rows = self._connection.execute(sa.select(O.number, O.data).where(mine, O.number <= last).order_by(O.number))
        return [(r.number, self._seals.open(place(OUT, partner, lane, r.number), r.data)) for r in rows]

    def first_waiting(self, partner: str, lane: Lane, *, after: int) -> int | None:
        """The number of the oldest item without receipt, of those after a number."""
        mine = (O.partner == partner) & (O.lane == lane.value) & (O.number > after) & O.outcome.is_(None)
        return self._connection.execute(sa.select(O.number).where(mine).order_by(O.number).limit(1)).scalar()

    def waiting_since(self, partner: str, lane: Lane) -> datetime | None:
        """When the oldest item without receipt was posted."""
        query = sa.select(O.at).where(O.partner == partner, O.lane == lane.value, O.outcome.is_(None))
        return self._connection.execute(query.order_by(O.number).limit(1)).scalar()

    def posted(self, partner: str, lane: Lane, numbers: Iterable[int]) -> dict[int, Posted]:
        """What was posted under these numbers."""
        columns = (O.number, O.act, O.record, O.version, O.digest, O.outcome)
        mine = (O.partner == partner) & (O.lane == lane.value) & O.number.in_(list(numbers))
        rows = self._connection.execute(sa.select(*columns).where(mine))
        return {row.number: Posted(*row) for row in rows}

    def latest(self, partner: str, act: ItemAct) -> tuple[str | None, int]:
        """The outcome of the newest item of an act, and the highest version of those that were applied, 0 if none."""
        mine = (O.partner == partner) & (O.act == act.value)
        newest = sa.select(O.outcome).where(mine).order_by(O.at.desc(), O.number.desc()).limit(1)
        applied = sa.select(sa.func.max(O.version)).where(mine, O.outcome == Outcome.APPLIED.value)
        return self._connection.execute(newest).scalar(), self._connection.execute(applied).scalar() or 0

    def settle(self, partner: str, lane: Lane, settled: Iterable[Settled]) -> None:
        """Notes what became of items at the partner, and lets go of what they said."""
        rows = [
            {"n": one.number, "o": one.outcome.value, "s": one.step, "a": one.at, "p": partner, "l": lane.value}
            for one in settled
        ]
        if rows:
            mine = (O.partner == sa.bindparam("p")) & (O.lane == sa.bindparam("l")) & (O.number == sa.bindparam("n"))
            self._connection.execute(
                sa.update(tables.outgoing)
                .where(mine)
                .values(outcome=sa.bindparam("o"), step=sa.bindparam("s"), settled_at=sa.bindparam("a"), data=None),
                rows,
            )

    def add_receipt(self, partner: str, lane: Lane, one: SignedReceipt) -> None:
        """Keeps a receipt as the partner signed it; a later one up to the same number replaces it."""
        mine = (R.partner == partner) & (R.lane == lane.value) & (R.through == one.through)
        self._connection.execute(sa.delete(tables.receipt).where(mine))
        data = self._seals.seal(place(RECEIPT, partner, lane, one.through), one.data)
        self._connection.execute(
            sa.insert(tables.receipt).values(
                partner=partner,
                lane=lane.value,
                through=one.through,
                at=one.at,
                key=one.key,
                signature=one.signature,
                data=data,
            )
        )

    def find_receipt(self, partner: str, lane: Lane, number: int) -> SignedReceipt | None:
        """The first receipt that speaks of an item or of later ones."""
        mine = (R.partner == partner) & (R.lane == lane.value) & (R.through >= number)
        row = self._connection.execute(sa.select(tables.receipt).where(mine).order_by(R.through).limit(1)).first()
        if row is None:
            return None
        data = self._seals.open(place(RECEIPT, partner, lane, row.through), row.data)
        return SignedReceipt(through=row.through, at=row.at, key=row.key, signature=row.signature, data=data)

    def came(self, partner: str, lane: Lane, numbers: Iterable[int]) -> Mapping[int, Settled]:
        """What became of items that came, by number."""
        mine = (I.partner == partner) & (I.lane == lane.value) & I.number.in_(list(numbers))
        return {
            row.number: Settled(
                number=row.number, digest=row.digest, outcome=Outcome(row.outcome), step=row.step, at=row.at
            )
            for row in self._connection.execute(sa.select(tables.incoming).where(mine))
        }

    def add_incoming(self, partner: str, lane: Lane, came: Sequence[Came], *, at: datetime) -> None:
        """Keeps what became of items that came."""
        rows = [
            {
                "partner": partner,
                "lane": lane.value,
                "number": one.number,
                "at": at,
                "act": one.act,
                "record": one.record,
                "version": one.version,
                "digest": one.digest,
                "outcome": one.outcome.value,
                "step": one.step,
                "data": None if one.data is None else self._seals.seal(place(IN, partner, lane, one.number), one.data),
            }
            for one in came
        ]
        if rows:
            self._connection.execute(sa.insert(tables.incoming), rows)

    def recalled(self, partner: str, records: Iterable[UUID]) -> set[UUID]:
        """Those of these records that the partner called back, whether they ever came or not."""
        mine = (I.partner == partner) & (I.act == ItemAct.RECALL.value) & (I.outcome == Outcome.APPLIED.value)
        found: set[UUID] = set()
        for ids in _chunks(list(records)):
            found.update(self._connection.execute(sa.select(I.record).where(mine, I.record.in_(ids))).scalars())
        return found

    def drop_parked(self, partner: str, record: UUID) -> None:
        """Lets go of what items that are parked say of a record; that they came stays known."""
        mine = (I.partner == partner) & (I.record == record)
        self._connection.execute(sa.update(tables.incoming).where(mine).values(data=None))

    def recent(self, partner: str, *, limit: int = 100) -> tuple[list[sa.Row[Any]], list[sa.Row[Any]]]:
        """The newest items that went and that came, newest first, without what they say."""
        out = (O.lane, O.number, O.at, O.act, O.record, O.version, O.outcome, O.step, O.settled_at)
        came = (I.lane, I.number, I.at, I.act, I.record, I.version, I.outcome, I.step)
        went = sa.select(*out).where(O.partner == partner).order_by(O.at.desc(), O.number.desc()).limit(limit)
        took = sa.select(*came).where(I.partner == partner).order_by(I.at.desc(), I.number.desc()).limit(limit)
        return list(self._connection.execute(went)), list(self._connection.execute(took))


def _lane(row: sa.Row[Any]) -> LaneState:
    values = {name: getattr(row, name) for name in LaneState.__slots__}
    states = {"lane": Lane(row.lane), "incoming": Incoming(row.incoming), "outgoing": Outgoing(row.outgoing)}
    return LaneState(**values | states)


def _chunks(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
