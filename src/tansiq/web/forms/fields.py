"""Fields of any form: what was typed is kept as it is, read piece by piece, and every mistake is noted at its field.

Fields are named by their path in the domain, `names.0.value`, which is also their identifier on the page; so an error
of the domain finds its field without a table.

    reading = Reading(Given.of(data), find_country)
    born = reading.number("births.0.year")
    reading.finish()   # raises FormError with all mistakes
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from tansiq.domain import text
from tansiq.domain.dates import Calendar, read_date
from tansiq.domain.errors import ComplianceError, InvalidError, Problem
from tansiq.web.forms.errors import FormError

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

MOST_ROWS = 500
"""Most rows of one group that are read: a notice holds no more."""


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in the fields of a form: texts by name, several where a name occurs more than once."""

    fields: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Given":
        """What a browser sent, or what a page is to be filled with; blank values are no texts."""
        return cls({name: _texts(value) for name, value in data.items()})

    def one(self, name: str) -> str:
        """The text of a field, empty where there is none."""
        found = self.fields.get(name, ())
        return found[0] if found else ""

    def many(self, name: str) -> tuple[str, ...]:
        """Every text of a field, such as the boxes that are ticked."""
        return self.fields.get(name, ())

    def rows(self, group: str) -> list[int]:
        """The numbers of the rows of a group that the form has, blank ones too."""
        found = {name.split(".")[1] for name in self.fields if name.startswith(f"{group}.")}
        return sorted(int(n) for n in found if n.isdecimal() and len(n) <= 3 and int(n) < MOST_ROWS)

    def pairs(self, *, without: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
        """Every name with its text, to carry a form through a page."""
        return [(name, value) for name, some in self.fields.items() if name not in without for value in some if value]


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, (list, tuple)) else (str(value),)


@dataclass(frozen=True, slots=True)
class Reading:
    """A form while it is read.

    Attributes:
        find_country: the ISO code of a country's name, or `None`.
        errors: the mistakes found so far.
    """

    given: Given
    find_country: Callable[[str], str | None]
    errors: list[InvalidError] = field(default_factory=list)

    def attempt(
        self, make: Callable[[], T], name: str | None = None, *, parts: Mapping[str, str] | None = None
    ) -> T | None:
        """What `make` gives, or `None` with the domain's mistake noted at a field of the page.

        Args:
            make: builds a value of the domain.
            name: the field of the page; `None` where it has the domain's name.
            parts: where the domain's name of the field decides, the field of the page for each.
        """
        try:
            return make()
        except ComplianceError:
            raise
        except InvalidError as error:
            self.wrong((parts or {}).get(error.field, name or error.field), error.problem, error.detail)
            return None

    def wrong(self, name: str, problem: Problem, detail: str = "") -> None:
        """Notes a mistake."""
        self.errors.append(InvalidError(name, problem, detail))

    def finish(self) -> None:
        """Passes a form without mistakes.

        Raises:
            FormError: with every mistake.
        """
        if self.errors:
            raise FormError(tuple(self.errors))

    def line(self, name: str, *, required: bool = False) -> str:
        """One line of text, cleaned; empty where it is wrong or blank."""
        return self._text(name, required=required, limit=text.SHORT, lines=False)

    def paragraph(self, name: str, *, required: bool = False) -> str:
        """Text of several lines, cleaned."""
        return self._text(name, required=required, limit=text.LONG, lines=True)

    def _text(self, name: str, *, required: bool, limit: int, lines: bool) -> str:
        read = text.required if required else text.clean
        return self.attempt(lambda: read(name, self.given.one(name), limit=limit, lines=lines), name) or ""

    def choice(self, name: str, options: type[E]) -> E | None:
        """A member of a closed list; `None` where none was chosen."""
        value = self.given.one(name)
        if value in list(options):
            return options(value)
        if value:
            self.wrong(name, Problem.NOT_IN_LIST)
        return None

    def required_choice(self, name: str, options: type[E]) -> E:
        """A member of a closed list; a stand-in where none was chosen, with the mistake noted."""
        found = self.choice(name, options)
        if found is None and not self.given.one(name):
            self.wrong(name, Problem.REQUIRED)
        return next(iter(options)) if found is None else found

    def choices(self, name: str, options: type[E]) -> tuple[E, ...]:
        """Members of a closed list, in the order of the list."""
        given = set(self.given.many(name)) - {""}
        if not given <= set(options):
            self.wrong(name, Problem.NOT_IN_LIST)
        return tuple(option for option in options if option in given)

    def number(self, name: str) -> int | None:
        """A short number, in digits of any script."""
        value = self.given.one(name).strip()
        if not value:
            return None
        if not value.isdecimal() or len(value) > 4:
            self.wrong(name, Problem.NOT_A_NUMBER)
            return None
        return int(value)

    def day(self, name: str) -> date | None:
        """A whole date: 27/9/2026 or 2026-09-27."""
        value = self.given.one(name).strip()
        if not value:
            return None
        try:
            found = read_date(name, value)
        except InvalidError:
            found = None
        if found is None or found.month is None or found.day is None or found.calendar is not Calendar.GREGORIAN:
            self.wrong(name, Problem.NOT_A_DATE, value)
            return None
        return date(found.year, found.month, found.day)

    def country(self, name: str) -> str | None:
        """The ISO code of a country by its name or code."""
        value = self.line(name)
        found = self.find_country(value) if value else None
        if value and found is None:
            self.wrong(name, Problem.NOT_IN_LIST, value)
        return found

    def is_blank(self, *names: str) -> bool:
        """Whether nothing was typed into any of these fields."""
        return not any(self.given.one(name).strip() for name in names)
