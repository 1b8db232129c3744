"""Who writes a name: a clerk with habits, in one script, and further traditions made from English spelling.

Rules: spelling itself is the demo room's; here is only who writes, and what German and Turkish letters make of it.

>>> from tansiq.demo.people import dice_of
>>> cased("Khashiji", GERMAN)
'Chaschidschi'
"""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tansiq.demo.habits import Tradition, draw_habit, draw_hand
from tansiq.demo.names import Manner, Shape, arabic_name, latin_name
from tansiq.demo.people import Person
from tansiq.demo.spelling import Word, spell_arabic, spell_latin

GERMAN = {"sh": "sch", "kh": "ch", "j": "dsch", "y": "j", "oo": "u", "ee": "i", "'": ""}
TURKISH = {
    "sh": "ş",
    "kh": "h",
    "gh": "g",
    "th": "s",
    "dh": "z",
    "j": "c",
    "q": "k",
    "w": "v",
    "oo": "u",
    "ee": "i",
    "abdul": "abdül",
    "uddin": "eddin",
    "al-": "el-",
    "'": "",
}
FRENCH = (Tradition.ALGERIAN, Tradition.TUNISIAN)
GULF = {"q": "q", "long_u": "oo", "long_i": "ee", "article": "al ", "assimilated": False, "ben": "bin ", "bou": "bu"}
PLAIN = {"q": "q", "long_u": "u", "long_i": "i", "article": "al-", "assimilated": False, "apostrophe": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Somebody who writes names.

    Attributes:
        letters: what is put for letters of an English spelling; empty for most.
    """

    manner: Manner
    arabic: bool = False
    letters: Mapping[str, str] = field(default_factory=dict)

    def word(self, word: Word) -> str:
        """One part of a name."""
        if self.arabic:
            return spell_arabic(word, self.manner.hand)
        return cased(spell_latin(word, self.manner.habit), self.letters)

    def words(self, *words: Word) -> str:
        """Several parts, with blanks between."""
        return " ".join(self.word(word) for word in words)

    def name(self, person: Person, shape: Shape | None = None, *, linked: bool | None = None) -> str:
        """The person's name, in the clerk's shape if no other is given; `linked`: whether "son of" is written."""
        manner = self.manner if shape is None else replace(self.manner, shape=shape)
        if linked is not None:
            manner = replace(manner, linked=linked, hand=replace(manner.hand, linked=linked))
        return arabic_name(person, manner) if self.arabic else cased(latin_name(person, manner), self.letters)

    def with_habit(self, **choices: Any) -> "Pen":
        """The same clerk with other choices in Latin letters."""
        return replace(self, manner=replace(self.manner, habit=replace(self.manner.habit, **choices)))

    def with_hand(self, **choices: Any) -> "Pen":
        """The same clerk with other choices in Arabic letters."""
        return replace(self, manner=replace(self.manner, hand=replace(self.manner.hand, **choices)))

    def choose(self, latin: str, arabic: str) -> str:
        """What belongs to the script of this pen."""
        return arabic if self.arabic else latin


Pens = tuple[Pen, Pen]


def cased(text: str, letters: Mapping[str, str]) -> str:
    """The text with other letters, capitals kept at the heads of words."""
    if not letters:
        return text
    pattern = "|".join(sorted(letters, key=len, reverse=True))
    whole = re.sub(pattern, lambda match: letters[match.group()], text.lower())
    heads = [word[:1].isupper() for word in re.split(r"[ -]", text)]
    parts = re.split(r"([ -])", whole)
    parts[::2] = [part[:1].upper() + part[1:] if up else part for part, up in zip(parts[::2], heads, strict=True)]
    return "".join(parts)


def draw_pen(dice: random.Random, *traditions: Tradition, arabic: bool = False) -> Pen:
    """A clerk of one of the traditions."""
    tradition = dice.choice(traditions or (*FRENCH, Tradition.ENGLISH))
    manner = Manner(
        shape=dice.choice((Shape.SHORT, Shape.SHORT, Shape.FATHER)),
        habit=draw_habit(dice, tradition),
        hand=draw_hand(dice),
        linked=dice.random() < 0.5,
    )
    return Pen(manner=manner, arabic=arabic)


def draw_pens(dice: random.Random) -> Pens:
    """Two pens: one clerk twice in one script or in both, or two clerks in Latin letters; names of one shape."""
    pen, drawn = draw_pen(dice), dice.random()
    if drawn < 0.3:
        return pen, pen
    if drawn < 0.5:
        return replace(pen, arabic=True), replace(pen, arabic=True)
    if drawn < 0.85:
        return _either(dice, replace(pen, arabic=True), pen)
    other = draw_pen(dice)
    return pen, replace(other, manner=replace(other.manner, shape=pen.manner.shape))


def arabic_pens(dice: random.Random) -> Pens:
    """One clerk twice, in Arabic letters."""
    pen = draw_pen(dice, arabic=True)
    return pen, pen


def one_script(dice: random.Random) -> Pens:
    """One clerk twice: what he writes in two ways, he means as two words."""
    pen = draw_pen(dice, arabic=dice.random() < 0.5)
    return pen, pen


def _either(dice: random.Random, one: Pen, other: Pen) -> Pens:
    return (one, other) if dice.random() < 0.5 else (other, one)


def pens_of(dice: random.Random, one: Pen, other: Pen) -> Pens:
    """Two pens in an order of chance, writing names of one shape."""
    return _either(dice, one, replace(other, manner=replace(other.manner, shape=one.manner.shape)))
