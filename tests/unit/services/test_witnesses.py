"""Partners cosign each other's journals, and a history that was rewritten is found."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.services.exchange import carry, linked

from tansiq.domain.journal import Act
from tansiq.federation.items import Lane
from tansiq.services import checkpoints
from tansiq.services.checkpoints import JournalKeys
from tansiq.storage.holdings import HoldingState
from tansiq.trust.notes import Signer


@pytest.fixture
def pair(tmp_path):
    return linked("DZ", "TN", folder=tmp_path)


def sign(peer):
    signer = Signer(checkpoints.origin(peer.state), peer.own.journal)
    checkpoints.sign(peer.database, JournalKeys(signer, (signer.verifier,)), now=peer.now)


def cosigners(peer):
    with peer.database.read() as tx:
        return len(tx.journal.tree.cosignatures(tx.journal.tree.checkpoint().size))


def seen(peer, other):
    with peer.database.read() as tx:
        return tx.witnessed.find(other.state)


def test_a_checkpoint_is_cosigned_by_the_partner(pair):
    dz, tn = pair
    sign(dz)
    carry(dz, tn)
    assert cosigners(dz) == 1
    assert seen(tn, dz).forked_at is None


def test_a_later_checkpoint_comes_with_the_proof_that_it_grew(pair):
    dz, tn = pair
    for minute in range(3):
        dz.now = tn.now = dz.now + timedelta(minutes=minute)
        dz.issue()
        sign(dz)
        carry(dz, tn)
        assert cosigners(dz) == 1
    assert Act.JOURNAL_FORKED not in tn.acts()


def test_two_quiet_nodes_do_not_sign_each_other_for_ever(pair):
    dz, tn = pair
    for peer in pair:
        sign(peer)
    carry(dz, tn)
    for peer in pair:
        peer.now += timedelta(hours=1)
        sign(peer)
    assert carry(dz, tn) == 0


def test_checkpoints_within_a_minute_wait_for_the_next(pair):
    dz, tn = pair
    sign(dz)
    carry(dz, tn)
    before = seen(tn, dz).size
    dz.issue()
    dz.now += timedelta(seconds=30)
    sign(dz)
    carry(dz, tn)
    assert seen(tn, dz).size == before


def test_a_history_that_was_rewritten_is_kept_as_evidence_and_not_cosigned(pair):
    dz, tn = pair
    sign(dz)
    carry(dz, tn)
    with tn.database.write() as tx:  # as if another first story had been told
        tx.witnessed.put(replace(tx.witnessed.find("DZ"), root=b"\0" * 32))
    dz.now = tn.now = dz.now + timedelta(minutes=2)
    record = dz.issue()
    sign(dz)
    carry(dz, tn)
    assert cosigners(dz) == 0
    assert seen(tn, dz).forked_at == tn.now
    assert "tansiq" in seen(tn, dz).fork
    assert Act.JOURNAL_FORKED in tn.acts()
    assert dz.copy(record, tn).state is HoldingState.HELD  # what is exchanged goes on meanwhile
    assert dz.lane(tn, Lane.URGENT).waiting == 0


def test_a_checkpoint_of_another_key_is_refused(pair):
    dz, tn = pair
    with tn.database.write() as tx:
        tx.partners._connection.exec_driver_sql("delete from partner_key where purpose = 'journal'")
    sign(dz)
    carry(dz, tn)
    assert seen(tn, dz) is None
    assert Act.ITEM_REFUSED in tn.acts()


def test_a_checkpoint_after_one_that_was_refused_is_no_fork(pair):
    dz, tn = pair
    sign(dz)
    carry(dz, tn)
    with tn.database.write() as tx:
        tx.partners._connection.exec_driver_sql("update partner_key set state = 'LY' where purpose = 'journal'")
    for minutes in (2, 4, 6):
        if minutes == 4:
            with tn.database.write() as tx:
                tx.partners._connection.exec_driver_sql("update partner_key set state = 'DZ' where purpose = 'journal'")
        dz.now = tn.now = dz.now + timedelta(minutes=minutes)
        dz.issue()
        sign(dz)
        carry(dz, tn)
    assert seen(tn, dz).forked_at is None
    assert Act.JOURNAL_FORKED not in tn.acts()
    assert cosigners(dz) == 1
