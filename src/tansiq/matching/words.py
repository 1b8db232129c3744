"""A name read into words, each with the letters it may be: particles joined, articles and compounds made one.

Rules: reading never fails and takes bounded time; "Ben Ali", "Benali" and بن علي read alike; what may be left out (a
particle, an article, -eddine) is a second form with a cost in bits. Abd + article + name and name + eddine are one
word.

>>> [word.text for word in read_name("Abd el-Kader BEN YOUSSEF")]
['abd el kader', 'ben youssef']
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from tansiq.matching import arabic, latin
from tansiq.matching.particles import (
    ALLAH,
    ARTICLES,
    DIN,
    FREE_NASAB,
    FUSED,
    INNER,
    JOINING,
    KUNYA,
    LEADING,
    NASAB,
    SPELLING,
    TITLES,
    UNSURE_ABD,
)
from tansiq.matching.tokens import cleaned, tokens
from tansiq.matching.weights import FORM_BITS, Form

MAX_CHARACTERS: Final = 600
"""Longer text is cut: the longest name on the public lists has 193 characters."""
MAX_WORDS: Final = 8
"""Of a longer name the first seven words and the last are compared."""
MAX_NAMES: Final = 100
"""Of a person with more names the first hundred are read: the public lists stop at 58."""
MAX_FORMS: Final = 4
MAX_LETTERS: Final = 20
"""A form is cut after so many letters: of the words in public name pairs one in 10,000 is longer."""
_MAX_WORD_CHARACTERS = 40

_MOST_MET = 400_000
"""Parts of names and words remembered; then all are forgotten, so that a reader's memory has a bound."""
_BOU: Final = {"abu": "bou", "ابو": "بو"}
_LETTER = re.compile("[a-zA-Z0-9ا-غف-ي]")
_READ = re.compile(rf"[{arabic.LETTERS}{latin.LETTERS}]")
_COMMA = re.compile("[,،，]")
_PREFIX = re.compile("m(?:o|u|ou|e)?h+a?m+[aeo]d|med|ا?محمد")
"""Worn before a given name and as freely left out: Mohamed Salah is called Salah."""


class Kind(StrEnum):
    """What a word is in its name."""

    PLAIN = "plain"
    NASAB = "nasab"
    KUNYA = "kunya"
    COMPOUND = "compound"
    NISBA = "nisba"
    TITLE = "title"
    INITIAL = "initial"
    OTHER = "other"
    PREFIX = "prefix"


WORN: Final = frozenset([Kind.KUNYA, Kind.TITLE, Kind.PREFIX, Kind.INITIAL])
"""What may stand in front of a name and be left out of it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as folded, what it is, and the letters it may be with the bits each way of reading it costs.

    Attributes:
        text: the word as written, folded, its particles before it.
        kind: what it is in its name.
        is_arabic: whether its letters are Arabic; Latin else.
        forms: letters of the word's own script and bits, cheapest first: at most `MAX_FORMS` of at most `MAX_LETTERS`
            letters. A word of another script, or of digits, has none: it matches only its equal.
    """

    text: str
    kind: Kind
    is_arabic: bool
    forms: tuple[tuple[str, float], ...]


class Reader:
    """Reads names and keeps the words it met, so that a word is taken apart once; owned by an index or by a run."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, ...], Word] = {}
        self._tokens: dict[str, tuple[str, ...]] = {}
        self._lone: dict[str, Word] = {}

    def read(self, name: str) -> tuple[Word, ...]:
        """Return the words of `name` in order; of "FAMILY, Given" the given name first."""
        parts = name[:MAX_CHARACTERS].split()
        try:
            words = [self._lone[part] for part in parts]
        except KeyError:
            words = self._joined(_turned(name[:MAX_CHARACTERS], parts))
        if not words:
            return _signs(name)
        if len(words) > 2 and words[1].kind is not Kind.NASAB and _PREFIX.fullmatch(words[0].text):
            words = [replace(words[0], kind=Kind.PREFIX), *words[1:]]
        return tuple(words) if len(words) <= MAX_WORDS else (*words[: MAX_WORDS - 1], words[-1])

    def is_name(self, name: str) -> bool:
        """Return whether there is anything to read in `name`."""
        return _LETTER.search(name[:MAX_CHARACTERS]) is not None or bool(self.read(name))

    def _joined(self, parts: list[str]) -> list[Word]:
        known = self._tokens
        found = [token for part in parts for token in known.get(part) or self._split(part)]
        if JOINING.isdisjoint(found):
            return [self._word((token,)) for token in found]
        apart = [token for one in found for token in FUSED.get(one, (one,))]
        return [self._word(tuple(group)) for group in _grouped(apart)]

    def _split(self, part: str) -> tuple[str, ...]:
        """Return the tokens of one part of a name between blanks; remember a part that is one word by itself."""
        if len(self._tokens) >= _MOST_MET:
            self._tokens.clear()
            self._lone.clear()
        found = self._tokens[part] = tokens(part)
        if len(found) == 1 and found[0] not in JOINING and not _COMMA.search(part):
            self._lone[part] = self._word(found)
        return found

    def _word(self, group: tuple[str, ...]) -> Word:
        known = self._words.get(group)
        if known is None:
            if len(self._words) >= _MOST_MET:
                self._words.clear()
            known = self._words[group] = _word(group)
        return known


def worn(words: Sequence[Word]) -> int:
    """Return how many words in front are worn rather than borne: a kunya, a title, Mohamed, an initial."""
    count = 0
    while count + 1 < len(words) and words[count].kind in WORN:
        count += 1
    return count


def read_name(name: str) -> tuple[Word, ...]:
    """Return the words of one name; `Reader` reads many."""
    return Reader().read(name)


def _signs(name: str) -> tuple[Word, ...]:
    """Return a name without any letter or digit as one word that matches only itself."""
    signs = "".join(cleaned(name[:MAX_CHARACTERS]).split())[:_MAX_WORD_CHARACTERS]
    return (Word(text=signs, kind=Kind.OTHER, is_arabic=False, forms=()),) if signs else ()


def _turned(name: str, parts: list[str]) -> list[str]:
    """Return "FAMILY, Given" as Given FAMILY."""
    if _COMMA.search(name) is None:
        return parts
    sides = _COMMA.split(name)
    return [*sides[1].split(), *sides[0].split()] if len(sides) == 2 and sides[1].strip() else parts


def _grouped(found: list[str]) -> list[list[str]]:
    """Particles and articles lead to the word they govern, -eddine and -allah follow theirs; all in one script."""
    groups: list[list[str]] = []
    lead: list[str] = []
    for token, following in zip(found, [*found[1:], ""], strict=True):
        if lead and _is_arabic(lead[0]) != _is_arabic(token):
            groups.append(lead)
            lead = []
        if following and _leads(token, lead, following, is_first=not groups):
            lead.append(token)
        elif (
            groups
            and (token in DIN or token in ALLAH)
            and ARTICLES.issuperset(lead)
            and _is_followed(groups[-1], token)
        ):
            groups[-1].append(token)
            lead = []
        else:
            groups.append([*lead, token])
            lead = []
    return groups


def _leads(token: str, lead: list[str], following: str, *, is_first: bool) -> bool:
    """Return whether `token` belongs to the word after it."""
    if token in ARTICLES:
        return len(lead) < 4
    if token not in LEADING or (is_first and token in INNER) or (token in UNSURE_ABD and following not in ARTICLES):
        return False
    return sum(part not in ARTICLES for part in lead) < 2


def _is_arabic(token: str) -> bool:
    return "\u0600" <= token[0] <= "\u06ff"


def _is_followed(group: list[str], token: str) -> bool:
    """Return whether a word can have `token` as its second half."""
    return len(group) < 4 and len(group[-1]) > 1 and _is_arabic(group[0]) == _is_arabic(token)


def _word(group: tuple[str, ...]) -> Word:
    text = " ".join(group)[:_MAX_WORD_CHARACTERS]
    is_arabic = _is_arabic(text)
    if not _READ.match(group[-1]):
        return Word(text, Kind.OTHER, is_arabic, ())
    lead, stem = _split(group)
    found = (arabic.readings(stem) if is_arabic else latin.readings(stem)) if len(stem) > 1 else [(stem, 0.0)]
    return Word(text, _kind(group, lead, found), is_arabic, _cut(_led(group, lead, found)))


def _split(group: tuple[str, ...]) -> tuple[list[str], str]:
    """Return the particles, and one stem with abd, -eddine and -allah fused to it."""
    if len(group) == 1:
        return [], group[0][:_MAX_WORD_CHARACTERS]
    lead = [token for token in group[:-1] if token in NASAB or token in KUNYA]
    rest = [token for token in group if token not in lead and token not in ARTICLES] or [group[-1]]
    join = arabic.join if _is_arabic(rest[-1]) else latin.join
    return lead, join(rest)[:_MAX_WORD_CHARACTERS]


def _kind(group: tuple[str, ...], lead: list[str], found: list[tuple[str, float]]) -> Kind:
    letters = found[0][0]
    if lead:
        return Kind.NASAB if KUNYA.isdisjoint(lead) else Kind.KUNYA
    if len(letters) == 1:
        return Kind.INITIAL
    if group[-1] in TITLES:
        return Kind.TITLE
    if len(letters) > 7 and letters.startswith((arabic.SERVANT, latin.SERVANT)):
        return Kind.COMPOUND
    if letters.endswith((arabic.OF_FAITH, latin.OF_FAITH, arabic.OF_GOD, latin.OF_GOD)):
        return Kind.COMPOUND
    articled = len(group) > 1 or len(found) > 1
    return Kind.NISBA if articled and len(letters) > 4 and letters[-1] in "iyي" else Kind.PLAIN


def _led(group: tuple[str, ...], lead: list[str], found: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return the forms with their particles in front, and the forms without them at their price."""
    if not lead:
        return found
    front = "".join(SPELLING.get(token, token) for token in lead)
    price = sum(
        FORM_BITS[
            Form.WITHOUT_KUNYA if token in KUNYA else Form.WITHOUT_BIN if token in FREE_NASAB else Form.WITHOUT_NASAB
        ]
        for token in lead
    )
    bare = found[0][0]
    joint = "n" if front == "ben" else "ن" if front == "بن" else " "
    forms = [(front + letters.removeprefix(joint), bits) for letters, bits in found[:2]] + [
        (letters, bits + price) for letters, bits in found
    ]
    if front in _BOU:
        forms.append((_BOU[front] + bare, FORM_BITS[Form.BOU]))
    if front in {"ben", "بن"} and (len(group) > 2 or group[-1].startswith("ال")):
        forms.append((("bel" if front == "ben" else "بل") + bare, FORM_BITS[Form.BEL]))
    return forms


def _cut(forms: list[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Return the cheapest forms, each once."""
    if len(forms) == 1:
        return ((forms[0][0][:MAX_LETTERS], forms[0][1]),)
    cheapest: dict[str, float] = {}
    for letters, bits in sorted(forms, key=lambda form: (form[1], form[0])):
        cheapest.setdefault(letters[:MAX_LETTERS], bits)
    return tuple(cheapest.items())[:MAX_FORMS]
