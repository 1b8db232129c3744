"""Signing in, step by step: what a wrong step, a replay or another site gets is nothing."""

import re
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from tests.conftest import NOW

from tansiq.domain.access import STATED, Role
from tansiq.domain.journal import Act
from tansiq.web.app import create_app

ANALYST = Role.LIAISON_ANALYST.value
PASSWORD = "ten invented words"
SECRET = re.compile(r'translate="no">((?:[A-Z2-7]{4} ?)+)<')


def clock_at(site, now):
    """The site, at another time, with second factors demanded as at every node but an exercise."""
    site.node = replace(site.node, clock=lambda: now, guards=replace(site.node.guards, second_factor=True))
    site.app = create_app(site.node)
    return site


@pytest.fixture
def strict(site):
    return clock_at(site, NOW)


def begin(site, account=ANALYST, password=PASSWORD):
    client = site.client(role=None)
    answer = site.post(client, "/sign-in", account=account, password=password)
    return client, answer


def enrol(site, client, now=NOW):
    """Enrols codes; returns what makes them."""
    page = client.get("/sign-in/step").text
    totp = pyotp.TOTP(SECRET.search(page).group(1).replace(" ", ""))
    answer = site.post(client, "/sign-in/enrol-code", code=totp.at(now))
    assert answer.status_code == 303
    return totp


def finish(site, client, purpose="liaison"):
    return site.post(client, "/sign-in/purpose", purpose=purpose)


def acts(site):
    with site.node.database.read() as tx:
        return [line.entry.act for line in tx.journal.page()]


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_sign_in_page_speaks(site, lang, direction):
    answer = site.client(role=None, lang=lang).get("/sign-in")
    assert answer.status_code == 200
    assert f'lang="{lang}" dir="{direction}"' in answer.text


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_steps_speak(strict, lang, direction):
    client, _ = begin(strict)
    client.headers["accept-language"] = lang
    answer = client.get("/sign-in/step")
    assert f'lang="{lang}" dir="{direction}"' in answer.text
    assert "<svg" in answer.text
    assert 'data-passkey="create"' in answer.text


def test_a_wrong_password_is_refused_without_saying_which_part_is_wrong(site):
    _, known = begin(site, password="wrong")
    _, unknown = begin(site, account="nobody", password="wrong")
    assert known.status_code == unknown.status_code == 422
    assert "tansiq-dz" not in known.headers.get("set-cookie", "").replace("tansiq-dz-csrf", "")


def test_an_account_waits_after_five_wrong_passwords(site):
    for _ in range(5):
        _, answer = begin(site, password="wrong")
    _, right = begin(site)
    assert "Wait 5 seconds" in answer.text
    assert right.status_code == 422


def test_a_password_alone_opens_no_page(strict):
    client, answer = begin(strict)
    assert answer.headers["location"] == "/sign-in/step"
    assert "tansiq-dz=" not in answer.headers["set-cookie"]
    assert client.get("/list", follow_redirects=False).headers["location"].startswith("/sign-in")


def test_the_token_of_a_half_sign_in_is_no_session(strict):
    client, _ = begin(strict)
    other = strict.client(role=None)
    other.cookies.set("tansiq-dz", client.cookies["tansiq-dz-half"])
    assert other.get("/me", follow_redirects=False).status_code == 303


def test_nobody_skips_the_second_factor(strict):
    client, _ = begin(strict)
    assert finish(strict, client).headers["location"] == "/sign-in"
    assert "tansiq-dz=" not in finish(strict, client).headers.get("set-cookie", "")


def test_a_second_factor_is_enrolled_at_the_first_sign_in(strict):
    client, _ = begin(strict)
    enrol(strict, client)
    assert finish(strict, client).headers["location"] == "/"
    assert client.get("/me").status_code == 200
    assert acts(strict)[:2] == [Act.SIGNED_IN, Act.FACTOR_ENROLLED]


def test_a_wrong_first_code_enrols_nothing(strict):
    client, _ = begin(strict)
    answer = strict.post(client, "/sign-in/enrol-code", code="000000")
    assert answer.status_code == 422
    assert "Look at the clock" in answer.text


def test_who_has_a_factor_cannot_enrol_another_instead_of_giving_it(strict):
    client, _ = begin(strict)
    totp = enrol(strict, client)
    thief, _ = begin(strict)
    answer = strict.post(thief, "/sign-in/enrol-code", code=totp.at(NOW))
    assert answer.headers["location"] == "/sign-in"


def test_a_code_is_asked_for_from_then_on_and_counts_once(strict):
    client, _ = begin(strict)
    totp = enrol(strict, client)
    later = NOW + timedelta(minutes=2)
    clock_at(strict, later)
    for expected in (303, 422):
        again, _ = begin(strict)
        assert "data-focus" in again.get("/sign-in/step").text
        assert strict.post(again, "/sign-in/code", code=totp.at(later)).status_code == expected


def test_wrong_codes_count_as_wrong_passwords_do(strict):
    client, _ = begin(strict)
    enrol(strict, client)
    again, _ = begin(strict)
    for _ in range(5):
        answer = strict.post(again, "/sign-in/code", code="000000")
    assert "Wait 5 seconds" in answer.text
    _, right = begin(strict)
    assert right.status_code == 422


def test_a_password_that_somebody_else_set_is_changed_first(strict):
    with strict.node.database.write() as tx:
        tx.accounts.change(ANALYST, must_change=True)
    client, _ = begin(strict)
    assert "Choose a password" in client.get("/sign-in/step").text
    assert strict.post(client, "/sign-in/password", password=PASSWORD).status_code == 422
    assert strict.post(client, "/sign-in/password", password="short").status_code == 422
    assert strict.post(client, "/sign-in/password", password="ten other words").status_code == 303
    assert "Enrol a second factor" in client.get("/sign-in/step").text


def test_a_session_needs_a_purpose_of_its_role(site):
    client, _ = begin(site)
    assert finish(site, client, purpose="").status_code == 422
    assert finish(site, client, purpose="registry").status_code == 422
    assert finish(site, client, purpose="operations").status_code == 303
    assert "the operations room" in client.get("/").text


def test_a_half_sign_in_ends_after_ten_minutes(strict):
    client, _ = begin(strict)
    clock_at(strict, NOW + timedelta(minutes=11))
    later = strict.client(role=None)
    later.cookies.set("tansiq-dz-half", client.cookies["tansiq-dz-half"])
    assert later.get("/sign-in/step", follow_redirects=False).headers["location"] == "/sign-in"


def test_a_half_sign_in_ends_when_the_clock_is_set_back(strict):
    client, _ = begin(strict)
    token = client.cookies["tansiq-dz-half"]
    back = clock_at(strict, NOW - timedelta(minutes=3)).client(role=None)
    back.cookies.set("tansiq-dz-half", token)
    assert back.get("/sign-in/step", follow_redirects=False).headers["location"] == "/sign-in"


def test_a_mandate_that_ended_refuses_sign_in_and_closes_sessions(site):
    client = site.client()
    with site.node.database.write() as tx:
        tx.accounts.change(ANALYST, mandate_until=NOW.date() - timedelta(days=1))
    assert client.get("/list", follow_redirects=False).status_code == 303
    _, answer = begin(site)
    assert answer.status_code == 422
    assert "its mandate has ended" in answer.text


def test_a_session_that_the_client_invented_is_never_taken_over(site):
    client = site.client(role=None)
    client.cookies.set("tansiq-dz", "planted")
    client.cookies.set("tansiq-dz-half", "planted too")
    site.sign_in(client, Role.LIAISON_ANALYST)
    assert client.cookies.get("tansiq-dz", domain="testserver.local") != "planted"


def test_next_never_leads_to_another_site(site):
    for where in ("//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example"):
        client = site.client(role=None)
        answer = site.post(client, "/sign-in", account=ANALYST, password=PASSWORD, next=where)
        assert answer.headers["location"] == "/sign-in/step"
        answer = site.post(client, "/sign-in/purpose", purpose=STATED[Role.LIAISON_ANALYST][0].value, next=where)
        assert answer.headers["location"] == "/"


def test_next_leads_back_to_the_page_that_was_wanted(site):
    client = site.client(role=None)
    answer = site.post(client, "/sign-in", account=ANALYST, password=PASSWORD, next="/list?q=x")
    assert answer.headers["location"] == "/sign-in/step?next=/list%3Fq%3Dx"
    answer = site.post(client, "/sign-in/purpose", purpose="liaison", next="/list?q=x")
    assert answer.headers["location"] == "/list?q=x"
