"""Which rows hold which word: a sorted part that may be mapped from disk, and a part for what came since.

Rules: a row stands at most once under a word; the later part is merged into the sorted one when it has grown to a
quarter of it, so a row costs little to add and little to find; rows are only taken out by `kept`.
"""

from typing import Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from tansiq.matching.columns import Column, Places
from tansiq.matching.spelling import Ints

_LEAST_LATER: Final = 4096
_LATER_SHARE: Final = 4


class PostingArrays(NamedTuple):
    """The postings as kernels read them.

    Attributes:
        starts: int64 of shape (words + 1,): the rows of word w are `rows[starts[w]:starts[w + 1]]`, ascending.
        rows: int32, the sorted part.
        heads: int32 for each word: the place in `later` of the row that came last, -1 for none.
        nexts: int32: the place of the row of the same word that came before, -1 for none.
        later: int32, the rows that came since.
    """

    starts: Places
    rows: Ints
    heads: Ints
    nexts: Ints
    later: Ints


class Postings:
    """The rows of each word."""

    def __init__(self, starts: Places, rows: Ints) -> None:
        self._starts = starts
        self._rows = rows
        self._sizes = Column(np.diff(starts).astype(np.int32))
        self._heads = Column(np.zeros(0, np.int32))
        self._nexts = Column(np.zeros(0, np.int32))
        self._later = Column(np.zeros(0, np.int32))

    @classmethod
    def empty(cls) -> Self:
        """Return postings of nothing."""
        return cls(np.zeros(1, np.int64), np.zeros(0, np.int32))

    @classmethod
    def of_names(cls, numbers: Ints, rows: Ints) -> Self:
        """Return the postings of names.

        Args:
            numbers: The word numbers of each name, int32 of shape (names, words), padded with -1.
            rows: The row of each name, int32 of shape (names,).
        """
        held = numbers >= 0
        pairs = (numbers[held].astype(np.int64) << 32) | np.broadcast_to(rows[:, None], numbers.shape)[held]
        pairs.sort()
        if len(pairs):
            pairs = pairs[np.concatenate([[True], pairs[1:] != pairs[:-1]])]
        sizes = np.bincount(pairs >> 32)
        return cls(_starts(sizes), (pairs & 0xFFFFFFFF).astype(np.int32))

    @property
    def arrays(self) -> PostingArrays:
        """The postings as kernels read them; ask again after a change."""
        return PostingArrays(self._starts, self._rows, self._heads.values, self._nexts.values, self._later.values)

    @property
    def sizes(self) -> Ints:
        """How many rows each word has, int32; a word beyond its end has none."""
        return self._sizes.values

    def add(self, row: int, numbers: npt.NDArray[np.integer]) -> None:
        """Put a new row under distinct words."""
        for number in numbers.tolist():
            self._heads.fill_up(number + 1, -1)
            self._sizes.fill_up(number + 1, 0)
            self._nexts.extend(self._heads.values[number : number + 1])
            self._heads.values[number] = len(self._later)
            self._later.extend(np.array([row], np.int32))
            self._sizes.values[number] += 1
        if len(self._later) > max(_LEAST_LATER, len(self._rows) // _LATER_SHARE):
            self.merge()

    def rows_of(self, number: int) -> Ints:
        """Return the rows of a word, ascending."""
        starts, rows, heads, nexts, later = self.arrays
        sorted_rows = rows[starts[number] : starts[number + 1]] if number + 1 < len(starts) else rows[:0]
        found, at = [], int(heads[number]) if number < len(heads) else -1
        while at >= 0:
            found.append(int(later[at]))
            at = int(nexts[at])
        return np.concatenate([sorted_rows, np.array(found[::-1], np.int32)]) if found else sorted_rows

    def merge(self) -> None:
        """Make one sorted part of both; the answers stay."""
        if len(self._later):
            words, rows = self._pairs()
            order = np.lexsort((rows, words))
            self._settle(words[order], rows[order])

    def keep(self, renumbered: Ints) -> None:
        """Take rows out and give the others new numbers.

        Args:
            renumbered: The new number of each row, -1 for those that go; the order of rows stays.
        """
        words, rows = self._pairs()
        rows = renumbered[rows]
        words, rows = words[rows >= 0], rows[rows >= 0]
        order = np.lexsort((rows, words))
        self._settle(words[order], rows[order])

    def _pairs(self) -> tuple[Ints, Ints]:
        """Return word and row of every posting."""
        words = np.repeat(np.arange(len(self._starts) - 1, dtype=np.int32), np.diff(self._starts))
        if not len(self._later):
            return words, self._rows
        fresh = np.zeros(len(self._later), np.int32)
        nexts, heads = self._nexts.values, self._heads.values
        numbers = np.flatnonzero(heads >= 0).astype(np.int32)
        at = heads[numbers]
        while len(at):
            fresh[at] = numbers
            at = nexts[at]
            numbers, at = numbers[at >= 0], at[at >= 0]
        return np.concatenate([words, fresh]), np.concatenate([self._rows, self._later.values])

    def _settle(self, words: Ints, rows: Ints) -> None:
        sizes = np.bincount(words, minlength=len(self._sizes))
        self._starts, self._rows = _starts(sizes), rows
        self._sizes = Column(sizes.astype(np.int32))
        self._heads, self._nexts, self._later = (Column(np.zeros(0, np.int32)) for _ in range(3))


def _starts(sizes: npt.NDArray[np.integer]) -> Places:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])
