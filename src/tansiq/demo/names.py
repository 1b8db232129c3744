"""How a register writes one person's names: which parts, in which letters, with whose habits, and with which slips.

Patronymics are dropped, families come first, particles split and join, kunyas and maiden names appear here and not
there.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from tansiq.demo.habits import Habit, Hand, Tradition, draw_habit, draw_hand
from tansiq.demo.people import Person
from tansiq.demo.spelling import Word, spell_arabic, spell_latin
from tansiq.domain.notice import Name, NameKind, Quality, Sex, name


class Shape(StrEnum):
    """Which parts are written, in which order."""

    SHORT = "short"
    FATHER = "father"
    LONG = "long"
    NO_FAMILY = "no_family"
    FAMILY_FIRST = "family_first"


SHAPES = {
    "DZ": (Shape.SHORT,) * 8 + (Shape.FAMILY_FIRST,) * 6 + (Shape.FATHER,) * 4 + (Shape.LONG, Shape.NO_FAMILY),
    "TN": (Shape.SHORT,) * 5 + (Shape.FATHER,) * 8 + (Shape.LONG,) * 4 + (Shape.FAMILY_FIRST,) * 2 + (Shape.NO_FAMILY,),
}
"""How often each state writes each shape."""
TRADITIONS = {
    "DZ": (Tradition.ALGERIAN,) * 34 + (Tradition.ENGLISH,) * 4 + (Tradition.TUNISIAN,) * 2,
    "TN": (Tradition.TUNISIAN,) * 34 + (Tradition.ENGLISH,) * 4 + (Tradition.ALGERIAN,) * 2,
}
"""How often each state's clerks follow each tradition."""
SLIPS = 0.05
"""Share of Latin names with a slip of the keyboard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How one entry is written, from its first name to its last."""

    shape: Shape
    habit: Habit
    hand: Hand
    linked: bool


def draw_manner(dice: random.Random, state: str) -> Manner:
    """The manner of one clerk of a state for one entry."""
    tradition = dice.choice(TRADITIONS[state])
    return Manner(
        shape=dice.choice(SHAPES[state]),
        habit=draw_habit(dice, tradition),
        hand=draw_hand(dice),
        linked=dice.random() < {Tradition.ALGERIAN: 0.2, Tradition.ENGLISH: 0.5}.get(tradition, 0.55),
    )


def entry_names(dice: random.Random, person: Person, state: str) -> tuple[Name, ...]:
    """The names of one entry, the primary ones first; never two that are equal."""
    manner = draw_manner(dice, state)
    scripts = dice.random()
    found: list[Name] = []
    if scripts < 0.85:
        found.append(name(arabic_name(person, manner)))
    if scripts < 0.6 or scripts >= 0.85:
        latin = latin_name(person, manner)
        found.append(name(slipped(dice, latin) if dice.random() < SLIPS else latin))
    found += _further(dice, person, manner)
    return tuple({one.value: one for one in reversed(found)}.values())[::-1]


def _further(dice: random.Random, person: Person, manner: Manner) -> list[Name]:
    found = []
    if dice.random() < 0.22:
        found.append(_alias(dice, person, manner))
    if person.kunya is not None and dice.random() < 0.6:
        found.append(name(_written(dice, (person.kunya,), manner), NameKind.KUNYA))
    if person.maiden is not None and dice.random() < 0.5:
        found.append(name(_written(dice, (person.given, person.maiden), manner), NameKind.MAIDEN))
    return found


def _alias(dice: random.Random, person: Person, manner: Manner) -> Name:
    tradition = dice.choice((Tradition.ENGLISH,) * 6 + (Tradition.ALGERIAN, Tradition.TUNISIAN) * 3 + (Tradition.ICAO,))
    other = replace(manner, habit=draw_habit(dice, tradition), shape=dice.choice((Shape.SHORT, Shape.FATHER)))
    quality = Quality.LOW if tradition is Tradition.ICAO or dice.random() < 0.35 else Quality.GOOD
    return name(latin_name(person, other), NameKind.ALIAS, quality)


def _written(dice: random.Random, words: tuple[Word, ...], manner: Manner) -> str:
    if dice.random() < 0.5:
        return " ".join(spell_arabic(word, manner.hand) for word in words)
    return " ".join(spell_latin(word, manner.habit) for word in words)


def arabic_name(person: Person, manner: Manner) -> str:
    """The person's name in Arabic letters."""
    return join_arabic(person, manner, {word: spell_arabic(word, manner.hand) for word in person.chain})


def join_arabic(person: Person, manner: Manner, parts: Mapping[Word, str]) -> str:
    """The name of parts that are already spelled."""
    link = "بن" if person.sex is Sex.MALE else "بنت"
    return _joined(person, manner.shape, parts, links=(link, "بن") if manner.hand.linked else ("", ""))


LINKS = {Tradition.ENGLISH: ("bin", "bint"), Tradition.ICAO: ("BN", "BNT")}


def latin_name(person: Person, manner: Manner) -> str:
    """The person's name in Latin letters."""
    return join_latin(person, manner, {word: spell_latin(word, manner.habit) for word in person.chain})


def join_latin(person: Person, manner: Manner, parts: Mapping[Word, str]) -> str:
    """The name of parts that are already spelled."""
    son, daughter = LINKS.get(manner.habit.tradition, ("ben", "bent"))
    links = (son if person.sex is Sex.MALE else daughter, son) if manner.linked else ("", "")
    if manner.shape is Shape.FAMILY_FIRST:
        parts = {**parts, person.family: parts[person.family].upper()}
    return _joined(person, manner.shape, parts, links=links)


def _joined(person: Person, shape: Shape, parts: Mapping[Word, str], *, links: tuple[str, str]) -> str:
    given, father, grandfather, family = (parts[word] for word in person.chain)
    first, second = links
    match shape:
        case Shape.SHORT:
            words = [given, family]
        case Shape.FAMILY_FIRST:
            words = [family, given]
        case Shape.FATHER:
            words = [given, first, father, family]
        case Shape.LONG:
            words = [given, first, father, second, grandfather, family]
        case Shape.NO_FAMILY:
            words = [given, first, father, second, grandfather]
    return " ".join(word for word in words if word)


def slipped(dice: random.Random, text: str) -> str:
    """The name with one slip: a letter lost, doubled or exchanged with its neighbour, an h lost, i for y."""
    at = dice.randrange(1, len(text) - 1)
    kind = dice.randrange(5)
    if kind == 0:
        return text[:at] + text[at + 1 :] if text[at].islower() else text
    if kind == 1:
        return text[:at] + text[at] + text[at:] if text[at].isalpha() else text
    if kind == 2:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :] if text[at : at + 2].islower() else text
    if kind == 3:
        return text.replace("h", "", 1)
    return text.replace("y", "i", 1) if "y" in text else text.replace("i", "y", 1)
