"""Ed25519 keys of nodes: made, kept in files, named by fingerprint.

A signature covers a context line besides the bytes, so what was signed for one purpose is worth nothing for another.
"""

import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tansiq.trust.errors import KeyFileError, SignatureError


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A node's verifying key: 32 bytes."""

    raw: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the key, its first 16 bytes as 32 hexadecimal digits; what people compare."""
        return hashlib.sha256(self.raw).hexdigest()[:32]

    def verify(self, context: str, data: bytes, signature: bytes) -> None:
        """True bytes were signed by this key for this context.

        Raises:
            SignatureError: if they were not.
        """
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, _message(context, data))
        except (InvalidSignature, ValueError) as error:
            raise SignatureError(self.fingerprint) from error

    def to_text(self) -> str:
        """The key as one line of text, for a file or a call."""
        return f"tansiq-ed25519 {self.raw.hex()}\n"

    @classmethod
    def from_text(cls, text: str) -> "PublicKey":
        """The key that `to_text` wrote.

        Raises:
            KeyFileError: if it is no such line.
        """
        kind, _, digits = text.strip().partition(" ")
        try:
            raw = bytes.fromhex(digits)
        except ValueError as error:
            raise KeyFileError("not hexadecimal") from error
        if kind != "tansiq-ed25519" or len(raw) != 32:
            raise KeyFileError("not a tansiq-ed25519 key")
        return cls(raw)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A node's signing key; `raw` is its 32-byte seed and is never printed."""

    raw: bytes

    def __repr__(self) -> str:
        return f"SigningKey({self.public.fingerprint})"

    @property
    def public(self) -> PublicKey:
        """The key with which others verify."""
        key = Ed25519PrivateKey.from_private_bytes(self.raw).public_key()
        return PublicKey(key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw))

    def sign(self, context: str, data: bytes) -> bytes:
        """The 64-byte Ed25519 signature of the bytes for this context."""
        return Ed25519PrivateKey.from_private_bytes(self.raw).sign(_message(context, data))

    def derive(self, purpose: str) -> str:
        """A secret for another purpose, as 64 hexadecimal digits; nothing of the key can be told from it (RFC 5869)."""
        derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(self.raw)
        return derived.hex()

    @classmethod
    def from_hex(cls, text: str) -> "SigningKey":
        """The key in a key file.

        Raises:
            KeyFileError: if it holds no key.
        """
        try:
            raw = bytes.fromhex(text.strip())
        except ValueError as error:
            raise KeyFileError("not hexadecimal") from error
        if len(raw) != 32:
            raise KeyFileError("not 32 bytes")
        return cls(raw)


def _message(context: str, data: bytes) -> bytes:
    return context.encode() + b"\0" + hashlib.sha256(data).digest()
