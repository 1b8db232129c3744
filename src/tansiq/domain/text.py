"""Text that may enter a record: bounded, printable, without marks that turn the line round.

>>> clean("reason", "  two   words ")
'two words'
"""

import re
import unicodedata

from tansiq.domain.errors import InvalidError, Problem

SHORT = 200
"""Longest name, number or reference, in characters (the longest name of the UN list has 94)."""
LONG = 20_000
"""Longest description, in characters (the longest comment of the UN list has about 3,800)."""

ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f\u061c\ufeff]")
"""Marks of direction that other programs add when they copy; they say nothing and are dropped."""
FORBIDDEN = re.compile("[\u202a-\u202e\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Embeddings and overrides can make a name read as another one: refused (Unicode TR 36), and so are controls (category
Cc but for the line break) and surrogates."""


def clean(field: str, value: str, *, limit: int = SHORT, lines: bool = False) -> str:
    """The text with stray marks and doubled blanks removed, in normal form C.

    Args:
        field: the name of the field, for the error.
        value: what somebody typed or a file holds.
        limit: most characters allowed.
        lines: whether line breaks are kept.

    Raises:
        InvalidError: if the text is too long or holds a control or an override character.
    """
    if len(value) <= limit and value.isprintable() and "  " not in value and unicodedata.is_normalized("NFC", value):
        return value.strip()  # nearly every value, in 0.1 to 0.8 µs; each character treated below is not printable
    if len(value) > 4 * limit + 1000:  # bounds the work below
        raise InvalidError(field, Problem.TOO_LONG, str(limit))
    text = unicodedata.normalize("NFC", ISOLATES.sub("", value))
    text = re.sub(r"[^\S\n]+", " ", text.replace("\r\n", "\n")) if lines else re.sub(r"\s+", " ", text)
    if FORBIDDEN.search(text):
        raise InvalidError(field, Problem.FORBIDDEN_CHARACTER)
    text = text.strip()
    if len(text) > limit:
        raise InvalidError(field, Problem.TOO_LONG, str(limit))
    return text


def required(field: str, value: str, *, limit: int = SHORT, lines: bool = False) -> str:
    """`clean`, and not empty."""
    text = clean(field, value, limit=limit, lines=lines)
    if not text:
        raise InvalidError(field, Problem.REQUIRED)
    return text


def check(field: str, value: str, *, limit: int = SHORT, lines: bool = False, empty: bool = False) -> None:
    """True values are already clean: the constructor's side of `clean` and `required`."""
    text = clean(field, value, limit=limit, lines=lines)
    if not text and not empty:
        raise InvalidError(field, Problem.REQUIRED)
    if text != value:
        raise InvalidError(field, Problem.FORBIDDEN_CHARACTER)
