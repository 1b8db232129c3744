"""The request: one state asks another, with a clock; the reply is the other state's own record.

Nothing here notes that something is late: it is computed from when it was asked, when it was due and when the answer
came, so that both states count the same.

>>> from datetime import datetime, timedelta, UTC
>>> asked = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
>>> clock = Clock(asked_at=asked, due_at=asked + timedelta(hours=4))
>>> clock.standing(asked + timedelta(hours=5)), clock.reminders(asked + timedelta(hours=5))
(<Standing.LATE: 'late'>, 2)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from tansiq.domain import text
from tansiq.domain.agreement import Clocks
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import check_state

MOST_ABOUT = 50
RETENTION_YEARS = 1
"""How long requests and replies are kept: the accuracy review of a year."""
SOON = 4
"""A clock is soon in its last quarter."""


class Urgency(StrEnum):
    """Which clock of the agreement counts. Wire values never change."""

    URGENT = "urgent"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The body of a request.

    Attributes:
        to: the state that is asked.
        about: records that it is about.
        due_at: when the answer is due by the agreement's clock; aware UTC.
    """

    to: str
    question: str
    urgency: Urgency
    due_at: datetime
    about: tuple[UUID, ...] = ()

    def __post_init__(self) -> None:
        check_state("to", self.to)
        text.check("question", self.question, limit=text.LONG, lines=True)
        if self.due_at.utcoffset() != timedelta(0):
            raise InvalidError("due_at", Problem.MALFORMED, "UTC")
        if len(self.about) > MOST_ABOUT:
            raise InvalidError("about", Problem.TOO_MANY, str(MOST_ABOUT))
        if len(set(self.about)) < len(self.about):
            raise InvalidError("about", Problem.SAME_THING_TWICE)


class Outcome(StrEnum):
    """What a reply is. Wire values never change."""

    ANSWERED = "answered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The body of a reply.

    Attributes:
        text: the answer, or why none is given.
    """

    request: UUID
    outcome: Outcome
    text: str

    def __post_init__(self) -> None:
        text.check("text", self.text, limit=text.LONG, lines=True)


def due(asked_at: datetime, urgency: Urgency, clocks: Clocks) -> datetime:
    """When an answer is due."""
    return asked_at + timedelta(hours=clocks.urgent if urgency is Urgency.URGENT else clocks.ordinary)


class Standing(StrEnum):
    """Where a request is."""

    OPEN = "open"
    SOON = "soon"
    LATE = "late"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock of one request.

    Attributes:
        answered_at: when its first answer came, if one did.
    """

    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None = None

    @property
    def length(self) -> timedelta:
        """How long the answer may take."""
        return max(self.due_at - self.asked_at, timedelta(minutes=1))

    def standing(self, now: datetime) -> Standing:
        """Where it is: late from its end on, escalated once it is late by its whole length."""
        if self.answered_at is not None:
            return Standing.ANSWERED if self.answered_at <= self.due_at else Standing.ANSWERED_LATE
        if now >= self.due_at + self.length:
            return Standing.ESCALATED
        if now >= self.due_at:
            return Standing.LATE
        return Standing.SOON if (self.due_at - now) * SOON <= self.length else Standing.OPEN

    def reminders(self, now: datetime) -> int:
        """How often it reminded whom it is put to: at half time, at its end, and after each further length."""
        until = min(now, self.answered_at or now)
        if until < self.asked_at + self.length / 2:
            return 0
        return 1 + max(0, (until - self.asked_at) // self.length)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long answers really took.

    Attributes:
        count: of how many answers; `in_time`: how many of them came before their end.
        median, p90: half, and nine of ten, took no longer.
    """

    count: int
    in_time: int
    median: timedelta
    p90: timedelta


def times(clocks: Iterable[Clock]) -> Times | None:
    """The distribution of real answer times, by nearest rank; `None` while nothing was answered."""
    answered = [(one.answered_at - one.asked_at, one) for one in clocks if one.answered_at is not None]
    if not answered:
        return None
    spans = sorted(span for span, _ in answered)
    in_time = sum(one.standing(one.due_at) is Standing.ANSWERED for _, one in answered)
    return Times(count=len(spans), in_time=in_time, median=_rank(spans, 50), p90=_rank(spans, 90))


def _rank(spans: list[timedelta], percent: int) -> timedelta:
    return spans[max(0, -(-len(spans) * percent // 100) - 1)]
