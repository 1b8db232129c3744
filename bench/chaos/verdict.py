"""What is true at the end: every node against what it acknowledged, and each against the other."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from bench.chaos.setting import Setting
from tansiq.domain.journal import Act, Filter
from tansiq.storage.database import Database
from tansiq.trust import canonical


@dataclass(slots=True)
class Verdict:
    """What went wrong; each is told in words, none of them is good."""

    items: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    overwritten: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing did."""
        return not (self.lost or self.doubled or self.overwritten or self.apart)


def judge(one: Setting, other: Setting) -> Verdict:
    """Compares two nodes that have come to rest."""
    verdict = Verdict()
    databases = {s.state: s.open() for s in (one, other)}
    try:
        for own, partner in ((one, other), (other, one)):
            _judge_own(verdict, own, databases[own.state])
            _judge_shared(verdict, own, databases[own.state], databases[partner.state])
    finally:
        for database in databases.values():
            database.close()
    return verdict


def _judge_own(verdict: Verdict, own: Setting, database: Database) -> None:
    """What was acknowledged is there as it was acknowledged."""
    erased = {line.record for line in own.ledger.lines() if line.version < 0}
    with database.read() as tx:
        for line in own.ledger.lines():
            if line.version < 0:
                continue
            if line.version == 0:
                if tx.records.tombstone(line.record) is None:
                    verdict.lost.append(f"{own.state}: the erasure of {line.record}")
                continue
            kept = tx.records.tombstone(line.record)
            digests = tx.records.digests(line.record) if kept is None else kept.digests
            if len(digests) < line.version:
                verdict.lost.append(f"{own.state}: {line.record} version {line.version}")
            elif digests[line.version - 1] != line.digest:
                verdict.overwritten.append(f"{own.state}: {line.record} version {line.version}")
            elif kept is not None and line.record not in erased:
                verdict.apart.append(f"{own.state}: {line.record} was erased, and nobody was told so")


def _judge_shared(verdict: Verdict, own: Setting, here: Database, there: Database) -> None:
    """The partner holds what is here, each once, and nothing else; every item has its receipt."""
    with here.read() as tx, there.read() as partner:
        mine = tx.records.versions(tx.notices.all_ids(owner=own.state))
        held = partner.records.versions(partner.notices.all_ids(owner=own.state))
        verdict.lost += [f"{own.partner} lacks {i} version {v}" for i, v in mine.items() if held.get(i) != v]
        verdict.apart += [f"{own.partner} still holds {i}" for i in held.keys() - mine.keys()]
        for one in mine.keys() & held.keys():
            _compare(verdict, one, tx.records.digests(one), partner.records.digests(one))
        shared, received = tx.holdings.shared_with(own.partner), partner.holdings.received_from(own.state)
        if canonical.digest(canonical.encode(shared)) != canonical.digest(canonical.encode(received)):
            verdict.apart.append(f"{own.state} and {own.partner} do not have one digest of what they share")
        for lane in tx.feeds.lanes():
            verdict.items += lane.posted
            if lane.waiting:
                verdict.lost.append(f"{own.state}, {lane.lane}: {lane.waiting} items have no receipt")
        lines = partner.journal.find(Filter(acts=(Act.NOTICE_RECEIVED,)), limit=10**7)
        came = Counter((line.entry.thing, line.entry.version) for line in lines if line.entry.thing is not None)
        verdict.doubled += [f"{own.partner} took {i} version {v} {n} times" for (i, v), n in came.items() if n > 1]


def _compare(verdict: Verdict, record: UUID, here: tuple[str, ...], there: tuple[str, ...]) -> None:
    """What the partner holds are versions of the owner, though not all of them need have gone."""
    if not set(there) <= set(here) or here[-1] != there[-1]:
        verdict.overwritten.append(f"{record} is another one there")
