"""Trials: letters that are good, and letters with one fault each that one step of the gate must find.

The golden vectors (`tests/vectors/exchange`) and `tansiq conformance` are made of these, so what is tried against
another implementation is what this one is held to. All people in them are invented.

    author = Author(sender="XA", receiver="TN", signing=…, sealing=…, agreement=…, at=now)
    trial = releases(author, record)[0]
    author.letter(trial.data(author, number=8), number=8)
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tansiq.federation.items import LANES, Item, ItemAct, Lane
from tansiq.federation.letters import LARGEST, Address, What, write_letter
from tansiq.federation.steps import Step
from tansiq.trust import canonical
from tansiq.trust.keys import SigningKey
from tansiq.trust.sealing import SealingKey, SealingPublicKey

NOBODY, STRANGER = "XX", "XY"
"""Codes that ISO 3166 leaves to users: no state has them."""
UNKNOWN_AGREEMENT = UUID("00000000-0000-7000-8000-00000000dead")
Members = Mapping[str, Any]


def invented_seed(name: str) -> bytes:
    """32 bytes for a key that nobody uses."""
    return hashlib.sha256(b"tansiq trial " + name.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes the letters of the trials.

    Attributes:
        sealing: the receiver's key.
        agreement: one in force that lets the sender give notices to the receiver, restricted ones but not top secret.
        at: the time that items and records say.
    """

    sender: str
    receiver: str
    signing: SigningKey
    sealing: SealingPublicKey
    agreement: UUID
    at: datetime

    def address(self, number: int, lane: Lane = Lane.ORDINARY) -> Address:
        """Where an item of this number belongs."""
        return Address(sender=self.sender, receiver=self.receiver, lane=lane, number=number)

    def letter(self, data: bytes, *, number: int, lane: Lane = Lane.ORDINARY) -> bytes:
        """The letter around these bytes, without a fault of its own."""
        return write_letter(What.ITEM, data, self.address(number, lane), signing=self.signing, sealing=self.sealing)

    def signed(self, data: bytes, line: str, key: SigningKey | None = None) -> bytes:
        """What lies in a seal: fingerprint, signature for a line, bytes."""
        signing = key or self.signing
        return bytes.fromhex(signing.public.fingerprint) + signing.sign(line, data) + data


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An item to be written.

    Attributes:
        step: which step must say no; `None` if all pass.
        members: of the item that differ from those of a release without a fault.
        spoil: what is done to the bytes of the item afterwards.
    """

    name: str
    step: Step | None
    members: Members
    spoil: Callable[[bytes], bytes] = bytes

    @property
    def lane(self) -> Lane:
        """The lane in which it goes: that of its act."""
        act = self.members.get("act")
        return LANES[ItemAct(act)] if act in list(ItemAct) else Lane.ORDINARY

    def data(self, author: Author, *, number: int) -> bytes:
        """The bytes of the item under a number."""
        item = Item(
            sender=author.sender,
            receiver=author.receiver,
            lane=self.lane,
            number=number,
            at=author.at,
            act=ItemAct.RELEASE,
            agreement=author.agreement,
            body=b"{}",
        )
        return self.spoil(replace(item, **self.members).to_wire())


def notice(author: Author, record: UUID, **changes: Any) -> dict[str, Any]:
    """A notice of an invented person; `changes` to the record."""
    day = author.at.date()
    body = {
        "reference": f"TRIAL-{record.hex[-12:]}",
        "names": [{"value": "Exemple Inventé", "script": "latn", "kind": "primary", "quality": "good"}],
        "offence": "travel",
        "threshold": "Invented facts",
        "measure": "locate",
        "reviewer": "Invented Reviewer",
        "review_on": day + timedelta(days=30),
    }
    return {
        "id": record,
        "kind": "notice",
        "owner": {"state": author.sender, "service": "Invented Service"},
        "version": 1,
        "label": {"policy": author.sender, "level": "restricted", "releasable_to": [author.receiver]},
        "basis": {"authority": "Invented Court", "reference": "W-1"},
        "retain_until": day + timedelta(days=60),
        "made_by": "i.invented",
        "made_at": author.at,
        "body": body,
        **changes,
    }


def released(author: Author, record: UUID, **changes: Any) -> Members:
    """The members of an item that releases such a notice."""
    return {"body": canonical.encode({"record": notice(author, record, **changes)})}


def recalled(record: UUID, **changes: Any) -> Members:
    """The members of an item that recalls it."""
    body = {"kind": "notice", "reason": "erased", "record": record, "service": "Invented Service", **changes}
    return {"act": ItemAct.RECALL, "agreement": None, "body": canonical.encode(body)}


def good_release(author: Author, record: UUID) -> Trial:
    """A release that passes; a member that nobody knows is in it and must survive."""
    return Trial(name="release", step=None, members=released(author, record, later={"unknown": "member"}))


def correction(author: Author, record: UUID) -> Trial:
    """The next version of what `good_release` brought."""
    return Trial(name="correction", step=None, members=released(author, record, version=2, reason="Invented reason"))


def recall(record: UUID) -> Trial:
    """A recall that passes, whether the record came or not."""
    return Trial(name="recall", step=None, members=recalled(record))


def releases(author: Author, record: UUID) -> tuple[Trial, ...]:
    """Steps 14 to 18: what a node answers without looking at what it holds."""
    label = {"policy": author.sender, "level": "restricted"}
    third = {"state": STRANGER, "service": "Invented Service"}

    def one(name: str, step: Step, **members: Any) -> Trial:
        return Trial(name=name, step=step, members={**released(author, record), **members})

    def of(name: str, step: Step, **changes: Any) -> Trial:
        return Trial(name=name, step=step, members=released(author, record, **changes))

    return (
        one("later_act", Step.ACT, act="later_act"),
        of("later_kind", Step.ACT, kind="later_kind"),
        one("no_record", Step.VALUE, body=b"{}"),
        of("version_nought", Step.VALUE, version=0),
        of("kept_too_long", Step.VALUE, retain_until=author.at.date() + timedelta(days=36500)),
        of("turned_round_text", Step.VALUE, made_by="i\u202einvented"),
        Trial(name="recall_without_reason", step=Step.VALUE, members=recalled(record, reason="")),
        one("no_agreement", Step.AGREEMENT, agreement=None),
        one("unknown_agreement", Step.AGREEMENT, agreement=UNKNOWN_AGREEMENT),
        of("too_secret", Step.AGREEMENT, label={**label, "level": "top_secret", "releasable_to": [author.receiver]}),
        of("other_owner", Step.OWNER, owner=third),
        of("not_releasable", Step.LABEL, label={**label, "releasable_to": [NOBODY]}),
    )


def erased(author: Author, record: UUID) -> Trial:
    """Step 19: a release of what was recalled before."""
    return Trial(name="erased", step=Step.ERASED, members=released(author, record))


def same_version(author: Author, record: UUID) -> Trial:
    """Step 20: a release of the version that is held."""
    return Trial(name="same_version", step=Step.LATER, members=released(author, record))


def halting(author: Author, record: UUID) -> tuple[Trial, ...]:
    """Steps 9 to 13 but for 10: each halts the lane in which it comes. The first goes under a number settled before."""

    def one(name: str, step: Step, spoil: Callable[[bytes], bytes] = bytes, **members: Any) -> Trial:
        return Trial(name=name, step=step, members={**released(author, record), **members}, spoil=spoil)

    return (
        one("other_item_of_a_number", Step.ONCE),
        one("later_item", Step.VERSION, lambda data: data.replace(b"tansiq-item/1", b"tansiq-item/2")),
        one("blanks", Step.CONTENT, lambda data: data.replace(b'"format":', b'"format": ')),
        one("no_utc", Step.CONTENT, at=author.at.replace(tzinfo=None)),
        one("to_another_state", Step.SAME_ADDRESS, receiver=NOBODY),
    )


def envelopes(author: Author, data: bytes, number: int) -> tuple[tuple[str, Step, bytes], ...]:
    """Steps 2 to 8 for the item of these bytes: name, step, line."""
    good, address = author.letter(data, number=number), author.address(number)
    line = address.line(What.ITEM)
    other = SigningKey(invented_seed("signing"))
    elsewhere = SealingKey(invented_seed("sealing")).public

    def wrong(**members: Any) -> bytes:
        return canonical.encode({**canonical.decode(good, dict[str, Any]), **members})

    def sent(**parts: Any) -> bytes:
        return write_letter(What.ITEM, data, replace(address, **parts), signing=author.signing, sealing=author.sealing)

    def sealed(signed: bytes) -> bytes:
        return wrong(sealed=base64.b64encode(author.sealing.seal(signed, info=line.encode())).decode())

    return (
        ("not_json", Step.FRAME, b"letters"),
        ("blanks_outside", Step.FRAME, good.replace(b'"format":', b'"format": ')),
        ("unknown_lane", Step.FRAME, wrong(lane="express")),
        ("later_envelope", Step.ENVELOPE_VERSION, wrong(format="tansiq-envelope/2")),
        ("to_nobody", Step.ADDRESS, sent(receiver=NOBODY)),
        ("from_a_stranger", Step.ADDRESS, sent(sender=STRANGER)),
        ("sealed_elsewhere", Step.SEALING_KEY, write_letter(
            What.ITEM, data, address, signing=author.signing, sealing=elsewhere
        )),
        ("renumbered", Step.OPENED, wrong(number=number + 1)),
        ("moved_to_the_other_lane", Step.OPENED, wrong(lane="urgent")),
        ("cut_seal", Step.OPENED, wrong(sealed=canonical.decode(good, dict[str, Any])["sealed"][:1600])),
        ("unknown_key", Step.SIGNING_KEY, sealed(author.signed(data, line, other))),
        ("unsigned", Step.SIGNING_KEY, sealed(b"")),
        ("signed_for_another_place", Step.SIGNATURE, sealed(
            author.signed(data, replace(address, number=number + 1).line(What.ITEM))
        )),
        ("signed_as_a_receipt", Step.SIGNATURE, sealed(author.signed(data, address.line(What.RECEIPT)))),
    )  # fmt: skip


def too_large() -> bytes:
    """Step 1: a line that is longer than any letter."""
    return b"a" * (LARGEST + 1)
