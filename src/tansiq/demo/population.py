"""A population of any size as columns: who people are, before any register has written them down.

Rules: numbers instead of objects, one array for each fact, so that a million people take a second; a seed and a count
give the same people every time. Some are brothers, sons, cousins or namesakes of others.

    >>> crowd = population(7, 1000)
    >>> len(crowd.family), crowd.sex.dtype
    (1000, dtype('bool'))
"""

from dataclasses import dataclass, fields
from datetime import date
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from tansiq.demo.errors import SizeError
from tansiq.demo.vocabulary import Numbers, Vocabulary

Bools = npt.NDArray[np.bool_]

FIRST_DAY = date(1945, 1, 1)
LAST_DAY = date(2005, 12, 31)
SHARES = {"brother": 0.08, "son": 0.04, "cousin": 0.02, "namesake": 0.03}
"""How many of a population are such a relative, or such a namesake, of another."""
WOMEN = 0.22
SECOND = 0.12
"""Share of people with a second given name; of those called after the Prophet, three times as many."""
STATES = ("DZ", "TN", "FR", "LY", "ML", "MA", "BE")
STATE_SHARES = (0.6, 0.34, 0.02, 0.015, 0.01, 0.01, 0.005)
YEAR = 365
LATEST_FATHER = (LAST_DAY - FIRST_DAY).days - 20 * YEAR
"""The last day, counted from the first, on which somebody is born whose son is in the population too."""


class Kinship(IntEnum):
    """What somebody is to an earlier person of the same population."""

    NONE = 0
    BROTHER = 1
    SON = 2
    COUSIN = 3
    NAMESAKE = 4


@dataclass(frozen=True, slots=True)
class Population:
    """One array for each fact, all of the same length.

    Attributes:
        given, second, father, grandfather, family, maiden, kunya: words by number in the book, -1 where there is none.
        sex: whether a woman; `born`: days since `FIRST_DAY`; `town`: number in the book.
        state, other_state: number in `STATES`, the second -1 for most.
        passport, card: numbers without their letters, -1 where there is none.
        relation, relative: what the person is to which other one, by place, -1 for nobody.
    """

    given: Numbers
    second: Numbers
    father: Numbers
    grandfather: Numbers
    family: Numbers
    maiden: Numbers
    kunya: Numbers
    sex: Bools
    born: Numbers
    town: Numbers
    state: Numbers
    other_state: Numbers
    passport: npt.NDArray[np.int64]
    card: npt.NDArray[np.int64]
    relation: Numbers
    relative: Numbers

    def take(self, who: npt.NDArray[Any]) -> "Population":
        """The people at some places; `relative` still means places in the whole."""
        return Population(*(getattr(self, field.name)[who] for field in fields(self)))


def population(seed: int, count: int, book: Vocabulary | None = None) -> Population:
    """So many people.

    Args:
        seed: the same seed and count give the same people.
        count: how many.
        book: the words, built if not given.

    Raises:
        SizeError: if `count` is negative.
    """
    if count < 0:
        raise SizeError("count", count)
    dice = np.random.default_rng([seed, count])
    book = book or Vocabulary.build()
    columns = _strangers(dice, book, count)
    first = count - sum(int(count * share) for share in SHARES.values())
    if first < count:
        _relate(dice, book, columns, first)
    return _shuffled(dice, columns, count)


Columns = dict[str, npt.NDArray[Any]]


def _strangers(dice: np.random.Generator, book: Vocabulary, count: int) -> Columns:
    women = dice.random(count) < WOMEN
    given = np.where(women, book.female.draw(dice, count), book.male.draw(dice, count))
    second = np.where(women, book.female.draw(dice, count), book.male.draw(dice, count))
    doubled = dice.random(count) < np.where(given == book.male.numbers[0], 3 * SECOND, SECOND * 0.7)
    state = np.searchsorted(np.cumsum(STATE_SHARES), dice.random(count) * sum(STATE_SHARES)).clip(0, len(STATES) - 1)
    columns: Columns = {
        "given": given,
        "second": np.where(doubled & (second != given), second, -1),
        "father": book.male.draw(dice, count),
        "grandfather": book.male.draw(dice, count),
        "family": book.families.draw(dice, count),
        "maiden": np.where(women & (dice.random(count) < 0.4), book.families.draw(dice, count), -1),
        "sex": women,
        "born": dice.integers(0, (LAST_DAY - FIRST_DAY).days + 1, count),
        "town": _towns(dice, len(book.towns), count),
        "state": state,
        "other_state": np.where(dice.random(count) < 0.05, dice.integers(0, len(STATES), count), -1),
        "relation": np.zeros(count, np.int32),
        "relative": np.full(count, -1, np.int32),
    }
    columns["other_state"][columns["other_state"] == state] = -1
    return columns | _kunyas(dice, book, women) | _documents(dice, count)


def _kunyas(dice: np.random.Generator, book: Vocabulary, women: Bools) -> Columns:
    child = book.male.draw(dice, len(women))
    kunya = np.where(women, book.daughters[child], book.sons[child])
    return {"kunya": np.where(dice.random(len(women)) < 0.15, kunya, -1)}


def _documents(dice: np.random.Generator, count: int) -> Columns:
    return {
        "passport": np.where(dice.random(count) < 0.65, dice.integers(0, 10**7, count), -1),
        "card": np.where(dice.random(count) < 0.65, dice.integers(0, 10**11, count), -1),
    }


def _towns(dice: np.random.Generator, towns: int, count: int) -> Numbers:
    """Towns of every size: the larger a number, the smaller the town."""
    drawn = np.exp(dice.random(count) * np.log(towns + 1)) - 1
    return np.asarray(drawn, np.int32).clip(0, towns - 1)


def _relate(dice: np.random.Generator, book: Vocabulary, columns: Columns, first: int) -> None:
    """Makes everybody from `first` on a relative or a namesake of somebody before."""
    count = len(columns["given"])
    men = np.flatnonzero(~columns["sex"][:first])
    start = first
    for relation, share in zip(list(Kinship)[1:], SHARES.values(), strict=True):
        here = slice(start, start + int(count * share))
        start = here.stop
        able = men[columns["born"][men] < LATEST_FATHER] if relation is Kinship.SON else men
        kin = dice.choice(able, here.stop - here.start) if len(able) else np.empty(0, np.int64)
        if len(kin):
            columns["relation"][here], columns["relative"][here] = int(relation), kin
            _TIES[relation](dice, book, columns, here, kin)


def _family_ties(columns: Columns, here: slice, kin: npt.NDArray[Any]) -> None:
    for name in ("family", "town", "state", "other_state"):
        columns[name][here] = columns[name][kin]


def _brothers(
    dice: np.random.Generator, book: Vocabulary, columns: Columns, here: slice, kin: npt.NDArray[Any]
) -> None:
    """Of the same parents, one to twelve years apart; never the same day but for a few twins, never the same name."""
    _family_ties(columns, here, kin)
    columns["father"][here], columns["grandfather"][here] = columns["father"][kin], columns["grandfather"][kin]
    same = np.flatnonzero(columns["given"][here] == columns["given"][kin]) + here.start
    columns["given"][same] = _another(book, columns["given"][same])
    apart = dice.integers(400, 4400, len(kin)) * dice.choice((-1, 1), len(kin))
    apart[dice.random(len(kin)) < 0.04] = 0
    columns["born"][here] = _in_time(columns["born"][kin] + apart, columns["born"][kin], apart)


def _sons(dice: np.random.Generator, book: Vocabulary, columns: Columns, here: slice, kin: npt.NDArray[Any]) -> None:
    """Half of them named after the grandfather; 19 to 45 years younger."""
    _family_ties(columns, here, kin)
    columns["sex"][here] = False
    columns["maiden"][here] = -1
    named = dice.random(len(kin)) < 0.5
    columns["given"][here] = np.where(named, columns["father"][kin], book.male.draw(dice, len(kin)))
    columns["second"][here] = -1
    columns["father"][here], columns["grandfather"][here] = columns["given"][kin], columns["father"][kin]
    younger = columns["born"][kin] + dice.integers(19 * YEAR, 45 * YEAR, len(kin))
    columns["born"][here] = np.minimum(younger, (LAST_DAY - FIRST_DAY).days)


def _cousins(dice: np.random.Generator, book: Vocabulary, columns: Columns, here: slice, kin: npt.NDArray[Any]) -> None:
    """Of one grandfather and family, with other fathers; a third bear the same given name."""
    _family_ties(columns, here, kin)
    columns["grandfather"][here] = columns["grandfather"][kin]
    same = (dice.random(len(kin)) < 1 / 3) & ~columns["sex"][here]
    columns["given"][here] = np.where(same, columns["given"][kin], columns["given"][here])
    equal = np.flatnonzero(columns["father"][here] == columns["father"][kin]) + here.start
    columns["father"][equal] = _another(book, columns["father"][equal])


def _namesakes(
    dice: np.random.Generator, book: Vocabulary, columns: Columns, here: slice, kin: npt.NDArray[Any]
) -> None:
    """Of the same name and family, most also of the same father's name; of another day and town."""
    del book
    columns["sex"][here] = False
    columns["maiden"][here] = -1
    for name in ("given", "second", "family"):
        columns[name][here] = columns[name][kin]
    also = dice.random(len(kin)) < 0.6
    columns["father"][here] = np.where(also, columns["father"][kin], columns["father"][here])


_TIES = {
    Kinship.BROTHER: _brothers,
    Kinship.SON: _sons,
    Kinship.COUSIN: _cousins,
    Kinship.NAMESAKE: _namesakes,
}


def _another(book: Vocabulary, words: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """For each given name a different one of a man."""
    first, other = book.male.numbers[5:7]
    return np.asarray(np.where(words == first, other, first))


def _in_time(born: npt.NDArray[Any], kin: npt.NDArray[Any], apart: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Births that fall out of the years of this population go to the other side of the brother's."""
    is_out = (born < 0) | (born > (LAST_DAY - FIRST_DAY).days)
    return np.asarray(np.where(is_out, kin - apart, born))


def _shuffled(dice: np.random.Generator, columns: Columns, count: int) -> Population:
    order = dice.permutation(count)
    place = np.empty(count, np.int32)
    place[order] = np.arange(count, dtype=np.int32)
    relative = columns["relative"]
    columns["relative"] = np.where(relative < 0, -1, place[relative])
    wide = {"passport": np.int64, "card": np.int64, "sex": np.bool_}
    return Population(
        *(columns[f.name][order].astype(wide.get(f.name, np.int32), copy=False) for f in fields(Population))
    )
