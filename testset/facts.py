"""What entries say beside the names: births in every way of writing, nationalities, sex, places, documents.

Rules: what both sides say of one person may differ as registers differ; what they say of two people who are kin never
agrees by accident, so that no pair contradicts its label.

>>> swap("1984-03-12")
'1984-12-03'
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from tansiq.demo.births import entry_births, entry_places, exact
from tansiq.demo.columns import iso_text
from tansiq.demo.people import Person
from tansiq.domain.dates import PartialDate
from tansiq.domain.notice import Sex

Facts = Mapping[str, tuple[str, ...]]
BothFacts = tuple[Facts, Facts]
People = tuple[Person, Person]


def facts_of(dice: random.Random, person: Person, births: tuple[PartialDate, ...], *, arabic: bool) -> Facts:
    """What one entry says; births as given, the rest often missing."""
    said = {
        "births": tuple(dict.fromkeys(iso_text(birth) for birth in births)),
        "nationalities": person.nationalities if dice.random() < 0.8 else (),
        "sex": ("f" if person.sex is Sex.FEMALE else "m",) if dice.random() < 0.9 else (),
        "places": tuple(place.value for place in entry_places(dice, person, arabic=arabic)),
        "documents": tuple(f"{d.country}:{d.number}" for d in person.documents) if dice.random() < 0.25 else (),
    }
    return {what: values for what, values in said.items() if values}


def usual(dice: random.Random, people: People, arabic: tuple[bool, bool]) -> BothFacts:
    """What two registers say, each in its way; two people are never said to be born at one time unless they are."""
    while True:
        births = [_births(dice, person) for person in people]
        if people[0] is people[1] or people[0].born == people[1].born or not _overlap(births[0], births[1]):
            break
    left, right = (
        facts_of(dice, person, said, arabic=script) for person, said, script in zip(people, births, arabic, strict=True)
    )
    return left, right


def _births(dice: random.Random, person: Person) -> tuple[PartialDate, ...]:
    return entry_births(dice, person) or (exact(person.born),)


def _overlap(left: tuple[PartialDate, ...], right: tuple[PartialDate, ...]) -> bool:
    """Whether two entries could mean one birth, a year more or less."""
    year = timedelta(days=366)
    return any(
        one.bounds()[0] - year <= other.bounds()[1] and other.bounds()[0] - year <= one.bounds()[1]
        for one in left
        for other in right
    )


def of_day(dice: random.Random, people: People, arabic: tuple[bool, bool]) -> BothFacts:
    """Both entries know the day."""
    left, right = (
        facts_of(dice, person, (exact(person.born),), arabic=script)
        for person, script in zip(people, arabic, strict=True)
    )
    return left, right


def swap(day: str) -> str:
    """A day with its month and day exchanged."""
    year, month, rest = day.split("-")
    return f"{year}-{rest}-{month}"


def written_as(change: Callable[[random.Random, Person], str]) -> Callable[..., BothFacts]:
    """Both know the same birth, and the right one writes it otherwise."""

    def write(dice: random.Random, people: People, arabic: tuple[bool, bool]) -> BothFacts:
        left, right = of_day(dice, people, arabic)
        return {**left}, {**right, "births": (change(dice, people[1]),)}

    return write


def swapped(dice: random.Random, person: Person) -> str:
    """Day and month exchanged; the person is born on a day that can be a month."""
    del dice
    return swap(person.born.isoformat())


def off_by_one(dice: random.Random, person: Person) -> str:
    """A day or a year more or less."""
    if dice.random() < 0.5:
        return (person.born + timedelta(days=dice.choice((-1, 1)))).isoformat()
    year = person.born.year + dice.choice((-1, 1))
    return person.born.replace(year=year, day=min(28, person.born.day)).isoformat()


def new_year(dice: random.Random, person: Person) -> str:
    """1 January of the right year."""
    del dice
    return f"{person.born.year}-01-01"


def partial(dice: random.Random, person: Person) -> str:
    """The month, the year, or some years."""
    year = person.born.year - dice.randrange(3)
    return dice.choice((person.born.isoformat()[:7], str(person.born.year), f"{year}/{year + 2}"))


def miswritten_document(dice: random.Random, people: People, arabic: tuple[bool, bool]) -> BothFacts:
    """One passport, once with a wrong digit; one side does not know the birth."""
    left, right = of_day(dice, people, arabic)
    (passport,) = people[0].documents
    at = dice.randrange(2, len(passport.number))
    digit = (int(passport.number[at]) + dice.randrange(1, 9)) % 10
    wrong = passport.number[:at] + str(digit) + passport.number[at + 1 :]
    return (
        {**left, "documents": (f"{passport.country}:{passport.number}",)},
        {**{k: v for k, v in right.items() if k != "births"}, "documents": (f"{passport.country}:{wrong}",)},
    )


def swappable(dice: random.Random, person: Person) -> Person:
    """The person, born on another day of the same year that can be read as a month."""
    day, month = dice.sample(range(1, 13), 2)
    return replace(person, born=person.born.replace(day=day, month=month))
