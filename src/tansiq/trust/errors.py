"""The errors of this room.

TrustError
├── CanonicalError   (peer) the bytes are not the canonical form of what they say
├── SignatureError   (peer) the signature does not fit the bytes and the key
├── UnknownKeyError  (operator) no such key is known here
└── KeyFileError     (operator) a key file is missing or damaged
"""


class TrustError(Exception):
    """Root of what this room raises."""


class CanonicalError(TrustError):
    """The bytes do not decode, or do not encode to themselves again."""


class SignatureError(TrustError):
    """The signature does not fit."""


class UnknownKeyError(TrustError):
    """No key of this fingerprint is known."""

    def __init__(self, fingerprint: str) -> None:
        super().__init__(fingerprint)
        self.fingerprint = fingerprint


class KeyFileError(TrustError):
    """A key file cannot be used."""
