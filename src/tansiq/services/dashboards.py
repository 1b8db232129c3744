"""The start page: figures under the officer's scope, each a link to the list behind it, and what oversight is told."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.journal import Act
from tansiq.domain.notice import Notice
from tansiq.domain.offence import WARNING_DAYS
from tansiq.domain.record import Record
from tansiq.services import glasses, quarantine
from tansiq.services.keeping import note_read
from tansiq.storage.accounts import Account, OpenedGlass
from tansiq.storage.database import Transaction
from tansiq.storage.notices import Filter

REVIEW_DAYS = 30
MANDATE_DAYS = 30
"""How long before its end a mandate is told of."""
LISTED = 50
"""How many mandates that end are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """What waits, and how large the list is.

    Attributes:
        persons: persons with a notice in force.
        shared: of these, sought by more than one owner.
        by_owner: notices in force by owner; `by_measure` likewise.
        waiting: pairs that nobody judged; `None` if the officer reviews none.
        ending: notices of the officer's own state that end within four months, the soonest first.
        put_aside: rows of imports that wait to be mended; `None` if the officer imports nothing.
    """

    persons: int
    shared: int
    in_conflict: int
    review_due: int
    by_owner: dict[str, int]
    by_measure: dict[str, int]
    waiting: int | None
    ending: tuple[Record[Notice], ...]
    ending_total: int
    put_aside: int | None


def dashboard(tx: Transaction, officer: Officer, *, now: datetime) -> Dashboard:
    """The figures of an officer's start page."""
    access.require(officer, Permission.NOTICE_READ)
    within = access.scope(officer)
    today = now.date()
    review_by, ends_by = today + timedelta(days=REVIEW_DAYS), today + timedelta(days=WARNING_DAYS)
    ending = tx.notices.ending(ends_by, within, owner=officer.state, limit=8)
    heads = tx.records.heads(ending)
    if heads:
        note_read(tx, officer, Act.LIST_READ, heads)
    return Dashboard(
        persons=tx.notices.count_persons(Filter(), within),
        shared=tx.notices.count_persons(Filter(shared=True), within),
        in_conflict=tx.notices.count_persons(Filter(in_conflict=True), within),
        review_due=tx.notices.count_persons(Filter(review_by=review_by, owner=officer.state), within),
        by_owner=tx.notices.count_by_owner(within),
        by_measure=tx.notices.count_by_measure(within),
        waiting=tx.proposals.count_waiting(within, now=now) if _may(officer, Permission.LINK_READ) else None,
        ending=tuple(heads[n] for n in ending),
        ending_total=tx.notices.count_persons(Filter(ends_by=ends_by, owner=officer.state), within),
        put_aside=quarantine.count(tx, officer) if _may(officer, Permission.SOURCE_IMPORT) else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Warnings:
    """What an inspector is told before anything else.

    Attributes:
        opened: what break-glass opened and is open now.
        ending: open accounts whose mandate ends within a month, the soonest first, and those whose mandate has ended.
        ended: how many of all mandates have ended while the account stands open.
        reviews_overdue: notices in force whose review is late.
    """

    opened: tuple[OpenedGlass, ...]
    ending: tuple[Account, ...]
    ended: int
    reviews_overdue: int


def warnings(tx: Transaction, officer: Officer, *, now: datetime) -> Warnings:
    """What oversight has to look at today; of accounts who and until when, of notices a number.

    Raises:
        ForbiddenError: to all others.
    """
    access.require(officer, Permission.OVERSIGHT_READ)
    today = now.date()
    until = today + timedelta(days=MANDATE_DAYS)
    return Warnings(
        opened=tuple(glasses.standing(tx, officer, now=now)),
        ending=tuple(tx.accounts.ending_mandates(date.min, until, limit=LISTED)),
        ended=tx.accounts.ended_mandates(date.min, today),
        reviews_overdue=tx.notices.count_unreviewed(today),
    )


def _may(officer: Officer, permission: Permission) -> bool:
    return access.allows(officer, permission)
