"""The left side of many comparisons: names read once, and what each of their words is worth against a lexicon.

Rule: what two names are worth depends on the two names alone, never on the batch or the index they are compared in.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tansiq.matching.alignment import Alignment, Floats, align
from tansiq.matching.lexicon import Ints, Lexicon, Spellings
from tansiq.matching.words import MAX_WORDS, Word

Reading = tuple[Word, ...]


class Panel:
    """Some names against the words of a lexicon.

    Attributes:
        rows: The names: places in `spellings`, int32 of shape (names, MAX_WORDS), padded with -1.
        spellings: For each word of the names, what may spell it.
    """

    def __init__(self, rows: Ints, spellings: Sequence[Spellings], *, vocabulary: int) -> None:
        self.rows = rows
        self.spellings = spellings
        self._told = np.array([*(found.told for found in spellings), 0.0], np.float32)
        self._table = np.zeros((len(spellings) + 1, vocabulary + 1), np.float32)
        for row, found in enumerate(spellings):
            self._table[row, found.words] = found.worth

    def told_bits(self, name: int) -> float:
        """Return what a name of the panel tells when it is met again whole."""
        return float(self._told[self.rows[name]].sum())

    def align(self, left: npt.NDArray[np.intp], right: Ints) -> Alignment:
        """Align names of the panel (places, shape (n,)) with names given as word numbers, shape (n, MAX_WORDS)."""
        rows = self.rows[left]
        left_words, right_words = (rows >= 0).sum(axis=1), (right >= 0).sum(axis=1)
        rows = rows[:, : max(1, int(left_words.max(initial=0)))]
        right = right[:, : max(1, int(right_words.max(initial=0)))]
        return align(self._table[rows[:, :, None], right[:, None, :]], left_words, right_words)


def read_panel(lexicon: Lexicon, names: Sequence[Reading], *, unfinished: bool = False) -> Panel:
    """Return a panel of names against `lexicon`; if `unfinished`, the last word of the last is still being typed."""
    words = tuple(reversed(dict.fromkeys(word for name in reversed(names) for word in reversed(name))))
    spellings = lexicon.spellings(words, unfinished=unfinished) if words else []
    place = {word: row for row, word in enumerate(words)}
    rows = number_table([[place[word] for word in name] for name in names])
    return Panel(rows, spellings, vocabulary=len(lexicon))


def told_bits(lexicon: Lexicon, numbers: Ints) -> Floats:
    """Return what each of some names tells when it is met again whole: float32 of shape (names,)."""
    if not len(lexicon):
        return np.zeros(len(numbers), np.float32)
    return np.asarray(np.where(numbers >= 0, lexicon.information[numbers], 0.0).sum(axis=1), np.float32)


def number_table(names: Sequence[Sequence[int]]) -> Ints:
    """Return names as int32 of shape (names, MAX_WORDS), padded with -1."""
    table = np.full((len(names), MAX_WORDS), -1, np.int32)
    for row, name in enumerate(names):
        table[row, : len(name)] = name
    return table
