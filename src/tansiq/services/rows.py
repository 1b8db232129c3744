"""Rows of a list that are put aside: how they are told apart, kept and forgotten. `quarantine` mends them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from tansiq.domain import access, text
from tansiq.domain.access import Officer, Permission
from tansiq.domain.edition import ColumnMapping, Difference, Edition, Entry, Refusal, Target
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.journal import Act
from tansiq.domain.journal import Entry as JournalEntry
from tansiq.domain.notice import Notice
from tansiq.domain.record import Kind, Record
from tansiq.formats.cells import unguard
from tansiq.formats.tables import Table
from tansiq.storage.database import Transaction
from tansiq.storage.imports import KeptRefusal, RefusalState
from tansiq.trust import canonical

Row = tuple[tuple[str, str], ...]
"""Column names and values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What an edition puts aside; see `Edition`."""

    source: UUID
    list_key: str
    refusals: tuple[Refusal, ...]
    mapping: ColumnMapping | None
    complete: bool


def digest(refusal: Refusal) -> str:
    """What a row that was put aside is known by: the same row of the same file has the same."""
    return canonical.digest(canonical.encode(refusal))


def broken(
    entries: Mapping[str, Entry], errors: Mapping[str, InvalidError], table: Table | None, mapping: ColumnMapping | None
) -> list[Refusal]:
    """Entries that break a rule of notices, as the rows that they were."""
    rows = _rows(table, mapping, set(errors)) if errors else {}
    found = []
    for reference, error in errors.items():
        line, row = rows.get(reference, (0, short(entries[reference])))
        found.append(Refusal(line=line, row=row, field=error.field, problem=error.problem, detail=error.detail))
    return found


def short(entry: Entry) -> Row:
    """What names an entry of a list that is no table."""
    return (("reference", entry.reference), ("name", entry.names[0].value if entry.names else ""))


def _rows(table: Table | None, mapping: ColumnMapping | None, references: set[str]) -> dict[str, tuple[int, Row]]:
    """Line and cells of each of these entries, where the file is a table."""
    if table is None or mapping is None:
        return {}
    header = table.header
    column = header.index(dict(mapping.columns)[Target.REFERENCE])
    named = ((line, cells, read_reference(cells[column])) for line, cells in table.rows if len(cells) > column)
    return {name: (line, tuple(zip(header, cells, strict=False))) for line, cells, name in named if name in references}


def read_reference(cell: str) -> str:
    """The reference in a cell, as a mapping reads it; empty if it cannot be read."""
    try:
        return text.clean("reference", unguard(cell))
    except InvalidError:
        return ""


def put_aside(tx: Transaction, officer: Officer, aside: Aside, *, now: datetime) -> None:
    """Keeps the rows of an edition that wait; of a whole list, forgets those that it no longer has."""
    known = tx.imports.refused(aside.list_key)
    said = {digest(r): r for r in aside.refusals}
    again = [row for d, row in known.items() if d in said and row.state is RefusalState.OPEN]
    gone = [row for d, row in known.items() if d not in said] if aside.complete else []
    tx.imports.drop_refusals([row.id for row in (*again, *gone)])
    settled = {d for d, row in known.items() if row.state is not RefusalState.OPEN}
    mapping = None if aside.mapping is None else canonical.encode(aside.mapping)
    tx.imports.add_refusals(
        [
            KeptRefusal(
                id=tx.new_id(now),
                source=aside.source,
                list_key=aside.list_key,
                data=canonical.encode(refusal),
                digest=name,
                mapping=mapping,
            )
            for name, refusal in said.items()
            if name not in settled
        ]
    )
    _count_forbidden(tx, officer, [r for d, r in said.items() if d not in known], now)


def _count_forbidden(tx: Transaction, officer: Officer, refusals: list[Refusal], now: datetime) -> None:
    """Notes each row that the compliance check refused: the ground, not the words."""
    grounds = [r.detail.partition(":")[0] for r in refusals if r.problem is Problem.FORBIDDEN_GROUND]
    tx.journal.append_many(
        [
            JournalEntry(act=Act.NOTICE_REFUSED, officer=officer.id, at=now, kind=Kind.NOTICE, detail=ground)
            for ground in grounds
        ]
    )


def spare(tx: Transaction, difference: Difference, edition: Edition) -> Difference:
    """An entry whose row is there but cannot be read, or was mended here, is not removed."""
    if not edition.refusals or not difference.removed:
        return difference
    named = {value for refusal in edition.refusals for _, value in refusal.row}
    settled = tx.imports.refused(edition.list_key)
    mended = {row.reference for r in edition.refusals if (row := settled.get(digest(r))) is not None}
    spared = named | mended
    return replace(difference, removed=tuple(r for r in difference.removed if r not in spared))


def writable(officer: Officer, difference: Difference, held: Mapping[str, Record[Notice]]) -> Difference:
    """What an officer may not write of a national list stays as it is, and counts as unchanged.

    A foreign list is its publisher's word: it is applied whole, whoever brings it, and shown as far as they may read.
    """
    kept = {r for r, record in held.items() if not access.allows(officer, Permission.NOTICE_WRITE, record)}
    return replace(
        difference,
        changed=tuple(r for r in difference.changed if r not in kept),
        removed=tuple(r for r in difference.removed if r not in kept),
        unchanged=difference.unchanged + len(kept.intersection(difference.changed)),
    )
