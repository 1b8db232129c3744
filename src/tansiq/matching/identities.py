"""What is known of a person: the value that is compared.

Rules: frozen values; what is not known is empty or None and weighs nothing; nothing is looked up.

>>> Identity(names=("Zoubir Testaoui",), births=(Birth.of_year(1970),)).births[0].latest
datetime.date(1970, 12, 31)
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal, Self

from tansiq.matching.errors import IdentityError

Sex = Literal["m", "f"]


class Precision(StrEnum):
    """How exactly a birth date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """A birth date as far as it is known: from `earliest` to `latest`, both included.

    Attributes:
        circa: The source says "about".
        hijri: Computed from a Hijri date, so one day off is to be expected.
    """

    earliest: date
    latest: date
    precision: Precision = Precision.DAY
    circa: bool = False
    hijri: bool = False

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise IdentityError("births")

    @classmethod
    def of_day(cls, day: date) -> Self:
        """A birth on one known day."""
        return cls(earliest=day, latest=day, precision=Precision.DAY)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        """A birth in one known month."""
        following = date(year + month // 12, month % 12 + 1, 1)
        return cls(earliest=date(year, month, 1), latest=following - timedelta(days=1), precision=Precision.MONTH)

    @classmethod
    def of_year(cls, year: int, *, circa: bool = False) -> Self:
        """A birth in one known year."""
        return cls(earliest=date(year, 1, 1), latest=date(year, 12, 31), precision=Precision.YEAR, circa=circa)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An identity document: its number as written, ISO alpha-2 country and type where known."""

    number: str
    country: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What one notice says of its person; the first name is the primary one.

    Attributes:
        weak_names: Aliases that the source itself calls of low quality.
        nationalities: ISO 3166-1 alpha-2 codes.
    """

    names: tuple[str, ...]
    weak_names: tuple[str, ...] = ()
    births: tuple[Birth, ...] = ()
    places: tuple[str, ...] = ()
    sex: Sex | None = None
    nationalities: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
