"""Unification: after each change of a notice, the pairs it may form with others are proposed anew.

It follows the journal: what it has read and what it proposed move in one transaction, so a crash repeats work and
never loses or doubles a proposal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tansiq.domain.access import Scope
from tansiq.domain.journal import NOTICE_CHANGES
from tansiq.domain.notice import Notice
from tansiq.domain.proposal import PROPOSE_FROM_PPM, priority
from tansiq.domain.record import Record
from tansiq.matching import Evidence, IdentityMatch, Part, Rule
from tansiq.services.identities import Identities, Progress
from tansiq.storage.database import Database, Transaction
from tansiq.storage.proposals import Proposal
from tansiq.trust import canonical

CURSOR = "proposals"
WHOLE = 4
"""When more than one notice in four changed, all pairs are computed at once: that is cheaper than one by one."""
IDLE_LINES = 1000
"""How many lines that change no notice are read again rather than passed over by a write: most lines are of reads."""
THRESHOLD = PROPOSE_FROM_PPM / 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One piece of evidence as it is kept: weights are integers, because kept bytes hold no floats."""

    part: Part
    left: str
    right: str
    rule: Rule
    weight_millibits: int


def catch_up(database: Database, identities: Identities, *, now: datetime, progress: Progress | None = None) -> int:
    """Brings the index and the proposals to the end of the journal.

    Returns:
        How many notices had changed since the last time.
    """
    with database.read() as tx:
        identities.refresh(tx)
        start, last = tx.journal.cursor(CURSOR), tx.journal.last()
        changed = tx.journal.things_since(start, NOTICE_CHANGES, until=last) if start < last else []
        are_many = len(changed) * WHOLE > len(identities)
        heads = {} if are_many else tx.records.heads(changed)  # 100,000 records would fill half a gigabyte
    if not changed and last - start < IDLE_LINES:
        return 0
    found = _pairs(identities, set(changed), progress) if are_many else _neighbours(identities, heads, progress)
    with database.write() as tx:
        if tx.journal.cursor(CURSOR) != start:  # another process was faster
            return 0
        tx.proposals.replace(changed, _proposals(tx, found, now))
        tx.journal.move_cursor(CURSOR, last)
    return len(changed)


def count_behind(tx: Transaction, within: Scope) -> int:
    """How many notices that exist for an officer changed and were not compared yet."""
    start, last = tx.journal.cursor(CURSOR), tx.journal.last()
    changed = tx.journal.things_since(start, NOTICE_CHANGES, until=last) if start < last else []
    return len(tx.notices.visible(changed, within))


Found = tuple[UUID, UUID, IdentityMatch]


def _pairs(identities: Identities, changed: set[UUID], progress: Progress | None) -> list[Found]:
    return [f for f in identities.pairs(THRESHOLD, progress) if f[0] in changed or f[1] in changed]


def _neighbours(identities: Identities, heads: dict[UUID, Record[Notice]], progress: Progress | None) -> list[Found]:
    active = [r for r in heads.values() if r.body.ended is None]
    found: dict[tuple[UUID, UUID], Found] = {}
    for number, record in enumerate(active):
        for other, match in identities.neighbours(record, THRESHOLD):
            pair = (record.id, other, match) if record.id < other else (other, record.id, _mirrored(match))
            found[pair[:2]] = pair
        if progress is not None:
            progress(number + 1, len(active))
    return list(found.values())


def _mirrored(match: IdentityMatch) -> IdentityMatch:
    return IdentityMatch(
        probability=match.probability,
        evidence=tuple(
            Evidence(part=e.part, left=e.right, right=e.left, rule=e.rule, weight_bits=e.weight_bits)
            for e in match.evidence
        ),
    )


def _proposals(tx: Transaction, found: Sequence[Found], now: datetime) -> list[Proposal]:
    heads = tx.records.heads({n for left, right, _ in found for n in (left, right)})
    return [
        _proposal(heads[left], heads[right], match, now)
        for left, right, match in found
        if left in heads and right in heads
    ]


def _proposal(left: Record[Notice], right: Record[Notice], match: IdentityMatch, now: datetime) -> Proposal:
    ppm = min(1_000_000, max(0, round(match.probability * 1_000_000)))
    return Proposal(
        left=left.id,
        right=right.id,
        left_version=left.version,
        right_version=right.version,
        probability_ppm=ppm,
        priority=priority(ppm, left.body.measure, right.body.measure),
        evidence=write_evidence(match),
        proposed_at=now,
    )


def write_evidence(match: IdentityMatch) -> bytes:
    """The evidence as it is kept beside a proposal."""
    return canonical.encode(
        [
            Step(part=e.part, left=e.left, right=e.right, rule=e.rule, weight_millibits=round(e.weight_bits * 1000))
            for e in match.evidence
        ]
    )


def read_evidence(data: bytes) -> tuple[Step, ...]:
    """The evidence of a proposal, part by part, from the prior on; the weights add up to the score."""
    return canonical.decode(data, tuple[Step, ...])
