"""The label of a record: how secret it is, who may have it, and how it may be used.

A label is its originator's, for ever: its scheme, the edition of the policy that gave the scheme its words, and those
words. What another state calls the same level is computed from it (`domain.label_policy`) and never written over it, so
a label does not creep upwards on its way through several states.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tansiq.domain import text
from tansiq.domain.errors import InvalidError, Problem

STATE = re.compile(r"[A-Z]{2,3}")
"""A state (ISO 3166-1 alpha-2) or an organisation that publishes lists (UN and EU are reserved there for these)."""


class Level(StrEnum):
    """How secret, from least to most. The order of the members is the order of the levels."""

    UNCLASSIFIED = "unclassified"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"  # noqa: S105
    TOP_SECRET = "top_secret"  # noqa: S105

    @property
    def rank(self) -> int:
        """0 for the least secret level, 4 for the most."""
        return list(Level).index(self)


class HandlingCode(StrEnum):
    """What needs the owner's permission (after Europol's H1 and H2)."""

    COURT_USE = "court_use"
    ONWARD_SHARING = "onward_sharing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A confidentiality label (after ADatP-4774).

    Attributes:
        policy: identifier of the national scheme whose words are meant.
        releasable_to: states that may have it besides the owner.
        compartments: need-to-know groups, all of which a reader must be in.
        review_on: the day on which the level is looked at again.
        edition: the edition of the policy under which it was given; 0 if there was none.
        words: the level in the originator's own words, as a paper would bear them; empty if nobody stated any.
    """

    policy: str
    level: Level
    releasable_to: tuple[str, ...] = ()
    compartments: tuple[str, ...] = ()
    codes: tuple[HandlingCode, ...] = ()
    review_on: date | None = None
    edition: int = 0
    words: str = ""

    def __post_init__(self) -> None:
        text.check("label.policy", self.policy)
        for state in self.releasable_to:
            check_state("label.releasable_to", state)
        for compartment in self.compartments:
            text.check("label.compartments", compartment)
        if self.edition < 0:
            raise InvalidError("label.edition", Problem.OUT_OF_RANGE, "0")
        text.check("label.words", self.words, empty=True)

    def is_lower_than(self, other: "Label") -> bool:
        """Whether this label protects less: a lower level, or a compartment or handling code that is gone."""
        return (
            self.level.rank < other.level.rank
            or not set(self.compartments) >= set(other.compartments)
            or not set(self.codes) >= set(other.codes)
        )


def check_state(field: str, value: str) -> None:
    """True values look like the code of a state or organisation."""
    if not STATE.fullmatch(value):
        raise InvalidError(field, Problem.NOT_IN_LIST, value)


def highest(labels: list[Label]) -> Label | None:
    """The label of a page that shows all of these: the highest level, what all allow, what any forbids."""
    if not labels:
        return None
    top = max(labels, key=lambda label: label.level.rank)
    common = set(labels[0].releasable_to).intersection(*(label.releasable_to for label in labels))
    return Label(
        policy=top.policy,
        level=top.level,
        releasable_to=tuple(sorted(common)),
        compartments=tuple(sorted({c for label in labels for c in label.compartments})),
        codes=tuple(sorted({c for label in labels for c in label.codes})),
        edition=top.edition,
        words=top.words,
    )
