"""What this node tells its partners: items are posted in the transaction of an act, sent until they are receipted.

post(tx, own, "TN", [Post(act=ItemAct.RELEASE, …)], now=now)          # with the act
batch = write_batch(database, own, "TN", now=now)                     # a courier carries it …
take_receipts(database, own, answer, now=now)                         # … and brings what the partner answers
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from tansiq.domain.journal import Act, Entry
from tansiq.federation import items
from tansiq.federation.conversation import Told, next_outgoing
from tansiq.federation.errors import GateError
from tansiq.federation.items import LANES, Item, ItemAct, Lane, Outcome, Receipt, Settled
from tansiq.federation.letters import Address, Letter, What, open_letter, write_letter
from tansiq.federation.steps import Step
from tansiq.services import partners
from tansiq.services.keeping import SYSTEM
from tansiq.services.partners import Own
from tansiq.storage.database import Database, Transaction
from tansiq.storage.feeds import LaneState, Post, Posted, SignedReceipt
from tansiq.storage.holdings import Holding, HoldingState

MOST_ITEMS, MOST_BYTES = 500, 4 * 1024 * 1024
"""What one batch holds: half a second of work for the receiver, after which what is urgent can pass."""


def post(
    tx: Transaction, own: str, partner: str, posts: Sequence[Post], *, now: datetime, urgent: bool = False
) -> None:
    """Gives each post the next number of its lane; it is sent when the transaction is durable.

    Args:
        urgent: whether all of it goes in the urgent lane, whatever its act.
    """
    for lane in Lane:
        some = [p for p in posts if (Lane.URGENT if urgent else LANES[p.act]) is lane]
        if some:
            _post(tx, own, tx.feeds.lane(partner, lane), some, now)


def _post(tx: Transaction, own: str, state: LaneState, posts: Sequence[Post], now: datetime) -> None:
    written = [
        Item(
            sender=own,
            receiver=state.partner,
            lane=state.lane,
            number=number,
            at=now,
            act=one.act,
            agreement=one.agreement,
            body=one.body,
        )
        for number, one in enumerate(posts, start=state.posted + 1)
    ]
    tx.feeds.add_outgoing(state.partner, state.lane, list(zip(written, posts, strict=True)))
    outgoing = next_outgoing(state.outgoing, Told.POSTED)
    tx.feeds.set_lane(replace(state, posted=state.posted + len(posts), outgoing=outgoing))


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Letters for one partner, in one lane.

    Attributes:
        data: one letter a line.
        numbers: the first and the last item in it.
    """

    partner: str
    lane: Lane
    data: bytes
    numbers: tuple[int, int]


def write_batch(
    database: Database, own: Own, partner: str, lane: Lane, *, now: datetime, most: int = MOST_ITEMS, after: int = 0
) -> Batch | None:
    """The next items without receipt as letters; `None` if none waits.

    Args:
        most: how many at most.
        after: the number after which to begin, for a medium that takes several batches.

    Raises:
        NotFoundError: if no key of the partner is known to seal to.
    """
    with database.read() as tx:
        start = max(after, tx.feeds.lane(partner, lane).settled)
        waiting = tx.feeds.waiting(partner, lane, after=start, most=most, most_bytes=MOST_BYTES)
        if not waiting:
            return None
        sealing = partners.sealing_key(tx, partner, now=now)
    lines = [
        write_letter(
            What.ITEM,
            data,
            Address(sender=own.state, receiver=partner, lane=lane, number=number),
            signing=own.signing,
            sealing=sealing,
        )
        for number, data in waiting
    ]
    return Batch(
        partner=partner,
        lane=lane,
        data=b"".join(line + b"\n" for line in lines),
        numbers=(waiting[0][0], waiting[-1][0]),
    )


def take_receipts(database: Database, own: Own, answer: bytes, *, now: datetime) -> list[Receipt]:
    """Notes what a partner says became of items: the receipts in an answer, line by line.

    Raises:
        GateError: at the first letter that is not a partner's receipt for what was really sent.
    """
    with database.read() as tx:
        desk = partners.desk(tx, own)
    letters = [open_letter(line, desk, now=now) for line in answer.splitlines() if line]
    return [take_receipt(database, letter, now=now) for letter in letters]


def take_receipt(database: Database, letter: Letter, *, now: datetime) -> Receipt:
    """Notes one receipt.

    Raises:
        GateError: if it is none, or speaks of items that this node did not send.
    """
    if letter.what is not What.RECEIPT:
        raise GateError(Step.CONTENT, letter.what)
    receipt = items.parse_receipt(letter.data)
    address = letter.address
    if (receipt.sender, receipt.receiver, receipt.lane) != (address.sender, address.receiver, address.lane):
        raise GateError(Step.SAME_ADDRESS, str(address.number))
    with database.write() as tx:
        _take(tx, letter, receipt, now)
    return receipt


def _take(tx: Transaction, letter: Letter, receipt: Receipt, now: datetime) -> None:
    partner, lane = receipt.sender, receipt.lane
    state = tx.feeds.lane(partner, lane)
    posted = tx.feeds.posted(partner, lane, (one.number for one in receipt.settled))
    for one in receipt.settled:
        if one.number not in posted or posted[one.number].digest != one.digest:
            raise GateError(Step.ONCE, str(one.number))  # a receipt for what was never sent proves nothing
    new = [one for one in receipt.settled if posted[one.number].outcome is None]
    tx.feeds.settle(partner, lane, new)
    _note_holdings(tx, partner, [(posted[one.number], one) for one in new])
    signed = SignedReceipt(
        through=receipt.through, at=receipt.at, key=letter.signed_by, signature=letter.signature, data=letter.data
    )
    if new:
        tx.feeds.add_receipt(partner, lane, signed)
        _note_refusals(tx, partner, [(posted[one.number].record, one) for one in new], now)
    tx.feeds.set_lane(_told(tx, state, receipt, now))


def _told(tx: Transaction, state: LaneState, receipt: Receipt, now: datetime) -> LaneState:
    first = tx.feeds.first_waiting(state.partner, state.lane, after=state.settled)
    settled = state.posted if first is None else first - 1
    told = Told.SETTLED_ALL if settled == state.posted else Told.SETTLED_SOME
    # A partner put back to an old copy of itself awaits numbers whose items were let go: people must talk.
    is_behind = not receipt.settled and receipt.through < state.settled
    halted = Step.ORDER.value if receipt.halted is None and is_behind else receipt.halted
    if receipt.halted is not None:
        told = Told.HALTED
    return replace(
        state,
        settled=settled,
        outgoing=next_outgoing(state.outgoing, told),
        halted_there=halted,
        failures=0,
        heard_at=now,
        tried_at=now,
    )


def note_unreachable(database: Database, partner: str, lane: Lane, *, now: datetime) -> LaneState:
    """Notes that a partner did not answer."""
    with database.write() as tx:
        held = tx.feeds.lane(partner, lane)
        state = replace(
            held,
            outgoing=next_outgoing(held.outgoing, Told.NO_ANSWER),
            failures=held.failures + 1,
            tried_at=now,
        )
        tx.feeds.set_lane(state)
    return state


def _note_holdings(tx: Transaction, partner: str, settled: Iterable[tuple[Posted, Settled]]) -> None:
    """What receipts say of copies."""
    by_record: dict[UUID, list[tuple[Posted, Settled]]] = {}
    for posted, one in settled:
        if posted.record is not None:
            by_record.setdefault(posted.record, []).append((posted, one))
    changed: list[Holding] = []
    for holding in tx.holdings.of(by_record, partner):
        told = holding
        for posted, one in by_record[holding.record]:
            told = _told_holding(told, posted, one)
        changed.append(told)
    tx.holdings.put(changed)


def _told_holding(holding: Holding, posted: Posted, one: Settled) -> Holding:
    if posted.act == ItemAct.RECALL and one.outcome is Outcome.APPLIED:
        return replace(holding, state=HoldingState.GONE, gone_at=one.at)
    if posted.act != ItemAct.RELEASE or holding.state in {HoldingState.RECALLED, HoldingState.GONE}:
        return holding
    version = posted.version or 0
    is_latest = version >= holding.version
    if one.outcome is Outcome.APPLIED:
        state = HoldingState.HELD if is_latest else holding.state
        return replace(holding, confirmed=max(version, holding.confirmed), state=state, step=None)
    return replace(holding, state=HoldingState.REFUSED, step=one.step) if is_latest else holding


def _note_refusals(
    tx: Transaction, partner: str, settled: Iterable[tuple[UUID | None, Settled]], now: datetime
) -> None:
    for record, one in settled:
        if one.outcome is not Outcome.APPLIED:
            detail = f"{partner} {one.outcome} {one.step}"
            tx.journal.append(Entry(act=Act.ITEM_REFUSED_THERE, officer=SYSTEM, at=now, thing=record, detail=detail))


def is_known(tx: Transaction, partner: str, *, now: datetime) -> bool:
    """Whether letters can be sealed to a partner."""
    return partners.find_sealing_key(tx, partner, now=now) is not None
