"""The real UN list is read whole, quickly, without a refusal."""

import time
from pathlib import Path

import pytest

from tansiq.domain.notice import Script
from tansiq.formats.un_xml import parse_un_xml

LIST = Path(__file__).parents[3] / "shared" / "data" / "un" / "un_consolidated_2026-02-27.xml"
pytestmark = pytest.mark.skipif(not LIST.exists(), reason="the public lists are not beside this checkout")


@pytest.fixture(scope="module")
def edition():
    return parse_un_xml(LIST.read_bytes())


def test_every_individual_becomes_an_entry(edition):
    assert (len(edition.entries), edition.refusals, edition.skipped) == (730, (), 273)


def test_the_edition_is_the_day_on_which_it_was_generated(edition):
    assert edition.edition == "2026-02-27"


def test_it_is_read_within_a_second():
    start = time.perf_counter()
    parse_un_xml(LIST.read_bytes())
    assert time.perf_counter() - start < 1.5


def test_names_in_arabic_script_are_kept_beside_latin_ones(edition):
    assert sum(any(n.script is Script.ARABIC for n in e.names) for e in edition.entries) > 200


def test_most_entries_have_a_birth_and_a_nationality(edition):
    assert sum(bool(e.births) for e in edition.entries) > 650
    assert sum(bool(e.nationalities) for e in edition.entries) > 550
