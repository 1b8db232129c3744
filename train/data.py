"""What the model is trained on: pairs of words and names that write one name, out of the public tables in one folder.

Rules: the people of `split.is_kept_out` take no part when a figure is to be measured; tables and their licences are
listed in NOTICE.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from tansiq.matching.words import Reader, Word

FULL_NAMES = "wikidata_fullnames_dev.tsv"
WORD_TABLES = ("wd_tokens_dev.tsv", "wikipedia_ar2en_dev.tsv", "arabnamer_tokens_dev.tsv")
CLUSTERS = "name_part_aliases_dev.tsv"
_MOST_SPELLINGS = 12


@dataclass(slots=True)
class Material:
    """Counts of what was read.

    Attributes:
        names: Arabic and Latin names of one person each, with the country; names of people only.
        spellings: The same of people and of single names.
        aligned: Words of full names that stand at the same place of an Arabic and a Latin name.
        listed: The same from lists of single words.
        latin: Two Latin spellings of one word.
        arabic: Two Arabic spellings of one word.
        words: How many names hold a form, by script.
    """

    names: list[tuple[str, str, str]] = field(default_factory=list)
    spellings: list[tuple[str, str]] = field(default_factory=list)
    aligned: Counter[tuple[str, str]] = field(default_factory=Counter)
    listed: Counter[tuple[str, str]] = field(default_factory=Counter)
    latin: Counter[tuple[str, str]] = field(default_factory=Counter)
    arabic: Counter[tuple[str, str]] = field(default_factory=Counter)
    words: tuple[Counter[str], Counter[str]] = field(default_factory=lambda: (Counter(), Counter()))


def read_material(folder: Path, is_kept_out: Callable[[str], bool] = lambda _: False) -> Material:
    """Return what the tables in `folder` teach."""
    found, reader = Material(), Reader()
    for row in read_table(folder / FULL_NAMES):
        if is_kept_out(row["arabic_key"]):
            continue
        found.spellings.append((row["arabic_key"], row["latin"]))
        if row["source"] == "wikidata":
            found.names.append((row["arabic_key"], row["latin"], row["country"]))
    _read_names(found, reader)
    for name in WORD_TABLES:
        for row in read_table(folder / name):
            arabic, latin = reader.read(row["arabic"]), reader.read(row["latin"])
            if len(arabic) == len(latin) == 1:
                _note(found.listed, arabic[0], latin[0], int(row.get("count", "1")))
    _read_clusters(found, reader, folder / CLUSTERS)
    _pair_spellings(found)
    return found


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table by column."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _read_names(found: Material, reader: Reader) -> None:
    seen: set[str] = set()
    for arabic_name, latin_name in found.spellings:
        arabic, latin = reader.read(arabic_name), reader.read(latin_name)
        for script, words, name in ((0, latin, latin_name), (1, arabic, arabic_name)):
            if name not in seen:
                seen.add(name)
                found.words[script].update(
                    {word.forms[0][0] for word in words if word.forms and word.is_arabic == bool(script)}
                )
        if len(arabic) == len(latin):
            for one, other in zip(arabic, latin, strict=True):
                _note(found.aligned, one, other, 1)


def _note(counts: Counter[tuple[str, str]], arabic: Word, latin: Word, times: int) -> None:
    if arabic.is_arabic and not latin.is_arabic:
        for (one, cost), (other, price) in zip(arabic.forms, latin.forms, strict=False):
            if cost == price:
                counts[one, other] += times


def _read_clusters(found: Material, reader: Reader, path: Path) -> None:
    for row in read_table(path):
        words = [reader.read(text) for text in row["aliases_semicolon"].split("; ")]
        forms = {(w[0].forms[0][0], w[0].is_arabic) for w in words if len(w) == 1 and w[0].forms}
        arabic = sorted(form for form, is_arabic in forms if is_arabic)
        latin = sorted(form for form, is_arabic in forms if not is_arabic)
        found.latin.update(_both(latin[:_MOST_SPELLINGS]))
        found.arabic.update(_both(arabic[:_MOST_SPELLINGS]))


def _pair_spellings(found: Material) -> None:
    """Two spellings of one word in the other script, each met with it at least twice or by the channel's own filter."""
    for counts, script in ((found.latin, 1), (found.arabic, 0)):
        spellings: defaultdict[str, list[str]] = defaultdict(list)
        for pair, times in sorted(found.aligned.items()):
            if times > 1:
                spellings[pair[1 - script]].append(pair[script])
        for words in spellings.values():
            counts.update(_both(words[:_MOST_SPELLINGS]))


def _both(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    for one, other in combinations(words, 2):
        yield one, other
        yield other, one
