"""The journal's words: what happened, to which records, by whom, for what purpose.

An entry becomes a leaf of a tree that everybody may hold: the act, the time, and a salted commitment to the rest. What
the commitment opens is kept apart, and for each record by itself: when a record is erased, its salt and identifier go,
the tree stays whole, and the entry says that somebody read or changed something, but no longer what.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tansiq.domain.record import Kind


class Act(StrEnum):
    """Every act that is journalled. Wire values never change."""

    NOTICE_ISSUED = "notice_issued"
    NOTICE_CORRECTED = "notice_corrected"
    NOTICE_RENEWED = "notice_renewed"
    NOTICE_ENDED = "notice_ended"
    NOTICE_REOPENED = "notice_reopened"
    NOTICE_RECEIVED = "notice_received"
    NOTICE_REFUSED = "notice_refused"
    NOTICE_PRINTED = "notice_printed"
    LIST_IMPORTED = "list_imported"
    LIST_EXPORTED = "list_exported"
    ROW_MENDED = "row_mended"
    ROW_DISCARDED = "row_discarded"
    LINK_JUDGED = "link_judged"
    LINK_WITHDRAWN = "link_withdrawn"
    PAIR_DEFERRED = "pair_deferred"
    RECORD_ERASED = "record_erased"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"
    ACCOUNT_CREATED = "account_created"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    PARTNER_ENROLLED = "partner_enrolled"
    LIST_READ = "list_read"
    SEARCHED = "searched"
    PERSON_READ = "person_read"
    NOTICE_READ = "notice_read"
    HISTORY_READ = "history_read"
    PAIR_READ = "pair_read"
    ACCESS_REFUSED = "access_refused"
    JOURNAL_READ = "journal_read"
    JOURNAL_EXPORTED = "journal_exported"
    LABEL_POLICY_ADOPTED = "label_policy_adopted"
    LABEL_REVIEWED = "label_reviewed"
    LABEL_DOWNGRADED = "label_downgraded"
    KEY_ROTATED = "key_rotated"
    JOURNAL_REPLACED = "journal_replaced"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_RECOVERED = "account_recovered"
    FACTOR_ENROLLED = "factor_enrolled"
    FACTOR_REMOVED = "factor_removed"
    SESSION_REVOKED = "session_revoked"
    PURPOSE_CHANGED = "purpose_changed"
    IDENTITY_PROVED = "identity_proved"
    APPROVAL_PROPOSED = "approval_proposed"
    APPROVAL_APPROVED = "approval_approved"
    APPROVAL_REJECTED = "approval_rejected"
    APPROVAL_WITHDRAWN = "approval_withdrawn"
    APPROVAL_EXPIRED = "approval_expired"
    GLASS_BROKEN = "glass_broken"
    GLASS_CLOSED = "glass_closed"
    PARTNER_CARD_TAKEN = "partner_card_taken"
    PARTNER_KEY_REVOKED = "partner_key_revoked"
    PARTNER_ENDED = "partner_ended"
    AGREEMENT_PROPOSED = "agreement_proposed"
    AGREEMENT_SIGNED = "agreement_signed"
    AGREEMENT_ENDED = "agreement_ended"
    RECORD_RELEASED = "record_released"
    RECORD_RECALLED = "record_recalled"
    RECORD_RECEIVED = "record_received"
    RECORD_WRITTEN = "record_written"
    RECORD_CORRECTED = "record_corrected"
    RECORD_READ = "record_read"
    RECALL_APPLIED = "recall_applied"
    ITEM_REFUSED = "item_refused"
    ITEM_PARKED = "item_parked"
    ITEM_REFUSED_THERE = "item_refused_there"
    LETTER_REFUSED = "letter_refused"
    LANE_HALTED = "lane_halted"
    LANE_RESUMED = "lane_resumed"
    JOURNAL_FORKED = "journal_forked"


NOTICE_CHANGES = (
    Act.NOTICE_ISSUED,
    Act.NOTICE_CORRECTED,
    Act.NOTICE_RENEWED,
    Act.NOTICE_ENDED,
    Act.NOTICE_REOPENED,
    Act.NOTICE_RECEIVED,
    Act.LABEL_REVIEWED,
    Act.LABEL_DOWNGRADED,
    Act.RECORD_ERASED,
)
"""Acts after which names are indexed and proposals found again."""


READS = (
    Act.LIST_READ,
    Act.SEARCHED,
    Act.PERSON_READ,
    Act.NOTICE_READ,
    Act.HISTORY_READ,
    Act.PAIR_READ,
    Act.NOTICE_PRINTED,
    Act.LIST_EXPORTED,
    Act.RECORD_READ,
)
"""Acts by which somebody came to see content."""


class Group(StrEnum):
    """Acts of one nature, as oversight asks for them."""

    READ = "read"
    CHANGED = "changed"
    RELEASED = "released"
    REFUSED = "refused"
    ADMITTED = "admitted"
    EXCEPTION = "exception"
    OVERSEEN = "overseen"


GROUPS: Mapping[Act, Group] = {
    **dict.fromkeys(READS, Group.READ),
    Act.NOTICE_PRINTED: Group.RELEASED,
    Act.LIST_EXPORTED: Group.RELEASED,
    Act.RECORD_RELEASED: Group.RELEASED,
    Act.RECORD_RECALLED: Group.RELEASED,
    Act.ITEM_REFUSED: Group.REFUSED,
    Act.ITEM_REFUSED_THERE: Group.REFUSED,
    Act.LETTER_REFUSED: Group.REFUSED,
    Act.LANE_HALTED: Group.REFUSED,
    Act.JOURNAL_FORKED: Group.REFUSED,
    Act.NOTICE_REFUSED: Group.REFUSED,
    Act.ACCESS_REFUSED: Group.REFUSED,
    Act.SIGN_IN_FAILED: Group.REFUSED,
    Act.JOURNAL_REPLACED: Group.EXCEPTION,
    Act.JOURNAL_READ: Group.OVERSEEN,
    Act.JOURNAL_EXPORTED: Group.OVERSEEN,
}
"""Acts whose group their name does not tell."""
PREFIXES: Mapping[str, Group] = {
    "glass": Group.EXCEPTION,
    "approval": Group.EXCEPTION,
    **dict.fromkeys(
        ("signed", "sign_in", "account", "password", "partner", "session", "factor", "key", "identity", "purpose"),
        Group.ADMITTED,
    ),
}
"""How the names of acts of a group begin; every other act changed a record."""


def group(act: Act) -> Group:
    """The group of an act."""
    by_name = (found for prefix, found in PREFIXES.items() if act.value.startswith(prefix))
    return GROUPS.get(act) or next(by_name, Group.CHANGED)


def acts_of(wanted: Group) -> tuple[Act, ...]:
    """The acts of a group."""
    return tuple(act for act in Act if group(act) is wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal.

    Attributes:
        officer: identifier of the account that acted.
        thing: the record acted on, or the first of several; `version` its version after the act, `digest` the SHA-256
            of that version.
        others: further records that the act showed or touched.
        detail: closed words that explain the act (a reason code, a list key, a count); never a name.
        purpose: what the officer's session states, one of `roles.Purpose`; empty where there is no session.
    """

    act: Act
    officer: str
    at: datetime
    kind: Kind | None = None
    thing: UUID | None = None
    version: int | None = None
    digest: str | None = None
    detail: str = ""
    others: tuple[UUID, ...] = ()
    purpose: str = ""

    def __post_init__(self) -> None:
        if self.thing is None and self.others:
            object.__setattr__(self, "thing", self.others[0])
            object.__setattr__(self, "others", self.others[1:])

    @property
    def things(self) -> tuple[UUID, ...]:
        """Every record that the entry is about."""
        return self.others if self.thing is None else (self.thing, *self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry in its place; `seq` counts from 1 without gaps.

    Attributes:
        count: how many records the act was about when it happened. The entry names those that were not erased since,
            and of very many only the first.
    """

    seq: int
    entry: Entry
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """What the tree holds of an entry: no officer, no record, nothing of a person.

    Attributes:
        commitment: the salted commitment to the `Opening`, 64 hexadecimal digits.
    """

    act: str
    at: datetime
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the commitment of a leaf binds to.

    Attributes:
        things: SHA-256 of the commitments to each `Thing`, one after the other, as 64 digits; empty if there is none.
    """

    officer: str
    purpose: str
    kind: str | None
    detail: str
    things: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One record of an entry, with a salted commitment of its own, which is erased with the record."""

    id: UUID
    version: int | None
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """An entry with all that shows what its leaf says.

    Attributes:
        leaf: its bytes as the tree holds them.
        commitments: one for each record, in order.
        things: by place, the salt of each record's commitment and what it opens; erased records are absent.
    """

    seq: int
    leaf: bytes
    salt: bytes
    opening: Opening
    commitments: tuple[bytes, ...]
    things: Mapping[int, tuple[bytes, Thing]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What an inspector looks for; `None` and nothing are no condition.

    Attributes:
        things: entries about at least one of these records.
        since: aware UTC, included; `until` is not.
    """

    officer: str | None = None
    things: tuple[UUID, ...] = ()
    acts: tuple[Act, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
