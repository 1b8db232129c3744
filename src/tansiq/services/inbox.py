"""What partners tell this node: letters pass the gate, items are applied once and in order, and receipts go back.

All items of one lane in one delivery are one transaction: what it applied, what it noted and where the lane is are
durable together or not at all; only then is the receipt written. A letter of whom nobody knows who wrote it changes
nothing and gets no answer.

    answer = receive(database, own, body, now=now)       # letters in, one a line; receipts out, one a line
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tansiq.domain.errors import ConflictError
from tansiq.domain.journal import Act, Entry
from tansiq.domain.notice import Notice
from tansiq.domain.record import Kind, Record
from tansiq.domain.report import Report
from tansiq.domain.request import Reply, Request
from tansiq.federation import gate, items
from tansiq.federation.conversation import Heard, Incoming, next_incoming
from tansiq.federation.errors import GateError
from tansiq.federation.gate import Books, Held, Place, RecallBody, Released
from tansiq.federation.items import MOST_OUTCOMES, Item, ItemAct, Lane, Outcome, Receipt, Settled
from tansiq.federation.letters import Address, Letter, What, open_letter, write_letter
from tansiq.federation.steps import Consequence, Step
from tansiq.services import agreements, notices, outbox, partners, persons, witnesses
from tansiq.services.keeping import SYSTEM, keep_received
from tansiq.services.partners import Own
from tansiq.services.witnesses import CheckpointBody, CosignatureBody
from tansiq.storage.database import Database, Transaction
from tansiq.storage.feeds import Came, LaneState
from tansiq.storage.holdings import Received

BODIES: Mapping[Kind, type[Record[Any]]] = {
    Kind.NOTICE: Record[Notice],
    Kind.REPORT: Record[Report],
    Kind.REQUEST: Record[Request],
    Kind.REPLY: Record[Reply],
}
"""Kinds that a partner may release to this node."""
RECALLED = "recalled by its owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of a delivery.

    Attributes:
        answer: one receipt for each lane that something came for, as letters, one a line.
        receipts: the same, before they were sealed.
        taken: partners' receipts that came in it.
        refused: why letters were ignored, in their order.
    """

    answer: bytes
    receipts: tuple[Receipt, ...]
    taken: tuple[Receipt, ...]
    refused: tuple[GateError, ...]


def receive(database: Database, own: Own, body: bytes, *, now: datetime) -> bytes:
    """The answer to a delivery; see `deliver`."""
    return deliver(database, own, body, now=now).answer


def deliver(database: Database, own: Own, body: bytes, *, now: datetime) -> Delivery:
    """Takes a delivery.

    Args:
        body: letters, one a line, of any partners and lanes: items, or receipts for this node's own.
    """
    with database.read() as tx:
        desk = partners.desk(tx, own)
    letters, refused, taken = [], [], []
    for line in body.splitlines()[:MOST_OUTCOMES]:
        try:
            letter = open_letter(line, desk, now=now)
            if letter.what is What.RECEIPT:
                taken.append(outbox.take_receipt(database, letter, now=now))
            else:
                letters.append(letter)
        except GateError as error:
            refused.append(error)
    note_letters(database, refused, now=now)
    answers = [_take_lane(database, own, lane, some, now) for lane, some in _lanes(letters)]
    return Delivery(
        answer=b"".join(answer for answer, _ in answers),
        receipts=tuple(receipt for _, receipt in answers),
        taken=tuple(taken),
        refused=tuple(refused),
    )


def note_letters(database: Database, refused: Sequence[GateError], *, now: datetime) -> None:
    """Journals that something came of which nobody knows who wrote it: one line for all of a delivery."""
    if refused:
        detail = f"{len(refused)} {refused[0].step} {refused[0].detail}".strip()
        database.journal([Entry(act=Act.LETTER_REFUSED, officer=SYSTEM, at=now, detail=detail)])


def _lanes(letters: Iterable[Letter]) -> Iterator[tuple[tuple[str, Lane], list[Letter]]]:
    """The items of each lane, in the order of their numbers; urgent ones first."""
    found: dict[tuple[str, Lane], list[Letter]] = {}
    for letter in letters:
        found.setdefault((letter.address.sender, letter.address.lane), []).append(letter)
    for key in sorted(found, key=lambda one: (list(Lane).index(one[1]), one[0])):
        yield key, sorted(found[key], key=lambda letter: letter.address.number)


def _take_lane(
    database: Database, own: Own, lane: tuple[str, Lane], letters: Sequence[Letter], now: datetime
) -> tuple[bytes, Receipt]:
    """One lane's items in one transaction, and its receipt; no letter, if no key of the partner to seal to is known."""
    with database.write() as tx:
        receipt = _Taking(tx=tx, own=own, state=tx.feeds.lane(*lane), now=now).take(letters)
        sealing = partners.find_sealing_key(tx, lane[0], now=now)
    if sealing is None:
        return b"", receipt
    address = Address(sender=own.state, receiver=lane[0], lane=lane[1], number=receipt.through)
    line = write_letter(What.RECEIPT, receipt.to_wire(), address, signing=own.signing, sealing=sealing)
    return line + b"\n", receipt


@dataclass(slots=True, kw_only=True)
class _Taking:
    """One lane while a delivery is taken."""

    tx: Transaction
    own: Own
    state: LaneState
    now: datetime
    passed: list[tuple[Letter, Item]] = field(default_factory=list)
    came: list[Came] = field(default_factory=list)
    repeated: list[Settled] = field(default_factory=list)
    halted: str | None = None

    def take(self, letters: Sequence[Letter]) -> Receipt:
        """Applies what is new, and says what became of everything."""
        partner, lane = self.state.partner, self.state.lane
        self.halted = self.state.halted
        known = self.tx.feeds.came(partner, lane, (letter.address.number for letter in letters))
        self._sort(letters, known)
        applying = _Applying.of(self.tx, self.own, partner, [item for _, item in self.passed], self.now)
        for letter, item in self.passed:
            self._settle(letter, item, applying)
        applying.flush()
        self.tx.feeds.add_incoming(partner, lane, self.came, at=self.now)
        self._keep_state()
        return Receipt(
            sender=self.own.state,
            receiver=partner,
            lane=lane,
            at=self.now,
            through=self.state.received,
            room=0 if self.halted else MOST_OUTCOMES,
            halted=self.halted,
            settled=(*self.repeated, *(self._settled(one) for one in self.came)),
        )

    def _sort(self, letters: Sequence[Letter], known: Mapping[int, Settled]) -> None:
        """Steps 9 to 14 for each letter: those that pass are to be applied, others have their end already."""
        digests = {number: one.digest for number, one in known.items()}
        through = self.state.received
        for letter in letters:
            place = Place(through=through, digests=digests)
            try:
                if gate.is_repeated(letter, place):
                    self.repeated.extend([known[n] for n in [letter.address.number] if n in known])
                elif self.halted is None:
                    self.passed.append((letter, gate.pass_item(letter, place)))
                    through += 1
            except GateError as error:
                if error.consequence is Consequence.HALTS:
                    self.halted = self.halted or error.step.value
                if error.consequence is not Consequence.PARKED:
                    continue  # it waits for its turn, or for people
                self.passed.append((letter, items.parse_item(letter.data)))
                through += 1
            digests[letter.address.number] = items.digest(letter.data)

    def _settle(self, letter: Letter, item: Item, applying: "_Applying") -> None:
        record, version, step = None, None, None
        try:
            record, version = applying.apply(item)
            outcome = Outcome.APPLIED
        except GateError as error:
            outcome = Outcome.PARKED if error.consequence is Consequence.PARKED else Outcome.REFUSED
            step = error.step.value
            self._note_refused(item, outcome, error)
        if outcome is Outcome.PARKED:
            record = _record_of(item)
        self.came.append(
            Came(
                number=item.number,
                act=item.act,
                digest=items.digest(letter.data),
                outcome=outcome,
                step=step,
                record=record,
                version=version,
                data=letter.data if outcome is Outcome.PARKED and record not in applying.erased else None,
            )
        )

    def _note_refused(self, item: Item, outcome: Outcome, error: GateError) -> None:
        act = Act.ITEM_PARKED if outcome is Outcome.PARKED else Act.ITEM_REFUSED
        detail = f"{item.sender} {item.lane} {item.number} {error.step} {error.detail}".strip()
        self.tx.journal.append(Entry(act=act, officer=SYSTEM, at=self.now, detail=detail))

    def _keep_state(self) -> None:
        state, heard = (
            self.tx.feeds.lane(self.state.partner, self.state.lane),
            Heard.ITEM,
        )  # answers may be posted in it
        if self.halted and state.halted is None:
            heard = Heard.HALTING
            detail = f"{state.partner} {state.lane} {self.halted}"
            self.tx.journal.append(Entry(act=Act.LANE_HALTED, officer=SYSTEM, at=self.now, detail=detail))
        self.state = replace(
            state,
            received=state.received + len(self.came),
            incoming=next_incoming(state.incoming, heard),
            halted=self.halted,
            heard_at=self.now,
        )
        self.tx.feeds.set_lane(self.state)

    def _settled(self, one: Came) -> Settled:
        return Settled(number=one.number, digest=one.digest, outcome=one.outcome, step=one.step, at=self.now)


@dataclass(slots=True, kw_only=True)
class _Applying:
    """What items do to this node; releases that follow each other are kept together."""

    tx: Transaction
    own: Own
    partner: str
    now: datetime
    books: Books
    held: dict[UUID, Held]
    erased: set[UUID]
    waiting: dict[UUID, Released] = field(default_factory=dict)

    @classmethod
    def of(cls, tx: Transaction, own: Own, partner: str, new: Sequence[Item], now: datetime) -> "_Applying":
        """Reads once what all of these items are compared with."""
        ids = [one for one in (_record_of(item) for item in new) if one is not None]
        held = {r.id: Held(owner=r.owner.state, kind=r.kind, version=r.version) for r in tx.records.heads(ids).values()}
        erased = tx.records.erased(ids) | tx.feeds.recalled(partner, ids)
        books = Books(
            state=own.state,
            today=now.date(),
            held=held,
            erased=erased,
            agreements=agreements.with_partner(tx, partner),
            bodies=BODIES,
        )
        return cls(tx=tx, own=own, partner=partner, now=now, books=books, held=held, erased=erased)

    def apply(self, item: Item) -> tuple[UUID | None, int | None]:
        """What an item says is done; the record and version that it is about.

        Raises:
            GateError: if a step of the gate refuses what it says.
        """
        if item.act == ItemAct.RELEASE:
            return self._release(gate.pass_release(item, self.books))
        self.flush()
        if item.act == ItemAct.RECALL:
            return self._recall(gate.decode_body(item, RecallBody)), None
        self._apply_other(item)
        return None, None

    def _apply_other(self, item: Item) -> None:
        """Acts that are about no record that is released."""
        if item.act == ItemAct.CHECKPOINT:
            body = gate.decode_body(item, CheckpointBody)
            witnesses.take_checkpoint(self.tx, self.own, self.partner, body, now=self.now)
        elif item.act == ItemAct.COSIGNATURE:
            witnesses.take_cosignature(self.tx, self.partner, gate.decode_body(item, CosignatureBody))
        elif item.act == ItemAct.CARD:
            partners.take_card(self.tx, self.partner, item.body, self.now)
        elif item.act == ItemAct.AGREEMENT:
            agreements.take(self.tx, self.partner, item.body, self.now, own=self.own.state)
            self.books = replace(self.books, agreements=agreements.with_partner(self.tx, self.partner))
        else:
            raise GateError(Step.ACT, item.act[:40])

    def _release(self, released: Released) -> tuple[UUID, int]:
        record = released.record
        if record.id in self.waiting:
            self.flush()  # two versions of one record are two changes
        self.waiting[record.id] = released
        self.held[record.id] = Held(owner=self.partner, kind=record.kind, version=record.version)
        return record.id, record.version

    def flush(self) -> None:
        """Keeps what was released so far."""
        if not self.waiting:
            return
        kept = list(self.waiting.values())
        self.waiting.clear()
        keep_received(self.tx, [(one.record, one.data) for one in kept], by=SYSTEM, at=self.now, detail=self.partner)
        changed = [one.record.id for one in kept if one.record.kind is Kind.NOTICE and one.record.version > 1]
        persons.refresh_conflicts(self.tx, changed)
        self.tx.holdings.take([self._received(one) for one in kept])

    def _received(self, one: Released) -> Received:
        days = one.term.retention_days
        return Received(
            record=one.record.id,
            partner=self.partner,
            agreement=one.agreement,
            version=one.record.version,
            digest=items.digest(one.data),
            received_at=self.now,
            keep_until=None if days is None else (self.now + timedelta(days=days)).date(),
        )

    def _recall(self, body: RecallBody) -> UUID:
        """The record is erased here, a parked copy with it; one that never came can come from this partner no more.

        It leaves no tombstone: a partner that lied would keep out what another one owns.
        """
        held = self.held.get(body.record)
        if held is not None and held.owner != self.partner:
            raise GateError(Step.OWNER, held.owner)
        if body.record in self.erased:
            return body.record
        if held is not None:
            notices.erase(self.tx, body.record, by=SYSTEM, reason=RECALLED, now=self.now)
            self.tx.holdings.drop([body.record])
        self.tx.feeds.drop_parked(self.partner, body.record)
        self.held.pop(body.record, None)
        self.erased.add(body.record)
        detail = f"{self.partner} {body.reason}"
        kind = None if held is None else held.kind
        self.tx.journal.append(
            Entry(act=Act.RECALL_APPLIED, officer=SYSTEM, at=self.now, kind=kind, thing=body.record, detail=detail)
        )
        return body.record


def _record_of(item: Item) -> UUID | None:
    """The record that an item is about, if it says one."""
    try:
        if item.act == ItemAct.RELEASE:
            return gate.decode_body(item, _Named).record.id
        if item.act == ItemAct.RECALL:
            return gate.decode_body(item, RecallBody).record
    except GateError:
        return None  # it is refused when its turn comes
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _IdOnly:
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    record: _IdOnly


def erase_over(database: Database, *, now: datetime) -> int:
    """Erases partners' records that their agreements let this node keep until a day before today; says how many."""
    with database.write() as tx:
        over = tx.holdings.over(now.date())
        for record in tx.records.versions(over):
            notices.erase(tx, record, by=SYSTEM, reason="retention", now=now)
        tx.holdings.drop(over)
    return len(over)


def resume(tx: Transaction, partner: str, lane: Lane, *, by: str, now: datetime) -> None:
    """People looked at a halted lane: what comes in it is taken again, from where it stood.

    Raises:
        ConflictError: if it is not halted.
    """
    state = tx.feeds.lane(partner, lane)
    if state.incoming is not Incoming.HALTED:
        raise ConflictError(f"{partner} {lane}", "not_halted")
    tx.feeds.set_lane(replace(state, incoming=next_incoming(state.incoming, Heard.RESUMED), halted=None))
    detail = f"{partner} {lane} {state.halted}"
    tx.journal.append(Entry(act=Act.LANE_RESUMED, officer=by, at=now, detail=detail))
