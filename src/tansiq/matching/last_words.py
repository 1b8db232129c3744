"""The last and commonest word of a name: of a hundred thousand names that hold it, those that may be among the best.

Under a word, names that hold it alike stand together (`postings.Stand`): those that meet no other word of the name
asked for are all worth much the same. So the best kinds are looked up, and of a kind no more names than are asked for
where one is worth what another is; which of those is told by their ties.

Rule: names met by other words gain as by any word, or, where they are few, as much as the word can give: all of them
are then laid beside the name asked for.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching.bounds import HIGHEST, name_bound
from tansiq.matching.columns import Places
from tansiq.matching.gathering import STAND, Asked, Rows, Scratch, flags_of, gain, gather_later
from tansiq.matching.kernels import borrower, inner, kernel
from tansiq.matching.postings import STANDS, PostingArrays, Stand
from tansiq.matching.spelling import Ints

_IS_FIRST, _IS_LAST, _IS_LOOSE, _IS_ARABIC = (
    int(Stand.FIRST), int(Stand.LAST), int(Stand.LOOSE), int(Stand.ARABIC)
)  # fmt: skip
_ENOUGH: Final = 3
"""Names for each row asked for that are enough of those worth the same: a row has several names."""
_FEW: Final = 16
"""Postings of a word common beyond so many for each name met are not looked through for those met: these are laid."""


class Kinds(NamedTuple):
    """Names that hold a spelling alike: room for those of one word.

    Attributes:
        spellings: int32: the place of the spelling in `Asked`.
        starts, stops: int64: their postings.
        sizes: int64: how many of them are enough: where each contradicts the name asked for all are worth the same.
        bounds: int32: what a name can be worth that meets no more.
    """

    spellings: Ints
    starts: Places
    stops: Places
    sizes: Places
    bounds: Ints


@kernel
def gather_last(  # noqa: PLR0913, PLR0917 # a kernel's tuples are its parameter objects
    postings: PostingArrays,
    asked: Asked,
    rows: Rows,
    scratch: Scratch,
    met: int,
    bounds: Ints,
    limit: int,
    most: int,
    least: int,
) -> int:
    """Add what names gain by the last word: of names not met yet, only `most` of the best kinds; return how many.

    Where the word is common and few names are met, those all gain the most that it can give: they will be laid.

    Args:
        least: Names not met yet that can only be worth less, in 1/16 bit, are left out.
    """
    word = len(asked.starts) - 2
    first, end = asked.starts[word], asked.starts[word + 1]
    room = min(int(asked.postings[word]), (end - first) * STANDS)
    kinds = Kinds(
        np.empty(room, np.int32), np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64),
        np.empty(room, np.int32),
    )  # fmt: skip
    count = _put_kinds(postings, asked, bounds, kinds, _ENOUGH * limit)
    least = max(least, _least_of(kinds.bounds[:count], kinds.sizes[:count], most))
    is_passed = 0 < met < min(most // 2, asked.postings[word] // _FEW)
    if is_passed:
        _give_most(asked, scratch, met)
    mark = np.uint32(word)
    for at in range(count):
        fresh = asked.fresh[kinds.spellings[at]] + mark
        met = _gather_kind(postings, kinds, at, fresh, (least, is_passed), rows.alive, scratch, met)
    for at in range(first, end):
        met = gather_later(postings, asked.spellings[at], asked.fresh[at] + mark, met >= 0, rows.alive, scratch, met)
    return met


@borrower
def _gather_kind(  # noqa: PLR0913, PLR0917
    postings: PostingArrays, kinds: Kinds, at: int, fresh: int, limits: tuple[int, bool],
    alive: npt.NDArray[np.bool_], scratch: Scratch, met: int,
) -> int:  # fmt: skip
    """Add what names of one kind gain; return how many are met."""
    least, is_passed = limits
    sums, names_met = scratch
    numbers, before = postings.sorted, met
    is_open = kinds.bounds[at] >= least
    if is_open or not is_passed:
        for place in range(kinds.starts[at], kinds.stops[at]):
            met = gain(numbers[place], fresh, is_open, alive, sums, names_met, met)
            if met - before >= kinds.sizes[at]:
                is_open = False
                if is_passed:
                    break
    return met


@borrower
def _put_kinds(postings: PostingArrays, asked: Asked, bounds: Ints, kinds: Kinds, enough: int) -> int:
    """Fill in the kinds of names that hold the last word; return how many there are."""
    word, count = len(asked.starts) - 2, 0
    starts, numbers = postings.starts, postings.sorted
    for at in range(asked.starts[word], asked.starts[word + 1]):
        number = asked.spellings[at]
        start, end = (starts[number], starts[number + 1]) if number + 1 < len(starts) else (0, 0)
        while start < end:
            stand = numbers[start] & STAND
            stop, beyond = start + 1, 1
            while stop < end and numbers[stop] & STAND == stand:
                stop, beyond = min(end, stop + beyond), 2 * beyond
            low = max(start + 1, stop - beyond)
            while low < stop:
                middle = (low + stop) // 2
                if numbers[middle] & STAND == stand:
                    low = middle + 1
                else:
                    stop = middle
            kinds.spellings[count], kinds.starts[count], kinds.stops[count] = at, start, stop
            kinds.bounds[count] = _kind_bound(asked, asked.fresh[at], int(np.int64(stand)), bounds)
            is_even = (
                len(asked.starts) > 2
                and stand & 7 != 0
                and stand & np.uint32(_IS_LOOSE) == 0
                and asked.initials + asked.worn == 0
            )
            kinds.sizes[count] = min(stop - start, enough) if is_even else stop - start
            count += 1
            start = stop
    return count


@inner
def _kind_bound(asked: Asked, fresh: int, stand: int, bounds: Ints) -> int:
    """Return what a name can be worth in which a word stands so and that meets no more."""
    script = 2 if stand & _IS_ARABIC != 0 else 1
    shape = (stand & 7) + 1 + (script << 8) + ((1 << 10) if stand & _IS_LOOSE != 0 else 0)
    held = int(np.int64(fresh)) | flags_of(fresh, stand)
    return name_bound(held, len(asked.starts) - 1, asked.script, asked.worn, asked.initials, shape, bounds)


@kernel
def _least_of(bounds: Ints, sizes: Places, most: int) -> int:
    """Return the least bound with which a name is among the `most` highest."""
    bins = np.zeros(2048, np.int64)
    for at in range(len(bounds)):
        bins[min(max(HIGHEST - bounds[at], 0), 2047)] += sizes[at]
    above, last = bins[0], 0
    while last < 2047 and above < most:
        last += 1
        above += bins[last]
    return HIGHEST - last


@borrower
def _give_most(asked: Asked, scratch: Scratch, met: int) -> None:
    """Let all names met gain the most that the last word can give."""
    sums, names_met = scratch
    word = len(asked.starts) - 2
    if asked.starts[word] == asked.starts[word + 1]:
        return
    fresh, mask = asked.fresh[asked.starts[word]] + np.uint32(word), np.uint32(7)
    flags = np.uint32(flags_of(fresh, _IS_FIRST | _IS_LAST))
    for at in range(met):
        held = sums[names_met[at]]
        sums[names_met[at]] = (held - (held & mask) + fresh) | flags
