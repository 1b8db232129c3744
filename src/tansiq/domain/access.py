"""Who may do what: one table of roles, one pure function.

`may(officer, permission, thing)` stands on every path: page, search, count, export. Deny is the default, and a refusal
has a reason. What a list may contain is the same rule written as a `Scope`, which storage turns into a condition; a
test holds the two together.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tansiq.domain.errors import ForbiddenError
from tansiq.domain.label import Level
from tansiq.domain.notice import Notice
from tansiq.domain.record import Record


class Permission(StrEnum):
    """Every permission there is, `<subject>:<action>`."""

    NOTICE_READ = "notice:read"
    NOTICE_READ_MINOR = "notice:read_minor"
    NOTICE_WRITE = "notice:write"
    NOTICE_EXPORT = "notice:export"
    SOURCE_READ = "source:read"
    SOURCE_IMPORT = "source:import"
    LINK_READ = "link:read"
    LINK_JUDGE = "link:judge"
    JOURNAL_READ = "journal:read"
    NODE_READ = "node:read"


class Role(StrEnum):
    """Who works with the node (design section 2)."""

    REGISTRY_OFFICER = "registry_officer"
    LIAISON_ANALYST = "liaison_analyst"
    POST_OFFICER = "post_officer"
    WATCH_OFFICER = "watch_officer"
    BORDER_PLANNER = "border_planner"
    CASE_OFFICER = "case_officer"
    COMMITTEE_SECRETARY = "committee_secretary"
    OVERSIGHT_INSPECTOR = "oversight_inspector"
    ADMINISTRATOR = "administrator"


P = Permission
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.REGISTRY_OFFICER: frozenset(
        {
            P.NOTICE_READ,
            P.NOTICE_READ_MINOR,
            P.NOTICE_WRITE,
            P.NOTICE_EXPORT,
            P.SOURCE_READ,
            P.SOURCE_IMPORT,
            P.LINK_READ,
        }
    ),
    Role.LIAISON_ANALYST: frozenset(
        {P.NOTICE_READ, P.NOTICE_EXPORT, P.SOURCE_READ, P.SOURCE_IMPORT, P.LINK_READ, P.LINK_JUDGE}
    ),
    Role.POST_OFFICER: frozenset({P.NOTICE_READ}),
    Role.WATCH_OFFICER: frozenset({P.NOTICE_READ, P.LINK_READ}),
    Role.BORDER_PLANNER: frozenset(),
    Role.CASE_OFFICER: frozenset({P.NOTICE_READ, P.NOTICE_READ_MINOR}),
    Role.COMMITTEE_SECRETARY: frozenset(),
    Role.OVERSIGHT_INSPECTOR: frozenset({P.JOURNAL_READ}),
    Role.ADMINISTRATOR: frozenset({P.NODE_READ}),
}
"""The one table of roles. Administrators and inspectors hold no content permission."""

CEILING = {
    Role.REGISTRY_OFFICER: Level.SECRET,
    Role.LIAISON_ANALYST: Level.SECRET,
    Role.POST_OFFICER: Level.CONFIDENTIAL,
    Role.WATCH_OFFICER: Level.SECRET,
    Role.CASE_OFFICER: Level.SECRET,
}
"""The highest level that a role reads; a role that is absent reads nothing above unclassified."""

OWNED = frozenset({P.NOTICE_WRITE})
"""Permissions that reach only what the officer's own state owns: a partner proposes, it does not change."""


class Reason(StrEnum):
    """Why the policy refused."""

    ROLE = "role"
    NOT_OWNER = "not_owner"
    NOT_RELEASABLE = "not_releasable"
    LEVEL = "level"
    COMPARTMENT = "compartment"
    MINOR = "minor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """Somebody signed in."""

    id: str
    name: str
    role: Role
    state: str
    service: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """The policy allows."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The policy refuses, and says why."""

    reason: Reason


Verdict = Allowed | Refused


def may(officer: Officer, permission: Permission, thing: Record[Any] | None = None) -> Verdict:
    """Whether an officer may do this to that; without a thing, whether they may do it to anything at all."""
    if permission not in GRANTS[officer.role]:
        return Refused(Reason.ROLE)
    if thing is None:
        return Allowed()
    if thing.label.level.rank > CEILING.get(officer.role, Level.UNCLASSIFIED).rank:
        return Refused(Reason.LEVEL)
    if thing.label.compartments:
        return Refused(Reason.COMPARTMENT)
    if thing.owner.state != officer.state:
        if permission in OWNED:
            return Refused(Reason.NOT_OWNER)
        if officer.state not in thing.label.releasable_to:
            return Refused(Reason.NOT_RELEASABLE)
    if isinstance(thing.body, Notice) and thing.body.minor and P.NOTICE_READ_MINOR not in GRANTS[officer.role]:
        return Refused(Reason.MINOR)
    return Allowed()


def require(officer: Officer, permission: Permission, thing: Record[Any] | None = None) -> None:
    """Passes what the policy allows.

    Raises:
        ForbiddenError: with the permission and the reason.
    """
    verdict = may(officer, permission, thing)
    if isinstance(verdict, Refused):
        raise ForbiddenError(permission, verdict.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which notices exist for an officer: `may(officer, NOTICE_READ, …)` as a condition that a database can apply.

    Attributes:
        state: the officer's state; others' notices must be releasable to it.
        max_rank: the highest level rank.
        minors: whether notices of minors exist for them.
        nothing: whether nothing does.
    """

    state: str
    max_rank: int
    minors: bool
    nothing: bool


def scope(officer: Officer) -> Scope:
    """What lists, counts, searches and exports may hold for an officer."""
    granted = GRANTS[officer.role]
    return Scope(
        state=officer.state,
        max_rank=CEILING.get(officer.role, Level.UNCLASSIFIED).rank,
        minors=P.NOTICE_READ_MINOR in granted,
        nothing=P.NOTICE_READ not in granted,
    )
