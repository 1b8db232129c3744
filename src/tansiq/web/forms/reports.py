"""The forms of reports, requests and replies, read into drafts.

A report has one label for its heading; a paragraph says only where it differs: another level, or not releasable.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from tansiq.domain.errors import Problem
from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.domain.record import Basis, Record
from tansiq.domain.report import Credibility, Paragraph, Reliability, Report, Subject
from tansiq.domain.request import Outcome, Urgency
from tansiq.services.reports import Draft
from tansiq.services.requests import Answer, Question
from tansiq.web.forms.fields import Given, Reading

LEAST_ROWS = {"paragraphs": 3, "subjects": 1}
"""How many rows a form shows at least; blank rows are left out when it is read."""
UNREAD = "?"
"""Stands where a mistake was noted, until the reading ends; no draft ever holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the form stands in.

    Attributes:
        label: the label that a new one begins with.
        partners: states that it may be releasable to.
        compartments: those that the officer is in.
        held: the version that is corrected.
    """

    label: Label
    partners: tuple[str, ...]
    compartments: tuple[str, ...] = ()
    held: Record[Report] | None = None


def blank(frame: Frame, *, about: tuple[str, ...] = (), answers: str = "") -> Given:
    """The form of a new report, about a notice or as an answer."""
    return Given.of(
        {
            "label.level": frame.label.level,
            "label.releasable_to": [s for s in frame.partners if s in frame.label.releasable_to],
            "notices": list(about),
            "answers": answers,
        }
    )


def fill(record: Record[Report]) -> Given:
    """The form of a report as it is held."""
    body, heading = record.body, record.body.heading
    found: dict[str, Any] = {
        "title": body.title,
        "source": body.source,
        "information": body.information,
        "places": "\n".join(body.places),
        "since": "" if body.since is None else body.since.strftime("%d/%m/%Y"),
        "until": "" if body.until is None else body.until.strftime("%d/%m/%Y"),
        "basis.authority": record.basis.authority,
        "basis.reference": record.basis.reference,
        "label.level": heading.level,
        "label.releasable_to": list(heading.releasable_to),
        "label.compartments": list(heading.compartments),
        "label.codes": list(heading.codes),
        "notices": [str(one) for one in body.notices],
        "answers": "" if body.answers is None else str(body.answers),
    }
    for n, paragraph in enumerate(body.paragraphs):
        own = paragraph.label
        found[f"paragraphs.{n}.text"] = paragraph.text
        found[f"paragraphs.{n}.level"] = "" if own.level is heading.level else own.level
        found[f"paragraphs.{n}.only_here"] = "yes" if heading.releasable_to and not own.releasable_to else ""
        found[f"paragraphs.{n}.compartment"] = next(iter(own.compartments), "")
    for n, subject in enumerate(s for s in body.subjects if s.name):
        found[f"subjects.{n}.name"] = subject.name
    return Given.of(found)


def read(given: Given, frame: Frame) -> Draft:
    """The draft of a report.

    Raises:
        FormError: with every mistake.
    """
    r = Reading(given, lambda _: None)
    heading = read_label(r, frame)
    parts: dict[str, Any] = {
        "title": r.line("title", required=True) or UNREAD,
        "heading": heading,
        "paragraphs": _paragraphs(r, heading, frame),
        "source": r.required_choice("source", Reliability),
        "information": r.required_choice("information", Credibility),
        "subjects": _subjects(r),
        "places": tuple(dict.fromkeys(line.strip() for line in r.paragraph("places").split("\n") if line.strip())),
        "since": r.day("since"),
        "until": r.day("until"),
        "answers": _identifier(given.one("answers")),
    }
    authority = r.line("basis.authority", required=True) or UNREAD
    reference = r.line("basis.reference", required=True) or UNREAD
    body = None if r.errors else r.attempt(lambda: Report(**parts))
    r.finish()
    assert body is not None
    return Draft(body=body, basis=Basis(authority=authority, reference=reference))


def read_label(r: Reading, frame: Frame) -> Label:
    """The label that the form gives."""
    partners = set(r.given.many("label.releasable_to")) & set(frame.partners)
    return replace(
        frame.label,
        level=r.required_choice("label.level", Level),
        releasable_to=tuple(sorted(partners)),
        compartments=tuple(c for c in frame.compartments if c in r.given.many("label.compartments")),
        codes=r.choices("label.codes", HandlingCode),
        review_on=None,
        edition=0,
        words="",
    )


def _paragraphs(r: Reading, heading: Label, frame: Frame) -> tuple[Paragraph, ...]:
    found = []
    for n in r.given.rows("paragraphs"):
        at = f"paragraphs.{n}"
        text, level = r.paragraph(f"{at}.text"), r.choice(f"{at}.level", Level)
        if not text:
            continue
        own = {c for c in frame.compartments if c == r.given.one(f"{at}.compartment")}
        only_here = r.given.one(f"{at}.only_here") == "yes"
        label = replace(
            heading,
            level=level or heading.level,
            releasable_to=() if only_here else heading.releasable_to,
            compartments=tuple(sorted({*heading.compartments, *own})),
        )
        found.append(Paragraph(text=text, label=label))
    if not found:
        r.wrong("paragraphs.0.text", Problem.REQUIRED)
    return tuple(found)


def _subjects(r: Reading) -> tuple[Subject, ...]:
    notices = [one for value in r.given.many("notices") if (one := _identifier(value)) is not None]
    names = [name for n in r.given.rows("subjects") if (name := r.line(f"subjects.{n}.name"))]
    return (*(Subject(notice=one) for one in dict.fromkeys(notices)), *(Subject(name=one) for one in names))


def _identifier(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def read_question(given: Given, frame: Frame) -> Question:
    """What is asked of a partner.

    Raises:
        FormError: with every mistake.
    """
    r = Reading(given, lambda _: None)
    if (to := given.one("to")) not in frame.partners:
        r.wrong("to", Problem.NOT_IN_LIST if to else Problem.REQUIRED)
    text = r.paragraph("question", required=True)
    urgency = r.required_choice("urgency", Urgency)
    label = replace(frame.label, level=r.required_choice("label.level", Level), releasable_to=(to,) if to else ())
    r.finish()
    about = tuple(one for value in given.many("notices") if (one := _identifier(value)) is not None)
    return Question(to=to, text=text, urgency=urgency, label=label, about=about)


def read_answer(given: Given, frame: Frame, request: UUID, to: str) -> Answer:
    """What is replied to a partner.

    Raises:
        FormError: with every mistake.
    """
    r = Reading(given, lambda _: None)
    text = r.paragraph("text", required=True)
    outcome = r.required_choice("outcome", Outcome)
    label = replace(frame.label, level=r.required_choice("label.level", Level), releasable_to=(to,))
    r.finish()
    return Answer(request=request, outcome=outcome, text=text, label=label)
