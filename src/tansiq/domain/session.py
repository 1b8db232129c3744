"""How long a session lasts: the limits, and whether it is over at a moment.

A session is over at the first of its limits. A clock that was set back opens none: what was made or last seen later
than now, by more than clocks are put right, is over as well.

>>> from datetime import UTC
>>> eight = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
>>> times = Times(made_at=eight, seen_at=eight, expires_at=eight + LONGEST)
>>> find_end(times, eight + timedelta(minutes=29)) is None
True
>>> find_end(times, eight + IDLE)
<End.IDLE: 'idle'>
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(hours=12)
"""One long shift (NIST SP 800-63B, AAL2)."""
IDLE = timedelta(minutes=30)
"""How long a session stays open in which nothing is asked (NIST SP 800-63B, AAL2): a post that its officer left."""
NOTED_EVERY = timedelta(minutes=1)
"""How often it is noted that a session was used; so idleness is counted to a minute."""
SIGNING_IN = timedelta(minutes=10)
"""How long the steps after the password may take."""
CLOCK_SLACK = timedelta(minutes=2)
"""By how much a clock may be set back, as those are that follow a time server."""


class End(StrEnum):
    """Why a session is over."""

    IDLE = "idle"
    LONGEST = "longest"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When a session was made and last seen, and when it ends at the latest; aware UTC."""

    made_at: datetime
    seen_at: datetime
    expires_at: datetime


def find_end(times: Times, now: datetime) -> End | None:
    """Why a session is over; `None` while it lasts."""
    if max(times.made_at, times.seen_at) > now + CLOCK_SLACK:
        return End.CLOCK
    if now >= times.expires_at:
        return End.LONGEST
    return End.IDLE if now - times.seen_at >= IDLE else None


def is_to_be_noted(seen_at: datetime, now: datetime) -> bool:
    """Whether it is time to note again that a session is used."""
    return now - seen_at >= NOTED_EVERY
