"""The key files of a node: made, opened, rotated, locked anew, divided into shares and brought back.

    keys/ring.json     every private key, sealed (`trust.keyrings`)
    keys/unlock.key    opens the ring, unless a passphrase does; it belongs on another medium than the database
    keys/signing.pub   for partners: verifies this state's lists
    keys/journal.pub   for overseers: verifies the journal's checkpoints
    keys/checkpoint    the checkpoint that was signed last (`services.kept_checkpoints`)

Files are replaced whole and flushed before the old one goes, so a cut leaves one of the two. A node of an earlier
version kept its signing key in clear, as `keys/signing.key`: it is taken into the ring, overwritten and removed.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tansiq.trust import shares
from tansiq.trust.errors import KeyFileError, LockedError
from tansiq.trust.keyrings import (
    KEY_BYTES,
    SHORTEST_PASSPHRASE,
    Cost,
    Entropy,
    Keyring,
    Lock,
    LockKind,
    OpenedRing,
    Purpose,
    Secret,
    open_ring,
    open_with_master,
    seal_ring,
)
from tansiq.trust.keys import SigningKey

RING = "ring.json"
UNLOCK = "unlock.key"
PLAIN = "signing.key"
PUBLISHED = {Purpose.SIGNING: "signing.pub", Purpose.JOURNAL: "journal.pub"}
LEAD_DAYS = {Purpose.SIGNING: 14, Purpose.SEALING: 14, Purpose.JOURNAL: 0, Purpose.STORAGE: 0}
"""How long a new key waits before it is used: partners enrol the two that they see."""
OVERLAP_DAYS = {Purpose.SIGNING: 60, Purpose.SEALING: 60, Purpose.JOURNAL: 36_500, Purpose.STORAGE: 0}
"""How long the key before it is accepted besides: a list that is carried by hand may be weeks on its way, and what the
journal's key signed is verified as long as there is a journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocking:
    """With what the operator lets a node open its ring; with neither, `keys/unlock.key` is looked for.

    Attributes:
        key_file: where the key file is, if it is not beside the ring.
    """

    passphrase: str | None = None
    key_file: Path | None = None

    def __repr__(self) -> str:
        return f"Unlocking(passphrase={'…' if self.passphrase else None}, key_file={self.key_file})"


def make(folder: Path, unlocking: Unlocking, *, now: datetime, entropy: Entropy, cost: Cost | None = None) -> Keyring:
    """The ring of a node, made if there is none; without a passphrase or key file, a key file is made beside it.

    Args:
        folder: the node's `keys` folder, which is there.

    Raises:
        KeyFileError: if a passphrase is too short, or what is there does not open.
    """
    if (folder / RING).exists():
        return open_keys(folder, unlocking).ring
    secret = _new_secret(folder, unlocking, entropy)
    ring = Keyring.made(now=now, entropy=entropy, signing=_plain_key(folder))
    master = entropy(KEY_BYTES)
    lock = Lock.made(master, secret, entropy=entropy, cost=cost)
    _save(folder, OpenedRing(ring, master, (lock,)), now=now, entropy=entropy)
    _forget_plain(folder)
    return ring


def open_keys(folder: Path, unlocking: Unlocking) -> OpenedRing:
    """The ring of a node.

    Raises:
        KeyFileError: if there is none, or it is damaged.
        LockedError: if what was given does not open it, or nothing was given.
    """
    return open_ring(_read(folder / RING), _secret(folder, unlocking))


def rotate(
    folder: Path, unlocking: Unlocking, purpose: Purpose, *, now: datetime, entropy: Entropy, at_once: bool = False
) -> Keyring:
    """The ring with a new key for a purpose; keys that are over go.

    Args:
        at_once: whether the new key is used now and the old one no longer accepted, as after a theft.
    """
    held = open_keys(folder, unlocking)
    ring = held.ring.without_ended(now).rotated(
        purpose,
        now=now,
        lead=timedelta(days=0 if at_once else LEAD_DAYS[purpose]),
        overlap=timedelta(days=0 if at_once and purpose is not Purpose.JOURNAL else OVERLAP_DAYS[purpose]),
        entropy=entropy,
    )
    _save(folder, OpenedRing(ring, held.master, held.locks), now=now, entropy=entropy)
    return ring


def drop(folder: Path, unlocking: Unlocking, key_id: str, *, now: datetime, entropy: Entropy) -> Keyring:
    """The ring without a key that nothing needs any more."""
    held = open_keys(folder, unlocking)
    ring = held.ring.without(key_id)
    _save(folder, OpenedRing(ring, held.master, held.locks), now=now, entropy=entropy)
    return ring


def lock_anew(
    folder: Path, held: OpenedRing, secret: Secret, *, now: datetime, entropy: Entropy, cost: Cost | None = None
) -> None:
    """The ring opens with this secret and no other; a key file beside it that opens it no more is removed."""
    _check_secret(secret)
    lock = Lock.made(held.master, secret, entropy=entropy, cost=cost)
    _save(folder, OpenedRing(held.ring, held.master, (lock,)), now=now, entropy=entropy)
    if secret.kind is LockKind.PASSPHRASE:
        _overwrite(folder / UNLOCK)


def divide(folder: Path, unlocking: Unlocking, *, need: int, of: int) -> list[str]:
    """Shares of the ring's master key, to be printed and given to different people.

    Raises:
        ShareError: if the numbers do not fit.
    """
    return shares.divide(open_keys(folder, unlocking).master, need=need, of=of)


def recover(folder: Path, printed: Sequence[str]) -> OpenedRing:
    """The ring, opened by enough printed shares; `lock_anew` then gives it a lock that somebody has.

    Raises:
        ShareError: if the shares are wrong or too few.
        KeyFileError: if they are of another ring.
    """
    return open_with_master(_read(folder / RING), shares.join(printed))


def new_key_file(path: Path, entropy: Entropy) -> Secret:
    """A new key file, and the secret in it.

    Raises:
        KeyFileError: if there is a file already.
    """
    if path.exists():
        raise KeyFileError(f"{path} is there already")
    write_whole(path, entropy(KEY_BYTES).hex() + "\n")
    return Secret.key_file(path.read_bytes())


def _new_secret(folder: Path, unlocking: Unlocking, entropy: Entropy) -> Secret:
    path = unlocking.key_file or folder / UNLOCK
    if unlocking.passphrase is None and not path.exists():
        return new_key_file(path, entropy)
    secret = _secret(folder, unlocking)
    _check_secret(secret)
    return secret


def _check_secret(secret: Secret) -> None:
    if secret.kind is LockKind.PASSPHRASE and len(secret.value.decode()) < SHORTEST_PASSPHRASE:
        raise KeyFileError(f"a passphrase has at least {SHORTEST_PASSPHRASE} characters")


def _secret(folder: Path, unlocking: Unlocking) -> Secret:
    if unlocking.passphrase is not None:
        return Secret.passphrase(unlocking.passphrase)
    path = unlocking.key_file or folder / UNLOCK
    if not path.exists():
        raise LockedError("nothing")
    return Secret.key_file(_read(path))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror}") from error


def _plain_key(folder: Path) -> SigningKey | None:
    path = folder / PLAIN
    return SigningKey.from_hex(_read(path).decode("ascii", "replace")) if path.exists() else None


def _forget_plain(folder: Path) -> None:
    _overwrite(folder / PLAIN)


def _overwrite(path: Path) -> None:
    """Best effort: a file system may keep the old blocks, so a plain key that was copied is to be rotated."""
    if path.exists():
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def _save(folder: Path, held: OpenedRing, *, now: datetime, entropy: Entropy) -> None:
    write_whole(folder / RING, seal_ring(held.ring, held.master, held.locks, entropy=entropy).decode())
    for purpose, name in PUBLISHED.items():
        write_whole(folder / name, held.ring.signing_key(now, purpose).public.to_text(), mode=0o644)
        _publish_next(folder, held.ring, purpose, now)


def _publish_next(folder: Path, ring: Keyring, purpose: Purpose, now: datetime) -> None:
    """A key that is to be used later has its public part in a file of its own, for partners to enrol before its day."""
    path = folder / PUBLISHED[purpose].replace(".pub", "-next.pub")
    later = [key for key in ring.of(purpose) if key.active_from > now]
    if later:
        write_whole(path, SigningKey(later[-1].raw).public.to_text(), mode=0o644)
    else:
        path.unlink(missing_ok=True)


def write_whole(path: Path, text: str, *, mode: int = 0o600, encoding: str = "ascii") -> None:
    """A file with this text, on the disk; a cut leaves the one before or this one."""
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    partial.touch(mode=mode)
    with partial.open("w", encoding=encoding) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the new name, too
    finally:
        os.close(folder)
