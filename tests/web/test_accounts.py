"""Accounts on the pages: administrators propose and close, others approve, nobody sees what guards them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW, make_id, make_notice

from tansiq.domain.access import GRANTS, Permission, Role
from tansiq.domain.approval import TwoPersonAct
from tansiq.domain.journal import Act

ANALYST = Role.LIAISON_ANALYST.value
FIELDS = {
    "account": "z.post",
    "name": "Z. Post",
    "role": "post_officer",
    "service": "Border Police",
    "clearance": "confidential",
    "compartments": "BLUE LAKE",
    "trainings": ["classified", "screening"],
    "mandate_until": "1/6/2027",
    "reason": "Begins on Monday.",
}
PASSWORD = re.compile(r'translate="no">((?:[0-9a-f]{6}-?){4})<')


@pytest.fixture
def administrator(site):
    return site.client(Role.ADMINISTRATOR)


def propose(site, client, **changes):
    answer = site.post(client, "/accounts/new", **{**FIELDS, **changes})
    return answer, answer.headers.get("location", "").partition("?")[0]


def decide(site, client, path, step="approve", reason=""):
    digest = re.search(r'name="digest" value="(\w+)"', client.get(path).text)
    return site.post(client, path, step=step, reason=reason, digest="" if digest is None else digest.group(1))


def find(site, account):
    with site.node.database.read() as tx:
        return tx.accounts.find(account)


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
@pytest.mark.parametrize("path", ["/accounts", "/accounts/new", f"/accounts/{ANALYST}", f"/accounts/{ANALYST}/change"])
def test_the_pages_speak(site, path, lang, direction):
    answer = site.client(Role.ADMINISTRATOR, lang).get(path)
    assert answer.status_code == 200
    assert f'lang="{lang}" dir="{direction}"' in answer.text


@pytest.mark.parametrize("role", list(Role))
def test_only_administrators_see_accounts(site, role):
    expected = 200 if Permission.ACCOUNT_READ in GRANTS[role] else 403
    client = site.client(role)
    for path in ("/accounts", "/accounts/new", f"/accounts/{ANALYST}"):
        assert client.get(path).status_code == expected


@pytest.mark.parametrize("role", [r for r in Role if Permission.ACCOUNT_MANAGE not in GRANTS[r]])
def test_nobody_else_changes_one(site, role):
    client = site.client(role)
    acts = ("change", "recover", "clearance", "close", "end-sessions")
    for path in ("new", *(f"{ANALYST}/{act}" for act in acts)):
        assert site.post(client, f"/accounts/{path}", **FIELDS).status_code == 403
    assert find(site, ANALYST).closed_at is None


def test_an_account_begins_with_two_persons_and_a_password_that_the_first_never_sees(site, administrator):
    answer, path = propose(site, administrator)
    assert answer.status_code == 303
    assert find(site, "z.post") is None
    assert 'value="approve"' not in administrator.get(path).text
    assert decide(site, administrator, path).status_code == 403
    shown = decide(site, site.client(Role.REGISTRY_OFFICER), path)
    password = PASSWORD.search(shown.text).group(1)
    assert find(site, "z.post").compartments == ("BLUE LAKE",)
    assert password not in administrator.get(path).text
    new = site.client(role=None)
    assert site.post(new, "/sign-in", account="z.post", password=password).status_code == 303
    assert "Choose a password" in new.get("/sign-in/step").text


def test_the_hint_of_cases_fits_the_form(site, administrator):
    assert "Blank leaves those there are" not in administrator.get("/accounts/new").text
    assert "Blank leaves those there are" in administrator.get(f"/accounts/{ANALYST}/change").text


def test_what_the_second_person_sees_is_what_they_approve(site, administrator):
    _, path = propose(site, administrator)
    page = site.client(Role.REGISTRY_OFFICER).get(path).text
    for said in ("z.post", "Z. Post", "post officer", "Border Police", "BLUE LAKE", "01/06/2027", "Begins on Monday."):
        assert said in page
    assert find(site, "z.post") is None


def test_a_proposal_is_rejected_with_a_reason(site, administrator):
    _, path = propose(site, administrator)
    registrar = site.client(Role.REGISTRY_OFFICER)
    assert decide(site, registrar, path, "reject").status_code == 422
    assert decide(site, registrar, path, "reject", "Not known to us.").headers["location"] == "/approvals?done=rejected"
    assert decide(site, registrar, path).status_code == 409
    assert find(site, "z.post") is None


def test_a_proposal_is_withdrawn_by_its_proposer_alone(site, administrator):
    _, path = propose(site, administrator)
    assert decide(site, site.client(Role.REGISTRY_OFFICER), path, "withdraw").status_code == 403
    assert decide(site, administrator, path, "withdraw").status_code == 303
    assert decide(site, site.client(Role.REGISTRY_OFFICER), path).status_code == 409


@pytest.mark.parametrize("step", ["", "expire", "delete", "'"])
def test_a_step_that_is_none_is_refused(site, administrator, step):
    _, path = propose(site, administrator)
    assert decide(site, site.client(Role.REGISTRY_OFFICER), path, step).status_code == 404


def test_an_approval_does_not_exist_for_whom_it_does_not_concern(site, administrator):
    _, path = propose(site, administrator)
    assert site.client(Role.WATCH_OFFICER).get(path).status_code == 404
    assert site.client(Role.OVERSIGHT_INSPECTOR).get(path).status_code == 403
    assert administrator.get(f"/approvals/{make_id()}").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("account", "", "Enter this"),
        ("account", "a..b", "single points or strokes"),
        ("account", "администратор", "single points or strokes"),
        ("clearance", "secret", "This role reads no such level"),
        ("mandate_until", "", "Enter this"),
        ("mandate_until", "1/6/2040", "three years at most"),
        ("mandate_until", "1/6/2020", "in the past"),
        ("role", "king", "Choose a value"),
        ("trainings", ["classified", "magic"], "Choose a value"),
        ("cases", "no identifier", "expected form"),
        ("reason", "", "Enter this"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_what_was_typed_stays(site, administrator, field, value, said):
    answer, _ = propose(site, administrator, **{field: value})
    assert answer.status_code == 422
    assert said in answer.text
    assert field == "name" or "Z. Post" in answer.text


@pytest.mark.parametrize("name", ["liaison_analyst", "l1aison.analyst", "LIAISON_ANALYST", "ｌiaison_analyst"])
def test_a_name_that_is_taken_or_looks_alike_is_said(site, administrator, name):
    answer, _ = propose(site, administrator, account=name)
    assert answer.status_code == 422
    assert "This name" in answer.text


def test_fields_that_the_form_does_not_have_set_nothing(site, administrator):
    _, path = propose(site, administrator, state="TN", password_hash="x", must_change="", closed_at="", totp="x")
    decide(site, site.client(Role.REGISTRY_OFFICER), path)
    made = find(site, "z.post")
    assert (made.state, made.totp, made.must_change) == ("DZ", None, True)


def test_a_change_shows_what_was_before_and_identifiers_of_cases_to_nobody(site, administrator):
    case = make_id()
    with site.node.database.write() as tx:
        tx.accounts.change(ANALYST, cases=(case,))
    for path in (f"/accounts/{ANALYST}", f"/accounts/{ANALYST}/change", "/accounts"):
        assert str(case) not in administrator.get(path).text
    fields = {**FIELDS, "name": "A. liaison_analyst", "role": ANALYST, "clearance": "restricted"}
    answer = site.post(administrator, f"/accounts/{ANALYST}/change", **fields)
    path = answer.headers["location"].partition("?")[0]
    registrar = site.client(Role.REGISTRY_OFFICER)
    assert "Secret" in registrar.get(path).text
    assert decide(site, registrar, path).headers["location"] == "/approvals?done=approved"
    assert find(site, ANALYST).cases == (case,)
    assert find(site, ANALYST).clearance.value == "restricted"


def test_a_recovery_takes_the_factors_and_hands_out_a_password(site, administrator):
    with site.node.database.write() as tx:
        tx.accounts.change(ANALYST, totp=b"sealed")
    answer = site.post(administrator, f"/accounts/{ANALYST}/recover", reason="They came with their card.")
    shown = decide(site, site.client(Role.REGISTRY_OFFICER), answer.headers["location"].partition("?")[0])
    assert PASSWORD.search(shown.text)
    assert find(site, ANALYST).totp is None


LOWER = {"clearance": "restricted", "why": "They left the desk."}


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "end of a clearance"), ("fr", "fin d’une habilitation"), ("ar", "إنهاء تأهيل أمني")],
)
def test_a_clearance_ends_early_by_two_persons(site, administrator, lang, said):
    analyst = site.client()
    path = site.post(administrator, f"/accounts/{ANALYST}/clearance", **LOWER).headers["location"].partition("?")[0]
    assert find(site, ANALYST).clearance.value == "secret"
    assert decide(site, administrator, path).status_code == 403
    assert 'value="approve"' not in analyst.get(path).text
    registrar = site.client(Role.REGISTRY_OFFICER, lang)
    shown = registrar.get(path).text
    assert said in shown
    assert "A. liaison_analyst" in shown
    assert "They left the desk." in shown
    assert decide(site, registrar, path).headers["location"] == "/approvals?done=approved"
    assert find(site, ANALYST).clearance.value == "restricted"
    assert analyst.get("/list", follow_redirects=False).status_code == 303


def test_a_clearance_is_not_ended_twice_from_what_it_was(site, administrator):
    path = site.post(administrator, f"/accounts/{ANALYST}/clearance", **LOWER).headers["location"].partition("?")[0]
    assert "waits already" in site.post(administrator, f"/accounts/{ANALYST}/clearance", **LOWER).text
    with site.node.database.write() as tx:
        tx.accounts.change(ANALYST, clearance="confidential")
    assert decide(site, site.client(Role.REGISTRY_OFFICER), path).status_code == 409
    assert find(site, ANALYST).clearance.value == "confidential"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"clearance": "secret"}, "Choose a value"),
        ({"clearance": "top_secret"}, "Choose a value"),
        ({"clearance": "king"}, "Choose a value"),
        ({"why": ""}, "Enter this"),
    ],
)
def test_a_clearance_only_becomes_lower_and_for_a_reason(site, administrator, changes, said):
    answer = site.post(administrator, f"/accounts/{ANALYST}/clearance", **{**LOWER, **changes})
    assert answer.status_code == 422
    assert said in answer.text


def test_a_clearance_ends_for_the_account_of_the_address_alone(site, administrator):
    more = {"account": "registry_officer", "id": "registry_officer", "before": "unclassified", "after": "top_secret"}
    path = site.post(administrator, f"/accounts/{ANALYST}/clearance?account=registry_officer", **LOWER, **more)
    decide(site, site.client(Role.REGISTRY_OFFICER), path.headers["location"].partition("?")[0])
    assert find(site, ANALYST).clearance.value == "restricted"
    assert find(site, "registry_officer").clearance.value == "secret"


def test_who_has_no_clearance_can_lose_none(site, administrator):
    page = administrator.get(f"/accounts/{Role.BORDER_PLANNER.value}").text
    assert "End the clearance" not in page


def test_a_recovery_without_a_reason_is_said_at_its_field(site, administrator):
    answer = site.post(administrator, f"/accounts/{ANALYST}/recover", reason="")
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text


def test_closing_ends_the_sessions_at_once(site, administrator):
    client = site.client()
    assert site.post(administrator, f"/accounts/{ANALYST}/close").status_code == 303
    assert client.get("/list", follow_redirects=False).status_code == 303
    assert "closed" in administrator.get(f"/accounts/{ANALYST}").text


def test_an_administrator_ends_sessions_and_not_their_own_account(site, administrator):
    client = site.client()
    assert site.post(administrator, f"/accounts/{ANALYST}/end-sessions").status_code == 303
    assert client.get("/list", follow_redirects=False).status_code == 303
    assert site.post(administrator, f"/accounts/{Role.ADMINISTRATOR.value}/close").status_code == 409


def test_pages_hold_no_hash_and_no_secret(site, administrator):
    for path in ("/accounts", f"/accounts/{ANALYST}", f"/accounts/{ANALYST}/change"):
        assert "argon2" not in administrator.get(path).text


def test_break_glass_is_asked_for_approved_and_seen_on_every_page(site):
    watch = site.client(Role.WATCH_OFFICER)
    fields = {"record": str(make_id()), "minutes": "60", "reason": "He stands before me."}
    path = site.post(watch, "/break-glass", **fields).headers["location"].partition("?")[0]
    assert "Break-glass is open" not in watch.get("/approvals").text
    assert decide(site, site.client(), path).status_code == 303
    assert "Break-glass is open to you until 14:00" in watch.get("/approvals").text
    with site.node.database.read() as tx:
        glass = tx.accounts.glasses(standing_at=NOW)[0]
        assert Act.GLASS_BROKEN in [line.entry.act for line in tx.journal.page()]
    assert glass.until == NOW + timedelta(hours=1)
    assert site.post(site.client(Role.REGISTRY_OFFICER), f"/break-glass/{glass.id}/close").status_code == 404
    assert site.post(watch, f"/break-glass/{glass.id}/close").status_code == 303
    assert "Break-glass is open" not in watch.get("/approvals").text


@pytest.mark.parametrize(
    "changes", [{"record": ""}, {"record": "x"}, {"compartment": "LAKE"}, {"minutes": "99999"}, {"reason": ""}]
)
def test_a_request_that_cannot_be_is_refused_at_its_field(site, changes):
    fields = {"record": str(make_id()), "minutes": "60", "reason": "He stands before me.", **changes}
    assert site.post(site.client(Role.WATCH_OFFICER), "/break-glass", **fields).status_code == 422


@pytest.mark.parametrize("role", list(Role))
def test_only_those_of_the_table_ask_for_break_glass(site, role):
    expected = 200 if Permission.BREAK_GLASS_PROPOSE in GRANTS[role] else 403
    assert site.client(role).get("/break-glass").status_code == expected


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_table_of_two_persons_speaks_and_says_when_nothing_waits(site, lang, direction):
    page = site.client(lang=lang).get("/approvals").text
    assert f'lang="{lang}" dir="{direction}"' in page
    assert page.count('<th scope="row">') == len(TwoPersonAct)


def test_a_notice_is_erased_before_its_time_by_two_registry_officers(site):
    notice = make_notice("Zoubir Nejmaoui")
    site.keep(notice)
    with site.node.database.write() as tx:
        second = replace(tx.accounts.find(Role.REGISTRY_OFFICER.value), id="second.registrar")
        tx.accounts.add(second)
    registrar = site.client(Role.REGISTRY_OFFICER)
    assert f"/notices/{notice.id}/erase" in registrar.get(f"/notices/{notice.id}").text
    assert site.post(registrar, f"/notices/{notice.id}/erase", seen="1").status_code == 422
    assert site.post(registrar, f"/notices/{notice.id}/erase", seen="2", reason="Wrong.").status_code == 409
    path = site.post(registrar, f"/notices/{notice.id}/erase", seen="1", reason="Wrong.").headers["location"]
    other = site.client(role=None)
    site.post(other, "/sign-in", account="second.registrar", password="ten invented words")
    site.post(other, "/sign-in/purpose", purpose="registry")
    assert decide(site, other, path.partition("?")[0]).headers["location"] == "/approvals?done=approved"
    assert registrar.get(f"/notices/{notice.id}").status_code == 404


@pytest.mark.parametrize("role", [r for r in Role if Permission.NOTICE_WRITE not in GRANTS[r]])
def test_only_who_may_change_a_notice_proposes_its_erasure(site, role):
    notice = make_notice("Zoubir Nejmaoui")
    site.keep(notice)
    client = site.client(role)
    assert client.get(f"/notices/{notice.id}/erase").status_code in (403, 404)
    assert site.post(client, f"/notices/{notice.id}/erase", seen="1", reason="x").status_code in (403, 404)
