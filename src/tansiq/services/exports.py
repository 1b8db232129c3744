"""Exports: what an officer may see of the list, as a file; our own signed list for a partner.

A partner erases what a signed list no longer holds. So only a role that reads every notice of its state, children's
too, writes one: a list that leaves some out would have them erased.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.journal import Act, Entry
from tansiq.domain.label import Level, check_state
from tansiq.domain.notice import Notice
from tansiq.domain.record import Kind, Owner, Record
from tansiq.formats import csv_list, ftm, signed_list
from tansiq.storage.database import Transaction
from tansiq.trust import canonical
from tansiq.trust.keys import SigningKey

PIECE_BYTES = 2**18
"""How much of a file is sent at a time, at least."""


class ExportFormat(StrEnum):
    """How a list can leave."""

    CSV = "csv"
    FTM = "ftm"
    SIGNED = "tansiq"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file to hand over.

    Attributes:
        parts: its bytes, piece by piece.
        count: how many notices it holds.
    """

    file_name: str
    media_type: str
    count: int
    parts: Iterable[bytes]


def export_table(tx: Transaction, officer: Officer, format_: ExportFormat, *, now: datetime) -> Export:
    """Every notice that exists for the officer, as CSV or FollowTheMoney."""
    access.require(officer, Permission.NOTICE_EXPORT)
    ids = tx.notices.all_ids(access.scope(officer))
    kept = list(tx.records.heads_bytes(ids))
    _note(tx, officer, format_, ids, now)
    records = (canonical.decode(data, Record[Notice]) for data in kept)
    name = f"tansiq-{officer.state}-{now.date().isoformat()}"
    if format_ is ExportFormat.FTM:
        parts, media, ending = ftm.write_ftm(records), "application/json+ftm", "ftm.json"
    else:
        parts, media, ending = csv_list.write_csv(records), "text/csv; charset=utf-8", "csv"
    return Export(file_name=f"{name}.{ending}", media_type=media, count=len(kept), parts=_pieces(parts))


def count(tx: Transaction, officer: Officer, *, partner: str | None = None) -> dict[Level, int]:
    """How many notices of each level an export would hold: a table, or a signed list for a partner."""
    access.require(officer, Permission.NOTICE_EXPORT)
    owner = None if partner is None else officer.state
    found = tx.notices.count_by_level(access.scope(officer), owner=owner, partner=partner)
    return {level: found[level.rank] for level in Level if level.rank in found}


def may_sign(officer: Officer) -> bool:
    """Whether an officer may write the signed list."""
    verdicts = [access.may(officer, p) for p in (Permission.NOTICE_EXPORT, Permission.NOTICE_READ_MINOR)]
    return all(isinstance(verdict, access.Allowed) for verdict in verdicts)


def export_signed(
    tx: Transaction, officer: Officer, partner: str, key: SigningKey, *, title: str, now: datetime
) -> Export:
    """The notices of the officer's own state that may go to a partner, signed.

    Args:
        partner: code of the state that receives it; only notices releasable to it go.
    """
    access.require(officer, Permission.NOTICE_EXPORT)
    access.require(officer, Permission.NOTICE_READ_MINOR)
    check_state("partner", partner)
    ids = tx.notices.all_ids(access.scope(officer), owner=officer.state, partner=partner)
    kept = list(tx.records.heads_bytes(ids))
    _note(tx, officer, ExportFormat.SIGNED, ids, now, partner=partner)
    header = signed_list.ListHeader(
        owner=Owner(state=officer.state, service=officer.service),
        title=title,
        made_at=now,
        count=len(kept),
        key=key.public.fingerprint,
    )
    return Export(
        file_name=f"tansiq-{officer.state}-{partner}-{now.date().isoformat()}.tansiq",
        media_type="application/x-ndjson",
        count=len(kept),
        parts=_pieces(signed_list.write_signed_list(header, kept, key)),
    )


def _pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines, many at a time: a server sends each piece by itself."""
    held, size = [], 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PIECE_BYTES:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _note(
    tx: Transaction, officer: Officer, format_: ExportFormat, ids: Sequence[UUID], now: datetime, *, partner: str = ""
) -> None:
    detail = " ".join(part for part in (format_.value, partner, str(len(ids))) if part)
    tx.journal.append(
        Entry(act=Act.LIST_EXPORTED, officer=officer.id, at=now, kind=Kind.NOTICE, detail=detail, others=tuple(ids))
    )
