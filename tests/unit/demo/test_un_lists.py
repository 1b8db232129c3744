import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest

from tansiq.demo import demo_lists

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def lists():
    return demo_lists(7, now=NOW, size=300, overlap=40)


@pytest.fixture(scope="module")
def editions(lists):
    return ET.fromstring(lists.un_xml), ET.fromstring(lists.un_xml_next)


def entries(edition):
    return {e.findtext("REFERENCE_NUMBER"): ET.tostring(e).strip() for e in edition.find("INDIVIDUALS")}


def test_there_are_three_hundred_individuals_and_twenty_entities(editions):
    assert [len(part) for part in editions[0]] == [300, 20]


def test_references_name_an_invented_committee(editions):
    assert all(reference.startswith("TZi.") for reference in entries(editions[0]))
    assert {e.text for e in editions[0].iter("UN_LIST_TYPE")} == {"Exercise"}


def test_the_editions_are_of_a_week_ago_and_of_today(editions):
    assert [e.get("dateGenerated")[:10] for e in editions] == ["2026-04-24", "2026-05-01"]


def test_the_next_edition_adds_changes_and_removes(editions):
    before, after = map(entries, editions)
    assert len(after.keys() - before.keys()) == 9
    assert len(before.keys() - after.keys()) == 6
    assert sum(before[r] != after[r] for r in before.keys() & after.keys()) == 12


def test_some_entries_are_people_of_the_registers(lists, editions):
    notices = {record.id for register in lists.registers.values() for record in register}
    assert len({reference for reference, _ in lists.un_truth}) > 50
    assert {notice for _, notice in lists.un_truth} <= notices
    assert {reference for reference, _ in lists.un_truth} <= set(entries(editions[0]))


@pytest.mark.parametrize(
    ("tag", "values"),
    [
        ("QUALITY", {"Good", "Low"}),
        ("TYPE_OF_DATE", {"EXACT", "APPROXIMATELY", "BETWEEN", None}),
        ("TYPE_OF_DOCUMENT", {"Passport", "National Identification Number"}),
    ],
)
def test_values_vary(editions, tag, values):
    assert values <= {element.text for element in editions[0].find("INDIVIDUALS").iter(tag)}


def test_original_scripts_are_arabic(editions):
    written = [element.text for element in editions[0].iter("NAME_ORIGINAL_SCRIPT")]
    assert len(written) > 100
    assert all("\u0600" < text[0] < "\u06ff" for text in written)
