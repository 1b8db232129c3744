"""The best rows for a name: gathered word by word, laid beside it, the likest first, until nothing better can come.

Rule: a score is a sum of bits rounded to a hundredth, so that what ties here ties in every index; see `gathering` for
why stopping early loses nothing.
"""

from typing import Final, NamedTuple

import numpy as np

from tansiq.matching.alignment import Desk, lay, observe
from tansiq.matching.bounds import LOWEST, UNITS
from tansiq.matching.channels import Floats, Trie
from tansiq.matching.features import Feature
from tansiq.matching.gathering import (
    Asked,
    Rows,
    Scratch,
    clear,
    gather_word,
    likest,
    outside_bound,
)
from tansiq.matching.kernels import borrower, inner, kernel
from tansiq.matching.last_words import gather_last
from tansiq.matching.postings import PostingArrays
from tansiq.matching.spelling import Ints
from tansiq.matching.word_tables import WordTable
from tansiq.matching.words import MAX_WORDS

NOTHING: Final = -10_000_000
"""Below every score, in hundredths of a bit."""
SAME: Final = 9_999.0
"""Bits of a name of the same words in the same order: it scores 1, as in `names.compare`."""
_SLACK: Final = 2.0
_HUNDREDTHS: Final = 100.0 / UNITS
_TRIED: Final = 32
"""Names laid beside the name between two words, to see whether the next one can still bring anybody."""
_WORTH_TRYING: Final = 4_000
"""Postings, beyond as many as names are met, that cost more than trying."""
_START, _NONE = int(Feature.START), int(Feature.NONE_ANSWERED)


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
def name_scores(
    duel: Duel, names: Ints, rows: Rows, chosen: Ints, bounds: Ints, top: Ints, best: Ints
) -> tuple[Ints, int]:
    """Lay names beside a name, by their bounds (1/16 bit, highest first), until the next cannot be among the best.

    Args:
        top: Is filled with the best scores of rows, best first; no name is laid whose bound is below the last of them.
        best: Is filled with their rows.

    Returns:
        The score of each name, in hundredths of a bit; how many are done.
    """
    scores = np.full(len(chosen), NOTHING, np.int32)
    return scores, _score_names(duel, names, rows.owners, chosen, bounds, top, best, scores)


@borrower
def _score_names(  # noqa: PLR0913, PLR0917 # a kernel's tuples are its parameter objects
    duel: Duel, names: Ints, owners: Ints, chosen: Ints, bounds: Ints, top: Ints, best: Ints, scores: Ints
) -> int:
    top[:], best[:] = NOTHING, -1
    last = len(top) - 1
    for at in range(len(chosen)):
        if bounds[at] * _HUNDREDTHS + _SLACK < top[last]:
            return at
        scores[at] = int(np.rint(name_bits(duel, names[chosen[at]]) * 100.0))
        if scores[at] > top[last]:
            _put_in(scores[at], owners[chosen[at]], top, best)
    return len(chosen)


@inner
def _put_in(score: int, row: int, top: Ints, best: Ints) -> None:
    """Put a row among the best, each once."""
    place = len(top) - 1
    for at in range(len(best)):
        if best[at] == row:
            place = at
    if top[place] < score:
        while place > 0 and top[place - 1] < score:
            top[place], best[place] = top[place - 1], best[place - 1]
            place -= 1
        top[place], best[place] = score, row


@kernel
def find_best(  # noqa: PLR0913, PLR0917 # a kernel's tuples are its parameter objects
    postings: PostingArrays, asked: Asked, rows: Rows, names: Ints, duel: Duel,
    scratch: Scratch, bounds: Ints, limit: int, most: int,
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """Return the best `limit` rows in no order, ties chosen by `Rows.ties`; `most` names are laid beside the name.

    Returns:
        The rows, the score of each in hundredths of a bit, its best name.
    """
    met, least, is_open, last = 0, LOWEST, True, len(asked.starts) - 2
    top, best = np.full(limit, NOTHING, np.int32), np.full(limit, -1, np.int32)
    for word in range(last + 1):
        if is_open and met >= limit and asked.postings[word] > met + _WORTH_TRYING:
            tried, likely = likest(asked, rows, scratch, met, bounds, max(limit, _TRIED))
            name_scores(duel, names, rows, tried, likely, top, best)
            least = max(LOWEST, int((top[limit - 1] - _SLACK) / _HUNDREDTHS))
            is_open = outside_bound(asked, bounds, word) >= least
        if word == last:
            met = gather_last(postings, asked, rows, scratch, met, bounds, limit, most, least)
        elif is_open:
            met = gather_word(postings, asked, word, rows.alive, scratch, met)
        else:
            gather_word(postings, asked, word, rows.alive, scratch, -1)
    chosen, likely = likest(asked, rows, scratch, met, bounds, most)
    clear(scratch, met)
    scores, done = name_scores(duel, names, rows, chosen, likely, top, best)
    return _best_rows(rows, chosen[:done], scores[:done], top)


@kernel
def _best_rows(rows: Rows, names: Ints, scores: Ints, top: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the best rows, their scores and names; of those as good as the last of `top`, as many as there is room."""
    good = np.flatnonzero((scores >= top[len(top) - 1]) & (scores > NOTHING))
    ties = rows.ties[rows.owners[names[good]]]
    order = good[np.argsort((-scores[good].astype(np.int64) << 32) | ties.astype(np.int64))]
    found, told, where = np.empty(len(top), np.int32), np.empty(len(top), np.int32), np.empty(len(top), np.int32)
    count = 0
    for at in order:
        row, place = rows.owners[names[at]], 0
        while place < count and found[place] != row:
            place += 1
        if place < count:
            if told[place] == scores[at]:
                where[place] = min(where[place], names[at])
        elif count < len(top):
            found[count], told[count], where[count] = row, scores[at], names[at]
            count += 1
    return found[:count], told[:count], where[:count]
