"""The distinct words of an index, and which of them spell the same name.

Rules: a word gets a number when first met and keeps it; whether two words spell one name never depends on what else is
in the lexicon. Owned by whoever builds it; there is no hidden cache.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from tansiq.matching import weights
from tansiq.matching.keys import keys, skeletons
from tansiq.matching.rarity import information_bits, unfinished_bits
from tansiq.matching.sounds import MAX_SOUNDS, Floats, encode, spelling_bits
from tansiq.matching.words import Kind, Word

Ints = npt.NDArray[np.int32]

_BATCH: Final = 8192
_SLACK: Final = np.float32(1e-3)
"""Sums of costs are not exact: what stands on a limit is within it from both sides."""
_MOST_COMPLETIONS: Final = 400
"""Words an unfinished one may become: the most frequent of those that begin so."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """The words of a lexicon that may spell one word.

    Attributes:
        told: What the word tells, in bits.
        words: The numbers of its spellings, ascending.
        worth: What it is worth, in bits, that a name has this spelling: what both tell, less the cost of the spelling.
    """

    told: float
    words: Ints
    worth: Floats


def _limit(sounds: str) -> float:
    consonants = max(len(skeleton) for skeleton in skeletons(sounds))
    return weights.MOST_SPELLING_BITS[min(consonants, len(weights.MOST_SPELLING_BITS) - 1)]


def _identity(word: Word) -> object:
    heard = bool(word.forms) and word.kind is not Kind.INITIAL
    return (word.forms, word.is_arabic) if heard else word.text


class Lexicon:
    """Words by number, their sounds as arrays, and their keys."""

    def __init__(self, words: Iterable[Word] = ()) -> None:
        self.words: list[Word] = []
        self._information = np.zeros(0, np.float32)
        self._numbers: dict[object, int] = {}
        self._forms: dict[tuple[str, bool], int] = {}
        self._form_sounds: list[str] = []
        self._codes = np.zeros((64, MAX_SOUNDS), np.uint8)
        self._arabic = np.zeros(64, np.uint8)
        self._limits = np.zeros(64, np.float32)
        self._own_forms: list[list[int]] = []
        self._uses: list[list[tuple[int, float]]] = []
        self._keys: dict[str, list[int]] = {}
        self._frequency = np.zeros(64, np.int64)
        self._beginnings: tuple[list[str], list[int]] | None = None
        for word in words:
            self.number(word)

    def __len__(self) -> int:
        return len(self.words)

    @property
    def information(self) -> Floats:
        """What each word tells, in bits, by number."""
        if len(self._information) < len(self.words):
            fresh = information_bits(self.words[len(self._information) :])
            self._information = np.concatenate([self._information, fresh])
        return self._information

    def number(self, word: Word) -> int:
        """Return the number of `word`, a new one if it was never met."""
        identity = _identity(word)
        known = self._numbers.get(identity)
        if known is not None:
            return known
        number = self._numbers[identity] = len(self.words)
        self.words.append(word)
        if not isinstance(identity, str):
            forms = [self._form(sounds, is_arabic=word.is_arabic) for sounds, _ in word.forms]
            for form, (_, bits) in zip(forms, word.forms, strict=True):
                self._uses[form].append((number, bits))
            self._own_forms.append(forms)
        else:
            self._own_forms.append([])
        return number

    def prepare(self) -> None:
        """Do now what the first question would wait for."""
        _ = self.information
        self._sorted_beginnings()

    def count(self, number: int, change: int) -> None:
        """Note that a word was met (1) or taken away (-1): frequent words complete an unfinished one first."""
        for form in self._own_forms[number]:
            self._frequency[form] += change

    def spellings(self, words: Sequence[Word], *, unfinished: bool = False) -> list[Spellings]:
        """Return for each word the words of the lexicon that may spell the same name; the last may be unfinished."""
        last = len(words) - 1
        heard = [_unfinished_forms(word) if unfinished and at == last else word.forms for at, word in enumerate(words)]
        found: list[dict[int, float]] = [{} for _ in words]
        for at, word in enumerate(words):
            number = self._numbers.get(_identity(word))
            if number is not None:
                found[at][number] = 0.0
        owners = [
            (at, sounds, bits)
            for at, word in enumerate(words)
            if word.kind is not Kind.INITIAL or (unfinished and at == last)
            for sounds, bits in heard[at]
        ]
        meetings = [
            self._completions(sounds) if unfinished and at == last else self._meetings(sounds)
            for at, sounds, _ in owners
        ]
        for prefix in (False, True):
            chosen = [
                n for n, (at, _, _) in enumerate(owners) if (unfinished and at == last) == prefix and len(meetings[n])
            ]
            self._hear(words, [owners[n] for n in chosen], [meetings[n] for n in chosen], found=found, prefix=prefix)
        told = information_bits(words)
        if unfinished and words:
            told[last] = unfinished_bits(words[last])
        return [self._spellings(costs, bits) for costs, bits in zip(found, told.tolist(), strict=True)]

    def every_spelling(self) -> list[Spellings]:
        """Return the same as `spellings` of all words, by number: each pair of forms is heard once."""
        found: list[dict[int, float]] = [{number: 0.0} for number in range(len(self.words))]
        for form in range(len(self._uses)):
            self._note_both(found, form, form, 0.0)
        met = [self._meetings(sounds) for sounds in self._form_sounds]
        later = [forms[forms > form] for form, forms in enumerate(met)]
        left = np.repeat(np.arange(len(later)), [len(forms) for forms in later])
        right = np.concatenate(later) if later else np.zeros(0, np.int32)
        for start in range(0, len(left), _BATCH):
            mine, other = left[start : start + _BATCH], right[start : start + _BATCH]
            bits = spelling_bits(
                self._codes[mine],
                self._codes[other],
                left_arabic=self._arabic[mine],
                right_arabic=self._arabic[other],
            )
            allowed = np.minimum(self._limits[mine], self._limits[other]) + _SLACK
            for hit in np.flatnonzero(bits <= allowed).tolist():
                self._note_both(found, int(mine[hit]), int(other[hit]), float(bits[hit]))
        return [self._spellings(costs, bits) for costs, bits in zip(found, self.information.tolist(), strict=True)]

    def _spellings(self, costs: dict[int, float], told: float) -> Spellings:
        words = np.array(sorted(costs), np.int32)
        bits = np.array([costs[number] for number in words.tolist()], np.float32)
        both = np.minimum(np.float32(told), self.information[words]) if len(words) else bits
        worth = np.maximum(both - weights.SPELLING_FACTOR * bits, weights.LEAST_WORD_BITS)
        return Spellings(told, words, np.asarray(worth, np.float32))

    def _note_both(self, found: list[dict[int, float]], left: int, right: int, price: float) -> None:
        for number, bits in self._uses[left]:
            self._note(found[number], right, price + bits)
        if left != right:
            for number, bits in self._uses[right]:
                self._note(found[number], left, price + bits)

    def _hear(
        self,
        words: Sequence[Word],
        owners: list[tuple[int, str, float]],
        meetings: list[Ints],
        *,
        found: list[dict[int, float]],
        prefix: bool,
    ) -> None:
        """Compare each owner's sounds with the forms it meets, and note in `found` what may spell it."""
        if not owners:
            return
        sizes = [len(meeting) for meeting in meetings]
        owner = np.repeat(np.arange(len(owners)), sizes)
        forms = np.concatenate(meetings)
        codes = np.array([encode(sounds) for _, sounds, _ in owners])
        arabic = np.array([words[at].is_arabic for at, _, _ in owners], np.uint8)
        limits = np.array([_limit(sounds) for _, sounds, _ in owners], np.float32)
        for start in range(0, len(forms), _BATCH):
            mine, theirs = owner[start : start + _BATCH], forms[start : start + _BATCH]
            bits = spelling_bits(
                codes[mine],
                self._codes[theirs],
                left_arabic=arabic[mine],
                right_arabic=self._arabic[theirs],
                prefix=prefix,
            )
            allowed = limits[mine] if prefix else np.minimum(limits[mine], self._limits[theirs])
            for hit in np.flatnonzero(bits <= allowed + _SLACK):
                at, _, price = owners[mine[hit]]
                self._note(found[at], int(theirs[hit]), price + float(bits[hit]))

    def _note(self, costs: dict[int, float], form: int, price: float) -> None:
        for number, bits in self._uses[form]:
            if price + bits < costs.get(number, np.inf):
                costs[number] = price + bits

    def _meetings(self, sounds: str) -> Ints:
        forms = {form for key in keys(sounds) for form in self._keys.get(key, ())}
        return np.fromiter(forms, np.int32, len(forms))

    def _completions(self, sounds: str) -> Ints:
        """Return the most frequent forms that begin with the consonants of `sounds`."""
        texts, forms = self._sorted_beginnings()
        every: set[int] = set()
        for skeleton in skeletons(sounds):
            every.update(forms[bisect_left(texts, skeleton) : bisect_left(texts, skeleton + "\uffff")])
        found = np.fromiter(every, np.int32, len(every))
        found = found[self._frequency[found] > 0]
        found.sort()
        return found[np.argsort(-self._frequency[found], kind="stable")[:_MOST_COMPLETIONS]]

    def _sorted_beginnings(self) -> tuple[list[str], list[int]]:
        """Return all skeletons in order, and the form of each; sorted when first asked for, then kept in order."""
        if self._beginnings is None:
            pairs = sorted((key, form) for form, text in enumerate(self._form_sounds) for key in skeletons(text))
            self._beginnings = [key for key, _ in pairs], [form for _, form in pairs]
        return self._beginnings

    def _form(self, sounds: str, *, is_arabic: bool) -> int:
        known = self._forms.get((sounds, is_arabic))
        if known is not None:
            return known
        form = self._forms[sounds, is_arabic] = len(self._uses)
        self._uses.append([])
        self._form_sounds.append(sounds)
        if self._beginnings is not None:
            for key in skeletons(sounds):
                place = bisect_right(self._beginnings[0], key)
                self._beginnings[0].insert(place, key)
                self._beginnings[1].insert(place, form)
        if form == len(self._codes):
            self._codes, self._arabic, self._limits, self._frequency = (
                np.concatenate([array, np.zeros_like(array)])
                for array in (self._codes, self._arabic, self._limits, self._frequency)
            )
        self._codes[form] = encode(sounds)
        self._arabic[form] = is_arabic
        self._limits[form] = _limit(sounds)
        for key in keys(sounds):
            self._keys.setdefault(key, []).append(form)
        return form


def _unfinished_forms(word: Word) -> tuple[tuple[str, float], ...]:
    """Return the forms of a word still being typed: its last letter may be the first half of a grapheme."""
    shorter = tuple(
        (sounds[:-1], bits + 1.0) for sounds, bits in word.forms if sounds[-1] in "kdstgzpX" and len(sounds) > 1
    )
    return word.forms + shorter
