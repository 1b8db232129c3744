"""Agreements reach the other parties as items: proposals, signatures, endings; whatever is out of order is refused."""

from dataclasses import replace

import msgspec
import pytest
from tests.conftest import NOW
from tests.unit.services.exchange import make_agreement, make_peer

from tansiq.federation.errors import GateError
from tansiq.federation.steps import Step
from tansiq.services import agreements
from tansiq.services.agreements import AgreementBody
from tansiq.trust import canonical


@pytest.fixture
def pair(tmp_path):
    dz, tn = make_peer("DZ", tmp_path), make_peer("TN", tmp_path)
    dz.know(tn)
    tn.know(dz)
    return dz, tn


def signed(peer, record):
    with peer.database.write() as tx:
        if peer.holds(record) is None:
            agreements.propose(tx, record)
        agreements.sign(tx, record.id, peer.own.signing, state=peer.state, by="x", now=peer.now)
        return agreements.to_body(tx, record.id)


def take(peer, sender, body):
    with peer.database.write() as tx:
        return agreements.take(tx, sender.state, body, peer.now, own=peer.state)


def refused(peer, sender, body):
    with pytest.raises(GateError) as caught:
        take(peer, sender, body)
    return caught.value.step


def whole(peer, record):
    with peer.database.read() as tx:
        return agreements.held(tx)[record.id].is_whole


def test_an_agreement_is_whole_at_both_when_each_told_its_signature(pair):
    dz, tn = pair
    record = make_agreement("DZ", "TN")
    take(tn, dz, signed(dz, record))
    assert not whole(tn, record)
    take(dz, tn, signed(tn, record))
    assert whole(dz, record)
    assert whole(tn, record)


def test_the_same_agreement_again_changes_nothing(pair):
    dz, tn = pair
    record = make_agreement("DZ", "TN")
    body = signed(dz, record)
    take(tn, dz, body)
    take(tn, dz, body)
    assert tn.holds(record) == 1


def test_signing_and_ending_post_items_to_the_other_party(pair):
    from tansiq.federation.items import Lane

    dz, tn = pair
    record = make_agreement("DZ", "TN")
    signed(dz, record)
    with dz.database.write() as tx:
        agreements.announce(tx, record.id, own="DZ", now=NOW)
        agreements.end(tx, record.id, state="DZ", by="x", reason="over", now=NOW)
    assert dz.lane(tn, Lane.URGENT).posted == 2


def test_a_party_ends_an_agreement_at_the_other_side(pair):
    dz, tn = pair
    record = make_agreement("DZ", "TN")
    take(tn, dz, signed(dz, record))
    with tn.database.write() as tx:
        agreements.end(tx, record.id, state="TN", by="y", reason="over", now=NOW)
        body = agreements.to_body(tx, record.id)
    take(dz, tn, body)
    with dz.database.read() as tx:
        assert agreements.held(tx)[record.id].record.body.ended_by == "TN"


def test_an_ending_that_changes_more_is_refused(pair):
    dz, tn = pair
    record = make_agreement("DZ", "TN")
    take(tn, dz, signed(dz, record))
    body = replace(record.body, ended_on=NOW.date(), ended_by="DZ", title="Another")
    new = record.amended(by="x", at=NOW, reason="r", body=body)
    assert refused(tn, dz, encoded(new)) is Step.VALUE


def test_an_ending_in_the_name_of_another_party_is_refused(pair):
    dz, tn = pair
    record = make_agreement("DZ", "TN")
    take(tn, dz, signed(dz, record))
    body = replace(record.body, ended_on=NOW.date(), ended_by="TN")
    assert refused(tn, dz, encoded(record.amended(by="x", at=NOW, reason="r", body=body))) is Step.OWNER


def encoded(record):
    return canonical.encode(AgreementBody(record=msgspec.Raw(canonical.encode(record))))


def test_another_states_proposal_is_refused(pair):
    dz, tn = pair
    assert refused(tn, dz, encoded(make_agreement("TN", "DZ"))) is Step.OWNER


def test_an_agreement_without_this_state_is_refused(pair):
    dz, tn = pair
    assert refused(tn, dz, encoded(make_agreement("DZ", "LY"))) is Step.AGREEMENT


def test_another_text_under_the_same_version_is_refused(pair):
    dz, tn = pair
    record = make_agreement("DZ", "TN")
    take(tn, dz, signed(dz, record))
    other = replace(record, body=replace(record.body, title="Another"))
    assert refused(tn, dz, encoded(other)) is Step.LATER


def test_a_signature_that_does_not_fit_keeps_nothing(pair):
    dz, tn = pair
    record = make_agreement("DZ", "TN")
    body = canonical.decode(signed(dz, record), AgreementBody)
    false = replace(body.signatures[0], signature=bytes(64))
    assert refused(tn, dz, canonical.encode(replace(body, signatures=(false,)))) is Step.VALUE
    assert tn.holds(record) is None


@pytest.mark.parametrize("body", [b"{}", b"nonsense", b'{"record":{},"signatures":[]}'])
def test_what_is_no_agreement_is_refused(pair, body):
    dz, tn = pair
    assert refused(tn, dz, body) is Step.VALUE
