"""OFAC's list of Specially Designated Nationals: `sdn.csv`, `alt.csv`, `add.csv`, or one ZIP of them.

The files have no header; `-0-` is nothing; an old end-of-file character closes them. Individuals become entries, what
else is listed is counted. Dates, places, sexes, nationalities and papers are read out of the remarks; the remarks
themselves are kept whole in the description. The files do not say of which day they are: the caller may.
"""

import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tansiq.domain import text
from tansiq.domain.dates import PartialDate
from tansiq.domain.edition import Edition, Entry, Refusal
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.notice import MOST, Document, DocumentType, Name, NameKind, Place, Quality, Sex, name
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.record import Basis, Owner
from tansiq.domain.source import Format
from tansiq.formats import archives, limits
from tansiq.formats.cells import find_country_in
from tansiq.formats.countries import find_country
from tansiq.formats.encodings import find_encoding
from tansiq.formats.english import read_english_date
from tansiq.formats.errors import DamagedFileError, FileProblem
from tansiq.formats.tables import Row, read_rows

LIST_KEY = "ofac"
TITLE = "OFAC Specially Designated Nationals"
PUBLISHER = Owner(state="US", service="OFAC")
AUTHORITY = "US Office of Foreign Assets Control"
SDN, ALT, ADD = "sdn.csv", "alt.csv", "add.csv"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    SDN: (
        "ent_num", "SDN_Name", "SDN_Type", "Program", "Title", "Call_Sign", "Vess_type", "Tonnage", "GRT",
        "Vess_flag", "Vess_owner", "Remarks",
    ),
    ALT: ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"),
    ADD: ("ent_num", "add_num", "Address", "City/State/Province/Postal Code", "Country", "Add_remarks"),
}  # fmt: skip
NOTHING = "-0-"
END_OF_FILE = "\x1a"
WEAK_ALIAS = re.compile(r"a\.k\.a\. '([^']+)'")
PAPER = re.compile(
    r"(?:alt\. )?(?P<kind>Passport|[A-Z][\w.'& ]*?(?:No\.|Number|ID Card|ID))\s+(?!No\.|Number)(?P<number>\S[^(;]*?)"
    r"(?:\s+\((?P<country>[^)]+)\))?(?P<rest>(?:\s+(?:issued|expires)\b.*)?)"
)
DAY = r"(\d{1,2} [A-Z][a-z]{2} \d{4})"
PAPERS = (
    (re.compile(r"passport", re.IGNORECASE), DocumentType.PASSPORT),
    (re.compile(r"resid", re.IGNORECASE), DocumentType.RESIDENCE),
    (re.compile(r"national|identi|personal id|cedula|c\.?i\.?n|d\.n\.i", re.IGNORECASE), DocumentType.NATIONAL_ID),
)
Others = Mapping[str, list[tuple[str, ...]]]


def parse_ofac(files: Mapping[str, bytes], *, edition: str | None = None) -> Edition:
    """The edition of the list that the files are.

    Args:
        files: by name, in any case; `sdn.csv` must be there. A ZIP under any name gives its members.
        edition: the day of publication; without it the digest of `sdn.csv` stands for it.

    Raises:
        DamagedFileError: if a file is not what its name says, or the list is not there.
    """
    members = _members(files)
    if SDN not in members:
        raise DamagedFileError(Format.OFAC_CSV, FileProblem.MISSING_FILE, field=SDN)
    aliases, addresses = (_by_person(members, file) for file in (ALT, ADD))
    entries: dict[str, Entry] = {}
    refusals: list[Refusal] = []
    skipped = 0
    for line, cells in _read_file(members, SDN):
        if len(cells) == len(COLUMNS[SDN]) and cells[2] != "individual":
            skipped += 1
            continue
        try:
            entry = _entry(cells, aliases, addresses)
            _check_new(entry, entries)
            entries[entry.reference] = entry
        except InvalidError as error:
            refusals.append(_refusal(line, cells, error))
    if not entries and not refusals:
        raise DamagedFileError(Format.OFAC_CSV, FileProblem.NO_PERSONS, field=SDN)
    return Edition(
        list_key=LIST_KEY,
        title=TITLE,
        publisher=PUBLISHER,
        format=Format.OFAC_CSV,
        edition=edition or f"sha256-{hashlib.sha256(members[SDN]).hexdigest()[:16]}",
        entries=tuple(entries.values()),
        refusals=tuple(refusals),
        skipped=skipped,
    )


def _members(files: Mapping[str, bytes]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for file, data in files.items():
        limits.check_size(Format.OFAC_CSV, data)
        if data.startswith(b"PK\x03\x04"):
            archive = archives.open_archive(data, Format.OFAC_CSV)
            for member in archive.namelist():
                key = member.rsplit("/", 1)[-1].lower()
                if key in COLUMNS:
                    found[key] = archives.read_member(archive, member, Format.OFAC_CSV)
        else:
            found[file.lower()] = data
    return found


def _read_file(members: Mapping[str, bytes], file: str) -> Iterator[Row]:
    """The rows with nothing for `-0-`; most of them have the columns that the file should have."""
    data = members.get(file)
    if data is None:
        return
    rows, right = [], 0
    encoding = find_encoding(data, Format.OFAC_CSV)
    with io.TextIOWrapper(io.BytesIO(data), encoding, newline="") as lines:
        for line, cells in read_rows(lines, ",", Format.OFAC_CSV, file=file):
            if cells and cells[0].strip() not in ("", END_OF_FILE):
                rows.append((line, tuple("" if cell.strip() == NOTHING else cell.strip() for cell in cells)))
                right += len(cells) == len(COLUMNS[file]) and cells[0].strip().isdigit()
    if right * 2 < len(rows) or not rows:
        width = f"{len(COLUMNS[file])} columns expected"
        raise DamagedFileError(Format.OFAC_CSV, FileProblem.WRONG_FORMAT, line=1, field=file, detail=width)
    if len(rows) > limits.MAX_ROWS:
        raise DamagedFileError(Format.OFAC_CSV, FileProblem.TOO_MANY_ROWS, field=file, detail=str(limits.MAX_ROWS))
    yield from rows


def _by_person(members: Mapping[str, bytes], file: str) -> Others:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for line, cells in _read_file(members, file):
        if len(cells) != len(COLUMNS[file]):
            raise DamagedFileError(Format.OFAC_CSV, FileProblem.MALFORMED, line=line, field=file)
        found[cells[0]].append(cells)
    return found


def _refusal(line: int, cells: tuple[str, ...], error: InvalidError) -> Refusal:
    names = (*COLUMNS[SDN], *[""] * len(cells))
    row = tuple(zip(names, cells, strict=False))
    return Refusal(line=line, row=row, field=error.field, problem=error.problem, detail=error.detail)


def _check_new(entry: Entry, entries: Mapping[str, Entry]) -> None:
    if entry.reference in entries:
        raise InvalidError("reference", Problem.SAME_THING_TWICE, entry.reference)


def _entry(cells: tuple[str, ...], aliases: Others, addresses: Others) -> Entry:
    if len(cells) != len(COLUMNS[SDN]):
        raise InvalidError("row", Problem.MALFORMED, f"{len(cells)} columns, not {len(COLUMNS[SDN])}")
    row = dict(zip(COLUMNS[SDN], cells, strict=True))
    reference = text.required("reference", row["ent_num"])
    if not reference.isdigit():
        raise InvalidError("reference", Problem.NOT_A_NUMBER, reference)
    said = [item.strip() for item in row["Remarks"].rstrip(".").split(";") if item.strip()]
    return Entry(
        reference=reference,
        names=_few("names", _names(row["SDN_Name"], aliases.get(reference, ()), row["Remarks"])),
        births=_few("births", _found(said, "DOB", _birth)),
        birth_places=_few("birth_places", _found(said, "POB", _place)),
        sex=next(iter(_found(said, "Gender", lambda w: {"male": Sex.MALE, "female": Sex.FEMALE}.get(w.lower()))), None),
        nationalities=_few(
            "nationalities", (*_found(said, "nationality", find_country), *_found(said, "citizen", find_country))
        ),
        documents=_few("documents", filter(None, map(_document, said))),
        description=_description(row, addresses.get(reference, ())),
        offence=Offence.LISTED_ABROAD,
        measure=Measure.REFUSE_ENTRY,
        basis=Basis(authority=AUTHORITY, reference=f"SDN {reference}"),
        threshold=f"Listed by OFAC ({row['Program'] or 'SDN'}): {reference}.",
    )


def _few(field: str, values: Iterable[Any]) -> tuple[Any, ...]:
    once = tuple(dict.fromkeys(values))
    if len(once) > MOST:
        raise InvalidError(field, Problem.TOO_MANY, str(MOST))
    return once


def _names(primary: str, aliases: Iterable[tuple[str, ...]], remarks: str) -> Iterator[Name]:
    yield name(_turned(primary))
    for alias in aliases:
        if alias[3]:
            yield name(_turned(alias[3]), NameKind.ALIAS)
    for words in WEAK_ALIAS.findall(remarks):
        yield name(words, NameKind.ALIAS, Quality.LOW)


def _turned(words: str) -> str:
    """The family name last: "EXEMPLE, Invented" is Invented EXEMPLE."""
    family, _, given = words.partition(",")
    return f"{given.strip()} {family.strip()}".strip()


def _found(said: Iterable[str], label: str, read: Any) -> list[Any]:
    """What `read` makes of each remark with a label, but for what it cannot read."""
    pattern = re.compile(rf"(?:alt\. )?{label}:? (.+)")
    words = (match[1].strip() for item in said if (match := pattern.fullmatch(item)))
    return [value for found in words if (value := read(found)) is not None]


def _birth(words: str) -> PartialDate | None:
    try:
        return read_english_date(words)
    except InvalidError:
        return None


def _place(words: str) -> Place | None:
    if len(words) > text.SHORT:
        return None
    return Place(value=text.required("birth_places", words), country=find_country_in(words))


def _document(words: str) -> Document | None:
    found = PAPER.fullmatch(words)
    if found is None or not re.search(r"\d", found["number"]) or len(found["number"]) > text.SHORT:
        return None
    issued, expires = _day("issued", found["rest"]), _day("expires", found["rest"])
    paper = Document(
        type=next((type_ for pattern, type_ in PAPERS if pattern.search(found["kind"])), DocumentType.OTHER),
        number=text.required("documents", found["number"]),
        country=find_country(found["country"] or ""),
        note=text.clean("documents", words, limit=text.LONG),
    )
    in_order = issued is None or expires is None or issued <= expires
    return replace(paper, issued_on=issued, expires_on=expires) if in_order else paper


def _day(label: str, words: str) -> date | None:
    found = re.search(rf"{label} {DAY}", words)
    day = _birth(found[1]) if found is not None else None
    return date(day.year, day.month, day.day) if day is not None and day.month and day.day else None


def _description(row: Mapping[str, str], addresses: Iterable[tuple[str, ...]]) -> str:
    lines = [row["Remarks"], f"Title: {row['Title']}" if row["Title"] else ""]
    lines += ["Address: " + ", ".join(filter(None, address[2:])) for address in addresses if any(address[2:])]
    return text.clean("description", "\n".join(filter(None, lines)), limit=text.LONG, lines=True)
