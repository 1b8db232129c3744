"""Pages of partners and agreements: words to compare, keys, terms; every act waits for a second person."""

import secrets

import pytest
from tests.conftest import NOW
from tests.unit.services.exchange import make_agreement
from tests.web.conftest import CSRF

from tansiq.domain.access import Role
from tansiq.federation.cards import parse_card, words
from tansiq.services import agreements, cards, enrolments
from tansiq.services.cards import Says
from tansiq.trust.keyrings import Keyring

RING = Keyring.made(now=NOW, entropy=secrets.token_bytes)
CARD = cards.own_card(Says(state="TN", title="Node of the tests", address=""), RING, now=NOW)
LANGS = ["ar", "fr", "en"]


def bring(site, client, data):
    client.get("/partners")
    return client.post("/partners/card", data={"_csrf_token": client.cookies[CSRF]}, files={"card": ("tn.card", data)})


@pytest.fixture
def known(site):
    with site.node.database.write() as tx:
        enrolments.enrol(tx, "DZ", CARD, by="operator", now=NOW)
    return site


@pytest.fixture
def agreed(known):
    record = make_agreement("DZ", "TN")
    with known.node.database.write() as tx:
        agreements.propose(tx, record)
    return known, record


@pytest.mark.parametrize("lang", LANGS)
def test_without_partners_the_page_says_what_to_do(site, lang):
    assert site.client(Role.ADMINISTRATOR, lang).get("/partners").status_code == 200


@pytest.mark.parametrize("lang", LANGS)
def test_a_card_is_shown_in_words_before_it_is_proposed(site, lang):
    page = bring(site, site.client(Role.ADMINISTRATOR, lang), CARD)
    assert page.status_code < 400
    assert all(" · ".join(words(parse_card(CARD).card, one)) in page.text for one in LANGS)


def test_what_is_no_card_is_refused_in_words(site):
    page = bring(site, site.client(Role.ADMINISTRATOR), b"nonsense")
    assert page.status_code == 422
    assert "damaged on the way" in page.text


def test_an_enrolment_waits_for_a_second_person_who_sees_the_words(site):
    import base64

    client = site.client(Role.ADMINISTRATOR)
    told = site.post(client, "/partners", card=base64.b64encode(CARD).decode(), reason="Compared by voice.")
    assert told.status_code == 303
    page = site.client(Role.LIAISON_ANALYST).get(told.headers["location"]).text
    assert " · ".join(words(parse_card(CARD).card, "fr")) in page
    assert 'value="approve"' in page


def test_only_administrators_propose(known):
    client = known.client(Role.LIAISON_ANALYST)
    assert known.post(client, "/partners/TN/end", reason="Over.").status_code == 403
    assert known.client(Role.POST_OFFICER).get("/partners").status_code == 403


@pytest.mark.parametrize("lang", LANGS)
def test_a_partner_has_its_keys_on_its_page(known, lang):
    page = known.client(Role.ADMINISTRATOR, lang).get("/partners/TN").text
    assert parse_card(CARD).signed_by in page
    assert known.client(Role.ADMINISTRATOR).get("/partners/LY").status_code == 404


def test_a_revocation_and_an_end_wait_for_a_second_person(known):
    client = known.client(Role.ADMINISTRATOR)
    key = parse_card(CARD).signed_by
    assert known.post(client, "/partners/TN/revoke", key=key, reason="Stolen.").status_code == 303
    assert known.post(client, "/partners/TN/revoke", key=key, reason="Stolen.").status_code == 409
    assert known.post(client, "/partners/TN/end", reason="").status_code == 422
    assert known.post(client, "/partners/TN/end", reason="Over.").status_code == 303


@pytest.mark.parametrize("lang", LANGS)
def test_an_agreement_is_a_table_that_one_can_read(agreed, lang):
    site, record = agreed
    client = site.client(Role.LIAISON_ANALYST, lang)
    assert str(record.id) in client.get("/agreements").text
    assert record.body.title in client.get(f"/agreements/{record.id}").text


def test_a_signature_and_an_end_wait_for_a_second_person(agreed):
    site, record = agreed
    client = site.client(Role.LIAISON_ANALYST)
    path = f"/agreements/{record.id}"
    assert site.post(client, f"{path}/sign", seen="1", reason="As decided.").status_code == 303
    assert site.post(client, f"{path}/sign", seen="2", reason="As decided.").status_code == 409
    assert site.post(client, f"{path}/end", seen="1", reason="").status_code == 422
    assert site.post(client, f"{path}/end", seen="1", reason="Over.").status_code == 303


FIELDS = {
    "title": "Agreement of the tests",
    "parties": "TN",
    "valid_from": "1/1/2026",
    "valid_until": "1/1/2028",
    "reason": "As decided.",
    **{f"{way}.kinds": "notice" for way in ("ours", "theirs")},
    **{f"{way}.level": "secret" for way in ("ours", "theirs")},
    **{f"{way}.purposes": "liaison" for way in ("ours", "theirs")},
    "ours.standing": "yes",
}


@pytest.mark.parametrize("lang", LANGS)
def test_a_proposed_agreement_is_shown_whole_to_the_second_person(known, lang):
    client = known.client(Role.LIAISON_ANALYST, lang)
    assert client.get("/agreements/new").status_code == 200
    told = known.post(client, "/agreements/new", **FIELDS)
    assert told.status_code == 303
    page = known.client(Role.REGISTRY_OFFICER, lang).get(told.headers["location"]).text
    assert "Agreement of the tests" in page
    assert 'value="approve"' in page


def test_the_form_reads_as_its_language_does(known):
    client = known.client(Role.LIAISON_ANALYST, "ar")
    assert 'dir="rtl"' in client.get("/agreements/new").text.split(">")[1]


@pytest.mark.parametrize("missing", ["title", "parties", "valid_until", "ours.kinds", "theirs.level", "reason"])
def test_what_is_missing_is_named(known, missing):
    page = known.post(known.client(Role.LIAISON_ANALYST), "/agreements/new", **FIELDS | {missing: ""})
    assert page.status_code == 422
    assert f'href="#{missing}"' in page.text
