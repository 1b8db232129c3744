"""Items and receipts: what one state tells another, and what the other answers; their canonical bytes.

An **item** has a place: sender, receiver, lane, number. In each lane the numbers are 1, 2, 3 …; a place never holds two
different items. A **receipt** says what became of items, and up to which number all are settled. Neither names the key
that signs it: an item is the same bytes under a rotated key.

* What is urgent has a lane of its own, so that an alert or a recall never waits behind a first copy of a list.
* A record lies in an item as its owner's bytes, so members that nobody here knows survive.

    item = Item(sender="DZ", receiver="TN", lane=Lane.ORDINARY, number=17, at=now, act=ItemAct.RELEASE, …)
    parse_item(item.to_wire()) == item
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from tansiq.domain.label import check_state
from tansiq.federation.errors import GateError
from tansiq.federation.steps import Step
from tansiq.trust import canonical
from tansiq.trust.errors import CanonicalError

ITEM, RECEIPT = "tansiq-item/1", "tansiq-receipt/1"
MOST_OUTCOMES = 1_000
"""Items that one receipt speaks of, and that one batch may hold."""
MOST = 2**53 - 1
"""The largest number of an item: the last that RFC 8785 can say."""
WORD, DIGEST = re.compile(r"[a-z_]{1,40}"), re.compile(r"[0-9a-f]{64}")
"""Acts and steps, of later versions too: they are kept, journalled and shown, so they are words."""


class Lane(StrEnum):
    """Which queue an item waits in. Wire values never change."""

    URGENT = "urgent"
    ORDINARY = "ordinary"


class ItemAct(StrEnum):
    """What an item does. Wire values never change; a receiver parks those that it does not know."""

    RELEASE = "release"
    RECALL = "recall"
    PROPOSE = "propose"
    AGREEMENT = "agreement"
    CARD = "card"
    CHECKPOINT = "checkpoint"
    COSIGNATURE = "cosignature"


LANES = {
    ItemAct.RELEASE: Lane.ORDINARY,
    ItemAct.RECALL: Lane.URGENT,
    ItemAct.PROPOSE: Lane.ORDINARY,
    ItemAct.AGREEMENT: Lane.URGENT,
    ItemAct.CARD: Lane.URGENT,
    ItemAct.CHECKPOINT: Lane.URGENT,
    ItemAct.COSIGNATURE: Lane.URGENT,
}
"""Where an act goes unless its sender says otherwise; alerts are urgent releases."""


class Outcome(StrEnum):
    """What became of an item at its receiver. Wire values never change."""

    APPLIED = "applied"
    REFUSED = "refused"
    PARKED = "parked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One numbered statement of one state to another.

    Attributes:
        number: 1, 2, 3 … in its lane.
        at: when it was posted; aware UTC.
        act: one of `ItemAct`, or a word of a later version.
        agreement: the agreement that allows it; none for what needs none.
        body: canonical bytes of an object, by act.
    """

    sender: str
    receiver: str
    lane: Lane
    number: int
    at: datetime
    act: str
    agreement: UUID | None = None
    body: bytes

    def __post_init__(self) -> None:
        check_state("sender", self.sender)
        check_state("receiver", self.receiver)

    def to_wire(self) -> bytes:
        """Its canonical bytes."""
        return canonical.encode(
            {
                "act": self.act,
                "agreement": self.agreement,
                "at": self.at,
                "body": msgspec.Raw(self.body),
                "format": ITEM,
                "lane": self.lane,
                "number": self.number,
                "receiver": self.receiver,
                "sender": self.sender,
            }
        )


def digest(data: bytes) -> str:
    """SHA-256 of an item's bytes, as 64 hexadecimal digits: what receipts name it by."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of one item.

    Attributes:
        digest: of the item.
        step: the step of the gate that refused or parked it.
        at: when it was applied, or refused; aware UTC.
    """

    number: int
    digest: str
    outcome: Outcome
    step: str | None = None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receiver answers.

    Attributes:
        sender: who answers, and to whom.
        through: every item up to this number is settled.
        room: how many items more are welcome now; 0 asks the other side to wait.
        halted: the step at which the feed stands still until people have looked; `None` while it goes on.
        settled: what became of the items that were sent, among them those settled long ago.
    """

    sender: str
    receiver: str
    lane: Lane
    at: datetime
    through: int
    room: int
    halted: str | None = None
    settled: tuple[Settled, ...] = ()

    def to_wire(self) -> bytes:
        """Its canonical bytes."""
        return canonical.encode(_ReceiptWire(format=RECEIPT, receipt=self))


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReceiptWire:
    format: str
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class _ItemWire:
    act: str
    agreement: UUID | None
    at: datetime
    body: msgspec.Raw
    format: str
    lane: Lane
    number: int
    receiver: str
    sender: str


def format_of(data: bytes) -> str:
    """Which format bytes say that they have; empty if they say none.

    Raises:
        GateError: if they are no canonical object.
    """
    try:
        canonical.verify_canonical(data)
        said = canonical.decode(data, dict[str, Any]).get("format")
    except CanonicalError as error:
        raise GateError(Step.CONTENT, "canonical") from error
    return said if isinstance(said, str) else ""


def parse_item(data: bytes) -> Item:
    """The item that bytes say; whatever more they say is left alone.

    Raises:
        GateError: at `VERSION`, if it is of a later version; at `CONTENT`, if it is not well formed.
    """
    if format_of(data) != ITEM:
        raise GateError(Step.VERSION, format_of(data)[:40])
    try:
        wire = canonical.decode(data, _ItemWire)
        item = Item(
            sender=wire.sender,
            receiver=wire.receiver,
            lane=wire.lane,
            number=wire.number,
            at=wire.at,
            act=wire.act,
            agreement=wire.agreement,
            body=bytes(wire.body),
        )
    except (CanonicalError, ValueError) as error:
        raise GateError(Step.CONTENT, "item") from error
    if not 1 <= item.number <= MOST:
        raise GateError(Step.CONTENT, "number")
    if not _is_utc(item.at):
        raise GateError(Step.CONTENT, "at")
    if not WORD.fullmatch(item.act):
        raise GateError(Step.CONTENT, "act")
    return item


def _is_utc(at: datetime) -> bool:
    return at.utcoffset() == timedelta(0)


def parse_receipt(data: bytes) -> Receipt:
    """The receipt that bytes say.

    Raises:
        GateError: at `VERSION` or `CONTENT`, as for items.
    """
    if format_of(data) != RECEIPT:
        raise GateError(Step.VERSION, format_of(data)[:40])
    try:
        receipt = canonical.decode(data, _ReceiptWire).receipt
    except (CanonicalError, ValueError) as error:
        raise GateError(Step.CONTENT, "receipt") from error
    numbers = (receipt.through, receipt.room, *(one.number for one in receipt.settled))
    times = (receipt.at, *(one.at for one in receipt.settled))
    if len(receipt.settled) > MOST_OUTCOMES or not all(0 <= number <= MOST for number in numbers):
        raise GateError(Step.CONTENT, "number")
    if not all(_is_utc(at) for at in times):
        raise GateError(Step.CONTENT, "at")
    if not _are_words(receipt.halted, *(one.step for one in receipt.settled)):
        raise GateError(Step.CONTENT, "step")
    if not all(DIGEST.fullmatch(one.digest) for one in receipt.settled):
        raise GateError(Step.CONTENT, "digest")
    return receipt


def _are_words(*said: str | None) -> bool:
    return all(one is None or WORD.fullmatch(one) for one in said)
