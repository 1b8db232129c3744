"""Letters: how items and receipts travel. Signed, then sealed to the receiver, one line each.

What is signed is the address and the bytes; the letter names the key by its fingerprint inside the seal. Outside
stands only what a courier needs: who writes to whom, in which lane, which number, and to which key it is sealed. The
address is bound into the seal and into the signature: an envelope that was changed on the way does not open, and what a
state wrote to one partner is not taken by another.

    line = write_letter(What.ITEM, item.to_wire(), Address(…), signing, sealing)
    open_letter(line, desk, now=now).data == item.to_wire()
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tansiq.federation.errors import GateError
from tansiq.federation.items import MOST, Lane
from tansiq.federation.steps import Step
from tansiq.trust import canonical
from tansiq.trust.errors import CanonicalError, SealError, SignatureError
from tansiq.trust.keys import PublicKey, SigningKey
from tansiq.trust.sealing import SealingKey, SealingPublicKey

ENVELOPE = "tansiq-envelope/1"
LARGEST = 24 * 1024 * 1024
"""Bytes of one letter: a report with its attachments (16 MiB) in base64, and room for the rest."""
FINGERPRINT, SIGNATURE = 16, 64


class What(StrEnum):
    """What a letter holds. Wire values never change."""

    ITEM = "item"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What stands on a letter; of a receipt, `number` is the one up to which it speaks."""

    sender: str
    receiver: str
    lane: Lane
    number: int

    def line(self, what: What) -> str:
        """What seal and signature are bound to."""
        return f"{ENVELOPE} {what} {self.sender} {self.receiver} {self.lane} {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The line as it travels.

    Attributes:
        key: fingerprint of the sealing key.
    """

    format: str
    key: str
    lane: Lane
    number: int
    receiver: str
    sealed: bytes
    sender: str
    what: What

    @property
    def address(self) -> Address:
        """What stands on it."""
        return Address(sender=self.sender, receiver=self.receiver, lane=self.lane, number=self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerKey:
    """A signing key of a partner.

    Attributes:
        ends_at: from when nothing new is taken that it signed; `None` while it is in use.
    """

    key: PublicKey
    ends_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether it signs nothing any more."""
        return self.ends_at is not None and self.ends_at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a node opens letters with.

    Attributes:
        state: whose node it is.
        sealing: its sealing keys that are not over, by fingerprint.
        partners: by state, the signing keys that are known as its own, by fingerprint.
    """

    state: str
    sealing: Mapping[str, SealingKey]
    partners: Mapping[str, Mapping[str, PartnerKey]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An opened letter: `data` was written by the sender, signed by a key that is known as theirs.

    Attributes:
        signature: with `signed_by` what proves it to others.
    """

    what: What
    address: Address
    data: bytes
    signature: bytes
    signed_by: str


def write_letter(what: What, data: bytes, address: Address, *, signing: SigningKey, sealing: SealingPublicKey) -> bytes:
    """The line, without its end: `data` signed by one key and sealed to another."""
    signed = bytes.fromhex(signing.public.fingerprint) + signing.sign(address.line(what), data) + data
    return canonical.encode(
        Envelope(
            format=ENVELOPE,
            key=sealing.fingerprint,
            lane=address.lane,
            number=address.number,
            receiver=address.receiver,
            sealed=sealing.seal(signed, info=address.line(what).encode()),
            sender=address.sender,
            what=what,
        )
    )


def open_letter(line: bytes, desk: Desk, *, now: datetime) -> Letter:
    """The letter that a line is, after steps 1 to 8 of the gate. Whoever wrote a line that fails one is not known.

    1. size: not larger than any letter
    2. frame: a canonical envelope
    3. envelope version: one that this node reads
    4. address: to this node, from a partner that it knows
    5. sealing key: one of this node's
    6. opened: the seal opens for what stands on the envelope
    7. signing key: one of the sender's, and not over
    8. signature: it fits, for this address

    Raises:
        GateError: at the first step that fails.
    """
    if len(line) > LARGEST:  # 1
        raise GateError(Step.SIZE, str(LARGEST))
    envelope = _parse_envelope(line)  # 2, 3
    if envelope.receiver != desk.state or envelope.sender not in desk.partners:  # 4
        raise GateError(Step.ADDRESS, f"{envelope.sender[:3]} to {envelope.receiver[:3]}")
    signed = _opened(envelope, desk)  # 5, 6
    name, signature, data = (
        signed[:FINGERPRINT].hex(),
        signed[FINGERPRINT:][:SIGNATURE],
        signed[FINGERPRINT + SIGNATURE :],
    )
    held = desk.partners[envelope.sender].get(name)
    if held is None or held.is_over(now):  # 7
        raise GateError(Step.SIGNING_KEY, name)
    try:
        held.key.verify(envelope.address.line(envelope.what), data, signature)  # 8
    except SignatureError as error:
        raise GateError(Step.SIGNATURE, name) from error
    return Letter(what=envelope.what, address=envelope.address, data=data, signature=signature, signed_by=name)


def _parse_envelope(line: bytes) -> Envelope:
    """Steps 2 and 3. The version is looked at first: a later one may have another frame."""
    try:
        canonical.verify_canonical(line)
        said = canonical.decode(line, dict[str, object]).get("format")
    except CanonicalError as error:
        raise GateError(Step.FRAME) from error
    if isinstance(said, str) and said.startswith("tansiq-envelope/") and said != ENVELOPE:
        raise GateError(Step.ENVELOPE_VERSION, said[:40])
    try:
        envelope = canonical.decode(line, Envelope)
    except CanonicalError as error:
        raise GateError(Step.FRAME) from error
    if envelope.format != ENVELOPE or not 0 <= envelope.number <= MOST:
        raise GateError(Step.FRAME)
    return envelope


def _opened(envelope: Envelope, desk: Desk) -> bytes:
    """Steps 5 and 6."""
    key = desk.sealing.get(envelope.key)
    if key is None:
        raise GateError(Step.SEALING_KEY, envelope.key[:32])
    try:
        return key.open(envelope.sealed, info=envelope.address.line(envelope.what).encode())
    except SealError as error:
        raise GateError(Step.OPENED) from error
