"""What Algeria writes to Tunisia, piece by piece: keys, items, letters, and what Tunisia compares them with.

letter = opened(write(make_item(number=2)))
pass_item(letter, place(through=1))
"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import msgspec
from tests.conftest import NOW, make_notice
from tests.unit.services.exchange import make_agreement

from tansiq.domain.agreement import Signed
from tansiq.domain.notice import Notice
from tansiq.domain.record import Kind, Record
from tansiq.federation.gate import Books, Held, Place, ReleaseBody
from tansiq.federation.items import Item, ItemAct, Lane, digest
from tansiq.federation.letters import Address, Desk, PartnerKey, What, open_letter, write_letter
from tansiq.trust import canonical
from tansiq.trust.keys import SigningKey
from tansiq.trust.sealing import SealingKey

SIGNING, OTHER_SIGNING = SigningKey(b"\1" * 32), SigningKey(b"\2" * 32)
SEALING, OTHER_SEALING = SealingKey(b"\3" * 32), SealingKey(b"\4" * 32)
AGREEMENT = make_agreement("DZ", "TN")
ADDRESS = Address(sender="DZ", receiver="TN", lane=Lane.ORDINARY, number=1)


def make_item(**changes):
    parts = {
        "sender": "DZ",
        "receiver": "TN",
        "lane": Lane.ORDINARY,
        "number": 1,
        "at": NOW,
        "act": ItemAct.RELEASE,
        "agreement": AGREEMENT.id,
        "body": b"{}",
        **changes,
    }
    return Item(**parts)


def releasing(record=None, *, data=None, **changes):
    """The item that releases a record, or bytes in its stead."""
    data = canonical.encode(record or make_notice()) if data is None else data
    return make_item(body=canonical.encode(ReleaseBody(record=msgspec.Raw(data))), **changes)


def write(item=None, *, data=None, what=What.ITEM, address=ADDRESS, signing=SIGNING, sealing=SEALING):
    """The line of an item, or of bytes in its stead."""
    data = (item or make_item()).to_wire() if data is None else data
    return write_letter(what, data, address, signing=signing, sealing=sealing.public)


def make_desk(*, key=SIGNING, ends_at=None, **changes):
    known = {key.public.fingerprint: PartnerKey(key=key.public, ends_at=ends_at)}
    parts = {"state": "TN", "sealing": {SEALING.public.fingerprint: SEALING}, "partners": {"DZ": known}, **changes}
    return Desk(**parts)


def opened(line, desk=None, *, now=NOW):
    return open_letter(line, desk or make_desk(), now=now)


def letter_of(item, **changes):
    """The letter of an item, at the item's own address unless something else is said."""
    address = Address(sender=item.sender, receiver=item.receiver, lane=item.lane, number=item.number)
    return opened(write(item, address=replace(address, **changes)))


def place(through=0, *settled):
    return Place(through=through, digests={one.number: digest(one.to_wire()) for one in settled})


def make_books(*held, **changes):
    """What Tunisia holds; by default nothing but the agreement that both signed."""
    parts = {
        "state": "TN",
        "today": NOW.date(),
        "held": {one.id: Held(owner=one.owner.state, kind=one.kind, version=one.version) for one in held},
        "erased": frozenset[UUID](),
        "agreements": {AGREEMENT.id: Signed(record=AGREEMENT, signers=frozenset({"DZ", "TN"}))},
        "bodies": {Kind.NOTICE: Record[Notice]},
        **changes,
    }
    return Books(**parts)


LATER = NOW + timedelta(days=1)
