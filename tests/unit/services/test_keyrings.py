import secrets
from datetime import timedelta

import pytest

from tansiq.services import keyrings
from tansiq.services.keyrings import Unlocking
from tansiq.trust.errors import KeyFileError, LockedError
from tansiq.trust.keyrings import Cost, LockKind, Purpose, Secret
from tansiq.trust.keys import PublicKey, SigningKey

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
WORDS = "four words from nowhere"


def make(folder, now, unlocking=None):
    return keyrings.make(folder, unlocking or Unlocking(), now=now, entropy=secrets.token_bytes, cost=CHEAP)


def test_a_new_node_has_a_ring_and_a_key_file_for_its_own_account_only(tmp_path, now):
    make(tmp_path, now)
    assert {p.name for p in tmp_path.iterdir()} == {"ring.json", "unlock.key", "signing.pub", "journal.pub"}
    assert {(tmp_path / n).stat().st_mode & 0o777 for n in ("ring.json", "unlock.key")} == {0o600}


def test_what_is_there_stays_as_it_is(tmp_path, now):
    ring = make(tmp_path, now)
    assert make(tmp_path, now + timedelta(days=1)) == ring


def test_the_public_files_are_those_of_the_ring(tmp_path, now):
    ring = make(tmp_path, now)
    published = PublicKey.from_text((tmp_path / "signing.pub").read_text())
    assert published == ring.signing_key(now).public
    journal = PublicKey.from_text((tmp_path / "journal.pub").read_text())
    assert journal == ring.signing_key(now, Purpose.JOURNAL).public != published


def test_a_passphrase_leaves_no_key_file(tmp_path, now):
    ring = make(tmp_path, now, Unlocking(passphrase=WORDS))
    assert not (tmp_path / "unlock.key").exists()
    assert keyrings.open_keys(tmp_path, Unlocking(passphrase=WORDS)).ring == ring


def test_a_short_passphrase_is_refused_before_anything_is_made(tmp_path, now):
    with pytest.raises(KeyFileError):
        make(tmp_path, now, Unlocking(passphrase="short"))
    assert not list(tmp_path.iterdir())


def test_a_key_file_may_lie_on_another_medium(tmp_path, now):
    elsewhere = tmp_path / "stick"
    folder = tmp_path / "keys"
    elsewhere.mkdir()
    folder.mkdir()
    ring = make(folder, now, Unlocking(key_file=elsewhere / "dz.key"))
    assert keyrings.open_keys(folder, Unlocking(key_file=elsewhere / "dz.key")).ring == ring
    with pytest.raises(LockedError):
        keyrings.open_keys(folder, Unlocking())


def test_a_signing_key_that_lay_in_clear_is_taken_over_and_removed(tmp_path, now):
    key = SigningKey(bytes(range(32)))
    (tmp_path / "signing.key").write_text(key.raw.hex() + "\n")
    assert make(tmp_path, now).signing_key(now) == key
    assert not (tmp_path / "signing.key").exists()
    assert not any(key.raw.hex().encode() in p.read_bytes() for p in tmp_path.iterdir())


def test_a_rotated_signing_key_is_published_before_it_is_used(tmp_path, now):
    before = make(tmp_path, now).signing_key(now)
    ring = keyrings.rotate(tmp_path, Unlocking(), Purpose.SIGNING, now=now, entropy=secrets.token_bytes)
    following = PublicKey.from_text((tmp_path / "signing-next.pub").read_text())
    assert ring.signing_key(now) == before
    assert ring.signing_key(now + timedelta(days=14)).public == following != before.public


def test_the_ring_takes_another_lock(tmp_path, now):
    ring = make(tmp_path, now)
    held = keyrings.open_keys(tmp_path, Unlocking())
    secret = Secret.passphrase(WORDS)
    keyrings.lock_anew(tmp_path, held, secret, now=now, entropy=secrets.token_bytes, cost=CHEAP)
    assert keyrings.open_keys(tmp_path, Unlocking(passphrase=WORDS)).ring == ring
    assert not (tmp_path / "unlock.key").exists()


def test_printed_shares_bring_the_ring_back(tmp_path, now):
    ring = make(tmp_path, now)
    printed = keyrings.divide(tmp_path, Unlocking(), need=2, of=3)
    (tmp_path / "unlock.key").unlink()
    found = keyrings.recover(tmp_path, printed[1:])
    secret = keyrings.new_key_file(tmp_path / "unlock.key", secrets.token_bytes)
    keyrings.lock_anew(tmp_path, found, secret, now=now, entropy=secrets.token_bytes)
    assert found.ring == keyrings.open_keys(tmp_path, Unlocking()).ring == ring


def test_shares_of_another_node_open_nothing(tmp_path, now):
    for name in ("dz", "tn"):
        (tmp_path / name).mkdir()
        make(tmp_path / name, now)
    printed = keyrings.divide(tmp_path / "dz", Unlocking(), need=2, of=2)
    with pytest.raises(KeyFileError):
        keyrings.recover(tmp_path / "tn", printed)


def test_a_key_file_is_never_written_over(tmp_path):
    keyrings.new_key_file(tmp_path / "a.key", secrets.token_bytes)
    with pytest.raises(KeyFileError):
        keyrings.new_key_file(tmp_path / "a.key", secrets.token_bytes)


def test_a_passphrase_is_never_printed():
    assert WORDS not in repr(Unlocking(passphrase=WORDS))
    assert WORDS not in repr(Secret(LockKind.PASSPHRASE, WORDS.encode()))
