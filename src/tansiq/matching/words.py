"""A name read into words, each with the ways it may sound: particles joined, articles and compounds made one.

Rules: reading never fails and takes bounded time; "Ben Ali", "Benali" and بن علي read alike; what may be left out (a
particle, an article, -eddine) is a second form with a cost in bits. Abd + article + name and name + eddine are one
word.

>>> [word.text for word in read_name("Abd el-Kader BEN YOUSSEF")]
['abd el kader', 'ben youssef']
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tansiq.matching import arabic, latin
from tansiq.matching.particles import ALLAH, ARTICLES, DIN, FREE_NASAB, KUNYA, LEADING, NASAB, SPELLING
from tansiq.matching.weights import FORM_BITS, Form

MAX_CHARACTERS: Final = 600
"""Longer text is cut: the longest name on the public lists has 193 characters."""
MAX_WORDS: Final = 8
"""Of a longer name the first seven words and the last are compared."""
MAX_NAMES: Final = 100
"""Of a person with more names the first hundred are read: the public lists stop at 58."""
ABD: Final = "Ebd"
"""How every name of the form "servant of ..." begins, in sounds."""
_MAX_WORD_CHARACTERS = 40

_ABD_FUSED = re.compile(r"ab[dt](?:h?)(?:[aeiou]{1,2}(?:l(?=.)|([bcdfghjklmnpqrstvwxz]h?)(?=\1))?)?(.{3,})$")
_DIN_FUSED = re.compile(r"(.{2,}?)(?:[aeiou]{1,2}dd|[ae]ld|(?:u|ou|e)d)[iy]ne?$")
_ALLAH_FUSED = re.compile(r"(.{2,}?)[aeou]l+ah$")
_MOHAMED_FUSED = re.compile(r"\b(m[ou]h?amm?[ae]d|محمد)(?=[^\W\d_]{4})")
_LETTER = re.compile("[a-zA-Z0-9ا-غف-ي]")
_TOKEN = re.compile(rf"[{arabic.LETTERS}]+|[{latin.LETTERS}]+|\d+|[^\W\d_{latin.LETTERS}{arabic.LETTERS}]+")

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\ue000-\uf8ff]"
)


class Kind(StrEnum):
    """What a word is in its name."""

    PLAIN = "plain"
    NASAB = "nasab"
    KUNYA = "kunya"
    INITIAL = "initial"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as folded, what it is, and its sounds with the bits each way of hearing it costs.

    A word of a script that is not read as sounds, or of digits, has no forms: it matches only its equal.
    """

    text: str
    kind: Kind
    is_arabic: bool
    forms: tuple[tuple[str, float], ...]


class Reader:
    """Reads names and keeps the words it met, so that a word is taken apart once; owned by an index or by a run."""

    def __init__(self) -> None:
        self._met: dict[tuple[str, ...], Word] = {}

    def read(self, name: str) -> tuple[Word, ...]:
        """Return the words of `name` in order; of "FAMILY, Given" the given name first."""
        text = _cleaned(name)
        words = [
            self._word(tuple(group)) for group in _grouped(_TOKEN.findall(_MOHAMED_FUSED.sub(r"\1 ", _turned(text))))
        ]
        if not words:
            return _signs(text)
        return tuple(words) if len(words) <= MAX_WORDS else (*words[: MAX_WORDS - 1], words[-1])

    def is_name(self, name: str) -> bool:
        """Return whether there is anything to read in `name`."""
        return _LETTER.search(name[:MAX_CHARACTERS]) is not None or bool(self.read(name))

    def _word(self, group: tuple[str, ...]) -> Word:
        known = self._met.get(group)
        if known is None:
            known = self._met[group] = _word(list(group))
        return known


def read_name(name: str) -> tuple[Word, ...]:
    """Return the words of one name; `Reader` reads many."""
    return Reader().read(name)


def _signs(text: str) -> tuple[Word, ...]:
    """Return a name without any letter or digit as one word that matches only itself."""
    signs = "".join(text.split())[:_MAX_WORD_CHARACTERS]
    return (Word(text=signs, kind=Kind.OTHER, is_arabic=False, forms=()),) if signs else ()


def _cleaned(name: str) -> str:
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", name[:MAX_CHARACTERS]).casefold())
    return latin.fold(arabic.fold(text))


def _turned(text: str) -> str:
    family, comma, given = text.partition(",")
    return f"{given} {family}" if comma and given.strip() and "," not in given else text


def _grouped(tokens: list[str]) -> list[list[str]]:
    """Particles and articles lead to the word they govern, -eddine and -allah follow theirs; all in one script."""
    groups: list[list[str]] = []
    lead: list[str] = []
    for position, token in enumerate(tokens):
        if lead and _is_arabic(lead[0]) != _is_arabic(token):
            groups.append(lead)
            lead = []
        governs = token in LEADING and sum(part not in ARTICLES for part in lead) < 2
        if position < len(tokens) - 1 and (governs or (token in ARTICLES and len(lead) < 4)):
            lead.append(token)
        elif groups and not lead and token in DIN | ALLAH and _is_followed(groups[-1], token):
            groups[-1].append(token)
        else:
            groups.append([*lead, token])
            lead = []
    return groups


def _is_arabic(token: str) -> bool:
    return "\u0600" <= token[0] <= "\u06ff"


def _is_followed(group: list[str], token: str) -> bool:
    """Return whether a word can have `token` as its second half."""
    return len(group) < 4 and _is_arabic(group[0]) == _is_arabic(token)


def _word(group: list[str]) -> Word:
    text = " ".join(group)[:_MAX_WORD_CHARACTERS]
    is_arabic = _is_arabic(text)
    lead, stem = _split(group)
    if not re.match(rf"[{arabic.LETTERS}{latin.LETTERS}]", stem):
        return Word(text, Kind.OTHER, is_arabic, ())
    kind = _kind(lead, stem)
    heard = _heard_arabic(stem) if is_arabic else _heard_latin(stem)
    forms = {sounds: bits for sounds, bits in reversed(_led(lead, heard, is_arabic=is_arabic)) if sounds}
    ordered = tuple(sorted(forms.items(), key=lambda form: (form[1], form[0])))
    return Word(text, kind, is_arabic, ordered)


def _split(group: list[str]) -> tuple[list[str], str]:
    """Return the particles, and one stem with abd, -eddine and -allah fused to it."""
    lead = [token for token in group[:-1] if token in NASAB | KUNYA]
    rest = [token for token in group[:-1] if token not in lead and token not in ARTICLES]
    return lead, "".join([*rest, group[-1]])[:_MAX_WORD_CHARACTERS]


def _kind(lead: list[str], stem: str) -> Kind:
    if any(token in KUNYA for token in lead):
        return Kind.KUNYA
    if lead:
        return Kind.NASAB
    return Kind.INITIAL if len(stem) == 1 else Kind.PLAIN


def _led(lead: list[str], heard: list[tuple[str, float]], *, is_arabic: bool) -> list[tuple[str, float]]:
    """Return the forms with their particles in front, and the forms without them at their price."""
    if not lead:
        return heard
    read = arabic.symbols if is_arabic else latin.symbols
    spelled = (SPELLING.get(token, token) for token in lead)
    front = "".join(read(token) for token in spelled)
    price = sum(
        FORM_BITS[
            Form.WITHOUT_KUNYA if token in KUNYA else Form.WITHOUT_BIN if token in FREE_NASAB else Form.WITHOUT_NASAB
        ]
        for token in lead
    )
    joined = [(front + sounds.removeprefix(front[-1]).replace("I", "A", 1), bits) for sounds, bits in heard]
    return joined + [(sounds, bits + price) for sounds, bits in heard]


def _heard_arabic(stem: str) -> list[tuple[str, float]]:
    bare, price = stem, 0.0
    if stem.startswith("عبد") and len(stem) > 4:
        name = stem[3:]
        name = name[2:] if name.startswith("ال") and len(name) > 3 else name
        return [(ABD + arabic.symbols(name).replace("I", "A", 1), 0.0)]
    if stem.endswith("الدين") and len(stem) > 6:
        return _with_tail(arabic.symbols(_bare_arabic(stem[:-5])), "dYn", Form.WITHOUT_DIN)
    if stem.endswith("الله") and len(stem) > 5:
        return _with_tail(arabic.symbols(_bare_arabic(stem[:-4])), "lT", Form.WITHOUT_ALLAH)
    bare = _bare_arabic(stem)
    if bare == stem:
        return [(arabic.symbols(stem), price)]
    return [
        (arabic.symbols(bare), 0.0),
        (arabic.symbols(stem), FORM_BITS[Form.WITH_ARTICLE]),
        ("l" + arabic.symbols(bare).replace("I", "A", 1), FORM_BITS[Form.FUSED_L]),
    ]


def _bare_arabic(stem: str) -> str:
    return stem[2:] if stem.startswith("ال") and len(stem) > 4 else stem


def _with_tail(head: str, tail: str, form: Form) -> list[tuple[str, float]]:
    return [(head + tail, 0.0), (head, FORM_BITS[form])]


def _heard_latin(stem: str) -> list[tuple[str, float]]:
    if len(stem) > 5 and (fused := _ABD_FUSED.match(stem)):
        doubled, name = fused.group(1) or "", fused.group(2)
        return [(ABD + latin.symbols(name[len(doubled) :] if doubled and name.startswith(doubled * 2) else name), 0.0)]
    if fused := _DIN_FUSED.match(stem):
        return _with_tail(latin.symbols(fused.group(1) + "q")[:-1], "din", Form.WITHOUT_DIN)
    if len(stem) > 6 and (fused := _ALLAH_FUSED.match(stem)):
        return _with_tail(latin.symbols(fused.group(1) + "q")[:-1], "lX", Form.WITHOUT_ALLAH)
    heard = [(latin.symbols(stem), 0.0)]
    for split in latin.split_graphemes(stem):
        form = Form.SPLIT_TH if "t-h" in split else Form.SPLIT_GRAPHEME
        heard.append((latin.symbols(split), FORM_BITS[form]))
    if len(stem) > 3 and stem[-2:] in {"ah", "eh"}:
        heard.append((latin.symbols(stem[:-1]), FORM_BITS[Form.SILENT_H]))
    if len(stem) > 5 and stem[:2] in {"el", "al"}:
        heard.append((latin.symbols(stem[2:]), FORM_BITS[Form.WITHOUT_ARTICLE]))
    return heard
