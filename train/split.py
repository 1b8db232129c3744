"""Which people are kept out of training, so that the figures of `bench names` say what the model can do with new ones.

Rules: one fifth is kept out, by the SHA-256 of the Arabic name as the data writes it; all rows with such a name go with
it, whatever their country and source.

>>> is_kept_out("زبير تستاوي"), is_kept_out("زبير النجومي")
(False, True)
"""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

COUNTRIES = frozenset({"DZ", "TN"})
"""Whose people the figures are about."""
KEPT_OUT_OF = 5
"""One in so many is kept out."""
FULL_NAMES = "wikidata_fullnames_dev.tsv"
PEOPLE = "wikidata"
"""The source whose rows are people; the others are spellings of one name."""


@dataclass(frozen=True, slots=True)
class FullName:
    """One row of the full names: one Latin spelling of one Arabic name.

    Attributes:
        arabic: Normalised by the data: hamza forms to alef, teh marbuta to heh, alef maksura to yeh.
        language: en, fr or alias.
        country: ISO 3166-1 alpha-2.
    """

    arabic: str
    latin: str
    language: str
    country: str
    source: str


def read_full_names(folder: Path) -> list[FullName]:
    """Return the rows of the full names in a folder of names, in their order."""
    with (folder / FULL_NAMES).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [FullName(*row) for row in rows]


def is_kept_out(arabic_key: str) -> bool:
    """Whether the fifth that this Arabic name falls into is the one that is kept out."""
    return int.from_bytes(hashlib.sha256(arabic_key.encode()).digest()) % KEPT_OUT_OF == 0
