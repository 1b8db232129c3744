"""Break-glass: somebody reads for a while what their role does not give them, because two persons say so.

It opens one record or one compartment, never what another state did not release, and it ends by itself. Oversight sees
it the moment it is opened: an act in the journal, and a figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tansiq.domain import access, text
from tansiq.domain.access import Allowed, Officer, Permission
from tansiq.domain.approval import RULES, Approval, TwoPersonAct
from tansiq.domain.errors import ConflictError, InvalidError, NotFoundError, Problem
from tansiq.domain.journal import Act, Entry
from tansiq.services import approvals
from tansiq.services.approvals import Deed, Proposal
from tansiq.storage.accounts import OpenedGlass
from tansiq.storage.database import Transaction
from tansiq.trust import canonical

MINUTES = (30, 60, 120, 240, 480)
"""How long a grant may last; the longest is eight hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlassRequest:
    """What is to be opened: to whom, one record or one compartment, for how many minutes from the approval."""

    account: str
    record: UUID | None = None
    compartment: str | None = None
    minutes: int

    def __post_init__(self) -> None:
        if (self.record is None) == (self.compartment is None):
            raise InvalidError("record", Problem.REQUIRED)
        if self.compartment is not None:
            text.check("compartment", self.compartment)
        if self.minutes not in MINUTES:
            raise InvalidError("minutes", Problem.NOT_IN_LIST, str(self.minutes))


def propose(tx: Transaction, officer: Officer, request: GlassRequest, *, reason: str, now: datetime) -> Approval:
    """The request waits for the second person. Whether there is such a record is not said: it may be hidden.

    Raises:
        ForbiddenError: if the role may not ask, or it is for somebody else.
        ConflictError: if a request of theirs waits already.
    """
    access.require(officer, RULES[TwoPersonAct.BREAK_GLASS].proposing)
    if request.account != officer.id:
        raise InvalidError("account", Problem.NOT_IN_LIST)
    proposal = Proposal(act=TwoPersonAct.BREAK_GLASS, subject=officer.id, what=request, reason=reason)
    return approvals.propose(tx, officer, proposal, now=now)


def carry_out(tx: Transaction, deed: Deed) -> None:
    """It is open, until its end; what stood open to the same officer is closed.

    Raises:
        ConflictError: if the account was closed meanwhile.
    """
    request, now = canonical.decode(deed.approval.payload, GlassRequest), deed.now
    held = tx.accounts.find(request.account)
    if held is None or not held.is_open(now):
        raise ConflictError(request.account, "closed")
    while (before := tx.accounts.glass_of(held.id, now)) is not None:
        tx.accounts.close_glass(before.id, at=now)
    tx.accounts.open_glass(
        OpenedGlass(
            id=deed.approval.id,
            account=held.id,
            record=request.record,
            compartment=request.compartment,
            reason=deed.approval.reason,
            proposed_by=deed.approval.proposed_by,
            approved_by=deed.officer.id,
            made_at=now,
            until=now + timedelta(minutes=request.minutes),
        )
    )
    opened = "record" if request.compartment is None else "compartment"
    detail = f"{held.id} {opened} {request.minutes}"
    tx.journal.append(Entry(act=Act.GLASS_BROKEN, officer=held.id, at=now, thing=request.record, detail=detail))


def own(tx: Transaction, officer: Officer, *, now: datetime) -> OpenedGlass | None:
    """What stands open to this officer."""
    return tx.accounts.glass_of(officer.id, now)


def close(tx: Transaction, officer: Officer, glass: UUID, *, now: datetime) -> None:
    """Ends a grant before its time: by whom it was given to, who approved it, or oversight.

    Raises:
        NotFoundError: if none stands that this officer may end.
    """
    held = next((one for one in tx.accounts.glasses(standing_at=now) if one.id == glass), None)
    if held is None or not (officer.id in (held.account, held.approved_by) or _oversees(officer)):
        raise NotFoundError(str(glass))
    tx.accounts.close_glass(glass, at=now)
    tx.journal.append(Entry(act=Act.GLASS_CLOSED, officer=officer.id, at=now, thing=held.record, detail=held.account))


def _oversees(officer: Officer) -> bool:
    return isinstance(access.may(officer, Permission.OVERSIGHT_READ), Allowed)


def standing(tx: Transaction, officer: Officer, *, now: datetime) -> Sequence[OpenedGlass]:
    """What stands open now, for oversight: to whom, why, until when, who said so.

    Raises:
        ForbiddenError: to all others.
    """
    access.require(officer, Permission.OVERSIGHT_READ)
    return tx.accounts.glasses(standing_at=now)


def history(tx: Transaction, officer: Officer, *, limit: int = 200) -> Sequence[OpenedGlass]:
    """What was opened, newest first, for oversight.

    Raises:
        ForbiddenError: to all others.
    """
    access.require(officer, Permission.OVERSIGHT_READ)
    return tx.accounts.glasses(limit=limit)
