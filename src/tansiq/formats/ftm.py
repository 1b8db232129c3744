"""FollowTheMoney JSON lines: persons, their papers and the sanctions on them; in and out.

One entity a line. `Person` becomes an entry; `Passport` and `Identification` are joined to their `holder`, `Sanction`
to its `entity`; other schemata are counted. The publisher is the one that most sanctions name. Writing says what
FollowTheMoney has properties for: a Hijri or approximate birth is written as its Gregorian years, and kept in words in
the notes.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from tansiq.domain import text
from tansiq.domain.dates import Calendar, PartialDate, read_date, write_date
from tansiq.domain.edition import Edition, Entry, Refusal
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.notice import MOST, Document, DocumentType, Name, NameKind, Notice, Place, Quality, Sex, name
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.record import Basis, Owner, Record
from tansiq.domain.source import Format
from tansiq.formats import limits
from tansiq.formats.cells import find_country_in
from tansiq.formats.countries import find_country
from tansiq.formats.encodings import find_encoding
from tansiq.formats.errors import DamagedFileError, FileProblem
from tansiq.trust import canonical

UNKNOWN = Owner(state="XX", service="FollowTheMoney")
"""The publisher where no sanction names one (XX is kept free in ISO 3166-1)."""
NAMES = (
    ("name", NameKind.PRIMARY, Quality.GOOD),
    ("alias", NameKind.ALIAS, Quality.GOOD),
    ("previousName", NameKind.ALIAS, Quality.GOOD),
    ("weakAlias", NameKind.ALIAS, Quality.LOW),
)
PAPERS = {"Passport": DocumentType.PASSPORT, "Identification": DocumentType.NATIONAL_ID}
NUMBERS = (("passportNumber", DocumentType.PASSPORT), ("idNumber", DocumentType.NATIONAL_ID))
NOTES = ("notes", "position", "address", "summary", "education", "ethnicity")


class Entity(msgspec.Struct, frozen=True):
    """One line."""

    id: str
    schema: str
    properties: dict[str, list[str]] = {}
    datasets: list[str] = []
    last_change: str = ""

    def first(self, key: str) -> str:
        """The first value of a property, or nothing."""
        return next(iter(self.properties.get(key, ())), "")


Joined = Mapping[str, list[Entity]]


def parse_ftm(data: bytes, *, publisher: Owner | None = None) -> Edition:
    """The edition of a list that a file is.

    Args:
        data: the file.
        publisher: whose list it is, where the file itself does not say it well.

    Raises:
        DamagedFileError: if a line is no entity, or nobody is in it.
    """
    limits.check_size(Format.FTM, data)
    find_encoding(data, Format.FTM)
    entities = list(_entities(data))
    papers, sanctions = _joined(entities, "holder", PAPERS), _joined(entities, "entity", {"Sanction"})
    entries: dict[str, Entry] = {}
    refusals: list[Refusal] = []
    persons = [(line, entity) for line, entity in entities if entity.schema == "Person"]
    if not persons:
        raise DamagedFileError(Format.FTM, FileProblem.NO_PERSONS)
    for line, person in persons:
        try:
            entry = _entry(person, papers.get(person.id, []), sanctions.get(person.id, []))
            _check_new(entry, entries)
            entries[entry.reference] = entry
        except InvalidError as error:
            refusals.append(_refusal(line, person, error))
    datasets = Counter(name for _, person in persons for name in person.datasets)
    key = next((name for name, _ in datasets.most_common(1)), "")
    return Edition(
        list_key=text.clean("list_key", f"ftm/{key}" if key else "ftm"),
        title=key or "FollowTheMoney",
        publisher=publisher or _publisher(sanctions),
        format=Format.FTM,
        edition=_edition(data, entities),
        entries=tuple(entries.values()),
        refusals=tuple(refusals),
        skipped=sum(1 for _, e in entities if e.schema not in ("Person", "Sanction", *PAPERS)),
    )


def _entities(data: bytes) -> Iterator[tuple[int, Entity]]:
    decoder = msgspec.json.Decoder(Entity)
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if len(lines) > limits.MAX_ROWS:
        raise DamagedFileError(Format.FTM, FileProblem.TOO_MANY_ROWS, detail=str(limits.MAX_ROWS))
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield number, decoder.decode(line)
        except (msgspec.ValidationError, msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise DamagedFileError(Format.FTM, _line_problem(lines, number), line=number, detail=str(error)) from error


def _line_problem(lines: list[bytes], number: int) -> FileProblem:
    if number == 1:
        return FileProblem.WRONG_FORMAT
    return FileProblem.TRUNCATED if not any(line.strip() for line in lines[number:]) else FileProblem.MALFORMED


def _joined(entities: Iterable[tuple[int, Entity]], key: str, schemata: Iterable[str]) -> Joined:
    wanted, found = set(schemata), defaultdict(list)
    for _, entity in entities:
        if entity.schema in wanted:
            for person in entity.properties.get(key, ()):
                found[person].append(entity)
    return found


def _publisher(sanctions: Joined) -> Owner:
    """The state and service that most sanctions name, where they name both."""
    named = Counter((s.first("country").upper(), s.first("authority")) for found in sanctions.values() for s in found)
    for (state, service), _ in named.most_common(1):
        try:
            return Owner(state=state, service=text.required("service", service))
        except InvalidError:
            return UNKNOWN
    return UNKNOWN


def _edition(data: bytes, entities: Iterable[tuple[int, Entity]]) -> str:
    """The newest change that the file names, else a digest of it."""
    changes = [e.last_change[:10] for _, e in entities if re.match(r"\d{4}-\d\d-\d\d", e.last_change)]
    return max(changes, default="") or f"sha256-{hashlib.sha256(data).hexdigest()[:16]}"


def _check_new(entry: Entry, entries: Mapping[str, Entry]) -> None:
    if entry.reference in entries:
        raise InvalidError("reference", Problem.SAME_THING_TWICE, entry.reference)


def _refusal(line: int, person: Entity, error: InvalidError) -> Refusal:
    row = (("id", person.id), *((key, "; ".join(values)) for key, values in person.properties.items()))
    return Refusal(line=line, row=row, field=error.field, problem=error.problem, detail=error.detail)


def _entry(person: Entity, papers: list[Entity], sanctions: list[Entity]) -> Entry:
    reference = text.required("reference", person.id)
    sanction = sanctions[0] if sanctions else None
    listed = _day(sanction.first("listingDate") or sanction.first("startDate")) if sanction else None
    said = person.properties.get
    words = (*(said("nationality") or ()), *(said("citizenship") or ()))
    return Entry(
        reference=reference,
        names=_few("names", _names(person)),
        births=_few("births", (read_date("births", words) for words in said("birthDate") or ())),
        birth_places=_few("birth_places", map(_place, said("birthPlace") or ())),
        sex={"male": Sex.MALE, "female": Sex.FEMALE}.get(person.first("gender").lower()),
        nationalities=_few("nationalities", filter(None, map(_country, words))),
        documents=_few("documents", _documents(person, papers)),
        description=_description(person, sanctions),
        listed_on=listed,
        offence=Offence.LISTED_ABROAD if sanction else None,
        measure=Measure.REFUSE_ENTRY if sanction else None,
        basis=_basis(sanction, reference, listed) if sanction else None,
        threshold=_threshold(sanction, reference) if sanction else "",
    )


def _few(field: str, values: Iterable[Any]) -> tuple[Any, ...]:
    once = tuple(dict.fromkeys(values))
    if len(once) > MOST:
        raise InvalidError(field, Problem.TOO_MANY, str(MOST))
    return once


def _names(person: Entity) -> Iterator[Name]:
    if not person.properties.get("name"):
        parts = (person.first(key) for key in ("firstName", "fatherName", "lastName"))
        yield name(" ".join(filter(None, parts)))
    for key, kind, quality in NAMES:
        for words in person.properties.get(key, ()):
            yield name(words, kind, quality)


def _country(words: str) -> str | None:
    return find_country(words.upper() if len(words) == 2 else words)


def _place(words: str) -> Place:
    cleaned = text.required("birth_places", words)
    return Place(value=cleaned, country=find_country_in(cleaned))


def _documents(person: Entity, papers: Iterable[Entity]) -> Iterator[Document]:
    held = set()
    for paper in papers:
        if number := text.clean("documents", paper.first("number")):
            held.add(number)
            yield Document(
                type=PAPERS[paper.schema],
                number=number,
                country=_country(paper.first("country")),
                issued_on=_day(paper.first("startDate")),
                expires_on=_day(paper.first("endDate")),
                note=text.clean("documents", paper.first("type"), limit=text.LONG),
            )
    for key, type_ in NUMBERS:
        for words in person.properties.get(key, ()):
            if (number := text.clean("documents", words)) and number not in held:
                yield Document(type=type_, number=number)


def _day(words: str) -> date | None:
    """The day, where a whole one is given."""
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None


def _basis(sanction: Entity, reference: str, listed_on: date | None) -> Basis | None:
    authority = text.clean("authority", sanction.first("authority"))
    said = text.clean("basis", sanction.first("authorityId") or sanction.first("program"))
    return Basis(authority=authority, reference=said or reference, on=listed_on) if authority else None


def _threshold(sanction: Entity, reference: str) -> str:
    if reason := text.clean("threshold", sanction.first("reason"), limit=text.LONG, lines=True):
        return reason
    by = text.clean("threshold", sanction.first("authority")) or "a foreign authority"
    program = text.clean("threshold", sanction.first("program"))
    return f"Listed by {by}{f' ({program})' if program else ''}: {reference}."


def _description(person: Entity, sanctions: Iterable[Entity]) -> str:
    lines = [
        f"{key}: {words}" if key != "notes" else words for key in NOTES for words in person.properties.get(key, ())
    ]
    lines += [f"program: {words}" for s in sanctions for words in s.properties.get("program", ())]
    return text.clean("description", "\n".join(lines), limit=text.LONG, lines=True)


def write_ftm(records: Iterable[Record[Notice]], label: str = "") -> Iterator[bytes]:
    """The file, one entity a line: each notice as a person, its papers, and a sanction that names owner and basis.

    Args:
        label: what the whole file bears, in words; it stands in a document before everybody.
    """
    if label:
        yield canonical.encode(_entity("tansiq-label", "Document", title=[label])) + b"\n"
    for record in records:
        for entity in (_person(record), *_papers(record), _sanction(record)):
            yield canonical.encode(entity) + b"\n"


def _entity(id_: str, schema: str, **properties: Iterable[str]) -> dict[str, Any]:
    kept = {key: values for key, said in properties.items() if (values := [value for value in said if value])}
    return {"id": id_, "schema": schema, "properties": kept}


def _person(record: Record[Notice]) -> dict[str, Any]:
    body = record.body
    odd = [f"born {write_date(b)} {b.text}".strip() for b in body.births if _birth_years(b) != (write_date(b),)]
    others = [n for n in body.names if n.kind is not NameKind.PRIMARY]
    return _entity(
        str(record.id),
        "Person",
        name=[n.value for n in body.names if n.kind is NameKind.PRIMARY],
        alias=[n.value for n in others if n.quality is Quality.GOOD],
        weakAlias=[n.value for n in others if n.quality is Quality.LOW],
        birthDate=dict.fromkeys(words for birth in body.births for words in _birth_years(birth)),
        birthPlace=[place.value for place in body.birth_places],
        gender=[body.sex or ""],
        nationality=[country.lower() for country in body.nationalities],
        notes=[body.description, *odd],
        topics=["wanted"],
    )


def _birth_years(birth: PartialDate) -> tuple[str, ...]:
    """The dates that FollowTheMoney can hold: Gregorian, as far as known, without "about"."""
    if birth.calendar is Calendar.GREGORIAN and birth.until_year is None and not birth.circa:
        return (write_date(birth),)
    if birth.calendar is Calendar.GREGORIAN:
        return tuple(dict.fromkeys(str(year) for year in (birth.year, birth.until_year or birth.year)))
    return tuple(dict.fromkeys(str(day.year) for day in birth.bounds()))


def _papers(record: Record[Notice]) -> Iterator[dict[str, Any]]:
    for number, paper in enumerate(record.body.documents, start=1):
        yield _entity(
            f"{record.id}-paper-{number}",
            "Passport" if paper.type is DocumentType.PASSPORT else "Identification",
            holder=[str(record.id)],
            number=[paper.number],
            country=[(paper.country or "").lower()],
            startDate=[paper.issued_on.isoformat() if paper.issued_on else ""],
            endDate=[paper.expires_on.isoformat() if paper.expires_on else ""],
            type=[paper.note or paper.type],
        )


def _sanction(record: Record[Notice]) -> dict[str, Any]:
    listed_on = record.body.origin.listed_on if record.body.origin else record.basis.on
    return _entity(
        f"{record.id}-notice",
        "Sanction",
        entity=[str(record.id)],
        authority=[record.basis.authority],
        authorityId=[record.basis.reference],
        country=[record.owner.state.lower()],
        listingDate=[listed_on.isoformat() if listed_on else ""],
        endDate=[record.retain_until.isoformat()],
        program=[f"{record.body.offence}: {record.body.measure}"],
        reason=[record.body.threshold],
    )
