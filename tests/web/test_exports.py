"""A list on its way out: what it holds is told before, who takes it is journalled."""

import pytest
from tests.conftest import make_notice

from tansiq.domain.access import Role
from tansiq.domain.offence import Measure
from tansiq.formats.signed_list import parse_signed_list


@pytest.fixture
def filled(site):
    site.keep(make_notice("Plain Person"), make_notice("Child Person", minor=True, measure=Measure.PROTECT))
    return site


def export(site, client, **fields):
    return site.post(client, "/exports", start="/exports", **fields)


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_page_speaks(filled, lang, direction):
    page = filled.client(Role.REGISTRY_OFFICER, lang=lang).get("/exports")
    assert f'lang="{lang}" dir="{direction}"' in page.text
    assert page.text.count("<h1") == 1


def test_the_page_tells_what_the_file_will_hold(filled):
    assert "It holds 2 notices." in filled.client(Role.REGISTRY_OFFICER).get("/exports").text
    assert "It holds 1 notice." in filled.client(Role.LIAISON_ANALYST).get("/exports").text


def test_a_table_is_sent_as_a_file(filled):
    client = filled.client(Role.LIAISON_ANALYST)
    answer = export(filled, client, format="csv")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="tansiq-DZ-2026-11-23-restricted.csv"'
    assert answer.headers["content-type"].startswith("text/csv")
    assert "Plain Person" in answer.text
    assert "Child Person" not in answer.text


def test_followthemoney_is_sent_as_lines(filled):
    answer = export(filled, filled.client(Role.LIAISON_ANALYST), format="ftm")
    assert '"schema":"Person"' in answer.text


def test_the_signed_list_is_sent_to_a_partner_of_the_node(filled):
    client = filled.client(Role.REGISTRY_OFFICER)
    answer = export(filled, client, format="tansiq", partner="TN")
    key = filled.node.key.public
    assert len(parse_signed_list(answer.content, {key.fingerprint: ("DZ", key)}).records) == 2
    assert export(filled, client, format="tansiq", partner='XX"\r\n').status_code == 422


def test_an_analyst_signs_no_list(filled):
    client = filled.client(Role.LIAISON_ANALYST)
    assert "written by a registry officer" in client.get("/exports").text
    assert export(filled, client, format="tansiq", partner="TN").status_code == 403


def test_an_unknown_format_is_refused(filled):
    assert export(filled, filled.client(Role.LIAISON_ANALYST), format="pdf").status_code == 422


@pytest.mark.parametrize("role", [Role.WATCH_OFFICER, Role.ADMINISTRATOR, Role.OVERSIGHT_INSPECTOR])
def test_exports_are_for_those_who_export(filled, role):
    assert filled.client(role).get("/exports").status_code == 403


def test_an_export_is_journalled(filled):
    export(filled, filled.client(Role.LIAISON_ANALYST), format="csv")
    with filled.node.database.read() as tx:
        assert tx.journal.page(limit=1)[0].entry.detail == "csv 1"
