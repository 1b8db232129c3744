"""Arabic script read as sounds: spelling variants folded, letters to the symbols of `sounds`.

Rules: vowel marks, tatweel and free hamza vanish; Persian and Urdu letter shapes typed by mistake become the Arabic
ones; letters of their own sound (پ چ ڤ ڨ گ) stay. Source of the foldings: Unicode chapter 9 and common practice.

>>> fold("أَحْمَـد"), symbols("احمد")
('احمد', 'IHmd')
"""

import re

LETTERS = "ء-يٱ-ۓەپچڤڨگ"

_FOLD = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳ", "ا"),
        "ؤ": "و",
        **dict.fromkeys("ئىیېےۍێ", "ي"),
        **dict.fromkeys("ةۀہھەۂۃ", "ه"),
        **dict.fromkeys("کڪګڭ", "ك"),
        **dict.fromkeys("ٹټٺ", "ت"),
        **dict.fromkeys("ڈډڌ", "د"),
        **dict.fromkeys("ڑړڕ", "ر"),
        **dict.fromkeys("ںڼ", "ن"),
        **dict.fromkeys("ۋۆۇ", "و"),
        "ژ": "ج",
        "ڵ": "ل",
        "ء": None,
        "ـ": None,
    }
)
_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")

_SYMBOLS = {
    **dict(zip("بپتطثجحخدذضظرزسصشچفڤقكگڨغلمنه", "bpttOjHxdVDZrzssSCfvqkggGlmnh", strict=True)),
    "ا": "A",
    "ع": "E",
    "و": "W",
    "ي": "Y",
}


def fold(text: str) -> str:
    """Return `text` with the variants of one Arabic letter written as one."""
    return _MARKS.sub("", text).translate(_FOLD)


def symbols(word: str) -> str:
    """Return the sounds of a folded word; an alef that opens it (I) or a heh that ends it (T) may be any vowel."""
    sounds = "".join(_SYMBOLS.get(letter, "") for letter in word)
    if sounds.startswith("A"):
        sounds = "I" + sounds[1:]
    if len(sounds) > 1 and sounds.endswith("h"):
        sounds = sounds[:-1] + "T"
    return sounds
