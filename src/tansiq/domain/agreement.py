"""The agreement: what states promise each other about their secrets. No item leaves without one that allows it.

A record signed by all its parties (the signatures stand beside it). It is made of **terms**, each for one direction:
what one state gives to some others, up to which level, for which purposes, for how long. So sharing may be uneven, and
more than two states may share.

    allows(agreement, Parcel(giver="DZ", taker="TN", kind=Kind.NOTICE, level=Level.SECRET), on=today)
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from tansiq.domain import text
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import Level, check_state
from tansiq.domain.record import Kind, Record
from tansiq.domain.roles import Purpose

MOST_TERMS = 100
LONGEST_CLOCK_HOURS = 24 * 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What one state gives to others.

    Attributes:
        giver: the state that may release.
        takers: the states that it may release to.
        kinds: kinds of records.
        level: the highest level that may go.
        purposes: what the takers may use it for; their officers' sessions state one of these.
        services: services of the takers that may read it; empty means every service.
        retention_days: how long a taker may keep what was released, at the longest; `None` leaves it to the owner.
        standing: whether what is releasable goes by itself, as a unified list does, or each release is decided.
        second_person_from: the level from which a release needs a second person; `None` if none does.
    """

    giver: str
    takers: tuple[str, ...]
    kinds: tuple[Kind, ...]
    level: Level
    purposes: tuple[Purpose, ...]
    services: tuple[str, ...] = ()
    retention_days: int | None = None
    standing: bool = False
    second_person_from: Level | None = None

    def __post_init__(self) -> None:
        check_state("terms.giver", self.giver)
        for taker in self.takers:
            check_state("terms.takers", taker)
        for name in ("takers", "kinds", "purposes"):
            if not getattr(self, name):
                raise InvalidError(f"terms.{name}", Problem.REQUIRED)
        if self.giver in self.takers:
            raise InvalidError("terms.takers", Problem.SAME_THING_TWICE, self.giver)
        if self.retention_days is not None and self.retention_days < 1:
            raise InvalidError("terms.retention_days", Problem.OUT_OF_RANGE, "1")
        for service in self.services:
            text.check("terms.services", service)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """How long an answer may take, in hours.

    Attributes:
        urgent, ordinary: a request of that urgency.
        recall: a recall that reached nobody; it is an alarm on both sides from then on.
    """

    urgent: int = 4
    ordinary: int = 12
    recall: int = 24

    def __post_init__(self) -> None:
        for name in ("urgent", "ordinary", "recall"):
            if not 1 <= getattr(self, name) <= LONGEST_CLOCK_HOURS:
                raise InvalidError(f"clocks.{name}", Problem.OUT_OF_RANGE, f"1-{LONGEST_CLOCK_HOURS}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The body of an agreement.

    Attributes:
        title: what the states call it.
        parties: the states that sign it.
        valid_until: the last day on which it allows anything.
        ended_on: the day from which it allows nothing, because a party ended it early.
        ended_by: that party.
    """

    title: str
    parties: tuple[str, ...]
    valid_from: date
    valid_until: date
    terms: tuple[Term, ...]
    clocks: Clocks = Clocks()
    ended_on: date | None = None
    ended_by: str | None = None

    def __post_init__(self) -> None:
        text.check("title", self.title)
        for party in self.parties:
            check_state("parties", party)
        if len(set(self.parties)) < max(2, len(self.parties)):
            raise InvalidError("parties", Problem.SAME_THING_TWICE)
        if self.valid_until < self.valid_from:
            raise InvalidError("valid_until", Problem.BEFORE_START)
        if not 1 <= len(self.terms) <= MOST_TERMS:
            raise InvalidError("terms", Problem.OUT_OF_RANGE, f"1-{MOST_TERMS}")
        if named := {s for t in self.terms for s in (t.giver, *t.takers)} - set(self.parties):
            raise InvalidError("terms", Problem.NOT_IN_LIST, min(named))
        if (self.ended_on is None) is not (self.ended_by is None) or (
            self.ended_by or self.parties[0]
        ) not in self.parties:
            raise InvalidError("ended_by", Problem.NOT_IN_LIST, self.ended_by or "")

    def is_valid(self, on: date) -> bool:
        """Whether it allows anything on a day."""
        return self.valid_from <= on <= self.valid_until and (self.ended_on is None or on < self.ended_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What is to go: from whom, to whom, which kind, how secret."""

    giver: str
    taker: str
    kind: Kind
    level: Level


class NotAgreed(StrEnum):
    """Why an agreement does not allow something. Wire values never change."""

    UNKNOWN = "unknown"
    UNSIGNED = "unsigned"
    NOT_VALID = "not_valid"
    DIRECTION = "direction"
    KIND = "kind"
    LEVEL = "level"


def allows(agreement: Agreement, parcel: Parcel, *, on: date) -> Term | NotAgreed:
    """The term under which a parcel may go, or why none allows it.

    The reason is that of the term that came nearest: wrong direction before wrong kind before too high a level.
    """
    if not agreement.is_valid(on):
        return NotAgreed.NOT_VALID
    terms = [t for t in agreement.terms if t.giver == parcel.giver and parcel.taker in t.takers]
    if not terms:
        return NotAgreed.DIRECTION
    terms = [t for t in terms if parcel.kind in t.kinds]
    if not terms:
        return NotAgreed.KIND
    terms = [t for t in terms if parcel.level.rank <= t.level.rank]
    return NotAgreed.LEVEL if not terms else max(terms, key=lambda term: term.standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """An agreement with the states that signed this version of it."""

    record: Record[Agreement]
    signers: frozenset[str]

    @property
    def is_whole(self) -> bool:
        """Whether every party signed."""
        return self.signers >= set(self.record.body.parties)


def find_term(agreements: Iterable[Signed], parcel: Parcel, *, on: date) -> tuple[UUID, Term] | None:
    """The first agreement that is signed by all and allows a parcel, and its term."""
    for signed in agreements:
        term = allows(signed.record.body, parcel, on=on) if signed.is_whole else NotAgreed.UNSIGNED
        if isinstance(term, Term):
            return signed.record.id, term
    return None


def ended(body: Agreement, *, by: str, on: date) -> Agreement:
    """The body of the version by which a party ends it.

    Raises:
        InvalidError: if it is no party, or the agreement was ended before.
    """
    if body.ended_on is not None:
        raise InvalidError("ended_on", Problem.SAME_THING_TWICE, body.ended_on.isoformat())
    return replace(body, ended_on=on, ended_by=by)
