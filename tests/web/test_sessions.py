"""Signing in and out."""

import pytest

from tansiq.domain.access import Role


def test_a_stranger_is_sent_to_the_sign_in_page_and_back(site):
    client = site.client(role=None)
    answer = client.post("/sign-out", follow_redirects=False)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("lang", "direction", "heading"), [("ar", "rtl", ""), ("fr", "ltr", ""), ("en", "ltr", "Sign in")]
)
def test_the_sign_in_page_speaks(site, lang, direction, heading):
    answer = site.client(role=None, lang=lang).get("/sign-in")
    assert answer.status_code == 200
    assert f'lang="{lang}" dir="{direction}"' in answer.text
    assert heading in answer.text


def test_a_wrong_password_is_refused_without_saying_which_part_is_wrong(site):
    client = site.client(role=None)
    known = site.post(client, "/sign-in", account=Role.LIAISON_ANALYST.value, password="wrong")
    unknown = site.post(client, "/sign-in", account="nobody", password="wrong")
    assert known.status_code == unknown.status_code == 422
    assert "tansiq-dz=" not in known.headers.get("set-cookie", "")


def test_an_account_waits_after_five_wrong_passwords(site):
    client = site.client(role=None)
    for _ in range(5):
        answer = site.post(client, "/sign-in", account=Role.LIAISON_ANALYST.value, password="wrong")
    right = site.post(client, "/sign-in", account=Role.LIAISON_ANALYST.value, password="ten invented words")
    assert "Wait 5 seconds" in answer.text
    assert right.status_code == 422


def test_a_session_that_the_client_invented_is_never_taken_over(site):
    client = site.client(role=None)
    client.cookies.set("tansiq-dz", "planted")
    site.sign_in(client, Role.LIAISON_ANALYST)
    assert client.cookies.get("tansiq-dz", domain="testserver.local") != "planted"


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


def test_next_never_leads_to_another_site(site):
    client = site.client(role=None)
    answer = site.post(
        client,
        "/sign-in",
        account=Role.LIAISON_ANALYST.value,
        password="ten invented words",
        next="//elsewhere.example",
    )
    assert answer.headers["location"] == "/"
