"""The label of a record: how secret it is, who may have it, and how it may be used.

The words of each national scheme come from a policy file; here are only the values that every scheme maps to.
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
    """

    policy: str
    level: Level
    releasable_to: tuple[str, ...] = ()
    compartments: tuple[str, ...] = ()
    codes: tuple[HandlingCode, ...] = ()
    review_on: date | None = None

    def __post_init__(self) -> None:
        text.check("label.policy", self.policy)
        for state in self.releasable_to:
            check_state("label.releasable_to", state)
        for compartment in self.compartments:
            text.check("label.compartments", compartment)


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
    )
