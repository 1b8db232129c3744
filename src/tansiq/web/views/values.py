"""Values of the domain in words: names, dates, places, documents, labels, bases, measures.

A value becomes lines, a line is a row of pieces, and `macros/values.html` writes each piece with the macro of its form,
so that neither a view nor a template isolates directions by hand. Absent values become no lines.

    lines(words, "birth_places", record.body.birth_places)   # [(Piece(text, "Blue Oasis"), Piece(text, "Algeria"))]
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any

from babel import Locale

from tansiq.domain.dates import Calendar, PartialDate
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.domain.notice import Document, DocumentType, Ending, Name, NameKind, Origin, Place, Quality, Script, Sex
from tansiq.domain.offence import Caution, Measure, Offence
from tansiq.domain.record import Basis, Owner
from tansiq.formats import countries as formats_countries
from tansiq.web.languages import N_, Words
from tansiq.web.vocabulary import (
    CALENDARS,
    CAUTIONS,
    DOCUMENT_TYPES,
    FIELDS,
    LEVELS,
    MEASURES,
    NAME_KINDS,
    OFFENCES,
    PROBLEMS,
    QUALITIES,
    SCRIPTS,
    SEXES,
    STATES,
)

ISO_SCRIPTS = {Script.ARABIC: "Arab", Script.LATIN: "Latn", Script.OTHER: None}
"""The code that the macro of names takes."""

HANDLING = {
    HandlingCode.COURT_USE: N_("not for use in court without the owner's consent"),
    HandlingCode.ONWARD_SHARING: N_("not to be passed on without the owner's consent"),
}

VOCABULARIES: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Offence: OFFENCES,
    Measure: MEASURES,
    Caution: CAUTIONS,
    Sex: SEXES,
    NameKind: NAME_KINDS,
    Quality: QUALITIES,
    Script: SCRIPTS,
    DocumentType: DOCUMENT_TYPES,
    Level: LEVELS,
    Calendar: CALENDARS,
    HandlingCode: HANDLING,
}
"""The words of each closed vocabulary that a notice holds."""

NOT_COUNTRIES = frozenset({"EA", "EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Two-letter codes of Babel that are no country or territory: organisations, rests and test locales."""

LIMITED = frozenset(
    {Problem.OUT_OF_RANGE, Problem.AFTER_RETENTION, Problem.IN_THE_PAST, Problem.TOO_LONG, Problem.TOO_MANY}
)
"""Problems whose detail is the limit that was passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One part of a line.

    Attributes:
        form: how it is written: text, paragraph, name, identifier, date, moment, partial_date, state, label; words
            and note are of the page's language, everything else is of the data.
        value: what the macro takes.
        script: of a name, ISO 15924.
        bars: of a label, 0 to 4.
    """

    form: str
    value: Any
    script: str | None = None
    bars: int = 0


Line = tuple[Piece, ...]
text, plain, note = partial(Piece, form="text"), partial(Piece, form="words"), partial(Piece, form="note")


def country(words: Words, code: str) -> str:
    """The name of a country in the language of the page, or its code where Babel knows none."""
    return str(Locale.parse(words.lang.value).territories.get(code, code))


def countries(words: Words) -> list[tuple[str, str]]:
    """Every country as (code, name), in the order of the names."""
    known = Locale.parse(words.lang.value).territories.items()
    found = [(code, str(name)) for code, name in known if len(code) == 2 and code not in NOT_COUNTRIES]
    return sorted(found, key=lambda pair: pair[1])


def find_country(words: Words, typed: str) -> str | None:
    """The code of a country by its code, or by its name in any of the three languages."""
    known = Locale.parse(words.lang.value).territories
    wanted = typed.strip().casefold()
    named = next((code for code, name_ in known.items() if len(code) == 2 and name_.casefold() == wanted), None)
    code = typed.strip().upper()
    return named or (code if len(code) == 2 and code in known else formats_countries.find_country(typed))


def state(words: Words, code: str) -> str:
    """The name of a state or organisation that owns notices."""
    return words.gettext(STATES[code]) if code in STATES else country(words, code)


def field(words: Words, name_: str) -> str:
    """What people call a field of a record; an unknown one shows as itself."""
    return words.gettext(FIELDS[name_]) if name_ in FIELDS else name_


def word(words: Words, value: StrEnum) -> str:
    """The word of a member of a closed vocabulary."""
    return words.gettext(VOCABULARIES[type(value)][value])


def problem(words: Words, error: InvalidError) -> str:
    """What is wrong with a value, with the limit that it passed."""
    said = words.gettext(PROBLEMS[error.problem])
    if error.problem in LIMITED and error.detail:
        return words.gettext("%(problem)s The limit is %(limit)s.", problem=said, limit=_limit(words, error.detail))
    if error.problem is Problem.FORBIDDEN_GROUND and ":" in error.detail:
        found = error.detail.partition(":")[2].strip()
        return words.gettext("%(problem)s Found: “%(found)s”.", problem=said, found=found)
    return said


def _limit(words: Words, detail: str) -> str:
    try:
        return words.date(date.fromisoformat(detail))
    except ValueError:
        return detail


def name(words: Words, value: Name) -> Line:
    """A name, its kind unless it is a main one, its quality where it is doubtful."""
    notes = [value.kind] if value.kind is not NameKind.PRIMARY else []
    shown = Piece(form="name", value=value.value, script=ISO_SCRIPTS[value.script])
    doubts = [value.quality] if value.quality is Quality.LOW else []
    return (shown, *(note(value=word(words, said)) for said in (*notes, *doubts)))


def place(words: Words, value: Place) -> Line:
    """A place and its country."""
    return (text(value=value.value), *within(words, value.country))


def within(words: Words, code: str | None) -> Line:
    """The country of a place or a document, where it is known."""
    return () if code is None else (note(value=words.gettext("(%(country)s)", country=country(words, code))),)


def document(words: Words, value: Document) -> Line:
    """A document: what it is, its number, its country, its dates, what the source says beside it."""
    found = [plain(value=word(words, value.type)), Piece(form="identifier", value=value.number)]
    found.extend(within(words, value.country))
    if value.issued_on is not None:
        found.append(note(value=words.gettext("issued %(date)s", date=words.date(value.issued_on))))
    if value.expires_on is not None:
        found.append(note(value=words.gettext("expires %(date)s", date=words.date(value.expires_on))))
    return (*found, *((text(value=value.note),) if value.note else ()))


def label(words: Words, value: Label) -> Line:
    """A label: its level, who may have it, what needs the owner's consent."""
    level = Piece(form="label", value=word(words, value.level), bars=value.level.rank)
    states = tuple(Piece(form="state", value=code) for code in value.releasable_to)
    shared = (note(value=words.gettext("releasable to")), *states) if states else ()
    return (level, *shared, *(note(value=word(words, code)) for code in value.codes))


def basis(value: Basis) -> Line:
    """The order behind a record: who, which, when."""
    dated = () if value.on is None else (Piece(form="date", value=value.on),)
    agreed = () if value.agreement is None else (text(value=value.agreement),)
    return (text(value=value.authority), Piece(form="identifier", value=value.reference), *dated, *agreed)


def owner(value: Owner) -> Line:
    """The state or organisation, and its service."""
    return (Piece(form="state", value=value.state), text(value=value.service))


def origin(words: Words, value: Origin) -> Line:
    """The entry of a list that a notice came from."""
    found = (text(value=value.list_key), Piece(form="identifier", value=value.reference))
    if value.listed_on is None:
        return found
    return (*found, note(value=words.gettext("listed %(date)s", date=words.date(value.listed_on))))


def ending(value: Ending) -> Line:
    """When and why a notice ended."""
    return (Piece(form="date", value=value.on), text(value=value.reason))


WRITERS: Mapping[type, Callable[[Words, Any], Line]] = {
    Name: name,
    PartialDate: lambda _, value: (Piece(form="partial_date", value=value),),
    Place: place,
    Document: document,
    Label: label,
    Basis: lambda _, value: basis(value),
    Owner: lambda _, value: owner(value),
    Origin: origin,
    Ending: lambda _, value: ending(value),
    date: lambda _, value: (Piece(form="date", value=value),),
    datetime: lambda _, value: (Piece(form="moment", value=value),),
    bool: lambda words, value: (plain(value=words.gettext("yes") if value else words.gettext("no")),),
}
"""How values of each type are written."""

FORMS = {"reference": "identifier", "description": "paragraph", "threshold": "paragraph"}
"""Fields of plain text that are not written as `text`."""


def lines(words: Words, name_: str, value: Any) -> list[Line]:
    """What a field of a record says, one line for each member of a list; absent and empty values say nothing."""
    if isinstance(value, (tuple, list)):
        return [line for member in value for line in lines(words, name_, member)]
    if value is None or value == "":
        return []
    if type(value) in VOCABULARIES:
        return [(plain(value=word(words, value)),)]
    if type(value) in WRITERS:
        return [WRITERS[type(value)](words, value)]
    if name_ == "nationalities":
        return [(plain(value=country(words, value)),)]
    return [(Piece(form=FORMS.get(name_, "text"), value=value),)]


def both_scripts(names: Iterable[Name]) -> tuple[Name, Name | None]:
    """The name that stands above and the one of another script below it: Arabic first, main names first."""
    ordered = sorted(names, key=lambda n: n.kind is not NameKind.PRIMARY)
    above = next((n for n in ordered if n.script is Script.ARABIC), ordered[0])
    below = next((n for n in ordered if n.script is not above.script), None)
    return above, below


def shown_names(names: Iterable[Name]) -> dict[str, Any]:
    """`both_scripts` as what `values.names` writes: main, main_script, other, other_script."""
    above, below = both_scripts(names)
    return {
        "main": above.value,
        "main_script": ISO_SCRIPTS[above.script],
        "other": "" if below is None else below.value,
        "other_script": None if below is None else ISO_SCRIPTS[below.script],
    }
