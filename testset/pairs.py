"""The pairs of the test set as values and as lines of `pairs.csv`; files of scores.

>>> len(FIELDS)
16
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

FILE = Path(__file__).with_name("pairs.csv")
FACTS = ("births", "nationalities", "sex", "places", "documents")
SIDES = ("left", "right")
FIELDS = (
    "id",
    "difficulty",
    "label",
    "names_label",
    *(f"{side}_{what}" for what in ("names", *FACTS) for side in SIDES),
)
KIN = ("brothers", "twins", "father-and-son", "father-in-son", "son-after-grandfather", "cousins")
"""The difficulties of kin who share most of their names."""


class Label(StrEnum):
    """What is true of a pair; undecidable, where nobody can tell from what is given."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDABLE = "undecidable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one list says of somebody: names, and of births, nationalities, sex, places and documents what is given."""

    names: tuple[str, ...]
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two entries and what is true of them.

    Attributes:
        id: the difficulty and a number; never used again for another pair.
        label: what is true, by all that is given; `names_label`, by the names alone.
    """

    id: str
    difficulty: str
    label: Label
    names_label: Label
    left: Side
    right: Side

    @property
    def is_kin(self) -> bool:
        """Whether they are relatives who share most of their names."""
        return self.difficulty in KIN

    @property
    def has_births(self) -> bool:
        """Whether both sides say something of the birth."""
        return bool(self.left.facts.get("births") and self.right.facts.get("births"))


def read_pairs(path: Path = FILE) -> list[Pair]:
    """The pairs of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_pair(row) for row in csv.DictReader(file)]


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    """Writes the pairs, in the order given."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(dict(_cells(pair)) for pair in pairs)


def read_scores(path: Path) -> Mapping[str, float]:
    """The scores of a CSV file with the columns `id` and `score`."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: float(row["score"]) for row in csv.DictReader(file)}


def write_scores(path: Path, scores: Mapping[str, float]) -> None:
    """Writes such a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "score"))
        writer.writerows((key, repr(score)) for key, score in scores.items())


def _pair(row: Mapping[str, str]) -> Pair:
    left, right = (_side(row, side) for side in SIDES)
    return Pair(
        id=row["id"],
        difficulty=row["difficulty"],
        label=Label(row["label"]),
        names_label=Label(row["names_label"]),
        left=left,
        right=right,
    )


def _side(row: Mapping[str, str], side: str) -> Side:
    facts = {what: tuple(row[f"{side}_{what}"].split(";")) for what in FACTS if row[f"{side}_{what}"]}
    return Side(names=tuple(row[f"{side}_names"].split(";")), facts=facts)


def _cells(pair: Pair) -> Iterator[tuple[str, str]]:
    yield from zip(FIELDS, (pair.id, pair.difficulty, pair.label, pair.names_label), strict=False)
    for side, said in (("left", pair.left), ("right", pair.right)):
        yield f"{side}_names", ";".join(said.names)
        for what in FACTS:
            yield f"{side}_{what}", ";".join(said.facts.get(what, ()))
