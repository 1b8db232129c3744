"""The keys of one node: what each is for, from when, until when; one ring holds them all.

A ring is kept as one file of which nothing can be read without a passphrase or a key file. As with a disk, the ring is
sealed under a random master key, and the master key under each *lock*: so a lock is changed without sealing anything
anew, and the master key can be divided into printed shares (`trust.shares`).

* A purpose has exactly one key in use at a time; a rotated key stays for what it sealed or signed, until it ends.
* A ring that was changed by one bit, or is opened with another secret, opens nothing.
* What is written here is never printed: keys have no `repr` of their bytes.

    ring = Keyring.made(now=now, entropy=secrets.token_bytes)
    data = seal_ring(ring, master, [Lock.made(master, Secret.passphrase("…"), entropy=secrets.token_bytes)], …)
    open_ring(data, Secret.passphrase("…")).ring == ring
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tansiq.trust import canonical
from tansiq.trust.errors import CanonicalError, KeyFileError, LockedError, UnknownKeyError
from tansiq.trust.keys import SigningKey

FORMAT = "tansiq-keyring/1"
KEY_BYTES = 32
NONCE_BYTES = 12
MOST_MEMORY_KIB = 4 * 1024 * 1024
"""A lock that asks for more is not tried: a changed file must not exhaust the machine."""
SHORTEST_PASSPHRASE = 12

Entropy = Callable[[int], bytes]


class Purpose(StrEnum):
    """What a key is for; no key serves two purposes. Wire values never change."""

    SIGNING = "signing"
    SEALING = "sealing"
    JOURNAL = "journal"
    STORAGE = "storage"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeKey:
    """One key of a node.

    Attributes:
        id: sixteen hexadecimal digits that name it, and tell nothing of it.
        raw: 32 bytes: an Ed25519 seed, the seed of sealing keys, or a symmetric key.
        active_from: from when it is the one in use.
        ends_at: when what it made is no longer accepted; `None` while no later key was made.
    """

    id: str
    purpose: Purpose
    raw: bytes = field(repr=False)
    made_at: datetime
    active_from: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Keyring:
    """Every key of a node that is not yet over, oldest first."""

    keys: tuple[NodeKey, ...]

    @classmethod
    def made(cls, *, now: datetime, entropy: Entropy, signing: SigningKey | None = None) -> "Keyring":
        """A new ring with one key for each purpose.

        Args:
            signing: a signing key that the node has already.
        """
        raws = {p: entropy(KEY_BYTES) for p in Purpose}
        if signing is not None:
            raws[Purpose.SIGNING] = signing.raw
        return cls(tuple(_key(purpose, raw, now=now, start=now, entropy=entropy) for purpose, raw in raws.items()))

    def of(self, purpose: Purpose) -> tuple[NodeKey, ...]:
        """The keys of one purpose, oldest first: one that ended, the one in use, the next one."""
        return tuple(key for key in self.keys if key.purpose is purpose)

    def in_use(self, purpose: Purpose, now: datetime) -> NodeKey:
        """The key with which this purpose is served now: the latest that has begun; the first, if none has.

        Raises:
            UnknownKeyError: if the ring has none.
        """
        held = self.of(purpose)
        if not held:
            raise UnknownKeyError(purpose.value)
        begun = [key for key in held if key.active_from <= now] or held[:1]
        return max(reversed(begun), key=lambda key: key.active_from)

    def signing_key(self, now: datetime, purpose: Purpose = Purpose.SIGNING) -> SigningKey:
        """The Ed25519 key in use for signing the state's lists, or the journal."""
        return SigningKey(self.in_use(purpose, now).raw)

    def rotated(
        self, purpose: Purpose, *, now: datetime, lead: timedelta, overlap: timedelta, entropy: Entropy
    ) -> "Keyring":
        """The ring with a new key of a purpose.

        Args:
            lead: how long until the new key is used; a partner needs the time to enrol it.
            overlap: how long after that the old one is still accepted.
        """
        start = now + lead
        kept = tuple(
            replace(key, ends_at=start + overlap) if key.purpose is purpose and key.ends_at is None else key
            for key in self.keys
        )
        return Keyring((*kept, _key(purpose, entropy(KEY_BYTES), now=now, start=start, entropy=entropy)))

    def without_ended(self, now: datetime) -> "Keyring":
        """The ring without keys that are over; a storage key goes by `without`, once nothing is wrapped with it."""
        return Keyring(
            tuple(k for k in self.keys if k.purpose is Purpose.STORAGE or k.ends_at is None or k.ends_at > now)
        )

    def without(self, key_id: str) -> "Keyring":
        """The ring without one key."""
        return Keyring(tuple(key for key in self.keys if key.id != key_id))

    def storage(self, now: datetime) -> "StorageKeys":
        """What the database needs."""
        keys = {key.id: key.raw for key in self.of(Purpose.STORAGE)}
        return StorageKeys(current=self.in_use(Purpose.STORAGE, now).id, keys=keys)


@dataclass(frozen=True, slots=True)
class StorageKeys:
    """The keys that wrap the data keys of a database: the one for new ones, and those of older ones."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)


class LockKind(StrEnum):
    """With what a ring can be opened."""

    PASSPHRASE = "passphrase"  # noqa: S105
    KEY_FILE = "key_file"


@dataclass(frozen=True, slots=True)
class Secret:
    """What opens a lock."""

    kind: LockKind
    value: bytes = field(repr=False)

    @classmethod
    def passphrase(cls, text: str) -> "Secret":
        """A passphrase that a person types."""
        return cls(LockKind.PASSPHRASE, text.encode())

    @classmethod
    def key_file(cls, data: bytes) -> "Secret":
        """The content of a key file: 32 random bytes, as hexadecimal digits.

        Raises:
            KeyFileError: if it is not that.
        """
        return cls(LockKind.KEY_FILE, SigningKey.from_hex(data.decode("ascii", "replace")).raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one guess of a passphrase costs (Argon2id, RFC 9106): the default is a quarter of a gigabyte and 0.3 s."""

    memory_kib: int = 256 * 1024
    passes: int = 4
    lanes: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The master key, sealed under one secret."""

    kind: LockKind
    salt: str
    nonce: str
    sealed: str
    cost: Cost

    @classmethod
    def made(cls, master: bytes, secret: Secret, *, entropy: Entropy, cost: Cost | None = None) -> "Lock":
        """A new lock on a master key."""
        cost, salt, nonce = cost or Cost(), entropy(16), entropy(NONCE_BYTES)
        sealed = ChaCha20Poly1305(_stretched(secret, salt, cost)).encrypt(nonce, master, FORMAT.encode())
        return cls(kind=secret.kind, salt=salt.hex(), nonce=nonce.hex(), sealed=sealed.hex(), cost=cost)

    def opened(self, secret: Secret) -> bytes | None:
        """The master key, if the secret fits."""
        if secret.kind is not self.kind or self.cost.memory_kib > MOST_MEMORY_KIB:
            return None
        key = _stretched(secret, bytes.fromhex(self.salt), self.cost)
        try:
            return ChaCha20Poly1305(key).decrypt(bytes.fromhex(self.nonce), bytes.fromhex(self.sealed), FORMAT.encode())
        except InvalidTag:
            return None


@dataclass(frozen=True, slots=True)
class OpenedRing:
    """A ring, the master key that sealed it, and the locks on that."""

    ring: Keyring
    master: bytes = field(repr=False)
    locks: tuple[Lock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    format: str
    locks: tuple[Lock, ...]
    nonce: str
    sealed: str


def seal_ring(ring: Keyring, master: bytes, locks: Sequence[Lock], *, entropy: Entropy) -> bytes:
    """The file of a ring."""
    nonce = entropy(NONCE_BYTES)
    sealed = ChaCha20Poly1305(master).encrypt(nonce, canonical.encode(_to_wire(ring)), FORMAT.encode())
    return canonical.encode(_File(format=FORMAT, locks=tuple(locks), nonce=nonce.hex(), sealed=sealed.hex()))


def open_ring(data: bytes, secret: Secret) -> OpenedRing:
    """The ring in a file.

    Raises:
        KeyFileError: if the file is damaged.
        LockedError: if no lock opens with this secret.
    """
    file = _parse(data)
    try:
        master = next((found for lock in file.locks if (found := lock.opened(secret)) is not None), None)
    except ValueError as error:
        raise KeyFileError(str(error)) from error
    if master is None:
        raise LockedError(secret.kind.value)
    return open_with_master(data, master)


def open_with_master(data: bytes, master: bytes) -> OpenedRing:
    """The ring in a file, by its master key: what printed shares give back.

    Raises:
        KeyFileError: if the file is damaged, or of another master key.
    """
    file = _parse(data)
    try:
        plain = ChaCha20Poly1305(master).decrypt(bytes.fromhex(file.nonce), bytes.fromhex(file.sealed), FORMAT.encode())
        return OpenedRing(_from_wire(plain), master, file.locks)
    except (InvalidTag, ValueError, CanonicalError) as error:
        raise KeyFileError("the ring does not open with its master key") from error


def _parse(data: bytes) -> _File:
    try:
        file = canonical.decode(data, _File)
    except CanonicalError as error:
        raise KeyFileError(str(error)) from error
    if file.format != FORMAT:
        raise KeyFileError(file.format[:40])
    return file


def _stretched(secret: Secret, salt: bytes, cost: Cost) -> bytes:
    """The key of a lock. A key file is random already, so one hash is enough for it."""
    if secret.kind is LockKind.KEY_FILE:
        return hashlib.sha256(FORMAT.encode() + salt + secret.value).digest()
    return hash_secret_raw(secret.value, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)


def _key(purpose: Purpose, raw: bytes, *, now: datetime, start: datetime, entropy: Entropy) -> NodeKey:
    return NodeKey(id=entropy(8).hex(), purpose=purpose, raw=raw, made_at=now, active_from=start)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wire:
    id: str
    purpose: Purpose
    raw: str
    made_at: datetime
    active_from: datetime
    ends_at: datetime | None


def _to_wire(ring: Keyring) -> list[_Wire]:
    return [
        _Wire(
            id=key.id,
            purpose=key.purpose,
            raw=key.raw.hex(),
            made_at=key.made_at,
            active_from=key.active_from,
            ends_at=key.ends_at,
        )
        for key in ring.keys
    ]


def _from_wire(plain: bytes) -> Keyring:
    return Keyring(
        tuple(
            NodeKey(
                id=wire.id,
                purpose=wire.purpose,
                raw=bytes.fromhex(wire.raw),
                made_at=wire.made_at,
                active_from=wire.active_from,
                ends_at=wire.ends_at,
            )
            for wire in canonical.decode(plain, list[_Wire])
        )
    )
