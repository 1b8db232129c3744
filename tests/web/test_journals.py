"""The journal: acts and identifiers for those who oversee, and for nobody else."""

import re

import pytest
from tests.conftest import NOW, make_notice

from tansiq.domain.access import GRANTS, Permission, Role
from tansiq.domain.journal import Act, Entry


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_journal_speaks(site, lang, direction):
    answer = site.client(Role.OVERSIGHT_INSPECTOR, lang).get("/journal")
    assert answer.status_code == 200
    assert f'lang="{lang}" dir="{direction}"' in answer.text
    assert "<h1>" in answer.text


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_oversee_read_it(site, role):
    expected = 200 if Permission.JOURNAL_READ in GRANTS[role] else 403
    assert site.client(role).get("/journal").status_code == expected


def test_it_shows_acts_and_identifiers_and_no_name(site):
    record = make_notice("Zoubir Nejmaoui")
    site.keep(record)
    page = site.client(Role.OVERSIGHT_INSPECTOR).get("/journal").text
    assert "notice issued" in page
    assert str(record.id) in page
    assert "2026-11-23 12:00:00 UTC" in page
    assert "Nejmaoui" not in page


def test_older_acts_follow_without_a_gap_or_a_repeat(site):
    with site.node.database.write() as tx:
        tx.journal.append_many([Entry(act=Act.LIST_EXPORTED, officer="registry_officer", at=NOW) for _ in range(120)])
    client = site.client(Role.OVERSIGHT_INSPECTOR)
    seen, address = [], "/journal"
    while address:
        page = client.get(address).text
        seen += [int(n) for n in re.findall(r'id="line-(\d+)"', page)]
        older = re.search(r'href="(/journal\?before=\d+)"', page)
        address = older.group(1) if older else None
    assert seen == list(range(seen[0], 0, -1))


def test_the_end_of_the_journal_leads_back_to_the_newest(site):
    page = site.client(Role.OVERSIGHT_INSPECTOR).get("/journal?before=1").text
    assert "No acts here." in page
    assert 'href="/journal"' in page


@pytest.mark.parametrize("before", ["x", "1.5", "'"])
def test_a_page_that_is_no_number_is_refused(site, before):
    answer = site.client(Role.OVERSIGHT_INSPECTOR).get("/journal", params={"before": before})
    assert 400 <= answer.status_code < 500
