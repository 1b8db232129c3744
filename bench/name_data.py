"""The public names that figures are measured on: development halves, beside this checkout, never shipped.

Rules: what is read here is used for figures only; nothing is fitted on the UN list.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from lxml import etree
from train.split import COUNTRIES, PEOPLE, FullName, is_kept_out, read_full_names

DATA = Path(__file__).parents[2] / "shared" / "data"
UN_LIST = DATA / "un" / "un_consolidated_2026-02-27.xml"
OTHERS = 8_000
"""Latin names of other countries among which a right one must be found."""
ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
PLAIN_ALIAS = re.compile(r"[A-Za-z' \-]+")
"""An alias of letters alone: no brackets, no second alias after a semicolon, no other script."""


@dataclass(frozen=True, slots=True)
class Task:
    """A search: for each query, the places in `names` of the right answers.

    Attributes:
        right: As long as `queries`; each at least one place in `names`.
    """

    key: str
    title: str
    queries: tuple[str, ...]
    names: tuple[str, ...]
    right: tuple[tuple[int, ...], ...]

    def renamed(self, key: str, title: str) -> "Task":
        """The same under another key."""
        return replace(self, key=key, title=title)

    def sample(self, most: int) -> "Task":
        """The task with so many of its queries, evenly taken."""
        step = max(1, len(self.queries) // most)
        chosen = range(0, len(self.queries), step)[:most]
        return self.only(chosen)

    def only(self, chosen: Sequence[int]) -> "Task":
        """The task with the queries at these places."""
        queries = tuple(self.queries[at] for at in chosen)
        return replace(self, queries=queries, right=tuple(self.right[at] for at in chosen))


@cache
def full_names() -> tuple[FullName, ...]:
    """The rows of the full names."""
    return tuple(read_full_names(DATA / "names"))


def maghreb(*, all_people: bool = False) -> Task:
    """M1: Arabic names of Algerian and Tunisian people, and their Latin names among all of both countries and others.

    Every Latin spelling of the same Arabic name is right, in whichever row it stands. The others are those with the
    smallest SHA-256.

    Args:
        all_people: Not only those kept out of training.
    """
    rows = full_names()
    people = [row for row in rows if row.country in COUNTRIES and row.source == PEOPLE and " " in row.arabic]
    own = {row.latin for row in people}
    others = {row.latin for row in rows if row.country not in COUNTRIES and row.source == PEOPLE} - own
    pool = (*sorted(own), *sorted(others, key=_digest)[:OTHERS])
    place = {name: at for at, name in enumerate(pool)}
    right: dict[str, set[int]] = {row.arabic: set() for row in people if all_people or is_kept_out(row.arabic)}
    for row in rows:
        if row.arabic in right and row.latin in place:
            right[row.arabic].add(place[row.latin])
    queries = tuple(sorted(right))
    return Task("M1", "Arabic → own Latin name", queries, pool, tuple(tuple(sorted(right[q])) for q in queries))


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def with_unseen_words(task: Task) -> Task:
    """The queries of M1 of which a word, on either side, is in no row that training may see."""
    seen_arabic = {word for row in full_names() if not is_kept_out(row.arabic) for word in row.arabic.split()}
    seen_latin = {word for row in full_names() if not is_kept_out(row.arabic) for word in _latin_words(row.latin)}

    def is_new(at: int) -> bool:
        latin = (word for place in task.right[at] for word in _latin_words(task.names[place]))
        return not seen_arabic.issuperset(task.queries[at].split()) or not seen_latin.issuperset(latin)

    return task.only([at for at in range(len(task.queries)) if is_new(at)])


def _latin_words(name: str) -> list[str]:
    return name.casefold().replace("-", " ").split()


@dataclass(frozen=True, slots=True)
class Listed:
    """One individual of the UN list: the names that the tasks use."""

    latin: str
    arabic: str
    aliases: tuple[str, ...]


@cache
def un_persons() -> tuple[Listed, ...]:
    """The individuals of the UN list in its order."""
    root = etree.parse(UN_LIST, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    return tuple(_listed(element) for element in root.findall("INDIVIDUALS/INDIVIDUAL"))


def _listed(element: etree._Element) -> Listed:
    def said(place: etree._Element, tag: str) -> str:
        return " ".join((place.findtext(tag) or "").split())

    latin = " ".join(said(element, f"{part}_NAME") for part in ("FIRST", "SECOND", "THIRD", "FOURTH")).split()
    script = said(element, "NAME_ORIGINAL_SCRIPT")
    good = (a for a in element.findall("INDIVIDUAL_ALIAS") if said(a, "QUALITY").casefold() == "good")
    aliases = dict.fromkeys(said(alias, "ALIAS_NAME") for alias in good)
    plain = tuple(alias for alias in aliases if " " in alias and PLAIN_ALIAS.fullmatch(alias))
    return Listed(" ".join(latin), script if ARABIC.search(script) else "", plain)


def un_tasks() -> tuple[Task, Task, Task]:
    """T1, T2 and T3: Arabic and Latin primary names, and Latin good aliases of two words or more."""
    persons = un_persons()
    latin = tuple(person.latin for person in persons)
    both = [at for at, person in enumerate(persons) if person.arabic]
    arabic = tuple(persons[at].arabic for at in both)
    aliases = [(alias, at) for at, person in enumerate(persons) for alias in person.aliases]
    return (
        Task("T1", "UN: Arabic → own Latin name", arabic, latin, tuple((at,) for at in both)),
        Task(
            "T2",
            "UN: Latin → own Arabic name",
            tuple(persons[at].latin for at in both),
            arabic,
            tuple((at,) for at in range(len(both))),
        ),
        Task(
            "T3", "UN: Latin alias → own name", tuple(a for a, _ in aliases), latin, tuple((at,) for _, at in aliases)
        ),
    )
