"""The facts of many identities as arrays: what kernels compare, and what is saved and mapped from disk.

Rules: the facts of identity `i` of one kind stand from `starts[i]` to `starts[i + 1]`; texts are 64-bit codes that are
the same in every process; what is not known has no rows. The columns of a birth are in `BirthColumn`.

>>> table = FactTable()
>>> table.add(read_facts(Identity(names=("Zoubir",), births=(Birth.of_year(1970),))))
>>> table.arrays().births[0, BirthColumn.FIRST_YEAR]
np.int32(1970)
"""

from array import array
from collections.abc import Iterable
from enum import IntEnum, IntFlag
from hashlib import blake2b
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching.births import day_of, is_default, span_of
from tansiq.matching.facts import Facts, read_facts
from tansiq.matching.identities import Birth, Document, Identity, Precision
from tansiq.matching.places import Place

Integers = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
UNKNOWN_CODE: Final = 0
"""The code of a text that is not there: no text has it."""
SEXES: Final = {"m": 1, "f": 2}
"""0 where it is not known."""


class BirthColumn(IntEnum):
    """The columns of a birth: days are proleptic ordinals, `DATE` is year x 10,000 + month x 100 + day."""

    FIRST = 0
    LAST = 1
    FIRST_YEAR = 2
    LAST_YEAR = 3
    DAY = 4
    DATE = 5
    WIDTH_DAYS = 6
    FLAGS = 7


class BirthFlag(IntFlag):
    """How a birth is known."""

    DAY = 1
    YEAR = 2
    RANGE = 4
    CIRCA = 8
    HIJRI = 16
    DEFAULT = 32


class FactArrays(NamedTuple):
    """The facts of n identities.

    Attributes:
        birth_starts: int64 of shape (n + 1,).
        births: int32 of shape (births, 8), see `BirthColumn`.
        sexes: uint8 of shape (n,), see `SEXES`.
        nationality_starts: int64 of shape (n + 1,).
        nationalities: int64 codes.
        place_starts: int64 of shape (n + 1,).
        places: int64 of shape (places, 2): the code of the joined consonants, and of the set of words.
        word_starts: int64 of shape (places + 1,).
        words: int64 codes of the words of places.
        document_starts: int64 of shape (n + 1,).
        documents: int64 of shape (documents, 3): the codes of number, country and type.
        sign_starts: int64 of shape (documents + 1,).
        signs: int32, the characters of the numbers.
    """

    birth_starts: Longs
    births: Integers
    sexes: Bytes
    nationality_starts: Longs
    nationalities: Longs
    place_starts: Longs
    places: Longs
    word_starts: Longs
    words: Longs
    document_starts: Longs
    documents: Longs
    sign_starts: Longs
    signs: Integers


class FactTable:
    """Grows by one identity at a time; owned by whoever builds it."""

    def __init__(self) -> None:
        self._births, self._birth_starts = array("i"), array("q", [0])
        self._sexes = array("B")
        self._nationalities, self._nationality_starts = array("q"), array("q", [0])
        self._places, self._place_starts = array("q"), array("q", [0])
        self._words, self._word_starts = array("q"), array("q", [0])
        self._documents, self._document_starts = array("q"), array("q", [0])
        self._signs, self._sign_starts = array("i"), array("q", [0])
        self._codes: dict[str, int] = {"": UNKNOWN_CODE}
        self._known_births: dict[Birth, tuple[int, ...]] = {}
        self._known_places: dict[str, array[int]] = {}
        self._known_countries: dict[frozenset[str], tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._sexes)

    def add(self, facts: Facts) -> None:
        """Put the facts of one more identity in."""
        for birth in facts.births:
            self._births.extend(self._columns(birth))
        self._birth_starts.append(len(self._births) // len(BirthColumn))
        self._sexes.append(SEXES.get(facts.sex or "", 0))
        if facts.nationalities:
            self._nationalities.extend(self._countries(facts.nationalities))
        self._nationality_starts.append(len(self._nationalities))
        for place in facts.places:
            self._add_place(place)
        self._place_starts.append(len(self._places) // 2)
        for number, document in facts.documents:
            self._add_document(number, document)
        self._document_starts.append(len(self._documents) // 3)

    def arrays(self) -> FactArrays:
        """Return the facts of all identities so far."""
        return FactArrays(
            birth_starts=_longs(self._birth_starts),
            births=np.array(self._births, np.int32).reshape(-1, len(BirthColumn)),
            sexes=np.array(self._sexes, np.uint8),
            nationality_starts=_longs(self._nationality_starts),
            nationalities=_longs(self._nationalities),
            place_starts=_longs(self._place_starts),
            places=_longs(self._places).reshape(-1, 2),
            word_starts=_longs(self._word_starts),
            words=_longs(self._words),
            document_starts=_longs(self._document_starts),
            documents=_longs(self._documents).reshape(-1, 3),
            sign_starts=_longs(self._sign_starts),
            signs=np.array(self._signs, np.int32),
        )

    def _add_place(self, place: Place) -> None:
        known = self._known_places.get(place.text)
        if known is None:
            words = sorted(place.words)
            codes = [self._code(place.joined), self._code(" ".join(words)), *map(self._code, words)]
            known = self._known_places[place.text] = array("q", codes)
        self._places.extend(known[:2])
        self._words.extend(known[2:])
        self._word_starts.append(len(self._words))

    def _add_document(self, number: str, document: Document) -> None:
        country = self._code(document.country.upper()) if document.country else UNKNOWN_CODE
        self._documents.extend((code_of(number), country, self._code(document.type or "")))
        self._signs.frombytes(number.encode("utf-32-le", "surrogatepass"))
        self._sign_starts.append(len(self._signs))

    def _countries(self, codes: frozenset[str]) -> tuple[int, ...]:
        known = self._known_countries.get(codes)
        if known is None:
            known = self._known_countries[codes] = tuple(sorted(map(self._code, codes)))
        return known

    def _code(self, text: str) -> int:
        known = self._codes.get(text)
        if known is None:
            known = self._codes[text] = code_of(text)
        return known

    def _columns(self, birth: Birth) -> tuple[int, ...]:
        known = self._known_births.get(birth)
        if known is None:
            known = self._known_births[birth] = _columns(birth)
        return known


def fact_arrays(facts: Iterable[Facts]) -> FactArrays:
    """Return the facts of some identities as arrays."""
    table = FactTable()
    for each in facts:
        table.add(each)
    return table.arrays()


def code_of(text: str) -> int:
    """Return a 64-bit code of a text, the same in every process; two texts of a list share one by no chance."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little", signed=True)


def _columns(birth: Birth) -> tuple[int, ...]:
    first, last = span_of(birth)
    day = day_of(birth)
    return (
        first.toordinal(),
        last.toordinal(),
        first.year,
        last.year,
        day.toordinal(),
        day.year * 10_000 + day.month * 100 + day.day,
        (birth.latest - birth.earliest).days,
        _flags(birth),
    )


def _flags(birth: Birth) -> int:
    precisions = {Precision.DAY: BirthFlag.DAY, Precision.YEAR: BirthFlag.YEAR, Precision.RANGE: BirthFlag.RANGE}
    flags = precisions.get(birth.precision, BirthFlag(0))
    flags |= BirthFlag.CIRCA if birth.circa else BirthFlag(0)
    flags |= BirthFlag.HIJRI if birth.hijri else BirthFlag(0)
    return flags | (BirthFlag.DEFAULT if is_default(birth) else BirthFlag(0))


def _longs(values: "array[int]") -> Longs:
    return np.array(values, np.int64)


__all__ = ["BirthColumn", "BirthFlag", "FactArrays", "FactTable", "Identity", "code_of", "fact_arrays", "read_facts"]
