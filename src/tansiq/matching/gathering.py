"""The rows that may be worth the most beside a name, out of a million, without looking at most of them.

Each word of the name has spellings in the index, each spelling has rows. A row keeps, word by word, how many words it
has met, what the dearest spellings of those are worth together, and what the scorecard gives for them at most. From
this `row_bound` tells the most that laying any of its names beside the name can give: every word met is answered, and
only what is certain is held against the row. Sums are whole numbers (1/16 bit, rounded up), so they do not depend on
the order in which words were looked up.

Why nothing is lost by stopping early: words are looked up rarest first. A row not met yet can only meet the words that
are left. Once the `limit`th best of the rows laid beside the name so far is worth more than that (`outside_bound`), no
such row can be among the best; from there on only rows already met gain. What may be lost is what `most` cuts off, and
a row that answers with words written as one: no bound knows of those.
"""

from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching.channels import Floats
from tansiq.matching.columns import Places
from tansiq.matching.kernels import borrower, inner, kernel
from tansiq.matching.postings import PostingArrays
from tansiq.matching.spelling import Ints

UNITS: Final = 16
"""Parts of a bit in which sums are kept."""
MOST_WORTH: Final = 31.0
MOST_GIVEN: Final = 15.0
"""What one word is worth, and what the scorecard gives for its place, at most: eight such sums fit 12 and 11 bits."""
_HIGHEST: Final = 80 * UNITS
"""Bounds from -48 to 80 bits are told apart: 2,048 bins of a sixteenth of a bit."""
_KINDS_BITS: Final = 10
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
_TAKEN: Final = np.uint64(1 << 63)
_COUNT: Final = 3
_WORTH: Final = 7
_GIVEN: Final = 19
_LAST: Final = 1 << 30
_FIRST: Final = 1 << 31


class Asked(NamedTuple):
    """The words of a name (at most 8) and their spellings, in the order in which they are looked up.

    Attributes:
        starts: int64 of shape (words + 1,): the spellings of each word.
        spellings: int32, numbers of words, the dearest spelling of each word first.
        fresh: uint32: what a row gains that holds it, see `Scratch`.
        postings: int64 of shape (words,): the rows that each word leads to.
        script: The script in which the name begins, as a flag of `Rows.shapes`.
        worn, initials: How many words stand in front that may be left out, see `words.worn`, and how many initials.
    """

    starts: npt.NDArray[np.int64]
    spellings: Ints
    fresh: npt.NDArray[np.uint32]
    postings: npt.NDArray[np.int64]
    script: int
    worn: int
    initials: int


class Bound(IntEnum):
    """What the scorecard gives at most beside what it gives for words met: places in one int32 array, in 1/16 bit.

    One array, because a kernel that takes several out of a tuple counts references for every row.

    Attributes:
        BASE: For any pair.
        ACROSS: Where no name of the row begins in the script of the name asked for.
        WORN: For each word in front that one of the names may do without.
        INITIAL: For each initial.
        FIRST_FREE: Where the first word is not met and words are left over on both sides.
        FIRST_EXTRA, LAST_EXTRA: Where the first or the last word is not met, and maybe no other contradicts.
        BOTH: For 0 to 8 words left over on both sides.
        EXTRA: For 0 to 8 more words on one side.
        SEVERAL: For 0 to 8 words met.
        SINGLE: Where one name has one word and the other more; where both have; where neither.
        CLEAN, SHARED: For words worth 0 to 4095 / 16 bits together, where nothing contradicts, and else.
        WEAKEST: For the dearest word, worth 0 to 4095 / 16 bits.
    """

    BASE = 0
    ACROSS = 1
    WORN = 2
    INITIAL = 3
    FIRST_FREE = 4
    FIRST_EXTRA = 5
    LAST_EXTRA = 6
    BOTH = 7
    EXTRA = 16
    SEVERAL = 25
    SINGLE = 34
    CLEAN = 37
    SHARED = 37 + 4096
    WEAKEST = 37 + 2 * 4096


BOUNDS: Final = 37 + 3 * 4096
"""How many there are."""
(
    _BASE, _ACROSS, _WORN, _INITIAL, _FIRST_FREE, _FIRST_EXTRA, _LAST_EXTRA, _BOTH, _EXTRA, _SEVERAL, _SINGLE,
    _CLEAN, _SHARED, _WEAKEST,
) = (int(place) for place in Bound)  # fmt: skip


class Rows(NamedTuple):
    """What is asked of each row.

    Attributes:
        alive: Whether it holds a record.
        shapes: uint16. Bits 0 to 3: how many words its shortest name has; 4 to 7: how many its longest; 8 and 9: in
            which scripts its names begin (1 Latin, 2 Arabic, 3 both); 10 to 12, 13 to 15: the most words worn in front
            and the most initials in one of its names, up to 7.
        ties: uint32: depends on its key alone.
    """

    alive: npt.NDArray[np.bool_]
    shapes: npt.NDArray[np.uint16]
    ties: npt.NDArray[np.uint32]


class Scratch(NamedTuple):
    """Room for one search at a time; `sums` is all zero between searches.

    Attributes:
        sums: uint32 for each row. Bits 0 to 2: the last word met; 3 to 6: how many are met; 7 to 18: what they are
            worth; 19 to 29: what the scorecard gives for their places; 30, 31: whether the last, the first is met.
        met: int32: the rows met.
    """

    sums: npt.NDArray[np.uint32]
    met: Ints


def scratch_for(rows: int) -> Scratch:
    """Return room for searches over so many rows."""
    return Scratch(np.zeros(rows, np.uint32), np.zeros(rows, np.int32))


def gains(worth: Floats, given: npt.ArrayLike, *, is_first: bool, is_last: bool) -> npt.NDArray[np.uint32]:
    """Return what rows gain by spellings of one word, as `Asked.fresh`: uint32 of the same shape.

    Args:
        worth: What each is worth, in bits.
        given: What is given beside that, in bits: one number, or one for each.
        is_first: The word is the first of the name.
        is_last: The word is the last of the name.
    """
    worth_units = np.ceil(np.clip(worth, 0.0, MOST_WORTH) * UNITS).astype(np.uint32)
    given_units = np.ceil(np.clip(given, 0.0, MOST_GIVEN) * UNITS).astype(np.uint32)
    flags = (_FIRST if is_first else 0) + (_LAST if is_last else 0)
    return np.asarray((worth_units << _WORTH) + (given_units << _GIVEN) + np.uint32((1 << _COUNT) + flags), np.uint32)


@inner
def row_bound(held: int, mine: int, script: int, worn: int, initials: int, shape: int, bounds: Ints) -> int:
    """Return the most that a row can be worth, in 1/16 bit: `held` of it is met by a name of `mine` words."""
    summed, shaped = int(np.int64(held)), int(np.int64(shape))
    shortest, longest, any_initials = shaped & 15, (shaped >> 4) & 15, initials + (shaped >> 13)
    worn += (shaped >> 10) & 7
    worth, count, is_first_met = (summed >> 7) & 4095, (summed >> 3) & 15, (summed >> 31) != 0 or worn > 0
    both = max(0, min(mine, shortest) - count - any_initials - worn)
    extra = max(0, shortest - mine - worn, mine - longest - worn)
    bound = ((summed >> 19) & 2047) + int(bounds[_BASE]) + bounds[_BOTH + both] + bounds[_EXTRA + extra]
    bound += bounds[_SEVERAL + min(count + any_initials, 8)] + bounds[_WEAKEST + max(0, worth - 16 * (count - 1))]
    bound += bounds[_WORN] * worn + bounds[_INITIAL] * any_initials
    if both > 0:
        bound += bounds[_SHARED + worth] + (0 if is_first_met else bounds[_FIRST_FREE])
    else:
        if is_first_met or any_initials > 0:
            bound += max(bounds[_CLEAN + worth], bounds[_SHARED + worth])
        else:
            bound += bounds[_SHARED + worth] + bounds[_FIRST_EXTRA]
        if (summed >> 30) & 1 == 0 and any_initials == 0:
            bound += bounds[_LAST_EXTRA]
    if (mine == 1 and shortest > 1) or (mine > 1 and longest == 1):
        bound += bounds[_SINGLE]
    else:
        bound += max(bounds[_SINGLE], bounds[_SINGLE + 1] if mine == 1 else bounds[_SINGLE + 2])
    if (shaped >> 8) & script & 3 == 0:
        bound += bounds[_ACROSS]
    return int(bound)


@borrower
def outside_bound(asked: Asked, bounds: Ints, word: int) -> int:
    """Return the most that a row can be worth, in 1/16 bit, that meets no word before `word`."""
    words = len(asked.starts) - 1
    held = 0
    for later in range(word, words):
        if asked.starts[later] < asked.starts[later + 1]:
            held += int(np.int64(asked.fresh[asked.starts[later]]))
    most = -100_000
    for length in range(1, 9):
        for script in range(1, 3):
            shape = length + (length << 4) + (script << 8) + (1 << 10)
            most = max(most, row_bound(held, words, asked.script, asked.worn, asked.initials, shape, bounds))
    return most


@borrower
def gather_word(
    postings: PostingArrays, asked: Asked, word: int, alive: npt.NDArray[np.bool_], scratch: Scratch, met: int
) -> int:
    """Add what each row gains by one word; where `met` is negative, only rows already met gain.

    Returns:
        How many rows are met (`met` more than before): the first of `scratch.met`.
    """
    sums, rows_met = scratch
    starts, rows, heads, nexts, later = postings
    spellings, gained = asked.spellings, asked.fresh
    is_open, word_mark, mask = met >= 0, np.uint32(word), np.uint32(7)
    for at in range(asked.starts[word], asked.starts[word + 1]):
        number, fresh = spellings[at], gained[at] + word_mark
        start, end = 0, 0
        if number + 1 < len(starts):
            start, end = starts[number], starts[number + 1]
        place = heads[number] if number < len(heads) else -1
        while start < end or place >= 0:
            if start < end:
                row = rows[start]
                start += 1
            else:
                row, place = later[place], nexts[place]
            held = sums[row]
            if held != 0:
                if held & mask != word_mark:
                    sums[row] = held - (held & mask) + fresh
            elif is_open and alive[row]:
                sums[row] = fresh
                rows_met[met] = row
                met += 1
    return met


@kernel
def likest(asked: Asked, rows: Rows, scratch: Scratch, met: int, bounds: Ints, most: int) -> tuple[Ints, Ints]:
    """Return up to `most` of the rows met and their bounds in 1/16 bit, the highest first.

    Rows with equal bounds are chosen by their ties; where even those are equal, a few more than `most` may come.
    """
    rows_met = scratch.met
    bins, ends = np.empty(met, np.int32), np.zeros(2049, np.int64)
    known, known_bins = np.zeros(1 << _KINDS_BITS, np.uint64), np.zeros(1 << _KINDS_BITS, np.int32)
    _put_in_bins(asked, rows, scratch, bounds, bins, ends, known, known_bins)
    last, above = 0, 0
    while last < 2047 and above + ends[last + 1] < most:
        above += ends[last + 1]
        last += 1
    edge = _edge(rows, scratch, bins, last, ends[last + 1], most - above)
    for at in range(1, last + 1):
        ends[at] += ends[at - 1]
    chosen, found = np.empty(above + len(edge), np.int32), np.empty(above + len(edge), np.int32)
    for at in range(met):
        if bins[at] < last:
            place = ends[bins[at]]
            chosen[place], found[place] = rows_met[at], _HIGHEST - bins[at]
            ends[bins[at]] += 1
    for at in range(len(edge)):
        chosen[above + at], found[above + at] = edge[at], _HIGHEST - last
    return chosen, found


@borrower
def _put_in_bins(  # noqa: PLR0913, PLR0917 # a kernel's tuples are its parameter objects
    asked: Asked, rows: Rows, scratch: Scratch, bounds: Ints, bins: Ints, ends: Places,
    known: npt.NDArray[np.uint64], known_bins: Ints,
) -> None:  # fmt: skip
    """Fill in the bin of each row met, and one place later how many rows each bin holds.

    Rows that met the same and have the same shape have the same bound: `known` remembers kinds of rows, by chance one
    in each place, and `known_bins` their bins.
    """
    sums, rows_met = scratch
    mine, script, shapes = len(asked.starts) - 1, asked.script, rows.shapes
    worn, initials = asked.worn, asked.initials
    for at in range(len(bins)):
        row = rows_met[at]
        held, shape = sums[row], shapes[row]
        kind = ((np.uint64(held) >> np.uint64(_COUNT)) << np.uint64(16)) | np.uint64(shape) | _TAKEN
        place = (kind * _SPREAD) >> np.uint64(64 - _KINDS_BITS)
        if known[place] != kind:
            bound = row_bound(held, mine, script, worn, initials, shape, bounds)
            known[place], known_bins[place] = kind, min(max(_HIGHEST - bound, 0), 2047)
        bins[at] = known_bins[place]
        ends[bins[at] + 1] += 1


@kernel
def _edge(rows: Rows, scratch: Scratch, bins: Ints, last: int, within: int, most: int) -> Ints:
    """Return the rows of the last bin that are kept: `most` of them, by their ties."""
    found, count, rows_met = np.empty(within, np.int32), 0, scratch.met
    for at in range(len(bins)):
        if bins[at] == last:
            found[count] = rows_met[at]
            count += 1
    if most >= within:
        return found
    ties = rows.ties[found]
    chosen: Ints = found[ties <= np.partition(ties, most - 1)[most - 1]]
    return chosen


@borrower
def clear(scratch: Scratch, met: int) -> None:
    """Make the scratch ready for the next search."""
    sums, rows_met = scratch
    for at in range(met):
        sums[rows_met[at]] = 0


@kernel
def shared_bits(
    postings: PostingArrays, asked: Asked, alive: npt.NDArray[np.bool_], scratch: Scratch
) -> tuple[Ints, Floats]:
    """Return every row that shares a word, and what the words it shares are worth in bits."""
    met = 0
    for word in range(len(asked.starts) - 1):
        met = gather_word(postings, asked, word, alive, scratch, met)
    found, bits = scratch.met[:met].copy(), np.empty(met, np.float32)
    for at in range(met):
        bits[at] = ((scratch.sums[found[at]] >> 7) & 4095) / 16.0
    clear(scratch, met)
    return found, bits
