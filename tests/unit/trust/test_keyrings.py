import re
from datetime import timedelta

import pytest

from tansiq.trust.errors import KeyFileError, LockedError, UnknownKeyError
from tansiq.trust.keyrings import (
    Cost,
    Keyring,
    Lock,
    LockKind,
    Purpose,
    Secret,
    open_ring,
    open_with_master,
    seal_ring,
)
from tansiq.trust.keys import SigningKey

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = Secret.passphrase("four words from nowhere")
KEY_FILE = Secret.key_file(b"ab" * 32)
MASTER = bytes(range(32))
DAY = timedelta(days=1)


def entropy_of(seed=0):
    numbers = iter(range(seed, 10_000))
    return lambda size: next(numbers).to_bytes(size, "big")


def ring_of(now):
    return Keyring.made(now=now, entropy=entropy_of())


def sealed(ring, *secrets):
    locks = [Lock.made(MASTER, s, entropy=entropy_of(500), cost=CHEAP) for s in secrets]
    return seal_ring(ring, MASTER, locks, entropy=entropy_of(900))


def test_a_new_ring_has_one_key_in_use_for_each_purpose(now):
    ring = ring_of(now)
    assert [key.purpose for key in ring.keys] == list(Purpose)
    assert len({key.raw for key in ring.keys}) == len({key.id for key in ring.keys}) == len(Purpose)


def test_a_node_that_has_a_signing_key_keeps_it(now):
    key = SigningKey(bytes(range(32)))
    assert Keyring.made(now=now, entropy=entropy_of(), signing=key).signing_key(now) == key


@pytest.mark.parametrize("secret", [PASSPHRASE, KEY_FILE], ids=["passphrase", "key file"])
def test_each_lock_opens_the_ring(now, secret):
    ring = ring_of(now)
    assert open_ring(sealed(ring, PASSPHRASE, KEY_FILE), secret).ring == ring


@pytest.mark.parametrize(
    "secret",
    [Secret.passphrase("four words from somewhere"), Secret(LockKind.KEY_FILE, PASSPHRASE.value), KEY_FILE],
    ids=["another passphrase", "the passphrase as a file", "a lock that is not there"],
)
def test_another_secret_opens_nothing(now, secret):
    with pytest.raises(LockedError):
        open_ring(sealed(ring_of(now), PASSPHRASE), secret)


def test_the_file_shows_no_key(now):
    ring = ring_of(now)
    data = sealed(ring, PASSPHRASE)
    assert not any(key.raw.hex().encode() in data or key.raw in data for key in ring.keys)
    assert all(purpose.value.encode() not in data for purpose in Purpose)


def test_a_ring_that_was_changed_opens_nothing(now):
    data = sealed(ring_of(now), PASSPHRASE)
    start = data.index(b'"sealed":"', data.index(b'"nonce"')) + 10
    for place in range(start, start + 400, 37):
        changed = bytearray(data)
        changed[place] = ord("0") if changed[place] != ord("0") else ord("1")
        with pytest.raises(KeyFileError):
            open_ring(bytes(changed), PASSPHRASE)


@pytest.mark.parametrize("data", [b"", b"{}", b"not a ring", b'{"format":"tansiq-keyring/9"}'])
def test_what_is_no_ring_is_refused(data):
    with pytest.raises(KeyFileError):
        open_ring(data, PASSPHRASE)


def test_a_lock_that_asks_for_all_memory_is_not_tried(now):
    data = re.sub(rb'"memory_kib":64', b'"memory_kib":999999999', sealed(ring_of(now), PASSPHRASE))
    with pytest.raises(LockedError):
        open_ring(data, PASSPHRASE)


def test_the_master_key_opens_the_ring_without_a_lock(now):
    ring = ring_of(now)
    assert open_with_master(sealed(ring), MASTER).ring == ring


def test_another_master_key_opens_nothing(now):
    with pytest.raises(KeyFileError):
        open_with_master(sealed(ring_of(now)), bytes(32))


def test_the_next_key_is_used_when_its_day_comes_and_the_old_one_ends_later(now):
    ring = ring_of(now)
    old = ring.in_use(Purpose.SIGNING, now)
    turned = ring.rotated(Purpose.SIGNING, now=now, lead=7 * DAY, overlap=30 * DAY, entropy=entropy_of(77))
    assert turned.in_use(Purpose.SIGNING, now).id == old.id
    assert turned.in_use(Purpose.SIGNING, now + 7 * DAY).id != old.id
    assert len(turned.without_ended(now + 36 * DAY).of(Purpose.SIGNING)) == 2
    assert len(turned.without_ended(now + 37 * DAY).of(Purpose.SIGNING)) == 1


def test_rotating_one_purpose_leaves_the_others(now):
    ring = ring_of(now)
    turned = ring.rotated(Purpose.STORAGE, now=now, lead=0 * DAY, overlap=0 * DAY, entropy=entropy_of(77))
    assert all(turned.of(p) == ring.of(p) for p in Purpose if p is not Purpose.STORAGE)


def test_a_storage_key_stays_until_nothing_is_wrapped_with_it(now):
    turned = ring_of(now).rotated(Purpose.STORAGE, now=now, lead=0 * DAY, overlap=0 * DAY, entropy=entropy_of(77))
    later = turned.without_ended(now + DAY)
    assert len(later.storage(now + DAY).keys) == 2
    assert later.storage(now + DAY).current == later.of(Purpose.STORAGE)[1].id


def test_a_clock_that_was_set_back_finds_the_first_key(now):
    ring = ring_of(now)
    turned = ring.rotated(Purpose.SIGNING, now=now, lead=7 * DAY, overlap=30 * DAY, entropy=entropy_of(77))
    assert turned.in_use(Purpose.SIGNING, now - DAY).id == ring.of(Purpose.SIGNING)[0].id


def test_a_ring_without_a_key_of_a_purpose_says_so(now):
    with pytest.raises(UnknownKeyError):
        Keyring(()).in_use(Purpose.JOURNAL, now)


def test_no_key_is_ever_printed(now):
    ring = ring_of(now)
    shown = repr(ring) + repr(ring.storage(now)) + repr(open_ring(sealed(ring, PASSPHRASE), PASSPHRASE))
    assert not any(repr(key.raw)[2:-1] in shown or key.raw.hex() in shown for key in ring.keys)
