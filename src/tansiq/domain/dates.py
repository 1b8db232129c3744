"""Partial dates: what a register really knows of a birth, kept as given.

A year, a month, a range, "about", Gregorian or Hijri. Nothing is invented: 1 January is never filled in.

>>> PartialDate(year=1991, month=9).bounds()
(datetime.date(1991, 9, 1), datetime.date(1991, 9, 30))
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tansiq.domain import text
from tansiq.domain.errors import InvalidError, Problem

CIRCA_YEARS = 2
"""How far "about 1970" reaches on each side: the UN list's APPROXIMATELY entries are 0-2 years off elsewhere."""
HIJRI_DAYS = 1
"""National Hijri calendars differ from the tabular one by a day, so a Hijri date reaches one day further each way."""


class Calendar(StrEnum):
    """The calendar in which a date was given."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"


CIRCA = ("~", "c.", "ca ", "circa ", "vers ", "présumé ", "presume ", "about ", "presumed ", "خلال ", "حوالي ")
"""How registers begin a date of which they are not sure."""
MARKS = re.compile(rf"^(?:{'|'.join(map(re.escape, CIRCA))})|(?:AH|H|h|هـ?)[. ]*$")
"""What may stand around the numbers of a date: beside it no letters are read."""

YEARS = {Calendar.GREGORIAN: (1850, 2200), Calendar.HIJRI: (1266, 1650)}
"""Years that a living memory and a register can hold, first and last, by calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as far as it is known.

    Attributes:
        year: the year, or the first year of a range.
        until_year: the last year of a range ("1972/1973"), else `None`.
        circa: whether the source says "about" or "presumed".
        text: the words of the source, where they say more than the numbers.
    """

    year: int
    month: int | None = None
    day: int | None = None
    until_year: int | None = None
    circa: bool = False
    calendar: Calendar = Calendar.GREGORIAN
    text: str = ""

    def __post_init__(self) -> None:
        first, last = YEARS[self.calendar]
        if not first <= self.year <= last:
            raise InvalidError("year", Problem.OUT_OF_RANGE, f"{first}-{last}")
        if self.until_year is not None and not self.year <= self.until_year <= last:
            raise InvalidError("until_year", Problem.BEFORE_START)
        if self.month is None and self.day is not None:
            raise InvalidError("month", Problem.REQUIRED)
        if self.until_year is not None and self.month is not None:
            raise InvalidError("until_year", Problem.MALFORMED)
        text.check("text", self.text, empty=True)
        self._check_day()

    def _check_day(self) -> None:
        if self.month is None:
            return
        if not 1 <= self.month <= 12:
            raise InvalidError("month", Problem.OUT_OF_RANGE, "1-12")
        if self.day is None:
            return
        longest = 30 if self.calendar is Calendar.HIJRI else _month_end(self.year, self.month).day
        if not 1 <= self.day <= longest:
            raise InvalidError("day", Problem.OUT_OF_RANGE, f"1-{longest}")

    def bounds(self) -> tuple[date, date]:
        """The first and the last Gregorian day on which it can lie."""
        first, last = _hijri_bounds(self) if self.calendar is Calendar.HIJRI else _gregorian_bounds(self)
        if not self.circa:
            return first, last
        return first.replace(year=first.year - CIRCA_YEARS, day=min(first.day, 28)), last.replace(
            year=last.year + CIRCA_YEARS, day=min(last.day, 28) if last.month == 2 else last.day
        )


def _month_end(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def _gregorian_bounds(value: PartialDate) -> tuple[date, date]:
    if value.month is None:
        return date(value.year, 1, 1), date(value.until_year or value.year, 12, 31)
    if value.day is None:
        return date(value.year, value.month, 1), _month_end(value.year, value.month)
    exact = date(value.year, value.month, value.day)
    return exact, exact


def _hijri_bounds(value: PartialDate) -> tuple[date, date]:
    last_year = value.until_year or value.year
    first = hijri_to_gregorian(value.year, value.month or 1, value.day or 1)
    if value.day is not None:
        last = first
    elif value.month is not None:
        last = hijri_to_gregorian(value.year + value.month // 12, value.month % 12 + 1, 1) - timedelta(days=1)
    else:
        last = hijri_to_gregorian(last_year + 1, 1, 1) - timedelta(days=1)
    return first - timedelta(days=HIJRI_DAYS), last + timedelta(days=HIJRI_DAYS)


def hijri_to_gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Hijri date in the tabular (civil) calendar.

    Source: Reingold and Dershowitz, Calendrical Calculations, "fixed-from-islamic"; epoch 16 July 622 Julian.
    """
    days = day + 29 * (month - 1) + month // 2 + 354 * (year - 1) + (3 + 11 * year) // 30
    return date.fromordinal(227_014 + days)


def read_date(field: str, value: str) -> PartialDate:
    """The partial date that a register writes.

    Such as `1991`, `09/1991`, `14/09/1991`, `1991-09-14`, `1972-1973`, `~1970`, `1411 H`.

    Args:
        field: the name of the field, for the error.
        value: the words; day before month, as both states write.

    Raises:
        InvalidError: if it is none of these.
    """
    words = text.clean(field, value)
    folded = words.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789"))
    calendar = Calendar.HIJRI if folded.rstrip(". ").endswith(("H", "h", "هـ", "ه", "AH")) else Calendar.GREGORIAN
    circa = folded.startswith(CIRCA)
    digits = "".join(c if c.isdecimal() else " " for c in folded).split()
    if any(c.isalpha() for c in MARKS.sub("", folded)) and any(len(d) < 4 for d in digits):
        raise InvalidError(field, Problem.NOT_A_DATE, words)  # "9 March 1991" is not September
    try:
        return _from_numbers([int(d) for d in digits], [len(d) for d in digits], calendar=calendar, circa=circa)
    except InvalidError as error:
        raise InvalidError(field, error.problem, words) from error


def _from_numbers(numbers: list[int], lengths: list[int], *, calendar: Calendar, circa: bool) -> PartialDate:
    match lengths:
        case [4]:
            return PartialDate(year=numbers[0], circa=circa, calendar=calendar)
        case [4, 4]:
            return PartialDate(year=numbers[0], until_year=numbers[1], circa=circa, calendar=calendar)
        case [4, 1 | 2, 1 | 2]:
            year, month, day = numbers
        case [1 | 2, 1 | 2, 4]:
            day, month, year = numbers
        case [1 | 2, 4]:
            return PartialDate(year=numbers[1], month=numbers[0], circa=circa, calendar=calendar)
        case [4, 1 | 2]:
            return PartialDate(year=numbers[0], month=numbers[1], circa=circa, calendar=calendar)
        case _:
            raise InvalidError("date", Problem.NOT_A_DATE)
    return PartialDate(year=year, month=month, day=day, circa=circa, calendar=calendar)


def write_date(value: PartialDate) -> str:
    """The shortest words that `read_date` reads back as the same date (its `text` aside)."""
    if value.until_year is not None:
        words = f"{value.year}-{value.until_year}"
    else:
        words = "-".join(f"{n:0{w}}" for n, w in ((value.year, 4), (value.month, 2), (value.day, 2)) if n is not None)
    return f"{'~' if value.circa else ''}{words}{' H' if value.calendar is Calendar.HIJRI else ''}"
