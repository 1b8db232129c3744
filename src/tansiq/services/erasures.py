"""Erasure before its time: a notice that should not exist goes at once, because two persons of its owner say so."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.approval import Approval, TwoPersonAct
from tansiq.domain.errors import ConflictError
from tansiq.services import approvals, notices
from tansiq.services.approvals import Deed, Proposal
from tansiq.storage.database import Transaction
from tansiq.trust import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyErasure:
    """Which notice, and in which version it was seen."""

    notice: UUID
    version: int


def propose(tx: Transaction, officer: Officer, erasure: EarlyErasure, *, reason: str, now: datetime) -> Approval:
    """The erasure waits for the second person.

    Raises:
        NotFoundError: if the notice does not exist for this officer.
        ForbiddenError: if they may not change it.
        ConflictError: if it changed meanwhile.
    """
    _check(tx, officer, erasure)
    proposal = Proposal(act=TwoPersonAct.EARLY_ERASURE, subject=str(erasure.notice), what=erasure, reason=reason)
    return approvals.propose(tx, officer, proposal, now=now)


def carry_out(tx: Transaction, deed: Deed) -> None:
    """The notice and all its versions are gone; a tombstone stays.

    Raises:
        NotFoundError: if it does not exist for whoever approves.
        ConflictError: if it changed since it was proposed.
    """
    erasure = canonical.decode(deed.approval.payload, EarlyErasure)
    _check(tx, deed.officer, erasure)
    notices.erase(tx, erasure.notice, by=deed.officer.id, reason="early", now=deed.now)


def _check(tx: Transaction, officer: Officer, erasure: EarlyErasure) -> None:
    record = notices.get(tx, officer, erasure.notice)
    access.require(officer, Permission.NOTICE_WRITE, record)
    if record.version != erasure.version:
        raise ConflictError(str(erasure.notice), "version")
