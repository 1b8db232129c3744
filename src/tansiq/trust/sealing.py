"""Sealing to a partner: HPKE (RFC 9180) with the hybrid X25519 + ML-KEM-768, HKDF-SHA-256 and ChaCha20-Poly1305.

What is sealed today must stay secret for thirty years, so it takes both the classical and the post-quantum problem to
open it. Sealing hides and binds to a place (`info`); who wrote it is for a signature inside to say.

* The overhead is 1,136 bytes: 1,120 of encapsulation, 16 of the tag.
* A public key is 1,216 bytes: the ML-KEM-768 key (1,184), then the X25519 key (32).

    key = SealingKey(seed)
    key.open(key.public.seal(b"…", info=b"DZ to TN, 17"), info=b"DZ to TN, 17")
"""

import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tansiq.trust.errors import KeyFileError, SealError

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
MLKEM_PUBLIC, X25519_PUBLIC = 1184, 32
PUBLIC_BYTES = MLKEM_PUBLIC + X25519_PUBLIC
MLKEM_SEED, X25519_SEED = 64, 32
DERIVED = b"tansiq sealing key 1"
"""HPKE has no one form yet in which such a private key is kept: both seeds are derived from 32 bytes of the ring."""


@dataclass(frozen=True, slots=True)
class SealingPublicKey:
    """The key to which others seal: 1,216 bytes.

    Raises:
        KeyFileError: if the bytes are no such key.
    """

    raw: bytes
    _key: MLKEM768X25519PublicKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.raw) != PUBLIC_BYTES:
            raise KeyFileError("not a sealing key")
        try:
            mlkem = MLKEM768PublicKey.from_public_bytes(self.raw[:MLKEM_PUBLIC])
            x25519 = X25519PublicKey.from_public_bytes(self.raw[MLKEM_PUBLIC:])
        except ValueError as error:
            raise KeyFileError("not a sealing key") from error
        object.__setattr__(self, "_key", MLKEM768X25519PublicKey(mlkem, x25519))

    def __repr__(self) -> str:
        return f"SealingPublicKey({self.fingerprint})"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the key, its first 16 bytes as 32 hexadecimal digits."""
        return hashlib.sha256(self.raw).hexdigest()[:32]

    def seal(self, data: bytes, *, info: bytes) -> bytes:
        """The bytes, so that only the holder of the private key can open them, and only for the same `info`."""
        return SUITE.encrypt(data, self._key, info=info)


@dataclass(frozen=True, slots=True)
class SealingKey:
    """A node's key for what partners seal to it; `raw` is its 32-byte seed and is never printed."""

    raw: bytes = field(repr=False)
    public: SealingPublicKey = field(init=False)
    _key: MLKEM768X25519PrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        seeds = HKDF(algorithm=hashes.SHA256(), length=MLKEM_SEED + X25519_SEED, salt=None, info=DERIVED).derive(
            self.raw
        )
        mlkem = MLKEM768PrivateKey.from_seed_bytes(seeds[:MLKEM_SEED])
        x25519 = X25519PrivateKey.from_private_bytes(seeds[MLKEM_SEED:])
        plain = serialization.Encoding.Raw, serialization.PublicFormat.Raw
        public = mlkem.public_key().public_bytes(*plain) + x25519.public_key().public_bytes(*plain)
        object.__setattr__(self, "_key", MLKEM768X25519PrivateKey(mlkem, x25519))
        object.__setattr__(self, "public", SealingPublicKey(public))

    def open(self, sealed: bytes, *, info: bytes) -> bytes:
        """What was sealed to this key for this `info`.

        Raises:
            SealError: if it was not, or one bit changed.
        """
        try:
            return SUITE.decrypt(sealed, self._key, info=info)
        except InvalidTag as error:
            raise SealError(self.public.fingerprint) from error
