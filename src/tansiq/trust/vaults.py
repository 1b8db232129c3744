"""Content at rest: data keys, what they seal, and keyed hashes by which sealed things are found.

A data key is wrapped by a storage key of the ring (envelope), so that the storage key can be rotated without sealing
content anew. What is sealed is bound to its place: the same bytes in another row, another version or another column do
not open.

    sealed = key.seal(b"record|…|3", b"content", secrets.token_bytes(12))
    key.open(b"record|…|3", sealed) == b"content"

Sealed bytes are a format byte, the number of the data key (4 bytes), a nonce (12 bytes) and what AES-256-GCM gave.
Nonces are random: a data key serves for less than 2^32 seals (NIST SP 800-38D, section 8.3), then comes another one.
"""

import hmac
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from tansiq.trust.errors import SealError

FORMAT = 1
HEAD_BYTES = 5
NONCE_BYTES = 12
TAG_DIGITS = 32
"""Hexadecimal digits of a keyed hash: 128 bits, so two values of a node's life do not meet by chance."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """A key that seals content; `number` names it in what it sealed."""

    number: int
    raw: bytes = field(repr=False)
    _cipher: AESGCM = field(init=False, repr=False, compare=False)
    _head: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_cipher", AESGCM(self.raw))
        object.__setattr__(self, "_head", bytes((FORMAT,)) + self.number.to_bytes(4, "big"))

    def seal(self, context: bytes, plain: bytes, nonce: bytes) -> bytes:
        """Bytes that only this key opens, in this context.

        Args:
            nonce: 12 random bytes, never the same twice.
        """
        return self._head + nonce + self._cipher.encrypt(nonce, plain, self._head + context)

    def open(self, context: bytes, sealed: bytes) -> bytes:
        """What was sealed in this context.

        Raises:
            SealError: if it was sealed by another key, for another place, or was changed.
        """
        nonce, body = sealed[HEAD_BYTES : HEAD_BYTES + NONCE_BYTES], sealed[HEAD_BYTES + NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, body, self._head + context)
        except (InvalidTag, ValueError) as error:
            raise SealError(context.partition(b"|")[0].decode("ascii", "replace")) from error

    def tag(self, context: bytes, value: str) -> str:
        """A keyed hash by which an equal value is found again (HMAC-SHA-256, 32 hexadecimal digits)."""
        return hmac.digest(self.raw, context + b"\0" + value.encode(), sha256).hex()[:TAG_DIGITS]


def number_of(sealed: bytes) -> int:
    """The number of the data key that sealed these bytes.

    Raises:
        SealError: if they are no sealed bytes.
    """
    if len(sealed) < HEAD_BYTES + NONCE_BYTES or sealed[0] != FORMAT:
        raise SealError("format")
    return int.from_bytes(sealed[1:HEAD_BYTES], "big")


def wrap(storage_key: bytes, key: DataKey, context: str, nonce: bytes) -> bytes:
    """A data key, sealed by a storage key for what it serves."""
    return nonce + ChaCha20Poly1305(storage_key).encrypt(nonce, key.raw, _wrapping(key.number, context))


def unwrap(storage_key: bytes, number: int, context: str, wrapped: bytes) -> DataKey:
    """The data key that `wrap` sealed.

    Raises:
        SealError: if another storage key wrapped it, or it was changed.
    """
    nonce = wrapped[:NONCE_BYTES]
    try:
        raw = ChaCha20Poly1305(storage_key).decrypt(nonce, wrapped[NONCE_BYTES:], _wrapping(number, context))
    except (InvalidTag, ValueError) as error:
        raise SealError("data_key") from error
    return DataKey(number, raw)


def _wrapping(number: int, context: str) -> bytes:
    return f"tansiq data key|{number}|{context}".encode()
