"""What an account is given, and the names by which people sign in.

A name is short and of a small alphabet: `a` to `z`, digits, and `.`, `-`, `_` between them. So no letter of another
script can stand for one of these; what still looks alike among them (`l` and `1`, `rn` and `m`) has one *skeleton*
(after Unicode TR 39), and no two accounts have the same.

>>> account_name("account", "Ｋ.Registry")
'k.registry'
>>> skeleton("b.mizan1") == skeleton("b-rnizanl")
True
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tansiq.domain import text
from tansiq.domain.access import CEILING, STATED, TRAINING, Officer, Purpose, Role, Training
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import Level, check_state

NAME = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
LONGEST_NAME = 40
LONGEST_MANDATE = timedelta(days=3 * 366)
"""Longest mandate that is given at a time: about three years."""
USUAL_MANDATE = timedelta(days=365)

PRIVILEGED = frozenset({Role.ADMINISTRATOR, Role.OVERSIGHT_INSPECTOR})
"""Roles that watch or rule over the others: the first of each is founded with the node, the rest by two persons."""

LOOK_ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("1", "l"), ("i", "l"), ("0", "o"), ("5", "s"), ("2", "z"))
"""What is taken for something else at a glance, in lower case."""
SEPARATORS = re.compile(r"[._-]")


def account_name(field: str, value: str) -> str:
    """The name as it is kept: compatibility forms made plain (NFKC), in lower case.

    Raises:
        InvalidError: if it is too long or holds a sign that no name holds.
    """
    name = unicodedata.normalize("NFKC", value[: 4 * LONGEST_NAME]).strip().lower()
    if not name:
        raise InvalidError(field, Problem.REQUIRED)
    if len(name) > LONGEST_NAME:
        raise InvalidError(field, Problem.TOO_LONG, str(LONGEST_NAME))
    if not NAME.fullmatch(name):
        raise InvalidError(field, Problem.FORBIDDEN_CHARACTER)
    return name


def check_name(name: str) -> None:
    """Passes a name that is in its plain form already.

    Raises:
        InvalidError: `account`.
    """
    if account_name("account", name) != name:
        raise InvalidError("account", Problem.FORBIDDEN_CHARACTER)


def skeleton(name: str) -> str:
    """What a name looks like: equal for names that may be taken for each other."""
    seen = SEPARATORS.sub("", name)
    for like, shown in LOOK_ALIKE:
        seen = seen.replace(like, shown)
    return seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Who an account is for and what it is given: what is proposed, shown to the second person, and done.

    Attributes:
        id: the name to sign in with; `check_name` holds its form, which names of older versions need not have.
        mandate_until: the last day of the mandate; `None` only for accounts that older versions made.
    """

    id: str
    name: str
    role: Role
    state: str
    service: str
    clearance: Level = Level.UNCLASSIFIED
    compartments: tuple[str, ...] = ()
    trainings: tuple[Training, ...] = ()
    cases: tuple[UUID, ...] = ()
    mandate_until: date | None = None

    def __post_init__(self) -> None:
        text.check("account", self.id)
        text.check("name", self.name)
        check_state("state", self.state)
        text.check("service", self.service)
        for compartment in self.compartments:
            text.check("compartments", compartment)
        if self.clearance.rank > CEILING.get(self.role, Level.UNCLASSIFIED).rank:
            raise InvalidError("clearance", Problem.OUT_OF_RANGE, CEILING.get(self.role, Level.UNCLASSIFIED))

    @property
    def missing(self) -> tuple[Training, ...]:
        """Training that the role presupposes and the officer lacks: until then the account may do nothing."""
        return missing(self.role, self.trainings)


def missing(role: Role, trainings: Iterable[Training]) -> tuple[Training, ...]:
    """Training that a role presupposes and that is not among these."""
    return tuple(t for t in Training if t in TRAINING[role].difference(trainings))


SETS = ("compartments", "trainings", "cases")


def officer_of(held: Any) -> Officer:
    """The officer of whatever has the fields of a grant: of an account as well that was kept under other rules.

    It checks nothing: what is more than a role reads gives no more, and nobody is kept out by it.
    """
    given = {name: getattr(held, name) for name in Grant.__slots__}
    return Officer(**{**given, **{name: frozenset(given[name]) for name in SETS}})


def check_mandate(until: date | None, today: date) -> None:
    """Passes a mandate that ends, not before today and not too late.

    Raises:
        InvalidError: `mandate_until`.
    """
    if until is None:
        raise InvalidError("mandate_until", Problem.REQUIRED)
    if until < today:
        raise InvalidError("mandate_until", Problem.IN_THE_PAST)
    if until > today + LONGEST_MANDATE:
        raise InvalidError("mandate_until", Problem.OUT_OF_RANGE, str(today + LONGEST_MANDATE))


def is_over(until: date | None, today: date) -> bool:
    """Whether a mandate has ended; its last day still counts."""
    return until is not None and today > until


def check_purpose(role: Role, purpose: Purpose) -> None:
    """Passes a purpose that a session of this role may state.

    Raises:
        InvalidError: `purpose`.
    """
    if purpose not in STATED[role]:
        raise InvalidError("purpose", Problem.NOT_IN_LIST, purpose)
