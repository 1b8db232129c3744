"""Rows that were put aside: shown with their reason, mended and tried again, or let go.

A row holds somebody's data without being a record, so it does not wait for ever; what is settled keeps only a digest.
It exists for those who may read the edition that it came with, whose clearance reaches what the notice would have been
and, if it is about a child, who read children's notices.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.edition import ColumnMapping, Edition, Entry, Refusal, Target
from tansiq.domain.errors import ConflictError, InvalidError, NotFoundError
from tansiq.domain.journal import Act
from tansiq.domain.journal import Entry as JournalEntry
from tansiq.domain.label import Label, Level
from tansiq.domain.listing import Listing
from tansiq.domain.notice import Notice
from tansiq.domain.record import Kind, Record
from tansiq.domain.source import Format, Source
from tansiq.formats.mapping import map_row
from tansiq.formats.vocabulary import FLAGS, fold
from tansiq.services import imports
from tansiq.services.keeping import SYSTEM, keep, note_read
from tansiq.storage.database import Database, Transaction
from tansiq.storage.imports import KeptRefusal, RefusalState
from tansiq.trust import canonical

ROW_LEVEL = Level.RESTRICTED
"""The level of a row: that of the notice which it did not become, as tables bring them."""
ROWS = "rows"
"""What the journal says beside the identifiers of rows, which are no records."""
WAITING_DAYS = 30
"""How long a row waits before it is let go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside:
    """A row that waits, with its reason.

    Attributes:
        refusal: the row as it stood, and what is wrong with it.
        columns: which column fills which target, where the row came from a table.
        row: its cells to be corrected, those that it lacked among them; cells without a column are left out.
        can_be_mended: whether the row came from a table, so that its cells can be corrected here.
    """

    id: UUID
    source: UUID
    list_key: str
    refusal: Refusal
    columns: tuple[tuple[Target, str], ...]
    row: tuple[tuple[str, str], ...]
    can_be_mended: bool


def waiting(tx: Transaction, officer: Officer, *, source: UUID | None = None) -> list[PutAside]:
    """Rows that wait to be mended, in the order of their lists; the first 500."""
    access.require(officer, Permission.SOURCE_IMPORT)
    sources = _sources(tx, officer) if source is None else _sources(tx, officer) & {source}
    found = [_put_aside(kept) for kept in tx.imports.refusals(sources) if _is_of(officer, kept)]
    if found:
        note_read(tx, officer, Act.LIST_READ, (row.id for row in found), detail=ROWS)
    return sorted(found, key=lambda row: (row.source, row.refusal.line))


def count(tx: Transaction, officer: Officer) -> int:
    """How many rows wait that exist for the officer."""
    access.require(officer, Permission.SOURCE_IMPORT)
    if access.allows(officer, Permission.NOTICE_READ_MINOR):
        return tx.imports.count_refusals(_sources(tx, officer))
    return len(waiting(tx, officer))


def _sources(tx: Transaction, officer: Officer) -> set[UUID]:
    """Editions with rows that wait, of those that the officer may read."""
    if not access.reads_level(officer, ROW_LEVEL):
        return set()
    heads = tx.records.heads(tx.imports.refused_sources())
    return {source for source, record in heads.items() if access.allows(officer, Permission.SOURCE_READ, record)}


def get(tx: Transaction, officer: Officer, refusal: UUID) -> PutAside:
    """One row that waits.

    Raises:
        NotFoundError: if there is none that exists for this officer, or it waits no more.
    """
    found = _put_aside(_open(tx, officer, refusal))
    note_read(tx, officer, Act.LIST_READ, [refusal], detail=ROWS)
    return found


def _open(tx: Transaction, officer: Officer, refusal: UUID) -> KeptRefusal:
    access.require(officer, Permission.SOURCE_IMPORT)
    kept = tx.imports.get_refusal(refusal)
    if kept.state is not RefusalState.OPEN or kept.source not in _sources(tx, officer) or not _is_of(officer, kept):
        raise NotFoundError(str(refusal))
    return kept


def _is_of(officer: Officer, kept: KeptRefusal) -> bool:
    """Whether a row is of no child, or the officer reads of children."""
    if access.allows(officer, Permission.NOTICE_READ_MINOR):
        return True
    chosen = _mapping(kept)
    if chosen is None:
        return True
    column = dict(chosen.columns).get(Target.MINOR)
    said = dict(_refusal(kept).row).get(column, "") if column else dict(chosen.constants).get(Target.MINOR, "")
    return not said.strip() or FLAGS.get(fold(said)) is False


def mend(
    tx: Transaction, officer: Officer, refusal: UUID, row: tuple[tuple[str, str], ...], *, label: Label, now: datetime
) -> Record[Notice]:
    """The corrected row becomes a notice of its list.

    Raises:
        InvalidError: if it still breaks a rule, with the field.
        NotFoundError: if the row waits no more.
        ConflictError: if its reference is in the list already, or it came from no table.
    """
    kept = _open(tx, officer, refusal)
    if (mapping := _mapping(kept)) is None:
        raise ConflictError(str(refusal), "no_table")
    entry = map_row(_refusal(kept).line, row, mapping)
    if isinstance(entry, Refusal):
        raise InvalidError(entry.field, entry.problem, entry.detail)
    edition = _edition(tx, kept, mapping, entry)
    listed = tx.imports.notices(kept.list_key)
    imports.check(tx, officer, edition, notice=next(iter(listed.values()), None))
    if entry.reference in listed:
        raise ConflictError(entry.reference, "listed")
    record = _record(tx, officer, kept.source, edition, label=label, now=now)
    keep(tx, record, Act.NOTICE_ISSUED, detail=kept.list_key)
    digest = canonical.digest(canonical.encode(entry))
    tx.imports.set_entries(kept.list_key, [(entry.reference, record.id, digest)])
    _close(tx, officer.id, kept, RefusalState.MENDED, reference=entry.reference, now=now)
    return record


def discard(tx: Transaction, officer: Officer, refusal: UUID, *, now: datetime) -> None:
    """Lets a row go; nothing comes of it."""
    _close(tx, officer.id, _open(tx, officer, refusal), RefusalState.DISCARDED, now=now)


def drop_old(database: Database, *, now: datetime) -> int:
    """Lets go of rows that nobody mended in time, and says how many."""
    before = database.new_id(now - timedelta(days=WAITING_DAYS))
    with database.write() as tx:
        overdue = tx.imports.waiting_since(before, 500)
        for kept in overdue:
            _close(tx, SYSTEM, kept, RefusalState.DISCARDED, now=now)
        return len(overdue)


def _close(
    tx: Transaction, by: str, kept: KeptRefusal, state: RefusalState, *, now: datetime, reference: str | None = None
) -> None:
    tx.imports.close_refusals([kept.id], state, reference=reference)
    act = Act.ROW_MENDED if state is RefusalState.MENDED else Act.ROW_DISCARDED
    tx.journal.append(
        JournalEntry(act=act, officer=by, at=now, kind=Kind.SOURCE, thing=kept.source, detail=kept.list_key)
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
    tx: Transaction, officer: Officer, source: UUID, edition: Edition, *, label: Label, now: datetime
) -> Record[Notice]:
    listing = Listing(
        edition=edition,
        source=source,
        state=officer.state,
        label=imports.label_of(edition, label, officer.state),
        reviewer=officer.id,
        today=now.date(),
    )
    listed = listing.listed(edition.entries[0])
    return Record(
        id=tx.new_id(now),
        kind=Kind.NOTICE,
        owner=edition.publisher,
        version=1,
        label=listing.label,
        basis=listed.basis,
        retain_until=listed.retain_until,
        made_by=officer.id,
        made_at=now,
        body=listed.body,
    )


def _put_aside(kept: KeptRefusal) -> PutAside:
    mapping, refusal = _mapping(kept), _refusal(kept)
    columns = () if mapping is None else mapping.columns
    missing = tuple((column, "") for _, column in columns if column not in dict(refusal.row))
    return PutAside(
        id=kept.id,
        source=kept.source,
        list_key=kept.list_key,
        refusal=refusal,
        columns=columns,
        row=(*((column, value) for column, value in refusal.row if column), *missing),
        can_be_mended=mapping is not None,
    )


def _refusal(kept: KeptRefusal) -> Refusal:
    return canonical.decode(kept.data or b"", Refusal)


def _mapping(kept: KeptRefusal) -> ColumnMapping | None:
    return None if kept.mapping is None else canonical.decode(kept.mapping, ColumnMapping)
