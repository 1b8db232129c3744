"""The left side of many comparisons: names read once, and what each of their words is worth against a lexicon.

Rule: what two names are worth depends on the two names alone, never on the batch or the index they are compared in.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tansiq.matching.alignment import INITIAL_KIND, lay, new_desk, observe, observe_words
from tansiq.matching.channels import Floats
from tansiq.matching.explanations import Laid
from tansiq.matching.features import COUNT, Feature
from tansiq.matching.kernels import kernel
from tansiq.matching.kin import as_kin
from tansiq.matching.lexicon import Lexicon, Spellings
from tansiq.matching.model import load_model
from tansiq.matching.spelling import Ints
from tansiq.matching.word_tables import word_table
from tansiq.matching.words import MAX_WORDS, Word

Reading = tuple[Word, ...]
_START, _NONE = int(Feature.START), int(Feature.NONE_ANSWERED)


class Panel:
    """Some names against the words of a lexicon.

    Attributes:
        rows: The names: places in `words`, int32 of shape (names, MAX_WORDS), padded with -1.
        words: The distinct words of the names.
        spellings: For each word of the names, what may spell it.
    """

    def __init__(self, words: Sequence[Word], rows: Ints, spellings: Sequence[Spellings], lexicon: Lexicon) -> None:
        self.words = words
        self.rows = rows
        self.spellings = spellings
        self.table = word_table(words)
        self._lexicon = lexicon
        self._slots = np.full(len(lexicon) + 1, -1, np.int32)
        every = np.concatenate([found.words for found in spellings]) if spellings else np.zeros(0, np.int32)
        met = np.unique(every)
        self._slots[met] = np.arange(len(met), dtype=np.int32)
        self._dense = np.zeros((max(1, len(spellings)), max(1, len(met))), np.float32)
        for row, found in enumerate(spellings):
            self._dense[row, self._slots[found.words]] = found.worth

    def told_bits(self, name: int) -> float:
        """Return what a name of the panel tells when it is met again whole."""
        row = self.rows[name]
        return float(self.table.told[row[row >= 0]].sum())

    def bits(self, left: npt.NDArray[np.intp], right: Ints, weights: Floats, *, of_persons: bool = False) -> Floats:
        """Return what each pair is worth: names of the panel (shape (n,)), names as word numbers (n, MAX_WORDS).

        With `of_persons` as evidence of one person, see `alignment.as_kin`; else as names.
        """
        model, desk = load_model(), new_desk()
        result = np.zeros(len(left), np.float32)
        many_bits(
            self.rows, left, self.table, right, self._lexicon.table, self._slots, self._dense, desk,
            model.tries, model.chances, weights, of_persons, result,
        )  # fmt: skip
        return result

    def numbers(self, name: int) -> Ints:
        """Return a name of the panel as word numbers of the lexicon, shape (MAX_WORDS,); -2 for a word not in it."""
        known = (self._lexicon.known(self.words[at]) if at >= 0 else -1 for at in self.rows[name].tolist())
        return np.array([-2 if number is None else number for number in known], np.int32)

    def laid(self, left: int, right: Ints) -> Laid:
        """Return a name of the panel laid beside a name given as word numbers, shape (MAX_WORDS,)."""
        model, desk = load_model(), new_desk()
        mine, table = self.rows[left], self._lexicon.table
        words = [self.words[at] for at in mine[mine >= 0]], [self._lexicon.words[at] for at in right[right >= 0]]
        nl, nr = len(words[0]), len(words[1])
        each = lay_out(
            mine, nl, self.table, right, nr, table, self._slots, self._dense, desk, model.tries, model.chances
        )
        return Laid(*words, desk, each)

    def observations(self, left: npt.NDArray[np.intp], right: Ints) -> Floats:
        """Return what is observed of each pair, float32 of shape (n, features.COUNT)."""
        model, result = load_model(), np.zeros((len(left), COUNT), np.float32)
        _observe_many(
            self.rows, left, self.table, right, self._lexicon.table, self._slots, self._dense, new_desk(),
            model.tries, model.chances, result,
        )  # fmt: skip
        return result


@kernel
def name_length(name):
    """Return how many words a row of a name table holds."""
    count = 0
    while count < MAX_WORDS and name[count] >= 0:
        count += 1
    return count


@kernel
def lay_out(left, nl, table, right, nr, right_table, slots, dense, desk, tries, chances):
    """Kernel of `Panel.laid`."""
    answered = lay(left, nl, table, right, nr, right_table, slots, dense, desk, tries, chances)
    observe(left, nl, table, right, nr, right_table, answered, desk)
    return observe_words(left, nl, table, right, nr, right_table, desk)


@kernel
def _observe_many(rows, left, table, right, right_table, slots, dense, desk, tries, chances, result):
    for n in range(len(left)):
        mine, other = rows[left[n]], right[n]
        nl, nr = name_length(mine), name_length(other)
        if nl > 0 and nr > 0:
            answered = lay(mine, nl, table, other, nr, right_table, slots, dense, desk, tries, chances)
            observe(mine, nl, table, other, nr, right_table, answered, desk)
            result[n] = desk.seen


@kernel
def many_bits(rows, left, table, right, right_table, slots, dense, desk, tries, chances, weights, of_persons, result):
    """Kernel of `Panel.bits`."""
    nothing = weights[_START] + weights[_NONE]
    for n in range(len(left)):
        meets = False
        for j in range(MAX_WORDS):
            word = right[n, j]
            if word < 0:
                break
            if slots[word] >= 0 or right_table.kinds[word] == INITIAL_KIND:
                meets = True
                break
        result[n] = nothing
        if not meets and not may_meet_otherwise(rows, left[n], table, right, n, right_table):
            continue
        mine, other = rows[left[n]], right[n]
        nl, nr = name_length(mine), name_length(other)
        if nl == 0 or nr == 0:
            continue
        answered = lay(mine, nl, table, other, nr, right_table, slots, dense, desk, tries, chances)
        if answered == 0:
            continue
        observe(mine, nl, table, other, nr, right_table, answered, desk)
        total = np.float32(0.0)
        for f in range(len(weights)):
            total += desk.seen[f] * weights[f]
        result[n] = as_kin(total, desk.seen) if of_persons else total


@kernel
def may_meet_otherwise(rows, at, table, right, n, right_table):
    """Return whether two names without a common word may still meet: by an initial, or one word glued of two."""
    if right[n, 0] < 0 or rows[at, 0] < 0:
        return False
    if rows[at, 1] < 0 and right[n, 1] >= 0 and right[n, 2] < 0:
        return table.firsts[rows[at, 0]] == right_table.firsts[right[n, 0]]
    if right[n, 1] < 0 and rows[at, 1] >= 0 and rows[at, 2] < 0:
        return table.firsts[rows[at, 0]] == right_table.firsts[right[n, 0]]
    for i in range(MAX_WORDS):
        if rows[at, i] < 0:
            return False
        if table.kinds[rows[at, i]] == INITIAL_KIND:
            return True
    return False


def nothing_bits() -> float:
    """Return what two names without a common word are worth, with what rounding may add."""
    weights = load_model().name_weights
    return float(weights[_START] + weights[_NONE]) + 1e-3


def read_panel(lexicon: Lexicon, names: Sequence[Reading], *, unfinished: bool = False) -> Panel:
    """Return a panel of names against `lexicon`; if `unfinished`, the last word of the last is still being typed."""
    words = tuple(reversed(dict.fromkeys(word for name in reversed(names) for word in reversed(name))))
    spellings = lexicon.spellings(words, unfinished=unfinished) if words else []
    place = {word: row for row, word in enumerate(words)}
    return Panel(words, number_table([[place[word] for word in name] for name in names]), spellings, lexicon)


def number_table(names: Sequence[Sequence[int]]) -> Ints:
    """Return names as int32 of shape (names, MAX_WORDS), padded with -1."""
    table = np.full((len(names), MAX_WORDS), -1, np.int32)
    for row, name in enumerate(names):
        table[row, : len(name)] = name
    return table
