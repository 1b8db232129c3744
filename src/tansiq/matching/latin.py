"""Latin script: accents folded, and a word's letters with its compounds in one spelling, however they were joined.

Rules: apostrophes vanish, they do not split; abd + any article + X is abdelX, the doubled sun letter undone; -eddine
and -allah have one spelling each; an article fused to a word may be read without it, at a price.

>>> readings("abderrahmane")[0], readings("nuruddin")[0], readings("elhadi")
(('abdelrahmane', 0.0), ('nureddine', 0.0), [('elhadi', 0.0), ('hadi', 1.0)])
"""

import re
import unicodedata
from typing import Final

from tansiq.matching.particles import ABD, ALLAH, DIN, HAVING
from tansiq.matching.weights import FORM_BITS, Form

LETTERS: Final = "a-z"
SERVANT: Final = "abdel"
OF_FAITH: Final = "eddine"
OF_GOD: Final = "allah"
_HAVING: Final = "zul"

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
        **dict.fromkeys("'’‘`ʿʾʻʼ´′ʹ", None),
    }
)
_LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορικτ", "ABEKMHOPCTYXIJSaeopcyxijsdhABEZHIKMNOPTYXavopikt"
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_FOREIGN = re.compile("[\u0370-\u052f]")
_MIXED = re.compile(r"\w*[a-zA-Z]\w*")
_DIGITS = str.maketrans({"2": "", "3": "", "5": "kh", "7": "h", "9": "q"})
_CHATTED = re.compile(r"[a-z]*(?:[23579][a-z]{2}|[a-z]{2}[23579](?=[a-z]))[a-z23579]*")

_SUN = r"(?:[cs]h|[td]h|[tdrzsn])"
_SERVANT = re.compile(
    r"ab(?:"
    rf"e?[dt]h?[aeiou]{{1,2}}(?P<sun>{_SUN})(?=(?P=sun))(?P<assimilated>.{{3,}})"
    r"|e?[dt]h?[aeiou]{0,2}l(?P<articled>.{3,}|l{0,2}ah?)"
    r"|[dt]h?[aeiou]{0,2}(?P<bare>[^aeiouy].{3,})"
    r")$"
)
_SERVED = {
    **dict.fromkeys(("a", "ah", "la", "lah", "lla", "llah"), "lah"),
    "atif": "latif",
    "atef": "latef",
    "atife": "latife",
}
_SERVED_ARTICLE = re.compile(r"el(?=.{3})|[aiu]l(?=[^aeiouyl]..)|l(?=[^aeiouyl]..)|[ae](ch|sh|[tdrzsn])(?=\1..)")
_FAITH = re.compile(r"(.{2,}?)(?:(?:ou|[aeiou])dd|(?<=...)[ae]l+d+|(?:u|ou|e)d)(?:[iy]{1,2}|ee|ei)n{1,2}e?$")
_FAITH_JOINED = re.compile(
    "(n(?:ou|oo|u|o)r|sal(?:a|e)h|[cs]hams|chem[es]*s|[cs]h[ae]r[ae]f|b[ae]dr|[aei]z+|(?:dj?|j|g)[ae][ml][ae]l"
    "|kh[ae]i?r|n[ae]s+e?r|nacer|s[ae][iy]f|h(?:ou|u|o)ss?[ae]m|im[ae]d|f[ae]khr|m(?:ou|o|u)h[iy]|t[ae]d?j"
    "|z[aei]*in|k[ae]m[ae]l|n[ae]dj?m|[cs]hih[ae]b|sir[ae]d?j|ala|baha|dh?i[ay]a)[aeiou]{0,2}l?d{1,2}(?:[iy]{1,2}|ee|ei)n+e?$"
)
"""The usual first halves may be followed by a shorter "of the faith": Nourdine."""
_GOD = re.compile(r"(.{2,}?)(?:(?:ou|[aeou])ll+|ul)ah$")
_ARTICLE = re.compile(r"(?:[ae]l(?=.{4})|[ae](ch|sh|[tdrzsn])(?=\1))(.{3,})$")
_FUSED_L = re.compile(r"l([^l].{3,})$")
_FATHER = re.compile(r"ab(?:ou|oo|u|o)(?:(l)(?=.{4}))?(?=[^aeiouy].{2})(.+)$")
_BEL = re.compile(r"bel([^aeiouyl].{3,})$")


def fold(text: str) -> str:
    """Return `text` in small letters without accents and apostrophes; look-alikes inside Latin words become Latin."""
    if text.isascii():
        return _without_digits(text.lower().translate(_SPECIAL))
    if _FOREIGN.search(text):
        text = _MIXED.sub(lambda match: match.group().translate(_LOOK_ALIKES), text)
    plain = text.casefold().translate(_SPECIAL)
    return _without_digits(plain if plain.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", plain)))


def join(parts: list[str]) -> str:
    """Return the parts of one word as one, with abd and its article, -eddine and -allah in one spelling."""
    *rest, last = parts
    if not rest:
        return last
    if rest[0] in ABD:
        return SERVANT + "".join([*rest[1:], "lah" if last in ALLAH else _SERVED_ARTICLE.sub("", last, count=1)])
    if rest[0] in HAVING:
        return _HAVING + last
    return "".join(rest) + (OF_FAITH if last in DIN else OF_GOD if last in ALLAH else last)


def readings(stem: str) -> list[tuple[str, float]]:
    """Return the ways to read a folded word, as letters and bits; the first is the plainest."""
    return _nasab(stem) or _compound(stem) or [(stem, 0.0), *_otherwise(stem)]


def _nasab(stem: str) -> list[tuple[str, float]]:
    """Return the readings of a word with ben or bou fused to it."""
    front, name = stem[:3], stem[3:]
    if front == "bou" and (served := _servant(name)):
        return [(front + served, 0.0), (served, FORM_BITS[Form.WITHOUT_KUNYA])]
    if front != "ben" or len(name) < 4:
        return []
    bare = _servant(name) or name
    return [(front + bare.removeprefix("n"), 0.0), (bare, FORM_BITS[Form.WITHOUT_NASAB])]


def _without_digits(text: str) -> str:
    """Return words of the chat alphabet in letters: 7amza, sa3id."""
    return text if text.isalpha() else _CHATTED.sub(lambda match: match.group().translate(_DIGITS), text)


def _compound(stem: str) -> list[tuple[str, float]]:
    if served := _servant(stem):
        return [(served, 0.0), (served.removeprefix(SERVANT), FORM_BITS[Form.WITHOUT_ABD])]
    if fused := _FAITH_JOINED.match(stem) or _FAITH.match(stem):
        return [(fused[1] + OF_FAITH, 0.0), (fused[1], FORM_BITS[Form.WITHOUT_DIN])]
    if len(stem) > 6 and (fused := _GOD.match(stem)):
        return [(fused[1] + OF_GOD, 0.0), (fused[1], FORM_BITS[Form.WITHOUT_ALLAH])]
    if len(stem) > 6 and (fused := _FATHER.match(stem)):
        articled = [("abul" + fused[2], FORM_BITS[Form.WITH_ARTICLE])] if fused[1] else []
        return [("abu" + fused[2], 0.0), *articled, ("bou" + fused[2], FORM_BITS[Form.BOU])]
    return []


def _servant(stem: str) -> str:
    """Return "servant of ..." in one spelling, nothing if `stem` is another name: Abdelli, Abdouni, Abdaoui."""
    found = _SERVANT.match(stem)
    if found is None:
        return ""
    articled = found["articled"] or ""
    return SERVANT + (found["assimilated"] or found["bare"] or _SERVED.get(articled, articled))


def _otherwise(stem: str) -> list[tuple[str, float]]:
    if found := _ARTICLE.match(stem):
        return [(found[2], FORM_BITS[Form.WITHOUT_ARTICLE])]
    if found := _FUSED_L.match(stem):
        return [(found[1], FORM_BITS[Form.FUSED_L])]
    if found := _BEL.match(stem):
        return [("ben" + found[1], FORM_BITS[Form.BEL])]
    return []
