"""What a comparison of two names observes: the columns of the trained scorecard.

Rules: the weight of a name pair is the sum of observation times weight, so that every line of evidence is a share of
the score; whoever adds a column retrains (`make train`).
"""

from enum import IntEnum, auto
from typing import Final


class Feature(IntEnum):
    """Columns. "Answered" words have a partner on the other side; "both" are words left over on both sides."""

    START = 0
    SPELLED_TO_4 = auto()
    SPELLED_TO_8 = auto()
    SPELLED_TO_12 = auto()
    SPELLED_BEYOND = auto()
    ODD_TO_4 = auto()
    ODD_TO_8 = auto()
    ODD_BEYOND = auto()
    FIRST_ANSWERS_FIRST = auto()
    LAST_ANSWERS_LAST = auto()
    INITIAL = auto()
    GLUED = auto()
    ACROSS_SPELLED = auto()
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
    EXTRA_LAST = auto()
    EXTRA_TITLE = auto()
    ORDER = auto()
    WEAKEST = auto()
    CLEAN_TO_12 = auto()
    CLEAN_TO_24 = auto()
    CLEAN_BEYOND = auto()


COUNT: Final = len(Feature)
