"""Latin script: accents folded, and a word's letters with its compounds in one spelling, however they were joined.

Rules: apostrophes vanish, they do not split; abd + any article + X is abdelX, the doubled sun letter undone; -eddine
and -allah have one spelling each; an article fused to a word may be read without it, at a price.

>>> readings("abderrahmane"), readings("nuruddin")[0], readings("elhadi")
([('abdelrahmane', 0.0)], ('nureddine', 0.0), [('elhadi', 0.0), ('hadi', 1.0)])
"""

import re
import unicodedata
from typing import Final

from tansiq.matching.particles import ABD, ALLAH, DIN
from tansiq.matching.weights import FORM_BITS, Form

LETTERS: Final = "a-z"
SERVANT: Final = "abdel"
OF_FAITH: Final = "eddine"
OF_GOD: Final = "allah"

_SPECIAL = str.maketrans(
    {
        "ı": "i",
        "ç": "s",
        "ø": "o",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ə": "e",
        "ł": "l",
        "đ": "d",
        "ð": "dh",
        "þ": "th",
        "ş": "sh",
        **dict.fromkeys("'’‘`ʿʾʻʼ´′", None),
    }
)
_HOMOGLYPHS = str.maketrans("аеорсухіјѕԁһмтквнαορνκ", "aeopcyxijsdhmtkbhaopvk")
_ACCENTS = re.compile("[\u0300-\u036f]")
_FOREIGN = re.compile("[\u0370-\u052f]")
_MIXED = re.compile(r"\w*[a-z]\w*")

_SUN = r"(?:[cs]h|[td]h|[tdrzsn])"
_SERVANT = re.compile(
    r"ab[dt]h?(?:"
    rf"[aeiou]{{1,2}}(?P<sun>{_SUN})(?=(?P=sun))(?P<assimilated>.{{3,}})"
    r"|[aeiou]{0,2}l(?P<articled>.{3,}|l?ah?)"
    r"|[aeiou]{0,2}(?P<bare>[^aeiouy].{3,})"
    r")$"
)
_FAITH = re.compile(r"(.{2,}?)(?:(?:ou|[aeiou])dd|[ae]ld|(?:u|ou|e)d)[iy]{1,2}ne?$")
_GOD = re.compile(r"(.{2,}?)(?:(?:ou|[aeou])ll+|ul)ah$")
_ARTICLE = re.compile(r"(?:[ae]l|[ae](ch|sh|[tdrzsn])(?=\1))(.{4,})$")
_FUSED_L = re.compile(r"l(?=a[^aeiouy]|[^aeiouyl])(.{4,})$")


def fold(text: str) -> str:
    """Return lower-case `text` without accents and apostrophes; look-alike letters inside Latin words become Latin."""
    plain = text.translate(_SPECIAL)
    if plain.isascii():
        return plain
    plain = _ACCENTS.sub("", unicodedata.normalize("NFD", plain))
    return _MIXED.sub(lambda match: match.group().translate(_HOMOGLYPHS), plain) if _FOREIGN.search(plain) else plain


def join(parts: list[str]) -> str:
    """Return the parts of one word as one, with abd and its article, -eddine and -allah in one spelling."""
    *rest, last = parts
    if not rest:
        return last
    if rest[0] in ABD:
        return SERVANT + "".join([*rest[1:], "lah" if last in ALLAH else last])
    return "".join(rest) + (OF_FAITH if last in DIN else OF_GOD if last in ALLAH else last)


def readings(stem: str) -> list[tuple[str, float]]:
    """Return the ways to read a folded word, as letters and bits; the first is the plainest."""
    if stem.startswith("benab"):
        served = _servant(stem[3:])
        if served:
            return [("ben" + served, 0.0), (served, FORM_BITS[Form.WITHOUT_NASAB])]
    return _compound(stem) or [(stem, 0.0), *_without_article(stem)]


def _compound(stem: str) -> list[tuple[str, float]]:
    served = _servant(stem)
    if served:
        return [(served, 0.0)]
    if fused := _FAITH.match(stem):
        return [(fused[1] + OF_FAITH, 0.0), (fused[1], FORM_BITS[Form.WITHOUT_DIN])]
    if len(stem) > 6 and (fused := _GOD.match(stem)):
        return [(fused[1] + OF_GOD, 0.0), (fused[1], FORM_BITS[Form.WITHOUT_ALLAH])]
    return []


def _servant(stem: str) -> str:
    """Return "servant of ..." in one spelling, nothing if `stem` is another name: Abdelli, Abdouni, Abdaoui."""
    found = _SERVANT.match(stem)
    if found is None:
        return ""
    return SERVANT + (found["assimilated"] or found["articled"] or found["bare"])


def _without_article(stem: str) -> list[tuple[str, float]]:
    if found := _ARTICLE.match(stem):
        return [(found[2], FORM_BITS[Form.WITHOUT_ARTICLE])]
    if found := _FUSED_L.match(stem):
        return [(found[1], FORM_BITS[Form.FUSED_L])]
    return []
