"""The gate: every item that a partner sends comes through here, step by step, before anything of it is kept.

What `pass_item` returns is guaranteed to be

* written and signed by the partner, for this node, for this place in this lane, and the next in its turn;
* of a kind and act that this node understands;
* if it releases a record: allowed by an agreement in force, well formed, the partner's own, meant for this state, not
  erased here and newer than what is held.

It guarantees nothing about what the record says. There is no way around a step; `federation.steps` says what follows
from each. Steps 1 to 8 are those of `federation.letters.open_letter`.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from tansiq.domain import agreement as agreements
from tansiq.domain import text
from tansiq.domain.agreement import NotAgreed, Parcel, Signed, Term
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.record import Kind, Record
from tansiq.federation import items
from tansiq.federation.errors import GateError
from tansiq.federation.items import WORD, Item, ItemAct
from tansiq.federation.letters import Letter
from tansiq.federation.steps import Step
from tansiq.trust import canonical
from tansiq.trust.errors import CanonicalError

T = TypeVar("T")
MOST_VERSION = 2**31 - 1
"""The largest version that databases keep; a record that changes every second gets there in 68 years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a lane of a partner's feed is.

    Attributes:
        through: every number up to this one is settled.
        halted: the step at which it was halted, if it was.
        digests: of items settled before, by number, as far as they are asked for.
    """

    through: int
    halted: str | None = None
    digests: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held of a record: whose it is, of which kind, its latest version."""

    owner: str
    kind: Kind
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What this node has to compare a release with.

    Attributes:
        held: what is held under the identifiers that are released.
        erased: records that were erased here.
        agreements: those with this partner, by identifier.
        bodies: by kind, what its records decode to; a kind that is not here is not understood.
    """

    state: str
    today: date
    held: Mapping[UUID, Held]
    erased: AbstractSet[UUID]
    agreements: Mapping[UUID, Signed]
    bodies: Mapping[Kind, type[Record[Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A record that passed the gate, with its owner's bytes and the term that allows it."""

    record: Record[Any]
    data: bytes
    agreement: UUID
    term: Term


def is_repeated(letter: Letter, place: Place) -> bool:
    """Whether this very item was settled before: then its receipt is given again, and nothing else happens.

    Step 9. once: no other item has its place.

    Raises:
        GateError: at `ONCE`, if another item was settled under its number: the partner told two stories.
    """
    number = letter.address.number
    if number > place.through:
        return False
    if place.digests.get(number) != items.digest(letter.data):
        raise GateError(Step.ONCE, str(number))
    return True


def pass_item(letter: Letter, place: Place) -> Item:
    """The item in a letter that is not repeated.

    10. order: it is the next
    11. version: of a format that this node reads
    12. content: a canonical item
    13. same address: inside stands what stands on the envelope
    14. act: one that this node knows

    Raises:
        GateError: at the first step that fails.
    """
    if letter.address.number != place.through + 1:  # 10
        raise GateError(Step.ORDER, str(place.through + 1))
    item = items.parse_item(letter.data)  # 11, 12
    address = letter.address
    if (item.sender, item.receiver, item.lane, item.number) != (
        address.sender,
        address.receiver,
        address.lane,
        address.number,
    ):  # 13
        raise GateError(Step.SAME_ADDRESS, str(address.number))
    if item.act not in list(ItemAct):  # 14
        raise GateError(Step.ACT, item.act[:40])
    return item


def decode_body(item: Item, type_: type[T]) -> T:
    """What an item's body says.

    Raises:
        GateError: at `VALUE`, if it does not say this.
    """
    try:
        return canonical.decode(item.body, type_)
    except (CanonicalError, InvalidError, OverflowError) as error:
        raise GateError(Step.VALUE, item.act) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseBody:
    """The body of a release: the owner's record, as its bytes."""

    record: msgspec.Raw


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallBody:
    """The body of a recall.

    Attributes:
        record: which is to be erased; `kind`, which may be one of a later version, and `service` are those that it had.
        reason: a closed word: what happened to it at its owner's.
    """

    record: UUID
    kind: str
    service: str
    reason: str

    def __post_init__(self) -> None:
        text.check("service", self.service)
        for name in ("kind", "reason"):
            if not WORD.fullmatch(getattr(self, name)):
                raise InvalidError(name, Problem.MALFORMED)


def pass_release(item: Item, books: Books) -> Released:
    """The record that an item releases.

    14. act: of a kind that this node knows
    15. value: a record whose body keeps its rules, and of the kind that it always had
    16. agreement: one in force allows the sender to give it to this state
    17. owner: it belongs to the sender, and so does what is held under its identifier
    18. label: releasable to this state
    19. erased: it was not erased here
    20. later: newer than what is held

    Raises:
        GateError: at the first step that fails.
    """
    data = bytes(decode_body(item, ReleaseBody).record)
    kind = decode_body(item, _Kinded).record.kind
    if kind not in {k.value for k in books.bodies}:  # 14
        raise GateError(Step.ACT, kind[:40])
    record = _parse_record(data, books.bodies[Kind(kind)])  # 15
    held = books.held.get(record.id)
    if held is not None and held.owner == record.owner.state and held.kind is not record.kind:  # 15
        raise GateError(Step.VALUE, "kind")
    agreement, term = _term(item, record, books)  # 16
    if {record.owner.state, held.owner if held is not None else item.sender} != {item.sender}:  # 17
        raise GateError(Step.OWNER, record.owner.state)
    if books.state not in record.label.releasable_to:  # 18
        raise GateError(Step.LABEL)
    if record.id in books.erased:  # 19
        raise GateError(Step.ERASED, str(record.id))
    if held is not None and record.version <= held.version:  # 20
        raise GateError(Step.LATER, str(record.version))
    return Released(record=record, data=data, agreement=agreement, term=term)


@dataclass(frozen=True, slots=True, kw_only=True)
class _KindOnly:
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kinded:
    record: _KindOnly


def _parse_record(data: bytes, type_: type[Record[Any]]) -> Record[Any]:
    try:
        record = canonical.decode(data, type_)
    except (CanonicalError, InvalidError, OverflowError) as error:
        raise GateError(Step.VALUE, "record") from error
    if record.version > MOST_VERSION:
        raise GateError(Step.VALUE, "version")
    return record


def _term(item: Item, record: Record[Any], books: Books) -> tuple[UUID, Term]:
    """Step 16."""
    signed = None if item.agreement is None else books.agreements.get(item.agreement)
    if item.agreement is None or signed is None:
        raise GateError(Step.AGREEMENT, NotAgreed.UNKNOWN)
    if not signed.is_whole:
        raise GateError(Step.AGREEMENT, NotAgreed.UNSIGNED)
    parcel = Parcel(giver=item.sender, taker=books.state, kind=record.kind, level=record.label.level)
    term = agreements.allows(signed.record.body, parcel, on=books.today)
    if isinstance(term, NotAgreed):
        raise GateError(Step.AGREEMENT, term)
    return item.agreement, term
