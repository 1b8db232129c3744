"""The walk over a list that is joined: candidates of each record, their names and facts weighed, the probable kept.

Rules: everything is arrays; one thread has one `Bench`; what is found depends on the two records alone.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching import weights
from tansiq.matching.alignment import Desk, new_desk
from tansiq.matching.candidates import Asked, Floats, Postings, Slate, find_candidates, new_slate
from tansiq.matching.fact_kernels import may_weigh, weigh_pair
from tansiq.matching.fact_table import FactArrays, Integers, Longs
from tansiq.matching.kernels import borrower, inner, kernel
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
from tansiq.matching.shares import Shares, weigh_by_shares
from tansiq.matching.word_tables import FORMS, WordTable, empty_table
from tansiq.matching.words import MAX_NAMES, MAX_WORDS

Doubles = npt.NDArray[np.float64]
_MOST_WORDS: Final = MAX_NAMES * MAX_WORDS
_MORE_THAN_SHARED: Final = 4.0
"""Names are worth at most this much more than the words they share: initials, glued words, good order.

Of 270 pairs of the generator above -3 bits none was lost, with 3 one; two pairs of names in three need not be compared.
"""

_MORE_THAN_BEST: Final = weights.ALIAS_MOST_BITS + 0.5
"""All names are worth at most so much more than the best pair: a second pair, and what rounding adds."""


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
        shares: What facts tell in this population.
        table: The words of the lexicon.
    """

    posted: Postings
    names: Integers
    starts: Longs
    strong: Integers
    codes: Longs
    facts: FactArrays
    shares: Shares
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


class Pair(NamedTuple):
    """The names of two records.

    Attributes:
        left_first, rows: The first name of the left record, and how many it has.
        right_first, columns: The same of the right record.
        strong: How many names of each are good ones.
    """

    left_first: int
    rows: int
    right_first: int
    columns: int
    strong: tuple[int, int]


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
        found = _promising(left, record, right, bench, (found, quest.least_bits))
        if found == 0:
            continue
        words, columns = _put_down(left, record, bench)
        dense = np.zeros((words, columns), np.float32)
        here = np.zeros((words, columns), np.float32)
        _fill(left.asked, bench, dense, here)
        sheet = Sheet(bench.slots, dense, bench.desk)
        for at in range(found):
            other = right.posted.order[bench.slate.found[at]]
            facts = _weigh_facts(left, record, right, other, bench)
            pair = _pair(left, record, right, other)
            names = 0.0
            if pair.rows * pair.columns:
                most = _score_names(pair, (0, pair.rows, 0, pair.columns), right, bench, sheet)
                if weights.PRIOR_BITS + facts + max(most, weights.NAME_FLOOR_BITS) + _MORE_THAN_BEST < quest.least_bits:
                    continue
                names = _weigh_names(pair, left, right, bench, (sheet, here))
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
        _clear(left.asked, record, bench)
    return records[:count], told[:count]


@inner
def _pair(left: Left, record: int, right: Right, other: int) -> Pair:
    first, start = left.asked.starts[record], right.starts[other]
    rows, columns = left.asked.starts[record + 1] - first, right.starts[other + 1] - start
    return Pair(first, rows, start, columns, (left.strong[record], right.strong[other]))


@borrower
def _promising(left: Left, record: int, right: Right, bench: Bench, wish: tuple[int, float]) -> int:
    """Keep of the candidates on the slate those whose facts and words may be enough; return how many.

    Args:
        wish: How many candidates there are, and the least log2 odds of a pair that is kept.
    """
    kept = 0
    for at in range(wish[0]):
        rank = bench.slate.found[at]
        other = right.posted.order[rank]
        most = min(weights.NAME_CEILING_BITS, bench.slate.best[rank] + _MORE_THAN_SHARED)
        needed = wish[1] - weights.PRIOR_BITS - most - 0.01
        if not may_weigh(left.asked.facts, record, right.facts, other, needed - 0.01):
            continue
        if _weigh_facts(left, record, right, other, bench) >= needed:
            bench.slate.found[kept] = rank
            kept += 1
    return kept


@borrower
def _weigh_facts(left: Left, record: int, right: Right, other: int, bench: Bench) -> float:
    """Return what the facts of two records weigh, told on the bench."""
    facts = weigh_pair(left.asked.facts, record, right.facts, other, bench.told)
    return facts + weigh_by_shares(left.asked.facts, record, right.facts, other, right.shares, bench.told)


@borrower
def _put_down(left: Left, record: int, bench: Bench) -> tuple[int, int]:
    """Put the names and words of a record on the bench; return how many words, and how many words they may be."""
    asked, words, columns = left.asked, 0, 0
    for at in range(asked.starts[record], asked.starts[record + 1]):
        for place in range(MAX_WORDS):
            word = asked.names[at, place]
            if word >= 0 and bench.places[word] < 0:
                bench.places[word] = words
                bench.used[words] = word
                _copy_word(left.table, word, bench.mine, words)
                words += 1
            bench.names[at - asked.starts[record], place] = bench.places[word] if word >= 0 else -1
    for row in range(words):
        for at in range(asked.spelled[bench.used[row]], asked.spelled[bench.used[row] + 1]):
            if bench.slots[asked.spellings[at]] < 0:
                bench.slots[asked.spellings[at]] = columns
                columns += 1
    return words, max(1, columns)


@borrower
def _fill(asked: Asked, bench: Bench, dense: Floats, here: Floats) -> None:
    """Write what the words on the bench are worth against those they may be: anywhere, and in this population."""
    for row in range(len(dense)):
        for at in range(asked.spelled[bench.used[row]], asked.spelled[bench.used[row] + 1]):
            dense[row, bench.slots[asked.spellings[at]]] = asked.worth[at]
            here[row, bench.slots[asked.spellings[at]]] = asked.here[at]


@borrower
def _clear(asked: Asked, record: int, bench: Bench) -> None:
    for at in range(asked.starts[record], asked.starts[record + 1]):
        for place in range(MAX_WORDS):
            word = asked.names[at, place]
            if word >= 0 and bench.places[word] >= 0:
                bench.places[word] = -1
                for spelling in range(asked.spelled[word], asked.spelled[word + 1]):
                    bench.slots[asked.spellings[spelling]] = -1


@inner
def _copy_word(table: WordTable, word: int, mine: WordTable, row: int) -> None:
    mine.counts[row], mine.told[row] = table.counts[word], table.told[word]
    mine.kinds[row], mine.firsts[row] = table.kinds[word], table.firsts[word]
    for form in range(table.counts[word]):
        one, two = word * FORMS + form, row * FORMS + form
        mine.costs[two] = table.costs[one]
        mine.forms.units[two], mine.forms.lengths[two] = table.forms.units[one], table.forms.lengths[one]
        for at in range(table.forms.units[one]):
            mine.forms.rows[two, at] = table.forms.rows[one, at]
        for at in range(table.forms.lengths[one]):
            mine.forms.letters[two, at] = table.forms.letters[one, at]
        mine.forms.scripts[two], mine.forms.bits[two] = table.forms.scripts[one], table.forms.bits[one]
        mine.forms.hashes[two], mine.forms.places[two] = table.forms.hashes[one], table.forms.places[one]
        mine.forms.outlines[two] = table.forms.outlines[one]


@kernel
def _score_names(pair: Pair, names: tuple[int, int, int, int], right: Right, bench: Bench, sheet: Sheet) -> float:
    """Write on the bench what pairs of names are worth; the last of them stays laid out. Return the most of all.

    Args:
        pair: The two records; the names of the left one stand on the bench.
        names: The first of its names and the one after the last, the same of the other record.
    """
    most = -100.0
    for i in range(names[0], names[1]):
        for j in range(names[2], names[3]):
            one, two = Written(bench.names[i], bench.mine), Written(right.names[pair.right_first + j], right.table)
            answered = 0
            if one.name[0] >= 0 and two.name[0] >= 0:
                answered = lay_and_observe(one, two, sheet, bench.card)
            bench.bits[i, j] = pair_bits(answered, sheet, bench.card)
            most = max(most, bench.bits[i, j])
    return most


@kernel
def _weigh_names(pair: Pair, left: Left, right: Right, bench: Bench, sheets: tuple[Sheet, Floats]) -> float:
    """Return what the names of two records add up to; each pair of names is scored on the bench."""
    rows, columns = pair.rows, pair.columns
    mine = left.codes[pair.left_first : pair.left_first + rows]
    codes = right.codes[pair.right_first : pair.right_first + columns]
    weak_and_rounded(bench.bits, rows, columns, pair.strong)
    i, j = _best(bench.bits, mine, codes, (-1, -1))
    second = np.float32(0.0)
    if rows > 1 and columns > 1:
        k, m = _best(bench.bits, mine, codes, (i, j))
        second = bench.bits[k, m]
    _score_names(pair, (i, i + 1, j, j + 1), right, bench, sheets[0])
    one, two = Written(bench.names[i], bench.mine), Written(right.names[pair.right_first + j], right.table)
    is_weak = i >= pair.strong[0] or j >= pair.strong[1]
    names = float(adjusted(told_bits(one, two, sheets[0], bench.card), second, is_weak, rows * columns))
    if right.shares.is_counted:
        names = min(names, max(0.0, rounded(_told_here(one, two, sheets[0], sheets[1]))))
    return names


@borrower
def _best(bits: Floats, left_codes: Longs, right_codes: Longs, but: tuple[int, int]) -> tuple[int, int]:
    """Return `best_pair`, compiled once."""
    return best_pair(bits, left_codes, right_codes, but)


@inner
def _told_here(left: Written, right: Written, sheet: Sheet, here: Floats) -> float:
    """Return what the words tell here that answer each other in the pair of names that was laid last."""
    bits = 0.0
    for word in range(MAX_WORDS):
        if left.name[word] < 0:
            break
        answer = sheet.desk.answer[word]
        if answer >= 0 and sheet.desk.spelled[word] > 0.0:
            slot = sheet.slots[right.name[answer]]
            known = here[left.name[word], slot] if slot >= 0 else np.float32(0.0)
            spelled = sheet.desk.spelled[word]
            bits += min(spelled, known) if known > 0.0 else spelled
    return bits
