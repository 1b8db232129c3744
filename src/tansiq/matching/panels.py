"""The left side of many comparisons: names read once, and what each of their words is worth against a lexicon.

Rule: what two names are worth depends on the two names alone, never on the batch or the index they are compared in.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from tansiq.matching.alignment import Alignment, Floats, align
from tansiq.matching.lexicon import Ints, Lexicon, Spellings
from tansiq.matching.words import MAX_WORDS, Word

Reading = tuple[Word, ...]


class Panel:
    """Some names against the words of a lexicon."""

    def __init__(
        self,
        lexicon: Lexicon,
        names: Sequence[Reading],
        *,
        unfinished: bool = False,
        known: Mapping[Word, Spellings] | None = None,
    ) -> None:
        """Read `names` against `lexicon`.

        Args:
            lexicon: Where the right sides of the comparisons come from.
            names: The left sides.
            unfinished: The last word of the last name is still being typed.
            known: Spellings already looked up in this lexicon, of every word of `names`.
        """
        self.words = tuple(reversed(dict.fromkeys(word for name in reversed(names) for word in reversed(name))))
        if known is None:
            self.spellings = lexicon.spellings(self.words, unfinished=unfinished) if self.words else []
        else:
            self.spellings = [known[word] for word in self.words]
        place = {word: row for row, word in enumerate(self.words)}
        self.rows = number_table([[place[word] for word in name] for name in names])
        self._told = np.array([*(found.told for found in self.spellings), 0.0], np.float32)
        self._table = np.zeros((len(self.words) + 1, len(lexicon) + 1), np.float32)
        for row, found in enumerate(self.spellings):
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
