r"""Signed notes (C2SP signed-note): text that people can read, with Ed25519 signatures below it.

A note is its text, which ends with a newline, an empty line, and one line for each signature: an em dash, the name of
the key, and in base64 four bytes that identify the key before its signature. A reader looks at signatures of keys
that it knows and passes over all others.

>>> note = sign("example.com/log\n3\n…\n", Signer("example.com/log", key))  # doctest: +SKIP
>>> open_note(note, Verifier("example.com/log", key.public))  # doctest: +SKIP
'example.com/log\n3\n…\n'
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tansiq.trust.errors import NoteError
from tansiq.trust.keys import PublicKey, SigningKey

ED25519 = 0x01
"""The type of a key that signs the text of notes as it is."""
MOST_BYTES = 2**16
"""No note of ours has two hundredths of this; a longer one is not read at all."""
MOST_SIGNATURES = 100
"""The specification's least for a reader."""

_NAME = re.compile(r"[^\s+]+")
_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<data>[A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the name of its key, the four bytes that identify it, and what it signed with."""

    name: str
    key_id: bytes
    data: bytes

    def to_line(self) -> str:
        """The line as it stands in a note."""
        return f"— {self.name} {base64.b64encode(self.key_id + self.data).decode()}\n"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A known key: its name, and the type that says what it signs."""

    name: str
    key: PublicKey
    type: int = ED25519

    @property
    def key_id(self) -> bytes:
        """The four bytes that identify the key in signature lines."""
        return key_id(self.name, self.type, self.key.raw)

    def to_text(self) -> str:
        """The key as one line (a "vkey"): name, identifier, type and key."""
        encoded = base64.b64encode(bytes([self.type]) + self.key.raw).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @classmethod
    def from_text(cls, line: str) -> "Verifier":
        """The key that `to_text` wrote.

        Raises:
            NoteError: if the line is none, or its identifier is not that of its key.
        """
        name, _, rest = line.strip().partition("+")
        digits, _, encoded = rest.partition("+")
        data = _decoded(encoded)
        if _NAME.fullmatch(name) is None or len(data) != 33:
            raise NoteError("not a key line")
        found = cls(name, PublicKey(data[1:]), data[0])
        if found.key_id.hex() != digits:
            raise NoteError("not a key line")
        return found


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs notes, by its name."""

    name: str
    key: SigningKey

    @property
    def verifier(self) -> Verifier:
        """What others verify with."""
        return Verifier(self.name, self.key.public)


def key_id(name: str, type_: int, public: bytes) -> bytes:
    """The first four bytes of the SHA-256 of name, newline, type and key."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([type_]) + public).digest()[:4]


def sign(text: str, signer: Signer) -> str:
    """The note of a text with one signature.

    Raises:
        NoteError: if the text does not end with a newline, or the name cannot stand in a note.
    """
    if not text.endswith("\n") or _NAME.fullmatch(signer.name) is None:
        raise NoteError("not a note")
    signed = raw_sign(signer.key, text.encode())
    return f"{text}\n{Signature(signer.name, signer.verifier.key_id, signed).to_line()}"


def open_note(note: str, verifier: Verifier) -> str:
    """The text of a note that this key signed.

    Raises:
        NoteError: if it is no note, or no signature of the key is there, or one does not fit.
    """
    text, signatures = parse_note(note)
    mine = [s for s in signatures if (s.name, s.key_id) == (verifier.name, verifier.key_id)]
    if not mine:
        raise NoteError("not signed by this key")
    for signature in mine:
        raw_verify(verifier.key, text.encode(), signature.data)
    return text


def parse_note(note: str) -> tuple[str, list[Signature]]:
    """The text of a note and its signatures, none of which is verified here.

    Raises:
        NoteError: if it is no note.
    """
    if len(note) > MOST_BYTES or any(c < " " and c != "\n" for c in note):
        raise NoteError("not a note")
    above, blank, below = note.rpartition("\n\n")
    lines = below.split("\n")
    if not blank or lines.pop() or not 0 < len(lines) <= MOST_SIGNATURES:
        raise NoteError("not a note")
    return f"{above}\n", [_signature(line) for line in lines]


def _signature(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    data = b"" if found is None else _decoded(found["data"])
    if found is None or len(data) < 5:
        raise NoteError("not a signature line")
    return Signature(found["name"], data[:4], data[4:])


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("not base64") from error


def raw_sign(key: SigningKey, message: bytes) -> bytes:
    """The Ed25519 signature of the message itself, as other people's verifiers expect it.

    A key that signs so signs nothing else: its messages carry their own context.
    """
    return Ed25519PrivateKey.from_private_bytes(key.raw).sign(message)


def raw_verify(key: PublicKey, message: bytes, signature: bytes) -> None:
    """True: the key signed the message itself.

    Raises:
        NoteError: if it did not.
    """
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise NoteError("signature does not fit") from error
