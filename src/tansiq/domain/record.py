"""The record: everything that can be kept, shown, exchanged, corrected and erased.

Versions are never changed: a correction is a new version. Only the body differs between kinds, so storage, history,
access, retention and audit are each written once, for all of them.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from tansiq.domain import text
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import Label, check_state

B = TypeVar("B")


class Kind(StrEnum):
    """Which body a record has. Wire values never change."""

    NOTICE = "notice"
    LINK = "link"
    SOURCE = "source"
    AGREEMENT = "agreement"
    REPORT = "report"
    REQUEST = "request"
    REPLY = "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The state (or organisation that publishes a list) and the service that made a record; only it changes it."""

    state: str
    service: str

    def __post_init__(self) -> None:
        check_state("owner.state", self.state)
        text.check("owner.service", self.service)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Why the record may exist: who ordered it, under which reference, when.

    Attributes:
        authority: the issuing authority: a court, a prosecutor, the committee of a list.
        reference: the order, warrant, article or entry that anyone can look up there.
        on: the date of the order.
        agreement: for a record received from a partner, the agreement that allowed it.
    """

    authority: str
    reference: str
    on: date | None = None
    agreement: str | None = None

    def __post_init__(self) -> None:
        text.check("basis.authority", self.authority)
        text.check("basis.reference", self.reference)
        if self.agreement is not None:
            text.check("basis.agreement", self.agreement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Generic[B]):
    """One version of one record.

    Attributes:
        id: UUIDv7, the same at every node, for ever.
        version: 1, 2, 3 …
        retain_until: the last day on which it is kept, unless a person renews it with a reason.
        made_by: identifier of the officer who made this version.
        made_at: aware UTC.
        reason: why this version was made; empty only in version 1.
    """

    id: UUID
    kind: Kind
    owner: Owner
    version: int
    label: Label
    basis: Basis
    retain_until: date
    made_by: str
    made_at: datetime
    reason: str = ""
    body: B

    def __post_init__(self) -> None:
        if self.version < 1:
            raise InvalidError("version", Problem.OUT_OF_RANGE, "1")
        if self.made_at.utcoffset() != timedelta(0):
            raise InvalidError("made_at", Problem.MALFORMED, "UTC")
        text.check("made_by", self.made_by)
        text.check("reason", self.reason, limit=text.LONG, lines=True, empty=self.version == 1)
        check_body = getattr(self.body, "check_record", None)
        if check_body is not None:
            check_body(self)

    @property
    def marking(self) -> Label:
        """What a page that shows the record says: its label, with the owner among those who may have it."""
        return replace(self.label, releasable_to=tuple(sorted({*self.label.releasable_to, self.owner.state})))

    def amended(self, *, by: str, at: datetime, reason: str, **changes: Any) -> "Record[B]":
        """The next version, with `changes` to the parts of the record (body, retain_until …)."""
        return replace(
            self,
            version=self.version + 1,
            made_by=by,
            made_at=at.astimezone(UTC),
            reason=text.required("reason", reason, limit=text.LONG, lines=True),
            **changes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What is left of an erased record: that it was, when and why it went; nothing of what it said.

    Attributes:
        digests: SHA-256 of each erased version, oldest first, as hexadecimal.
    """

    id: UUID
    kind: Kind
    owner: Owner
    digests: tuple[str, ...]
    erased_by: str
    erased_at: datetime
    reason: str
