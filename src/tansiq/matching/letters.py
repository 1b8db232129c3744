"""The letters of both scripts as small numbers, and the units in which a word is spelled out.

Rules: a letter has one code for ever (the trained model depends on it); an Arabic word is spelled letter by letter, a
Latin word by graphemes (ch, kh, ou, doubled consonants); each unit knows what comes next and where it stands, because
spelling depends on both.

>>> [unit for unit in graphemes("chouikha")]
['ch', 'ou', 'i', 'kh', 'a']
"""

import re
from typing import Final

import numpy as np
import numpy.typing as npt

MAX_LETTERS: Final = 20
"""A longer form is compared by its first 20 letters."""

ARABIC: Final = "ابپتثجچحخدذرزسشصضطظعغفڤقڨكگلمنهوي"
LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
CODE: Final = {letter: code for letters in (ARABIC, LATIN) for code, letter in enumerate(letters, start=1)}
"""Codes from 1; 0 is no letter."""
LETTERS: Final = 40
"""One more than the highest code of either script, rounded up."""

_DOUBLED = [letter * 2 for letter in LATIN]
_UNITS: Final = (
    *("dsch", "tch", "sch", "ch", "sh", "kh", "gh", "dh", "th", "dj", "ph", "ck", "qu", "gu", "ou", "oo"),
    *("ai", "ay", "ei", "ey", "au"),
    *_DOUBLED,
    *LATIN,
)
_SCAN: Final = re.compile("|".join(_UNITS))
_UNIT: Final = {unit: number for number, unit in enumerate(_UNITS)}
LATIN_UNITS: Final = len(_UNITS)
ARABIC_UNITS: Final = len(ARABIC)
NEXT: Final = 8
PLACES: Final = 3
"""Contexts of a unit: what comes next (8 classes) and where it stands (first, after a vowel, elsewhere)."""

_ARABIC_NEXT: Final = {"ا": 1, "و": 2, "ي": 3, "ه": 4, "ع": 5}
_LATIN_NEXT: Final = {"a": 1, "e": 2, "i": 3, "y": 3, "o": 4, "u": 4, "h": 5, **dict.fromkeys("lmnr", 6)}
_END: Final = 0
_OTHER: Final = 7
_ARABIC_FINAL_HEH: Final = 6

Codes = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int16]


def units_of(*, arabic: bool) -> tuple[str, ...]:
    """Return the units of a script by number."""
    return tuple(ARABIC) if arabic else _UNITS


def graphemes(word: str) -> list[str]:
    """Return the Latin word in graphemes."""
    return _SCAN.findall(word)


def encode(word: str) -> Codes:
    """Return the codes of a word's letters, uint8 of shape (letters,)."""
    return np.array([CODE[letter] for letter in word[:MAX_LETTERS] if letter in CODE], np.uint8)


def contexts(word: str, *, is_arabic: bool) -> Rows:
    """Return for each unit of a word the number of unit and context, int16 of shape (units,)."""
    word = "".join(letter for letter in word[:MAX_LETTERS] if letter in CODE)
    numbers = _arabic_contexts(word) if is_arabic else _latin_contexts(word)
    return np.array(numbers, np.int16)


def _arabic_contexts(word: str) -> list[int]:
    result = []
    for at, letter in enumerate(word):
        following = word[at + 1 : at + 2]
        after = _ARABIC_NEXT.get(following, _OTHER) if following else _END
        if following == "ه" and at + 2 == len(word):
            after = _ARABIC_FINAL_HEH
        place = 0 if at == 0 else 1 if word[at - 1] in "اوي" else 2
        result.append((CODE[letter] - 1) * NEXT * PLACES + after * PLACES + place)
    return result


def _latin_contexts(word: str) -> list[int]:
    units = graphemes(word)
    result = []
    for at, unit in enumerate(units):
        after = _LATIN_NEXT.get(units[at + 1][0], _OTHER) if at + 1 < len(units) else _END
        place = 0 if at == 0 else 1 if units[at - 1][-1] in "aeiouy" else 2
        result.append(_UNIT[unit] * NEXT * PLACES + after * PLACES + place)
    return result
