"""How registers write one birth: to the day, to the year, with days and months exchanged, by another calendar.

>>> to_hijri(date(1991, 9, 14))
(1412, 3, 5)
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from tansiq.demo.people import Person
from tansiq.domain.dates import Calendar, PartialDate, hijri_to_gregorian
from tansiq.domain.notice import Place


def entry_births(dice: random.Random, person: Person) -> tuple[PartialDate, ...]:
    """What one entry says of the birth: usually one date, sometimes two or none."""
    drawn = dice.random()
    for share, write in WAYS:
        if drawn < share:
            return write(dice, person.born)
        drawn -= share
    return ()


def exact(day: date) -> PartialDate:
    """A day as a date."""
    return PartialDate(year=day.year, month=day.month, day=day.day)


def to_hijri(day: date) -> tuple[int, int, int]:
    """Year, month and day of the tabular Hijri calendar."""
    year = (day - hijri_to_gregorian(1, 1, 1)).days * 30 // 10_631 + 1
    while hijri_to_gregorian(year + 1, 1, 1) <= day:
        year += 1
    while hijri_to_gregorian(year, 1, 1) > day:
        year -= 1
    month = next(m for m in range(12, 0, -1) if hijri_to_gregorian(year, m, 1) <= day)
    return year, month, (day - hijri_to_gregorian(year, month, 1)).days + 1


Written = tuple[PartialDate, ...]


def _as_it_was(dice: random.Random, born: date) -> Written:
    del dice
    return (exact(born),)


def _year_only(dice: random.Random, born: date) -> Written:
    del dice
    return (PartialDate(year=born.year),)


def _month_only(dice: random.Random, born: date) -> Written:
    del dice
    return (PartialDate(year=born.year, month=born.month),)


def _swapped(dice: random.Random, born: date) -> Written:
    del dice
    return (exact(born if born.day > 12 else born.replace(month=born.day, day=born.month)),)


def _day_off(dice: random.Random, born: date) -> Written:
    return (exact(born + timedelta(days=dice.choice((-1, 1)))),)


def _year_off(dice: random.Random, born: date) -> Written:
    return (replace(exact(born.replace(day=min(born.day, 28))), year=born.year + dice.choice((-1, 1))),)


def _new_year(dice: random.Random, born: date) -> Written:
    del dice
    return (PartialDate(year=born.year, month=1, day=1),)


def _circa(dice: random.Random, born: date) -> Written:
    year = born.year + dice.choice((-1, 0, 0, 1))
    return (PartialDate(year=year, circa=True, text=dice.choice((f"présumé en {year}", f"خلال {year}"))),)


def _range(dice: random.Random, born: date) -> Written:
    first = born.year - dice.randrange(3)
    return (PartialDate(year=first, until_year=first + 2),)


def _hijri(dice: random.Random, born: date) -> Written:
    year, month, day = to_hijri(born)
    known = dice.randrange(3)
    return (
        PartialDate(
            year=year, month=month if known else None, day=day if known == 2 else None, calendar=Calendar.HIJRI
        ),
    )


def _two(dice: random.Random, born: date) -> Written:
    other = born.replace(day=min(born.day, 28), year=born.year + dice.choice((-2, 2)))
    return (exact(born), exact(other))


WAYS: tuple[tuple[float, Callable[[random.Random, date], Written]], ...] = (
    (0.58, _as_it_was),
    (0.10, _year_only),
    (0.04, _month_only),
    (0.05, _swapped),
    (0.04, _day_off),
    (0.03, _year_off),
    (0.05, _new_year),
    (0.03, _circa),
    (0.03, _range),
    (0.02, _hijri),
    (0.01, _two),
)
"""How often each way of writing a birth occurs; the rest are not written at all."""


def entry_places(dice: random.Random, person: Person, *, arabic: bool) -> tuple[Place, ...]:
    """Where an entry says the person was born, in its own script more often than not; missing in one of seven."""
    if dice.random() < 1 / 7:
        return ()
    town = person.town
    written = town.arabic if arabic == (dice.random() < 0.85) else town.french
    return (Place(value=written, country=town.country if dice.random() < 0.9 else None),)
