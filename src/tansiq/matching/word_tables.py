"""Words as arrays that kernels read: their forms, what they tell, what they are.

>>> from tansiq.matching.words import read_name
>>> table = word_table(read_name("Zoubir Testaoui"))
>>> table.counts.tolist()
[1, 1]
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching import weights
from tansiq.matching.channels import Floats
from tansiq.matching.keys import skeletons
from tansiq.matching.model import Model, load_model
from tansiq.matching.spelling import Forms, Ints, empty_forms, packed, put_form, unpacked
from tansiq.matching.words import Kind, Word

FORMS: Final = 4
"""The most forms that a word has; the forms of word n are the rows from FORMS * n on."""
KINDS: Final = tuple(Kind)
_NO_CLASS: Final = 255
_TITLE_BITS: Final = 4.0
"""The most that a title tells: Mullah, Hadj and Cheikh are given to many."""
_PARTICLE_BITS: Final = 2.0
"""What a particle tells beyond the cost of leaving it out."""


class WordTable(NamedTuple):
    """Words, one row each.

    Attributes:
        forms: FORMS rows for each word.
        costs: float32 of shape (FORMS x words,): bits that reading the word so costs.
        counts: int32: forms of the word; 0 for one that matches only its equal.
        told: float32: what the word tells, in bits.
        kinds: uint8: place in `KINDS`.
        firsts: uint8: the consonant with which the word begins (0: a vowel), for initials.
    """

    forms: Forms
    costs: Floats
    counts: Ints
    told: Floats
    kinds: npt.NDArray[np.uint8]
    firsts: npt.NDArray[np.uint8]


def empty_table(size: int) -> WordTable:
    """Return room for `size` words."""
    return WordTable(
        empty_forms(size * FORMS),
        np.zeros(size * FORMS, np.float32),
        np.zeros(size, np.int32),
        np.zeros(size, np.float32),
        np.zeros(size, np.uint8),
        np.zeros(size, np.uint8),
    )


def put_word(table: WordTable, at: int, word: Word, model: Model) -> None:
    """Write `word` as row `at`."""
    forms = word.forms[:FORMS]
    for form, (letters, cost) in enumerate(forms):
        put_form(table.forms, at * FORMS + form, letters, is_arabic=word.is_arabic, model=model)
        table.costs[at * FORMS + form] = cost
    table.counts[at] = len(forms)
    table.kinds[at] = KINDS.index(word.kind)
    _bound(table, at, len(forms))
    table.firsts[at] = first_class(word)
    table.told[at] = _told(table, at, word)


def word_table(words: Sequence[Word]) -> WordTable:
    """Return the table of `words`."""
    model, table = load_model(), empty_table(len(words))
    for at, word in enumerate(words):
        put_word(table, at, word, model)
    return table


def joined(tables: Sequence[WordTable]) -> WordTable:
    """Return the words of some tables in one, in that order; each of them is full."""
    table, at = empty_table(sum(len(one.counts) for one in tables)), 0
    for one in tables:
        words = len(one.counts)
        for new, old in zip(_arrays(table), _arrays(one), strict=True):
            share = len(old) // words
            new[at * share : (at + words) * share] = old
        at += words
    return table


def row_of(table: WordTable, at: int) -> WordTable:
    """Return one word of a table as a table of its own; the arrays are views."""
    forms, word = slice(at * FORMS, (at + 1) * FORMS), slice(at, at + 1)
    kept = Forms._make(values[forms] for values in table.forms)
    return WordTable._make((kept, table.costs[forms], *(values[word] for values in table[2:])))


def table_columns(table: WordTable, words: int) -> dict[str, npt.NDArray[Any]]:
    """Return the first so many words as arrays by name, see `table_of_columns`."""
    forms = Forms._make(values[: words * FORMS] for values in table.forms)
    return {
        "word_forms": packed(forms),
        "word_outlines": forms.outlines,
        "word_costs": table.costs[: words * FORMS],
        "word_counts": table.counts[:words],
        "word_told": table.told[:words],
        "word_kinds": table.kinds[:words],
        "word_firsts": table.firsts[:words],
    }


TABLE_DTYPES: Final = {
    "word_forms": "u1",
    "word_outlines": "u8",
    "word_costs": "f4",
    "word_counts": "i4",
    "word_told": "f4",
    "word_kinds": "u1",
    "word_firsts": "u1",
}
"""What `table_columns` returns, and of what type."""


def table_of_columns(columns: Mapping[str, npt.NDArray[Any]]) -> WordTable:
    """Return the words that `table_columns` told; the arrays are held, not copied."""
    names = ("word_costs", "word_counts", "word_told", "word_kinds", "word_firsts")
    return WordTable(unpacked(columns["word_forms"], columns["word_outlines"]), *(columns[name] for name in names))


def grown(table: WordTable, size: int) -> WordTable:
    """Return the table with room for `size` words."""
    larger = empty_table(size)
    for new, old in zip(_arrays(larger), _arrays(table), strict=True):
        new[: len(old)] = old
    return larger


def reordered(table: WordTable, order: Ints) -> WordTable:
    """Return the words of a table in another order."""
    result, words = empty_table(len(order)), len(table.counts)
    for new, old in zip(_arrays(result), _arrays(table), strict=True):
        share = len(old) // words
        new[:] = old.reshape(words, share, *old.shape[1:])[order].reshape(new.shape)
    return result


def _arrays(table: WordTable) -> tuple[npt.NDArray[np.generic], ...]:
    return (*table.forms, *table[1:])


def first_class(word: Word) -> int:
    """Return a number for the consonant with which a word begins, the same in both scripts."""
    if not word.forms:
        return _NO_CLASS
    skeleton = skeletons(word.forms[0][0][:1], is_arabic=word.is_arabic)[0]
    return ord(skeleton[0]) if skeleton else 0


def _bound(table: WordTable, at: int, forms: int) -> None:
    """A word is not much rarer than the name that is left of it without its particle."""
    bits, first = table.forms.bits, at * FORMS
    for form in range(first + 1, first + forms):
        bits[first] = min(bits[first], bits[form] + table.costs[form] + _PARTICLE_BITS)
    if KINDS[table.kinds[at]] is Kind.TITLE:
        bits[first : first + forms] = np.minimum(bits[first : first + forms], _TITLE_BITS)


def _told(table: WordTable, at: int, word: Word) -> float:
    if not word.forms:
        return weights.OTHER_WORD_BITS
    told = float(table.forms.bits[at * FORMS])
    if word.kind is Kind.INITIAL:
        return min(told, weights.INITIAL_BITS)
    return told
