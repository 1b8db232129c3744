"""Review: the work list, the pair, the judgement and its undoing."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW, make_id, make_notice, make_officer

from tansiq.domain.access import Role, scope
from tansiq.domain.dates import PartialDate
from tansiq.domain.journal import Act
from tansiq.domain.offence import Measure
from tansiq.matching import Part, Rule
from tansiq.services.keeping import keep
from tansiq.services.unification import Step
from tansiq.web.views import evidence
from tansiq.web.views.reviews import differing

BLIND = [
    Role.ADMINISTRATOR,
    Role.OVERSIGHT_INSPECTOR,
    Role.BORDER_PLANNER,
    Role.COMMITTEE_SECRETARY,
    Role.POST_OFFICER,
    Role.CASE_OFFICER,
]
READERS = [Role.WATCH_OFFICER, Role.REGISTRY_OFFICER]


@pytest.fixture
def two(site):
    return make_pair(site)


def make_pair(site, name="Zoubir Nejmaoui", **changes):
    birth = (PartialDate(year=1991, month=9, day=14),)
    one = make_notice(name, births=birth)
    other = make_notice(name, **{"state": "TN", "births": birth, **changes})
    site.keep(one, other)
    return one, other


def path_of(one, other):
    return f"/review/pairs/{min(one.id, other.id)}..{max(one.id, other.id)}"


def judge(site, client, path, judgement="same", reason="The same father.", **changes):
    page = client.get(path).text
    seen = dict(re.findall(r'name="(left_version|right_version|link_version)" value="(\d+)"', page))
    fields = {**seen, "judgement": judgement, "reason": reason, **changes}
    return site.post(client, f"{path}/judge", start=path, **fields)


def link_of(answer):
    return re.search(r"id=([0-9a-f-]{36})", answer.headers["location"]).group(1)


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_pages_of_review_speak(site, two, lang, direction):
    client = site.client(lang=lang)
    for path in ("/review", path_of(*two), "/review/judgements"):
        page = client.get(path).text
        assert f'lang="{lang}" dir="{direction}"' in page
        assert page.count("<h1") == 1


@pytest.mark.parametrize("role", BLIND)
def test_who_does_not_review_is_refused(site, two, role):
    client = site.client(role)
    for path in ("/review", "/review/next", path_of(*two), "/review/judgements"):
        assert client.get(path).status_code == 403
    assert site.post(client, f"{path_of(*two)}/judge", start="/", judgement="same", reason="x").status_code == 403


@pytest.mark.parametrize("role", READERS)
def test_readers_see_the_pair_without_the_bar_and_may_not_judge(site, two, role):
    client, path = site.client(role), path_of(*two)
    page = client.get(path).text
    assert "decision-bar" not in page
    assert "Evidence" in page
    assert site.post(client, f"{path}/judge", start="/", judgement="same", reason="x").status_code == 403
    assert site.post(client, f"{path}/judge", start="/", judgement="defer").status_code == 403
    assert site.post(client, f"{path}/resume", start="/").status_code == 403


@pytest.mark.parametrize("pair", ["x..y", "x", f"{make_id()}", f"{make_id()}..{make_id()}"])
def test_a_pair_that_is_not_there_is_not_found(site, pair):
    client = site.client()
    assert client.get(f"/review/pairs/{pair}").status_code == 404
    assert site.post(client, f"/review/pairs/{pair}/judge", start="/", judgement="same", reason="x").status_code == 404


def test_a_notice_is_no_pair_with_itself(site, two):
    assert site.client().get(f"/review/pairs/{two[0].id}..{two[0].id}").status_code == 404


def test_the_work_list_says_which_pairs_wait_and_how_many(site, two):
    page = site.client().get("/review").text
    assert f'href="{path_of(*two)}"' in page
    assert "1 pair waits" in page
    assert "%" not in page[page.index("<tbody>") :].partition("</tbody>")[0], "a number would sway whoever judges"


def test_an_empty_work_list_says_so(site):
    client = site.client()
    assert "No pair waits." in client.get("/review").text
    assert client.get("/review/next", follow_redirects=False).headers["location"] == "/review"


def test_next_leads_to_the_most_urgent_pair(site, two):
    assert site.client().get("/review/next", follow_redirects=False).headers["location"] == path_of(*two)


def test_a_pair_says_its_place_among_those_that_wait(site):
    for name in ("Zoubir Nejmaoui", "Hakim Ouahati", "Bilel Zarqaoui"):
        make_pair(site, name)
    client = site.client()
    paths = re.findall(r'<th scope="row"><a href="([^"]+)"', client.get("/review").text)
    assert len(paths) == 3
    for place, path in enumerate(paths, 1):
        assert f"{place} of 3 that wait" in client.get(path).text


def test_pages_of_the_work_list_follow_each_other(site):
    for name in ("Zoubir Nejmaoui", "Hakim Ouahati", "Bilel Zarqaoui"):
        make_pair(site, name, measure=Measure.ARREST if name.startswith("H") else Measure.INQUIRY_CHECK)
    within = scope(make_officer())
    with site.node.database.read() as tx:
        whole = tx.proposals.waiting(within, now=NOW, limit=9)
        parts = [tx.proposals.waiting(within, now=NOW, offset=at, limit=1) for at in range(4)]
    assert [p.priority for p in whole] == sorted((p.priority for p in whole), reverse=True)
    assert parts == [[whole[0]], [whole[1]], [whole[2]], []]


def test_the_own_state_stands_first(site):
    foreign = make_notice("Zoubir Nejmaoui", state="TN")
    own = make_notice("Zoubir Nejmaoui")
    site.keep(foreign, own)
    assert foreign.id < own.id
    page = site.client().get(path_of(own, foreign)).text
    assert page.index(own.body.reference) < page.index(foreign.body.reference)


def test_fields_are_compared_with_signs(site):
    one, other = make_pair(site, births=(PartialDate(year=1991),))
    page = site.client().get(path_of(one, other)).text
    rows = dict(re.findall(r'<tr><th scope="row">([^<]+)</th>.*?class="agreement (\w+)"', page, re.DOTALL))
    assert rows["Name"] == "same"
    assert rows["Birth"] == "near"
    assert rows["Measure"] == "none"


def test_the_evidence_begins_at_the_prior_and_names_what_is_missing(site, two):
    page = site.client().get(path_of(*two)).text
    evidence = page[page.index('class="waterfall"') :]
    assert evidence.index("Before comparing") < evidence.index("same day") < evidence.index("Total")
    assert evidence.count('class="missing"') > 1
    assert "The score is not a decision." in evidence


@pytest.mark.parametrize(("turned", "shown"), [(False, "omar"), (True, "umar")])
def test_the_evidence_is_turned_with_the_sides(pages, turned, shown):
    step = Step(part=Part.GIVEN_NAME, left="omar", right="umar", rule=Rule.NAME_SIMILAR, weight_millibits=2500)
    found = evidence.steps(pages.languages.words("en"), [step], turned=turned)
    assert found["parts"][0]["value"] == shown
    assert found["total"] == 2.5


def test_an_unproposed_pair_can_be_looked_at_and_judged(site):
    one, other = make_notice("Zoubir Nejmaoui"), make_notice("Hakim Ouahati", state="TN")
    site.keep(one, other)
    client = site.client()
    assert "This pair is not proposed" in client.get(path_of(one, other)).text
    assert judge(site, client, path_of(one, other), "different").status_code == 303


@pytest.mark.parametrize("judgement", ["same", "different", "unsure"])
def test_a_judgement_is_recorded_and_the_next_pair_follows(site, judgement):
    first, second = make_pair(site, "Zoubir Nejmaoui"), make_pair(site, "Hakim Ouahati")
    client = site.client()
    current = client.get("/review/next", follow_redirects=False).headers["location"]
    other = path_of(*second) if current == path_of(*first) else path_of(*first)
    answer = judge(site, client, current, judgement)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{other}?done={judgement}&id=")
    assert "/withdraw" in client.get(answer.headers["location"]).text


def test_after_the_last_pair_comes_the_empty_work_list(site, two):
    answer = judge(site, site.client(), path_of(*two))
    assert answer.headers["location"].startswith("/review?done=same&id=")


def test_same_joins_two_notices_into_one_person(site, two):
    client = site.client()
    judge(site, client, path_of(*two))
    assert "person of 2 notices" in client.get(f"/persons/{two[0].id}").text


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_judgement_without_a_reason_is_asked_for_one(site, two, reason):
    answer = judge(site, site.client(), path_of(*two), "different", reason)
    assert answer.status_code == 422
    assert answer.text.count("Write the reason for: different persons.") == 2
    assert "<title>Error:" in answer.text
    assert 'aria-describedby="reason-error"' in answer.text


def test_no_judgement_at_all_keeps_the_reason(site, two):
    answer = judge(site, site.client(), path_of(*two), "perhaps", "The same father.")
    assert answer.status_code == 422
    assert 'value="The same father."' in answer.text


def test_a_reason_that_cannot_be_kept_is_refused_and_kept_in_the_field(site, two):
    answer = judge(site, site.client(), path_of(*two), "same", "x\u202ey")
    assert answer.status_code == 422
    assert "x\u202ey" in answer.text


def test_nothing_is_chosen_before_the_officer_chooses(site, two):
    page = site.client().get(path_of(*two)).text
    bar = page[page.index('id="decision"') :].partition("</form>")[0]
    assert "checked" not in bar
    assert "aria-pressed" not in bar
    assert bar.count('class="button plain"') == 4
    assert '<button type="submit" disabled hidden>' in bar.partition('value="same"')[0], "Enter must choose nothing"


def test_a_notice_that_changed_meanwhile_is_shown_anew(site, two):
    one, client, path = two[0], site.client(), path_of(*two)
    with site.node.database.write() as tx:
        body = replace(one.body, births=(PartialDate(year=1989),))
        keep(tx, one.amended(by="registry_officer", at=NOW, reason="Mistyped.", body=body), Act.NOTICE_CORRECTED)
    answer = judge(site, client, path, left_version="1", reason="The same father.")
    assert answer.status_code == 409
    assert "Nothing was recorded." in answer.text
    changed = answer.text[answer.text.index("stale-title") :].partition("</ul>")[0]
    assert "Birth" in changed
    assert "Mistyped." in changed
    assert 'value="The same father."' in answer.text
    assert 'name="left_version" value="2"' in answer.text
    assert judge(site, client, path).status_code == 303


def test_a_pair_that_somebody_judged_meanwhile_is_not_judged_over(site, two):
    client, path = site.client(), path_of(*two)
    judge(site, client, path, "different", "Other documents.")
    answer = judge(site, client, path, "same", link_version="0")
    assert answer.status_code == 409
    assert "Somebody judged it meanwhile" in answer.text
    assert "Other documents." in answer.text


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "٣"])
def test_versions_that_make_no_sense_are_a_conflict(site, two, version):
    assert judge(site, site.client(), path_of(*two), left_version=version).status_code == 409


def test_undo_right_after_needs_no_reason_and_leads_back(site, two):
    client, path = site.client(), path_of(*two)
    link = link_of(judge(site, client, path))
    answer = site.post(client, f"/review/links/{link}/withdraw", start="/review", undo_token="")
    assert answer.headers["location"] == f"{path}?done=withdrawn"
    page = client.get(path).text
    assert "Taken back right after." in page
    assert "taken back" in page
    assert "1 pair waits" in client.get("/review").text


def test_taking_back_later_needs_a_reason(site, two):
    client, path = site.client(), path_of(*two)
    link = link_of(judge(site, client, path))
    answer = site.post(client, f"/review/links/{link}/withdraw", start="/review", reason="  ")
    assert answer.status_code == 422
    assert 'id="withdraw-reason"' in answer.text
    assert '<details class="unprinted" open>' in answer.text
    answer = site.post(client, f"/review/links/{link}/withdraw", start="/review", reason="Another birth was found.")
    assert answer.status_code == 303
    assert "Another birth was found." in client.get(path).text


def test_taking_back_twice_is_a_conflict(site, two):
    client = site.client()
    link = link_of(judge(site, client, path_of(*two)))
    site.post(client, f"/review/links/{link}/withdraw", start="/review")
    assert site.post(client, f"/review/links/{link}/withdraw", start="/review").status_code == 409


def test_who_does_not_judge_takes_nothing_back(site, two):
    link = link_of(judge(site, site.client(), path_of(*two)))
    reader = site.client(Role.WATCH_OFFICER)
    assert site.post(reader, f"/review/links/{link}/withdraw", start="/").status_code == 403


def test_a_judged_pair_shows_who_when_why_and_can_be_judged_anew(site, two):
    client, path = site.client(), path_of(*two)
    judge(site, client, path, "unsure", "Too little is known.")
    judge(site, client, path, "same", "A document came.")
    page = client.get(path).text
    assert page.index("A document came.") < page.index("Too little is known.")
    assert "A. liaison_analyst" in page
    assert "decision-bar" in page


def test_a_deferred_pair_comes_back_at_once_or_after_a_day(site, two):
    client, path = site.client(), path_of(*two)
    answer = judge(site, client, path, "defer", "")
    assert answer.headers["location"] == f"/review?done=deferred&id={path.removeprefix('/review/pairs/')}"
    assert f'action="{path}/resume"' in client.get(answer.headers["location"]).text
    assert "No pair waits." in client.get("/review").text
    assert site.post(client, f"{path}/resume", start="/review").headers["location"] == f"{path}?done=resumed"
    assert "1 pair waits" in client.get("/review").text


def test_incompatible_measures_are_announced_before_the_judgement(site):
    one, other = make_pair(site, measure=Measure.ARREST)
    page = site.client().get(path_of(one, other)).text
    assert "the measures of the two owners are incompatible" in page


def test_judgements_are_listed_with_what_was_taken_back(site, two):
    client, path = site.client(), path_of(*two)
    link = link_of(judge(site, client, path, reason="The same father."))
    assert f"/review/links/{link}/withdraw" in client.get("/review/judgements?by=me").text
    site.post(client, f"/review/links/{link}/withdraw", start="/review", reason="Another birth was found.")
    page = client.get("/review/judgements").text
    assert "Another birth was found." in page
    assert f"/review/links/{link}/withdraw" not in page


def test_judgements_on_what_the_officer_may_not_see_do_not_exist(site):
    one, other = make_pair(site, minor=True, measure=Measure.PROTECT)
    assert "No pair waits." in site.client().get("/review").text
    assert site.client().get(path_of(one, other)).status_code == 404
    assert "1 pair waits" in site.client(Role.REGISTRY_OFFICER).get("/review").text


def test_contradictions_name_both_judgements(site):
    records = [make_notice("Zoubir Nejmaoui", made_at=NOW - timedelta(days=1)) for _ in range(3)]
    site.keep(*records)
    one, two, three = records
    client = site.client()
    judge(site, client, path_of(one, two), "different", "Two passports.")
    judge(site, client, path_of(one, three), "same", "One passport.")
    judge(site, client, path_of(two, three), "same", "One address.")
    page = client.get("/review/judgements").text
    assert "1 contradiction" in page
    part = page[page.index("1 contradiction") :].partition("</section>")[0]
    assert "Two passports." in part
    assert "One address." in part or "One passport." in part


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [
        ("Omar Ouahati", "Omar Wahati", (((5, 7),), ((5, 6),))),
        ("Zoubir Nejmaoui", "NEJMAOUI Zoubir", ((), ())),
        ("Aïssa", "AISSA", ((), ())),
        ("عيسى بن قمر", "عيسى بن ڨمر", (((8, 9),), ((8, 9),))),
        ("Zoubir Ben Omar", "Zoubir Omar", (((7, 10),), ())),
        ("Zoubir", "Hakim", ((), ())),
    ],
)
def test_letters_that_differ_are_marked(one, other, marked):
    assert differing(one, other) == marked


def test_the_work_list_says_how_many_notices_are_not_compared_yet(site):
    client = site.client()
    site.keep_unread(make_notice("Samir Kamari"))
    early = client.get("/review").text
    site.catch_up()
    assert "1 changed notice is still being compared" in early
    assert "still being compared" not in client.get("/review").text
