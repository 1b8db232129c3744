"""What a pair of names is worth as evidence of one person: kin share all of it but the given name.

Rule: a bound is taken from what was observed of the pair alone; what it takes away is a piece of the evidence.
"""

from typing import Final

import numpy as np

from tansiq.matching.channels import Floats
from tansiq.matching.features import Feature
from tansiq.matching.kernels import inner, kernel

BROTHERS_BITS: Final = -6.0
BROTHERS_SHARE: Final = 0.05
"""Where given names contradict: with the birth, the place and the family in common, twins stay near a third."""
FATHER_BITS: Final = 4.0
KUNYA_BITS: Final = 3.0
ODDEST: Final = 12.0
"""Bits of oddness beyond which two words that answer each other are hardly one name."""
NAMESAKE_BITS: Final = 2.2
"""What each word of a name may fall short of what it tells: namesakes bear common names."""
KIN_SHARE: Final = 0.2
"""What counts of a sum above its bound."""

_FIRST_FREE: Final = int(Feature.FIRST_FREE)
_BOTH_1: Final = int(Feature.BOTH_1)
_TWO: Final = int(Feature.TWO_ANSWERED)
_KUNYA_ONLY: Final = int(Feature.KUNYA_ONLY)
_EXTRA_FIRST: Final = int(Feature.EXTRA_FIRST)
_OB: Final = int(Feature.ODD_BEYOND)
_THREE: Final = int(Feature.THREE_ANSWERED)
_FOUR: Final = int(Feature.FOUR_ANSWERED)
_C8: Final = int(Feature.CLEAN_TO_8)
_C16: Final = int(Feature.CLEAN_TO_16)
_C32: Final = int(Feature.CLEAN_TO_32)
_CB: Final = int(Feature.CLEAN_BEYOND)
_INITIALS: Final = int(Feature.INITIAL)
_NONE: Final = int(Feature.NONE_ANSWERED)
_ORDER: Final = int(Feature.ORDER)
_LASTS: Final = int(Feature.LAST_ANSWERS_LAST)
_FIRSTS: Final = int(Feature.FIRST_ANSWERS_FIRST)


@inner
def as_kin(total: np.float32, seen: Floats) -> np.float32:
    """Return what a pair of names is worth as evidence of one person: kin share all but the given name.

    Where given names contradict (brothers), or one word is shared and another contradicts, hardly anything counts.
    Where one is missing (a father under his son's name) or two have changed places, what is above a bound counts a
    fifth: the rest of the name is the family's, not the person's. A kunya alone is shared by many as well. And
    no name proves more than it tells: namesakes bear common names, however well they agree; nor does one whose words
    answer each other only if they were badly misspelled.
    """
    if seen[_FIRST_FREE] > 0.0 or (seen[_BOTH_1] > 0.0 and seen[_TWO] == 0.0):
        return min(total, np.float32(BROTHERS_BITS) + np.float32(BROTHERS_SHARE) * (total - np.float32(BROTHERS_BITS)))
    if seen[_KUNYA_ONLY] > 0.0:
        bound = np.float32(KUNYA_BITS)
    elif seen[_EXTRA_FIRST] > 0.0 or seen[_OB] > ODDEST or _is_turned(seen):
        bound = np.float32(FATHER_BITS)
    else:
        pairs = 1.0 + seen[_TWO] + seen[_THREE] + seen[_FOUR]
        most = seen[_C8] + seen[_C16] + seen[_C32] + seen[_CB] - np.float32(NAMESAKE_BITS) * pairs
        return min(total, most) if seen[_INITIALS] + seen[_NONE] == 0.0 else total
    return bound + np.float32(KIN_SHARE) * (total - bound) if total > bound else total


@inner
def _is_turned(seen: Floats) -> bool:
    """Return whether two given names have changed places before one family name: Ali ben Omar and Omar ben Ali."""
    return bool(seen[_ORDER] > 0.0 and seen[_THREE] > 0.0 and (seen[_LASTS] > 0.0 or seen[_FIRSTS] > 0.0))


@kernel
def kin_bits(seen: Floats, weights: Floats) -> float:
    """Return what `as_kin` takes away from a pair of names, 0 or less."""
    total = np.float32(0.0)
    for feature in range(len(weights)):
        total += seen[feature] * weights[feature]
    return float(np.float64(as_kin(total, seen) - total))
