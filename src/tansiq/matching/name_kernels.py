"""What all names of two identities add up to, over arrays: `weigh_names` for millions of pairs.

Rules: same pairs of names, same pieces, each rounded to a hundredth of a bit, as in `persons` and `explanations`; a
property test holds the sums equal.
"""

from math import log2
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching import weights
from tansiq.matching.alignment import Desk, lay, observe, observe_words
from tansiq.matching.candidates import Floats
from tansiq.matching.channels import Trie
from tansiq.matching.explanations import (
    CONTRADICTION,
    GIVEN_CONTRADICTS,
    GIVEN_MISSING,
    LEAST_SPELLED,
    LEFT_OVER,
    SPELLED,
    WHOLE,
)
from tansiq.matching.fact_table import Longs
from tansiq.matching.features import Feature
from tansiq.matching.kernels import inner
from tansiq.matching.kin import as_kin, kin_bits
from tansiq.matching.panels import name_length
from tansiq.matching.spelling import Ints
from tansiq.matching.word_tables import WordTable

_SLACK: Final = np.float32(0.011)
_HUNDRED: Final = np.float32(100.0)
_WEAK: Final = np.float32(weights.WEAK_ALIAS_FACTOR)
_START, _NONE, _ORDER = int(Feature.START), int(Feature.NONE_ANSWERED), int(Feature.ORDER)
_GROUPS: Final = (CONTRADICTION, LEFT_OVER, GIVEN_CONTRADICTS, GIVEN_MISSING, (Feature.ORDER,), WHOLE, SPELLED)
_OF_WORDS: Final = len(_GROUPS) - 1
"""The last group is no piece of its own: its weight is shared out among the answered words."""


def _members() -> npt.NDArray[np.int64]:
    """Return for each group of features that is told as one piece, its members, padded with -1."""
    table = np.full((len(_GROUPS), max(map(len, _GROUPS))), -1, np.int64)
    for row, group in enumerate(_GROUPS):
        table[row, : len(group)] = group
    return table


MEMBERS: Final = _members()


@inner
def rounded(bits: float) -> float:
    """Return bits to a hundredth."""
    return float(np.rint(bits * 100.0) / 100.0)


class Scorecard(NamedTuple):
    """What the model knows of name pairs; see `Model`."""

    tries: tuple[Trie, ...]
    chances: tuple[Floats, ...]
    weights: Floats


class Sheet(NamedTuple):
    """What words are worth: `slots` and `dense` of `alignment.lay`, and a desk to lay names on."""

    slots: Ints
    dense: Floats
    desk: Desk


class Written(NamedTuple):
    """A name: its words, padded with -1, and the table that they are rows of."""

    name: Ints
    table: WordTable


@inner
def lay_and_observe(left: Written, right: Written, sheet: Sheet, card: Scorecard) -> int:
    """Lay two names side by side and observe them; return how many words are answered."""
    nl, nr, desk = name_length(left.name), name_length(right.name), sheet.desk
    answered = lay(
        left.name, nl, left.table, right.name, nr, right.table, sheet.slots, sheet.dense, desk, card.tries, card.chances
    )
    observe(left.name, nl, left.table, right.name, nr, right.table, answered, desk)
    return int(answered)


@inner
def pair_bits(answered: int, sheet: Sheet, card: Scorecard) -> np.float32:
    """Return what the pair of names is worth that was laid last."""
    if answered == 0:
        nothing: np.float32 = card.weights[_START] + card.weights[_NONE]
        return nothing
    total = np.float32(0.0)
    for feature in range(len(card.weights)):
        total += sheet.desk.seen[feature] * card.weights[feature]
    return as_kin(total, sheet.desk.seen)


@inner
def told_bits(left: Written, right: Written, sheet: Sheet, card: Scorecard) -> float:
    """Return what the pieces of evidence add up to of the pair of names that was laid last."""
    nl, desk, total = name_length(left.name), sheet.desk, 0.0
    for group in range(_OF_WORDS):
        total += rounded(_group_bits(group, desk, card))
    each = observe_words(left.name, nl, left.table, right.name, name_length(right.name), right.table, desk)
    together, whole = _group_bits(_OF_WORDS, desk, card), 0.0
    for word in range(nl):
        whole += np.float64(desk.spelled[word])
    for word in range(nl):
        if desk.answer[word] >= 0 and desk.spelled[word] > 0:
            bits = together * np.float64(desk.spelled[word]) / max(whole, LEAST_SPELLED)
            for feature in range(len(card.weights)):
                bits += np.float64(each[word, feature]) * np.float64(card.weights[feature])
            total += rounded(bits)
    return total + rounded(kin_bits(desk.seen, card.weights))


@inner
def _group_bits(group: int, desk: Desk, card: Scorecard) -> float:
    bits = 0.0
    for feature in MEMBERS[group]:
        if feature >= 0:
            bits += np.float64(desk.seen[feature]) * np.float64(card.weights[feature])
    return bits


@inner
def weak_and_rounded(bits: Floats, rows: int, columns: int, strong: tuple[int, int]) -> None:
    """Take from each pair of names with a weak alias its share of what speaks for it, and round; in place."""
    for i in range(rows):
        for j in range(columns):
            worth = bits[i, j]
            if (i >= strong[0] or j >= strong[1]) and worth > 0:
                worth *= _WEAK
            bits[i, j] = np.float32(np.rint(worth * _HUNDRED)) / _HUNDRED


@inner
def best_pair(bits: Floats, left_codes: Longs, right_codes: Longs, but: tuple[int, int]) -> tuple[int, int]:
    """Return the likest pair of names; of pairs as like as each other, the one whose codes come first.

    Args:
        but: Row and column that are left out, -1 for none.
    """
    rows, columns = len(left_codes), len(right_codes)
    most = np.float32(-np.inf)
    for i in range(rows):
        for j in range(columns):
            if i != but[0] and j != but[1]:
                most = max(most, bits[i, j])
    best, tenth, low, high = (-1, -1), 0.0, 0, 0
    for i in range(rows):
        for j in range(columns):
            if i == but[0] or j == but[1] or bits[i, j] < most - _SLACK:
                continue
            tenths = np.rint(np.float64(bits[i, j]) * 10.0)
            one, two = min(left_codes[i], right_codes[j]), max(left_codes[i], right_codes[j])
            is_first = tenths == tenth and (one < low or (one == low and two < high))
            if best[0] < 0 or tenths > tenth or is_first:
                best, tenth, low, high = (i, j), tenths, one, two
    return best


@inner
def adjusted(total: float, worth_of_second: np.float32, is_weak: bool, tried: int) -> float:
    """Return the sum of the pieces of the best pair with what the other names add and take away.

    Args:
        worth_of_second: What the best other pair is worth; 0 or less if there is none that agrees.
        tried: How many pairs there are.
    """
    total = rounded(total)
    if is_weak and total > 0:
        total += rounded((weights.WEAK_ALIAS_FACTOR - 1.0) * total)
    if worth_of_second > 0:
        total += rounded(min(weights.ALIAS_MOST_BITS, weights.ALIAS_SHARE * np.float64(worth_of_second)))
    many = max(weights.MOST_MANY_ALIASES_BITS, weights.MANY_ALIASES_BITS * log2(tried))
    if many != 0.0 and rounded(total) > 0:
        total += rounded(many)
    return rounded(min(max(rounded(total), weights.NAME_FLOOR_BITS), weights.NAME_CEILING_BITS))
