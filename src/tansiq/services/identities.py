"""The identities of all notices, in memory: a pure function of the tables, brought up to date from the journal.

One object, owned by the node, shared by its threads. It answers which notices a name may mean; what an officer may see
of them is decided afterwards, by the caller.
"""

import threading
from collections.abc import Callable, Iterable
from uuid import UUID

from tansiq.domain.dates import Calendar, PartialDate
from tansiq.domain.journal import NOTICE_CHANGES
from tansiq.domain.notice import Notice, Quality, Sex
from tansiq.domain.record import Record
from tansiq.matching import Birth, Candidate, Document, Identity, IdentityIndex, IdentityMatch, Precision
from tansiq.storage.database import Transaction

Progress = Callable[[int, int], None]


class Identities:
    """The index of all notices, and how far in the journal it has come."""

    def __init__(self) -> None:
        self._index = IdentityIndex.build([])
        self._changing = threading.Lock()  # one thread at a time changes the index, or walks over all of it
        self._lock = threading.Lock()  # held for one change or one question, so that nobody waits long
        self._seq = 0
        self._ended: set[str] = set()

    def __len__(self) -> int:
        return len(self._index)

    def refresh(self, tx: Transaction, *, wait: bool = True) -> None:
        """Brings the index to the state of the transaction.

        Args:
            wait: whether to wait for another thread that is at it; else the index stays as it is for now.
        """
        last = tx.journal.last()
        if last == self._seq or not self._changing.acquire(blocking=wait):
            return
        try:
            if self._seq == 0:
                self._build(record for record, _ in tx.records.heads_as_kept(tx.notices.all_ids()))
            elif last > self._seq:
                self._update(tx, tx.journal.things_since(self._seq, NOTICE_CHANGES, until=last))
            self._seq = max(last, self._seq)
        finally:
            self._changing.release()

    def is_complete(self, tx: Transaction) -> bool:
        """Whether the index holds every notice as the transaction sees it; if not, "no match" is not known."""
        last = tx.journal.last()
        return last <= self._seq or not tx.journal.things_since(self._seq, NOTICE_CHANGES, until=last)

    def search(self, name: str, limit: int, *, prefix: bool = False) -> list[Candidate]:
        """The notices whose names are most like this one; the last word may be half typed if `prefix` is set."""
        with self._lock:
            return self._index.search(name, limit, prefix=prefix)

    def neighbours(self, record: Record[Notice], threshold: float) -> list[tuple[UUID, IdentityMatch]]:
        """Other notices in force that may mean the same person; evidence is told from `record`'s side."""
        with self._lock:
            found = self._index.neighbours(identity(record), limit=50, threshold=threshold)
        return [(UUID(k), match) for k, match in found if k != str(record.id) and k not in self._ended]

    def pairs(self, threshold: float, progress: Progress | None = None) -> list[tuple[UUID, UUID, IdentityMatch]]:
        """Every pair of notices in force that may mean the same person, the smaller identifier first."""
        with self._changing:
            found = self._index.pairs(threshold, progress)
            return [(UUID(a), UUID(b), match) for a, b, match in found if a not in self._ended and b not in self._ended]

    def _build(self, records: Iterable[Record[Notice]]) -> None:
        held = []
        for record in records:
            held.append((str(record.id), identity(record)))
            if record.body.ended is not None:
                self._ended.add(str(record.id))
        self._index = IdentityIndex.build(held)

    def _update(self, tx: Transaction, changed: list[UUID]) -> None:
        heads = tx.records.heads(changed)
        for notice in changed:
            with self._lock:
                self._put(str(notice), heads.get(notice))

    def _put(self, key: str, record: Record[Notice] | None) -> None:
        self._ended.discard(key)
        if key in self._index:
            self._index.remove(key)
        if record is not None:
            self._index.add(key, identity(record))
            if record.body.ended is not None:
                self._ended.add(key)


def identity(record: Record[Notice]) -> Identity:
    """What a notice says of who its person is."""
    body = record.body
    good = [n.value for n in body.names if n.quality is Quality.GOOD]
    weak = [n.value for n in body.names if n.quality is Quality.LOW]
    return Identity(
        names=tuple(good or weak),
        weak_names=tuple(weak if good else ()),
        births=tuple(birth(b) for b in body.births),
        places=tuple(p.value for p in body.birth_places),
        sex="m" if body.sex is Sex.MALE else "f" if body.sex is Sex.FEMALE else None,
        nationalities=body.nationalities,
        documents=tuple(Document(number=d.number, country=d.country, type=d.type.value) for d in body.documents),
    )


def birth(value: PartialDate) -> Birth:
    """A partial date as the matcher reads it."""
    earliest, latest = value.bounds()
    if value.until_year is not None:
        precision = Precision.RANGE
    elif value.day is not None:
        precision = Precision.DAY
    else:
        precision = Precision.YEAR if value.month is None else Precision.MONTH
    return Birth(
        earliest=earliest,
        latest=latest,
        precision=precision,
        circa=value.circa,
        hijri=value.calendar is Calendar.HIJRI,
    )
