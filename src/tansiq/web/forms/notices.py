"""The form of a notice: filled from a record, read into a draft; what it does not show is kept as it is held.

given = fill(record, words)
draft = read(given, frame)     # raises FormError with every mistake
# read(fill(record)) is the record's own content again
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from tansiq.domain.dates import Calendar, PartialDate
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.domain.notice import Document, DocumentType, Name, NameKind, Notice, Place, Quality, Sex, later, latest_end
from tansiq.domain.notice import name as make_name
from tansiq.domain.offence import REVIEW_YEARS, Caution, Measure, Offence
from tansiq.domain.record import Basis, Record
from tansiq.services.notices import Draft
from tansiq.web.forms.errors import FormError
from tansiq.web.forms.fields import Given, Reading
from tansiq.web.languages import Words
from tansiq.web.views import values

T = TypeVar("T")

UNREAD = "?"
"""Stands where a mistake was noted, until the reading ends; no draft ever holds it."""

LEAST_ROWS = {"names": 3, "births": 1, "birth_places": 1, "nationalities": 2, "documents": 1}
"""How many rows of each group a form shows at least; blank rows are left out when it is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a form stands in.

    Attributes:
        held: the version that is corrected; `None` for a new notice.
        label: the label it has, or begins with.
        partners: states that it may be released to.
        compartments: those that the officer is in, and may put it into.
        today: the day on which it is sent.
    """

    held: Record[Notice] | None
    label: Label
    partners: tuple[str, ...]
    compartments: tuple[str, ...] = ()
    words: Words
    today: date


def blank(frame: Frame, reviewer: str) -> Given:
    """The form of a new notice."""
    return Given.of(
        {
            "reviewer": reviewer,
            "label.level": frame.label.level,
            "label.releasable_to": [s for s in frame.partners if s in frame.label.releasable_to],
            "sex": "",
        }
    )


def fill(record: Record[Notice], words: Words) -> Given:
    """The form of a notice as it is held."""
    body, basis = record.body, record.basis
    found: dict[str, Any] = {
        "reference": body.reference,
        "sex": body.sex or "",
        "description": body.description,
        "offence": body.offence,
        "measure": body.measure,
        "cautions": list(body.cautions),
        "minor": "yes" if body.minor else "",
        "threshold": body.threshold,
        "basis.authority": basis.authority,
        "basis.reference": basis.reference,
        "basis.on": _day(basis.on),
        "label.level": record.label.level,
        "label.releasable_to": list(record.label.releasable_to),
        "label.compartments": list(record.label.compartments),
        "label.codes": list(record.label.codes),
        "label.review_on": _day(record.label.review_on),
        "reviewer": body.reviewer,
        "review_on": _day(body.review_on),
        "retain_until": _day(record.retain_until),
    }
    for n, one in enumerate(body.names):
        found |= _row("names", n, value=one.value, kind=one.kind, quality=one.quality)
    for n, born in enumerate(body.births):
        found |= _birth_row(n, born)
    for n, place in enumerate(body.birth_places):
        found |= _row("birth_places", n, value=place.value, country=_country(words, place.country))
    for n, code in enumerate(body.nationalities):
        found |= _row("nationalities", n, country=_country(words, code))
    for n, document in enumerate(body.documents):
        found |= _document_row(n, document, words)
    return Given.of(found)


def _row(group: str, n: int, **fields: Any) -> dict[str, Any]:
    return {f"{group}.{n}.{name}": value for name, value in fields.items()}


def _birth_row(n: int, born: PartialDate) -> dict[str, Any]:
    numbers = {"day": born.day, "month": born.month, "year": born.year, "until_year": born.until_year}
    shown = {name: "" if value is None else value for name, value in numbers.items()}
    return _row("births", n, **shown, circa="yes" if born.circa else "", calendar=born.calendar, text=born.text)


def _document_row(n: int, document: Document, words: Words) -> dict[str, Any]:
    return _row(
        "documents",
        n,
        type=document.type,
        number=document.number,
        country=_country(words, document.country),
        issued_on=_day(document.issued_on),
        expires_on=_day(document.expires_on),
        note=document.note,
    )


def _day(value: date | None) -> str:
    return "" if value is None else value.strftime("%d/%m/%Y")


def _country(words: Words, code: str | None) -> str:
    return "" if code is None else values.country(words, code)


def read(given: Given, frame: Frame) -> Draft:
    """The draft that a form says.

    Raises:
        FormError: with every mistake, each at its field.
    """
    r = Reading(given, lambda name: values.find_country(frame.words, name))
    parts: dict[str, Any] = {
        "reference": r.line("reference", required=True),
        **_person(r, frame),
        **_request(r),
        "reviewer": r.line("reviewer", required=True),
    }
    basis, label = _basis(r, frame), _label(r, frame)
    retain_until = r.day("retain_until") or latest_end(parts["measure"], frame.today)
    review_on = _review_on(r, frame, retain_until)
    if frame.held is not None:
        r.paragraph("reason", required=True)
    r.finish()
    if frame.held is not None:
        parts |= {"origin": frame.held.body.origin, "ended": frame.held.body.ended}
    body = r.attempt(lambda: Notice(**parts, review_on=review_on))
    if body is None:
        raise FormError(tuple(r.errors))
    return Draft(body=body, basis=basis, label=label, retain_until=retain_until)


def _person(r: Reading, frame: Frame) -> dict[str, Any]:
    """Who is sought."""
    return {
        "names": _names(r),
        "births": tuple(_present(_birth(r, n, frame.today) for n in r.given.rows("births"))),
        "birth_places": tuple(_present(_place(r, n) for n in r.given.rows("birth_places"))),
        "sex": r.choice("sex", Sex),
        "nationalities": tuple(
            _present(r.country(f"nationalities.{n}.country") for n in r.given.rows("nationalities"))
        ),
        "documents": tuple(_present(_document(r, n) for n in r.given.rows("documents"))),
        "description": r.paragraph("description"),
    }


def _request(r: Reading) -> dict[str, Any]:
    """What is asked, and for what."""
    return {
        "offence": r.required_choice("offence", Offence),
        "measure": r.required_choice("measure", Measure),
        "cautions": r.choices("cautions", Caution),
        "minor": r.given.one("minor") == "yes",
        "threshold": r.paragraph("threshold", required=True),
    }


def _present(rows: Iterable[T | None]) -> Iterator[T]:
    return (row for row in rows if row is not None)


def _names(r: Reading) -> tuple[Name, ...]:
    known = len(r.errors)
    names = tuple(_present(_name(r, n) for n in r.given.rows("names")))
    if len(r.errors) == known and not any(one.kind is NameKind.PRIMARY for one in names):
        r.wrong("names", Problem.NO_PRIMARY_NAME)  # said at once, not after all else is mended
    return names


def _name(r: Reading, n: int) -> Name | None:
    at = f"names.{n}"
    if r.is_blank(f"{at}.value"):
        return None
    kind = r.choice(f"{at}.kind", NameKind) or NameKind.PRIMARY
    quality = r.choice(f"{at}.quality", Quality) or Quality.GOOD
    return r.attempt(lambda: make_name(r.given.one(f"{at}.value"), kind, quality), f"{at}.value")


def _birth(r: Reading, n: int, today: date) -> PartialDate | None:
    at = f"births.{n}"
    parts = {name: f"{at}.{name}" for name in ("day", "month", "year", "until_year", "text")}
    if r.is_blank(*parts.values()):
        return None
    known = len(r.errors)
    numbers = {name: r.number(parts[name]) for name in ("day", "month", "year", "until_year")}
    words, calendar = r.line(parts["text"]), r.choice(f"{at}.calendar", Calendar) or Calendar.GREGORIAN
    if numbers["year"] is None and len(r.errors) == known:
        r.wrong(parts["year"], Problem.REQUIRED)
    if len(r.errors) > known:
        return None

    def born() -> PartialDate:
        circa = r.given.one(f"{at}.circa") == "yes"
        found = PartialDate(**numbers, circa=circa, calendar=calendar, text=words)  # type: ignore[arg-type] # has a year
        if found.bounds()[0] > today:
            raise InvalidError("year", Problem.IN_THE_FUTURE)
        return found

    return r.attempt(born, parts["year"], parts=parts)


def _place(r: Reading, n: int) -> Place | None:
    at = f"birth_places.{n}"
    if r.is_blank(f"{at}.value", f"{at}.country"):
        return None
    value, country = r.line(f"{at}.value", required=True), r.country(f"{at}.country")
    return r.attempt(lambda: Place(value=value, country=country), f"{at}.value") if value else None


def _document(r: Reading, n: int) -> Document | None:
    at = f"documents.{n}"
    if r.is_blank(*(f"{at}.{part}" for part in ("number", "country", "issued_on", "expires_on", "note"))):
        return None
    number = r.line(f"{at}.number", required=True)
    parts: dict[str, Any] = {
        "type": r.choice(f"{at}.type", DocumentType) or DocumentType.OTHER,
        "country": r.country(f"{at}.country"),
        "issued_on": r.day(f"{at}.issued_on"),
        "expires_on": r.day(f"{at}.expires_on"),
        "note": r.paragraph(f"{at}.note"),
    }
    if not number:
        return None
    return r.attempt(lambda: Document(number=number, **parts), f"{at}.expires_on")  # all else was read one by one


def _basis(r: Reading, frame: Frame) -> Basis:
    authority, reference = r.line("basis.authority", required=True), r.line("basis.reference", required=True)
    on = r.day("basis.on")
    if on is not None and on > frame.today:
        r.wrong("basis.on", Problem.IN_THE_FUTURE)
    agreement = None if frame.held is None else frame.held.basis.agreement
    return Basis(authority=authority or UNREAD, reference=reference or UNREAD, on=on, agreement=agreement)


def _label(r: Reading, frame: Frame) -> Label:
    """The label with another level, other receivers and other restrictions; its scheme stays."""
    chosen = [state for state in frame.partners if state in r.given.many("label.releasable_to")]
    kept = [s for s in frame.label.releasable_to if s not in frame.partners or s in chosen]
    released = (*kept, *(state for state in chosen if state not in kept))
    ticked = r.given.many("label.compartments")
    kept_closed = (c for c in frame.label.compartments if c not in frame.compartments)
    return replace(
        frame.label,
        level=r.required_choice("label.level", Level),
        releasable_to=released,
        compartments=(*kept_closed, *(c for c in frame.compartments if c in ticked)),
        codes=tuple(code for code in HandlingCode if code in r.given.many("label.codes")),
        review_on=r.day("label.review_on"),
    )


def _review_on(r: Reading, frame: Frame, retain_until: date) -> date:
    """The day of the next review; blank is a year from now, or the end if that is sooner."""
    found = r.day("review_on")
    if found is None:
        return min(later(frame.today, REVIEW_YEARS), max(retain_until, frame.today))
    unchanged = frame.held is not None and frame.held.body.review_on == found
    if found < frame.today and not unchanged:
        r.wrong("review_on", Problem.IN_THE_PAST)
    return found
