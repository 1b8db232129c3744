"""The door of the exchange: anybody may knock, only a partner's letters change anything."""

from dataclasses import replace

import pytest
from tests.conftest import NOW
from tests.unit.services.exchange import Here, agree, make_agreement, make_peer

from tansiq.couriers import MEDIA_TYPE, PATH
from tansiq.domain.access import Role
from tansiq.federation.conversation import Incoming
from tansiq.federation.items import Lane
from tansiq.services import partners
from tansiq.storage.witnessed import Witnessed
from tansiq.web.handlers import exchange


@pytest.fixture
def partner(site, tmp_path):
    peer = make_peer("TN", tmp_path)
    keys = partners.public_keys("DZ", site.node.ring)
    with peer.database.write() as tx:
        partners.enrol(tx, "TN", "DZ", keys, now=NOW)
    with site.node.database.write() as tx:
        partners.enrol(tx, "DZ", "TN", partners.public_keys("TN", peer.ring), now=NOW)
    return peer


def knock(site, letters):
    return site.client(role=None).post(PATH, content=letters, headers={"content-type": MEDIA_TYPE})


def test_a_partners_letters_are_taken_without_a_sign_in_and_receipted(site, partner):
    here = Here(site.node)
    agree(make_agreement("DZ", "TN"), here, partner)
    record = partner.issue()
    partner.post()
    answer = knock(site, partner.batch(here).data)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert "set-cookie" not in answer.headers
    assert here.holds(record) == 1
    partner.take(answer.content)
    with partner.database.read() as tx:
        assert tx.feeds.lanes()[0].waiting == 0


@pytest.mark.parametrize("letters", [b"", b"nonsense", b"{}\n{}\n", b"\0" * 1000, "رسالة".encode()])
def test_what_is_no_letter_gets_an_empty_answer(site, letters):
    answer = knock(site, letters)
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_delivery_larger_than_any_is_refused(site):
    assert knock(site, b"x" * (exchange.MOST_DELIVERY_BYTES + 1)).status_code == 413


def test_the_door_only_takes_deliveries(site):
    assert site.client(role=None).get(PATH).status_code == 405


def test_the_page_says_how_it_stands_with_each_partner_and_the_foot_of_every_page_too(site, partner):
    agree(make_agreement("DZ", "TN"), Here(site.node), partner)
    partner.issue()
    partner.post()
    knock(site, partner.batch(Here(site.node)).data)
    page = site.client(Role.LIAISON_ANALYST).get("/exchange").text
    assert "Received to item" in page
    assert "Tunisia: in step to item 0" in page
    assert "last heard" in site.client(Role.POST_OFFICER).get("/list").text


def test_a_node_without_partners_says_what_to_do(site):
    page = site.client(Role.ADMINISTRATOR).get("/exchange").text
    assert "No partner is known yet." in page


@pytest.mark.parametrize("role", [Role.POST_OFFICER, Role.CASE_OFFICER, Role.OVERSIGHT_INSPECTOR])
def test_the_page_is_for_those_who_work_with_partners(site, role):
    assert site.client(role).get("/exchange").status_code == 403


def test_a_halted_lane_says_whom_to_telephone_in_three_languages(site, partner):
    with site.node.database.write() as tx:
        state = tx.feeds.lane("TN", Lane.ORDINARY)
        tx.feeds.set_lane(replace(state, incoming=Incoming.HALTED, halted="once"))
    roles = (Role.LIAISON_ANALYST, Role.REGISTRY_OFFICER, Role.ADMINISTRATOR)
    for role, lang, word in zip(roles, ("en", "fr", "ar"), ("stands still", "est arrêté", "متوقف"), strict=True):
        assert word in site.client(role, lang).get("/exchange").text


def test_a_partner_whose_journal_forked_is_an_alarm_for_inspectors_and_administrators(site, partner):
    seen = Witnessed(partner="TN", size=1, root=b"", note="", at=NOW, forked_at=NOW, fork="another")
    with site.node.database.write() as tx:
        tx.witnessed.put(seen)
    assert "The journal of Tunisia has two stories" in site.client(Role.OVERSIGHT_INSPECTOR).get("/").text
    assert "The journal of Tunisia has two stories" in site.client(Role.ADMINISTRATOR).get("/").text
    assert "two stories" not in site.client(Role.POST_OFFICER).get("/").text
