"""FollowTheMoney: entities joined into entries, notices written as entities."""

import dataclasses
import json
from datetime import date

from tests.unit.formats.test_signed_list import a_record

from tansiq.domain.dates import Calendar, PartialDate
from tansiq.domain.notice import Document, DocumentType, Quality, Sex
from tansiq.domain.record import Basis, Owner
from tansiq.formats.ftm import parse_ftm, write_ftm


def lines(*entities: dict[str, object]) -> bytes:
    return b"".join(json.dumps(entity).encode() + b"\n" for entity in entities)


PERSON = {
    "id": "p1",
    "schema": "Person",
    "datasets": ["invented"],
    "properties": {
        "name": ["Exemple Inventé"],
        "weakAlias": ["Faux"],
        "birthDate": ["1970-02"],
        "gender": ["female"],
        "nationality": ["tn"],
    },
}
PASSPORT = {
    "id": "d1",
    "schema": "Passport",
    "properties": {"holder": ["p1"], "number": ["X0001"], "country": ["tn"], "endDate": ["2030-01-02"]},
}
SANCTION = {
    "id": "s1",
    "schema": "Sanction",
    "properties": {
        "entity": ["p1"],
        "authority": ["Invented Ministry"],
        "country": ["dz"],
        "program": ["TEST"],
        "listingDate": ["2020-01-02"],
    },
}


def test_a_person_is_read_with_its_fields():
    (entry,) = parse_ftm(lines(PERSON)).entries
    assert entry.births == (PartialDate(year=1970, month=2),)
    assert (entry.sex, entry.nationalities, entry.names[1].quality) == (Sex.FEMALE, ("TN",), Quality.LOW)


def test_papers_and_sanctions_are_joined_to_their_person():
    edition = parse_ftm(lines(SANCTION, PASSPORT, PERSON, {"id": "c", "schema": "Company"}))
    (entry,) = edition.entries
    assert entry.documents == (
        Document(type=DocumentType.PASSPORT, number="X0001", country="TN", expires_on=date(2030, 1, 2)),
    )
    assert entry.basis == Basis(authority="Invented Ministry", reference="TEST", on=date(2020, 1, 2))
    assert (edition.publisher, edition.skipped) == (Owner(state="DZ", service="Invented Ministry"), 1)


def test_a_bad_person_is_put_aside_with_its_line():
    bad = {"id": "p2", "schema": "Person", "properties": {"name": ["E"], "birthDate": ["someday"]}}
    edition = parse_ftm(lines(PERSON, bad))
    assert [(r.line, r.field) for r in edition.refusals] == [(2, "births")]


def test_a_written_notice_is_read_back_as_the_same_person():
    record = a_record()
    body = dataclasses.replace(
        record.body,
        births=(PartialDate(year=1970, month=2, day=3),),
        nationalities=("TN",),
        documents=(Document(type=DocumentType.PASSPORT, number="X0001", country="TN", note="stolen"),),
    )
    record = dataclasses.replace(record, body=body)
    (entry,) = parse_ftm(b"".join(write_ftm([record]))).entries
    assert (entry.reference, entry.names, entry.births) == (str(record.id), body.names, body.births)
    assert (entry.nationalities, entry.documents, entry.threshold) == (
        body.nationalities,
        body.documents,
        body.threshold,
    )


def test_a_birth_that_the_format_cannot_hold_is_written_as_years_and_in_words():
    births = (PartialDate(year=1970, circa=True), PartialDate(year=1391, calendar=Calendar.HIJRI))
    record = a_record()
    record = dataclasses.replace(record, body=dataclasses.replace(record.body, births=births))
    person = json.loads(next(iter(write_ftm([record]))))
    assert person["properties"]["birthDate"] == ["1970", "1971", "1972"]
    assert person["properties"]["notes"] == ["born ~1970", "born 1391 H"]
