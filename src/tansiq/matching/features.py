"""What a comparison of two names observes: the columns of the trained scorecard.

Rules: the weight of a name pair is the sum of observation times weight, so that every line of evidence is a share of
the score; whoever adds a column retrains (`make train`).
"""

from enum import IntEnum, auto
from typing import Final


class Feature(IntEnum):
    """Columns. Answered words have a partner on the other side; words left over on both sides contradict each other.

    A pair is clean if no word contradicts another and no first word is missing: then the bits of its spelling count on
    and on; else, as with father and son, they soon count no more.
    """

    START = 0
    CLEAN_TO_8 = auto()
    CLEAN_TO_16 = auto()
    CLEAN_TO_32 = auto()
    CLEAN_BEYOND = auto()
    SHARED_TO_8 = auto()
    SHARED_TO_16 = auto()
    SHARED_TO_32 = auto()
    ODD_TO_4 = auto()
    ODD_TO_8 = auto()
    ODD_BEYOND = auto()
    WEAKEST = auto()
    FIRST_ANSWERS_FIRST = auto()
    LAST_ANSWERS_LAST = auto()
    INITIAL = auto()
    GLUED = auto()
    KUNYA_ONLY = auto()
    TWO_ANSWERED = auto()
    THREE_ANSWERED = auto()
    FOUR_ANSWERED = auto()
    ONE_OF_MANY = auto()
    SINGLE_AND_MANY = auto()
    SINGLE_BOTH = auto()
    NONE_ANSWERED = auto()
    ACROSS = auto()
    BOTH_1 = auto()
    BOTH_2 = auto()
    BOTH_3 = auto()
    BOTH_TOLD = auto()
    BOTH_LAST = auto()
    FIRST_FREE = auto()
    FIRSTS_FREE = auto()
    EXTRA_1 = auto()
    EXTRA_2 = auto()
    EXTRA_3 = auto()
    EXTRA_TOLD = auto()
    EXTRA_FIRST = auto()
    EXTRA_FIRST_TOLD = auto()
    EXTRA_LAST = auto()
    EXTRA_TITLE = auto()
    ORDER = auto()


COUNT: Final = len(Feature)
