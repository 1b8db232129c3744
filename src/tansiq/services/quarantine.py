"""Rows that were put aside: shown with their reason, mended and tried again, or let go."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.edition import ColumnMapping, Edition, Entry, Refusal
from tansiq.domain.errors import ConflictError, InvalidError
from tansiq.domain.journal import Act
from tansiq.domain.journal import Entry as JournalEntry
from tansiq.domain.label import Label
from tansiq.domain.listing import Listing
from tansiq.domain.notice import Notice
from tansiq.domain.record import Kind, Record
from tansiq.domain.source import Format, Source
from tansiq.formats.mapping import map_row
from tansiq.services.keeping import keep
from tansiq.storage.database import Transaction
from tansiq.storage.imports import KeptRefusal, RefusalState
from tansiq.trust import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside:
    """A row that waits, with its reason.

    Attributes:
        can_be_mended: whether the row came from a table, so that its cells can be corrected here.
    """

    id: UUID
    source: UUID
    refusal: Refusal
    can_be_mended: bool


def waiting(tx: Transaction, officer: Officer, *, source: UUID | None = None) -> list[PutAside]:
    """Rows that wait to be mended."""
    access.require(officer, Permission.SOURCE_IMPORT)
    return [_put_aside(kept) for kept in tx.imports.refusals(source=source)]


def get(tx: Transaction, officer: Officer, refusal: UUID) -> PutAside:
    """One row that was put aside."""
    access.require(officer, Permission.SOURCE_IMPORT)
    return _put_aside(tx.imports.get_refusal(refusal))


def mend(
    tx: Transaction, officer: Officer, refusal: UUID, row: tuple[tuple[str, str], ...], *, label: Label, now: datetime
) -> Record[Notice]:
    """The corrected row becomes a notice of its list.

    Raises:
        InvalidError: if it still breaks a rule, with the field.
        ConflictError: if the row waits no more, or its reference is in the list already.
    """
    access.require(officer, Permission.SOURCE_IMPORT)
    kept = tx.imports.get_refusal(refusal)
    if kept.state is not RefusalState.OPEN or kept.mapping is None:
        raise ConflictError(str(refusal), "closed")
    mapping = canonical.decode(kept.mapping, ColumnMapping)
    entry = map_row(canonical.decode(kept.data, Refusal).line, row, mapping)
    if isinstance(entry, Refusal):
        raise InvalidError(entry.field, entry.problem, entry.detail)
    if entry.reference in tx.imports.notices(kept.list_key):
        raise ConflictError(entry.reference, "listed")
    record = _record(tx, officer, tx.records.get(kept.source), _edition(tx, kept, mapping, entry), label=label, now=now)
    keep(tx, record, Act.NOTICE_ISSUED, detail=kept.list_key)
    digest = canonical.digest(canonical.encode(entry))
    tx.imports.set_entries(kept.list_key, [(entry.reference, record.id, digest)])
    _close(tx, officer, kept, RefusalState.MENDED, now)
    return record


def discard(tx: Transaction, officer: Officer, refusal: UUID, *, now: datetime) -> None:
    """Lets a row go; nothing comes of it."""
    access.require(officer, Permission.SOURCE_IMPORT)
    kept = tx.imports.get_refusal(refusal)
    if kept.state is not RefusalState.OPEN:
        raise ConflictError(str(refusal), "closed")
    _close(tx, officer, kept, RefusalState.DISCARDED, now)


def _close(tx: Transaction, officer: Officer, kept: KeptRefusal, state: RefusalState, now: datetime) -> None:
    tx.imports.close_refusals([kept.id], state)
    act = Act.ROW_MENDED if state is RefusalState.MENDED else Act.ROW_DISCARDED
    tx.journal.append(
        JournalEntry(act=act, officer=officer.id, at=now, kind=Kind.SOURCE, thing=kept.source, detail=kept.list_key)
    )


def _edition(tx: Transaction, kept: KeptRefusal, mapping: ColumnMapping, entry: Entry) -> Edition:
    source: Record[Source] = tx.records.get(kept.source)
    return Edition(
        list_key=kept.list_key,
        title=mapping.title,
        publisher=mapping.publisher,
        format=Format(source.body.format),
        edition=source.body.edition,
        entries=(entry,),
        complete=False,
    )


def _record(
    tx: Transaction, officer: Officer, source: Record[Source], edition: Edition, *, label: Label, now: datetime
) -> Record[Notice]:
    listing = Listing(
        edition=edition, source=source.id, state=officer.state, label=label, reviewer=officer.id, today=now.date()
    )
    listed = listing.listed(edition.entries[0])
    return Record(
        id=tx.new_id(now),
        kind=Kind.NOTICE,
        owner=edition.publisher,
        version=1,
        label=label,
        basis=listed.basis,
        retain_until=listed.retain_until,
        made_by=officer.id,
        made_at=now,
        body=listed.body,
    )


def _put_aside(kept: KeptRefusal) -> PutAside:
    return PutAside(
        id=kept.id,
        source=kept.source,
        refusal=canonical.decode(kept.data, Refusal),
        can_be_mended=kept.mapping is not None and kept.state is RefusalState.OPEN,
    )
