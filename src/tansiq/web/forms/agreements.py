"""What an officer types about a new agreement: the parties, how long, one term for each giver, the clocks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tansiq.domain.agreement import Agreement, Clocks, Term
from tansiq.domain.errors import Problem
from tansiq.domain.label import STATE, Level
from tansiq.domain.record import Kind
from tansiq.domain.roles import Purpose
from tansiq.web.forms.fields import Given, Reading

KINDS = tuple(kind for kind in Kind if kind not in (Kind.AGREEMENT, Kind.SOURCE, Kind.LINK))
"""Kinds of records that an agreement may let go."""
WAYS = ("ours", "theirs")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """What was typed about one way."""

    kinds: tuple[Kind, ...]
    level: Level
    purposes: tuple[Purpose, ...]
    days: int | None
    standing: bool
    second: Level | None

    def term(self, giver: str, takers: tuple[str, ...]) -> Term:
        """The same for one giver."""
        return Term(
            giver=giver,
            takers=takers,
            kinds=self.kinds,
            level=self.level,
            purposes=self.purposes,
            retention_days=self.days,
            standing=self.standing,
            second_person_from=self.second,
        )


def read_agreement(given: Given, own: str) -> tuple[Agreement, str]:
    """The body of a new agreement, and the reason.

    What the other parties give is the same for each of them.

    Raises:
        FormError: with every mistake.
    """
    reading = Reading(given, lambda _: None)
    title = reading.line("title", required=True)
    others = tuple(code for code in given.many("parties") if STATE.fullmatch(code) and code != own)
    if not others:
        reading.wrong("parties", Problem.REQUIRED)
    start, last = (reading.day(name) for name in ("valid_from", "valid_until"))
    for name, day in (("valid_from", start), ("valid_until", last)):
        if day is None and reading.is_blank(name):
            reading.wrong(name, Problem.REQUIRED)
    sides = {way: _side(reading, way) for way in WAYS}
    reason = reading.paragraph("reason", required=True)
    clocks = _clocks(reading)
    reading.finish()
    assert start is not None
    assert last is not None
    parties = (own, *others)
    terms = tuple(
        sides["ours" if giver == own else "theirs"].term(giver, tuple(s for s in parties if s != giver))
        for giver in parties
    )
    body = reading.attempt(_making(title, parties, (start, last), terms=terms, clocks=clocks))
    reading.finish()
    assert body is not None
    return body, reason


def _making(
    title: str, parties: tuple[str, ...], days: tuple[date, date], *, terms: tuple[Term, ...], clocks: Clocks
) -> Callable[[], Agreement]:
    return lambda: Agreement(
        title=title, parties=parties, valid_from=days[0], valid_until=days[1], terms=terms, clocks=clocks
    )


def _side(reading: Reading, way: str) -> _Side:
    kinds = reading.choices(f"{way}.kinds", Kind)
    purposes = reading.choices(f"{way}.purposes", Purpose)
    for name, some in ((f"{way}.kinds", kinds), (f"{way}.purposes", purposes)):
        if not some or not set(some) <= {*KINDS, *Purpose}:
            reading.wrong(name, Problem.REQUIRED)
    days = reading.number(f"{way}.days")
    if days == 0:
        reading.wrong(f"{way}.days", Problem.OUT_OF_RANGE, "1")
    return _Side(
        kinds=kinds,
        level=reading.required_choice(f"{way}.level", Level),
        purposes=purposes,
        days=days,
        standing=reading.given.one(f"{way}.standing") == "yes",
        second=reading.choice(f"{way}.second", Level),
    )


def _clocks(reading: Reading) -> Clocks:
    usual = Clocks()
    said = {n: reading.number(f"clocks.{n}") or getattr(usual, n) for n in ("urgent", "ordinary", "recall")}
    return reading.attempt(lambda: Clocks(**said)) or usual
