"""Which names hold which word: a sorted part that may be mapped from disk, and a part for what came since.

A posting is a number that tells the name and, in its lowest bits, how the word stands there (`Stand`): names in which a
word stands alike are worth alike beside a name that they share no more with, so those that cannot be among the best are
passed over together.

Rules: a name stands at most once under a word; under a word, names that hold it alike stand together, in the order of
their ties; the later part is merged into the sorted one when it has grown to a quarter of it (`is_due`), so a name
costs little to add and little to find.
"""

from enum import IntEnum
from typing import Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from tansiq.matching.columns import Column, Places
from tansiq.matching.errors import FullIndexError
from tansiq.matching.spelling import Ints

_LEAST_LATER: Final = 4096
_LATER_SHARE: Final = 4
STAND_BITS: Final = 7
STANDS: Final = 1 << STAND_BITS
_MOST_NAMES: Final = 1 << (32 - STAND_BITS)
_LENGTH: Final = 15
_SCRIPTS: Final = 3
_WORN_OR_INITIALS: Final = 0xFC00

Numbers = npt.NDArray[np.uint32]
Shapes = npt.NDArray[np.uint16]


class Stand(IntEnum):
    """How a word stands in a name, as flags; bits 0 to 2 tell how many words the name has, less one.

    Attributes:
        ARABIC: The name begins in Arabic letters.
        FIRST, LAST: The word is the first of the name, the last.
        LOOSE: The name has words worn in front, or initials.
    """

    ARABIC = 8
    FIRST = 16
    LAST = 32
    LOOSE = 64


class PostingArrays(NamedTuple):
    """The postings as kernels read them.

    Attributes:
        starts: int64 of shape (words + 1,): the postings of word w are `sorted[starts[w]:starts[w + 1]]`.
        sorted: uint32, the sorted part.
        heads: int32 for each word: the place in `later` of the posting that came last, -1 for none.
        nexts: int32: the place of the posting of the same word that came before, -1 for none.
        later: uint32, the postings that came since.
    """

    starts: Places
    sorted: Numbers
    heads: Ints
    nexts: Ints
    later: Numbers


class Postings:
    """The names of each word."""

    def __init__(self, starts: Places, numbers: Numbers) -> None:
        self._starts = starts
        self._sorted = numbers
        self._sizes = Column(np.diff(starts).astype(np.int32))
        self._heads = Column(np.zeros(0, np.int32))
        self._nexts = Column(np.zeros(0, np.int32))
        self._later = Column(np.zeros(0, np.uint32))

    @classmethod
    def empty(cls) -> Self:
        """Return postings of nothing."""
        return cls(np.zeros(1, np.int64), np.zeros(0, np.uint32))

    @classmethod
    def of_names(cls, words: Ints, shapes: Shapes, ties: Numbers) -> Self:
        """Return the postings of names.

        Args:
            words: The word numbers of each name, int32 of shape (names, words), padded with -1.
            shapes: The shape of each name, see `gathering.Rows`.
            ties: What orders names that hold a word alike, uint32 of shape (names,).
        """
        return cls(*_in_order(*_postings_of(words, shapes), ties, 0))

    @property
    def arrays(self) -> PostingArrays:
        """The postings as kernels read them; ask again after a change."""
        return PostingArrays(self._starts, self._sorted, self._heads.values, self._nexts.values, self._later.values)

    @property
    def sizes(self) -> Ints:
        """How many names each word has, int32; a word beyond its end has none."""
        return self._sizes.values

    @property
    def is_due(self) -> bool:
        """Whether `merge` is worth its time."""
        return len(self._later) > max(_LEAST_LATER, len(self._sorted) // _LATER_SHARE)

    def add(self, words: Ints, shapes: Shapes, *, first: int) -> Ints:
        """Put new names under their words; return the words of all postings that came.

        Args:
            words: As in `of_names`.
            shapes: As in `of_names`.
            first: The number of the first of these names.
        """
        found, fresh = _postings_of(words, shapes, first=first)
        for word, posting in zip(found.tolist(), fresh, strict=True):
            self._heads.fill_up(word + 1, -1)
            self._sizes.fill_up(word + 1, 0)
            self._nexts.extend(self._heads.values[word : word + 1])
            self._heads.values[word] = len(self._later)
            self._later.extend(np.array([posting], np.uint32))
            self._sizes.values[word] += 1
        return found

    def merge(self, ties: Numbers) -> None:
        """Make one sorted part of both; the answers stay.

        Args:
            ties: Of all names.
        """
        if len(self._later):
            self._settle(*self._pairs(), ties)

    def keep(self, renumbered: Ints, ties: Numbers) -> None:
        """Take names out and give the others new numbers.

        Args:
            renumbered: The new number of each name, -1 for those that go.
            ties: Of the names that stay, by their new numbers.
        """
        words, postings = self._pairs()
        names = renumbered[postings >> STAND_BITS]
        is_kept = names >= 0
        fresh = (names[is_kept].astype(np.uint32) << STAND_BITS) | (postings[is_kept] & (STANDS - 1))
        self._settle(words[is_kept], fresh, ties)

    def _pairs(self) -> tuple[Ints, Numbers]:
        """Return the word of every posting, and the postings."""
        words = np.repeat(np.arange(len(self._starts) - 1, dtype=np.int32), np.diff(self._starts))
        if not len(self._later):
            return words, self._sorted
        fresh = np.zeros(len(self._later), np.int32)
        nexts, heads = self._nexts.values, self._heads.values
        numbers = np.flatnonzero(heads >= 0).astype(np.int32)
        at = heads[numbers]
        while len(at):
            fresh[at] = numbers
            at = nexts[at]
            numbers, at = numbers[at >= 0], at[at >= 0]
        return np.concatenate([words, fresh]), np.concatenate([self._sorted, self._later.values])

    def _settle(self, words: Ints, postings: Numbers, ties: Numbers) -> None:
        self._starts, self._sorted = _in_order(words, postings, ties, len(self._sizes))
        self._sizes = Column(np.diff(self._starts).astype(np.int32))
        self._heads, self._nexts = (Column(np.zeros(0, np.int32)) for _ in range(2))
        self._later = Column(np.zeros(0, np.uint32))


def _postings_of(words: Ints, shapes: Shapes, *, first: int = 0) -> tuple[Ints, Numbers]:
    """Return the word of each posting, and the postings, of names numbered from `first` on."""
    names, width = words.shape
    if first + names > _MOST_NAMES:
        raise FullIndexError(_MOST_NAMES)
    lengths, is_held = (shapes & _LENGTH).astype(np.int64), words >= 0
    stands = np.maximum(lengths - 1, 0).astype(np.uint32)
    stands |= np.where(shapes >> 8 & _SCRIPTS == 2, Stand.ARABIC, 0).astype(np.uint32)
    stands |= np.where(shapes & _WORN_OR_INITIALS != 0, Stand.LOOSE, 0).astype(np.uint32)
    each = np.repeat(stands[:, None], width, axis=1)
    each[:, 0] |= np.uint32(Stand.FIRST)
    each[np.arange(names), np.maximum(lengths - 1, 0)] |= np.uint32(Stand.LAST)
    for one in range(width):
        for other in range(one + 1, width):
            again = np.flatnonzero((words[:, one] == words[:, other]) & is_held[:, other])
            each[again, one] |= each[again, other]
            is_held[again, other] = False
    each |= (np.arange(first, first + names, dtype=np.uint32) << STAND_BITS)[:, None]
    return words[is_held], each[is_held]


def _in_order(words: Ints, postings: Numbers, ties: Numbers, least: int) -> tuple[Places, Numbers]:
    """Return where the postings of each word begin, of `least` words or more, and the postings."""
    stands, names = (postings & (STANDS - 1)).astype(np.uint64), postings >> STAND_BITS
    key = (words.astype(np.uint64) << np.uint64(39)) | (stands << np.uint64(32)) | ties[names]
    sizes = np.bincount(words, minlength=least)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])
    return starts, postings[np.argsort(key, kind="stable")]
