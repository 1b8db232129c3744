"""Two lists of a population that two registers keep, and which of their records mean one person.

Rules: the first list is mostly in Arabic letters, the second mostly in Latin ones; people who stand in one alone have
brothers, sons, cousins and namesakes in the other. A seed, a size and an overlap give the same lists every time.

    >>> lists = two_lists(7, 100, 20)
    >>> len(lists.left["id"]), len(lists.truth)
    (100, 20)
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tansiq.demo.columns import ARABIC, FRENCH, written
from tansiq.demo.errors import SizeError
from tansiq.demo.population import population
from tansiq.demo.vocabulary import Vocabulary

COLUMNS = ("id", "names", "births", "nationalities", "sex", "places", "documents")
OVERLAP = 5
"""One person of so many stands in both lists, unless another number is asked for."""


@dataclass(frozen=True, slots=True)
class TwoLists:
    """The lists as columns of text, and the truth as pairs of identifiers, left and right."""

    left: dict[str, list[str]]
    right: dict[str, list[str]]
    truth: tuple[tuple[str, str], ...]


def two_lists(seed: int, size: int, overlap: int | None = None) -> TwoLists:
    """Two lists.

    Args:
        seed: the same seed and numbers give the same lists.
        size: records in each list.
        overlap: people who stand in both; a fifth of the size if not given.

    Raises:
        SizeError: if `size` is negative or `overlap` does not fit into it.
    """
    overlap = size // OVERLAP if overlap is None else overlap
    if size < 0:
        raise SizeError("size", size)
    if not 0 <= overlap <= size:
        raise SizeError("overlap", overlap)
    book = Vocabulary.build()
    crowd = population(seed, 2 * size - overlap, book)
    dice = np.random.default_rng([seed, size, overlap])
    left, right = dice.permutation(size), dice.permutation(size)
    sides = [
        {"id": [f"{head}{at:07}" for at in range(1, size + 1)]}
        | written(seed * 2 + side, crowd.take(who), book, register=register)
        for side, (head, who, register) in enumerate(
            (("L", left, ARABIC), ("R", np.where(right < overlap, right, right + size - overlap), FRENCH))
        )
    ]
    places = np.argsort(left)[:overlap].tolist(), np.argsort(right)[:overlap].tolist()
    truth = sorted((sides[0]["id"][a], sides[1]["id"][b]) for a, b in zip(*places, strict=True))
    return TwoLists(sides[0], sides[1], tuple(truth))


def write_lists(folder: Path, seed: int, size: int, overlap: int | None = None) -> None:
    """Writes `left.csv`, `right.csv` and `truth.csv` (left, right), UTF-8, into a folder that exists.

    Raises:
        SizeError: as `two_lists`.
    """
    lists = two_lists(seed, size, overlap)
    for name, side in (("left", lists.left), ("right", lists.right)):
        _write(folder / f"{name}.csv", COLUMNS, zip(*(side[column] for column in COLUMNS), strict=True))
    _write(folder / "truth.csv", ("left", "right"), lists.truth)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
