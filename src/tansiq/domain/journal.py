"""The journal's words: what happened, to which record, by whom. Entries hold no personal data."""

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


NOTICE_CHANGES = (
    Act.NOTICE_ISSUED,
    Act.NOTICE_CORRECTED,
    Act.NOTICE_RENEWED,
    Act.NOTICE_ENDED,
    Act.NOTICE_REOPENED,
    Act.NOTICE_RECEIVED,
    Act.RECORD_ERASED,
)
"""Acts after which names are indexed and proposals found again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal.

    Attributes:
        officer: identifier of the account that acted.
        thing: the record acted on, `version` its version after the act, `digest` the SHA-256 of that version.
        detail: closed words that explain the act (a reason code, a list key, a count); never a name.
    """

    act: Act
    officer: str
    at: datetime
    kind: Kind | None = None
    thing: UUID | None = None
    version: int | None = None
    digest: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry in its place; `seq` counts from 1 without gaps."""

    seq: int
    entry: Entry
