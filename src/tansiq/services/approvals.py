"""Two persons: propose, then approve, reject or withdraw; what was proposed is what is shown and what is done.

An approved act is carried out in the transaction of the approval, from the bytes that were proposed, by the function
that `approved_acts.PERFORMERS` names. Only one decision finds the proposal waiting; so it happens once or never.

    proposed = approvals.propose(tx, officer, Proposal(act=…, subject=…, what=grant, reason=…), now=now)
    decision = Decision(id=proposed.id, digest=proposed.digest, step=Step.APPROVE)
    approvals.decide(tx, other, decision, PERFORMERS, proved_at=…, now=now)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tansiq.domain import access, approval, text
from tansiq.domain.access import Officer, Permission
from tansiq.domain.approval import RULES, Approval, State, Step, TwoPersonAct
from tansiq.domain.errors import ConflictError, NotFoundError
from tansiq.domain.journal import Act, Entry
from tansiq.domain.record import Kind, Record
from tansiq.services.keeping import SYSTEM, note_read
from tansiq.storage.accounts import Account
from tansiq.storage.database import Transaction
from tansiq.trust import canonical

RECORD_ACTS = frozenset(
    {
        TwoPersonAct.EARLY_ERASURE,
        TwoPersonAct.RELEASE,
        TwoPersonAct.DOWNGRADE,
        TwoPersonAct.NAMESAKE_END,
        TwoPersonAct.COERCIVE_OUTCOME,
    }
)
"""Acts whose subject is a record's identifier: they exist only for those for whom the record does."""
ACTS = {
    Step.APPROVE: Act.APPROVAL_APPROVED,
    Step.REJECT: Act.APPROVAL_REJECTED,
    Step.WITHDRAW: Act.APPROVAL_WITHDRAWN,
    Step.EXPIRE: Act.APPROVAL_EXPIRED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody proposes.

    Attributes:
        subject: an account's name or a record's identifier; one proposal of an act waits for each.
        what: a value whose canonical bytes say all that is to be done.
    """

    act: TwoPersonAct
    subject: str
    what: Any
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an approval is about, as far as it exists for whoever reads it: a record, or an account."""

    record: Record[Any] | None = None
    account: Account | None = None


NOBODY = Subject()
"""Nothing that exists for whoever reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the second person, or the proposer, says.

    Attributes:
        digest: of the bytes that the page showed.
    """

    id: UUID
    digest: str
    step: Step
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What a performer is given.

    Attributes:
        officer: who approved.
        first_password: the hash of a password made for this moment; the approving page shows the password if the
            act hands one out.
    """

    approval: Approval
    officer: Officer
    now: datetime
    first_password: str | None = None


Performer = Callable[[Transaction, Deed], None]
Performers = Mapping[TwoPersonAct, Performer]


def propose(tx: Transaction, officer: Officer, proposal: Proposal, *, now: datetime) -> Approval:
    """A proposal waits for the second person.

    Raises:
        ForbiddenError: if the table does not let this officer propose it.
        NotFoundError: if it is about a record that does not exist for them.
        ConflictError: if the same waits already.
        InvalidError: without a reason.
    """
    rule = RULES[proposal.act]
    access.require(officer, rule.proposing)
    if proposal.act in RECORD_ACTS and _read(tx, officer, proposal.subject) is None:
        raise NotFoundError(proposal.subject)
    reason = text.required("reason", proposal.reason, limit=approval.REASON, lines=True)
    expire(tx, now=now)
    if tx.approvals.find_open(proposal.act, proposal.subject):
        raise ConflictError(proposal.subject, "proposed")
    payload = canonical.encode(proposal.what)
    made = Approval(
        id=tx.new_id(now),
        act=proposal.act,
        subject=proposal.subject,
        state_code=officer.state,
        payload=payload,
        digest=canonical.digest(payload),
        reason=reason,
        proposed_by=officer.id,
        proposed_at=now,
        expires_at=now + rule.stands,
    )
    tx.approvals.add(made)
    tx.journal.append(_entry(Act.APPROVAL_PROPOSED, made, officer.id, now))
    return made


def decide(
    tx: Transaction,
    officer: Officer,
    decision: Decision,
    performers: Performers,
    *,
    proved_at: datetime,
    now: datetime,
    first_password: str | None = None,
) -> Approval:
    """The proposal is approved and carried out, or rejected, or withdrawn by its proposer.

    Args:
        performers: what carries out each act.
        proved_at: when this officer last gave a password or second factor; withdrawing needs none of just now.
        first_password: see `Deed`.

    Raises:
        StaleProofError: if that was not just now.
        NotFoundError: if there is none that this officer sees.
        ForbiddenError: if they may not; never oneself.
        ConflictError: if it is decided, over, not what the page showed, or nobody carries it out; nothing is done then.
    """
    held = get(tx, officer, decision.id)
    if decision.step is not Step.WITHDRAW:
        approval.check_fresh(proved_at, now)
        access.require(officer, Permission.APPROVAL_DECIDE)
    if not decision.digest == held.digest == canonical.digest(held.payload):
        raise ConflictError(str(held.id), "changed")
    moved = approval.taken(held, decision.step, officer, reason=decision.reason, now=now)
    if not tx.approvals.decide(moved):
        raise ConflictError(str(held.id), "decided")
    tx.journal.append(_entry(ACTS[decision.step], moved, officer.id, now))
    if moved.state is State.APPROVED:
        performer = performers.get(moved.act)
        if performer is None:
            raise ConflictError(str(held.id), "no_performer")
        performer(tx, Deed(approval=moved, officer=officer, now=now, first_password=first_password))
    return moved


def get(tx: Transaction, officer: Officer, approval_id: UUID) -> Approval:
    """An approval that exists for this officer.

    Raises:
        ForbiddenError: to roles that take no part in any.
        NotFoundError: if there is none.
    """
    access.require(officer, Permission.APPROVAL_PROPOSE)
    found = tx.approvals.find(approval_id)
    if found is None or not sees(tx, officer, found):
        raise NotFoundError(str(approval_id))
    return found


def sees(tx: Transaction, officer: Officer, one: Approval) -> bool:
    """Whether an approval exists for an officer: who proposed or decided it, and who may decide it.

    What is about a record exists only for those for whom the record does.
    """
    if officer.state != one.state_code:
        return False
    if officer.id in (one.proposed_by, one.decided_by):
        return True
    if not _decides(officer) or officer.role not in RULES[one.act].approvers:
        return False
    return one.act not in RECORD_ACTS or _read(tx, officer, one.subject) is not None


def _read(tx: Transaction, officer: Officer, subject: str) -> Record[Any] | None:
    record_id = UUID(subject)
    record = tx.records.heads([record_id]).get(record_id)
    return record if record is not None and access.reads(officer, record) else None


def subject_of(tx: Transaction, officer: Officer, one: Approval) -> Subject:
    """What an approval that this officer sees is about; a record is journalled as read."""
    if one.act not in RECORD_ACTS:
        return Subject(account=tx.accounts.find(one.subject))
    record = _read(tx, officer, one.subject)
    if record is None:
        return NOBODY
    act = Act.NOTICE_READ if record.kind is Kind.NOTICE else Act.RECORD_READ
    note_read(tx, officer, act, [record.id], kind=record.kind)
    return Subject(record=record)


def _decides(officer: Officer) -> bool:
    return access.allows(officer, Permission.APPROVAL_DECIDE)


def listed(tx: Transaction, officer: Officer) -> list[Approval]:
    """The approvals that exist for this officer: those that wait first, then newest first.

    Raises:
        ForbiddenError: to roles that take no part in any.
    """
    access.require(officer, Permission.APPROVAL_PROPOSE)
    return [one for one in tx.approvals.newest() if sees(tx, officer, one)]


def waiting(tx: Transaction, officer: Officer, *, now: datetime) -> list[Approval]:
    """The proposals that wait for this officer's word."""
    if not _decides(officer):
        return []
    found = [one for one in tx.approvals.newest() if one.state_at(now) is State.PROPOSED]
    return [one for one in found if approval.may_decide(officer, one) is None and sees(tx, officer, one)]


def count_waiting(tx: Transaction, officer: Officer, *, now: datetime) -> int:
    """How many proposals wait for this officer's word: `waiting`, without opening one of them."""
    if not _decides(officer):
        return 0
    acts = [act for act, rule in RULES.items() if officer.role in rule.approvers]
    found = tx.approvals.waiting(acts, officer.state, but=officer.id, now=now)
    records = tx.records.heads({UUID(one.subject) for one in found if one.act in RECORD_ACTS})
    seen = {str(n) for n, record in records.items() if access.reads(officer, record)}
    return sum(one.act not in RECORD_ACTS or one.subject in seen for one in found)


def expire(tx: Transaction, *, now: datetime) -> int:
    """Notes proposals whose end has come as over; says how many."""
    over = tx.approvals.overdue(now)
    for one in over:
        tx.approvals.decide(approval.expired(one, now))
        tx.journal.append(_entry(Act.APPROVAL_EXPIRED, one, SYSTEM, now))
    return len(over)


def _entry(act: Act, one: Approval, officer: str, now: datetime) -> Entry:
    return Entry(act=act, officer=officer, at=now, thing=one.id, digest=one.digest, detail=f"{one.act} {one.subject}")
