"""How the exchange stands: what is in step, what waits, which recalls nobody confirmed. Numbers, never content."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.agreement import Clocks
from tansiq.federation.items import Lane
from tansiq.services import agreements
from tansiq.storage.database import Transaction
from tansiq.storage.feeds import LaneState
from tansiq.storage.holdings import HoldingState

NEWEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One item that went or came, without what it says.

    Attributes:
        went: whether it went to the partner; else it came from there.
        outcome: what its receipt says; `None` while there is none.
        step: the step of the gate that refused or parked it.
    """

    went: bool
    lane: Lane
    number: int
    at: datetime
    act: str
    outcome: str | None
    step: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerStatus:
    """How it stands with one partner.

    Attributes:
        lanes: urgent, then ordinary.
        since: when the oldest item without receipt was posted.
        copies: this state's records at the partner, by what is known of them.
        recalls_due: by when the oldest recall that nobody confirmed should have been answered.
        newest: the last items that went and came, newest first.
    """

    partner: str
    lanes: tuple[LaneState, ...]
    since: datetime | None
    copies: dict[HoldingState, int]
    recalls_due: datetime | None
    newest: tuple[Step, ...] = ()

    @property
    def waiting(self) -> int:
        """How many items have no receipt yet."""
        return sum(lane.waiting for lane in self.lanes)

    @property
    def heard_at(self) -> datetime | None:
        """When the partner was last heard."""
        return max((lane.heard_at for lane in self.lanes if lane.heard_at is not None), default=None)

    @property
    def is_halted(self) -> bool:
        """Whether a lane stands still until people have looked."""
        return any(lane.halted or lane.halted_there for lane in self.lanes)


def line(tx: Transaction) -> list[tuple[str, list[LaneState]]]:
    """What the foot of every page says: the lanes of each partner."""
    found: dict[str, list[LaneState]] = {}
    for lane in tx.feeds.lanes():
        found.setdefault(lane.partner, []).append(lane)
    return list(found.items())


def read(tx: Transaction, officer: Officer) -> list[PartnerStatus]:
    """How it stands with every partner that is known.

    Raises:
        ForbiddenError: to those who do not work with partners.
    """
    access.require(officer, Permission.PARTNER_READ)
    counts = tx.holdings.counts()
    return [_status(tx, partner, counts) for partner in tx.partners.states()]


def _status(tx: Transaction, partner: str, counts: dict[tuple[str, HoldingState], int]) -> PartnerStatus:
    lanes = tuple(tx.feeds.lane(partner, lane) for lane in Lane)
    waits = (tx.feeds.waiting_since(partner, lane) for lane in Lane)
    recalled = tx.holdings.recalled(partner)
    oldest = recalled[0].recalled_at if recalled else None
    clocks = [signed.record.body.clocks for signed in agreements.with_partner(tx, partner).values()] or [Clocks()]
    hours = min(clock.recall for clock in clocks)
    return PartnerStatus(
        partner=partner,
        lanes=lanes,
        since=min((at for at in waits if at is not None), default=None),
        copies={state: counts[partner, state] for state in HoldingState if (partner, state) in counts},
        recalls_due=None if oldest is None else oldest + timedelta(hours=hours),
        newest=_newest(tx, partner),
    )


def _newest(tx: Transaction, partner: str) -> tuple[Step, ...]:
    went, came = tx.feeds.recent(partner, limit=NEWEST)
    steps = [_step(row, went=True) for row in went] + [_step(row, went=False) for row in came]
    return tuple(sorted(steps, key=lambda one: (one.at, one.number), reverse=True)[:NEWEST])


def _step(row: object, *, went: bool) -> Step:
    values = {name: getattr(row, name) for name in ("number", "at", "act", "outcome", "step")}
    return Step(went=went, lane=Lane(getattr(row, "lane", "")), **values)
