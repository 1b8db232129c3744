"""The closed lists of a notice: what a person is sought for, what is asked, what to beware of.

Wire values never change; the words in three languages are in `web`.
"""

from enum import StrEnum


class Offence(StrEnum):
    """What the person is suspected or convicted of. There is no entry for an opinion, and none may be added."""

    ARMED_GROUP = "armed_group"
    ATTACK = "attack"
    TRAVEL = "travel"
    TRAINING = "training"
    RECRUITMENT = "recruitment"
    FINANCING = "financing"
    INCITEMENT = "incitement"
    LOGISTICS = "logistics"
    WEAPONS = "weapons"
    ESCAPE = "escape"
    LISTED_ABROAD = "listed_abroad"
    PROTECTION = "protection"


class Measure(StrEnum):
    """What the owner asks of whoever meets the person.

    Two go beyond the five of national notices: a foreign list's travel ban stays a travel ban (`refuse_entry`), and a
    child can only be protected (`protect`).
    """

    ARREST = "arrest"
    LOCATE = "locate"
    JUDICIAL_PROCEDURE = "judicial_procedure"
    INQUIRY_CHECK = "inquiry_check"
    DISCREET_CHECK = "discreet_check"
    REFUSE_ENTRY = "refuse_entry"
    PROTECT = "protect"


class Caution(StrEnum):
    """What an officer who meets the person should know at once."""

    ARMED = "armed"
    VIOLENT = "violent"
    EXPLOSIVES = "explosives"
    ESCAPE_RISK = "escape_risk"
    SELF_HARM = "self_harm"
    ILLNESS = "illness"
    FALSE_DOCUMENTS = "false_documents"
    WITH_CHILDREN = "with_children"


RETENTION_YEARS = {
    Measure.ARREST: 5,
    Measure.LOCATE: 3,
    Measure.JUDICIAL_PROCEDURE: 3,
    Measure.INQUIRY_CHECK: 1,
    Measure.DISCREET_CHECK: 1,
    Measure.REFUSE_ENTRY: 3,
    Measure.PROTECT: 1,
}
"""Longest time a notice is kept without renewal, in years (after Regulation (EU) 2018/1862, article 53)."""

REVIEW_YEARS = 1
"""Accuracy is reviewed at least this often (Regulation (EU) 2018/1240, article 35(3)(a))."""

WARNING_DAYS = 122
"""The owner is warned four months before the end."""

URGENCY = {
    Measure.ARREST: 4,
    Measure.LOCATE: 3,
    Measure.PROTECT: 3,
    Measure.REFUSE_ENTRY: 2,
    Measure.JUDICIAL_PROCEDURE: 2,
    Measure.DISCREET_CHECK: 1,
    Measure.INQUIRY_CHECK: 1,
}
"""How much a proposal on such a notice matters, most first; 4 to 1."""

INCOMPATIBLE = frozenset(
    frozenset(pair)
    for pair in (
        (Measure.ARREST, Measure.DISCREET_CHECK),
        (Measure.ARREST, Measure.INQUIRY_CHECK),
        (Measure.ARREST, Measure.PROTECT),
        (Measure.DISCREET_CHECK, Measure.INQUIRY_CHECK),
        (Measure.DISCREET_CHECK, Measure.JUDICIAL_PROCEDURE),
        (Measure.DISCREET_CHECK, Measure.LOCATE),
        (Measure.REFUSE_ENTRY, Measure.DISCREET_CHECK),
        (Measure.PROTECT, Measure.JUDICIAL_PROCEDURE),
    )
)
"""Measures that spoil each other: one warns whom the other wants unaware, or punishes whom the other protects."""


def are_compatible(left: Measure, right: Measure) -> bool:
    """Whether two owners can ask both measures on one person."""
    return frozenset((left, right)) not in INCOMPATIBLE
