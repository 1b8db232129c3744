"""Partners' cards, keys and signatures are kept on both engines as they came, and a lost key stays lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW, make_id

from tansiq.storage.errors import StorageError
from tansiq.storage.partners import KeptCard, KeptKey, Signature
from tansiq.trust.keyrings import Purpose

LATER = NOW + timedelta(days=30)
KEY = KeptKey(fingerprint="a" * 32, state="TN", purpose=Purpose.SIGNING, public_key=b"\1" * 32, active_from=NOW)
SEAL = replace(KEY, fingerprint="b" * 32, purpose=Purpose.SEALING, public_key=b"\2" * 1216)
CARD = KeptCard(state="TN", data=b"{}", address="https://tn.invalid", made_at=NOW, enrolled_at=NOW)


def add(database, *keys):
    with database.write() as tx:
        tx.partners.add_keys(keys, by="k.officer", at=NOW)


def test_keys_are_kept_as_they_came(database):
    add(database, KEY, SEAL)
    with database.read() as tx:
        assert tx.partners.keys() == {KEY.fingerprint: KEY, SEAL.fingerprint: SEAL}
        assert tx.partners.keys(Purpose.SEALING) == {SEAL.fingerprint: SEAL}
        assert tx.partners.states() == ("TN",)


def test_a_key_that_is_known_gets_its_end(database):
    add(database, KEY)
    add(database, replace(KEY, ends_at=LATER))
    with database.read() as tx:
        assert tx.partners.keys()[KEY.fingerprint].ends_at == LATER


def test_a_revoked_key_stays_revoked_when_it_comes_again(database):
    add(database, KEY)
    with database.write() as tx:
        assert tx.partners.revoke(KEY.fingerprint, at=NOW)
        assert not tx.partners.revoke(KEY.fingerprint, at=LATER)
    add(database, KEY)
    with database.read() as tx:
        held = tx.partners.keys()[KEY.fingerprint]
    assert held.revoked_at == NOW
    assert not held.is_in_use(NOW)


def test_another_state_does_not_take_a_key_over(database):
    add(database, KEY)
    add(database, replace(KEY, state="LY", ends_at=LATER))
    with database.read() as tx:
        assert tx.partners.keys() == {KEY.fingerprint: KEY}


def test_a_key_is_in_use_until_its_end():
    ends = replace(KEY, ends_at=LATER)
    assert ends.is_in_use(LATER - timedelta(seconds=1))
    assert not ends.is_in_use(LATER)


def test_the_newest_card_replaces_the_one_before(database):
    newer = replace(CARD, data=b"[]", made_at=LATER)
    with database.write() as tx:
        tx.partners.set_card(CARD)
        tx.partners.set_card(newer)
    with database.read() as tx:
        assert tx.partners.cards() == {"TN": newer}


def test_a_partnership_ends_once(database):
    with database.write() as tx:
        tx.partners.set_card(CARD)
        assert [tx.partners.end("TN", at=NOW), tx.partners.end("TN", at=LATER), tx.partners.end("LY", at=NOW)] == [
            True,
            False,
            False,
        ]
    with database.read() as tx:
        assert tx.partners.cards()["TN"].ended_at == NOW


def test_a_state_signs_a_version_once(database):
    one = Signature(agreement=make_id(), version=1, state="TN", key="a" * 32, signature=b"\3" * 64, at=NOW)
    other, next_version = replace(one, state="DZ"), replace(one, version=2)
    with database.write() as tx:
        signed = (one, replace(one, signature=b"\4" * 64), other, next_version)
        assert [tx.partners.add_signature(s) for s in signed] == [True, False, True, True]
    with database.read() as tx:
        assert tx.partners.signatures() == {(one.agreement, 1): (other, one), (one.agreement, 2): (next_version,)}


def test_two_keys_of_one_fingerprint_are_not_kept_in_one_go(database):
    with pytest.raises(StorageError):
        add(database, KEY, replace(KEY, state="LY"))
