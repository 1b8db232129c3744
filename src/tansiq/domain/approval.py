"""Two persons: what one proposes, another approves or rejects, before an end, never oneself.

`RULES` is the one table of the acts that need it. An approval is a state machine: only `PROPOSED` has ways out, and
they are in `WAYS`. What was proposed are bytes; they are what is shown, and what is done.

>>> WAYS[State.PROPOSED, Step.APPROVE]
<State.APPROVED: 'approved'>
>>> (State.REJECTED, Step.APPROVE) in WAYS
False
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from tansiq.domain import text
from tansiq.domain.access import Officer, Permission, Role
from tansiq.domain.errors import ConflictError, DomainError, ForbiddenError

REASON = 2000
"""Longest reason, in characters."""
FRESH = timedelta(minutes=5)
"""How long a password or second factor counts as just given, for grave acts."""


class TwoPersonAct(StrEnum):
    """Every act that two persons do. Wire values never change."""

    ACCOUNT = "account"
    PRIVILEGED_ACCOUNT = "privileged_account"
    RECOVERY = "recovery"
    BREAK_GLASS = "break_glass"
    RELEASE = "release"
    DOWNGRADE = "downgrade"
    CLEARANCE_END = "clearance_end"
    NAMESAKE_END = "namesake_end"
    COERCIVE_OUTCOME = "coercive_outcome"
    EARLY_ERASURE = "early_erasure"
    PARTNER_ENROLMENT = "partner_enrolment"
    PARTNER_KEY = "partner_key"
    PARTNER_END = "partner_end"
    AGREEMENT = "agreement"
    AGREEMENT_END = "agreement_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the table.

    Attributes:
        approvers: roles that may approve or reject it, if `approval:decide` is theirs as well.
        stands: how long the proposal waits before it is over.
        proposing: what the proposer needs.
    """

    approvers: frozenset[Role]
    stands: timedelta
    proposing: Permission = Permission.APPROVAL_PROPOSE


_REGISTRY = frozenset({Role.REGISTRY_OFFICER})
_DESKS = _REGISTRY | {Role.LIAISON_ANALYST}
_ALL = _DESKS | {Role.ADMINISTRATOR}

RULES: dict[TwoPersonAct, Rule] = {
    TwoPersonAct.ACCOUNT: Rule(approvers=_ALL, stands=timedelta(days=7), proposing=Permission.ACCOUNT_MANAGE),
    TwoPersonAct.PRIVILEGED_ACCOUNT: Rule(
        approvers=_ALL, stands=timedelta(days=2), proposing=Permission.ACCOUNT_MANAGE
    ),
    TwoPersonAct.RECOVERY: Rule(approvers=_ALL, stands=timedelta(days=1), proposing=Permission.ACCOUNT_MANAGE),
    TwoPersonAct.BREAK_GLASS: Rule(
        approvers=_DESKS, stands=timedelta(minutes=30), proposing=Permission.BREAK_GLASS_PROPOSE
    ),
    TwoPersonAct.RELEASE: Rule(approvers=_REGISTRY, stands=timedelta(days=2)),
    TwoPersonAct.DOWNGRADE: Rule(approvers=_REGISTRY, stands=timedelta(days=7), proposing=Permission.LABEL_DOWNGRADE),
    TwoPersonAct.CLEARANCE_END: Rule(approvers=_DESKS, stands=timedelta(days=2), proposing=Permission.ACCOUNT_MANAGE),
    TwoPersonAct.NAMESAKE_END: Rule(approvers=_DESKS, stands=timedelta(days=2)),
    TwoPersonAct.COERCIVE_OUTCOME: Rule(approvers=_DESKS, stands=timedelta(hours=1)),
    TwoPersonAct.EARLY_ERASURE: Rule(approvers=_REGISTRY, stands=timedelta(days=7), proposing=Permission.NOTICE_WRITE),
    TwoPersonAct.PARTNER_ENROLMENT: Rule(approvers=_ALL, stands=timedelta(days=7), proposing=Permission.PARTNER_MANAGE),
    TwoPersonAct.PARTNER_KEY: Rule(approvers=_ALL, stands=timedelta(days=2), proposing=Permission.PARTNER_MANAGE),
    TwoPersonAct.PARTNER_END: Rule(approvers=_DESKS, stands=timedelta(days=7), proposing=Permission.PARTNER_MANAGE),
    TwoPersonAct.AGREEMENT: Rule(approvers=_DESKS, stands=timedelta(days=7), proposing=Permission.AGREEMENT_MANAGE),
    TwoPersonAct.AGREEMENT_END: Rule(approvers=_DESKS, stands=timedelta(days=7), proposing=Permission.AGREEMENT_MANAGE),
}
"""The one table: which acts need two persons, who may approve each, how long a proposal stands."""


class State(StrEnum):
    """Where an approval is. Wire values never change."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Step(StrEnum):
    """What can happen to an approval."""

    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


WAYS: dict[tuple[State, Step], State] = {
    (State.PROPOSED, Step.APPROVE): State.APPROVED,
    (State.PROPOSED, Step.REJECT): State.REJECTED,
    (State.PROPOSED, Step.WITHDRAW): State.WITHDRAWN,
    (State.PROPOSED, Step.EXPIRE): State.EXPIRED,
}
"""Every way from one state to another; what is not here cannot happen."""


class Objection(StrEnum):
    """Why somebody may not take a step, beside the reasons of the policy."""

    OWN_PROPOSAL = "own_proposal"
    ABOUT_ONESELF = "about_oneself"
    NOT_APPROVER = "not_approver"
    NOT_PROPOSER = "not_proposer"


class StaleProofError(DomainError):
    """A grave act needs the password or the second factor of just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One act that waits for a second person, or what became of it.

    Attributes:
        subject: what it is about: an account's name, or a record's identifier.
        state_code: the state whose officers decide.
        payload: canonical bytes of what is to be done; `digest` their SHA-256, which the deciding page repeats.
        expires_at: from then on nobody can approve it.
    """

    id: UUID
    act: TwoPersonAct
    subject: str
    state_code: str
    payload: bytes
    digest: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    expires_at: datetime
    state: State = State.PROPOSED
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision: str = ""

    def state_at(self, now: datetime) -> State:
        """The state at a time: a proposal whose end has come is over, whether somebody noted it yet or not."""
        return State.EXPIRED if self.state is State.PROPOSED and now >= self.expires_at else self.state


def may_decide(officer: Officer, approval: Approval) -> Objection | None:
    """Why this officer may not approve or reject this; `None` if they may. The policy is asked beside it."""
    if officer.role not in RULES[approval.act].approvers or officer.state != approval.state_code:
        return Objection.NOT_APPROVER
    if officer.id == approval.proposed_by:
        return Objection.OWN_PROPOSAL
    if officer.id == approval.subject:
        return Objection.ABOUT_ONESELF
    return None


def taken(approval: Approval, step: Step, officer: Officer, *, reason: str, now: datetime) -> Approval:
    """The approval after a step.

    Raises:
        ForbiddenError: with an `Objection`.
        ConflictError: if it is decided or over already.
        InvalidError: if a reason is missing.
    """
    objection = (
        (None if officer.id == approval.proposed_by else Objection.NOT_PROPOSER)
        if step is Step.WITHDRAW
        else may_decide(officer, approval)
    )
    if objection is not None:
        raise ForbiddenError(Permission.APPROVAL_DECIDE, objection)
    state = WAYS.get((approval.state_at(now), step))
    if state is None:
        raise ConflictError(str(approval.id), approval.state_at(now))
    said = text.clean("reason", reason, limit=REASON, lines=True)
    if step is Step.REJECT:
        said = text.required("reason", said, limit=REASON, lines=True)
    return replace(approval, state=state, decided_by=officer.id, decided_at=now, decision=said)


def expired(approval: Approval, now: datetime) -> Approval:
    """A proposal whose end has come, noted as over."""
    return replace(approval, state=WAYS[approval.state, Step.EXPIRE], decided_at=now)


def check_fresh(proved_at: datetime, now: datetime) -> None:
    """Passes who gave a password or a second factor just now.

    Raises:
        StaleProofError: if that was too long ago, or is said to come.
    """
    if not timedelta(0) <= now - proved_at <= FRESH:
        raise StaleProofError
