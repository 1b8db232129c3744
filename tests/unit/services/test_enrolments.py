"""A partner is enrolled by its card, by two persons; it says new keys itself; a revoked key is worth nothing."""

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.unit.services.exchange import make_agreement, make_peer

from tansiq.domain.approval import Step as Deciding
from tansiq.domain.errors import ConflictError, InvalidError
from tansiq.domain.journal import Act
from tansiq.domain.roles import Purpose as Why
from tansiq.domain.roles import Role
from tansiq.federation.errors import CardError, GateError
from tansiq.federation.items import Lane
from tansiq.federation.steps import Step
from tansiq.services import agreement_acts, agreements, approvals, cards, enrolments, partners
from tansiq.services.approvals import Decision
from tansiq.services.approved_acts import performers
from tansiq.services.cards import Says
from tansiq.services.enrolments import KeyRevocation, PartnershipEnd
from tansiq.trust.keyrings import Purpose

DAY = timedelta(days=1)


@pytest.fixture
def pair(tmp_path):
    return make_peer("DZ", tmp_path), make_peer("TN", tmp_path)


def says(peer):
    return Says(state=peer.state, title="A node", address="https://node.example")


def card(peer, now=NOW):
    return cards.own_card(says(peer), peer.ring, now=now)


def officer(name, role, purpose):
    from tansiq.domain.access import Officer
    from tansiq.domain.label import Level
    from tansiq.domain.roles import TRAINING

    return Officer(
        id=name,
        name=name,
        role=role,
        state="DZ",
        service="Registry",
        clearance=Level.SECRET,
        trainings=TRAINING[role],
        purpose=purpose,
        at=NOW,
    )


ADMIN = officer("admin", Role.ADMINISTRATOR, Why.ADMINISTRATION)
ANALYST = officer("analyst", Role.LIAISON_ANALYST, Why.LIAISON)
REGISTRY = officer("registry", Role.REGISTRY_OFFICER, Why.REGISTRY)


def approve(peer, proposed, by=ANALYST):
    with peer.database.write() as tx:
        decision = Decision(id=proposed.id, digest=proposed.digest, step=Deciding.APPROVE)
        return approvals.decide(tx, by, decision, performers(peer.own.signing), proved_at=NOW, now=NOW)


def know(one, other):
    with one.database.write() as tx:
        enrolments.enrol(tx, one.state, card(other), by="operator", now=NOW)


def test_a_partner_is_known_once_two_persons_compared_the_words(pair):
    dz, tn = pair
    with dz.database.write() as tx:
        proposed = enrolments.propose(tx, ADMIN, card(tn), reason="Compared.", now=NOW)
        assert tx.partners.states() == ()
    approve(dz, proposed)
    with dz.database.read() as tx:
        assert tx.partners.cards()["TN"].address == "https://node.example"
        assert partners.sealing_key(tx, "TN", now=NOW).fingerprint in tn.own.sealing
    assert Act.PARTNER_ENROLLED in dz.acts()


def test_a_card_is_not_enrolled_twice_and_never_ones_own(pair):
    dz, tn = pair
    know(dz, tn)
    with dz.database.write() as tx:
        with pytest.raises(ConflictError):
            enrolments.check(tx, "DZ", card(tn))
        with pytest.raises(InvalidError):
            enrolments.check(tx, "DZ", card(dz))
        with pytest.raises(CardError):
            enrolments.check(tx, "DZ", b"nonsense")


def test_keys_of_one_state_are_not_enrolled_for_another(pair):
    dz, tn = pair
    know(dz, tn)
    false = cards.own_card(replace(says(tn), state="LY"), tn.ring, now=NOW)
    with dz.database.write() as tx, pytest.raises(InvalidError):
        enrolments.check(tx, "DZ", false)


def rotated(peer, purpose=Purpose.SIGNING, lead=14):
    return peer.ring.rotated(purpose, now=NOW, lead=lead * DAY, overlap=60 * DAY, entropy=secrets.token_bytes)


def test_a_known_partner_says_new_keys_itself_and_old_ones_get_their_end(pair):
    dz, tn = pair
    know(dz, tn)
    old = tn.own.signing.public.fingerprint
    tn.ring = rotated(tn)
    with dz.database.write() as tx:
        partners.take_card(tx, "TN", card(tn, NOW + timedelta(hours=1)), NOW)
        held = tx.partners.keys(Purpose.SIGNING)
    assert len(held) == 2
    assert held[old].ends_at == NOW + 74 * DAY
    assert Act.PARTNER_CARD_TAKEN in dz.acts()


def refused(peer, sender, body):
    with peer.database.write() as tx, pytest.raises(GateError) as caught:
        partners.take_card(tx, sender, body, NOW)
    return caught.value.step


def test_a_card_by_a_key_that_is_not_known_is_refused(pair):
    dz, tn = pair
    know(dz, tn)
    tn.ring = rotated(tn, lead=0)
    assert refused(dz, "TN", card(tn, NOW)) is Step.VALUE


def test_a_card_of_another_state_is_refused(pair):
    dz, tn = pair
    know(dz, tn)
    assert refused(dz, "TN", cards.own_card(replace(says(tn), state="LY"), tn.ring, now=NOW)) is Step.VALUE


def test_an_older_card_is_refused(pair):
    dz, tn = pair
    know(dz, tn)
    assert refused(dz, "TN", card(tn, NOW - DAY)) is Step.LATER


def test_a_card_never_makes_a_key_live_longer(pair):
    dz, tn = pair
    know(dz, tn)
    before = tn.ring
    tn.ring = rotated(tn)
    with dz.database.write() as tx:
        partners.take_card(tx, "TN", card(tn), NOW)
    tn.ring = before
    with dz.database.write() as tx:
        partners.take_card(tx, "TN", card(tn), NOW)
        assert tx.partners.keys()[tn.own.signing.public.fingerprint].ends_at == NOW + 74 * DAY


def test_partners_are_told_of_new_keys_once(pair):
    dz, tn = pair
    know(dz, tn)
    assert cards.announce(dz.database, says(dz), dz.ring, now=NOW) == 1
    assert cards.announce(dz.database, says(dz), dz.ring, now=NOW) == 0
    assert dz.lane(tn, Lane.URGENT).posted == 1


def test_letters_by_a_revoked_key_are_ignored(pair):
    dz, tn = pair
    know(dz, tn)
    know(tn, dz)
    name = tn.own.signing.public.fingerprint
    with dz.database.write() as tx:
        what = KeyRevocation(state="TN", key=name)
        proposed = enrolments.propose_revocation(tx, ADMIN, what, reason="It was stolen.", now=NOW)
    approve(dz, proposed)
    cards.announce(tn.database, says(tn), tn.ring, now=NOW)
    assert dz.receive(tn.batch(dz, Lane.URGENT).data) == b""
    assert Act.PARTNER_KEY_REVOKED in dz.acts()


def test_two_persons_of_each_side_sign_an_agreement_and_end_it(pair):
    dz, tn = pair
    know(dz, tn)
    with dz.database.write() as tx:
        body = make_agreement("DZ", "TN").body
        proposed = agreement_acts.propose(tx, ANALYST, body, reason="Agreed in committee.", now=NOW)
    approve(dz, proposed, by=REGISTRY)
    with dz.database.read() as tx:
        (held,) = agreement_acts.listed(tx, ANALYST)
        assert held.signers == {"DZ"}
    assert dz.lane(tn, Lane.URGENT).posted == 1
    with dz.database.write() as tx:
        what = agreement_acts.Ending(agreement=held.record.id, version=1)
        proposed = agreement_acts.propose_end(tx, ANALYST, what, reason="Over.", now=NOW)
    approve(dz, proposed, by=REGISTRY)
    with dz.database.read() as tx:
        assert agreements.held(tx)[held.record.id].record.body.ended_by == "DZ"
    assert Act.AGREEMENT_ENDED in dz.acts()


def test_an_agreement_with_a_state_that_is_no_partner_is_not_proposed(pair):
    dz, _ = pair
    with dz.database.write() as tx, pytest.raises(InvalidError):
        agreement_acts.propose(tx, ANALYST, make_agreement("DZ", "TN").body, reason="r", now=NOW)


def test_a_partnership_ends_and_no_letter_is_taken_any_more(pair):
    dz, tn = pair
    know(dz, tn)
    with dz.database.write() as tx:
        proposed = enrolments.propose_end(tx, ADMIN, PartnershipEnd(state="TN"), reason="Over.", now=NOW)
    approve(dz, proposed)
    with dz.database.read() as tx:
        assert tx.partners.cards()["TN"].ended_at == NOW
        assert partners.desk(tx, dz.own).partners["TN"][tn.own.signing.public.fingerprint].is_over(NOW)
    assert Act.PARTNER_ENDED in dz.acts()
