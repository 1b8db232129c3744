"""The UN Security Council's Consolidated List (XML): its individuals as entries.

What has no field of ours is kept in words in the description: titles, designations, addresses, notes on aliases,
documents without a number, former states. An individual that cannot be read is put aside with its line; a document
that cannot be read is refused whole. No type definition, no entity and no other file is ever looked at.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import etree

from tansiq.domain import text
from tansiq.domain.dates import Calendar, PartialDate, read_date
from tansiq.domain.edition import Edition, Entry, Refusal
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.notice import MOST, Document, DocumentType, Name, NameKind, Place, Quality, Sex, name
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.record import Basis, Owner
from tansiq.domain.source import Format
from tansiq.formats import limits
from tansiq.formats.countries import find_country
from tansiq.formats.english import read_english_date
from tansiq.formats.errors import DamagedFileError, FileProblem

LIST_KEY = "un"
TITLE = "United Nations Security Council Consolidated List"
PUBLISHER = Owner(state="UN", service="Security Council")
AUTHORITY = "UN Security Council"
ROOT = "CONSOLIDATED_LIST"
NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
PLACE_PARTS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
SEXES = {"male": Sex.MALE, "female": Sex.FEMALE}
WRONG_ENCODING_CODES = frozenset({"ERR_INVALID_ENCODING", "ERR_INVALID_CHAR", "ERR_UNKNOWN_ENCODING"})
TRUNCATED_CODES = frozenset(
    {"ERR_TAG_NOT_FINISHED", "ERR_DOCUMENT_EMPTY", "ERR_GT_REQUIRED", "ERR_LTSLASH_REQUIRED", "ERR_CDATA_NOT_FINISHED"}
)
LAST_NUMBER = re.compile(r"(?:\bnumber|\bno\.?|\bn°|№)\s*[:.]?\s*(\S*\d\S*)$", re.IGNORECASE)
"""Where a number is given in words: "Service passport number SA000"."""
ONLY_NUMBER = re.compile(
    r"^[^\d,;]*\b(?:number|no\.?)\s*:?\s*([A-Z]{0,2}[- ]?\d{4,})\b(?!.*\b(?:number|no\.))", re.IGNORECASE
)
"""Where the note alone gives the number, and only one."""
ORIGINAL_SCRIPT = re.compile(r"(?:original script|in arabic):\s*(.+)$", re.IGNORECASE)

Element = Any
"""An element of lxml, whose stubs hide that text may be absent."""


def parse_un_xml(data: bytes) -> Edition:
    """The edition of the list that a file is.

    Raises:
        DamagedFileError: if it is not this list, or not whole.
    """
    root = _parse_document(data)
    entries: dict[str, Entry] = {}
    refusals: list[Refusal] = []
    individuals = root.findall("INDIVIDUALS/INDIVIDUAL")
    _check_count(len(individuals))
    for element in individuals:
        try:
            entry = _entry(element)
            if entry.reference in entries:
                raise InvalidError("reference", Problem.SAME_THING_TWICE, entry.reference)  # noqa: TRY301
            entries[entry.reference] = entry
        except InvalidError as error:
            refusals.append(_refusal(element, error))
    return Edition(
        list_key=LIST_KEY,
        title=TITLE,
        publisher=PUBLISHER,
        format=Format.UN_XML,
        edition=_edition(root),
        entries=tuple(entries.values()),
        refusals=tuple(refusals),
        skipped=len(root.findall("ENTITIES/ENTITY")),
    )


def _parse_document(data: bytes) -> Element:
    limits.check_size(Format.UN_XML, data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    if (found := re.search(rb"<!(?:DOCTYPE|ENTITY)", data)) is not None:
        line = data.count(b"\n", 0, found.start()) + 1
        raise DamagedFileError(Format.UN_XML, FileProblem.FORBIDDEN_MARKUP, line=line, field="DOCTYPE")
    try:
        root: Element = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _syntax_error(data, error) from error
    except ValueError as error:
        raise DamagedFileError(Format.UN_XML, FileProblem.MALFORMED) from error
    info: Any = root.getroottree().docinfo
    if info.doctype:  # in UTF-16 the search above is blind
        raise DamagedFileError(Format.UN_XML, FileProblem.FORBIDDEN_MARKUP, line=1, field="DOCTYPE")
    if root.tag != ROOT:
        raise DamagedFileError(Format.UN_XML, FileProblem.WRONG_FORMAT, line=root.sourceline, detail=str(root.tag))
    return root


def _syntax_error(data: bytes, error: etree.XMLSyntaxError) -> DamagedFileError:
    log: Any = error.error_log
    last = log.last_error
    code, detail = (last.type_name, last.message) if last is not None else ("", str(error))
    line = error.lineno or None
    if not re.match(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<", data):
        return DamagedFileError(Format.UN_XML, FileProblem.WRONG_FORMAT, line=1)
    if code in WRONG_ENCODING_CODES or "encod" in detail.lower():
        return DamagedFileError(Format.UN_XML, FileProblem.WRONG_ENCODING, line=line, detail=detail)
    if code in TRUNCATED_CODES or not data.rstrip().endswith(b">"):
        return DamagedFileError(Format.UN_XML, FileProblem.TRUNCATED, line=line, detail=detail)
    return DamagedFileError(Format.UN_XML, FileProblem.MALFORMED, line=line, detail=detail)


def _check_count(count: int) -> None:
    if not count:
        raise DamagedFileError(Format.UN_XML, FileProblem.NO_PERSONS)
    if count > limits.MAX_ROWS:
        raise DamagedFileError(Format.UN_XML, FileProblem.TOO_MANY_ROWS, detail=str(limits.MAX_ROWS))


def _edition(root: Element) -> str:
    generated = root.get("dateGenerated") or ""
    try:
        return date.fromisoformat(generated[:10]).isoformat()
    except ValueError as error:
        raise DamagedFileError(
            Format.UN_XML, FileProblem.MALFORMED, line=root.sourceline, field="dateGenerated", detail=generated
        ) from error


def _refusal(element: Element, error: InvalidError) -> Refusal:
    row = tuple((leaf.tag, _clean(leaf.text)) for leaf in element.iter() if leaf.text and leaf.text.strip())
    return Refusal(line=element.sourceline or 0, row=row, field=error.field, problem=error.problem, detail=error.detail)


def _entry(element: Element) -> Entry:
    reference = text.required("reference", _said(element, "REFERENCE_NUMBER"))
    listed_on = _day("listed_on", _said(element, "LISTED_ON"))
    births, odd_births = _births(element)
    committee = _said(element, "UN_LIST_TYPE") or "Consolidated List"
    return Entry(
        reference=reference,
        names=_few("names", _names(element)),
        births=_few("births", births),
        birth_places=_few("birth_places", filter(None, map(_place, element.findall("INDIVIDUAL_PLACE_OF_BIRTH")))),
        sex=SEXES.get(_said(element, "GENDER").lower()),
        nationalities=_few("nationalities", filter(None, map(find_country, _nationalities(element)))),
        documents=_few("documents", filter(None, map(_document, element.findall("INDIVIDUAL_DOCUMENT")))),
        description=text.clean(
            "description", "\n".join(_description(element, odd_births)), limit=text.LONG, lines=True
        ),
        listed_on=listed_on,
        offence=Offence.LISTED_ABROAD,
        measure=Measure.REFUSE_ENTRY,
        basis=Basis(authority=AUTHORITY, reference=reference, on=listed_on),
        threshold=f"Listed by the UN Security Council ({committee}): {reference}.",
    )


def _few(field: str, values: Iterable[Any]) -> tuple[Any, ...]:
    once = tuple(dict.fromkeys(values))
    if len(once) > MOST:
        raise InvalidError(field, Problem.TOO_MANY, str(MOST))
    return once


def _clean(words: str | None) -> str:
    """The words on one line, without what a line of the file broke."""
    return " ".join(text.ISOLATES.sub("", words).split()) if words else ""


def _said(element: Element, tag: str) -> str:
    return _clean(element.findtext(tag))


def _all_said(element: Element, path: str) -> list[str]:
    return [words for found in element.findall(path) if (words := _clean(found.text))]


def _day(field: str, words: str) -> date | None:
    if not words:
        return None
    try:
        return date.fromisoformat(words[:10])
    except ValueError as error:
        raise InvalidError(field, Problem.NOT_A_DATE, words) from error


def _names(element: Element) -> Iterator[Name]:
    yield name(" ".join(filter(None, (_said(element, tag) for tag in NAME_PARTS))))
    if original := _said(element, "NAME_ORIGINAL_SCRIPT"):
        yield name(original)
    for alias in element.findall("INDIVIDUAL_ALIAS"):
        quality = Quality.LOW if _said(alias, "QUALITY").lower() == "low" else Quality.GOOD
        for words in split_aliases(_said(alias, "ALIAS_NAME")):
            yield name(words, NameKind.ALIAS, quality)
        if found := ORIGINAL_SCRIPT.search(_said(alias, "NOTE")):
            yield name(found[1], NameKind.ALIAS, quality)


def split_aliases(words: str) -> list[str]:
    """The aliases that one element holds: those between semicolons, where no bracket spans one."""
    parts = [part for piece in words.split(";") if (part := piece.strip())]
    if any(part.count("(") != part.count(")") for part in parts):
        return [words]
    return parts


def _births(element: Element) -> tuple[list[PartialDate], list[str]]:
    """The dates of birth, and the words of those that are no date."""
    births, odd = [], []
    for said in element.findall("INDIVIDUAL_DATE_OF_BIRTH"):
        birth = _birth(said)
        if birth is not None:
            births.append(birth)
        elif words := ", ".join(_clean(part.text) for part in said if _clean(part.text)):
            odd.append(words)
    for alias in element.findall("INDIVIDUAL_ALIAS"):
        if words := _said(alias, "DATE_OF_BIRTH"):
            said_of = f"alias {_said(alias, 'ALIAS_NAME')}"[: text.SHORT].strip()
            births.append(replace(read_date("births", words), text=said_of))
    return births, odd


def _birth(said: Element) -> PartialDate | None:
    kind, note = _said(said, "TYPE_OF_DATE").upper(), _said(said, "NOTE")
    circa = kind == "APPROXIMATELY" or note.lower().startswith("approx")
    note = "" if note.lower().startswith("approx") else note[: text.SHORT]
    if kind == "BETWEEN" and _said(said, "FROM_YEAR"):
        years = "-".join(filter(None, (_said(said, tag) for tag in ("FROM_YEAR", "TO_YEAR"))))
        return replace(read_date("births", years), circa=circa, text=note)
    if words := _said(said, "DATE") or _said(said, "YEAR"):
        return replace(read_date("births", words[:10]), circa=circa, text=note)
    return _birth_in_words(note, circa=circa)


def _birth_in_words(note: str, *, circa: bool) -> PartialDate | None:
    """A date that only the note gives, such as "Nov. 1973" or "24/06/1402 (Hijri Calendar)"."""
    try:
        if "hijri" in note.lower():
            found = read_date("births", f"{note.partition('(')[0].strip()} H")
        elif (read := read_english_date(note)) is not None:
            found = read
        else:
            return None
    except InvalidError:
        return None
    words = note if found.calendar is Calendar.HIJRI else ""
    return replace(found, text=words, circa=circa or found.circa)


def _place(said: Element) -> Place | None:
    words = _place_words(said)
    if not words or len(words) > text.SHORT:
        return None
    return Place(value=words, country=find_country(_said(said, "COUNTRY")))


def _place_words(said: Element) -> str:
    words = ", ".join(filter(None, (_said(said, tag) for tag in PLACE_PARTS)))
    note = _said(said, "NOTE")
    return f"{words} ({note})" if words and note else words or note


def _nationalities(element: Element) -> list[str]:
    return _all_said(element, "NATIONALITY/VALUE")


def _document(said: Element) -> Document | None:
    """The document, or `None` if it has no number; its words then stand in the description."""
    words = _said(said, "NUMBER")
    found = LAST_NUMBER.search(words) or (None if words else ONLY_NUMBER.search(_said(said, "NOTE")))
    if not (found or words) or len(words) > text.SHORT:
        return None
    country = _said(said, "ISSUING_COUNTRY") or _said(said, "COUNTRY_OF_ISSUE")
    place = ", ".join(filter(None, (_said(said, "CITY_OF_ISSUE"), _said(said, "COUNTRY_OF_ISSUE"))))
    notes = (
        _said(said, "TYPE_OF_DOCUMENT2"),
        words if found and words else "",
        f"issued in {place}" if place else "",
        _said(said, "NOTE"),
    )
    return Document(
        type=_document_type(said),
        number=found[1] if found else words,
        country=find_country(country),
        issued_on=_day("documents", _said(said, "DATE_OF_ISSUE")),
        note="; ".join(filter(None, notes)),
    )


def _document_type(said: Element) -> DocumentType:
    first, second = _said(said, "TYPE_OF_DOCUMENT").lower(), _said(said, "TYPE_OF_DOCUMENT2").lower()
    if "passp" in second or "pasap" in second:
        return DocumentType.PASSPORT
    if "residen" in second:
        return DocumentType.RESIDENCE
    if second and not re.search(r"identi|national|\bid\b", second):
        return DocumentType.OTHER
    if re.search("passe?port|pasaporte", first):
        return DocumentType.PASSPORT
    return DocumentType.NATIONAL_ID if "identif" in first else DocumentType.OTHER


def _description(element: Element, odd_births: list[str]) -> Iterator[str]:
    """What the list says beside the fields, one thing a line."""
    lists = (
        ("Title", _all_said(element, "TITLE/VALUE")),
        ("Designation", _all_said(element, "DESIGNATION/VALUE")),
        ("Address", [w for said in element.findall("INDIVIDUAL_ADDRESS") if (w := _place_words(said))]),
        ("Born", odd_births),
        (
            "Born in",
            [w for s in element.findall("INDIVIDUAL_PLACE_OF_BIRTH") if len(w := _place_words(s)) > text.SHORT],
        ),
        ("Nationality", [words for words in _nationalities(element) if find_country(words) is None]),
        ("Alias", list(_alias_notes(element))),
        ("Document", list(_odd_documents(element))),
    )
    yield _clean(element.findtext("COMMENTS1"))
    for title, words in lists:
        if words:
            yield f"{title}: {'; '.join(words)}"


def _alias_notes(element: Element) -> Iterator[str]:
    for alias in element.findall("INDIVIDUAL_ALIAS"):
        tags = ("DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH", "NOTE")
        if words := ", ".join(filter(None, (_said(alias, tag) for tag in tags))):
            yield f"{_said(alias, 'ALIAS_NAME')} ({words})".strip()


def _odd_documents(element: Element) -> Iterator[str]:
    for said in element.findall("INDIVIDUAL_DOCUMENT"):
        if _document(said) is None and (words := ", ".join(_clean(part.text) for part in said if _clean(part.text))):
            yield words
