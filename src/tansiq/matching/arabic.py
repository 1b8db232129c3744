"""Arabic script: spelling variants folded, and a word's letters without its article, its compounds in one spelling.

Rules: vowel marks, tatweel and free hamza vanish; Persian and Urdu letter shapes typed by mistake become the Arabic
ones; letters of their own sound (پ چ ڤ ڨ گ) stay. Source of the foldings: Unicode chapter 9 and common practice.

>>> fold("أَحْمَـد"), readings("الهادي")
('احمد', [('هادي', 0.0), ('الهادي', 0.5)])
"""

import re
from typing import Final

from tansiq.matching.particles import ABD, ALLAH, DIN
from tansiq.matching.weights import FORM_BITS, Form

LETTERS: Final = "ء-يٱ-ۓەپچڤڨگ"
SERVANT: Final = "عبدال"
OF_FAITH: Final = "الدين"
OF_GOD: Final = "الله"

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


def fold(text: str) -> str:
    """Return `text` with the variants of one Arabic letter written as one."""
    return _MARKS.sub("", text).translate(_FOLD)


def join(parts: list[str]) -> str:
    """Return the parts of one word as one, with abd and its article, -eddine and -allah in one spelling."""
    *rest, last = parts
    if not rest:
        return last
    if rest[0] in ABD:
        return SERVANT + "".join([*rest[1:], last]).removeprefix("ال")
    return "".join(rest) + (OF_FAITH if last in DIN else OF_GOD if last in ALLAH else last)


def readings(stem: str) -> list[tuple[str, float]]:
    """Return the ways to read a folded word, as letters and bits; the first is the plainest."""
    servant = _servant(stem)
    if servant:
        return [(servant, 0.0)]
    for tail, form in ((OF_FAITH, Form.WITHOUT_DIN), (OF_GOD, Form.WITHOUT_ALLAH)):
        head = _bare(stem.removesuffix(tail))
        if stem.endswith(tail) and len(head) > 1:
            return [(head + tail, 0.0), (head, FORM_BITS[form])]
    bare = _bare(stem)
    if bare == stem:
        return [(stem, 0.0)]
    fused = [("ل" + bare, FORM_BITS[Form.FUSED_L])] if bare[0] in "اع" else []
    return [(bare, 0.0), (stem, FORM_BITS[Form.WITH_ARTICLE]), *fused]


def _servant(stem: str) -> str:
    """Return "servant of ..." in one spelling, nothing if `stem` is another name: Abdouni, Abdelli."""
    if not stem.startswith("عبد"):
        return ""
    name = stem[3:].removeprefix("ال")
    return SERVANT + name if len(name) > 3 or (len(name) > 1 and name != stem[3:]) or name == "ربه" else ""


def _bare(stem: str) -> str:
    return stem[2:] if len(stem) > 4 and stem.startswith("ال") else stem
