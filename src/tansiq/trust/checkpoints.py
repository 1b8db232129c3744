r"""Checkpoints (C2SP tlog-checkpoint): a log's name, size and root as a signed note; cosignatures by those who saw it.

A cosignature (C2SP tlog-cosignature, v1, Ed25519) says more than a signature: at this time, this tree is consistent
with every tree of the log that the cosigner saw before. So a government that rewrites its log needs its partners' keys.

>>> from tansiq.trust.merkle import EMPTY_ROOT
>>> Checkpoint("example.com/log", 0, EMPTY_ROOT).to_text()
'example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tansiq.trust.errors import NoteError
from tansiq.trust.keys import PublicKey
from tansiq.trust.merkle import HASH_BYTES
from tansiq.trust.notes import (
    Signature,
    Signer,
    Verifier,
    open_note,
    parse_note,
    raw_sign,
    raw_verify,
)
from tansiq.trust.notes import sign as sign_note

COSIGNATURE = 0x04
"""The type of a key that signs a time and a checkpoint (cosignature/v1)."""
_SIZE = re.compile(r"0|[1-9]\d{0,18}")
_TIMED_BYTES = 8 + 64


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself.

    Attributes:
        origin: the log's name, the same for ever; no blank and no plus sign.
        size: how many leaves its tree has.
        root: the root of that tree, 32 bytes.
        extensions: further lines that the signature covers.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = field(default=())

    def to_text(self) -> str:
        """The text of the note."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def from_text(cls, text: str) -> "Checkpoint":
        """What the text of a note says.

        Raises:
            NoteError: if it is no checkpoint.
        """
        origin, size, root, *extensions = [*text.removesuffix("\n").split("\n"), "", ""]
        if not origin or _SIZE.fullmatch(size) is None or any(not line for line in extensions[:-2]):
            raise NoteError("not a checkpoint")
        try:
            found = cls(origin, int(size), base64.b64decode(root, validate=True), tuple(extensions[:-2]))
        except (binascii.Error, ValueError) as error:
            raise NoteError("not a checkpoint") from error
        if len(found.root) != HASH_BYTES or found.to_text() != text:
            raise NoteError("not a checkpoint")
        return found


def sign(checkpoint: Checkpoint, signer: Signer) -> str:
    """The checkpoint as a note signed by its log."""
    return sign_note(checkpoint.to_text(), signer)


def open_checkpoint(note: str, verifier: Verifier) -> Checkpoint:
    """The checkpoint of a note that its log signed.

    Raises:
        NoteError: if it is not signed by this key, is no checkpoint, or is another log's.
    """
    found = Checkpoint.from_text(open_note(note, verifier))
    if found.origin != verifier.name:
        raise NoteError("another log's")
    return found


def cosigner(name: str, key: PublicKey) -> Verifier:
    """The key of a cosigner as others know it."""
    return Verifier(name, key, COSIGNATURE)


def cosign(note: str, signer: Signer, *, at: datetime) -> Signature:
    """A cosignature of a checkpoint; the cosigner has verified it and its consistency with what it saw before.

    Raises:
        NoteError: if it is no checkpoint.
    """
    text, _ = parse_note(note)
    Checkpoint.from_text(text)
    seconds = int(at.timestamp())
    signed = raw_sign(signer.key, _timed(text, seconds))
    return Signature(signer.name, cosigner(signer.name, signer.key.public).key_id, seconds.to_bytes(8, "big") + signed)


def verify_cosignature(note: str, verifier: Verifier) -> datetime:
    """When this cosigner signed the checkpoint.

    Raises:
        NoteError: if it did not.
    """
    text, signatures = parse_note(note)
    mine = [s for s in signatures if (s.name, s.key_id) == (verifier.name, verifier.key_id)]
    if verifier.type != COSIGNATURE or len(mine) != 1 or len(mine[0].data) != _TIMED_BYTES:
        raise NoteError("not cosigned by this key")
    seconds = int.from_bytes(mine[0].data[:8], "big")
    raw_verify(verifier.key, _timed(text, seconds), mine[0].data[8:])
    if not 0 < seconds < 253_402_300_800:  # the year 10000, beyond which there is no such time here
        raise NoteError("no such time")
    return datetime.fromtimestamp(seconds, UTC)


def _timed(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
