"""Records and their names, held once for both indexes: which records hold which words.

Rules: a record has a row, a new one each time it is put in; a removed one leaves its row empty until `compact`, which
gives all rows new numbers; an answer never depends on the order in which records came: ties are broken by a checksum
of the key. Everything but the lexicon is arrays, so that records can be mapped from disk.
"""

from array import array
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import ClassVar, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from tansiq.matching.columns import Column, Places, Texts, spans
from tansiq.matching.errors import UnknownKeyError
from tansiq.matching.gathering import Rows
from tansiq.matching.index_files import Arrays
from tansiq.matching.lexicon import Lexicon
from tansiq.matching.postings import Postings
from tansiq.matching.spelling import Ints
from tansiq.matching.variants import read_variants
from tansiq.matching.word_tables import FORMS, KINDS
from tansiq.matching.words import MAX_NAMES, MAX_WORDS, WORN, Kind, Reader

_RECORDS_AT_ONCE: Final = 20_000
_LEAST_LOOSE: Final = 1000
_INITIAL, _NO_KIND = KINDS.index(Kind.INITIAL), 255
_WORN: Final = [KINDS.index(kind) for kind in sorted(WORN)]


class Records:
    """Keys, names and the words they hold.

    Attributes:
        lexicon: The words.
        reader: Reads names into words.
        keys: The key of each row, also of empty ones.
        texts: The names as given; of a text that holds several, each.
        postings: The names of each word, those of empty rows among them.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = Lexicon() if lexicon is None else lexicon
        self.reader = Reader()
        self.keys = Texts.of()
        self.postings = Postings.empty()
        self._rows: dict[str, int] | None = {}
        self._alive = Column(np.zeros(0, np.bool_))
        self._empty = 0
        self._ties = Column(np.zeros(0, np.uint32))
        self._shapes = Column(np.zeros(0, np.uint16))
        self._first = Column(np.zeros(0, np.int64))
        self._count = Column(np.zeros(0, np.int32))
        self._names = Column(np.zeros((0, MAX_WORDS), np.int32))
        self._owners = Column(np.zeros(0, np.int32))
        self._found = Column(np.zeros(0, np.bool_))
        self.texts = Texts.of()

    def __len__(self) -> int:
        return len(self._alive) - self._empty

    @property
    def rows(self) -> dict[str, int]:
        """The row of each key; made when first asked for, a search needs none."""
        if self._rows is None:
            alive = self.alive.tolist()
            self._rows = {key: row for row, key in enumerate(self.keys) if alive[row]}
        return self._rows

    @property
    def alive(self) -> npt.NDArray[np.bool_]:
        """Which rows hold a record."""
        return self._alive.values

    @property
    def ties(self) -> npt.NDArray[np.uint32]:
        """A number for each row that depends on its key alone."""
        return self._ties.values

    @property
    def asked(self) -> Rows:
        """What is asked of each name, as kernels read it."""
        return Rows(self._found.values, self._shapes.values, self._owners.values, self.ties)

    @property
    def words_of_names(self) -> Ints:
        """The word numbers of all names, int32 of shape (names, MAX_WORDS), padded with -1."""
        return self._names.values

    @property
    def is_loose(self) -> bool:
        """Whether most rows are empty, so that `compact` is worth its time."""
        return self._empty > max(_LEAST_LOOSE, len(self))

    def add(self, key: str, names: Sequence[str]) -> int:
        """Put a record in, in place of an earlier one with its key; return its row."""
        if key in self.rows:
            self.remove(key)
        start = len(self._names)
        row = self._put([(key, names)])
        fresh, shapes = self._names.values[start:], self._shapes.values[start:]
        for number in self.postings.add(fresh, shapes, first=start).tolist():
            self.lexicon.count(number, 1)
        if self.postings.is_due:
            self.postings.merge(self._name_ties())
        return row

    def fill(self, items: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Put many records into none: the same as adding them one by one, in a fraction of the time."""
        rest = iter(items)
        while some := list(islice(rest, _RECORDS_AT_ONCE)):
            self._put(some)
        numbers = np.append(self.lexicon.settle(), np.int32(-1))
        self._names = Column(numbers[self._names.values])
        self.postings = Postings.of_names(self._names.values, self._shapes.values, self._name_ties())
        if self._empty:
            self.compact()
        else:
            self._recount()

    def remove(self, key: str) -> int:
        """Take a record out; return the row it had."""
        row = self.rows.pop(key, None)
        if row is None:
            raise UnknownKeyError(key)
        self._leave(row)
        for number in self._held(row):
            self.lexicon.count(number, -1)
        return row

    def compact(self) -> Places:
        """Give the rows that hold a record the numbers from 0 on; return what their numbers were, ascending."""
        kept = np.flatnonzero(self.alive)
        if not self._empty:
            self.postings.merge(self._name_ties())
            return kept
        names = self.names_of(kept)
        renumbered = np.full(len(self._names), -1, np.int32)
        renumbered[names] = np.arange(len(names), dtype=np.int32)
        self._names, self.texts = Column(self._names.values[names]), self.texts.taken(names)
        self._shapes = Column(self._shapes.values[names])
        self._count, self._ties = Column(self._count.values[kept]), Column(self.ties[kept])
        self.keys = self.keys.taken(kept)
        self._alive, self._empty = Column(np.ones(len(kept), np.bool_)), 0
        self._rows = None
        self._own()
        self.postings.keep(renumbered, self._name_ties())
        return kept

    def _own(self) -> None:
        """Find out which names each row has, all rows holding a record."""
        counts = self._count.values
        self._first = Column(np.cumsum(counts, dtype=np.int64) - counts)
        self._owners = Column(np.repeat(np.arange(len(counts), dtype=np.int32), counts))
        self._found = Column(np.ones(len(self._names), np.bool_))

    def _name_ties(self) -> npt.NDArray[np.uint32]:
        return np.asarray(self.ties[self._owners.values])

    def counts(self, rows: npt.NDArray[np.integer]) -> Ints:
        """Return how many names each row has."""
        return np.asarray(self._count.values[rows])

    def firsts(self, rows: npt.NDArray[np.integer]) -> Places:
        """Return the place of the first name of each row."""
        return np.asarray(self._first.values[rows])

    def names_of(self, rows: npt.NDArray[np.integer]) -> Places:
        """Return the places of all names of `rows`, row after row."""
        return spans(self.firsts(rows), self.counts(rows))

    def numbers(self, names: Places) -> Ints:
        """Return the word numbers of names, int32 of shape (names, MAX_WORDS), padded with -1."""
        return np.asarray(self._names.values[names])

    DTYPES: ClassVar[dict[str, str]] = {
        "keys": "u1",
        "key_ends": "i8",
        "ties": "u4",
        "shapes": "u2",
        "counts": "i4",
        "names": "i4",
        "texts": "u1",
        "text_ends": "i8",
        "posting_starts": "i8",
        "postings": "u4",
    } | Lexicon.DTYPES
    """What `columns` returns, and of what type."""

    def columns(self) -> Arrays:
        """Return everything as arrays by name; only right after `compact`."""
        starts, numbers = self.postings.arrays[:2]
        own: Arrays = {
            "keys": self.keys.blob,
            "key_ends": self.keys.ends,
            "ties": self.ties,
            "shapes": self._shapes.values,
            "counts": self._count.values,
            "names": self._names.values,
            "texts": self.texts.blob,
            "text_ends": self.texts.ends,
            "posting_starts": starts,
            "postings": numbers,
        }
        return own | self.lexicon.columns()

    @classmethod
    def of_columns(cls, columns: Arrays) -> "Records":
        """Return the records that `columns` told; the arrays are held, not copied."""
        records = cls(Lexicon.of_columns(columns))
        records.keys = Texts(columns["keys"], columns["key_ends"])
        records.postings = Postings(columns["posting_starts"], columns["postings"])
        records._rows = None
        records._alive = Column(np.ones(len(records.keys), np.bool_))
        records._ties, records._shapes = Column(columns["ties"]), Column(columns["shapes"])
        records._count = Column(columns["counts"])
        records._names = Column(columns["names"])
        records._own()
        records.texts = Texts(columns["texts"], columns["text_ends"])
        records._recount()
        return records

    def _put(self, items: Sequence[tuple[str, Sequence[str]]]) -> int:
        """Put records at the end, all but their postings; return the last row."""
        texts, counts, numbers = self._read([names for _, names in items])
        start = len(self._names)
        left = []
        for row, (key, _) in enumerate(items, start=len(self._alive)):
            before = self.rows.get(key)
            if before is not None:
                left.append(before)
            self.rows[key] = row
        self._alive.extend(np.ones(len(items), np.bool_))
        self.keys.extend(key for key, _ in items)
        self._ties.extend(np.array([crc32(key.encode("utf-8", "surrogatepass")) for key, _ in items], np.uint32))
        self._owners.extend(
            np.repeat(np.arange(len(self._count), len(self._count) + len(counts), dtype=np.int32), counts)
        )
        self._found.extend(np.ones(len(texts), np.bool_))
        self._count.extend(counts)
        self._first.extend(start + np.cumsum(counts, dtype=np.int64) - counts)
        self._names.extend(numbers)
        self.texts.extend(texts)
        self._shapes.extend(self._shapes_of(numbers))
        for before in left:
            self._leave(before)
        return len(self._alive) - 1

    def _read(self, names: Iterable[Sequence[str]]) -> tuple[list[str], Ints, Ints]:
        """Return all names that have a word, how many each record has, and their word numbers."""
        texts: list[str] = []
        counts = array("i")
        flat, lengths = array("i"), array("i")
        number, read = self.lexicon.number, self.reader.read
        for given in names:
            before = len(texts)
            for text in islice(_variants(given), MAX_NAMES):
                words = read(text)
                if words:
                    texts.append(text)
                    lengths.append(len(words))
                    flat.extend([number(word) for word in words])
            counts.append(len(texts) - before)
        table = np.full((len(texts), MAX_WORDS), -1, np.int32)
        table[np.arange(MAX_WORDS) < np.array(lengths, np.int32)[:, None]] = flat
        return texts, np.array(counts, np.int32), table

    def _shapes_of(self, numbers: Ints) -> npt.NDArray[np.uint16]:
        """Return the shapes of names, see `gathering.Rows`."""
        table, is_word = self.lexicon.table, numbers >= 0
        scripts = 1 + table.forms.scripts[numbers[:, 0] * FORMS].astype(np.int64)
        kinds = np.where(is_word, table.kinds[numbers], _NO_KIND)
        in_front = np.isin(kinds[:, :-1], _WORN) & is_word[:, 1:]
        worn = np.minimum(np.logical_and.accumulate(in_front, axis=1).sum(axis=1), 7)
        initials = np.minimum((kinds == _INITIAL).sum(axis=1), 7)
        return np.asarray(is_word.sum(axis=1) + (scripts << 8) + (worn << 10) + (initials << 13), np.uint16)

    def _leave(self, row: int) -> None:
        self._alive.values[row] = False
        first = self._first.values[row]
        self._found.values[first : first + self._count.values[row]] = False
        self._empty += 1

    def _recount(self) -> None:
        self.lexicon.count_all(self.postings.sizes)

    def _held(self, row: int) -> list[int]:
        """Return the words of each name of a row, each once."""
        names = self.numbers(self.names_of(np.array([row])))
        return [number for name in names.tolist() for number in set(name) - {-1}]


def _variants(names: Sequence[str]) -> Iterable[str]:
    """Return the names that some texts hold, each once."""
    if len(names) == 1:
        return read_variants(names[0])
    return dict.fromkeys(variant for name in names for variant in read_variants(name))
