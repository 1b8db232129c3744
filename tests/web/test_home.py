"""The start page."""

import re
from datetime import date, timedelta

import pytest
from tests.conftest import NOW, make_id, make_notice

from tansiq.domain.access import Role
from tansiq.domain.offence import Measure
from tansiq.storage.accounts import OpenedGlass

NO_NOTICES = [Role.ADMINISTRATOR, Role.OVERSIGHT_INSPECTOR, Role.BORDER_PLANNER, Role.COMMITTEE_SECRETARY]


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_start_page_speaks(site, lang, direction):
    answer = site.client(lang=lang).get("/")
    assert answer.status_code == 200
    assert f'lang="{lang}" dir="{direction}"' in answer.text
    assert answer.text.count("<h1") == 1


def test_figures_lead_to_the_lists_behind_them(site):
    site.keep(make_notice("Zoubir Nejmaoui"), make_notice("Zoubir Nejmaoui", state="TN"))
    page = site.client().get("/").text
    assert 'href="/review"><bdi dir="ltr" class="num">1</bdi>' in page
    assert 'href="/list"><bdi dir="ltr" class="num">2</bdi>' in page
    assert 'href="/list?shared=yes"><bdi dir="ltr" class="num">0</bdi>' in page


def test_what_ends_soon_has_a_clock_and_leads_to_its_notice(site):
    record = make_notice("Zoubir Nejmaoui", retain_until=(NOW + timedelta(days=9)).date())
    site.keep(record, make_notice("Hakim Ouahati", state="TN", retain_until=date(2026, 12, 1)))
    page = site.client().get("/").text
    assert f'href="/notices/{record.id}"' in page
    assert "in 9 days" in page
    assert "Hakim Ouahati" not in page, "the end of a partner's notice is the partner's duty"


def test_figures_leave_out_what_the_officer_may_not_see(site):
    site.keep(make_notice("Zoubir Nejmaoui", minor=True, measure=Measure.PROTECT))
    assert 'href="/list"><bdi dir="ltr" class="num">0</bdi>' in site.client(Role.LIAISON_ANALYST).get("/").text
    assert 'href="/list"><bdi dir="ltr" class="num">1</bdi>' in site.client(Role.REGISTRY_OFFICER).get("/").text


def test_who_reviews_nothing_sees_no_figure_of_the_review(site):
    page = site.client(Role.POST_OFFICER).get("/").text
    assert "Pairs to review" not in page
    assert "put aside" not in page


@pytest.mark.parametrize("role", NO_NOTICES)
def test_roles_without_notices_have_a_start_page_and_no_figures(site, role):
    site.keep(make_notice("Zoubir Nejmaoui"))
    answer = site.client(role).get("/")
    assert answer.status_code == 200
    assert "/list" not in answer.text
    assert "What your role reaches" in answer.text


def test_the_start_page_names_what_a_role_reaches(site):
    assert '<li data-row><a href="/node">' in site.client(Role.ADMINISTRATOR).get("/").text
    assert '<li data-row><a href="/journal">' in site.client(Role.OVERSIGHT_INSPECTOR).get("/").text


@pytest.mark.parametrize(
    ("lang", "said"),
    [("ar", "فتح استثنائي قائم الآن"), ("fr", "Bris de glace ouvert en ce moment"), ("en", "Break-glass open now")],
)
def test_an_inspector_is_told_of_what_stands_open_ends_and_is_late(site, lang, said):
    site.keep(make_notice("Zoubir Nejmaoui", review_on=NOW.date() - timedelta(days=1)))
    glass = OpenedGlass(
        id=make_id(),
        account=Role.WATCH_OFFICER.value,
        record=make_id(),
        compartment=None,
        reason="He stands before me.",
        proposed_by=Role.WATCH_OFFICER.value,
        approved_by=Role.REGISTRY_OFFICER.value,
        made_at=NOW,
        until=NOW + timedelta(hours=1),
    )
    with site.node.database.write() as tx:
        tx.accounts.open_glass(glass)
        tx.accounts.change(Role.POST_OFFICER.value, mandate_until=NOW.date() + timedelta(days=29))
        tx.accounts.change(Role.CASE_OFFICER.value, mandate_until=NOW.date() - timedelta(days=1))
        tx.accounts.change(Role.WATCH_OFFICER.value, mandate_until=NOW.date() + timedelta(days=30))
    page = site.client(Role.OVERSIGHT_INSPECTOR, lang).get("/").text
    assert said in page
    assert "He stands before me." in page
    told = page.partition('id="told"')[2].partition("</section>")[0]
    assert re.findall(r"num\">(\d+)<", told) == ["1", "1", "1"]
    ending = page.partition('id="mandates"')[2].partition("</section>")[0]
    assert "A. post_officer" in ending
    assert "A. case_officer" in ending
    assert "A. watch_officer" not in ending
    assert "Nejmaoui" not in page


def test_an_inspector_is_told_when_there_is_nothing_to_look_at(site):
    page = site.client(Role.OVERSIGHT_INSPECTOR).get("/").text
    assert 'id="told"' in page
    assert 'id="mandates"' not in page


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.OVERSIGHT_INSPECTOR])
def test_nobody_else_is_told_what_oversight_is_told(site, role):
    assert 'id="told"' not in site.client(role).get("/").text


def test_a_stranger_is_sent_to_the_sign_in_page(site):
    answer = site.client(role=None).get("/", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in"


def test_an_empty_node_says_what_to_do(site):
    assert "Import a list, or write the first notice." in site.client().get("/").text
