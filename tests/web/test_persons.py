"""The unified list, its search, and the person page."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW, make_id, make_notice

from tansiq.domain.access import Role
from tansiq.domain.dates import PartialDate
from tansiq.domain.journal import Act
from tansiq.domain.link import Judgement
from tansiq.domain.notice import NameKind, Place, name
from tansiq.domain.offence import Measure
from tansiq.services import links
from tansiq.services.keeping import keep

BLIND = [Role.ADMINISTRATOR, Role.OVERSIGHT_INSPECTOR, Role.BORDER_PLANNER, Role.COMMITTEE_SECRETARY]


def judge(site, one, other, judgement=Judgement.SAME, reason="The same father.", minute=0):
    left, right = sorted((one.id, other.id))
    with site.node.database.write() as tx:
        officer = tx.accounts.find(Role.LIAISON_ANALYST.value).officer_at(NOW)
        decision = links.Decision(
            left=left, right=right, left_version=1, right_version=1, judgement=judgement, reason=reason
        )
        return links.judge(tx, officer, decision, now=NOW + timedelta(minutes=minute))


def in_both(**changes):
    one = make_notice("زبير النجماوي", "Zoubir Nejmaoui", births=(PartialDate(year=1991, month=9, day=14),))
    other = make_notice("Zubair Nedjmaoui", state="TN", births=(PartialDate(year=1991),), **changes)
    return one, other


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_list_and_person_speak(site, lang, direction):
    record = make_notice("زبير النجماوي", "Zoubir Nejmaoui")
    site.keep(record)
    client = site.client(lang=lang)
    for path in ("/list", "/list?q=zoubir", f"/persons/{record.id}"):
        page = client.get(path).text
        assert f'lang="{lang}" dir="{direction}"' in page
        assert page.count("<h1") == 1
        assert "زبير النجماوي" in page
        assert "Zoubir Nejmaoui" in page


@pytest.mark.parametrize("role", BLIND)
def test_who_reads_no_notices_is_refused_list_and_person(site, role):
    record = make_notice()
    site.keep(record)
    client = site.client(role)
    for path in ("/list", "/list?q=zoubir", f"/persons/{record.id}"):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize("text", ["zoubir nejm", "Nedjmaoui Zoubeir", "زبير", "النجماوي"])
def test_a_person_is_found_by_another_spelling_in_either_script(site, text):
    site.keep(make_notice("زبير النجماوي", "Zoubir Nejmaoui"), make_notice("Hakim Ouahati"))
    page = site.client().get("/list", params={"q": text}).text
    assert "Zoubir Nejmaoui" in page
    assert "Hakim Ouahati" not in page


def test_a_search_says_which_name_answered(site):
    record = make_notice(names=(name("Zoubir Nejmaoui"), name("Hakim Ouahati", NameKind.ALIAS)))
    site.keep(record)
    client = site.client()
    assert 'found under <bdi class="name"' in client.get("/list?q=ouahati").text
    assert "found under" not in client.get("/list?q=nejmaoui").text
    assert "found under number" in client.get(f"/list?q={record.body.reference}").text


def test_a_search_finds_nothing_that_the_officer_may_not_see(site):
    site.keep(make_notice("Zoubir Nejmaoui", minor=True, measure=Measure.PROTECT))
    assert "Zoubir" not in site.client(Role.POST_OFFICER).get("/list?q=nejmaoui").text
    assert "Zoubir" in site.client(Role.REGISTRY_OFFICER).get("/list?q=nejmaoui").text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("owner=TN", ["Hakim"]),
        ("measure=arrest", ["Hakim"]),
        ("offence=travel", ["Hakim", "Zoubir"]),
        ("offence=financing", []),
        ("owner=TN&measure=inquiry_check", []),
        ("review=yes", ["Zoubir"]),
        ("shared=yes", []),
        ("conflict=yes", []),
        ("ended=yes", []),
        ("owner=not-a-state&measure=nothing&page=-4", ["Hakim", "Zoubir"]),
    ],
)
@pytest.mark.parametrize("text", ["", "&q=ouahati+nejmaoui"])
def test_filters_stand_in_the_address(site, query, expected, text):
    site.keep(
        make_notice("Zoubir Nejmaoui Ouahati", review_on=NOW.date()),
        make_notice("Hakim Ouahati Nejmaoui", state="TN", measure=Measure.ARREST),
    )
    page = site.client().get(f"/list?{query}{text}").text
    assert [n for n in ("Hakim", "Zoubir") if n in page] == expected


def test_an_empty_filter_is_named_and_can_be_cleared(site):
    site.keep(make_notice("Zoubir Nejmaoui"))
    page = site.client().get("/list?owner=TN&conflict=yes").text
    assert "No person fits this filter: Tunisia · in conflict" in page
    assert 'href="/list?conflict=yes"' in page
    assert 'href="/list">Clear all</a>' in page


def test_a_search_without_an_answer_is_not_a_clearance(site):
    page = site.client().get("/list?q=nobody").text
    assert "No match is not a clearance." in page


def test_text_of_the_search_is_escaped(site):
    page = site.client().get("/list", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


def test_a_page_of_the_list_holds_fifty_and_says_the_total(site):
    site.keep(*(make_notice(f"Zoubir Nejmaoui {n}") for n in range(51)))
    client = site.client()
    first, second = client.get("/list").text, client.get("/list?page=2").text
    assert first.count("<tr data-row>") == 50
    assert "51 rows · page 1 of 2" in first
    assert second.count("<tr data-row>") == 1
    assert "The list has no such page." in client.get("/list?page=9").text


def test_any_notice_leads_to_its_person(site):
    one, other = in_both()
    site.keep(one, other)
    judge(site, one, other)
    answer = site.client().get(f"/persons/{other.id}?done=withdrawn", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/persons/{one.id}?done=withdrawn"


@pytest.mark.parametrize("person", [str(make_id()), "not-an-identifier"])
def test_a_person_who_is_not_there_is_not_found(site, person):
    assert site.client().get(f"/persons/{person}").status_code == 404


def test_owners_stand_beside_values_only_where_they_disagree(site):
    one, other = in_both(birth_places=(Place(value="Blue Oasis"),))
    site.keep(one, other)
    judge(site, one, other)
    page = site.client().get(f"/persons/{one.id}").text
    births = page[page.index("<dt>Birth</dt>") : page.index("<dt>Place of birth</dt>")]
    places = page[page.index("<dt>Place of birth</dt>") : page.index("<dt>Sex</dt>")]
    assert births.count("state-mark") == 2
    assert "state-mark" not in places


def test_incompatible_measures_of_two_owners_are_flagged(site):
    one, other = in_both(measure=Measure.ARREST)
    site.keep(one, other)
    client = site.client()
    assert "Incompatible measures" not in client.get(f"/persons/{one.id}").text
    judge(site, one, other)
    assert "Incompatible measures" in client.get(f"/persons/{one.id}").text
    assert "in conflict</span>" in client.get("/list?conflict=yes").text


def test_contradicting_judgements_lead_to_both(site):
    one, two, three = (make_notice(f"Zoubir Nejmaoui {n}") for n in "abc")
    site.keep(one, two, three)
    judge(site, one, two, Judgement.DIFFERENT)
    judge(site, one, three, minute=1)
    judge(site, two, three, minute=2)
    page = site.client().get(f"/persons/{two.id}").text
    assert "Two judgements contradict" in page
    strip = page[page.index("Two judgements contradict") :].partition("</p>")[0]
    assert f"/review/pairs/{two.id}..{three.id}" in strip
    assert f"/review/pairs/{one.id}..{two.id}" in strip


def test_the_past_tells_versions_and_judgements_with_reason_and_officer(site):
    one, other = in_both()
    site.keep(one, other)
    judge(site, one, other, reason="The same father.")
    with site.node.database.write() as tx:
        body = replace(one.body, sex=None, births=())
        keep(tx, one.amended(by="registry_officer", at=NOW, reason="Mistyped.", body=body), Act.NOTICE_CORRECTED)
    page = site.client().get(f"/persons/{one.id}").text
    past = page[page.index("The past") :]
    assert f"{one.body.reference}, version 2: Birth" in past
    assert "Mistyped." in past
    assert "The same father." in past
    assert "A. liaison_analyst" in past
    assert "A. registry_officer" in past


def test_who_does_not_review_sees_no_judgements(site):
    one, other = in_both()
    site.keep(one, other, make_notice("Zoubir Nejmaoui", state="TN"))
    judge(site, one, other, reason="The same father.")
    page = site.client(Role.POST_OFFICER).get(f"/persons/{one.id}").text
    assert "The same father." not in page
    assert "Waits for review" not in page
    assert "/review" not in page


def test_only_who_judges_can_take_back(site):
    one, other = in_both()
    site.keep(one, other)
    judge(site, one, other)
    path = f"/persons/{one.id}"
    assert "/withdraw" in site.client(Role.LIAISON_ANALYST).get(path).text
    assert "/withdraw" not in site.client(Role.WATCH_OFFICER).get(path).text


def test_a_pair_that_waits_stands_on_both_persons(site):
    one, other = make_notice("Zoubir Nejmaoui"), make_notice("Zoubir Nejmaoui", state="TN")
    site.keep(one, other)
    client = site.client()
    for person in (one, other):
        assert f"/review/pairs/{one.id}..{other.id}" in client.get(f"/persons/{person.id}").text


def test_a_notice_beyond_the_officer_leaves_no_trace_on_the_person(site):
    one, other = in_both(label=replace(make_notice().label, releasable_to=()))
    site.keep(one, other)
    page = site.client().get(f"/persons/{one.id}").text
    assert "Nedjmaoui" not in page
    assert other.body.reference not in page
    assert site.client().get(f"/persons/{other.id}").status_code == 404


def test_a_search_says_when_the_newest_notices_are_not_read_yet(site):
    client = site.client()
    client.get("/list?q=nejmaoui")
    with site.node.identities._changing:  # another thread is at it
        site.keep_unread(make_notice("Samir Kamari"))
        early = client.get("/list?q=kamari").text
    later = client.get("/list?q=kamari").text
    assert "This is no answer" in early
    assert "Not searched whole" not in later
    assert "Samir Kamari" in later
