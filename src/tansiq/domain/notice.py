"""The notice: one state's request about one sought person.

A notice without basis, authority, threshold, measure, reviewer and end cannot exist: the constructors here and of
`Record` refuse to build it. A notice of a foreign list points to its publisher and entry, and is never a national one.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from tansiq.domain import compliance, text
from tansiq.domain.dates import PartialDate
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.offence import RETENTION_YEARS, REVIEW_YEARS, Caution, Measure, Offence

if TYPE_CHECKING:
    from tansiq.domain.record import Record

MOST = 500
"""Most names, dates, places or documents of one notice (the longest entry of the UN list has 39 names)."""
COUNTRY = re.compile(r"[A-Z]{2}")
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


class Script(StrEnum):
    """The script in which a name is written (ISO 15924, lower case)."""

    ARABIC = "arab"
    LATIN = "latn"
    OTHER = "zyyy"


class NameKind(StrEnum):
    """What a name is to its bearer."""

    PRIMARY = "primary"
    ALIAS = "alias"
    KUNYA = "kunya"
    MAIDEN = "maiden"


class Quality(StrEnum):
    """How much the source trusts a name (the UN list's "good" and "low")."""

    GOOD = "good"
    LOW = "low"


class Sex(StrEnum):
    """Sex as a travel document states it."""

    FEMALE = "female"
    MALE = "male"


class DocumentType(StrEnum):
    """What a document is."""

    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    RESIDENCE = "residence"
    OTHER = "other"


class NoticeState(StrEnum):
    """Where a notice stands; computed, never stored by itself."""

    ACTIVE = "active"
    ENDED = "ended"


def script_of(value: str) -> Script:
    """The script of most letters of a name."""
    arabic, latin = len(ARABIC.findall(value)), len(LATIN.findall(value))
    if not arabic and not latin:
        return Script.OTHER
    return Script.ARABIC if arabic >= latin else Script.LATIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name in one script."""

    value: str
    script: Script
    kind: NameKind = NameKind.PRIMARY
    quality: Quality = Quality.GOOD

    def __post_init__(self) -> None:
        text.check("value", self.value)
        if self.script is not script_of(self.value):
            raise InvalidError("script", Problem.MALFORMED, self.script)


def name(value: str, kind: NameKind = NameKind.PRIMARY, quality: Quality = Quality.GOOD) -> Name:
    """The name somebody typed: cleaned, its script found."""
    cleaned = text.required("names", value)
    return Name(value=cleaned, script=script_of(cleaned), kind=kind, quality=quality)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as the source names it; `country` is ISO 3166-1 alpha-2 where it is known."""

    value: str
    country: str | None = None

    def __post_init__(self) -> None:
        text.check("places", self.value)
        check_country("places", self.country)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document; `note` keeps what the source says beside the number."""

    type: DocumentType
    number: str
    country: str | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        text.check("documents", self.number)
        text.check("documents", self.note, limit=text.LONG, lines=True, empty=True)
        check_country("documents", self.country)
        if self.issued_on and self.expires_on and self.expires_on < self.issued_on:
            raise InvalidError("documents", Problem.BEFORE_START)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The entry of a list that a notice came from, such as list `un`, reference `QDi.000`.

    Attributes:
        list_key: the list, as `Source.list_key` names it.
        source: the record of the edition that brought this version.
        listed_on: when the publisher listed the person.
    """

    list_key: str
    reference: str
    source: UUID
    listed_on: date | None = None

    def __post_init__(self) -> None:
        text.check("origin.list_key", self.list_key)
        text.check("origin.reference", self.reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """When and why a notice ended before its time."""

    on: date
    reason: str

    def __post_init__(self) -> None:
        text.check("ended.reason", self.reason, limit=text.LONG, lines=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The body of a notice.

    Attributes:
        reference: the owner's own number of it.
        threshold: which facts reach the threshold for this measure, in the words of the issuing authority.
        reviewer: who looks at its accuracy next, and `review_on`, when.
        minor: under eighteen: own readers, no measure but protection.
        origin: the entry of the list that it was imported from, if it was.
    """

    reference: str
    names: tuple[Name, ...]
    births: tuple[PartialDate, ...] = ()
    birth_places: tuple[Place, ...] = ()
    sex: Sex | None = None
    nationalities: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    description: str = ""
    offence: Offence
    threshold: str
    measure: Measure
    cautions: tuple[Caution, ...] = ()
    minor: bool = False
    reviewer: str
    review_on: date
    origin: Origin | None = None
    ended: Ending | None = None

    def __post_init__(self) -> None:
        text.check("reference", self.reference)
        text.check("description", self.description, limit=text.LONG, lines=True, empty=True)
        text.check("threshold", self.threshold, limit=text.LONG, lines=True)
        text.check("reviewer", self.reviewer)
        for field in ("names", "births", "birth_places", "nationalities", "documents", "cautions"):
            _check_list(field, getattr(self, field))
        if not any(n.kind is NameKind.PRIMARY for n in self.names):
            raise InvalidError("names", Problem.NO_PRIMARY_NAME)
        for country in self.nationalities:
            check_country("nationalities", country)
        self._check_measure()

    def _check_measure(self) -> None:
        if self.minor and self.measure is not Measure.PROTECT:
            raise InvalidError("measure", Problem.MINOR_NEEDS_PROTECTION)
        if self.measure is Measure.REFUSE_ENTRY and self.origin is None:
            raise InvalidError("measure", Problem.FOREIGN_MEASURE)

    @property
    def state(self) -> NoticeState:
        """Whether it still asks for anything."""
        return NoticeState.ACTIVE if self.ended is None else NoticeState.ENDED

    def check_record(self, record: "Record[Notice]") -> None:
        """True of a record around this body: its end and its review lie within what the measure allows.

        Raises:
            InvalidError: if they do not.
            ComplianceError: if the basis or the threshold rests on a forbidden ground.
        """
        made_on = record.made_at.date()
        if self.ended is None and record.retain_until > latest_end(self.measure, made_on):
            raise InvalidError("retain_until", Problem.AFTER_RETENTION, latest_end(self.measure, made_on).isoformat())
        if record.retain_until < made_on:
            raise InvalidError("retain_until", Problem.IN_THE_PAST, made_on.isoformat())
        if self.review_on > later(made_on, REVIEW_YEARS):
            raise InvalidError("review_on", Problem.OUT_OF_RANGE, later(made_on, REVIEW_YEARS).isoformat())
        compliance.check_grounds("threshold", self.threshold)
        compliance.check_grounds("basis.reference", record.basis.reference)

    def primary(self, script: Script | None = None) -> Name | None:
        """The first primary name (in one script), else the first name of that script."""
        fitting = [n for n in self.names if script is None or n.script is script]
        return next((n for n in fitting if n.kind is NameKind.PRIMARY), fitting[0] if fitting else None)


def _check_list(field: str, values: tuple[object, ...]) -> None:
    if len(values) > MOST:
        raise InvalidError(field, Problem.TOO_MANY, str(MOST))
    if len(set(values)) != len(values):
        raise InvalidError(field, Problem.SAME_THING_TWICE)


def check_country(field: str, value: str | None) -> None:
    """True values are absent or look like ISO 3166-1 alpha-2."""
    if value is not None and not COUNTRY.fullmatch(value):
        raise InvalidError(field, Problem.NOT_IN_LIST, value)


def later(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def latest_end(measure: Measure, made_on: date) -> date:
    """The last day on which a notice of this measure, made or renewed on a day, may be kept."""
    return later(made_on, RETENTION_YEARS[measure])
