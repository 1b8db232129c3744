"""Bundles: what waits for a partner written to files, files of a partner taken, with no line between the nodes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tansiq.federation.bundles import Cover, split_letters, write_bundle
from tansiq.federation.items import Lane, Outcome
from tansiq.services import inbox, outbox
from tansiq.services.outbox import MOST_BYTES, MOST_ITEMS
from tansiq.services.partners import Own
from tansiq.storage.database import Database

PART_BYTES = 64 * 1024 * 1024
"""The size at which a new file is begun, unless somebody asks for another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of an export."""

    cover: Cover
    data: bytes


def export(
    database: Database, own: Own, partner: str, *, now: datetime, most_bytes: int = PART_BYTES
) -> Iterator[Part]:
    """Everything that waits for a partner, as files of about this size; urgent items come first.

    What was written is written again by the next export until its receipt came: a lost medium loses nothing.

    Raises:
        NotFoundError: if no key of the partner is known to seal to.
    """
    held: list[bytes] = []
    number = 1
    for batch in _batches(database, own, partner, now):
        if held and sum(map(len, held)) + len(batch) > most_bytes:
            yield _part(own, partner, number, b"".join(held))
            held, number = [], number + 1
        held.append(batch)
    if held:
        yield _part(own, partner, number, b"".join(held))


def _batches(database: Database, own: Own, partner: str, now: datetime) -> Iterator[bytes]:
    for lane in Lane:
        after = 0
        while (batch := outbox.write_batch(database, own, partner, lane, now=now, after=after)) is not None:
            yield batch.data
            after = batch.numbers[1]


def _part(own: Own, partner: str, number: int, letters: bytes) -> Part:
    cover = Cover(sender=own.state, receiver=partner, part=number, letters=letters.count(b"\n"))
    return Part(cover=cover, data=write_bundle(cover, letters))


@dataclass(slots=True, kw_only=True)
class Taken:
    """What became of one file.

    Attributes:
        letters: how many there were.
        applied, refused, parked: items that have their end now, or had it before.
        waiting: items whose turn has not come, because what goes before them is in another file.
        receipts: receipts for this node's own items.
        ignored: letters that did not open, by the step of the gate at which they failed.
        halted: the step at which a lane stands still.
        answer: what goes back, as letters.
    """

    letters: int = 0
    applied: int = 0
    refused: int = 0
    parked: int = 0
    waiting: int = 0
    receipts: int = 0
    ignored: dict[str, int]
    halted: str | None = None
    answer: bytes = b""


def take(database: Database, own: Own, lines: Iterable[bytes], *, now: datetime) -> Iterator[Taken]:
    """Takes the letters of one file, delivery by delivery; yields how far it is after each.

    Raises:
        BundleError: if a line is longer than any letter.
    """
    taken = Taken(ignored={})
    for letters in split_letters(lines, most=MOST_ITEMS, most_bytes=MOST_BYTES):
        delivery = inbox.deliver(database, own, letters, now=now)
        taken.letters += letters.count(b"\n")
        outcomes = [one.outcome for receipt in delivery.receipts for one in receipt.settled]
        taken.applied += outcomes.count(Outcome.APPLIED)
        taken.refused += outcomes.count(Outcome.REFUSED)
        taken.parked += outcomes.count(Outcome.PARKED)
        taken.receipts += len(delivery.taken)
        for error in delivery.refused:
            taken.ignored[error.step.value] = taken.ignored.get(error.step.value, 0) + 1
        settled = taken.applied + taken.refused + taken.parked
        taken.waiting = max(0, taken.letters - sum(taken.ignored.values()) - taken.receipts - settled)
        taken.halted = next((r.halted for r in delivery.receipts if r.halted), taken.halted)
        taken.answer += delivery.answer
        yield taken
    if not taken.letters:
        yield taken
