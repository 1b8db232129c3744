"""What laying a name beside another can give, told from the words that they share alone.

A name keeps, while words are looked up, in one number (`gathering.Scratch.sums`): bits 0 to 2: the last word met; 3 to
6: how many are met; 7 to 18: what they are worth; 19 to 22: how many are the very same; 27: whether first met first;
28, 29: whether its own first and last are met; 30, 31: whether the last and the first of the name asked for are. Sums
are whole numbers (1/16 bit, rounded up), so they do not depend on the order in which words were looked up.

Rules: `name_bound` takes every word met as answered, which is nearly the score itself where no name has an initial;
what is left out speaks against a name, but for words written as one: no bound knows of those.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from tansiq.matching.channels import Floats
from tansiq.matching.features import Feature
from tansiq.matching.kernels import inner
from tansiq.matching.spelling import Ints

UNITS: Final = 16
"""Parts of a bit in which sums are kept."""
MOST_WORTH: Final = 31.0
"""What one word is worth at most: eight such sums fit 12 bits."""
HIGHEST: Final = 80 * UNITS
"""Bounds from -48 to 80 bits are told apart: 2,048 bins of a sixteenth of a bit."""
LOWEST: Final = HIGHEST - 2047
COUNT_PLACE: Final = 3
FIRSTS: Final = 1 << 27
OTHER_FIRST: Final = 1 << 28
OTHER_LAST: Final = 1 << 29
LAST: Final = 1 << 30
FIRST: Final = 1 << 31
_WORTH_PLACE: Final = 7
_SAME_PLACE: Final = 19
_WORTH: Final = np.arange(4096) / UNITS
_CLEAN_STEPS: Final = (
    (Feature.CLEAN_TO_8, 0.0, 8.0),
    (Feature.CLEAN_TO_16, 8.0, 8.0),
    (Feature.CLEAN_TO_32, 16.0, 16.0),
    (Feature.CLEAN_BEYOND, 32.0, 1000.0),
)
_SHARED_STEPS: Final = (
    (Feature.SHARED_TO_8, 0.0, 8.0),
    (Feature.SHARED_TO_16, 8.0, 8.0),
    (Feature.SHARED_TO_32, 16.0, 16.0),
)


class Bound(IntEnum):
    """What the scorecard gives beside what it gives for words met: places in one int32 array, in 1/16 bit.

    One array, because a kernel that takes several out of a tuple counts references for every row.

    Attributes:
        BASE: For any pair.
        ACROSS: Where the two begin in two scripts.
        WORN: For each word in front that one of the names does without.
        INITIAL: For each initial.
        FIRSTS, LASTS: Where the first words may answer each other, or the last.
        FIRST_FREE, FIRSTS_FREE, BOTH_LAST: Where words are left over on both sides, one of the first words among them;
            both of them; both of the last.
        FIRST_EXTRA, LAST_EXTRA: Where words are left over on one side, a first or a last among them.
        BOTH: For 0 to 8 words left over on both sides.
        EXTRA: For 0 to 8 more words on one side.
        SEVERAL: For 0 to 8 words met; MOST_SEVERAL: for so many at most.
        SINGLE: Where one name has one word and the other more; where both have; where neither.
        CLEAN, SHARED: For words worth 0 to 4095 / 16 bits together, where nothing contradicts, and else.
        WEAKEST: For the dearest word, worth 0 to 4095 / 16 bits.
    """

    BASE = 0
    ACROSS = 1
    WORN = 2
    INITIAL = 3
    FIRSTS = 4
    LASTS = 5
    FIRST_FREE = 6
    FIRSTS_FREE = 7
    BOTH_LAST = 8
    FIRST_EXTRA = 9
    LAST_EXTRA = 10
    BOTH = 11
    EXTRA = 20
    SEVERAL = 29
    MOST_SEVERAL = 38
    SINGLE = 47
    CLEAN = 50
    SHARED = 50 + 4096
    WEAKEST = 50 + 2 * 4096


BOUNDS: Final = 50 + 3 * 4096
"""How many there are."""
(
    _BASE, _ACROSS, _WORN, _INITIAL, _FIRSTS_MEET, _LASTS_MEET, _FIRST_FREE, _FIRSTS_FREE, _BOTH_LAST, _FIRST_EXTRA,
    _LAST_EXTRA, _BOTH, _EXTRA, _SEVERAL, _MOST_SEVERAL, _SINGLE, _CLEAN, _SHARED, _WEAKEST,
) = (int(place) for place in Bound)  # fmt: skip


def bounds_of(weights: Floats) -> Ints:
    """Return what a scorecard gives at most: int32 of shape (BOUNDS,), see `gathering.Bound`."""
    card = {feature: float(weights[feature]) for feature in Feature}
    several = _running([0.0, card[Feature.TWO_ANSWERED], card[Feature.THREE_ANSWERED], card[Feature.FOUR_ANSWERED]])
    several[1] += card[Feature.ONE_OF_MANY]
    most = [max([0.0, *several[1:]][: count + 1]) for count in range(9)]
    parts = (
        [card[Feature.START] + max(0.0, card[Feature.KUNYA_ONLY])],
        [card[Feature.ACROSS], card[Feature.EXTRA_TITLE], max(0.0, card[Feature.INITIAL])],
        [max(0.0, card[Feature.FIRST_ANSWERS_FIRST]), max(0.0, card[Feature.LAST_ANSWERS_LAST])],
        [card[feature] for feature in (Feature.FIRST_FREE, Feature.FIRSTS_FREE, Feature.BOTH_LAST)],
        [card[Feature.EXTRA_FIRST], card[Feature.EXTRA_LAST]],
        _running([card[feature] for feature in (Feature.BOTH_1, Feature.BOTH_2, Feature.BOTH_3)]),
        _running([card[feature] for feature in (Feature.EXTRA_1, Feature.EXTRA_2, Feature.EXTRA_3)]),
        several,
        most,
        [card[Feature.SINGLE_AND_MANY], card[Feature.SINGLE_BOTH], 0.0],
        *(_stepped(card, features) for features in (_CLEAN_STEPS, _SHARED_STEPS)),
        max(0.0, card[Feature.WEAKEST]) * np.minimum(_WORTH, 12.0),
    )
    return np.asarray(np.ceil(np.concatenate([np.asarray(part) for part in parts]) * UNITS), np.int32)


def _stepped(
    card: Mapping[Feature, float], features: Sequence[tuple[Feature, float, float]]
) -> npt.NDArray[np.float64]:
    """Return what a scorecard gives for each worth: features that count the bits from one limit to the next."""
    steps = [max(0.0, card[feature]) * np.clip(_WORTH - low, 0.0, width) for feature, low, width in features]
    return np.asarray(np.sum(steps, axis=0), np.float64)


def _running(steps: Sequence[float]) -> list[float]:
    """Return the sums of the first 0, 1 ... 8 steps."""
    return [float(sum(steps[:count])) for count in range(9)]


def gains(worth: Floats, is_same: npt.NDArray[np.bool_], *, is_first: bool, is_last: bool) -> npt.NDArray[np.uint32]:
    """Return what names gain by spellings of one word, as `gathering.Asked.fresh`: uint32 of the same shape.

    Args:
        worth: What each is worth, in bits.
        is_same: Which is the very same word.
        is_first: The word is the first of the name asked for.
        is_last: The word is the last of it.
    """
    units = np.ceil(np.clip(worth, 0.0, MOST_WORTH) * UNITS).astype(np.uint32)
    flags = (FIRST if is_first else 0) + (LAST if is_last else 0)
    same = is_same.astype(np.uint32) << np.uint32(_SAME_PLACE)
    return np.asarray((units << np.uint32(_WORTH_PLACE)) + same + np.uint32((1 << COUNT_PLACE) + flags), np.uint32)


@inner
def name_bound(held: int, mine: int, script: int, worn: int, initials: int, shape: int, bounds: Ints) -> int:
    """Return what a name can be worth, in 1/16 bit: `held` of it is met by a name of `mine` words.

    Either all words count, or some of those worn in front of one of the names do not, at their price.

    Args:
        held: See above.
        mine: How many words the name asked for has.
        script: In which it begins, as in `shape`.
        worn: How many words stand in front of it that may be left out.
        initials: How many initials it has.
        shape: The other name, see `gathering.Rows`.
        bounds: See `Bound`.
    """
    summed, shaped = int(np.int64(held)), int(np.int64(shape))
    length, any_initials, theirs = shaped & 15, initials + (shaped >> 13), (shaped >> 10) & 7
    if (summed >> 19) & 15 >= mine and length == mine:
        return HIGHEST
    most = -100_000
    for skipped in range(1 + worn + theirs):
        left, right, price = max(1, mine - skipped), length, skipped
        if skipped > worn:
            left, right, price = mine, max(1, length - skipped + worn), skipped - worn
        bound = _bound_within(summed, left, right, price, any_initials, bounds)
        if any_initials == 0 and mine > 1 and length > 1:
            bound += bounds[_SEVERAL + min((summed >> 3) & 15, left, right)]
        most = max(most, int(bound))
    if (mine == 1) != (length == 1):
        most += bounds[_SINGLE]
    else:
        most += bounds[_SINGLE + 1] if mine == 1 else bounds[_SINGLE + 2]
    if (shaped >> 8) & script & 3 == 0:
        most += bounds[_ACROSS]
    return int(most)


@inner
def _bound_within(summed: int, left: int, right: int, price: int, initials: int, bounds: Ints) -> int:
    """Return the same of so many words of both names, without what only both names whole tell."""
    worth, count = (summed >> 7) & 4095, (summed >> 3) & 15
    if initials == 0:
        count = min(count, left, right)
    firsts = 2 if price + initials > 0 else ((summed >> 31) & 1) + ((summed >> 28) & 1)
    lasts = 2 if initials > 0 else ((summed >> 30) & 1) + ((summed >> 29) & 1)
    both = max(0, min(left, right) - count - initials)
    bound = int(bounds[_BASE]) + bounds[_BOTH + both] + bounds[_EXTRA + abs(left - right)] + bounds[_WORN] * price
    bound += bounds[_WEAKEST + max(0, worth - UNITS * (count - 1))] + bounds[_INITIAL] * initials
    bound += bounds[_MOST_SEVERAL + min(count + initials, 8)] if initials > 0 else 0
    bound += bounds[_FIRSTS_MEET] if price + initials > 0 or (summed >> 27) & 1 != 0 else 0
    bound += bounds[_LASTS_MEET] if lasts == 2 else 0
    if both > 0:
        bound += bounds[_SHARED + worth] + (bounds[_FIRST_FREE] if firsts < 2 else 0)
        bound += (bounds[_FIRSTS_FREE] if firsts == 0 else 0) + (bounds[_BOTH_LAST] if lasts == 0 else 0)
        return int(bound)
    if firsts == 2 or left == right:
        bound += max(bounds[_CLEAN + worth], bounds[_SHARED + worth])
    else:
        bound += bounds[_SHARED + worth] + bounds[_FIRST_EXTRA]
    return int(bound + (bounds[_LAST_EXTRA] if left != right and lasts < 2 else 0))
