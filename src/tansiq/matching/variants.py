"""One text split into the names it holds: aliases, nicknames in brackets, names before and after marriage, passports.

Rules: the first variant is the name without its asides; a name before or after marriage keeps the given name, and a
husband's given name is not taken for hers; what says no name (a birth, a parent) is left out. At most `MAX_VARIANTS`,
each once; a text without any mark of a second name is returned as it is.

>>> read_variants("Zoubir Testaoui (alias Abou Walid)"), read_variants("Karima Testaoui née Essai")
(('Zoubir Testaoui', 'Abou Walid'), ('Karima Testaoui', 'Karima Essai'))
"""

import re
from typing import Final

from tansiq.matching import marks
from tansiq.matching.marks import Mark
from tansiq.matching.particles import ARTICLES, LEADING
from tansiq.matching.passports import from_zone, in_arabic

MAX_VARIANTS: Final = 12
MAX_TEXT: Final = 4000
"""Longer text is cut: the longest list of aliases on the public lists has 1,900 characters."""

_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_ASIDE = re.compile(r"[(\[{«“„\"]([^][(){}«»“”„\"]*)[)\]}»”“\"]")
_BRACKET = re.compile(r"[][(){}«»“”„\"]")
_SEPARATOR = re.compile(r"[;|\n\r]+| / ")
_ITEM = re.compile(r"(?<!\w)\(?[a-z0-9]\)\s")
"""The letters and numbers of a list: a) ... b) ..."""
_REMARKS: Final = frozenset(
    ["deceased", "décédé", "décédée", "dead", "mort", "male", "female", "homme", "femme", "sic", "jr", "jr.", "third"]
)
_MOST_WORDS_ASIDE: Final = 8
"""A longer name in a bracket explains; as does one in small letters beside a name in capitals, or one with a number."""
_EDGES: Final = " ,:.-–—_'"


def read_variants(name: str) -> tuple[str, ...]:
    """Return the names that `name` holds, the main one first; `name` itself where it holds one."""
    if marks.SIGNS.search(name) is None and marks.WORDS.isdisjoint(name.lower().split()):
        arabic = in_arabic(name)
        return (name, arabic) if arabic else (name,)
    text = name[:MAX_TEXT]
    if "<" in text:
        text = from_zone(text)
    if len(_ITEM.findall(text)) > 1:
        text = _ITEM.sub(";", text)
    text = _ASIDE.sub(lambda aside: aside[0].replace(";", " alias "), text)
    found = [variant for part in _SEPARATOR.split(text) for variant in _names(part)]
    found += [arabic for variant in found if (arabic := in_arabic(variant))]
    return tuple(dict.fromkeys(found))[:MAX_VARIANTS] or (name,)


def _names(text: str) -> list[str]:
    """Return the names in one text without separators, the main one first."""
    asides = [(found.start(), content) for found in _ASIDE.finditer(text) if _LETTER.search(content := _tidy(found[1]))]
    main = _BRACKET.sub(" ", _ASIDE.sub(" ", text))
    found = _marked(_tidy(main))
    base = found[0] if found else ""
    for start, content in asides:
        found += _aside(base, content, before=_tidy(text[:start]))
    return [variant for variant in dict.fromkeys(_tidy(variant) for variant in found) if _LETTER.search(variant)]


def _aside(base: str, content: str, *, before: str) -> list[str]:
    """Return the names that a bracket adds to the name it stands in."""
    if not base:
        return _marked(content)
    if marks.FOUND.match(content):
        return _marked(f"{base} {content}")
    if content.casefold() in _REMARKS or (content.islower() and not base.islower()) or _DIGIT.search(content):
        return []
    if " " in content or content.isascii() != base.isascii():
        return [name for name in _marked(content) if len(name.split()) <= _MOST_WORDS_ASIDE]
    return [_with_word(base.split(), content, place=len(before.split()) if base.startswith(before) else None)]


def _with_word(words: list[str], word: str, *, place: int | None) -> str:
    """Return the name with a further word, or with another spelling of the word before it: Ihor (Igor)."""
    place = len(words) if place is None else place
    start = place - 1 if place and words[place - 1][:1].casefold() == word[:1].casefold() else place
    return " ".join([*words[:start], word, *words[place:]])


def _marked(text: str) -> list[str]:
    """Return the names before and after each mark in a text without brackets."""
    first = marks.FOUND.search(text)
    if first is None:
        return [text] if text else []
    base = _tidy(text[: first.start()])
    names = [base] if base else []
    at: re.Match[str] | None = first
    while at is not None:
        following = marks.FOUND.search(text, at.end())
        second = _tidy(text[at.end() : following.start() if following else None])
        if second and at.lastgroup != Mark.NO_NAME:
            names = _with_second(names, second, Mark(str(at.lastgroup)))
        at = following
    return names


def _with_second(names: list[str], text: str, mark: Mark) -> list[str]:
    """Return the names with that after a mark; one word before it is completed rather than taken for a name."""
    if not names or mark is Mark.ALIAS:
        return [*names, text]
    base, *more = names
    if mark is Mark.CHILD:
        return [base, *more, f"{base} ben {text}"]
    groups, others = _groups(base), _groups(text)
    if mark is Mark.NICKNAME:
        shared = len(groups) == 1 and len(others) > 1 and " " not in base
        return [f"{base} {_family(others)}" if shared else base, *more, text]
    found = _after_marriage(groups, others, mark)
    return [*found, *more] if len(groups) == 1 else [base, *more, *found]


def _after_marriage(groups: list[str], others: list[str], mark: Mark) -> list[str]:
    """Return the names with the other family name: "TESTAOUI née ESSAI Karima" has the given name at its end."""
    if len(groups) == 1 and len(others) > 1 and (mark is Mark.MAIDEN or _is_family_first(groups[0], others)):
        given = " ".join(others[1:])
        return [f"{given} {groups[0]}", f"{given} {others[0]}"]
    family = _family(others) if mark is Mark.MARRIED else " ".join(others)
    if len(groups) == 1:
        return [f"{groups[0]} {family}"]
    own = _family(groups)
    names = [" ".join([*(group for group in groups if group != own), family])]
    if " ".join(groups).isupper() and "," not in groups[0]:
        names.append(" ".join([*groups[1:], family]))
    return names


def _is_family_first(first: str, others: list[str]) -> bool:
    return first.isupper() and not others[-1].isupper()


def _family(groups: list[str]) -> str:
    """Return the family name: before a comma, else the one in capitals, else the last."""
    for group in groups:
        if group.endswith(","):
            return group
    capitals = [group for group in groups if group.isupper() and len(group) > 1]
    return capitals[-1] if len(capitals) == 1 else groups[-1]


def _groups(text: str) -> list[str]:
    """Return the words of a name, each with the particles before it."""
    groups: list[str] = []
    lead: list[str] = []
    for word in text.split():
        lead.append(word)
        if word.casefold() not in LEADING | ARTICLES:
            groups.append(" ".join(lead))
            lead = []
    return [*groups, " ".join(lead)] if lead else groups


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(_EDGES)
