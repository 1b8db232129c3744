"""The Traffic Light Protocol 2.0 (FIRST, August 2022), for outsiders who know no national scheme.

TLP has no levels and no compartments: it says only how far something may be passed on. So the mapping is coarse, and
loses: what carries a TLP mark keeps its label beside it, and a TLP mark from outside says nothing about a level.
"""

from enum import StrEnum

from tansiq.domain.label import HandlingCode, Label, Level


class Tlp(StrEnum):
    """The five marks, from the widest to the narrowest. Wire values are those of the standard."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"


OUT = {
    Level.UNCLASSIFIED: Tlp.GREEN,
    Level.RESTRICTED: Tlp.AMBER,
    Level.CONFIDENTIAL: Tlp.AMBER_STRICT,
    Level.SECRET: Tlp.RED,
    Level.TOP_SECRET: Tlp.RED,
}
"""How far a level may be passed on at most. Unclassified is not public, so nothing of ours is CLEAR."""

IN = {
    Tlp.CLEAR: Level.UNCLASSIFIED,
    Tlp.GREEN: Level.UNCLASSIFIED,
    Tlp.AMBER: Level.RESTRICTED,
    Tlp.AMBER_STRICT: Level.RESTRICTED,
    Tlp.RED: Level.CONFIDENTIAL,
}
"""The least level with which a mark from outside is kept, unless an officer gives a higher one."""


def mark_of(label: Label) -> Tlp:
    """The mark for an outsider: never wider than the level, the compartments and the codes allow."""
    mark = Tlp.RED if label.compartments else OUT[label.level]
    marks = list(Tlp)
    if HandlingCode.ONWARD_SHARING in label.codes:
        return marks[max(marks.index(mark), marks.index(Tlp.AMBER_STRICT))]
    return mark


def label_from(mark: Tlp, *, policy: str, state: str) -> Label:
    """The label of what came under a mark; its own word is kept, and it goes nowhere but to who received it."""
    codes = (HandlingCode.ONWARD_SHARING,) if mark in {Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED} else ()
    return Label(policy=policy, level=IN[mark], releasable_to=(state,), codes=codes, words=mark.value)
