"""Our own CSV: reading it back gives the same entries, and no spreadsheet computes a cell."""

import dataclasses
from datetime import date

from tests.unit.formats.test_signed_list import a_record

from tansiq.domain.dates import Calendar, PartialDate
from tansiq.domain.notice import Document, DocumentType, Name, NameKind, Place, Quality, Script, Sex, name
from tansiq.domain.offence import Caution
from tansiq.domain.record import Owner
from tansiq.domain.source import Format
from tansiq.formats.csv_list import write_csv
from tansiq.formats.mapping import map_table, suggest_mapping
from tansiq.formats.tables import read_csv

FULL = {
    "reference": "=TN-1",
    "names": (
        name("Exemple; Inventé"),
        Name(value="?Autre|Nom\\", script=Script.LATIN, quality=Quality.LOW),
        name("مثال مخترع"),
        name("\\?Surnom", NameKind.ALIAS),
        name("Abou Exemple", NameKind.KUNYA),
        name("Exemple-Née", NameKind.MAIDEN),
    ),
    "births": (
        PartialDate(year=1970, circa=True, text="selon lui; (1970)"),
        PartialDate(year=1391, until_year=1392, calendar=Calendar.HIJRI),
        PartialDate(year=1971, month=2, day=3),
    ),
    "birth_places": (
        Place(value="Village, Tunisie"),
        Place(value="Ville", country="DZ"),
        Place(value="Oran, Algérie", country="DZ"),
    ),
    "sex": Sex.FEMALE,
    "nationalities": ("DZ", "TN"),
    "documents": (
        Document(
            type=DocumentType.PASSPORT, number="X|1", country="TN", expires_on=date(2030, 1, 1), note="vol; déclaré"
        ),
        Document(type=DocumentType.NATIONAL_ID, number="0001", issued_on=date(2001, 2, 3)),
        Document(type=DocumentType.RESIDENCE, number="R1"),
        Document(type=DocumentType.OTHER, number="O1", note="deux\nlignes"),
    ),
    "description": '-1 "cite", a;b\nautre ligne',
    "cautions": (Caution.ARMED, Caution.VIOLENT),
}


def read_back(data: bytes):
    table = read_csv(data)
    mapping = suggest_mapping(table.header, Owner(state="TN", service="X"), "csv/x", title="X")
    return map_table(table, mapping, format=Format.CSV, edition="1")


def test_reading_back_gives_the_same_entry():
    record = a_record()
    record = dataclasses.replace(record, body=dataclasses.replace(record.body, **FULL))
    edition = read_back(b"".join(write_csv([record])))
    assert edition.refusals == ()
    (entry,) = edition.entries
    for field, value in FULL.items():
        assert getattr(entry, field) == value, field
    assert (entry.basis, entry.ends_on, entry.threshold) == (record.basis, record.retain_until, record.body.threshold)
    assert (entry.offence, entry.measure, entry.review_on) == (
        record.body.offence,
        record.body.measure,
        record.body.review_on,
    )


def test_a_cell_that_a_spreadsheet_would_compute_begins_with_an_apostrophe():
    record = a_record()
    record = dataclasses.replace(record, body=dataclasses.replace(record.body, reference="=HYPERLINK(1)"))
    assert b"\n'=HYPERLINK(1)," in b"".join(write_csv([record]))


def test_the_file_begins_with_the_mark_of_utf_8():
    assert b"".join(write_csv([])).startswith(b"\xef\xbb\xbfreference,")
