"""Arabic script: spelling variants folded, and a word's letters without its article, its compounds in one spelling.

Rules: vowel marks, tatweel and free hamza vanish; Persian and Urdu letter shapes typed by mistake become the Arabic
ones; letters of their own sound (پ چ ڤ ڨ گ) stay. Source of the foldings: Unicode chapter 9 and common practice.

>>> fold("أَحْمَـد"), readings("النجار")
('احمد', [('نجار', 0.0), ('النجار', 0.5)])
"""

import re
from typing import Final

from tansiq.matching.particles import ABD, ALLAH, DIN, HAVING
from tansiq.matching.weights import FORM_BITS, Form

LETTERS: Final = "ء-يٱ-ۓەپچڤڨگ"
SERVANT: Final = "عبدال"
OF_FAITH: Final = "الدين"
OF_GOD: Final = "الله"
_HAVING: Final = "ذوال"

_FOLD = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳ", "ا"),
        "ؤ": "و",
        **dict.fromkeys("ئىیېےۍێ", "ي"),
        **dict.fromkeys("ةۀہھەۂۃ", "ه"),
        **dict.fromkeys("کڪګ", "ك"),
        "ڭ": "گ",
        **dict.fromkeys("ٹټٺ", "ت"),
        **dict.fromkeys("ڈډڌ", "د"),
        **dict.fromkeys("ڑړڕ", "ر"),
        **dict.fromkeys("ںڼ", "ن"),
        **dict.fromkeys("ۋۆۇ", "و"),
        **dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)),
        **dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)),
        **dict.fromkeys("ځږ", "ز"),
        "څ": "س",
        "ښ": "ش",
        "ژ": "ج",
        "ڵ": "ل",
        "ء": None,
        "ـ": None,
    }
)
_BORROWED: Final = frozenset("پچڤڨگ")
_REPLACED: Final = (str.maketrans("پچڤڨگ", "بجققق"), str.maketrans("پچڤڨگ", "بشفكك"))
"""The letters typed instead of those that keyboards lack: of g in the Maghreb, then of v and of the Persian g."""
_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")

_FAITH_JOINED = re.compile(
    "(نور|عز|شمس|جمال|جلال|صلاح|نصر|ناصر|سيف|بدر|خير|فخر|حسام|عماد|محي|محيي|شرف|زين|كمال|تاج|نجم|شهاب|سراج|ضيا|علا|بها"
    "|معين|نظام)ا?ل?د?دين"
)
"""The usual first halves may be followed by a shorter "of the faith": نوردين."""
_WHOLE: Final = frozenset(["الياس", "الهام", "البير", "البرت", "الفريد", "الكسندر", "اليسا", "الينا", "اليزابيث"])
"""Names whose first letters are not the article."""
_L_STAYS: Final = "عاويحخغه"
"""Before these letters Latin spellings keep the l of the article: Larbi, Lakhdar, Louafi, Lyazid, Lahcen (of 136, 38,
25, 14 and 18 in 355, 131, 84, 67 and 187 aligned words of Algeria, Tunisia and Morocco)."""


def fold(text: str) -> str:
    """Return `text` with the variants of one Arabic letter written as one."""
    return _MARKS.sub("", text).translate(_FOLD)


def join(parts: list[str]) -> str:
    """Return the parts of one word as one, with abd and its article, -eddine and -allah in one spelling."""
    *rest, last = parts
    if not rest:
        return last
    if rest[0] in ABD:
        return SERVANT + "".join([*rest[1:], "له" if last == "لله" else last]).removeprefix("ال")
    if rest[0] in HAVING:
        return _HAVING + last.removeprefix("ال")
    return "".join(rest) + (OF_FAITH if last in DIN else OF_GOD if last in ALLAH else last)


def readings(stem: str) -> list[tuple[str, float]]:
    """Return the ways to read a folded word, as letters and bits; the first is the plainest."""
    if stem.endswith("يحي") and len(stem) < 6:
        stem += "ي"
    found = _nasab(stem) or _compound(stem) or _articled(stem)
    if _BORROWED.isdisjoint(stem):
        return found
    price = FORM_BITS[Form.OTHER_LETTER]
    return found + [(letters.translate(table), bits + price) for table in _REPLACED for letters, bits in found[:1]]


def _nasab(stem: str) -> list[tuple[str, float]]:
    """Return the readings of a word with بن or بو fused to it."""
    front, name = stem[:2], stem[2:]
    if front == "بو" and (served := _servant(name)):
        return [(front + served, 0.0), (served, FORM_BITS[Form.WITHOUT_KUNYA])]
    if front != "بن" or len(name) < 4:
        return []
    bare = _servant(name) or _bare(name)
    return [(front + bare.removeprefix("ن"), 0.0), (bare, FORM_BITS[Form.WITHOUT_NASAB])]


def _compound(stem: str) -> list[tuple[str, float]]:
    if served := _servant(stem):
        return [(served, 0.0), (served.removeprefix(SERVANT), FORM_BITS[Form.WITHOUT_ABD])]
    if fused := _FAITH_JOINED.fullmatch(stem):
        head = "محي" if fused[1] == "محيي" else fused[1]
        return [(head + OF_FAITH, 0.0), (head, FORM_BITS[Form.WITHOUT_DIN])]
    for tail, form in ((OF_FAITH, Form.WITHOUT_DIN), (OF_GOD, Form.WITHOUT_ALLAH)):
        head = _bare(stem.removesuffix(tail))
        if stem.endswith(tail) and len(head) > 1:
            said = head[:-1] + "ت" if tail == OF_GOD and head[-1] == "ه" and len(head) > 2 else head
            return [(said + tail, 0.0), (head, FORM_BITS[form])]
    if stem.startswith("ابو") and len(stem) > 5:
        bare = stem[5:] if stem.startswith("ابوال") and len(stem) > 7 else stem[3:]
        return [("ابو" + bare, 0.0), (stem, FORM_BITS[Form.WITH_ARTICLE]), ("بو" + bare, FORM_BITS[Form.BOU])]
    return []


def _servant(stem: str) -> str:
    """Return "servant of ..." in one spelling, nothing if `stem` is another name: Abdouni, Abdelli."""
    if not stem.startswith("عبد"):
        return ""
    name = stem[3:].removeprefix("ال")
    return SERVANT + name if len(name) > 3 or (len(name) > 1 and name != stem[3:]) or name == "ربه" else ""


def _articled(stem: str) -> list[tuple[str, float]]:
    bare = _bare(stem)
    if bare != stem:
        fused = [("ل" + bare, FORM_BITS[Form.FUSED_L])] if bare[0] in _L_STAYS else []
        return [(bare, 0.0), (stem, FORM_BITS[Form.WITH_ARTICLE]), *fused]
    if stem == "الياس":
        return [(stem, 0.0), (stem[1:], FORM_BITS[Form.FUSED_L])]
    if len(stem) > 3 and stem[0] == "ل" and stem[1] in "عاحخ":
        return [(stem, 0.0), (stem[1:], FORM_BITS[Form.FUSED_L])]
    if len(stem) > 6 and stem.startswith("بوال"):
        return [(stem, 0.0), ("بو" + stem[4:], FORM_BITS[Form.WITHOUT_ARTICLE])]
    if len(stem) > 5 and stem.startswith("بال"):
        return [("بل" + stem[3:], 0.0), (stem, FORM_BITS[Form.WITH_ARTICLE]), ("بن" + stem[3:], FORM_BITS[Form.BEL])]
    if len(stem) > 4 and stem.startswith("بل") and stem[2] not in "اوي":
        return [(stem, 0.0), ("بن" + stem[2:], FORM_BITS[Form.BEL])]
    return [(stem, 0.0)]


def _bare(stem: str) -> str:
    return stem[2:] if len(stem) > 4 and stem.startswith("ال") and stem not in _WHOLE else stem
