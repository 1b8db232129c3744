"""The errors of this room.

TrustError
├── CanonicalError   (peer) the bytes are not the canonical form of what they say
├── SignatureError   (peer) the signature does not fit the bytes and the key
├── NoteError        (peer) it is no signed note, no checkpoint, or not signed by the key asked for
├── TileError        (peer) a tile, a bundle or its path is malformed
├── ProofError       (peer) a proof does not show what it should
├── CommitmentError  (ours) a commitment cannot be made of this
├── PasskeyError     (officer) a passkey did not answer what was asked
├── UnknownKeyError  (operator) no such key is known here
├── ShareError       (operator) printed shares do not give the key back
├── SealError        (operator) what is kept does not open: another key, another place, or changed bytes
└── KeyFileError     (operator) a key file is missing or damaged
    └── LockedError  (operator) the ring of keys does not open with what was given
"""


class TrustError(Exception):
    """Root of what this room raises."""


class CanonicalError(TrustError):
    """The bytes do not decode, or do not encode to themselves again."""


class SignatureError(TrustError):
    """The signature does not fit."""


class NoteError(TrustError):
    """A note is malformed or not signed as it should be."""


class TileError(TrustError):
    """A piece of a log's layout is malformed."""


class ProofError(TrustError):
    """A proof does not lead from what is known to the root."""


class CommitmentError(TrustError):
    """A salt has the wrong length."""


class PasskeyError(TrustError):
    """A browser's answer proves no passkey."""


class UnknownKeyError(TrustError):
    """No key of this fingerprint is known."""

    def __init__(self, fingerprint: str) -> None:
        super().__init__(fingerprint)
        self.fingerprint = fingerprint


class KeyFileError(TrustError):
    """A key file cannot be used."""


class LockedError(KeyFileError):
    """No lock of the ring opens; says with what it was tried, or that nothing was given."""

    def __init__(self, tried: str) -> None:
        super().__init__(tried)
        self.tried = tried


class SealError(TrustError):
    """What is kept does not open."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class ShareError(TrustError):
    """Shares are too few, of different keys, or misspelled."""
