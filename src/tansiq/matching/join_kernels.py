"""The walk over a list that is joined: candidates of each record, their names and facts weighed, the probable kept.

Rules: everything is arrays; one thread has one `Bench`; what is found depends on the two records alone.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching import weights
from tansiq.matching.alignment import Desk, new_desk
from tansiq.matching.candidates import Asked, Floats, Postings, Slate, find_candidates, new_slate
from tansiq.matching.fact_kernels import weigh_pair
from tansiq.matching.fact_table import FactArrays, Integers, Longs
from tansiq.matching.kernels import inner, kernel
from tansiq.matching.model import Model
from tansiq.matching.name_kernels import (
    Scorecard,
    Sheet,
    Written,
    adjusted,
    best_pair,
    lay_and_observe,
    pair_bits,
    rounded,
    told_bits,
    weak_and_rounded,
)
from tansiq.matching.word_tables import FORMS, WordTable, empty_table
from tansiq.matching.words import MAX_NAMES, MAX_WORDS

Doubles = npt.NDArray[np.float64]
_MOST_WORDS: Final = MAX_NAMES * MAX_WORDS
_MORE_THAN_SHARED: Final = 4.0
"""Names are worth at most this much more than the words they share: initials, glued words, good order.

Of 270 pairs of the generator above -3 bits none was lost, with 3 one; two pairs of names in three need not be compared.
"""


class Left(NamedTuple):
    """The population that is walked.

    Attributes:
        asked: Its names, facts and spellings.
        strong: How many names of each record are good ones.
        codes: The code of each name.
        table: Its words.
    """

    asked: Asked
    strong: Integers
    codes: Longs
    table: WordTable


class Right(NamedTuple):
    """The population that is searched.

    Attributes:
        posted: Who holds which word.
        names, starts, strong, codes: See `Population`; words as numbers of the lexicon.
        facts: See `Population`.
        table: The words of the lexicon.
    """

    posted: Postings
    names: Integers
    starts: Longs
    strong: Integers
    codes: Longs
    facts: FactArrays
    table: WordTable


class Bench(NamedTuple):
    """Room for one record after another; a thread's own.

    Attributes:
        card: What the model knows of name pairs.
        slate: For candidates.
        desk: For two names.
        slots: int32 by right word: its column among those that the record at hand may spell, or -1.
        places: int32 by left word: its row among the words of the record at hand, or -1.
        used: int32: the words of the record at hand.
        mine: Those words.
        names: int32 of shape (MAX_NAMES, MAX_WORDS): its names, as rows of `mine`.
        bits: float32 of shape (MAX_NAMES, MAX_NAMES): what each pair of names is worth.
        told: float64 of shape (5, 2): the facts of the pair at hand.
    """

    card: Scorecard
    slate: Slate
    desk: Desk
    slots: Integers
    places: Integers
    used: Integers
    mine: WordTable
    names: Integers
    bits: Floats
    told: Doubles


def new_bench(left: Left, right: Right, model: Model) -> Bench:
    """Return room for joining two populations."""
    return Bench(
        Scorecard(model.tries, model.chances, model.name_weights),
        new_slate(len(right.strong)),
        new_desk(),
        np.full(len(right.table.counts) + 1, -1, np.int32),
        np.full(len(left.table.counts) + 1, -1, np.int32),
        np.zeros(_MOST_WORDS, np.int32),
        empty_table(_MOST_WORDS),
        np.full((MAX_NAMES, MAX_WORDS), -1, np.int32),
        np.zeros((MAX_NAMES, MAX_NAMES), np.float32),
        np.zeros((5, 2)),
    )


class Quest(NamedTuple):
    """What is asked of a walk.

    Attributes:
        least_bits: The least log2 odds of a pair that is kept.
        is_itself: 1 if a population is joined with itself: then only later records are looked at.
        first, last: The records that are walked, the last one not included.
    """

    least_bits: float
    is_itself: int
    first: int
    last: int


@kernel
def join_records(left: Left, right: Right, bench: Bench, quest: Quest) -> tuple[Integers, Doubles]:
    """Return the pairs of some records of the left population with those of the right one.

    Returns:
        int32 of shape (n, 2), the records; float64 of shape (n, 12): the log2 odds, what the names add up to, rule and
        weight of each fact.
    """
    records = np.empty((256, 2), np.int32)
    told = np.empty((256, 12), np.float64)
    count = 0
    for record in range(quest.first, quest.last):
        found = find_candidates(left.asked, record, right.posted, bench.slate, record if quest.is_itself else -1)
        dense = np.zeros((0, 0), np.float32)
        for at in range(found):
            rank = bench.slate.found[at]
            other = right.posted.order[rank]
            facts = weigh_pair(left.asked.facts, record, right.facts, other, bench.told)
            most = min(weights.NAME_CEILING_BITS, bench.slate.best[rank] + _MORE_THAN_SHARED)
            if weights.PRIOR_BITS + facts + most < quest.least_bits - 0.01:
                continue
            if len(dense) == 0:
                dense = _ready(left, record, bench)
            names = _weigh_names(left, (record, other), right, bench, Sheet(bench.slots, dense, bench.desk))
            bits = rounded(weights.PRIOR_BITS + names + facts)
            if bits < quest.least_bits:
                continue
            if count == len(records):
                records = np.concatenate((records, np.empty_like(records)))
                told = np.concatenate((told, np.empty_like(told)))
            records[count, 0], records[count, 1] = record, other
            told[count, 0], told[count, 1] = bits, names
            told[count, 2:] = bench.told.reshape(10)
            count += 1
        if len(dense):
            _clear(left, record, bench)
    return records[:count], told[:count]


@inner
def _ready(left: Left, record: int, bench: Bench) -> Floats:
    """Put the names and words of a record on the bench; returns what its words are worth against those they may be."""
    words = 0
    for at in range(left.asked.starts[record], left.asked.starts[record + 1]):
        for place in range(MAX_WORDS):
            word = left.asked.names[at, place]
            if word >= 0 and bench.places[word] < 0:
                bench.places[word] = words
                bench.used[words] = word
                _copy_word(left.table, word, bench.mine, words)
                words += 1
            bench.names[at - left.asked.starts[record], place] = bench.places[word] if word >= 0 else -1
    columns = 0
    for row in range(words):
        for at in range(left.asked.spelled[bench.used[row]], left.asked.spelled[bench.used[row] + 1]):
            if bench.slots[left.asked.spellings[at]] < 0:
                bench.slots[left.asked.spellings[at]] = columns
                columns += 1
    dense = np.zeros((max(1, words), max(1, columns)), np.float32)
    for row in range(words):
        for at in range(left.asked.spelled[bench.used[row]], left.asked.spelled[bench.used[row] + 1]):
            dense[row, bench.slots[left.asked.spellings[at]]] = left.asked.worth[at]
    return dense


@inner
def _clear(left: Left, record: int, bench: Bench) -> None:
    for at in range(left.asked.starts[record], left.asked.starts[record + 1]):
        for place in range(MAX_WORDS):
            word = left.asked.names[at, place]
            if word >= 0 and bench.places[word] >= 0:
                bench.places[word] = -1
                for spelling in range(left.asked.spelled[word], left.asked.spelled[word + 1]):
                    bench.slots[left.asked.spellings[spelling]] = -1


@inner
def _copy_word(table: WordTable, word: int, mine: WordTable, row: int) -> None:
    mine.counts[row], mine.told[row] = table.counts[word], table.told[word]
    mine.kinds[row], mine.firsts[row] = table.kinds[word], table.firsts[word]
    for form in range(table.counts[word]):
        one, two = word * FORMS + form, row * FORMS + form
        mine.costs[two] = table.costs[one]
        mine.forms.rows[two], mine.forms.units[two] = table.forms.rows[one], table.forms.units[one]
        mine.forms.letters[two], mine.forms.lengths[two] = table.forms.letters[one], table.forms.lengths[one]
        mine.forms.scripts[two], mine.forms.bits[two] = table.forms.scripts[one], table.forms.bits[one]
        mine.forms.hashes[two], mine.forms.places[two] = table.forms.hashes[one], table.forms.places[one]


@inner
def _weigh_names(left: Left, pair: tuple[int, int], right: Right, bench: Bench, sheet: Sheet) -> float:
    """Return what the names of a record and of another add up to; the record stands on the bench.

    The likest pair is laid out once more at the end, so that there is one place where names are laid: it is compiled
    into this very loop.
    """
    first, start = left.asked.starts[pair[0]], right.starts[pair[1]]
    rows, columns = left.asked.starts[pair[0] + 1] - first, right.starts[pair[1] + 1] - start
    mine, codes = left.codes[first : first + rows], right.codes[start : start + columns]
    strong = (left.strong[pair[0]], right.strong[pair[1]])
    i, j, total, second = 0, 0, 0.0, np.float32(0.0)
    for at in range(rows * columns + 1 if rows * columns else 0):
        if at < rows * columns:
            i, j = at // columns, at % columns
        else:
            weak_and_rounded(bench.bits, rows, columns, strong)
            i, j = best_pair(bench.bits, mine, codes, (-1, -1))
        one, two = Written(bench.names[i], bench.mine), Written(right.names[start + j], right.table)
        answered = 0
        if one.name[0] >= 0 and two.name[0] >= 0:
            answered = lay_and_observe(one, two, sheet, bench.card)
        if at < rows * columns:
            bench.bits[i, j] = pair_bits(answered, sheet, bench.card)
        else:
            total = told_bits(one, two, sheet, bench.card)
    if rows > 1 and columns > 1:
        k, m = best_pair(bench.bits, mine, codes, (i, j))
        second = bench.bits[k, m]
    if rows * columns == 0:
        return 0.0
    return float(adjusted(total, second, i >= strong[0] or j >= strong[1], rows * columns))
