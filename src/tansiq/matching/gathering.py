"""The names that may be worth the most beside a name, out of a million, without looking at most of them.

Each word of the name asked for has spellings in the index, each spelling has names. A name keeps, word by word, what it
has met (see `bounds`), and from this `name_bound` tells what laying it beside the name asked for can give.

Why little is lost by stopping early: words are looked up rarest first. A name not met yet can only meet the words that
are left. Once the `limit`th best of those laid beside the name so far is worth more than that (`outside_bound`), no
such name can be among the best; from there on only names already met gain. Of the last and commonest word only the
best kinds of names are looked up (`last_words`). What may be lost is what `most` cuts off, and a name that answers
with words written as one: no bound knows of those.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching.bounds import COUNT_PLACE, FIRST, FIRSTS, HIGHEST, OTHER_FIRST, OTHER_LAST, name_bound
from tansiq.matching.channels import Floats
from tansiq.matching.columns import Places
from tansiq.matching.kernels import borrower, inner, kernel
from tansiq.matching.postings import STAND_BITS, STANDS, PostingArrays, Stand
from tansiq.matching.spelling import Ints

_KINDS_BITS: Final = 10
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
_TAKEN: Final = np.uint64(1 << 63)
POSTING: Final = np.uint32(STAND_BITS)
STAND: Final = np.uint32(STANDS - 1)
_IS_FIRST, _IS_LAST = int(Stand.FIRST), int(Stand.LAST)


class Asked(NamedTuple):
    """The words of a name (at most 8) and their spellings, in the order in which they are looked up.

    Attributes:
        starts: int64 of shape (words + 1,): the spellings of each word.
        spellings: int32, numbers of words, the very word first, then the dearest.
        fresh: uint32: what a name gains that holds it, see `Scratch`.
        postings: int64 of shape (words,): the names that each word leads to.
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


class Rows(NamedTuple):
    """What is asked of each name, and of the row it belongs to.

    Attributes:
        alive: Of each name, whether its row holds a record.
        shapes: uint16, of each name. Bits 0 to 3: how many words it has; 8 and 9: the script in which it begins
            (1 Latin, 2 Arabic); 10 to 12, 13 to 15: the words worn in front and the initials, up to 7.
        owners: int32: the row of each name.
        ties: uint32, of each row: depends on its key alone.
    """

    alive: npt.NDArray[np.bool_]
    shapes: npt.NDArray[np.uint16]
    owners: Ints
    ties: npt.NDArray[np.uint32]


class Scratch(NamedTuple):
    """Room for one search at a time; `sums` is all zero between searches.

    Attributes:
        sums: uint32 for each name: what it has met, see `bounds`.
        met: int32: the names met.
    """

    sums: npt.NDArray[np.uint32]
    met: Ints


def scratch_for(names: int) -> Scratch:
    """Return room for searches over so many names."""
    return Scratch(np.zeros(names, np.uint32), np.zeros(names, np.int32))


@borrower
def outside_bound(asked: Asked, bounds: Ints, word: int) -> int:
    """Return the most that a name can be worth, in 1/16 bit, that meets no word before `word`."""
    words = len(asked.starts) - 1
    held = 0
    for later in range(word, words):
        if asked.starts[later] < asked.starts[later + 1]:
            held += int(np.int64(asked.fresh[asked.starts[later]]))
    most = -100_000
    held |= OTHER_FIRST | OTHER_LAST
    if held & FIRST != 0:
        held |= FIRSTS
    for length in range(1, 9):
        for script in range(1, 3):
            for worn in range(2):
                shape = length + (script << 8) + (worn << 10)
                bound = name_bound(held, words, asked.script, asked.worn, asked.initials, shape, bounds)
                most = max(most, bound)
    return most


@inner
def flags_of(fresh: int, stand: int) -> int:
    """Return the flags that a name gains by a word that stands so in it."""
    flags = 0
    if stand & _IS_LAST != 0:
        flags = OTHER_LAST
    if stand & _IS_FIRST != 0:
        flags |= OTHER_FIRST
        if int(np.int64(fresh)) & FIRST != 0:
            flags |= FIRSTS
    return flags


@inner
def gain(
    posting: int,
    fresh: int,
    is_open: bool,
    alive: npt.NDArray[np.bool_],
    sums: npt.NDArray[np.uint32],
    names_met: Ints,
    met: int,
) -> int:
    """Add to one name what its posting says; return how many names are met."""
    name = np.int64(posting >> POSTING)
    held = sums[name]
    flags = np.uint32(flags_of(fresh, int(np.int64(posting & STAND))))
    mask = np.uint32(7)
    if held != 0:
        if held & mask != fresh & mask:
            sums[name] = (held - (held & mask) + fresh) | flags
        else:
            sums[name] = held | flags
    elif is_open and alive[name]:
        sums[name] = fresh | flags
        names_met[met] = name
        met += 1
    return met


@borrower
def _gather(
    postings: PostingArrays, number: int, fresh: int, is_open: bool, alive: npt.NDArray[np.bool_],
    scratch: Scratch, met: int,
) -> int:  # fmt: skip
    """Add to names what they gain by one spelling; return how many are met."""
    sums, names_met = scratch
    starts, numbers = postings.starts, postings.sorted
    if number + 1 < len(starts):
        for at in range(starts[number], starts[number + 1]):
            met = gain(numbers[at], fresh, is_open, alive, sums, names_met, met)
    return gather_later(postings, number, fresh, is_open, alive, scratch, met)


@borrower
def gather_later(
    postings: PostingArrays, number: int, fresh: int, is_open: bool, alive: npt.NDArray[np.bool_],
    scratch: Scratch, met: int,
) -> int:  # fmt: skip
    """The same of the later part alone."""
    sums, names_met = scratch
    heads, nexts, later = postings.heads, postings.nexts, postings.later
    place = heads[number] if number < len(heads) else -1
    while place >= 0:
        met = gain(later[place], fresh, is_open, alive, sums, names_met, met)
        place = nexts[place]
    return met


@borrower
def gather_word(
    postings: PostingArrays, asked: Asked, word: int, alive: npt.NDArray[np.bool_], scratch: Scratch, met: int
) -> int:
    """Add what each name gains by one word; where `met` is negative, only names already met gain.

    Returns:
        How many names are met (`met` more than before): the first of `scratch.met`.
    """
    mark = np.uint32(word)
    for at in range(asked.starts[word], asked.starts[word + 1]):
        met = _gather(postings, asked.spellings[at], asked.fresh[at] + mark, met >= 0, alive, scratch, met)
    return met


@kernel
def likest(asked: Asked, rows: Rows, scratch: Scratch, met: int, bounds: Ints, most: int) -> tuple[Ints, Ints]:
    """Return up to `most` of the names met and their bounds in 1/16 bit, the highest first.

    Names with equal bounds are chosen by their ties; where even those are equal, a few more than `most` may come.
    """
    names_met = scratch.met
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
            chosen[place], found[place] = names_met[at], HIGHEST - bins[at]
            ends[bins[at]] += 1
    for at in range(len(edge)):
        chosen[above + at], found[above + at] = edge[at], HIGHEST - last
    return chosen, found


@borrower
def _put_in_bins(  # noqa: PLR0913, PLR0917 # a kernel's tuples are its parameter objects
    asked: Asked, rows: Rows, scratch: Scratch, bounds: Ints, bins: Ints, ends: Places,
    known: npt.NDArray[np.uint64], known_bins: Ints,
) -> None:  # fmt: skip
    """Fill in the bin of each name met, and one place later how many names each bin holds.

    Names that met the same and have the same shape have the same bound: `known` remembers kinds of names, by chance
    one in each place, and `known_bins` their bins.
    """
    sums, names_met = scratch
    mine, script, shapes = len(asked.starts) - 1, asked.script, rows.shapes
    worn, initials = asked.worn, asked.initials
    for at in range(len(bins)):
        name = names_met[at]
        held, shape = sums[name], shapes[name]
        kind = ((np.uint64(held) >> np.uint64(COUNT_PLACE)) << np.uint64(16)) | np.uint64(shape) | _TAKEN
        place = (kind * _SPREAD) >> np.uint64(64 - _KINDS_BITS)
        if known[place] != kind:
            bound = name_bound(held, mine, script, worn, initials, shape, bounds)
            known[place], known_bins[place] = kind, min(max(HIGHEST - bound, 0), 2047)
        bins[at] = known_bins[place]
        ends[bins[at] + 1] += 1


@kernel
def _edge(rows: Rows, scratch: Scratch, bins: Ints, last: int, within: int, most: int) -> Ints:
    """Return the names of the last bin that are kept: `most` of them, by their ties."""
    found, count, names_met = np.empty(within, np.int32), 0, scratch.met
    for at in range(len(bins)):
        if bins[at] == last:
            found[count] = names_met[at]
            count += 1
    if most >= within:
        return found
    ties = rows.ties[rows.owners[found]]
    chosen: Ints = found[ties <= np.partition(ties, most - 1)[most - 1]]
    return chosen


@borrower
def clear(scratch: Scratch, met: int) -> None:
    """Make the scratch ready for the next search."""
    sums, names_met = scratch
    for at in range(met):
        sums[names_met[at]] = 0


@kernel
def shared_bits(
    postings: PostingArrays, asked: Asked, alive: npt.NDArray[np.bool_], scratch: Scratch
) -> tuple[Ints, Floats]:
    """Return every name that shares a word, and what the words it shares are worth in bits."""
    met = 0
    for word in range(len(asked.starts) - 1):
        met = gather_word(postings, asked, word, alive, scratch, met)
    found, bits = scratch.met[:met].copy(), np.empty(met, np.float32)
    for at in range(met):
        bits[at] = ((scratch.sums[found[at]] >> 7) & 4095) / 16.0
    clear(scratch, met)
    return found, bits
