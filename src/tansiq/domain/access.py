"""Who may do what: one pure function, over the tables of `domain.roles`.

`may(officer, permission, thing)` stands on every path: page, search, count, export. Deny is the default, and a refusal
has a reason. What a list may contain is the same rule written as a `Scope`, which storage turns into a condition; a
test holds the two together.

>>> liaison = Officer(id="a", name="A.", role=Role.LIAISON_ANALYST, state="DZ", service="Registry")
>>> may(liaison, Permission.LINK_JUDGE)
Refused(reason=<Reason.TRAINING: 'training'>)

An officer of whom nothing else is known may do nothing: training, clearance and purpose are stated, never presumed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from tansiq.domain.errors import ForbiddenError, NotFoundError
from tansiq.domain.label import Level
from tansiq.domain.notice import Notice
from tansiq.domain.record import Kind, Record
from tansiq.domain.roles import (
    CASE_BOUND,
    CEILING,
    GLASS,
    GRANTS,
    OWNED,
    PURPOSES,
    RELEASE_CEILING,
    RELEASES,
    STATED,
    TRAINING,
    Permission,
    Purpose,
    Role,
    Training,
)

__all__ = [
    "CEILING",
    "GRANTS",
    "OWNED",
    "PURPOSES",
    "READING",
    "RELEASE_CEILING",
    "RELEASING",
    "STATED",
    "TRAINING",
    "Allowed",
    "Glass",
    "Officer",
    "Permission",
    "Purpose",
    "Reason",
    "Refused",
    "Role",
    "Scope",
    "Training",
    "Verdict",
    "allows",
    "may",
    "reads",
    "reads_level",
    "require",
    "require_shown",
    "scope",
]

READING: Mapping[Kind, Permission] = {
    Kind.NOTICE: Permission.NOTICE_READ,
    Kind.LINK: Permission.LINK_READ,
    Kind.SOURCE: Permission.SOURCE_READ,
    Kind.REPORT: Permission.REPORT_READ,
    Kind.REQUEST: Permission.REQUEST_READ,
    Kind.REPLY: Permission.REQUEST_READ,
}
"""What reads records of each kind; a kind that is not here is read by nobody in this way."""
RELEASING: Mapping[Kind, Permission] = {
    Kind.NOTICE: Permission.NOTICE_RELEASE,
    Kind.REPORT: Permission.REPORT_RELEASE,
    Kind.REQUEST: Permission.REQUEST_WRITE,
    Kind.REPLY: Permission.REQUEST_WRITE,
}
"""What releases records of each kind to a partner and calls them back; others are released by nobody."""

RANK = {level: level.rank for level in Level}
NO_RANK = -1


class Reason(StrEnum):
    """Why the policy refused. Wire values never change."""

    ROLE = "role"
    MANDATE = "mandate"
    TRAINING = "training"
    PURPOSE = "purpose"
    NOT_OWNER = "not_owner"
    NOT_RELEASABLE = "not_releasable"
    LEVEL = "level"
    RELEASE_LEVEL = "release_level"
    COMPARTMENT = "compartment"
    MINOR = "minor"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Glass:
    """A break-glass grant: what two persons opened to an officer, for a reason, until an end.

    Attributes:
        record: a record whose content may be read whatever the role, level, compartment and case. What another state
            did not release stays closed.
        compartment: a compartment in which the officer counts as a member.
        until: aware UTC.
    """

    record: UUID | None = None
    compartment: str | None = None
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """Somebody signed in, at the moment at which they act.

    Attributes:
        clearance: the highest level that this person may read; their role may read less.
        compartments: need-to-know groups that they are a member of.
        mandate_until: the last day of their mandate; `None` is a mandate without an end.
        cases: notices whose case they work on, by identifier.
        purpose: why they work, as their session states it.
        session: what the journal calls their session; opens nothing.
        glass: what was opened to them beyond their role.
        at: when they act, aware UTC; a mandate or a grant that ends is over if nobody says when.
    """

    id: str
    name: str
    role: Role
    state: str
    service: str
    clearance: Level = Level.UNCLASSIFIED
    compartments: frozenset[str] = frozenset()
    mandate_until: date | None = None
    trainings: frozenset[Training] = frozenset()
    cases: frozenset[UUID] = frozenset()
    purpose: Purpose | None = None
    session: str = ""
    glass: Glass | None = None
    at: datetime | None = None

    @property
    def stated(self) -> str:
        """The purpose as the journal writes it; empty if none is stated."""
        return "" if self.purpose is None else self.purpose.value

    @property
    def opened(self) -> Glass | None:
        """The break-glass grant, while it lasts."""
        if self.glass is None or self.at is None or self.at >= self.glass.until:
            return None
        return self.glass


@dataclass(frozen=True, slots=True)
class Allowed:
    """The policy allows."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The policy refuses, and says why."""

    reason: Reason


Verdict = Allowed | Refused
ALLOWED = Allowed()


def may(officer: Officer, permission: Permission, thing: Record[Any] | None = None) -> Verdict:
    """Whether an officer may do this to that; without a thing, whether they may do it to anything at all."""
    if _is_over(officer):
        return Refused(Reason.MANDATE)
    reason = _refuses_role(officer, permission) or (None if thing is None else _refuses(officer, permission, thing))
    if reason is None or (officer.glass is not None and _is_opened(officer, permission, thing)):
        return ALLOWED
    return Refused(reason)


def _is_over(officer: Officer) -> bool:
    until = officer.mandate_until
    return until is not None and (officer.at is None or officer.at.date() > until)


def _refuses_role(officer: Officer, permission: Permission) -> Reason | None:
    role = officer.role
    if permission not in GRANTS[role]:
        return Reason.ROLE
    if not TRAINING[role] <= officer.trainings:
        return Reason.TRAINING
    if officer.purpose not in STATED[role] or officer.purpose not in PURPOSES[permission]:
        return Reason.PURPOSE
    return None


def _refuses(officer: Officer, permission: Permission, thing: Record[Any]) -> Reason | None:
    label = thing.label
    if RANK[label.level] > _max_rank(officer):
        return Reason.LEVEL
    if permission in RELEASES and RANK[label.level] > _release_rank(officer.role):
        return Reason.RELEASE_LEVEL
    if label.compartments and not _compartments(officer).issuperset(label.compartments):
        return Reason.COMPARTMENT
    if thing.owner.state != officer.state:
        if permission in OWNED:
            return Reason.NOT_OWNER
        if officer.state not in label.releasable_to:
            return Reason.NOT_RELEASABLE
    if isinstance(thing.body, Notice):
        return _refuses_notice(officer, thing.id, minor=thing.body.minor)
    return None


def _refuses_notice(officer: Officer, notice: UUID, *, minor: bool) -> Reason | None:
    if minor and _refuses_role(officer, Permission.NOTICE_READ_MINOR) is not None:
        return Reason.MINOR
    if officer.role in CASE_BOUND and notice not in officer.cases:
        return Reason.CASE
    return None


def _max_rank(officer: Officer) -> int:
    return min(RANK[CEILING.get(officer.role, Level.UNCLASSIFIED)], RANK[officer.clearance])


def _release_rank(role: Role) -> int:
    level = RELEASE_CEILING.get(role)
    return NO_RANK if level is None else RANK[level]


def _compartments(officer: Officer) -> frozenset[str]:
    opened = officer.opened
    if opened is None or opened.compartment is None:
        return officer.compartments
    return officer.compartments | {opened.compartment}


def _is_opened(officer: Officer, permission: Permission, thing: Record[Any] | None) -> bool:
    opened = officer.opened
    if opened is None or opened.record is None or permission not in GLASS:
        return False
    if thing is None:
        return True
    is_ours = thing.owner.state == officer.state or officer.state in thing.label.releasable_to
    return thing.id == opened.record and is_ours


def allows(officer: Officer, permission: Permission, thing: Record[Any] | None = None) -> bool:
    """Whether the verdict of `may` is that they may."""
    return isinstance(may(officer, permission, thing), Allowed)


def reads(officer: Officer, thing: Record[Any]) -> bool:
    """Whether a record of any kind exists for an officer."""
    permission = READING.get(thing.kind)
    return permission is not None and allows(officer, permission, thing)


def require(officer: Officer, permission: Permission, thing: Record[Any] | None = None) -> None:
    """Passes what the policy allows.

    Raises:
        ForbiddenError: with the permission and the reason.
    """
    verdict = may(officer, permission, thing)
    if isinstance(verdict, Refused):
        raise ForbiddenError(permission, verdict.reason)


def require_shown(officer: Officer, permission: Permission, thing: Record[Any]) -> None:
    """Passes what exists for the officer.

    Raises:
        NotFoundError: as if there were no such thing; it carries the reason for the journal.
    """
    verdict = may(officer, permission, thing)
    if isinstance(verdict, Refused):
        raise NotFoundError(str(thing.id), (permission, verdict.reason))


def reads_level(officer: Officer, level: Level) -> bool:
    """Whether role and clearance reach a level, of what has no label of its own yet."""
    return RANK[level] <= _max_rank(officer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which notices exist for an officer: `may(officer, permission, …)` as a condition that a database can apply.

    Attributes:
        state: the officer's state; others' notices must be releasable to it.
        max_rank: the highest level rank; -1 if no level is low enough.
        compartments: the compartments that they are in; a notice of any other does not exist.
        minors: whether notices of minors exist for them.
        owned: whether only notices of their own state do.
        cases: the only notices that do, if they are bound to cases.
        opened: a notice that exists whatever else is said here, except to whom it is releasable.
        nothing: whether nothing else does.
    """

    state: str
    max_rank: int
    compartments: frozenset[str] = frozenset()
    minors: bool
    owned: bool = False
    cases: frozenset[UUID] | None = None
    opened: UUID | None = None
    nothing: bool


def scope(officer: Officer, permission: Permission = Permission.NOTICE_READ) -> Scope:
    """What lists, counts, searches and exports may hold for an officer."""
    over = _is_over(officer)
    opened = None if over or permission not in GLASS else officer.opened
    released = _release_rank(officer.role) if permission in RELEASES else RANK[Level.TOP_SECRET]
    return Scope(
        state=officer.state,
        max_rank=min(_max_rank(officer), released),
        compartments=_compartments(officer),
        minors=_refuses_role(officer, Permission.NOTICE_READ_MINOR) is None,
        owned=permission in OWNED,
        cases=officer.cases if officer.role in CASE_BOUND else None,
        opened=None if opened is None else opened.record,
        nothing=over or _refuses_role(officer, permission) is not None,
    )
