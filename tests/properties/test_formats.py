"""Parsers raise nothing but their own error, whatever the bytes; what is written as a table is read back."""

import contextlib
import runpy
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tansiq.domain.dates import Calendar, PartialDate
from tansiq.domain.notice import Document, DocumentType, Name, NameKind, Place, Quality, script_of
from tansiq.domain.text import clean
from tansiq.formats import cells
from tansiq.formats.errors import DamagedFileError
from tansiq.formats.ftm import parse_ftm
from tansiq.formats.mapping import map_table, suggest_mapping
from tansiq.formats.ofac import parse_ofac
from tansiq.formats.signed_list import parse_signed_list
from tansiq.formats.tables import read_csv, read_xlsx
from tansiq.formats.un_xml import PUBLISHER, parse_un_xml
from tansiq.trust.keys import SigningKey

KEY = SigningKey(bytes(range(32))).public
VECTORS = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "make_vectors.py"))["vectors"]()


def map_csv(data: bytes):
    table = read_csv(data)
    mapping = suggest_mapping(table.header, PUBLISHER, "csv/x", title="X")
    return map_table(table, mapping, format="csv", edition="1")


PARSERS = {
    "un-xml/good.xml": parse_un_xml,
    "csv/good.csv": map_csv,
    "csv/good_utf16.csv": map_csv,
    "xlsx/good.xlsx": read_xlsx,
    "ofac-csv/good.csv": lambda data: parse_ofac({"sdn.csv": data}),
    "ofac-csv/good.zip": lambda data: parse_ofac({"sdn.zip": data}),
    "ftm/good.jsonl": parse_ftm,
    "tansiq/good.tansiq": lambda data: parse_signed_list(data, {KEY.fingerprint: ("TN", KEY)}),
}
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def is_read_or_refused(parse, data: bytes) -> None:
    with contextlib.suppress(DamagedFileError):
        parse(data)


@pytest.mark.parametrize("vector", PARSERS)
@QUICK
@given(data=st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(vector, data):
    is_read_or_refused(PARSERS[vector], data)


@pytest.mark.parametrize("vector", PARSERS)
@QUICK
@given(where=st.floats(0, 1), cut=st.integers(0, 40), new=st.binary(max_size=20))
def test_changed_files_are_read_or_refused(vector, where, cut, new):
    data = VECTORS[vector]
    at = int(where * len(data))
    is_read_or_refused(PARSERS[vector], data[:at] + new + data[at + cut :])


@pytest.mark.parametrize("vector", PARSERS)
@QUICK
@given(words=st.text(max_size=60), where=st.floats(0, 1))
def test_files_with_strange_words_are_read_or_refused(vector, words, where):
    data = VECTORS[vector]
    at = int(where * len(data))
    is_read_or_refused(PARSERS[vector], data[:at] + words.encode("utf-8", "surrogatepass") + data[at:])


def cleaned(words: str) -> str:
    try:
        return clean("words", words)
    except ValueError:
        return ""


WORDS = st.text(st.sampled_from("abé عربي;|\\?'=+-@,()[]1970~"), min_size=1, max_size=20).map(cleaned).filter(bool)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1))
NAMES = st.builds(
    lambda words, quality: Name(value=words, script=script_of(words), quality=quality), WORDS, st.sampled_from(Quality)
)
BIRTHS = st.one_of(
    st.builds(PartialDate, year=st.integers(1900, 2020), month=st.integers(1, 12), day=st.integers(1, 28), text=WORDS),
    st.builds(PartialDate, year=st.integers(1900, 2020), circa=st.booleans()),
    st.builds(
        PartialDate, year=st.integers(1300, 1400), until_year=st.integers(1400, 1450), calendar=st.just(Calendar.HIJRI)
    ),
)
PLACES = st.builds(Place, value=WORDS | st.just("Oran, Algérie"), country=st.sampled_from([None, "DZ", "TN"]))
DOCUMENTS = st.builds(
    lambda number, day, note, type_: Document(type=type_, number=number, issued_on=day, note=note),
    WORDS, DAYS, WORDS | st.just(""), st.sampled_from([DocumentType.OTHER, DocumentType.RESIDENCE]),
)  # fmt: skip


@QUICK
@given(values=st.lists(NAMES, min_size=1, max_size=4))
def test_names_written_in_a_cell_are_read_back(values):
    assert list(cells.read_names(cells.write_names(values), NameKind.PRIMARY)) == values


@QUICK
@given(values=st.lists(BIRTHS, min_size=1, max_size=4))
def test_births_written_in_a_cell_are_read_back(values):
    assert list(cells.read_births(cells.join_cell(map(cells.write_birth, values)))) == values


@QUICK
@given(values=st.lists(PLACES, min_size=1, max_size=4))
def test_places_written_in_a_cell_are_read_back(values):
    assert list(cells.read_places("; ".join(map(cells.write_place, values)))) == values


@QUICK
@given(values=st.lists(DOCUMENTS, min_size=1, max_size=4))
def test_documents_written_in_a_cell_are_read_back(values):
    cell = cells.join_cell(cells.write_document(value, DocumentType.OTHER) for value in values)
    assert list(cells.read_documents(cell, DocumentType.OTHER)) == values


@QUICK
@given(cell=st.text(max_size=20))
def test_a_guarded_cell_is_never_a_formula_and_is_read_back(cell):
    guarded = cells.guard(cell)
    assert cells.unguard(guarded) == cell
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))
