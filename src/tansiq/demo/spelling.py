"""Names in letters: words with their articles and particles, in Arabic and in Latin.

>>> import random
>>> from tansiq.demo.habits import Tradition, draw_habit, draw_hand
>>> spell_arabic(Word(root="wAHAtI", article=True), draw_hand(random.Random(1)))
'الواحاتي'
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from tansiq.demo.habits import Habit, Hand, Tradition
from tansiq.demo.letters import SUN, to_arabic, to_icao
from tansiq.demo.sounds import romanize


class Particle(StrEnum):
    """What stands before a word and belongs to it."""

    NONE = ""
    BEN = "ben"
    BOU = "bou"
    ABD = "abd"
    FATHER = "father"
    MOTHER = "mother"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One part of a name, as it sounds.

    Attributes:
        root: the sounds (see `letters`); `spoken`, how the Maghreb says it, where Latin letters follow that.
        din: whether "al-din" follows.
    """

    root: str
    spoken: str = ""
    particle: Particle = Particle.NONE
    article: bool = False
    din: bool = False


HAMZAS = str.maketrans("أإآ", "ااا")


def spell_arabic(word: Word, hand: Hand) -> str:
    """The part in Arabic letters, by one clerk's choices."""
    letters = to_arabic(word.root)
    if word.article and (hand.article or word.particle is not Particle.NONE):
        letters = "ال" + letters
    if word.particle is Particle.ABD:
        letters = hand.abd + (letters if word.root == "allAh" else "ال" + letters)
    before = {Particle.BEN: hand.ben, Particle.BOU: hand.bou, Particle.FATHER: "أبو ", Particle.MOTHER: "أم "}
    letters = before.get(word.particle, "") + letters + (" الدين" if word.din else "")
    letters = letters.replace("ة", hand.ta).replace("ى", hand.maqsura)
    return letters if hand.hamza else letters.translate(HAMZAS)


def spell_latin(word: Word, habit: Habit) -> str:
    """The part in Latin letters, by one clerk's choices, with capitals where names have them."""
    if habit.tradition is Tradition.ICAO:
        return to_icao(spell_arabic(word, PLAIN_HAND))
    root = word.spoken if word.spoken and habit.is_french else word.root
    text = romanize(root, habit)
    if word.article:
        text = _with_article(word.root, text, habit)
    if word.din:
        text = _with_din(text, habit)
    before = {Particle.BEN: habit.ben, Particle.BOU: habit.bou}.get(word.particle, "")
    if word.particle is Particle.ABD:
        text = _with_abd(word.root, text, habit)
    elif word.particle is Particle.FATHER:
        before = "abou " if habit.is_french else "abu "
    elif word.particle is Particle.MOTHER:
        before = "oum " if habit.is_french else "umm "
    return capitalize(before + text, habit)


PLAIN_HAND = Hand(hamza=True, ta="ة", maqsura="ى", ben="بن ", bou="بو", abd="عبد ", article=True, linked=False)
"""The spelling of schoolbooks."""


def capitalize(text: str, habit: Habit) -> str:
    """Capitals at each part; the article of English spelling stays small after another word."""
    raised = re.sub(r"(?<![^\s-])[^\W\d_]", lambda match: match.group().upper(), text)
    return re.sub(r"\b(A|a)l-|(?<=\s)Ud-", _small, raised) if not habit.is_french else raised


def _small(match: re.Match[str]) -> str:
    return match.group().lower()


def _with_article(root: str, text: str, habit: Habit) -> str:
    article = habit.article
    if article == "l'":
        return ("l" if text[0] in "aeiou" else "el ") + text
    if not article:
        return text
    if habit.assimilated and root[0] in SUN:
        first = habit.sh if root[0] == "$" else text[0]
        return f"{'e' if habit.is_french else 'a'}{first}{article[2:]}{text}"
    return article + text


def _with_abd(root: str, text: str, habit: Habit) -> str:
    if root == "allAh":
        return ("abdellah" if habit.front else "abdallah") if habit.is_french else "abdullah"
    whole = habit.abd.format(text)
    if root[0] not in SUN or root[0] == "l" or not habit.is_french:
        return whole
    return whole.replace("el", "e" + text[0], 1)


def _with_din(text: str, habit: Habit) -> str:
    return (text.removesuffix("e") if habit.din == "eddine" else text) + habit.din
