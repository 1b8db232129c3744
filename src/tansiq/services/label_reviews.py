"""Labels looked at again: which are due, that a level stays, and that it becomes lower, which takes two persons.

A downgrade is a new version with a reason, proposed by one officer and made by the approval of another
(`services.approvals`); the version before keeps its label, for ever.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.approval import Approval, TwoPersonAct
from tansiq.domain.errors import ConflictError, InvalidError, Problem
from tansiq.domain.journal import Act
from tansiq.domain.label import Label
from tansiq.domain.notice import Notice, later
from tansiq.domain.record import Record
from tansiq.services import approvals, labels, notices
from tansiq.services.approvals import Proposal
from tansiq.services.keeping import keep, note_read
from tansiq.storage.database import Transaction

LISTED = 200
"""How many labels that are due are shown at a time."""
MOST_YEARS = 5
"""The latest next review where no policy says another one."""


def due(tx: Transaction, officer: Officer, by: date) -> list[Record[Notice]]:
    """Notices of the officer's state whose level is to be looked at again by a day, the soonest first."""
    access.require(officer, Permission.LABEL_CHANGE)
    within = access.scope(officer, Permission.LABEL_CHANGE)
    ids = tx.notices.labels_due(by, within, owner=officer.state, limit=LISTED)
    heads = tx.records.heads(ids)
    if heads:
        note_read(tx, officer, Act.LIST_READ, heads)
    return [heads[one] for one in ids if one in heads]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What an officer says of a label: its level stays, until a next review.

    Attributes:
        seen: the version that the officer had before them.
    """

    notice: UUID
    seen: int
    until: date
    reason: str


def confirm(tx: Transaction, officer: Officer, said: Review, *, now: datetime) -> Record[Notice]:
    """A new version whose level stays, with a later review.

    Raises:
        ConflictError: if somebody changed the notice meanwhile.
        InvalidError: if the next review is past, or later than the policy allows.
    """
    record = _changeable(tx, officer, said.notice, Permission.LABEL_CHANGE, seen=said.seen)
    latest = latest_review(tx, now.date())
    if said.until <= now.date():
        raise InvalidError("label.review_on", Problem.IN_THE_PAST, now.date().isoformat())
    if said.until > latest:
        raise InvalidError("label.review_on", Problem.OUT_OF_RANGE, latest.isoformat())
    label = replace(record.label, review_on=said.until)
    made = record.amended(by=officer.id, at=now, reason=said.reason, label=label)
    keep(tx, made, Act.LABEL_REVIEWED)
    return made


def latest_review(tx: Transaction, today: date) -> date:
    """The latest day that a next review may have."""
    policy = labels.current(tx)
    return later(today, MOST_YEARS if policy is None else policy.review_years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Downgrade:
    """A label that protects less, as one officer proposes it and another approves it.

    Attributes:
        seen: the version that was downgraded; another one since then stops the act.
    """

    notice: UUID
    seen: int
    label: Label
    reason: str


def check_downgrade(tx: Transaction, officer: Officer, what: Downgrade) -> Record[Notice]:
    """The notice that a downgrade is about, if this officer may propose it.

    Raises:
        InvalidError: if the label is not lower: to raise one is to correct the notice.
        ConflictError: if somebody changed the notice meanwhile.
    """
    record = _changeable(tx, officer, what.notice, Permission.LABEL_DOWNGRADE, seen=what.seen)
    if not what.label.is_lower_than(record.label):
        raise InvalidError("label.level", Problem.OUT_OF_RANGE, record.label.level)
    return record


def propose_downgrade(tx: Transaction, officer: Officer, what: Downgrade, *, now: datetime) -> Approval:
    """The downgrade waits for a second person; `approved_acts` carries it out.

    Raises:
        ConflictError: if one waits already, or somebody changed the notice meanwhile.
    """
    check_downgrade(tx, officer, what)
    proposal = Proposal(act=TwoPersonAct.DOWNGRADE, subject=str(what.notice), what=what, reason=what.reason)
    return approvals.propose(tx, officer, proposal, now=now)


def downgrade(
    tx: Transaction, approver: Officer, what: Downgrade, *, proposed_by: str, now: datetime
) -> Record[Notice]:
    """A new version with the lower label; called with the approval of the second person, in its transaction.

    Raises:
        ConflictError: if both are the same person, or somebody changed the notice since it was proposed.
    """
    if approver.id == proposed_by:
        raise ConflictError(str(what.notice), "same_person")
    record = check_downgrade(tx, approver, what)
    label = replace(what.label, policy=record.label.policy, edition=record.label.edition, words="")
    policy = labels.current(tx)
    if policy is not None:
        label = policy.labelled(label, record.owner.state)
    made = record.amended(by=proposed_by, at=now, reason=what.reason, label=label)
    keep(tx, made, Act.LABEL_DOWNGRADED, detail=f"{record.label.level} {label.level}")
    return made


def _changeable(
    tx: Transaction, officer: Officer, notice: UUID, permission: Permission, *, seen: int
) -> Record[Notice]:
    record = notices.get(tx, officer, notice)
    access.require(officer, permission, record)
    if record.version != seen:
        raise ConflictError(str(notice), "version")
    return record
