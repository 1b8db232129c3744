"""The start page's figures, each under the officer's scope, each a link to the list behind it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.journal import Act
from tansiq.domain.notice import Notice
from tansiq.domain.offence import WARNING_DAYS
from tansiq.domain.record import Record
from tansiq.services import quarantine
from tansiq.services.keeping import note_read
from tansiq.storage.database import Transaction
from tansiq.storage.notices import Filter

REVIEW_DAYS = 30


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


def _may(officer: Officer, permission: Permission) -> bool:
    return access.allows(officer, permission)
