"""Coarse keys under which words that may be one name meet, whatever their script and spelling.

Rules: a key keeps the consonants only, in classes that spellings confuse; an ambiguous letter gives several keys; a
longer word also gives the keys with one consonant left out, so one slip of the pen is survived. Two words are compared
when they share a key: that is the whole recall of the index.

>>> skeletons("mohamed"), skeletons("mHmd")
(('MHMD', 'MMD'), ('MHMD',))
"""

from itertools import islice, product
from typing import Final

_CLASSES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys("bp", ("B",)),
    "t": ("T",),
    "O": ("T", "S"),
    "d": ("D",),
    **dict.fromkeys("DVZ", ("D", "Z")),
    "j": ("J",),
    "g": ("J", "K", "G"),
    "G": ("G",),
    "k": ("K",),
    "q": ("K", "G"),
    "x": ("X",),
    "H": ("H",),
    **dict.fromkeys("hQ", ("H", "")),
    "T": ("", "T"),
    "r": ("R",),
    "z": ("Z",),
    "s": ("S",),
    **dict.fromkeys("SC", ("$",)),
    "f": ("F",),
    "v": ("F", "B"),
    "l": ("L",),
    "m": ("M",),
    "n": ("N",),
}
_MOST_READINGS = 12
_SHORTEST_TO_LEAVE_OUT = 4


def skeletons(sounds: str) -> tuple[str, ...]:
    """Return the consonant classes of a word, one string for each reading of its ambiguous letters."""
    readings = product(*(_CLASSES.get(sound, ("",)) for sound in sounds))
    return tuple(dict.fromkeys("".join(reading) for reading in islice(readings, _MOST_READINGS)))


def keys(sounds: str) -> tuple[str, ...]:
    """Return the keys under which a word is found."""
    whole = skeletons(sounds)
    shorter = (
        text[:at] + text[at + 1 :] for text in whole if len(text) >= _SHORTEST_TO_LEAVE_OUT for at in range(len(text))
    )
    return tuple(dict.fromkeys((*whole, *shorter)))
