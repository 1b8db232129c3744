"""Conformance: another node is spoken to as a partner would, well and badly, and each answer compared with the page.

The node needs to know the one who tries it as a partner of its own, and an agreement that lets it give notices. What
is released is recalled at the end, so nothing is left but tombstones and the journal.

    findings = examine(author, desk, send, ids=ids, now=now)
    all(finding.is_good for finding in findings)
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tansiq.domain.agreement import Parcel, find_term
from tansiq.domain.errors import ConflictError, NotFoundError
from tansiq.domain.label import Level
from tansiq.domain.record import Kind
from tansiq.federation import items, trials
from tansiq.federation.errors import GateError
from tansiq.federation.items import Lane, Outcome, Receipt, Settled
from tansiq.federation.letters import Desk, What, open_letter
from tansiq.federation.steps import CONSEQUENCES, Consequence, Step
from tansiq.federation.trials import Author, Trial
from tansiq.services import agreements, partners
from tansiq.services.partners import Own
from tansiq.storage.database import Transaction

Send = Callable[[bytes], tuple[bytes, str]]
"""Brings letters to the node: its answer, and why there was none."""
AHEAD = 2**52
"""A number that no lane comes to: a letter that has it asks where the lane is."""
NOTHING, APPLIED = "nothing", "applied"
TOO_LARGE = ("status 413",)
HALTING = (Step.ONCE, Step.VERSION, Step.CONTENT, Step.SAME_ADDRESS)
"""After one of these people of the other side must let the lane go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was tried, what the page asks for, and what came.

    Attributes:
        step: which step must say no; `None` if all must pass.
        expected, answered: closed words: `nothing`, `applied`, `refused label`, `waits`, `halted once` …
    """

    name: str
    step: Step | None
    expected: str
    answered: str

    @property
    def is_good(self) -> bool:
        """Whether it is as the page asks for."""
        return self.expected == self.answered


def author_of(tx: Transaction, own: Own, partner: str, *, now: datetime) -> Author:
    """Who tries a partner: this node, under an agreement that lets it give restricted notices.

    Raises:
        NotFoundError: if the partner's keys are not known, or no agreement in force allows it.
        ConflictError: if this node posted something to the partner: trials would take the numbers of its items.
    """
    if any(tx.feeds.lane(partner, lane).posted for lane in Lane):
        raise ConflictError(partner, "in_use")
    sealing = partners.sealing_key(tx, partner, now=now)
    parcel = Parcel(giver=own.state, taker=partner, kind=Kind.NOTICE, level=Level.RESTRICTED)
    found = find_term(agreements.with_partner(tx, partner).values(), parcel, on=now.date())
    if found is None:
        raise NotFoundError(f"agreement that gives notices to {partner}")
    return Author(sender=own.state, receiver=partner, signing=own.signing, sealing=sealing, agreement=found[0], at=now)


def examine(
    author: Author, desk: Desk, send: Send, *, ids: Iterator[UUID], now: datetime, halt: Step | None = None
) -> list[Finding]:
    """Tries a node; stops early only if it does not answer, or halts a lane without need.

    Args:
        author: who tries it.
        desk: with which its receipts are opened.
        ids: fresh identifiers for invented records.
        halt: one of `HALTING`, to be tried last.
    """
    trying = _Trying(author=author, desk=desk, send=send, ids=ids, now=now)
    for part in (trying.locate, trying.ignored, trying.settled, trying.unordered):
        if trying.goes_on:
            part()
    if trying.goes_on and halt is not None:
        trying.halted(halt)
    return trying.findings


@dataclass(slots=True, kw_only=True)
class _Trying:
    """One examination.

    Attributes:
        through: where each lane of the other node is, as its last receipt says.
    """

    author: Author
    desk: Desk
    send: Send
    ids: Iterator[UUID]
    now: datetime
    through: dict[Lane, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    goes_on: bool = True

    def locate(self) -> None:
        """Step 10, in both lanes: what comes before its turn is answered by where the lane is."""
        for lane in Lane:
            data = trials.good_release(self.author, next(self.ids)).data(self.author, number=AHEAD)
            receipts, why = self._answer(self.author.letter(data, number=AHEAD, lane=lane))
            receipt = next((one for one in receipts if one.lane is lane), None)
            self._note(f"ahead_in_the_{lane}_lane", Step.ORDER, _expected(Step.ORDER), self._waiting(receipt, why))
            if receipt is None or receipt.halted is not None:
                self.goes_on = False
                return
            self.through[lane] = receipt.through

    def _waiting(self, receipt: Receipt | None, why: str) -> str:
        if receipt is None:
            return why
        if receipt.halted is not None:
            return f"halted {receipt.halted}"
        return "waits" if not receipt.settled else "settled"

    def ignored(self) -> None:
        """Steps 1 to 8: nobody is known to have written it, so nothing is answered, and nothing changes."""
        number = self.through[Lane.ORDINARY] + 1
        data = trials.good_release(self.author, next(self.ids)).data(self.author, number=number)
        for name, step, line in trials.envelopes(self.author, data, number):
            receipts, why = self._answer(line)
            self._note(name, step, NOTHING, "a receipt" if receipts else why)
        receipts, why = self._answer(trials.too_large())
        told = "a receipt" if receipts else why
        self._note("too_large", Step.SIZE, NOTHING, NOTHING if told in TOO_LARGE else told)

    def settled(self) -> None:
        """Steps 14 to 20, and what passes: each is settled by name, and the lane goes on."""
        author, record, other, unseen = self.author, next(self.ids), next(self.ids), next(self.ids)
        line = self._try(trials.good_release(author, record))
        self._repeat(line)
        for trial in (
            trials.correction(author, record),
            trials.same_version(author, record),
            *trials.releases(author, other),
            trials.recall(record),
            trials.erased(author, record),
            trials.recall(unseen),
            trials.erased(author, unseen),
        ):
            if self.goes_on:
                self._try(trial)

    def unordered(self) -> None:
        """Several items in one delivery, in no order and one of them twice, are applied in theirs."""
        records = [next(self.ids) for _ in range(3)]
        first = self.through[Lane.ORDINARY] + 1
        data = {
            n: trials.good_release(self.author, one).data(self.author, number=n)
            for n, one in enumerate(records, start=first)
        }
        lines = [self.author.letter(one, number=n) for n, one in data.items()]
        receipts, why = self._answer(b"\n".join([*reversed(lines), lines[0]]))
        found = [self._outcome(receipts, Lane.ORDINARY, n, one) or why for n, one in data.items()]
        self._note("three_in_no_order", None, " ".join([APPLIED] * 3), " ".join(found))
        for record in records:
            if self.goes_on:
                self._try(trials.recall(record))

    def halted(self, step: Step) -> None:
        """One of the steps after which nothing more is applied."""
        trial = next(one for one in trials.halting(self.author, next(self.ids)) if one.step is step)
        number = self.through[Lane.ORDINARY] + (0 if step is Step.ONCE else 1)
        receipts, why = self._answer(self.author.letter(trial.data(self.author, number=number), number=number))
        receipt = next(iter(receipts), None)
        answered = why if receipt is None else f"halted {receipt.halted}"
        self._note(trial.name, step, _expected(step), answered)

    def _try(self, trial: Trial) -> bytes:
        """One item under the next number; its letter."""
        lane, step = trial.lane, trial.step
        number = self.through[lane] + 1
        data = trial.data(self.author, number=number)
        line = self.author.letter(data, number=number, lane=lane)
        receipts, why = self._answer(line)
        answered = self._outcome(receipts, lane, number, data) or why
        self._note(trial.name, step, APPLIED if step is None else _expected(step), answered)
        return line

    def _repeat(self, line: bytes) -> None:
        """The same letter twice more: both answers say of the item what the first did, its time included."""
        answers = [self._answer(line)[0] for _ in range(2)]
        told: set[tuple[Settled, ...]] = {receipt.settled for receipts in answers for receipt in receipts}
        is_same = all(answers) and len(told) == 1 and [one.outcome for one in next(iter(told))] == [Outcome.APPLIED]
        self._note("release_again", None, "the same", "the same" if is_same else "something else")

    def _outcome(self, receipts: Sequence[Receipt], lane: Lane, number: int, data: bytes) -> str:
        """What receipts say of an item; empty if nothing."""
        receipt = next((one for one in receipts if one.lane is lane), None)
        if receipt is None:
            return ""
        self.through[lane] = receipt.through
        if receipt.halted is not None:
            self.goes_on = False
            return f"halted {receipt.halted}"
        told = next((one for one in receipt.settled if one.number == number), None)
        if told is None or told.digest != items.digest(data) or receipt.through < number:
            return "unsettled" if told is None else "another item"
        return f"{told.outcome} {told.step or ''}".strip()

    def _answer(self, line: bytes) -> tuple[list[Receipt], str]:
        """The receipts that a delivery is answered by; a word if there are none."""
        answer, why = self.send(line + b"\n")
        try:
            return [self._receipt(one) for one in answer.splitlines()], why or NOTHING
        except GateError as error:
            return [], f"no receipt: {error.step}"

    def _receipt(self, line: bytes) -> Receipt:
        letter = open_letter(line, self.desk, now=self.now)
        if letter.what is not What.RECEIPT:
            raise GateError(Step.CONTENT, letter.what)
        receipt, address = items.parse_receipt(letter.data), letter.address
        said = (receipt.sender, receipt.receiver, receipt.lane, receipt.through)
        if said != (address.sender, address.receiver, address.lane, address.number):
            raise GateError(Step.SAME_ADDRESS, str(address.number))
        return receipt

    def _note(self, name: str, step: Step | None, expected: str, answered: str) -> None:
        self.findings.append(Finding(name=name, step=step, expected=expected, answered=answered))


def _expected(step: Step) -> str:
    """What a step that says no is answered by."""
    words = {
        Consequence.IGNORED: NOTHING,
        Consequence.WAITS: "waits",
        Consequence.HALTS: f"halted {step}",
        Consequence.PARKED: f"{Outcome.PARKED} {step}",
        Consequence.REFUSED: f"{Outcome.REFUSED} {step}",
    }
    return words[CONSEQUENCES[step]]
