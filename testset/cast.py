"""The people of the test set: drawn from a population of the demo room, and changed until a difficulty shows.

>>> cast = Cast.gathered()
>>> cast.person(cast.dice("example")).family.root == cast.person(cast.dice("example")).family.root
True
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from tansiq.demo.people import Person, Wordbook, dice_of
from tansiq.demo.population import FIRST_DAY, STATES, Population, population
from tansiq.demo.spelling import Particle, Word
from tansiq.demo.vocabulary import Vocabulary
from tansiq.demo.words import MALE
from tansiq.domain.notice import Document, DocumentType, Sex

SEED = 20261123
CROWD = 40_000


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody there is, and the words they are named with."""

    book: Vocabulary
    words: Wordbook
    crowd: Population

    @classmethod
    def gathered(cls) -> "Cast":
        """The cast of this test set, the same every time."""
        book = Vocabulary.build()
        return cls(book, Wordbook.build(), population(SEED, CROWD, book))

    def dice(self, purpose: str) -> random.Random:
        """The chance of one difficulty; no other disturbs it."""
        return dice_of(SEED, purpose)

    def person(self, dice: random.Random) -> Person:
        """Somebody."""
        at = dice.randrange(CROWD)
        crowd, words = self.crowd, self.book.words
        maiden, kunya = int(crowd.maiden[at]), int(crowd.kunya[at])
        sex = Sex.FEMALE if crowd.sex[at] else Sex.MALE
        state = STATES[int(crowd.state[at])]
        return Person(
            given=words[int(crowd.given[at])],
            father=words[int(crowd.father[at])],
            grandfather=words[int(crowd.grandfather[at])],
            family=words[int(crowd.family[at])],
            maiden=words[maiden] if maiden >= 0 else None,
            kunya=words[kunya] if kunya >= 0 else _kunya(dice, self, sex),
            sex=sex,
            born=FIRST_DAY + timedelta(days=int(crowd.born[at])),
            town=self.book.towns[int(crowd.town[at])],
            nationalities=(state,),
            documents=_documents(dice, state),
        )

    def family(self, dice: random.Random, fits: Callable[[Word], bool]) -> Word:
        """A family whose name fits."""
        numbers = self.book.families.numbers
        while True:
            word = self.book.words[int(numbers[dice.randrange(len(numbers))])]
            if fits(word):
                return word

    def given(self, dice: random.Random, fits: Callable[[Word], bool]) -> Word:
        """A man's given name that fits, of those that are not rare."""
        return dice.choice([word for word in dict.fromkeys(self.words.male) if fits(word)])


def _kunya(dice: random.Random, cast: Cast, sex: Sex) -> Word:
    child = dice.choice(cast.words.children)
    return replace(child, particle=Particle.FATHER if sex is Sex.MALE else Particle.MOTHER)


def _documents(dice: random.Random, state: str) -> tuple[Document, ...]:
    number = f"XZ{dice.randrange(10**7):07}"
    return (Document(type=DocumentType.PASSPORT, number=number, country=state),)


def skeleton(root: str) -> str:
    """The consonants of a word."""
    return "".join(sign for sign in root if sign not in "aiuAIUYp'")


def near_given(dice: random.Random, word: Word) -> Word | None:
    """Another man's given name of the same consonants, as Salim and Salem; None where there is none."""
    roots = [entry.partition("|")[0] for entry in MALE]
    near = [root for root in roots if root != word.root and skeleton(root) == skeleton(word.root)]
    return Word(root=dice.choice(near)) if near and not (word.particle or word.din) else None


def near_families(cast: Cast) -> list[tuple[Word, ...]]:
    """Families that sound alike: the same consonants, particle and article, other vowels."""
    groups: dict[tuple[object, ...], list[Word]] = {}
    for number in cast.book.families.numbers.tolist():
        word = cast.book.words[number]
        is_nisba = word.root.endswith("I")
        groups.setdefault((skeleton(word.root), word.particle, word.article, is_nisba), []).append(word)
    return [tuple(group) for group in groups.values() if len({_lengths(word) for word in group}) > 1]


def _lengths(word: Word) -> str:
    """What is left of a word in Arabic letters: two families that differ here differ in every script."""
    return "".join(sign for sign in word.root if sign not in "aiu")


def told_apart(one: Word, other: Word) -> bool:
    """Whether both scripts tell the two words apart."""
    return _lengths(one) != _lengths(other)
