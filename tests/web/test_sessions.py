"""One's own account: sessions, purpose, password, second factors; and proving once more that it is oneself."""

import re
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from tests.conftest import NOW

from tansiq.domain.access import Role
from tansiq.domain.journal import Act
from tansiq.web.app import create_app

ANALYST = Role.LIAISON_ANALYST.value
PASSWORD = "ten invented words"
SECRET = re.compile(r'translate="no">((?:[A-Z2-7]{4} ?)+)<')


def later(site, client, minutes):
    """A client with the same cookies, some minutes later."""
    site.node = replace(site.node, clock=lambda: NOW + timedelta(minutes=minutes))
    site.app = create_app(site.node)
    found = site.client(role=None)
    for cookie in client.cookies.jar:
        found.cookies.set(cookie.name, cookie.value, domain="testserver.local")
    return found


def newest(site):
    with site.node.database.read() as tx:
        return tx.journal.page(limit=1)[0].entry


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_own_page_speaks(site, lang, direction):
    answer = site.client(lang=lang).get("/me")
    assert answer.status_code == 200
    assert f'lang="{lang}" dir="{direction}"' in answer.text


def test_a_stranger_is_sent_to_the_sign_in_page_and_back(site):
    answer = site.client(role=None).get("/me", follow_redirects=False)
    assert answer.headers["location"] == "/sign-in?next=/me"


def test_a_form_without_its_token_is_refused(site):
    assert site.client(role=None).post("/sign-out", follow_redirects=False).status_code == 403


def test_sign_out_ends_the_session_at_the_node(site):
    client = site.client()
    token = client.cookies["tansiq-dz"]
    site.post(client, "/sign-out")
    other = site.client(role=None)
    other.cookies.set("tansiq-dz", token)
    assert other.get("/sign-in", follow_redirects=False).status_code == 200


def test_a_form_from_another_site_is_refused(site):
    client = site.client()
    client.headers["sec-fetch-site"] = "cross-site"
    assert site.post(client, "/settings", lang="fr").status_code == 403


def test_another_session_of_ones_own_is_ended_and_no_other(site):
    first, second, stranger = site.client(), site.client(), site.client(Role.REGISTRY_OFFICER)
    ends = re.findall(r"/me/sessions/[0-9a-f-]+/end", first.get("/me").text)
    assert len(ends) == 1
    assert site.post(stranger, ends[0]).status_code == 404
    assert site.post(first, ends[0]).status_code == 303
    assert second.get("/me", follow_redirects=False).status_code == 303
    assert newest(site).act is Act.SESSION_REVOKED


def test_a_changed_purpose_is_in_the_journal(site):
    client = site.client()
    assert site.post(client, "/me/purpose", purpose="operations").status_code == 303
    assert (newest(site).act, newest(site).detail) == (Act.PURPOSE_CHANGED, "liaison operations")
    assert "the operations room" in client.get("/me").text


@pytest.mark.parametrize("purpose", ["", "registry", "administration", "'"])
def test_a_purpose_of_another_role_is_refused(site, purpose):
    assert site.post(site.client(), "/me/purpose", purpose=purpose).status_code == 422


def test_another_password_needs_the_one_there_is_and_ends_other_sessions(site):
    client, other = site.client(), site.client()
    assert site.post(client, "/me/password", current="wrong", wanted="ten other words").status_code == 422
    assert site.post(client, "/me/password", current=PASSWORD, wanted="short").status_code == 422
    assert site.post(client, "/me/password", current=PASSWORD, wanted="ten other words").status_code == 303
    assert client.get("/me", follow_redirects=False).status_code == 200
    assert other.get("/me", follow_redirects=False).status_code == 303


def test_codes_are_enrolled_and_asked_for_at_the_next_sign_in(site):
    client = site.client()
    totp = pyotp.TOTP(SECRET.search(client.get("/me").text).group(1).replace(" ", ""))
    assert site.post(client, "/me/codes", code="12").status_code == 422
    assert site.post(client, "/me/codes", code=totp.at(NOW)).headers["location"] == "/me?done=factor"
    again = site.client(role=None)
    site.post(again, "/sign-in", account=ANALYST, password=PASSWORD)
    assert "Your second factor" in again.get("/sign-in/step").text


def test_a_factor_is_not_enrolled_by_who_sat_down_at_an_open_session(site):
    client = later(site, site.client(), minutes=6)
    totp = pyotp.TOTP(SECRET.search(client.get("/me").text).group(1).replace(" ", ""))
    answer = site.post(client, "/me/codes", code=totp.at(NOW + timedelta(minutes=6)))
    assert answer.headers["location"].startswith("/prove?next=")


def test_a_proof_counts_for_five_minutes(site):
    client = later(site, site.client(), minutes=6)
    assert site.post(client, "/prove", password="wrong", next="/me").status_code == 422
    assert site.post(client, "/prove", password=PASSWORD, next="/me").headers["location"] == "/me?done=proved"
    assert newest(site).act is Act.IDENTITY_PROVED
    totp = pyotp.TOTP(SECRET.search(client.get("/me").text).group(1).replace(" ", ""))
    answer = site.post(client, "/me/codes", code=totp.at(NOW + timedelta(minutes=6)))
    assert answer.headers["location"] == "/me?done=factor"


def test_wrong_proofs_count_as_wrong_passwords_do(site):
    client = site.client()
    for _ in range(5):
        answer = site.post(client, "/prove", password="wrong")
    assert "Wait 5 seconds" in answer.text
    assert site.post(client, "/prove", password=PASSWORD).status_code == 422


def test_a_proof_leads_to_no_other_site(site):
    answer = site.post(site.client(), "/prove", password=PASSWORD, next="//elsewhere.example")
    assert answer.headers["location"] == "/?done=proved"
