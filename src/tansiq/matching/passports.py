"""Names as machine-readable passport zones write them: fillers for blanks, Arabic letter by letter in Latin letters.

Rules: a zone's "FAMILY<<GIVEN<NAMES" is turned to given names first; what may be a letter-by-letter transliteration of
Arabic (few vowels, or escapes with X) is offered in Arabic letters beside what is written, never instead of it, since
MAXIME and XHEMAL are names too. Source: ICAO Doc 9303-3, section 6; teh marbuta in the three ways seen.

>>> from_zone("TSTAWY<<ZBYR<<<"), in_arabic("XAEXHMD TSTAWY")
('ZBYR TSTAWY', 'أحمد تستاوي')
"""

import re
from typing import Final

_LETTERS: Final[dict[str, str]] = {
    **dict(zip("ABTJDRZSEGFQKLMNHWYP", "ابتجدرزسعغفقكلمنهويپ", strict=True)),
    "XTH": "ث",
    "XH": "ح",
    "XKH": "خ",
    "XDH": "ذ",
    "XSH": "ش",
    "XSS": "ص",
    "XDZ": "ض",
    "XTT": "ط",
    "XZZ": "ظ",
    "XE": "ء",
    "XAA": "آ",
    "XAE": "أ",
    "I": "إ",
    "U": "ؤ",
    "XI": "ئ",
    "XAY": "ى",
    "XTA": "ة",
    "XAH": "ة",
    "XC": "چ",
    "XXA": "ٱ",
    "XJ": "ژ",
    "XKK": "ک",
    "XGG": "گ",
    "XNG": "ڭ",
    "XYA": "ی",
    "XXT": "ٹ",
    "XXD": "ڈ",
    "XXR": "ڑ",
}
_WORD = re.compile("(?:[ABTJDRZSEGFQKLMNHWYPIU]|X(?:[TK]H|SH|DH|SS|DZ|TT|ZZ|A[AEYH]|TA|X[ATDR]|KK|GG|NG|YA|[HEICJ]))+")
_LETTER = re.compile("X(?:[TK]H|SH|DH|SS|DZ|TT|ZZ|A[AEYH]|TA|X[ATDR]|KK|GG|NG|YA|[HEICJ])|.")
_NEVER: Final = re.compile(r"[covCOV]|[a-wyzA-WYZ][iI]|\b[uU]|[uU]\b")
"""What no transliteration holds: letters without a value, a hamza on alef inside a word or on waw at its ends."""
_LEAD = re.compile(r"[PIVAC][A-Z<][A-Z]{2}[A-Z<](?=[A-Z])")
_STARVED = re.compile("[^AEIU]{4}|^[^AEIU]{3,}$|^BN$|[^AEIUYW][RLNM]$|[^AEIU]{3}$|^[^AEIU]{3}")
_DIGRAPHS = re.compile("[KGDTS]H")
_LINES: Final = (36, 44)
"""Characters in a line that begins with the kind of document and the state; on a card, of 30, another line does."""


def from_zone(text: str) -> str:
    """Return the name in a zone, its given names first; fillers are blanks."""
    line = text.strip()
    if len(line) in _LINES and _LEAD.match(line) and "<<" in line:
        line = line[5:]
    family, _, given = line.strip("<").partition("<<")
    return " ".join(f"{given} {family}".replace("<", " ").split())


def in_arabic(text: str) -> str:
    """Return the Arabic letters that `text` stands for, nothing unless all of it may be such a transliteration."""
    if not text.isascii() or _NEVER.search(text):
        return ""
    words = text.upper().replace("-", " ").split()
    if not words or not all(_WORD.fullmatch(word) for word in words):
        return ""
    escaped = any("X" in word or word == "EBD" for word in words)
    if not escaped and not text.isupper():
        return ""
    starved = sum(_STARVED.search(_DIGRAPHS.sub("T", word)) is not None for word in words)
    if not escaped and starved * 2 < len(words):
        return ""
    return " ".join("".join(_LETTERS[letter] for letter in _LETTER.findall(word)) for word in words)
