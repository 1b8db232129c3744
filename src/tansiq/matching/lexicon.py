"""The distinct words of an index, and which of them spell the same name.

Rules: a word gets a number when first met and keeps it; whether two words spell one name never depends on what else is
in the lexicon. Owned by whoever builds it; there is no hidden cache.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

import msgspec
import numpy as np
import numpy.typing as npt

from tansiq.matching import weights
from tansiq.matching.channels import Floats
from tansiq.matching.expansion import (
    KEY_DTYPES,
    Expansions,
    Room,
    empty_keys,
    expand,
    key_columns,
    keys_of_columns,
    put_keys,
    renumbered,
    room_for,
)
from tansiq.matching.keys import keys, skeletons, sought_keys
from tansiq.matching.model import load_model, model_checksum
from tansiq.matching.spelling import Ints
from tansiq.matching.word_tables import (
    FORMS,
    TABLE_DTYPES,
    WordTable,
    empty_table,
    grown,
    put_word,
    reordered,
    table_columns,
    table_of_columns,
    word_table,
)
from tansiq.matching.words import Kind, Word

_MOST_COMPLETIONS: Final = 400
"""Words an unfinished one may become: the most frequent of those that begin so."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """The words of a lexicon that may spell one word.

    Attributes:
        told: What the word tells, in bits.
        words: The numbers of its spellings, ascending.
        worth: What it is worth, in bits, that a name has this spelling.
    """

    told: float
    words: Ints
    worth: Floats


def _identity(word: Word) -> object:
    heard = bool(word.forms) and word.kind is not Kind.INITIAL
    return (word.forms, word.is_arabic, word.kind) if heard else (word.text, word.kind)


class Lexicon:
    """Words by number, as arrays, and the keys under which they meet others."""

    def __init__(self, words: Iterable[Word] = ()) -> None:
        self.words: list[Word] = []
        self._numbers: dict[object, int] = {}
        self._table = empty_table(64)
        self._filled = 0
        self._keys = empty_keys()
        self._rooms = [room_for(0)]
        self._frequency = np.zeros(64, np.int64)
        self._beginnings: tuple[list[str], list[int]] | None = None
        self._begun = 0
        for word in words:
            self.number(word)

    DTYPES: ClassVar[dict[str, str]] = {"words": "u1", "model": "u4"} | TABLE_DTYPES | KEY_DTYPES
    """What `columns` returns, and of what type."""

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """Return the words and what is known of them as arrays by name."""
        self._fill()
        words = np.frombuffer(msgspec.msgpack.encode(self.words), np.uint8)
        own: dict[str, npt.NDArray[Any]] = {"words": words, "model": np.array([model_checksum()], np.uint32)}
        return own | table_columns(self._table, len(self.words)) | key_columns(self._keys)

    @classmethod
    def of_columns(cls, columns: Mapping[str, npt.NDArray[Any]]) -> Self:
        """Return the words that `columns` told; its arrays are held, not copied, unless the model has changed since."""
        words = msgspec.msgpack.decode(columns["words"].tobytes(), type=list[Word])
        if not words or columns["model"].tolist() != [model_checksum()]:
            return cls(words)
        lexicon = cls()
        lexicon.words = words
        lexicon._numbers = {_identity(word): number for number, word in enumerate(words)}
        lexicon._table, lexicon._keys = table_of_columns(columns), keys_of_columns(columns)
        lexicon._filled = len(words)
        lexicon._frequency = np.zeros(len(words), np.int64)
        return lexicon

    def __len__(self) -> int:
        return len(self.words)

    @property
    def table(self) -> WordTable:
        """The words as arrays; rows beyond the last word are room for more."""
        self._fill()
        return self._table

    def number(self, word: Word) -> int:
        """Return the number of `word`, a new one if it was never met."""
        identity = _identity(word)
        known = self._numbers.get(identity)
        if known is None:
            known = self._numbers[identity] = len(self.words)
            self.words.append(word)
        return known

    def known(self, word: Word) -> int | None:
        """Return the number of `word`, None if it was never met."""
        return self._numbers.get(_identity(word))

    def prepare(self) -> None:
        """Do now what the first question would wait for."""
        self._fill()
        self._sorted_beginnings()

    def settle(self) -> Ints:
        """Give all words new numbers, so that words that may meet lie together; return the new number of each."""
        self._fill()
        order = np.array(sorted(range(len(self.words)), key=lambda at: _whereabouts(self.words[at])), np.int32)
        numbers = np.empty(len(order), np.int32)
        numbers[order] = np.arange(len(order), dtype=np.int32)
        self.words = [self.words[at] for at in order.tolist()]
        self._numbers = {identity: int(numbers[number]) for identity, number in self._numbers.items()}
        self._table, self._keys = reordered(self._table, order), renumbered(self._keys, numbers)
        self._frequency = self._frequency[order]
        self._beginnings, self._begun = None, 0
        return numbers

    def count(self, number: int, change: int) -> None:
        """Note that a word was met (1) or taken away (-1): frequent words complete an unfinished one first."""
        self._fill()
        self._frequency[number] += change

    def count_all(self, sizes: Ints) -> None:
        """Note how often each of the first words was met."""
        self._fill()
        self._frequency[: len(sizes)] = sizes

    def expansions(self, words: Sequence[Word]) -> Expansions:
        """Return for each word the words of the lexicon that may spell the same name; itself, too, if it is in."""
        return self._expansions(words, word_table(words))

    def spellings(
        self, words: Sequence[Word], *, unfinished: bool = False, table: WordTable | None = None
    ) -> list[Spellings]:
        """Return the same word by word; the last may be unfinished; `table` may hold the words already."""
        if not words:
            return []
        table = word_table(words) if table is None else table
        found = self._expansions(words, table)
        told = table.told.tolist()
        bounds = found.starts.tolist()
        result = []
        for at, word in enumerate(words):
            part = slice(bounds[at], bounds[at + 1])
            result.append(self._with_itself(word, Spellings(told[at], found.words[part], found.worth[part])))
        if unfinished:
            result[-1] = self._completions(words[-1], result[-1])
        return result

    def _expansions(self, words: Sequence[Word], table: WordTable) -> Expansions:
        self._fill()
        room = self._room()
        found = expand(table, _keys_of(words, sought_keys), self._table, self._keys, load_model(), room=room)
        self._rooms.append(room)
        return found

    def _room(self) -> Room:
        """Return a room that nobody else is in: several threads may ask."""
        try:
            room = self._rooms.pop()
        except IndexError:
            return room_for(len(self._table.counts))
        return room if len(room.met) >= len(self._table.counts) else room_for(len(self._table.counts))

    def _with_itself(self, word: Word, found: Spellings) -> Spellings:
        """Return the spellings of a word; one that has no forms, or an initial, matches its equal."""
        number = self._numbers.get(_identity(word))
        if number is None or number in found.words:
            return found
        at = int(np.searchsorted(found.words, number))
        worth = np.insert(found.worth, at, np.float32(found.told))
        return Spellings(found.told, np.insert(found.words, at, np.int32(number)), worth)

    def _completions(self, word: Word, whole: Spellings) -> Spellings:
        """Return the words that an unfinished one may become: spelled like it, or beginning like it."""
        typed = min(whole.told, _typed_bits(word))
        numbers = self._beginning(word)
        worth = np.full(len(numbers), np.float32(typed))
        every = np.concatenate([whole.words, numbers])
        best = np.concatenate([np.minimum(whole.worth, np.float32(typed)), worth])
        order = np.lexsort((-best, every))
        chosen = order[np.unique(every[order], return_index=True)[1]]
        return Spellings(typed, every[chosen].astype(np.int32), best[chosen].astype(np.float32))

    def _beginning(self, word: Word) -> Ints:
        """Return the most frequent words that begin as `word`: its letters in its own script, consonants in another."""
        every: set[int] = set()
        names, numbers = self._sorted_beginnings()
        for letters, _ in word.forms:
            for start in _starts(letters, is_arabic=word.is_arabic):
                every.update(numbers[bisect_left(names, start) : bisect_left(names, start + "\uffff")])
        found = np.fromiter(every, np.int32, len(every))
        found = found[self._frequency[found] > 0]
        found.sort()
        return found[np.argsort(-self._frequency[found], kind="stable")[:_MOST_COMPLETIONS]]

    def _sorted_beginnings(self) -> tuple[list[str], list[int]]:
        """Return how words begin, in order, and the word of each; sorted when first asked for, then kept in order."""
        if self._beginnings is None:
            pairs = sorted(pair for number, word in enumerate(self.words) for pair in _ends(word, number))
            self._beginnings = [start for start, _ in pairs], [number for _, number in pairs]
            self._begun = len(self.words)
        for number in range(self._begun, len(self.words)):
            for start, _ in _ends(self.words[number], number):
                place = bisect_right(self._beginnings[0], start)
                self._beginnings[0].insert(place, start)
                self._beginnings[1].insert(place, number)
        self._begun = len(self.words)
        return self._beginnings

    def _fill(self) -> None:
        """Write the words met since the last time into the arrays."""
        if self._filled == len(self.words):
            return
        if len(self.words) > len(self._frequency):
            size = max(len(self.words), 2 * len(self._frequency))
            self._table = grown(self._table, size)
            self._frequency = np.concatenate([self._frequency, np.zeros(size - len(self._frequency), np.int64)])
        model, fresh = load_model(), self.words[self._filled :]
        for at, word in enumerate(fresh, start=self._filled):
            put_word(self._table, at, word, model)
        numbers, bounds = _keys_of(fresh, keys)
        owners = np.repeat(np.arange(self._filled, len(self.words), dtype=np.int32), np.diff(bounds)) * FORMS
        self._keys = put_keys(self._keys, numbers, owners)
        self._filled = len(self.words)


def _whereabouts(word: Word) -> tuple[str, bool, str]:
    """Return what words are ordered by: how their consonants sound, then their letters."""
    letters = word.forms[0][0] if word.forms else ""
    return skeletons(letters, is_arabic=word.is_arabic)[0], word.is_arabic, letters


def _keys_of(
    words: Sequence[Word], of: Callable[..., tuple[int, ...]]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Return the keys of all forms of each word, and where those of each word begin."""
    every: list[int] = []
    bounds = [0]
    for word in words:
        if word.kind is not Kind.INITIAL:
            every.extend({key for letters, _ in word.forms for key in of(letters, is_arabic=word.is_arabic)})
        bounds.append(len(every))
    return np.array(every, np.uint32), np.array(bounds, np.int64)


def _ends(word: Word, number: int) -> Iterator[tuple[str, int]]:
    """Yield the ways a whole word may begin: its letters, and its consonants for the other script."""
    for letters, _ in word.forms:
        yield ("a" if word.is_arabic else "l") + letters, number
        for skeleton in skeletons(letters, is_arabic=word.is_arabic):
            yield ("L" if word.is_arabic else "A") + skeleton, number


def _starts(letters: str, *, is_arabic: bool) -> Iterator[str]:
    """Yield what to look for when `letters` are typed so far; two consonants at least tell the other script."""
    yield ("a" if is_arabic else "l") + letters
    for skeleton in skeletons(letters, is_arabic=is_arabic):
        if len(skeleton) > 1:
            yield ("A" if is_arabic else "L") + skeleton


def _typed_bits(word: Word) -> float:
    if not word.forms:
        return weights.OTHER_WORD_BITS
    consonants = len(skeletons(word.forms[0][0], is_arabic=word.is_arabic)[0])
    return weights.UNFINISHED_BITS[min(consonants, len(weights.UNFINISHED_BITS) - 1)]
