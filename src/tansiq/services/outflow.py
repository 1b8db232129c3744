"""What goes to partners by itself: standing releases, corrections of what they hold, recalls of what is gone.

It follows the journal, as unification does: how far it read and what it posted move in one transaction, so a crash
repeats work and never loses or doubles an item. Nothing else has to remember that partners hold something.

* A standing term sends every record of the giver's that its label releases to the taker.
* What a partner holds follows its owner: a new version is sent, unless label or agreement no longer allow it; then it
  is recalled, as is what was erased.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tansiq.domain.agreement import Parcel, Signed, Term, allows, find_term
from tansiq.domain.journal import NOTICE_CHANGES
from tansiq.domain.record import Record
from tansiq.federation.steps import Step
from tansiq.services import agreements, witnesses
from tansiq.services.releases import Telling
from tansiq.storage.database import Database, Transaction
from tansiq.storage.holdings import Holding, HoldingState

PIECE = 1000
"""Records in one transaction: a first copy of a large list does not keep others from writing."""
TRY_AGAIN = timedelta(hours=1)
"""How long a partner that has not signed an agreement yet is left alone."""
GONE = frozenset({HoldingState.RECALLED, HoldingState.GONE})


def catch_up(database: Database, own: str, *, now: datetime) -> int:
    """Brings what partners are told to the end of the journal; says how many items were posted."""
    with database.read() as tx:
        known = tx.partners.states()
    posted = 0
    while (ended := _recall_ended(database, own, now)) is not None:
        posted += ended
    posted += sum(_follow(database, own, partner, now) for partner in known)
    posted += _try_again(database, own, now)
    posted += sum(witnesses.offer(database, own, partner, now=now) for partner in known)
    return posted + _recall_erased(database, own, now)


def _follow(database: Database, own: str, partner: str, now: datetime) -> int:
    cursor, posted = f"outflow {partner}", 0
    with database.read() as tx:
        start, last = tx.journal.cursor(cursor), tx.journal.last()
        changed = tx.journal.things_since(start, NOTICE_CHANGES, until=last) if start < last else []
        new = _new_agreements(tx, partner, now)
        if new:  # what was there before it is looked at as well
            changed = tx.notices.all_ids(owner=own)
    for at in range(0, len(changed), PIECE):
        posted += _post_changed(database, own, partner, changed[at : at + PIECE], now)
    if changed or new or last - start >= PIECE:
        with database.write() as tx:
            tx.journal.move_cursor(cursor, last)
            for name, version in new.items():
                tx.journal.move_cursor(name, version)
    return posted


def _new_agreements(tx: Transaction, partner: str, now: datetime) -> dict[str, int]:
    """Agreements in force that were not when this was last asked: the name of the cursor of each, and its version."""
    in_force = {
        f"outflow {partner} {key}": signed.record.version
        for key, signed in agreements.with_partner(tx, partner).items()
        if signed.is_whole and signed.record.body.is_valid(now.date())
    }
    return {name: version for name, version in in_force.items() if tx.journal.cursor(name) < version}


def _post_changed(database: Database, own: str, partner: str, changed: Sequence[UUID], now: datetime) -> int:
    with database.write() as tx:
        held = {one.record: one for one in tx.holdings.of(changed, partner)}
        telling = _telling(tx, own, partner, now)
        for record, data in tx.records.heads_as_kept(changed):
            if record.owner.state == own:
                telling.consider(record, data, held.get(record.id))
        return telling.post()


def _recall_ended(database: Database, own: str, now: datetime) -> int | None:
    """Recalls what agreements carried that are over, unless another one has taken their place.

    What was recalled does not come back under the same identifier; so states sign the next agreement before the last
    one ends.

    Returns:
        How many items were posted for a piece of the copies; `None` if there were none left.
    """
    with database.read() as tx:
        over = [key for key, signed in agreements.held(tx).items() if not signed.record.body.is_valid(now.date())]
        over = [key for key in over if tx.holdings.under(key, limit=1)]
    if not over:
        return None
    with database.write() as tx:
        copies = [one for key in over for one in tx.holdings.under(key, limit=PIECE)]
        moved = _moved(tx, own, copies, now)
        tx.holdings.put(moved)
        stay = {(one.partner, one.record) for one in moved}
        copies = [one for one in copies if (one.partner, one.record) not in stay]
        return _recall(tx, own, copies, "agreement_ended", now)


def _moved(tx: Transaction, own: str, copies: Sequence[Holding], now: datetime) -> list[Holding]:
    """Copies that another agreement allows to stay where they are, under that one."""
    records = tx.records.heads({one.record for one in copies})
    moved = []
    for partner in {one.partner for one in copies}:
        signed = agreements.with_partner(tx, partner).values()
        for one in copies:
            record = records.get(one.record)
            if one.partner != partner or record is None or partner not in record.label.releasable_to:
                continue
            parcel = Parcel(giver=own, taker=partner, kind=record.kind, level=record.label.level)
            found = find_term(signed, parcel, on=now.date())
            if found is not None:
                moved.append(replace(one, agreement=found[0]))
    return moved


def _recall_erased(database: Database, own: str, now: datetime) -> int:
    """Recalls copies of what was erased here; the records are gone, so what is known of the copies is all there is."""
    with database.read() as tx:
        if not tx.holdings.erased(limit=1):
            return 0
    with database.write() as tx:
        return _recall(tx, own, tx.holdings.erased(limit=PIECE), "erased", now)


def _try_again(database: Database, own: str, now: datetime) -> int:
    """Sends again what partners refused because they had not signed yet: one item first, all once it is taken."""
    step, until = Step.AGREEMENT.value, now - TRY_AGAIN
    with database.read() as tx:
        if not tx.holdings.refused(step, until=until, limit=1):
            return 0
    with database.write() as tx:
        copies = tx.holdings.refused(step, until=until, limit=PIECE)
        tx.holdings.put([replace(one, released_at=now) for one in copies])
        records = {record.id: (record, data) for record, data in tx.records.heads_as_kept({c.record for c in copies})}
        posted = 0
        for partner in sorted({one.partner for one in copies}):
            telling = _telling(tx, own, partner, now)
            for one in copies:
                if one.partner == partner and one.record in records:
                    telling.send_again(*records[one.record], replace(one, released_at=now))
            posted += telling.post()
        return posted


def _recall(tx: Transaction, own: str, copies: Sequence[Holding], reason: str, now: datetime) -> int:
    for partner in sorted({one.partner for one in copies}):
        telling = Telling(tx=tx, own=own, partner=partner, now=now)
        for one in copies:
            if one.partner == partner:
                telling.recall(one, reason)
        telling.post()
    return len(copies)


@dataclass(slots=True, kw_only=True)
class _Telling:
    """What one partner is to be told of what changed."""

    agreements: Mapping[UUID, Signed]
    letters: Telling

    def consider(self, record: Record[Any], data: bytes, holding: Holding | None) -> None:
        """Releases, corrects or recalls one record, or leaves it as it is."""
        if holding is None:
            found = find_term(self.agreements.values(), self._parcel(record), on=self.letters.now.date())
            if found is not None and found[1].standing and _goes_by_itself(record, self.letters.partner):
                self.letters.release(record, data, found[0], standing=True)
        elif holding.state not in GONE:
            if not self._still_allows(record, holding.agreement):
                self.letters.recall(holding, "no_longer_releasable")
            elif holding.standing and record.version > holding.version:
                self.letters.release(record, data, holding.agreement, standing=True, before=holding)

    def send_again(self, record: Record[Any], data: bytes, holding: Holding) -> None:
        """Releases the version of now once more, if it still may go."""
        if self._still_allows(record, holding.agreement):
            self.letters.release(record, data, holding.agreement, standing=True, before=holding)

    def _parcel(self, record: Record[Any]) -> Parcel:
        return Parcel(giver=self.letters.own, taker=self.letters.partner, kind=record.kind, level=record.label.level)

    def _still_allows(self, record: Record[Any], agreement: UUID) -> bool:
        signed = self.agreements.get(agreement)
        if signed is None or not signed.is_whole or self.letters.partner not in record.label.releasable_to:
            return False
        return isinstance(allows(signed.record.body, self._parcel(record), on=self.letters.now.date()), Term)

    def post(self) -> int:
        """Posts all of it, and says how many items that is."""
        return self.letters.post()


def _telling(tx: Transaction, own: str, partner: str, now: datetime) -> _Telling:
    letters = Telling(tx=tx, own=own, partner=partner, now=now)
    return _Telling(agreements=agreements.with_partner(tx, partner), letters=letters)


def _goes_by_itself(record: Record[Any], partner: str) -> bool:
    """What is in a compartment or is over goes only where a person sends it."""
    is_over = getattr(record.body, "ended", None) is not None
    return partner in record.label.releasable_to and not record.label.compartments and not is_over
