"""Who of one population is worth comparing with somebody of another: records that share words, a birthday, a document.

Rules: a record is a candidate if the words it shares with one name are worth enough, less where the births meet and
more where they are far apart; the most promising are kept, ties go to the earlier record; whoever shares the day of
birth and any word, or a document number, is always one. An answer depends on the two records and on the population
searched, never on what else is asked.

The records of the population searched are ranked by year of birth, those without one sure year first, so that the
holders of a common word need to be walked only near the year in question.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching import weights
from tansiq.matching.fact_table import BirthColumn, BirthFlag, FactArrays, Integers, Longs
from tansiq.matching.kernels import borrower, inner, kernel
from tansiq.matching.words import MAX_WORDS

Floats = npt.NDArray[np.float32]

MOST_CANDIDATES: Final = 200
"""Records compared in full with one: those that share the most."""
_NO_YEAR: Final = -9999
_YEARS: Final = 400
_BASE_YEAR: Final = 1800
FAR_YEARS: Final = 2
_WIDEST: Final = 1
"""Births known to this many years have a sure place in the order."""
_FEW_HOLDERS: Final = 32
"""So many are walked rather than searched for those born near."""
_BUCKETS: Final = 512
_PER_BIT: Final = 8.0
_FIRST_YEAR, _LAST_YEAR = int(BirthColumn.FIRST_YEAR), int(BirthColumn.LAST_YEAR)
_DATE, _FLAGS = int(BirthColumn.DATE), int(BirthColumn.FLAGS)
_IS_DAY, _IS_DEFAULT = int(BirthFlag.DAY), int(BirthFlag.DEFAULT)
_LEAST: Final = np.float32(weights.CANDIDATE_BITS)
_FAR: Final = np.float32(weights.FAR_BIRTH_BITS)
_NEAR: Final = np.float32(weights.NEAR_BIRTH_BITS)


class Postings(NamedTuple):
    """A population, ready to be searched.

    Attributes:
        order: int32 of shape (n,): the record at each rank.
        starts: int64 of shape (words + 1,): where the holders of each word begin.
        holders: int32: ranks, ascending within a word.
        years: int16 of shape (n, 2): first and last year of birth, by rank.
        sure: int64 of shape (years + 2,): the first rank among those with one sure year that is born in each year.
        day_codes, day_ranks: Known days of birth, ascending, and who has them.
        number_codes, number_ranks: Document numbers, ascending, and who has them.
    """

    order: Integers
    starts: Longs
    holders: Integers
    years: npt.NDArray[np.int16]
    sure: Longs
    day_codes: Integers
    day_ranks: Integers
    number_codes: Longs
    number_ranks: Integers


def postings(names: Integers, starts: Longs, facts: FactArrays, *, words: int) -> Postings:
    """Return a population ready to be searched; its names are numbers of `words` words."""
    size, years = len(starts) - 1, record_years(facts)
    has_year = (years[:, 0] != _NO_YEAR) & (years[:, 1] - years[:, 0] <= _WIDEST)
    order = np.lexsort((np.arange(len(years)), np.where(has_year, years[:, 0], _NO_YEAR))).astype(np.int32)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    sure_years = years[order, 0][int((~has_year).sum()) :]
    sure = np.searchsorted(sure_years, np.arange(_BASE_YEAR, _BASE_YEAR + _YEARS + 1)) + int((~has_year).sum())
    owners = np.repeat(np.arange(size), np.diff(facts.birth_starts))
    is_day = (facts.births[:, _FLAGS] & (_IS_DAY | _IS_DEFAULT)) == _IS_DAY
    days = _sorted_pairs(facts.births[is_day, _DATE], rank[owners[is_day]])
    document_owners = np.repeat(np.arange(size), np.diff(facts.document_starts))
    numbers = _sorted_pairs(facts.documents[:, 0], rank[document_owners])
    word_starts, holders = _holders(names, starts, order, words)
    return Postings(order, word_starts, holders, years[order], sure.astype(np.int64), days[0], days[1], *numbers)


def record_years(facts: FactArrays) -> npt.NDArray[np.int16]:
    """Return the first and the last year in which each identity may be born, `_NO_YEAR` twice if that is not known."""
    years = np.full((len(facts.sexes), 2), _NO_YEAR, np.int16)
    known = np.flatnonzero(np.diff(facts.birth_starts))
    if len(known):
        starts = facts.birth_starts[known]
        first, last = facts.births[:, _FIRST_YEAR], facts.births[:, _LAST_YEAR]
        years[known, 0] = np.minimum.reduceat(first, starts)
        years[known, 1] = np.maximum.reduceat(last, starts)
    return years


def _sorted_pairs(codes: npt.NDArray[Any], ranks: Integers) -> tuple[npt.NDArray[Any], Integers]:
    order = np.lexsort((ranks, codes))
    return codes[order], ranks[order]


@kernel
def _holders(names: Integers, name_starts: Longs, order: Integers, words: int) -> tuple[Longs, Integers]:
    """Return for each word the ranks of the records that hold it, each once, ascending."""
    counts = np.zeros(words + 1, np.int64)
    last = np.full(words, -1, np.int32)
    for filling in range(2):
        if filling:
            starts = np.zeros(words + 1, np.int64)
            starts[1:] = np.cumsum(counts[:words])
            holders = np.empty(starts[words], np.int32)
            counts[:] = 0
            last[:] = -1
        for rank in range(len(order)):
            for name in range(name_starts[order[rank]], name_starts[order[rank] + 1]):
                for place in range(names.shape[1]):
                    word = names[name, place]
                    if word >= 0 and last[word] != rank:
                        last[word] = rank
                        if filling:
                            holders[starts[word] + counts[word]] = rank
                        counts[word] += 1
    return starts, holders


class Asked(NamedTuple):
    """Who is asked for: a population, and what its words may be among the words of the one searched.

    Attributes:
        names, starts: See `Population`.
        facts: See `Population`.
        years: See `record_years`.
        spelled: int64 of shape (words + 1,): where the spellings of each word begin.
        spellings: int32: words of the population searched, the dearest of each word first.
        worth: float32: what each is worth, in bits.
        here: float32: the same, but no more than it tells in the population searched, see `shares`.
    """

    names: Integers
    starts: Longs
    facts: FactArrays
    years: npt.NDArray[np.int16]
    spelled: Longs
    spellings: Integers
    worth: Floats
    here: Floats


@kernel
def dearest_first(spelled: Longs, spellings: Integers, worth: Floats) -> None:
    """Put the spellings of each word in the order of what they are worth; in place."""
    for word in range(len(spelled) - 1):
        part = slice(spelled[word], spelled[word + 1])
        order = np.argsort(-worth[part], kind="mergesort")
        spellings[part] = spellings[part][order]
        worth[part] = worth[part][order]


class Slate(NamedTuple):
    """Room for the candidates of one record after another; a thread's own.

    Attributes:
        best: float32 by rank: the most that one name of the record at hand shares; 0 elsewhere.
        total: float32 by rank: what the name at hand shares.
        marks: int32 by rank: the last word that was counted.
        stamp: int64 of shape (2,): counts words; how many ranks were touched by the record at hand.
        touched: int32: ranks with something in `best`.
        named: int32: ranks with something in `total`.
        found: int32: the candidates.
        most: float32 of shape (MAX_WORDS,): the most that each word of the name at hand may share.
        buckets: int32: how many candidates there are of each eighth of a bit.
    """

    best: Floats
    total: Floats
    marks: Integers
    stamp: Longs
    touched: Integers
    named: Integers
    found: Integers
    most: Floats
    buckets: Integers


def new_slate(size: int) -> Slate:
    """Return room for a population of `size`."""
    return Slate(
        np.zeros(size, np.float32),
        np.zeros(size, np.float32),
        np.zeros(size, np.int32),
        np.zeros(2, np.int64),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.zeros(MAX_WORDS, np.float32),
        np.zeros(_BUCKETS, np.int32),
    )


@kernel
def find_candidates(asked: Asked, record: int, posted: Postings, slate: Slate, after: int) -> int:
    """Write the ranks of the candidates of one record into `slate.found`, and return how many they are.

    Args:
        after: Only records after this one count; -1 for all.
    """
    _touch(asked, record, posted, slate)
    kept, edge, room = _choose(asked, record, posted, slate)
    if edge:
        lowest = np.sort(slate.named[:edge])[:room]
        slate.found[kept : kept + len(lowest)] = lowest
        kept += len(lowest)
    count = _same_facts(asked, record, posted, slate, kept)
    slate.found[:count] = np.sort(slate.found[:count])
    return _once(posted, slate, count, after)


@borrower
def _touch(asked: Asked, record: int, posted: Postings, slate: Slate) -> None:
    """Write what each record shares at most with one name of the record at hand into `slate.best`."""
    for at in range(slate.stamp[1]):
        slate.best[slate.touched[at]] = 0.0
    touched = 0
    for name in range(asked.starts[record], asked.starts[record + 1]):
        named = _walk_name(asked, record, name, posted, slate)
        for at in range(named):
            rank = slate.named[at]
            if slate.best[rank] == 0.0:
                slate.touched[touched] = rank
                touched += 1
            slate.best[rank] = max(slate.best[rank], slate.total[rank])
            slate.total[rank] = 0.0
    slate.stamp[1] = touched


@borrower
def _walk_name(asked: Asked, record: int, name: int, posted: Postings, slate: Slate) -> int:
    """Add up in `slate.total` what the words of one name are worth to whom, dearest word first; return to how many."""
    rest = np.float32(0.0)
    for place in range(MAX_WORDS):
        word = asked.names[name, place]
        slate.most[place] = 0.0
        if word >= 0 and asked.spelled[word] < asked.spelled[word + 1]:
            slate.most[place] = asked.here[asked.spelled[word]]
            rest += slate.most[place]
    named = 0
    for _ in range(MAX_WORDS):
        place = 0
        for other in range(1, MAX_WORDS):
            if slate.most[other] > slate.most[place]:
                place = other
        most = slate.most[place]
        if most <= 0.0:
            break
        word = asked.names[name, place]
        named = _walk_word(asked, (record, word, named, bool(rest >= _LEAST + _FAR)), posted, slate)
        for other in range(MAX_WORDS):
            if asked.names[name, other] == word:
                slate.most[other] = 0.0
        rest -= most
    return named


@inner
def _walk_word(asked: Asked, step: tuple[int, int, int, bool], posted: Postings, slate: Slate) -> int:
    """Walk the holders of every spelling of one word, far ones only if asked to; return how many are named now.

    Args:
        step: The record, the word, how many are named, and whether those born far from the record count.
    """
    record, word, named, is_far_too = step
    slate.stamp[0] += 1
    stamp = np.int32(slate.stamp[0])
    first, last = asked.years[record, 0], asked.years[record, 1]
    everywhere = is_far_too or first == _NO_YEAR
    low = posted.sure[min(max(first - FAR_YEARS - _WIDEST - _BASE_YEAR, 0), _YEARS)]
    high = posted.sure[min(max(last + FAR_YEARS + 1 - _BASE_YEAR, 0), _YEARS)]
    for spelling in range(asked.spelled[word], asked.spelled[word + 1]):
        start, end = posted.starts[asked.spellings[spelling]], posted.starts[asked.spellings[spelling] + 1]
        middle, near = end, end
        if not everywhere and end - start >= _FEW_HOLDERS:
            middle = _place(posted.holders, posted.sure[0], start, end)
            near, end = _place(posted.holders, low, middle, end), _place(posted.holders, high, middle, end)
        for at in range(start, end - (near - middle)):
            rank = posted.holders[at if at < middle else at + near - middle]
            if slate.marks[rank] != stamp:
                slate.marks[rank] = stamp
                if slate.total[rank] == 0.0:
                    slate.named[named] = rank
                    named += 1
                slate.total[rank] += asked.here[spelling]
    return named


@borrower
def _place(values: Any, value: int, first: int, last: int) -> int:
    """Return the first place between two in an ascending row that has no less than a value."""
    while first < last:
        middle = (first + last) // 2
        if values[middle] < value:
            first = middle + 1
        else:
            last = middle
    return first


@borrower
def _choose(asked: Asked, record: int, posted: Postings, slate: Slate) -> tuple[int, int, int]:
    """Write the most promising of those touched into `slate.found`.

    Returns:
        How many; how many more are as promising as the last of them, in `slate.named`; how many of these may stay.
    """
    first, last = asked.years[record, 0], asked.years[record, 1]
    slate.buckets[:] = 0
    count = 0
    for at in range(slate.stamp[1]):
        rank = slate.touched[at]
        score = slate.best[rank]
        if first != _NO_YEAR and posted.years[rank, 0] != _NO_YEAR:
            if posted.years[rank, 0] > last + FAR_YEARS or posted.years[rank, 1] < first - FAR_YEARS:
                score -= _FAR
            elif posted.years[rank, 0] <= last and posted.years[rank, 1] >= first:
                score += _NEAR
        if score >= _LEAST:
            slate.buckets[min(int(score * _PER_BIT), _BUCKETS - 1)] += 1
            slate.named[count] = rank
            slate.total[count] = score
            count += 1
    return _keep_best(slate, count)


@inner
def _keep_best(slate: Slate, count: int) -> tuple[int, int, int]:
    """Keep `MOST_CANDIDATES` of those in `slate.named`, scored in `slate.total`; those scores are wiped."""
    cut, above = 0, 0
    if count > MOST_CANDIDATES:
        cut = _BUCKETS - 1
        while above + slate.buckets[cut] <= MOST_CANDIDATES:
            above += slate.buckets[cut]
            cut -= 1
    kept, edge = 0, 0
    for at in range(count):
        bucket = min(int(slate.total[at] * _PER_BIT), _BUCKETS - 1)
        slate.total[at] = 0.0
        if count <= MOST_CANDIDATES or bucket > cut:
            slate.found[kept] = slate.named[at]
            kept += 1
        elif bucket == cut:
            slate.named[edge] = slate.named[at]
            edge += 1
    return kept, edge, MOST_CANDIDATES - above


@borrower
def _same_facts(asked: Asked, record: int, posted: Postings, slate: Slate, count: int) -> int:
    """Add those who share a day of birth and any word, and those who share a document number."""
    for birth in range(asked.facts.birth_starts[record], asked.facts.birth_starts[record + 1]):
        if asked.facts.births[birth, _FLAGS] & (_IS_DAY | _IS_DEFAULT) != _IS_DAY:
            continue
        date = asked.facts.births[birth, _DATE]
        at = _place(posted.day_codes, date, 0, len(posted.day_codes))
        while at < len(posted.day_codes) and posted.day_codes[at] == date:
            if slate.best[posted.day_ranks[at]] > 0.0 and count < len(slate.found):
                slate.found[count] = posted.day_ranks[at]
                count += 1
            at += 1
    for document in range(asked.facts.document_starts[record], asked.facts.document_starts[record + 1]):
        number = asked.facts.documents[document, 0]
        at = _place(posted.number_codes, number, 0, len(posted.number_codes))
        while at < len(posted.number_codes) and posted.number_codes[at] == number and count < len(slate.found):
            slate.found[count] = posted.number_ranks[at]
            count += 1
            at += 1
    return count


@borrower
def _once(posted: Postings, slate: Slate, count: int, after: int) -> int:
    """Keep of the candidates, in order, each once, and none of an earlier record; return how many are left."""
    kept = 0
    for at in range(count):
        if (kept == 0 or slate.found[at] != slate.found[kept - 1]) and posted.order[slate.found[at]] > after:
            slate.found[kept] = slate.found[at]
            kept += 1
    return kept
