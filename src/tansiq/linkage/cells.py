"""The cells of a list: text to the values that are compared.

Rules: several values stand in one cell with ";" between; what is empty is not known. Births are ISO days, months or
years, ranges of years (1980/1985), "~" for about and "H" after a Hijri date; sex is m or f; nationalities are two
letters; a document is a number, after the two letters of its country where that is known.

>>> read_documents("DZ:123456789; A12")
(Document(number='123456789', country='DZ', type=None), Document(number='A12', country=None, type=None))
"""

import re
from datetime import date
from typing import Final

from tansiq.domain.dates import YEARS, Calendar, PartialDate, read_date
from tansiq.domain.errors import InvalidError
from tansiq.linkage.errors import CellError, ListProblem
from tansiq.matching import Birth, Document, Precision, Sex

SEPARATOR: Final = ";"
_COUNTRY: Final = re.compile("[A-Za-z]{2}")
_DOCUMENT: Final = re.compile(r"(?:([A-Za-z]{2}):)?(.+)", re.DOTALL)
_ISO_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FIRST_YEAR: Final = YEARS[Calendar.GREGORIAN][0]
_SEXES: Final[dict[str, Sex | None]] = {"": None, "m": "m", "f": "f", "male": "m", "female": "f"}


def read_texts(cell: str) -> tuple[str, ...]:
    """Return the values of a cell."""
    if SEPARATOR not in cell:
        value = cell.strip()
        return (value,) if value else ()
    return tuple(value for part in cell.split(SEPARATOR) if (value := part.strip()))


def read_births(cell: str) -> tuple[Birth, ...]:
    """Return the births of a cell.

    Raises:
        CellError: One of them is no date.
    """
    return tuple(map(_birth, read_texts(cell)))


def read_sex(cell: str) -> Sex | None:
    """Return the sex, None if it is not known.

    Raises:
        CellError: It is another word.
    """
    word = cell.strip().casefold()
    if word not in _SEXES:
        raise CellError(ListProblem.NOT_A_SEX, cell)
    return _SEXES[word]


def read_countries(cell: str) -> tuple[str, ...]:
    """Return the codes of a cell, in capitals.

    Raises:
        CellError: One of them is not two letters.
    """
    codes = read_texts(cell)
    for code in codes:
        if _COUNTRY.fullmatch(code) is None:
            raise CellError(ListProblem.NOT_A_COUNTRY, code)
    return tuple(code.upper() for code in codes)


def read_documents(cell: str) -> tuple[Document, ...]:
    """Return the documents of a cell."""
    return tuple(map(_document, read_texts(cell)))


def _document(text: str) -> Document:
    found = _DOCUMENT.fullmatch(text)
    country, number = found.groups() if found is not None else (None, text)
    return Document(number=number.strip(), country=country.upper() if country else None)


def _birth(text: str) -> Birth:
    if _ISO_DAY.fullmatch(text) and (day := _find_day(text)) is not None:
        return Birth.of_day(day)
    try:
        value = read_date("births", text)
        earliest, latest = value.bounds()
    except (InvalidError, ValueError, OverflowError) as error:
        raise CellError(ListProblem.NOT_A_DATE, text) from error
    return Birth(
        earliest=earliest,
        latest=latest,
        precision=_precision(value),
        circa=value.circa,
        hijri=value.calendar is Calendar.HIJRI,
    )


def _find_day(text: str) -> date | None:
    """Return an ISO day, which most births are, quickly."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None


def _precision(value: PartialDate) -> Precision:
    if value.until_year is not None:
        return Precision.RANGE
    if value.day is not None:
        return Precision.DAY
    return Precision.YEAR if value.month is None else Precision.MONTH
