"""The tables behind the policy: roles, permissions, and what each role presupposes, reads and releases.

Deny is the default everywhere: what is not in a table here is refused. `domain.access` asks these tables; nobody else
decides by them.
"""

from enum import StrEnum

from tansiq.domain.label import Level


class Permission(StrEnum):
    """Every permission there is, `<subject>:<action>`."""

    NOTICE_READ = "notice:read"
    NOTICE_READ_MINOR = "notice:read_minor"
    NOTICE_WRITE = "notice:write"
    NOTICE_EXPORT = "notice:export"
    NOTICE_RELEASE = "notice:release"
    SOURCE_READ = "source:read"
    SOURCE_IMPORT = "source:import"
    LINK_READ = "link:read"
    LINK_JUDGE = "link:judge"
    LABEL_CHANGE = "label:change"
    LABEL_DOWNGRADE = "label:downgrade"
    JOURNAL_READ = "journal:read"
    JOURNAL_VERIFY = "journal:verify"
    OVERSIGHT_READ = "oversight:read"
    APPROVAL_PROPOSE = "approval:propose"
    APPROVAL_DECIDE = "approval:decide"
    BREAK_GLASS_PROPOSE = "break_glass:propose"
    ACCOUNT_READ = "account:read"
    ACCOUNT_MANAGE = "account:manage"
    KEY_ROTATE = "key:rotate"
    NODE_READ = "node:read"
    PARTNER_READ = "partner:read"
    PARTNER_MANAGE = "partner:manage"
    AGREEMENT_READ = "agreement:read"
    AGREEMENT_MANAGE = "agreement:manage"
    REPORT_READ = "report:read"
    REPORT_WRITE = "report:write"
    REPORT_RELEASE = "report:release"
    REQUEST_READ = "request:read"
    REQUEST_WRITE = "request:write"


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


class Training(StrEnum):
    """What somebody has been taught, and was found to know. Wire values never change."""

    CLASSIFIED = "classified"
    CHILDREN = "children"
    EVIDENCE = "evidence"
    SCREENING = "screening"


class Purpose(StrEnum):
    """Why somebody works; each session states one. Wire values never change."""

    REGISTRY = "registry"
    LIAISON = "liaison"
    SCREENING = "screening"
    OPERATIONS = "operations"
    PLANNING = "planning"
    CASEWORK = "casework"
    COMMITTEE = "committee"
    OVERSIGHT = "oversight"
    ADMINISTRATION = "administration"


P, R, T, U = Permission, Role, Training, Purpose

_PROPOSES = frozenset({P.APPROVAL_PROPOSE, P.APPROVAL_DECIDE, P.BREAK_GLASS_PROPOSE})
GRANTS: dict[Role, frozenset[Permission]] = {
    R.REGISTRY_OFFICER: _PROPOSES
    | {
        P.NOTICE_READ,
        P.NOTICE_READ_MINOR,
        P.NOTICE_WRITE,
        P.NOTICE_EXPORT,
        P.NOTICE_RELEASE,
        P.SOURCE_READ,
        P.SOURCE_IMPORT,
        P.LINK_READ,
        P.LABEL_CHANGE,
        P.LABEL_DOWNGRADE,
        P.PARTNER_READ,
        P.AGREEMENT_READ,
        P.AGREEMENT_MANAGE,
        P.REPORT_READ,
        P.REQUEST_READ,
    },
    R.LIAISON_ANALYST: _PROPOSES
    | {
        P.NOTICE_READ,
        P.NOTICE_EXPORT,
        P.SOURCE_READ,
        P.SOURCE_IMPORT,
        P.LINK_READ,
        P.LINK_JUDGE,
        P.PARTNER_READ,
        P.AGREEMENT_READ,
        P.AGREEMENT_MANAGE,
        P.REPORT_READ,
        P.REPORT_WRITE,
        P.REPORT_RELEASE,
        P.REQUEST_READ,
        P.REQUEST_WRITE,
    },
    R.POST_OFFICER: frozenset({P.NOTICE_READ}),
    R.WATCH_OFFICER: frozenset({P.NOTICE_READ, P.LINK_READ, P.APPROVAL_PROPOSE, P.BREAK_GLASS_PROPOSE}),
    R.BORDER_PLANNER: frozenset(),
    R.CASE_OFFICER: frozenset({P.NOTICE_READ, P.NOTICE_READ_MINOR, P.APPROVAL_PROPOSE, P.BREAK_GLASS_PROPOSE}),
    R.COMMITTEE_SECRETARY: frozenset(),
    R.OVERSIGHT_INSPECTOR: frozenset({P.JOURNAL_READ, P.JOURNAL_VERIFY, P.OVERSIGHT_READ}),
    R.ADMINISTRATOR: _PROPOSES
    | {P.ACCOUNT_READ, P.ACCOUNT_MANAGE, P.KEY_ROTATE, P.NODE_READ, P.PARTNER_READ, P.PARTNER_MANAGE},
}
"""What each role may do. A role without a permission on notices, sources or links has no content at all."""

CEILING: dict[Role, Level] = {
    R.REGISTRY_OFFICER: Level.SECRET,
    R.LIAISON_ANALYST: Level.SECRET,
    R.POST_OFFICER: Level.CONFIDENTIAL,
    R.WATCH_OFFICER: Level.SECRET,
    R.CASE_OFFICER: Level.SECRET,
}
"""The highest level that a role reads, whatever the clearance; an absent role reads nothing above unclassified."""

RELEASE_CEILING: dict[Role, Level] = {R.REGISTRY_OFFICER: Level.SECRET, R.LIAISON_ANALYST: Level.CONFIDENTIAL}
"""The highest level that a role lets out of the node, as a file or to a partner; an absent role releases nothing."""

TRAINING: dict[Role, frozenset[Training]] = {
    R.REGISTRY_OFFICER: frozenset({T.CLASSIFIED, T.CHILDREN}),
    R.LIAISON_ANALYST: frozenset({T.CLASSIFIED, T.EVIDENCE}),
    R.POST_OFFICER: frozenset({T.CLASSIFIED, T.SCREENING}),
    R.WATCH_OFFICER: frozenset({T.CLASSIFIED}),
    R.BORDER_PLANNER: frozenset(),
    R.CASE_OFFICER: frozenset({T.CLASSIFIED, T.CHILDREN}),
    R.COMMITTEE_SECRETARY: frozenset(),
    R.OVERSIGHT_INSPECTOR: frozenset(),
    R.ADMINISTRATOR: frozenset(),
}
"""What a role presupposes; without it the role may do nothing. Roles without content presuppose nothing."""

STATED: dict[Role, tuple[Purpose, ...]] = {
    R.REGISTRY_OFFICER: (U.REGISTRY, U.LIAISON),
    R.LIAISON_ANALYST: (U.LIAISON, U.OPERATIONS),
    R.POST_OFFICER: (U.SCREENING,),
    R.WATCH_OFFICER: (U.OPERATIONS, U.SCREENING),
    R.BORDER_PLANNER: (U.PLANNING,),
    R.CASE_OFFICER: (U.CASEWORK,),
    R.COMMITTEE_SECRETARY: (U.COMMITTEE,),
    R.OVERSIGHT_INSPECTOR: (U.OVERSIGHT,),
    R.ADMINISTRATOR: (U.ADMINISTRATION,),
}
"""The purposes that a session of a role may state; the first is the usual one."""

_ANY = frozenset(Purpose)
PURPOSES: dict[Permission, frozenset[Purpose]] = {
    P.NOTICE_READ: frozenset({U.REGISTRY, U.LIAISON, U.SCREENING, U.OPERATIONS, U.CASEWORK}),
    P.NOTICE_READ_MINOR: frozenset({U.REGISTRY, U.CASEWORK}),
    P.NOTICE_WRITE: frozenset({U.REGISTRY}),
    P.NOTICE_EXPORT: frozenset({U.REGISTRY, U.LIAISON}),
    P.NOTICE_RELEASE: frozenset({U.REGISTRY}),
    P.SOURCE_READ: frozenset({U.REGISTRY, U.LIAISON}),
    P.SOURCE_IMPORT: frozenset({U.REGISTRY, U.LIAISON}),
    P.LINK_READ: frozenset({U.REGISTRY, U.LIAISON, U.OPERATIONS}),
    P.LINK_JUDGE: frozenset({U.LIAISON}),
    P.LABEL_CHANGE: frozenset({U.REGISTRY}),
    P.LABEL_DOWNGRADE: frozenset({U.REGISTRY}),
    P.JOURNAL_READ: frozenset({U.OVERSIGHT}),
    P.JOURNAL_VERIFY: frozenset({U.OVERSIGHT}),
    P.OVERSIGHT_READ: frozenset({U.OVERSIGHT}),
    P.APPROVAL_PROPOSE: _ANY,
    P.APPROVAL_DECIDE: _ANY,
    P.BREAK_GLASS_PROPOSE: _ANY,
    P.ACCOUNT_READ: frozenset({U.ADMINISTRATION}),
    P.ACCOUNT_MANAGE: frozenset({U.ADMINISTRATION}),
    P.KEY_ROTATE: frozenset({U.ADMINISTRATION}),
    P.NODE_READ: frozenset({U.ADMINISTRATION}),
    P.PARTNER_READ: frozenset({U.ADMINISTRATION, U.REGISTRY, U.LIAISON, U.OPERATIONS}),
    P.PARTNER_MANAGE: frozenset({U.ADMINISTRATION}),
    P.AGREEMENT_READ: frozenset({U.REGISTRY, U.LIAISON, U.OPERATIONS}),
    P.AGREEMENT_MANAGE: frozenset({U.REGISTRY, U.LIAISON}),
    P.REPORT_READ: frozenset({U.REGISTRY, U.LIAISON, U.OPERATIONS}),
    P.REPORT_WRITE: frozenset({U.LIAISON, U.OPERATIONS}),
    P.REPORT_RELEASE: frozenset({U.LIAISON}),
    P.REQUEST_READ: frozenset({U.REGISTRY, U.LIAISON, U.OPERATIONS}),
    P.REQUEST_WRITE: frozenset({U.LIAISON, U.OPERATIONS}),
}
"""The purposes for which a permission holds."""

OWNED = frozenset(
    {
        P.NOTICE_WRITE,
        P.NOTICE_RELEASE,
        P.LABEL_CHANGE,
        P.LABEL_DOWNGRADE,
        P.LINK_JUDGE,
        P.REPORT_WRITE,
        P.REPORT_RELEASE,
        P.REQUEST_WRITE,
    }
)
"""Permissions that reach only what the officer's own state owns: a partner proposes, it does not change."""

RELEASES = frozenset({P.NOTICE_EXPORT, P.NOTICE_RELEASE, P.REPORT_RELEASE})
"""Permissions by which something leaves the node: the release ceiling holds for them."""

CASE_BOUND = frozenset({R.CASE_OFFICER})
"""Roles that read only the notices of their own cases."""

GLASS = frozenset({P.NOTICE_READ, P.NOTICE_READ_MINOR})
"""What a break-glass grant on a record opens, whatever the role: reading it, never changing or releasing it."""
