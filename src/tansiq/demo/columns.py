"""A population as a register writes it: columns of text, several names in a cell, partial and wrong births.

Rules: every clerk spells a word once and uses it again; what a register gets wrong it gets wrong at the shares of its
`Register`; the cells are those of files for matching (several values with `;` between, births as ISO, sex m or f,
documents as country and number).

    >>> from tansiq.demo.population import population
    >>> from tansiq.demo.vocabulary import Vocabulary
    >>> book = Vocabulary.build()
    >>> cells = written(7, population(7, 3, book), book, register=ARABIC)
    >>> sorted(cells)
    ['births', 'documents', 'names', 'nationalities', 'places', 'sex']
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from tansiq.demo.births import WAYS
from tansiq.demo.habits import Tradition, draw_habit, draw_hand
from tansiq.demo.names import LINKS, SHAPES, Manner, Shape, slipped
from tansiq.demo.population import FIRST_DAY, STATES, Population
from tansiq.demo.slips import slipped_arabic
from tansiq.demo.spelling import Word, spell_arabic, spell_latin
from tansiq.demo.vocabulary import Vocabulary
from tansiq.domain.dates import Calendar, PartialDate, hijri_to_gregorian

Texts = npt.NDArray[np.object_]
Rows = npt.NDArray[Any]

CLERKS = 8
"""How many clerks write a list: each has habits of spelling of his own."""
BIRTHS = (0.77, 0.06, 0.02, 0.02, 0.02, 0.015, 0.03, 0.01, 0.01, 0.005, 0.01)
"""Share of each of the `births.WAYS` in a register of a state; the rest are missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """How one list is kept.

    Attributes:
        state: whose order of names (`names.SHAPES`); `traditions`: whose spelling, one for each clerk in turn.
        arabic, both: shares of records in Arabic letters alone and in both scripts; the others are in Latin letters.
        alias: share of records with one more spelling of the name.
    """

    state: str
    traditions: tuple[Tradition, ...]
    arabic: float
    both: float
    alias: float = 0.15
    slips: float = 0.01


_FRENCH = (Tradition.ALGERIAN, Tradition.TUNISIAN, Tradition.ALGERIAN, Tradition.ENGLISH)
ARABIC = Register(state="TN", traditions=_FRENCH, arabic=0.82, both=0.1)
FRENCH = Register(state="DZ", traditions=_FRENCH, arabic=0.05, both=0.12)


def written(seed: int, crowd: Population, book: Vocabulary, *, register: Register) -> dict[str, list[str]]:
    """The columns of one list, without identifiers; each list of `len(crowd.given)` texts."""
    dice = np.random.default_rng([seed, len(crowd.given)])
    slips = random.Random(f"{seed}/slips")  # noqa: S311 # invents people, protects nothing
    scribe = _Scribe.hired(slips, book, register)
    arabic = _primary_script(dice, register, len(crowd.given))
    return {
        "names": [str(one) for one in _names(dice, slips, scribe, crowd=crowd, arabic=arabic)],
        "births": list(_births(dice, slips, crowd.born)),
        "nationalities": list(_nationalities(dice, crowd)),
        "sex": list(_sexes(dice, crowd)),
        "places": list(_places(dice, crowd, book, arabic=arabic)),
        "documents": list(_documents(dice, crowd)),
    }


def _primary_script(dice: np.random.Generator, register: Register, count: int) -> npt.NDArray[np.bool_]:
    return np.asarray(dice.random(count) < register.arabic + register.both / 2)


class _Scribe:
    """The clerks of a register, and what each has spelled already: most of the time goes into spelling."""

    def __init__(self, words: Sequence[Word], register: Register, manners: list[Manner]) -> None:
        self.register = register
        self.manners = manners
        self._words = words
        self._spelled: dict[tuple[int, bool], Texts] = {}

    @classmethod
    def hired(cls, dice: random.Random, book: Vocabulary, register: Register) -> "_Scribe":
        kinds = [register.traditions[at % len(register.traditions)] for at in range(CLERKS)]
        manners = [
            Manner(shape=Shape.SHORT, habit=draw_habit(dice, kind), hand=draw_hand(dice), linked=dice.random() < 0.4)
            for kind in kinds
        ]
        return cls(book.words, register, manners)

    def spellings(self, clerk: int, needed: Rows, *, arabic: bool) -> Texts:
        """A table with the clerk's spelling of at least the words that are needed; -1 is empty."""
        table = self._spelled.get((clerk, arabic))
        if table is None:
            table = self._spelled[clerk, arabic] = np.full(len(self._words) + 1, None, np.object_)
            table[-1] = ""
        manner = self.manners[clerk]
        for number in np.unique(needed).tolist():
            if table[number] is None:
                word = self._words[number]
                table[number] = spell_arabic(word, manner.hand) if arabic else spell_latin(word, manner.habit)
        return table

    def links(self, clerk: int, women: Rows, *, arabic: bool) -> tuple[Texts, Texts]:
        """What stands between a name and the father's, and between his and the grandfather's."""
        manner = self.manners[clerk]
        son, daughter = ("بن", "بنت") if arabic else LINKS.get(manner.habit.tradition, ("ben", "bent"))
        is_linked = manner.hand.linked if arabic else manner.linked
        if not is_linked:
            return _texts(["", ""])[women.astype(int)], _texts(["", ""])[women.astype(int)]
        return _texts([son + " ", daughter + " "])[women.astype(int)], _texts([son + " "])[np.zeros(len(women), int)]


def _texts(values: Sequence[str]) -> Texts:
    return np.array([*values, None], np.object_)[:-1]


def _names(
    dice: np.random.Generator, slips: random.Random, scribe: _Scribe, *, crowd: Population, arabic: Rows
) -> Texts:
    """The cells of names: the primary one, the same in the other script, an alias, a kunya, the maiden name."""
    count, register = len(crowd.given), scribe.register
    clerks = dice.integers(0, CLERKS, count)
    shapes = dice.integers(0, len(SHAPES[register.state]), count)
    cells = _in_scripts(scribe, crowd, clerks, shapes=shapes, arabic=arabic)
    _slip(slips, cells, np.flatnonzero(dice.random(count) < register.slips))
    also = dice.random(count) < register.both
    _add(cells, also, _in_scripts(scribe, crowd, clerks, shapes=shapes, arabic=~arabic, rows=also))
    alias = dice.random(count) < register.alias
    other = dice.integers(0, CLERKS, count), dice.integers(0, len(SHAPES[register.state]), count)
    latin = np.asarray(dice.random(count) < 0.2)
    _add(cells, alias, _in_scripts(scribe, crowd, other[0], shapes=other[1], arabic=latin, rows=alias))
    known = (crowd.kunya >= 0) & (dice.random(count) < 0.5)
    _add(cells, known, _spelled(scribe, clerks, crowd.kunya, arabic=arabic, rows=known))
    maiden = (crowd.maiden >= 0) & (dice.random(count) < 0.4)
    given = _spelled(scribe, clerks, crowd.given, arabic=arabic, rows=maiden)
    _add(cells, maiden, given + " " + _spelled(scribe, clerks, crowd.maiden, arabic=arabic, rows=maiden))
    return cells


def _add(cells: Texts, rows: Rows, more: Texts) -> None:
    """Appends one more name to some cells, where it is not there yet."""
    for at, text in zip(np.flatnonzero(rows).tolist(), more, strict=True):
        if text not in cells[at].split(";"):
            cells[at] += ";" + text


def _slip(slips: random.Random, cells: Texts, rows: Rows) -> None:
    for at in rows.tolist():
        text = cells[at]
        cells[at] = slipped(slips, text) if text.isascii() else slipped_arabic(slips, text)


def _spelled(scribe: _Scribe, clerks: Rows, words: Rows, *, arabic: Rows, rows: Rows) -> Texts:
    """One word of each of some people."""
    found = np.full(len(words), "", np.object_)
    for clerk in range(CLERKS):
        for script in (False, True):
            here = np.flatnonzero(rows & (clerks == clerk) & (arabic == script))
            found[here] = scribe.spellings(clerk, words[here], arabic=script)[words[here]]
    return found[rows]


def _in_scripts(
    scribe: _Scribe, crowd: Population, clerks: Rows, *, shapes: Rows, arabic: Rows, rows: Rows | None = None
) -> Texts:
    """One name of each of some people, by clerk, script and shape."""
    rows = np.ones(len(clerks), np.bool_) if rows is None else rows
    found = np.full(len(clerks), "", np.object_)
    for clerk in range(CLERKS):
        for script in (False, True):
            here = np.flatnonzero(rows & (clerks == clerk) & (arabic == script))
            people, drawn = crowd.take(here), _texts(SHAPES[scribe.register.state])[shapes[here]]
            for shape in Shape:
                some = np.flatnonzero(drawn == shape)
                found[here[some]] = _one_shape(scribe, people.take(some), clerk, shape=shape, arabic=script)
    return found[rows]


def _one_shape(scribe: _Scribe, people: Population, clerk: int, *, shape: Shape, arabic: bool) -> Texts:
    columns = (people.given, people.second, people.father, people.grandfather, people.family)
    table = scribe.spellings(clerk, np.concatenate(columns), arabic=arabic)
    given, second, father, grandfather, family = (table[column] for column in columns)
    given = _doubled(given, second, clerk)
    first, then = scribe.links(clerk, people.sex, arabic=arabic)
    if shape is Shape.FAMILY_FIRST:
        return _spaced(family if arabic else _texts([text.upper() for text in family]), given)
    if shape is Shape.SHORT:
        return _spaced(given, family)
    if shape is Shape.FATHER:
        return _spaced(given, first + father, family)
    if shape is Shape.LONG:
        return _spaced(given, first + father, then + grandfather, family)
    return _spaced(given, first + father, then + grandfather)


def _doubled(given: Texts, second: Texts, clerk: int) -> Texts:
    """Both given names; half of the clerks drop the second, one in four writes the two as one word."""
    if clerk % 2 == 0:
        return given
    glued = clerk % 4 == 3
    more = _texts([text.lower() if (glued and text.isalpha()) or not text else f" {text}" for text in second])
    return np.asarray(given + more, np.object_)


def _spaced(first: Texts, *others: Texts) -> Texts:
    for other in others:
        first = np.asarray(first + " " + other, np.object_)
    return first


def _births(dice: np.random.Generator, slips: random.Random, born: Rows) -> Texts:
    """The cells of births; each day is written once in each way, and the text used again."""
    ways = np.searchsorted(np.cumsum(BIRTHS), dice.random(len(born)), side="right")
    keys, places = np.unique(ways * 100_000 + born, return_inverse=True)
    texts = []
    for key in keys.tolist():
        way, day = divmod(key, 100_000)
        found = WAYS[way][1](slips, FIRST_DAY + timedelta(days=day)) if way < len(WAYS) else ()
        texts.append(";".join(iso_text(one) for one in found))
    return _texts(texts)[places]


def iso_text(birth: PartialDate) -> str:
    """A birth as files for matching have it: 1984-03-12, 1984-03, 1984 or 1980/1985; Hijri dates are converted."""
    if birth.calendar is Calendar.HIJRI:
        return _hijri_text(birth)
    if birth.until_year is not None:
        return f"{birth.year}/{birth.until_year}"
    parts = (f"{birth.year}", birth.month, birth.day)
    return "-".join(part if isinstance(part, str) else f"{part:02}" for part in parts if part is not None)


def _hijri_text(birth: PartialDate) -> str:
    first = hijri_to_gregorian(birth.year, birth.month or 1, birth.day or 1)
    if birth.day is not None:
        return first.isoformat()
    last = _before(birth.year + (birth.month in (None, 12)), birth.month % 12 + 1 if birth.month else 1)
    return f"{first.year}" if first.year == last.year else f"{first.year}/{last.year}"


def _before(year: int, month: int) -> date:
    return hijri_to_gregorian(year, month, 1) - timedelta(days=1)


def _nationalities(dice: np.random.Generator, crowd: Population) -> Texts:
    count, none = len(crowd.state), len(STATES)
    codes = [*STATES, ""]
    pairs = _texts([f"{a};{b}".strip(";") for a in codes for b in codes])
    drawn = dice.random(count)
    first = np.where(drawn < 0.1, none, crowd.state)
    first = np.where(drawn > 0.99, dice.integers(0, none, count), first)
    second = np.where((crowd.other_state >= 0) & (first < none), crowd.other_state, none)
    second = np.where(second == first, none, second)
    chosen: Texts = pairs[first * len(codes) + second]
    return chosen


def _sexes(dice: np.random.Generator, crowd: Population) -> Texts:
    drawn = dice.random(len(crowd.sex))
    shown = crowd.sex ^ (drawn > 0.997)
    shares: Texts = _texts(["m", "f", ""])[np.where(drawn < 0.06, 2, shown.astype(int))]
    return shares


def _places(dice: np.random.Generator, crowd: Population, book: Vocabulary, *, arabic: Rows) -> Texts:
    """Where people were born, mostly in the script of the name; missing in one of six, another town in one of 40."""
    count, towns = len(crowd.town), len(book.towns)
    texts = _texts([t for town in book.towns for t in (town.arabic, town.french, town.english)] + [""])
    latin = arabic ^ (dice.random(count) < 0.9)
    form = np.where(latin, 1 + (dice.random(count) < 0.25), 0)
    town = np.where(dice.random(count) < 1 / 40, dice.integers(0, towns, count), crowd.town)
    chosen = np.where(dice.random(count) < 1 / 6, 3 * towns, 3 * town + form)
    return np.asarray(texts[chosen], np.object_)


def _documents(dice: np.random.Generator, crowd: Population) -> Texts:
    """Passports and cards, a third of those held; one in 50 with a wrong digit, one passport in ten a newer one."""
    count = len(crowd.passport)
    cells = np.full(count, "", np.object_)
    for numbers, head, digits in ((crowd.passport, "XZ", 7), (crowd.card, "00", 11)):
        drawn = dice.random(count)
        wrong = np.where(drawn < 0.02, 10 ** dice.integers(0, digits, count), 0)
        shown = (numbers + wrong) % 10**digits
        if head == "XZ":
            shown = np.where(drawn > 0.9, dice.integers(0, 10**7, count), shown)
        listed = np.flatnonzero((numbers >= 0) & (dice.random(count) < 0.35))
        named = dice.random(count) < 0.8
        for at, number, state, is_named in zip(
            listed.tolist(), shown[listed].tolist(), crowd.state[listed].tolist(), named[listed].tolist(), strict=True
        ):
            text = f"{head}{number:0{digits}}"
            text = f"{STATES[state]}:{text}" if is_named else text
            cells[at] = f"{cells[at]};{text}" if cells[at] else text
    return cells
