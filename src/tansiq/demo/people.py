"""Invented people: who they are before any register has written them down.

Given names are ordinary, families and places are named after lanterns, whales and comets, documents begin
with letters that no state uses: nobody real is meant, or found by accident. The same seed gives the same people.

>>> [person.sex.value for person in people(7, 2)]
['male', 'male']
"""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tansiq.demo.errors import SizeError
from tansiq.demo.spelling import Particle, Word
from tansiq.demo.words import COMMON, FEMALE, MALE, OF_FAITH, PLACES, SERVANTS, STEMS
from tansiq.domain.notice import Document, DocumentType, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """An invented place."""

    country: str
    arabic: str
    french: str
    english: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody invented.

    Attributes:
        kunya: "father of" or "mother of" with the name of a child; `maiden`, the family before marriage.
    """

    given: Word
    father: Word
    grandfather: Word
    family: Word
    maiden: Word | None
    kunya: Word | None
    sex: Sex
    born: date
    town: Town
    nationalities: tuple[str, ...]
    documents: tuple[Document, ...]

    @property
    def chain(self) -> tuple[Word, Word, Word, Word]:
        """The whole name; no two people share it, namesakes included."""
        return self.given, self.father, self.grandfather, self.family


FIRST_BIRTH = date(1948, 1, 1)
LAST_BIRTH = date(2005, 12, 31)


def dice_of(seed: int, purpose: str = "") -> random.Random:
    """The chance that a seed stands for; each purpose has its own, so that one cannot disturb another."""
    return random.Random(f"{seed}/{purpose}")  # noqa: S311 # invents people, protects nothing


def people(seed: int, count: int) -> list[Person]:
    """So many different people.

    Raises:
        SizeError: if `count` is negative.
    """
    if count < 0:
        raise SizeError("count", count)
    dice, words = dice_of(seed, "people"), Wordbook.build()
    found: dict[tuple[Word, ...], Person] = {}
    while len(found) < count:
        person = invent(dice, words)
        found.setdefault(person.chain, person)
    return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordbook:
    """All the parts of names there are; `children` are those after whom a parent is called."""

    male: tuple[Word, ...]
    female: tuple[Word, ...]
    children: tuple[Word, ...]
    families: tuple[Word, ...]
    towns: tuple[Town, ...]

    @classmethod
    def build(cls) -> "Wordbook":
        """The book of `words`."""
        compounds = [_word(root, particle=Particle.ABD) for root in SERVANTS]
        compounds += [_word(root, din=True) for root in OF_FAITH]
        return cls(
            male=(*(_word(root) for root in _weighted(MALE)), *compounds),
            children=tuple(_word(root) for root in MALE if not root.startswith(("bU", "bal", "la"))),
            female=tuple(_word(root) for root in _weighted(FEMALE)),
            families=tuple(family for stem in STEMS for family in _families(stem)),
            towns=tuple(Town(country=c, arabic=a, french=f, english=e) for c, a, f, e in PLACES),
        )


def _weighted(roots: tuple[str, ...]) -> tuple[str, ...]:
    return roots + tuple(root for root in roots if root in COMMON) * 8


def _word(entry: str, *, particle: Particle = Particle.NONE, din: bool = False) -> Word:
    root, _, spoken = entry.partition("|")
    return Word(root=root, spoken=spoken, particle=particle, din=din)


def _families(stem: str) -> tuple[Word, ...]:
    """The names of families after one thing: "of the …" (twice as often), "son of", "father of", and just the thing."""
    nisba = Word(root=stem.removesuffix("ap") + "I", article=True)
    return (
        nisba,
        nisba,
        Word(root=stem, particle=Particle.BEN),
        Word(root=stem, particle=Particle.BOU),
        Word(root=stem, article=True),
    )


def invent(dice: random.Random, words: Wordbook) -> Person:
    """One more person."""
    sex = Sex.FEMALE if dice.random() < 0.22 else Sex.MALE
    town = dice.choice(words.towns)
    born = FIRST_BIRTH + timedelta(days=dice.randrange((LAST_BIRTH - FIRST_BIRTH).days))
    state = town.country if dice.random() < 0.97 else dice.choice(("FR", "BE", "LY", "ML"))
    return Person(
        given=dice.choice(words.male if sex is Sex.MALE else words.female),
        father=dice.choice(words.male),
        grandfather=dice.choice(words.male),
        family=dice.choice(words.families),
        maiden=dice.choice(words.families) if sex is Sex.FEMALE and dice.random() < 0.4 else None,
        kunya=_kunya(dice, words, sex) if dice.random() < 0.2 else None,
        sex=sex,
        born=born,
        town=town,
        nationalities=(state,) if dice.random() < 0.94 else (town.country, "FR"),
        documents=_documents(dice, state, born),
    )


def _kunya(dice: random.Random, words: Wordbook, sex: Sex) -> Word:
    child = dice.choice(words.children)
    return replace(child, particle=Particle.FATHER if sex is Sex.MALE else Particle.MOTHER)


def _documents(dice: random.Random, state: str, born: date) -> tuple[Document, ...]:
    issued = date(2017, 1, 1) + timedelta(days=dice.randrange(3000))
    passport = Document(
        type=DocumentType.PASSPORT,
        number=f"XZ{dice.randrange(10**7):07}",
        country=state,
        issued_on=issued,
        expires_on=issued + timedelta(days=3652),
    )
    digits = f"{dice.randrange(10**11):011}" if state == "DZ" else f"{dice.randrange(10**5):05}"
    card = Document(type=DocumentType.NATIONAL_ID, number=f"00{born.year % 1000:03}{digits}", country=state)
    held = dice.random()
    return (passport, card) if held < 0.45 else (passport,) if held < 0.65 else (card,) if held < 0.85 else ()


def brother_of(dice: random.Random, words: Wordbook, person: Person) -> Person:
    """A brother or a sister, of the same parents and town, one to twelve years apart, or a twin."""
    other = invent(dice, words)
    pool = words.male if other.sex is Sex.MALE else words.female
    given = dice.choice([word for word in pool if word != person.given])
    apart = timedelta(days=0 if dice.random() < 0.12 else dice.choice((-1, 1)) * dice.randrange(400, 4400))
    return replace(
        other,
        given=given,
        father=person.father,
        grandfather=person.grandfather,
        family=person.family,
        born=person.born + apart,
        town=person.town,
        nationalities=person.nationalities,
    )


def son_of(dice: random.Random, words: Wordbook, person: Person) -> Person:
    """A son, half of the time named after his grandfather."""
    other = invent(dice, words)
    return replace(
        other,
        sex=Sex.MALE,
        maiden=None,
        kunya=None,
        given=person.father if dice.random() < 0.5 else dice.choice(words.male),
        father=person.given,
        grandfather=person.father,
        family=person.family,
        born=person.born + timedelta(days=dice.randrange(7000, 13000)),
        town=person.town,
        nationalities=person.nationalities,
    )


def namesake_of(dice: random.Random, words: Wordbook, person: Person) -> Person:
    """Somebody else of the same name and father's name, of another grandfather, day and town."""
    other = invent(dice, words)
    return replace(
        other,
        sex=person.sex,
        maiden=None,
        given=person.given,
        father=person.father,
        family=person.family,
        grandfather=dice.choice([word for word in words.male if word != person.grandfather]),
        kunya=None,
    )


def cousin_of(dice: random.Random, words: Wordbook, person: Person) -> Person:
    """A child of the father's brother: the same grandfather and family, another father, now and then the same name."""
    other = invent(dice, words)
    pool = words.male if other.sex is Sex.MALE else words.female
    is_named_alike = other.sex is person.sex and dice.random() < 0.4
    return replace(
        other,
        given=person.given if is_named_alike else dice.choice([word for word in pool if word != person.given]),
        father=dice.choice([word for word in words.male if word != person.father]),
        grandfather=person.grandfather,
        family=person.family,
        maiden=None,
        nationalities=person.nationalities,
    )
