"""Coarse keys under which words that may be one name meet, whatever their script and spelling.

Rules: a key keeps the consonants only, in classes that spellings confuse; an ambiguous letter gives several keys. A
word is found under more keys (`keys`) than it is looked for (`sought_keys`): two meet where their consonants are the
same, or, in longer words, where one has one consonant more or another one at one place, so one slip of the pen is
survived. To meet is symmetric, and it is the whole recall of the index: words that do not meet are not compared.

>>> skeletons("mohamed", is_arabic=False), skeletons("محمد", is_arabic=True)
(('MD',), ('MD',))
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice, product
from typing import Final
from zlib import crc32

_ARABIC: Final = {
    **dict(zip("بپتطجچخدضرزسصشغفڤقكگڨلمن", "BBTTJJXDDRSSS$KFFKKKKLMN", strict=True)),
    **dict.fromkeys("اويعهح", ""),
}
_ARABIC_CHOICES: Final = {"ث": "TS", "ذ": "DS", "ض": "DS", "ظ": "DS", "ج": "JK", "ڤ": "FB", "خ": ("X", "")}
_FINAL_HEH: Final = ("", "T")
"""The feminine ending may be said as a t: Hayat."""
_LATIN: Final = {
    **dict(zip("bpftdjkqlmnrszvg", "BBFTDJKKLMNRSSFK", strict=True)),
    **dict.fromkeys("aeiouywh", ""),
    "x": "KS",
}
_LATIN_PAIRS: Final = {"gh": "K", "dj": "J", "ph": "F"}
_LATIN_CHOICES: Final = {
    "c": "KSJ",
    "ch": "$X",
    **dict.fromkeys(("ce", "ci", "cy"), "SJ"),
    "th": "TDS",
    "sh": "$S",
    "kh": ("X", "K", ""),
    "dh": "DS",
    "ge": "KJ",
    "gi": "KJ",
    "v": "FB",
}
_SCAN: Final = re.compile("tch|dsch|sch|[dtsckgp]h|dj|c[eiy]|g[ei]|.")
_SPECIAL: Final = {"tch": "$", "sch": "$", "dsch": "J"}
_INITIAL_J: Final = ("J", "")
"""In German a j is a y: Jusuf."""
_MOST_READINGS: Final = 8
_SHORTEST_TO_LEAVE_OUT: Final = 4


def skeletons(letters: str, *, is_arabic: bool) -> tuple[str, ...]:
    """Return the consonant classes of a form, one string for each reading of its ambiguous letters."""
    choices = _arabic(letters) if is_arabic else _latin(letters)
    if all(len(choice) == 1 for choice in choices):
        return (_once("".join(choice[0] for choice in choices)),)
    readings = islice(product(*choices), _MOST_READINGS)
    return tuple(dict.fromkeys(_once("".join(reading)) for reading in readings))


def keys(letters: str, *, is_arabic: bool) -> tuple[int, ...]:
    """Return the keys under which a form is found, as 32-bit numbers.

    Forms meet whose consonants are the same, or the same but for one: missing on one side (under a whole key of the
    one and a short key of the other) or another one at the same place. Two that each lack one elsewhere do not meet:
    they were half of all meetings, and of 1,500 spellings found among 49,000 words none.
    """
    whole = skeletons(letters, is_arabic=is_arabic)
    return _numbers((f"={text}" for text in whole), (f"-{short}" for _, short in _short(whole)), _replaced(whole))


def sought_keys(letters: str, *, is_arabic: bool) -> tuple[int, ...]:
    """Return the keys under which to look for what may spell a form: where others stand as the form does not."""
    whole = skeletons(letters, is_arabic=is_arabic)
    missing = (f"{sign}{text}" for text in whole for sign in "=-")
    return _numbers(missing, (f"={short}" for _, short in _short(whole)), _replaced(whole))


def _numbers(*texts: Iterable[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(crc32(text.encode()) for text in chain(*texts)))


def _short(whole: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield the classes without each of them, and where it stood."""
    for text in whole:
        if len(text) >= _SHORTEST_TO_LEAVE_OUT:
            yield from ((at, text[:at] + text[at + 1 :]) for at in range(len(text)))


def _replaced(whole: tuple[str, ...]) -> Iterator[str]:
    return (f"{at}{short}" for at, short in _short(whole))


def _arabic(letters: str) -> list[tuple[str, ...]]:
    found = [tuple(_ARABIC_CHOICES[x]) if x in _ARABIC_CHOICES else (_ARABIC.get(x, ""),) for x in letters]
    return [*found[:-1], _FINAL_HEH] if letters.endswith("ه") else found


def _latin(letters: str) -> list[tuple[str, ...]]:
    found = [_latin_choice(unit) for unit in _SCAN.findall(letters)]
    return [_INITIAL_J, *found[1:]] if letters.startswith("j") else found


def _latin_choice(unit: str) -> tuple[str, ...]:
    if unit in _LATIN_CHOICES:
        return tuple(_LATIN_CHOICES[unit])
    if unit in _LATIN_PAIRS or unit in _SPECIAL:
        return (_LATIN_PAIRS.get(unit) or _SPECIAL[unit],)
    return (_LATIN.get(unit, ""),)


def _once(text: str) -> str:
    """Return the classes with repeated ones written once: doubled consonants are a matter of taste."""
    return "".join(one for at, one in enumerate(text) if at == 0 or text[at - 1] != one)
