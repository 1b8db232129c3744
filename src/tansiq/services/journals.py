"""The journal as those see it who oversee: acts and identifiers, no content."""

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.journal import Line
from tansiq.storage.database import Transaction


def page(tx: Transaction, officer: Officer, *, before: int | None = None, limit: int = 50) -> list[Line]:
    """The newest entries, newest first; `before` continues an earlier page."""
    access.require(officer, Permission.JOURNAL_READ)
    return tx.journal.page(before=before, limit=limit)


def length(tx: Transaction, officer: Officer) -> int:
    """How many lines the journal has; the administrator sees this number and no line."""
    access.require(officer, Permission.NODE_READ)
    return tx.journal.last()
