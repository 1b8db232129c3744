"""Coarse keys under which words that may be one name meet, whatever their script and spelling.

Rules: a key keeps the consonants only, in classes that spellings confuse; an ambiguous letter gives several keys; a
longer word also gives the keys with one consonant left out, so one slip of the pen is survived. Two words are compared
when they share a key: that is the whole recall of the index.

>>> skeletons("mohamed"), skeletons("mHmd")
(('MHMD', 'MMD'), ('MHMD',))
"""

import re
from itertools import islice, product
from typing import Final

_CERTAIN: Final = str.maketrans(
    dict(zip("bptdjGkxHrzsSCflmn", "BBTDJGKXHRZS$$FLMN", strict=True)) | dict.fromkeys("wyEIAWYaeiouNX", None)
)
_AMBIGUOUS: Final[dict[str, tuple[str, ...]]] = {
    "0": ("T", "S"),
    "1": ("J", "K", "G"),
    "2": ("D", "Z"),
    "3": ("H", ""),
    "4": ("", "T"),
    "5": ("F", "B"),
    "6": ("K", "G"),
}
"""What a letter may stand for that spellings confuse, under a digit for each group of such letters."""
_CLASSES: Final = _CERTAIN | {
    ord(sound): digit
    for sounds, digit in (("O", "0"), ("g", "1"), ("DVZ", "2"), ("hQ", "3"), ("T", "4"), ("v", "5"), ("q", "6"))
    for sound in sounds
}
_DIGIT: Final = re.compile(r"\d")
_MOST_READINGS = 12
_SHORTEST_TO_LEAVE_OUT = 4


def skeletons(sounds: str) -> tuple[str, ...]:
    """Return the consonant classes of a word, one string for each reading of its ambiguous letters."""
    text = sounds.translate(_CLASSES)
    if not _DIGIT.search(text):
        return (text,)
    readings = product(*(_AMBIGUOUS.get(letter, (letter,)) for letter in text))
    return tuple(dict.fromkeys("".join(reading) for reading in islice(readings, _MOST_READINGS)))


def keys(sounds: str) -> tuple[str, ...]:
    """Return the keys under which a word is found."""
    whole = skeletons(sounds)
    shorter = (
        text[:at] + text[at + 1 :] for text in whole if len(text) >= _SHORTEST_TO_LEAVE_OUT for at in range(len(text))
    )
    return tuple(dict.fromkeys((*whole, *shorter)))
