"""One's own account: sessions, purpose, password, second factors; and proving once more that it is oneself."""

import re
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from tests.conftest import NOW

from tansiq.domain.access import Role
from tansiq.domain.journal import Act
from tansiq.domain.session import IDLE
from tansiq.storage.errors import BusyError
from tansiq.web.app import create_app
from tansiq.web.desk import UNATTENDED

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


def seen(site):
    with site.node.database.read() as tx:
        account = tx.accounts.find(ANALYST)
        return [one.seen_at for one in tx.sessions.of(account, site.node.clock())]


@pytest.mark.parametrize(
    ("lang", "said"), [("ar", "30 دقيقة"), ("fr", "30 minutes"), ("en", "nothing was done for 30 minutes")]
)
def test_an_idle_session_ends_and_the_officer_is_told_why_and_led_back(site, lang, said):
    client = later(site, site.client(lang=lang), minutes=30)
    client.headers["accept-language"] = lang
    answer = client.get("/list?q=Zoubir", follow_redirects=False)
    assert answer.headers["location"] == "/sign-in?next=/list%3Fq%3DZoubir"
    page = client.get(answer.headers["location"]).text
    assert said in page
    assert 'name="next" value="/list?q=Zoubir"' in page


def test_who_signs_in_again_is_on_the_page_where_they_were(site):
    client = later(site, site.client(), minutes=31)
    site.post(client, "/sign-in", account=ANALYST, password=PASSWORD, next="/list?q=Zoubir")
    answer = site.post(client, "/sign-in/purpose", purpose="liaison", next="/list?q=Zoubir")
    assert answer.headers["location"] == "/list?q=Zoubir"
    assert "nothing was done" not in client.get("/me").text


def test_an_act_in_an_idle_session_is_not_done_and_leads_back_to_its_page_alone(site):
    client = later(site, site.client(), minutes=30)
    client.headers["referer"] = "http://testserver.local/me?done=proved"
    answer = site.post(client, "/me/purpose", purpose="operations")
    assert answer.headers["location"] == "/sign-in?next=/me%3Fdone%3Dproved"
    assert newest(site).act is not Act.PURPOSE_CHANGED


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example", "https://elsewhere.example//evil", "x"])
def test_nobody_is_led_back_to_another_site(site, referer):
    client = later(site, site.client(), minutes=30)
    client.headers["referer"] = referer
    onward = site.post(client, "/me/purpose", purpose="operations").headers["location"]
    assert "elsewhere" not in onward
    page = client.get(onward).text
    typed = re.findall(r'name="next" value="([^"]*)"', page.partition("sign-in")[2])[-1]
    assert typed == "/"
    answer = site.post(client, "/sign-in", account=ANALYST, password=PASSWORD, next=typed)
    assert answer.headers["location"] == "/sign-in/step"


def test_who_works_is_not_signed_out_until_the_shift_is_over(site):
    client = site.client()
    for minutes in range(20, 12 * 60, 20):
        client = later(site, client, minutes)
        assert client.get("/me", follow_redirects=False).status_code == 200
    client = later(site, client, 12 * 60)
    answer = client.get("/me", follow_redirects=False)
    assert "a session lasts 12 hours at most" in client.get(answer.headers["location"]).text


def test_use_is_written_once_a_minute_and_shown(site):
    client = site.client()
    later(site, client, 0.9).get("/me")
    assert seen(site) == [NOW]
    page = later(site, client, 5).get("/me").text
    assert seen(site) == [NOW + timedelta(minutes=5)]
    assert "Last activity" in page
    assert "23/11/2026 13:05" in page


def test_what_a_page_asks_by_itself_keeps_no_session_open(site):
    client = later(site, site.client(), minutes=20)
    client.headers[UNATTENDED] = "yes"
    assert client.get("/me", follow_redirects=False).status_code == 200
    assert seen(site) == [NOW]


def test_who_only_writes_is_here(site):
    client = later(site, site.client(), minutes=29)
    assert client.get("/me/here", follow_redirects=False).status_code == 204
    assert later(site, client, minutes=58).get("/me", follow_redirects=False).status_code == 200
    assert site.client(role=None).get("/me/here", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("minutes", [-3, -60, 30, 60 * 24 * 400])
def test_a_clock_that_jumps_in_a_session_that_was_used_opens_nothing(site, minutes):
    client = later(site, site.client(), minutes=25)
    client.get("/me")
    client = later(site, client, minutes=25 + minutes)
    assert client.get("/me", follow_redirects=False).status_code == 303
    assert seen(site) == []


def test_an_idle_session_is_in_no_list_and_no_count(site):
    site.client()
    administrator = later(site, site.client(Role.ADMINISTRATOR), minutes=0)
    assert "Nobody is signed in" not in administrator.get(f"/accounts/{ANALYST}").text
    with site.node.database.read() as tx:
        assert tx.sessions.counts(NOW + IDLE) == {}


def test_a_node_that_writes_for_long_lets_officers_read_on(site, monkeypatch):
    client = later(site, site.client(), minutes=5)

    def busy(*_, **__):
        raise BusyError

    monkeypatch.setattr(type(site.node.database), "write", busy)
    assert client.get("/me", follow_redirects=False).status_code == 200
