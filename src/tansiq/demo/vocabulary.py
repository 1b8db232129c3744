"""The words of a large population: given names as common as they are, thousands of invented families, towns.

Rules: given names are ordinary, a few of them borne by many; families are made of four consonants and a pattern, so
that nobody's is among them; how common a family is follows Zipf and Mandelbrot. The same book every time.

    >>> book = Vocabulary.build()
    >>> len(book.families.numbers) > 14_000
    True
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

import numpy as np
import numpy.typing as npt

from tansiq.demo.habits import Tradition, draw_habit
from tansiq.demo.people import Town, Wordbook, dice_of
from tansiq.demo.spelling import PLAIN_HAND, Particle, Word, spell_arabic, spell_latin
from tansiq.demo.words import COMMON, STEMS

Numbers = npt.NDArray[np.int32]

FAMILIES = 15_000
"""Families there are, those of lanterns and whales among them."""
RARE = 2_500
"""Given names of each sex that few bear."""
RARE_SHARE = 0.05
"""Share of people who bear one of them."""
FIRST_SHARE = {"muHammad": 0.065, "fATimap": 0.045}
"""Share of men and of women who bear the commonest name."""
FAMILY_OFFSET = 40
"""Mandelbrot's offset: the commonest family is then borne by about four people in a thousand."""

CONSONANTS = "bbbddfhHHjkkllllmmmmnnnnqqrrrrrsssSt$$TTxEEgzzDv"
"""Consonants as often as they are drawn for families; none is w or y, which would change with the vowels."""
THROAT = "HhExg'"
FOUR = ("1a23U4", "1a23A4", "1u23u4", "1i23I4", "1a23a4ap", "1a2A3i4", "1u2ay34", "1a23Un4I")
"""Patterns of four consonants; one root makes several families that sound alike, as real ones do."""
THREE = ("1A2i3", "1a2I3", "ma12U3", "mu12i3", "1a22A3", "1u2ay3", "ta12I3", "1a2a3An")
"""Patterns of three, for rare given names."""
SITES = (
    ("عين", "Aïn", "Ain"),
    ("وادي", "Oued", "Wadi"),
    ("برج", "Bordj", "Burj"),
    ("قصر", "Ksar", "Qasr"),
    ("بئر", "Bir", "Bir"),
    ("تل", "Tell", "Tall"),
    ("هنشير", "Henchir", "Hinshir"),
)
"""What towns are called beside a thing, in Arabic, French and English."""


@dataclass(frozen=True, slots=True)
class Chances:
    """Words by number in the book, and how likely each is.

    Attributes:
        numbers: int32 of shape (n,), `sums`: float64 of shape (n,), the chances summed up, 1 at the end.
    """

    numbers: Numbers
    sums: npt.NDArray[np.float64]

    def draw(self, dice: np.random.Generator, count: int) -> Numbers:
        """So many words, int32 of shape (count,)."""
        return self.numbers[np.searchsorted(self.sums, dice.random(count), side="right")]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The book.

    Attributes:
        words: every word; people bear them by number.
        sons, daughters: for each given name of a man the number of "father of" and of "mother of" him, else -1.
    """

    words: tuple[Word, ...]
    male: Chances
    female: Chances
    families: Chances
    sons: Numbers
    daughters: Numbers
    towns: tuple[Town, ...]

    @classmethod
    def build(cls) -> "Vocabulary":
        """The book that every population is drawn from."""
        dice, book = dice_of(0, "vocabulary"), Wordbook.build()
        male = [*_ranked(dice, book.male), *islice(_rare(dice), RARE)]
        female = [*_ranked(dice, book.female), *islice(_rare(dice, end="ap"), RARE)]
        families = list(dict.fromkeys([*book.families, *islice(_families(dice), FAMILIES - len(STEMS) * 4)]))
        dice.shuffle(families)
        kunyas = [replace(word, particle=p) for p in (Particle.FATHER, Particle.MOTHER) for word in book.children]
        words = tuple(dict.fromkeys([*male, *female, *families, *kunyas]))
        number = {word: at for at, word in enumerate(words)}
        fathers, mothers = (
            np.array([number.get(replace(w, particle=p), -1) for w in words], np.int32)
            for p in (Particle.FATHER, Particle.MOTHER)
        )
        return cls(
            words=words,
            male=_given(male, number),
            female=_given(female, number),
            families=_chances(families, 1 / (np.arange(len(families)) + FAMILY_OFFSET), number),
            sons=fathers,
            daughters=mothers,
            towns=(*book.towns, *_towns(dice)),
        )


def _ranked(dice: random.Random, words: Sequence[Word]) -> list[Word]:
    """The words once each, common ones first, the others in an order of chance."""
    once = list(dict.fromkeys(words))
    roots = [entry.partition("|")[0] for entry in COMMON]
    first = sorted((w for w in once if w.root in roots), key=lambda w: roots.index(w.root))
    others = [w for w in once if w.root not in roots]
    dice.shuffle(others)
    return first + others


def _given(words: list[Word], number: dict[Word, int]) -> Chances:
    """The first word at its share, the rare ones at theirs, the others by rank."""
    first = FIRST_SHARE[words[0].root]
    ranks = 1 / (np.arange(1, len(words) - RARE) + 6) ** 0.9
    middle = ranks / ranks.sum() * (1 - first - RARE_SHARE)
    rare = 1 / (np.arange(RARE) + 50)
    return _chances(words, np.concatenate(([first], middle, rare / rare.sum() * RARE_SHARE)), number)


def _chances(words: Sequence[Word], weights: npt.NDArray[np.float64], number: dict[Word, int]) -> Chances:
    sums = np.cumsum(weights / weights.sum())
    sums[-1] = 1
    return Chances(np.array([number[word] for word in words], np.int32), sums)


def _roots(dice: random.Random, length: int) -> Iterator[str]:
    """Consonants that can stand beside each other."""
    while True:
        root = "".join(dice.choice(CONSONANTS) for _ in range(length))
        if len(set(root)) == length and not any(a in THROAT and b in THROAT for a, b in pairwise(root)):
            yield root


def _shaped(root: str, pattern: str) -> str:
    return "".join(root[int(sign) - 1] if sign.isdigit() else sign for sign in pattern)


def _rare(dice: random.Random, end: str = "") -> Iterator[Word]:
    seen = set()
    for root in _roots(dice, 3):
        word = Word(root=_shaped(root, dice.choice(THREE)) + end)
        if word not in seen:
            seen.add(word)
            yield word


def _families(dice: random.Random) -> Iterator[Word]:
    """Families of invented roots: half of them "of the …", the others with a particle, an article or nothing."""
    seen = set()
    for root in _roots(dice, 4):
        for pattern in dice.sample(FOUR, dice.choice((1, 2, 3, 5))):
            word = _family(dice, _shaped(root, pattern))
            if word not in seen:
                seen.add(word)
                yield word


def _family(dice: random.Random, stem: str) -> Word:
    kind = dice.random()
    if kind < 0.5:
        nisba = stem if stem.endswith("I") else stem.removesuffix("ap") + "I"
        return Word(root=nisba, article=dice.random() < 0.6)
    if kind < 0.62:
        return Word(root=stem, particle=Particle.BEN)
    if kind < 0.74:
        return Word(root=stem, particle=Particle.BOU)
    return Word(root=stem, article=kind < 0.82)


def _towns(dice: random.Random) -> Iterator[Town]:
    french, english = (draw_habit(dice_of(1, "towns"), t) for t in (Tradition.ALGERIAN, Tradition.ENGLISH))
    for stem in STEMS:
        thing = Word(root=stem, article=True)
        for arabic, maghreb, gulf in dice.sample(SITES, 4):
            yield Town(
                country=dice.choice(("DZ", "TN")),
                arabic=f"{arabic} {spell_arabic(thing, PLAIN_HAND)}",
                french=f"{maghreb} {spell_latin(thing, french)}",
                english=f"{gulf} {spell_latin(thing, english)}",
            )
