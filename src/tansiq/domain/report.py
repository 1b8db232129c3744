"""The report: what a service learned, paragraph by paragraph, each with a label of its own, graded after 4x4.

The source and the information are graded apart, as Europol does: how far the source is trusted (A, B, C, X), and how
the information is known (1 to 4). What stands around the paragraphs (title, subjects, places, time, grades) has one
label, the heading's. The label of the record is never below that of any part.

>>> from tansiq.domain.label import Label, Level
>>> low, high = (Label(policy="DZ", level=level, releasable_to=("TN",)) for level in (Level.RESTRICTED, Level.SECRET))
>>> body = Report(title="A lorry", heading=low, paragraphs=(Paragraph(text="It was seen.", label=high),),
...               source=Reliability.B, information=Credibility.SECOND_HAND)
>>> body.label.level
<Level.SECRET: 'secret'>
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from tansiq.domain import text
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import Label, highest
from tansiq.domain.record import Record

MOST_PARAGRAPHS = 100
MOST_SUBJECTS = 50
RETENTION_YEARS = 3
"""How long a report is kept unless a person renews it: the level of a judicial procedure."""


class Reliability(StrEnum):
    """How far the source is trusted (Europol 4x4). Wire values never change."""

    A = "A"
    B = "B"
    C = "C"
    X = "X"


class Credibility(StrEnum):
    """How the information is known (Europol 4x4). Wire values never change."""

    CERTAIN = "1"
    FIRST_HAND = "2"
    SECOND_HAND = "3"
    UNKNOWN = "4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph with its own label."""

    text: str
    label: Label

    def __post_init__(self) -> None:
        text.check("paragraphs.text", self.text, limit=text.LONG, lines=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a report is about: a notice, or a name that no notice has."""

    notice: UUID | None = None
    name: str = ""

    def __post_init__(self) -> None:
        text.check("subjects.name", self.name, empty=True)
        if (self.notice is None) is not bool(self.name):
            raise InvalidError("subjects.name", Problem.REQUIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The body of a report.

    Attributes:
        heading: the label of all that stands around the paragraphs.
        source: how far the source is trusted; `information`: how what it says is known.
        since, until: the time that it tells of.
        answers: the request that it answers.
    """

    title: str
    heading: Label
    paragraphs: tuple[Paragraph, ...]
    source: Reliability
    information: Credibility
    subjects: tuple[Subject, ...] = ()
    places: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    answers: UUID | None = None

    def __post_init__(self) -> None:
        text.check("title", self.title)
        if not 1 <= len(self.paragraphs) <= MOST_PARAGRAPHS:
            raise InvalidError("paragraphs", Problem.REQUIRED if not self.paragraphs else Problem.TOO_MANY)
        for name in ("subjects", "places"):
            given = getattr(self, name)
            if len(given) > MOST_SUBJECTS:
                raise InvalidError(name, Problem.TOO_MANY, str(MOST_SUBJECTS))
            if len(set(given)) < len(given):
                raise InvalidError(name, Problem.SAME_THING_TWICE)
        for place in self.places:
            text.check("places", place)
        if self.since is not None and self.until is not None and self.until < self.since:
            raise InvalidError("until", Problem.BEFORE_START)

    @property
    def label(self) -> Label:
        """What its parts together need: the highest level, what all allow, what any forbids."""
        found = highest([self.heading, *(one.label for one in self.paragraphs)])
        assert found is not None
        return found

    @property
    def notices(self) -> tuple[UUID, ...]:
        """The notices that it is about."""
        return tuple(one.notice for one in self.subjects if one.notice is not None)

    def check_record(self, record: Record[Any]) -> None:
        """The record's label protects each part.

        Raises:
            InvalidError: if it does not.
        """
        needed = self.label
        if record.label.is_lower_than(needed) or not set(record.label.releasable_to) <= set(needed.releasable_to):
            raise InvalidError("label", Problem.OUT_OF_RANGE, needed.level)
