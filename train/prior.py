"""Where training starts from: the letters that any table of transliteration gives, and the strings a unit may emit."""

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np

from tansiq.matching.letters import ARABIC, CODE, units_of

OBVIOUS = {
    "ا": "a e i", "ب": "b p", "پ": "p b", "ت": "t", "ث": "th t", "ج": "j dj g", "چ": "ch tch", "ح": "h",
    "خ": "kh", "د": "d", "ذ": "dh d z", "ر": "r", "ز": "z", "س": "s c ss", "ش": "ch sh", "ص": "s c ss",
    "ض": "d dh", "ط": "t", "ظ": "d dh z", "ع": "a", "غ": "gh g", "ف": "f ph", "ڤ": "v", "ق": "k q g",
    "ڨ": "g gu", "ك": "k c", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h a", "و": "ou w u o", "ي": "i y",
}  # fmt: skip
TRADITIONS = {"ج": "dsch c", "خ": "ch h", "ش": "sch", "ي": "j", "و": "v", "ذ": "s", "غ": "g"}
"""What German and Turkish lists write, too rare in the public tables to be learned from them."""
STRENGTH = 20.0
_SHAPE = re.compile(r"[^aeiouy]{0,3}[aeiouy]{0,3}")
_LONG = re.compile("[اويعه]{3}")
_RARE = 8


def emissible(words: Iterable[str], *, arabic: bool) -> list[str]:
    """Return the strings that one unit may emit.

    They are up to two Arabic letters or three weak ones, or Latin consonants and then vowels.
    """
    counts: Counter[str] = Counter()
    for text in words:
        word = "".join(letter for letter in text if letter in CODE)
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + (3 if arabic else 5)) + 1):
                counts[word[start:end]] += 1
    return sorted(
        s
        for s, n in counts.items()
        if len(s) == 1 or (n >= _RARE and (len(s) == 2 or _LONG.fullmatch(s) if arabic else _SHAPE.fullmatch(s)))
    )


def prior(nodes: list[str], *, arabic_source: bool, arabic_target: bool) -> np.ndarray:
    """Return what is believed before training: float64 of shape (units, strings)."""
    units = units_of(arabic=arabic_source)
    counts = np.full((len(units), len(nodes)), 0.01)
    counts[:, 0] += 1.0
    place = {node: at for at, node in enumerate(nodes)}
    for at, unit in enumerate(units):
        for string in _likely(unit, arabic_source=arabic_source, arabic_target=arabic_target):
            if string in place:
                counts[at, place[string]] += STRENGTH
    return counts


def _likely(unit: str, *, arabic_source: bool, arabic_target: bool) -> list[str]:
    if arabic_source == arabic_target:
        return [unit, unit[0]]
    if arabic_source:
        strings = OBVIOUS[unit].split()
        return strings + [s + v for s in strings for v in "aeiou" if s[-1] not in "aeiou"]
    return [letter for letter in ARABIC if unit in OBVIOUS[letter].split() or unit == OBVIOUS[letter].split()[0] * 2]
