"""The best rows for a name: gathered word by word, laid beside it, the likest first, until nothing better can come.

Rule: a score is a sum of bits rounded to a hundredth, so that what ties here ties in every index; see `gathering` for
why stopping early loses nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching.alignment import Desk, lay, observe
from tansiq.matching.channels import Floats, Trie
from tansiq.matching.columns import Places
from tansiq.matching.features import Feature
from tansiq.matching.gathering import (
    UNITS,
    Asked,
    Rows,
    Scratch,
    clear,
    gather_word,
    likest,
    outside_bound,
)
from tansiq.matching.kernels import borrower, inner, kernel
from tansiq.matching.postings import PostingArrays
from tansiq.matching.spelling import Ints
from tansiq.matching.word_tables import WordTable
from tansiq.matching.words import MAX_WORDS

NOTHING: Final = -10_000_000
"""Below every score, in hundredths of a bit."""
SAME: Final = 9_999.0
"""Bits of a name of the same words in the same order: it scores 1, as in `names.compare`."""
SAME_WORD: Final = 1.0
"""Bits by which the bound of a row grows for each very same word; at 6, 2 % of the best ten of 1,000,000 were lost."""
_SLACK: Final = 2.0
_HUNDREDTHS: Final = 100.0 / UNITS
_TRIED: Final = 32
"""Rows laid beside the name between two words, to see whether the next one can still bring anybody."""
_WORTH_TRYING: Final = 4_000
"""Postings, beyond as many as rows are met, that cost more than trying."""
_START, _NONE = int(Feature.START), int(Feature.NONE_ANSWERED)
_WORTH: Final = np.arange(4096) / UNITS
_CLEAN: Final = (
    (Feature.CLEAN_TO_8, 0.0, 8.0),
    (Feature.CLEAN_TO_16, 8.0, 8.0),
    (Feature.CLEAN_TO_32, 16.0, 16.0),
    (Feature.CLEAN_BEYOND, 32.0, 1000.0),
)
_SHARED: Final = (
    (Feature.SHARED_TO_8, 0.0, 8.0),
    (Feature.SHARED_TO_16, 8.0, 8.0),
    (Feature.SHARED_TO_32, 16.0, 16.0),
)


class Names(NamedTuple):
    """The names of all rows.

    Attributes:
        firsts: int64: the place of the first name of each row.
        counts: int32: how many names each row has.
        numbers: int32 of shape (names, MAX_WORDS): word numbers, padded with -1.
    """

    firsts: npt.NDArray[np.int64]
    counts: Ints
    numbers: Ints


class Duel(NamedTuple):
    """One name, ready to be laid beside any name of an index.

    Attributes:
        words: int32 of shape (words of the name,): rows of `table` and of `dense`.
        numbers: int32 of the same shape: the same words as numbers of the lexicon, -2 for one not in it.
        table, lexicon, slots, dense, desk, tries, chances: See `alignment.lay`.
        weights: float32: the scorecard.
    """

    words: Ints
    numbers: Ints
    table: WordTable
    lexicon: WordTable
    slots: Ints
    dense: Floats
    desk: Desk
    tries: tuple[Trie, Trie, Trie, Trie]
    chances: tuple[Floats, Floats, Floats, Floats]
    weights: Floats


def bounds_of(weights: Floats) -> Ints:
    """Return what a scorecard gives at most: int32 of shape (BOUNDS,), see `gathering.Bound`."""
    card = {feature: float(weights[feature]) for feature in Feature}
    contradicted = card[Feature.BOTH_1]
    several = _running([0.0, card[Feature.TWO_ANSWERED], card[Feature.THREE_ANSWERED], card[Feature.FOUR_ANSWERED]])
    several[1] += max(0.0, card[Feature.ONE_OF_MANY])
    parts = (
        [card[Feature.START] + max(0.0, card[Feature.KUNYA_ONLY])],
        [card[Feature.ACROSS], max(0.0, card[Feature.EXTRA_TITLE]), max(0.0, card[Feature.INITIAL])],
        [card[Feature.FIRST_FREE], max(card[Feature.EXTRA_FIRST], contradicted + card[Feature.FIRST_FREE])],
        [max(card[Feature.EXTRA_LAST], contradicted)],
        _running([card[feature] for feature in (Feature.BOTH_1, Feature.BOTH_2, Feature.BOTH_3)]),
        _running([card[feature] for feature in (Feature.EXTRA_1, Feature.EXTRA_2, Feature.EXTRA_3)]),
        [max(several[min(1, count) : count + 1]) for count in range(9)],
        [card[Feature.SINGLE_AND_MANY], card[Feature.SINGLE_BOTH], 0.0],
        *(_stepped(card, features) for features in (_CLEAN, _SHARED)),
        max(0.0, card[Feature.WEAKEST]) * np.minimum(_WORTH, 12.0),
    )
    return np.asarray(np.ceil(np.concatenate([np.asarray(part) for part in parts]) * UNITS), np.int32)


def given_bits(weights: Floats, *, is_first: bool, is_last: bool) -> float:
    """Return what a scorecard gives at most for the place of a word that is met."""
    first = max(0.0, float(weights[Feature.FIRST_ANSWERS_FIRST])) if is_first else 0.0
    return first + (max(0.0, float(weights[Feature.LAST_ANSWERS_LAST])) if is_last else 0.0)


def _stepped(
    card: Mapping[Feature, float], features: Sequence[tuple[Feature, float, float]]
) -> npt.NDArray[np.float64]:
    """Return what a scorecard gives for each worth: features that count the bits from one limit to the next."""
    steps = [max(0.0, card[feature]) * np.clip(_WORTH - low, 0.0, width) for feature, low, width in features]
    return np.asarray(np.sum(steps, axis=0), np.float64)


def _running(steps: Sequence[float]) -> list[float]:
    """Return the sums of the first 0, 1 ... 8 steps."""
    return [float(sum(steps[:count])) for count in range(9)]


@inner
def name_bits(duel: Duel, other: Ints) -> float:
    """Return what one name of the index (words padded with -1) is worth in bits; the same words are worth `SAME`."""
    mine, count, same = len(duel.words), 0, 0
    while count < MAX_WORDS and other[count] >= 0:
        same += count < mine and other[count] == duel.numbers[count]
        count += 1
    if same == mine and same == count:
        return SAME
    answered, bits = 0, duel.weights[_START] + duel.weights[_NONE]
    if count > 0:
        answered = lay(
            duel.words, mine, duel.table, other, count, duel.lexicon, duel.slots, duel.dense, duel.desk,
            duel.tries, duel.chances,
        )  # fmt: skip
    if answered > 0:
        observe(duel.words, mine, duel.table, other, count, duel.lexicon, answered, duel.desk)
        bits = np.float32(0.0)
        for feature in range(len(duel.weights)):
            bits += duel.desk.seen[feature] * duel.weights[feature]
    return float(bits)


@kernel
def row_scores(
    duel: Duel, names: Names, rows: Ints, bounds: Ints, top: Ints
) -> tuple[Ints, npt.NDArray[np.int64], int]:
    """Lay rows beside a name, by their bounds (1/16 bit, highest first), until the next cannot be among the best.

    Args:
        top: Is filled with the best scores, best first; no row is laid whose bound is below the last of them.

    Returns:
        The score of the best name of each row, in hundredths of a bit; the place of that name; how many rows are done.
    """
    scores, best = np.full(len(rows), NOTHING, np.int32), np.zeros(len(rows), np.int64)
    return scores, best, _score_rows(duel, names, rows, bounds, top, scores, best)


@borrower
def _score_rows(duel: Duel, names: Names, rows: Ints, bounds: Ints, top: Ints, scores: Ints, best: Places) -> int:
    top[:] = NOTHING
    last = len(top) - 1
    for at in range(len(rows)):
        if bounds[at] * _HUNDREDTHS + _SLACK < top[last]:
            return at
        first = names.firsts[rows[at]]
        for name in range(first, first + names.counts[rows[at]]):
            score = int(np.rint(name_bits(duel, names.numbers[name]) * 100.0))
            if score > scores[at]:
                scores[at], best[at] = score, name
        place = last
        if scores[at] > top[last]:
            while place > 0 and top[place - 1] < scores[at]:
                top[place] = top[place - 1]
                place -= 1
            top[place] = scores[at]
    return len(rows)


@kernel
def find_best(  # noqa: PLR0913, PLR0917 # a kernel's tuples are its parameter objects
    postings: PostingArrays, asked: Asked, rows: Rows, names: Names, duel: Duel,
    scratch: Scratch, bounds: Ints, limit: int, most: int,
) -> tuple[Ints, Ints, npt.NDArray[np.int64]]:  # fmt: skip
    """Return the best `limit` rows in no order, ties chosen by `Rows.ties`; `most` are laid beside the name.

    Returns:
        The rows, the score of each in hundredths of a bit, the place of its best name.
    """
    met, is_open = 0, True
    top = np.full(limit, NOTHING, np.int32)
    for word in range(len(asked.starts) - 1):
        if is_open and met >= limit and asked.postings[word] > met + _WORTH_TRYING:
            tried, likely = likest(asked, rows, scratch, met, bounds, max(limit, _TRIED))
            row_scores(duel, names, tried, likely, top)
            is_open = top[limit - 1] <= outside_bound(asked, bounds, word) * _HUNDREDTHS + _SLACK
        if is_open:
            met = gather_word(postings, asked, word, rows.alive, scratch, met)
        else:
            gather_word(postings, asked, word, rows.alive, scratch, -1)
    chosen, likely = likest(asked, rows, scratch, met, bounds, most)
    clear(scratch, met)
    scores, best, done = row_scores(duel, names, chosen, likely, top)
    places = _best_places(scores[:done], rows.ties[chosen[:done]], top)
    return chosen[places], scores[places], best[places]


@kernel
def _best_places(scores: Ints, ties: npt.NDArray[np.uint32], top: Ints) -> npt.NDArray[np.int64]:
    """Return where the best scores stand; of those as good as the last of `top`, as many as there is room for."""
    least = top[len(top) - 1]
    is_better = np.flatnonzero(scores > least)
    is_least = np.flatnonzero((scores == least) & (scores > NOTHING))
    room = len(top) - len(is_better)
    if len(is_least) > room:
        is_least = is_least[np.argsort(ties[is_least])[:room]]
    return np.concatenate((is_better, is_least))
