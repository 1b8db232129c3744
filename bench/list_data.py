"""The judged pairs of four public lists, and what each setting tells of their people.

Rules: used for figures only, nothing is fitted on them. The four write the same fact in four ways: a document is text
or an object, a nationality a code or an English name, and one field may hold several values.
"""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import cache

from bench.name_data import DATA
from tansiq.formats.countries import find_country
from tansiq.matching import Birth, Document, Identity, Precision

FOLDER = DATA / "crosslist"


class Setting(StrEnum):
    """What is told of the people of the four lists."""

    FIRST_NAME = "first listed name"
    NAMES = "all names, nothing else"
    EVERYTHING = "everything"


@cache
def judged_pairs() -> tuple[tuple[str, str, bool], ...]:
    """The judged pairs of the four lists: two records and whether they are one person."""
    with (FOLDER / "pairs_dev.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["left"], row["right"], row["label"] == "1") for row in csv.DictReader(file))


@cache
def list_records() -> dict[str, dict]:
    """The records of the four lists by id."""
    lines = (FOLDER / "records_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return {record["id"]: record for record in map(json.loads, lines)}


def listed_identity(record: dict, setting: str) -> Identity:
    """What a setting tells of a record."""
    if setting == Setting.FIRST_NAME:
        return Identity(names=tuple(_split(record["names"])[:1]))
    names = (*_split(record["names"]), *record["original_script"])
    if setting == Setting.NAMES:
        return Identity(names=names, weak_names=tuple(_split(record["weak"])))
    return Identity(
        names=names,
        weak_names=tuple(_split(record["weak"])),
        births=tuple(_birth(words) for words in record["dob"]),
        places=tuple(_places(record["pob"])),
        nationalities=tuple(dict.fromkeys(_nationalities(record["nationality"]))),
        documents=tuple(_documents(record["documents"])),
    )


def _split(names: Sequence[str]) -> list[str]:
    """Several names of one field: the UN list joins some with semicolons."""
    return [part for name in names for words in re.split(r";(?![^(]*\))", name) if (part := words.strip())]


def _birth(words: str) -> Birth:
    """A year, a year and month, a day, or two years: "1972/1973" is a span."""
    if "/" in words:
        first, last = (Birth.of_year(int(year)) for year in words.split("/"))
        return Birth(earliest=first.earliest, latest=last.latest, precision=Precision.RANGE)
    if len(words) == 10:
        return Birth.of_day(date.fromisoformat(words))
    return Birth.of_month(int(words[:4]), int(words[5:7])) if len(words) == 7 else Birth.of_year(int(words))


NUMBERED = re.compile(r"\(\d+\)")
"""How the list of the United Kingdom numbers several values of one field."""


def _several(values: Sequence[str]) -> list[str]:
    parts = (part.strip(" .,-") for value in values for piece in value.split(";") for part in NUMBERED.split(piece))
    return [part for part in parts if part]


def _places(values: Sequence[str]) -> list[str]:
    unknown = re.compile(r"(?:, )?UNKNOWN$")
    return [named for place in _several(values) if (named := unknown.sub("", place))]


def _nationalities(values: Sequence[str]) -> Iterator[str]:
    """Codes: some sources write them, the others the English names of states."""
    for words in _several(values):
        code = words if re.fullmatch("[A-Z]{2}", words) else find_country(words)
        if code is not None:
            yield code


def _documents(values: Sequence[str | dict]) -> Iterator[Document]:
    """Documents: objects in one source, text in three, each with its own order of the same things."""
    for value in values:
        if isinstance(value, dict):
            country = find_country(value["country"]) if value["country"] else None
            yield from _numbers(value["number"], country=country, kind=value["type"])
            continue
        for part in _several([value]):
            yield from _written_document(part)


def _written_document(words: str) -> Iterator[Document]:
    """`KW, 101856740, Passport`, `National passport: 917739`, or a number alone."""
    if "sanctions" in words.casefold():  # sections of regulations stand among the documents
        return
    if ":" in words:
        kind, number = words.split(":", 1)
        yield from _numbers(number, country=None, kind=kind)
        return
    parts = [part.strip() for part in words.split(",")]
    kind = parts.pop() if len(parts) > 1 else ""
    country = parts.pop(0) if re.fullmatch("[A-Z]{2}", parts[0]) else None
    for number in parts:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", number):
            yield from _numbers(number, country=country, kind=kind)


def _numbers(words: str, *, country: str | None, kind: str) -> Iterator[Document]:
    """The number that the words hold: the last run of letters and digits with four digits or more."""
    found = re.findall(r"(?:\b[A-Z]{1,3}[- ]?)?\d[\dA-Z./-]*", words)
    long = [number for number in found if sum(map(str.isdigit, number)) >= 4]
    if long:
        yield Document(number=long[-1], country=country, type=_document_type(f"{kind} {words}".casefold()))


def _document_type(words: str) -> str | None:
    if "passport" in words or "pasaporte" in words:
        return "passport"
    return "national_id" if re.search(r"national id|identif|identity", words) else None
