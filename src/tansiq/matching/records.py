"""Records and their names, held once for both indexes: which records hold which words.

Rules: the row of a removed record is given to the next one (its names stay until the index is saved and loaded); an
answer never depends on the order in which records came: ties are broken by a checksum of the key.
"""

from array import array
from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from tansiq.matching.alignment import Floats
from tansiq.matching.errors import UnknownKeyError
from tansiq.matching.lexicon import Ints, Lexicon, Spellings
from tansiq.matching.panels import Panel
from tansiq.matching.words import MAX_NAMES, MAX_WORDS, Reader

Holders = tuple[Ints, Floats]


class Records:
    """Keys, names and the words they hold."""

    def __init__(self) -> None:
        self.lexicon = Lexicon()
        self.reader = Reader()
        self.keys: list[str | None] = []
        self._free: list[int] = []
        self.rows: dict[str, int] = {}
        self.ties = np.zeros(64, np.uint32)
        self._first = np.zeros(64, np.int64)
        self._count = np.zeros(64, np.int32)
        self._names = np.full((64, MAX_WORDS), -1, np.int32)
        self._used = 0
        self._texts: list[str] = []
        self._holders: list[array[int]] = []

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, key: str, names: Sequence[str]) -> int:
        """Put a record in, in place of an earlier one with its key; return its row."""
        if key in self.rows:
            self.remove(key)
        row = self._row()
        self._reserve(row, min(len(names), MAX_NAMES))
        self.keys[row] = key
        self.rows[key] = row
        self.ties[row] = crc32(key.encode("utf-8", "surrogatepass"))
        self._first[row] = self._used
        held: set[int] = set()
        for name in tuple(dict.fromkeys(names))[:MAX_NAMES]:
            numbers = [self.lexicon.number(word) for word in self.reader.read(name)]
            held.update(numbers)
            self._names[self._used, : len(numbers)] = numbers
            self._texts.append(name)
            self._used += 1
        self._count[row] = self._used - self._first[row]
        self._hold(row, held)
        return row

    def remove(self, key: str) -> int:
        """Take a record out; return the row it had."""
        row = self.rows.pop(key, None)
        if row is None:
            raise UnknownKeyError(key)
        self.keys[row] = None
        self._free.append(row)
        for number in self._held(row):
            self._holders[number].remove(row)
            self.lexicon.count(number, -1)
        return row

    def holders(self, found: Spellings) -> Holders:
        """Return the rows that hold a spelling of one word, each once, and the most it is worth there."""
        order = np.argsort(found.worth, kind="stable")
        pieces = [self._rows_of(int(found.words[at])) for at in order]
        rows = np.concatenate(pieces) if pieces else np.zeros(0, np.int32)
        values = np.repeat(found.worth[order], [len(piece) for piece in pieces])
        if len(pieces) < 2:
            return rows, values
        best = np.zeros(len(self.keys), np.float32)
        best[rows] = values  # the last assignment, the dearest spelling, stays
        unique = np.unique(rows) if len(rows) < len(best) // 8 else np.flatnonzero(best).astype(np.int32)
        return unique, best[unique]

    def shared(self, panel: Panel) -> list[Holders]:
        """Return for each word of the panel the rows that hold it."""
        return [self.holders(found) for found in panel.spellings]

    def scores(self, names: Ints, shared: Sequence[Holders]) -> Floats:
        """Return for each row what the words it shares with the likest of some names are worth: an upper bound.

        Args:
            names: Rows of a panel's `rows`: places of words in `shared`, padded with -1.
            shared: The holders of each word.
        """
        best = np.zeros(len(self.keys), np.float32)
        for name in names:
            total = np.zeros(len(self.keys), np.float32)
            for word in set(name[name >= 0].tolist()):
                rows, values = shared[word]
                total[rows] += values
            np.maximum(best, total, out=best)
        return best

    def best_rows(self, scores: Floats, limit: int, *, least: float) -> Ints:
        """Return up to `limit` rows with the highest scores, none below `least`."""
        rows = np.flatnonzero(scores >= least)
        if len(rows) > 8 * limit:
            floor = np.partition(scores[rows], -limit)[-limit]
            rows = rows[scores[rows] >= floor]
        order = np.lexsort((self.ties[rows], -scores[rows]))[:limit]
        return rows[order].astype(np.int32)

    def counts(self, rows: Ints) -> Ints:
        """Return how many names each row has."""
        return np.asarray(self._count[rows])

    def firsts(self, rows: Ints) -> npt.NDArray[np.int64]:
        """Return the place of the first name of each row."""
        return np.asarray(self._first[rows])

    def names_of(self, rows: Ints) -> npt.NDArray[np.int64]:
        """Return the places of all names of `rows`, row after row."""
        counts = self._count[rows]
        starts = np.repeat(self._first[rows] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        return np.asarray(starts + np.arange(int(counts.sum())), np.int64)

    def numbers(self, names: npt.NDArray[np.int64]) -> Ints:
        """Return the word numbers of names, int32 of shape (names, MAX_WORDS)."""
        return np.asarray(self._names[names])

    def texts(self, key: str) -> list[str]:
        """Return the names of a record as given."""
        row = self.rows[key]
        return self._texts[int(self._first[row]) : int(self._first[row] + self._count[row])]

    def text(self, name: int) -> str:
        """Return a name as given."""
        return self._texts[name]

    def _row(self) -> int:
        if self._free:
            return self._free.pop()
        self.keys.append(None)
        return len(self.keys) - 1

    def _rows_of(self, number: int) -> Ints:
        return np.array(self._holders[number], np.int32) if number < len(self._holders) else np.zeros(0, np.int32)

    def _held(self, row: int) -> set[int]:
        first = int(self._first[row])
        return set(self._names[first : first + int(self._count[row])].ravel().tolist()) - {-1}

    def _hold(self, row: int, held: set[int]) -> None:
        while len(self._holders) < len(self.lexicon):
            self._holders.append(array("i"))
        for number in held:
            self._holders[number].append(row)
            self.lexicon.count(number, 1)

    def _reserve(self, row: int, names: int) -> None:
        if row == len(self.ties):
            self.ties, self._first, self._count = (
                np.concatenate([values, np.zeros_like(values)]) for values in (self.ties, self._first, self._count)
            )
        while self._used + names > len(self._names):
            self._names = np.concatenate([self._names, np.full_like(self._names, -1)])
