"""Exercises: an invented register becomes a node's own, and some judgements stand already."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tansiq.domain.access import Officer
from tansiq.domain.errors import NotFoundError
from tansiq.domain.journal import Act
from tansiq.domain.link import Judgement
from tansiq.domain.notice import Notice
from tansiq.domain.record import Record
from tansiq.services import links
from tansiq.services.keeping import keep_many
from tansiq.services.links import Decision
from tansiq.storage.database import Transaction


def fill_register(tx: Transaction, register: Sequence[Record[Notice]]) -> bool:
    """Makes invented notices the node's own, all or none; does nothing at a node that has notices.

    Returns:
        Whether it did.
    """
    if tx.notices.all_ids():
        return False
    keep_many(tx, register, Act.NOTICE_ISSUED, detail="exercise")
    return True


def judge_known(
    tx: Transaction,
    officer: Officer,
    pairs: Sequence[tuple[UUID, UUID]],
    judgement: Judgement,
    *,
    reason: str,
    now: datetime,
) -> int:
    """Judges proposed pairs of which the generator knows the truth, those that nobody judged yet; says how many."""
    judged = 0
    for left, right in pairs:
        try:
            pair = links.get_pair(tx, officer, left, right)
        except NotFoundError:  # the partner does not release it
            continue
        if pair.proposal is None or pair.history:
            continue
        decision = Decision(
            left=left,
            right=right,
            left_version=pair.left.version,
            right_version=pair.right.version,
            judgement=judgement,
            reason=reason,
        )
        links.judge(tx, officer, decision, now=now)
        judged += 1
    return judged
