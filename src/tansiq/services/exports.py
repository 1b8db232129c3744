"""Exports: what an officer may see of the list, as a file; our own signed list for a partner.

A partner erases what a signed list no longer holds. So only who may release every notice of their state, children's
too, writes one: a list that leaves some out would have them erased. What is in a compartment is never on it, whoever
writes it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission, Reason
from tansiq.domain.errors import ForbiddenError
from tansiq.domain.journal import Act, Entry
from tansiq.domain.label import Label, Level, check_state
from tansiq.domain.label_policy import Whole
from tansiq.domain.notice import Notice
from tansiq.domain.record import Kind, Owner, Record
from tansiq.formats import csv_list, ftm, signed_list
from tansiq.services import labels
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
        whole: the label that all of it bears, in the name of the file as well.
    """

    file_name: str
    media_type: str
    count: int
    whole: Whole
    parts: Iterable[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Labelled:
    """As much of a kept record as its marking needs."""

    label: Label
    owner: Owner


def _whole(tx: Transaction, officer: Officer, kept: Sequence[bytes], permission: Permission) -> Whole:
    """The label of a file of these records.

    Raises:
        ForbiddenError: if the whole is handled above what the officer may let out.
    """
    found = labels.whole(tx, [_marking(canonical.decode(data, _Labelled)) for data in kept])
    ceiling = labels.release_ceiling(labels.current(tx), officer)
    if kept and (ceiling is None or found.handled_as.rank > ceiling.rank):
        raise ForbiddenError(permission, Reason.RELEASE_LEVEL)
    return found


def _marking(one: _Labelled) -> Label:
    return replace(one.label, releasable_to=tuple(sorted({*one.label.releasable_to, one.owner.state})))


def export_table(tx: Transaction, officer: Officer, format_: ExportFormat, *, now: datetime) -> Export:
    """Every notice that the officer may take out, as CSV or FollowTheMoney."""
    access.require(officer, Permission.NOTICE_EXPORT)
    ids = tx.notices.all_ids(access.scope(officer, Permission.NOTICE_EXPORT))
    kept = list(tx.records.heads_bytes(ids))
    found = _whole(tx, officer, kept, Permission.NOTICE_EXPORT)
    _note(tx, officer, format_, ids, now)
    records = (canonical.decode(data, Record[Notice]) for data in kept)
    words = found.written(labels.current(tx), officer.state)
    name = f"tansiq-{officer.state}-{now.date().isoformat()}-{found.handled_as.value}"
    if format_ is ExportFormat.FTM:
        parts, media, ending = ftm.write_ftm(records, words), "application/json+ftm", "ftm.json"
    else:
        parts, media, ending = csv_list.write_csv(records, words), "text/csv; charset=utf-8", "csv"
    return Export(file_name=f"{name}.{ending}", media_type=media, count=len(kept), whole=found, parts=_pieces(parts))


def count(tx: Transaction, officer: Officer, *, partner: str | None = None) -> dict[Level, int]:
    """How many notices of each level an export would hold: a table, or a signed list for a partner."""
    permission = Permission.NOTICE_EXPORT if partner is None else Permission.NOTICE_RELEASE
    access.require(officer, permission)
    within = access.scope(officer, permission) if partner is None else _released(officer)
    found = tx.notices.count_by_level(within, partner=partner)
    return {level: found[level.rank] for level in Level if level.rank in found}


def may_sign(officer: Officer) -> bool:
    """Whether an officer may write the signed list: all of it, or nothing."""
    permissions = (Permission.NOTICE_RELEASE, Permission.NOTICE_READ_MINOR)
    ceiling = access.RELEASE_CEILING.get(officer.role, Level.TOP_SECRET)
    return all(access.allows(officer, p) for p in permissions) and access.reads_level(officer, ceiling)


def _released(officer: Officer) -> access.Scope:
    """What goes on the signed list: the same for all who may write it."""
    return replace(access.scope(officer, Permission.NOTICE_RELEASE), compartments=frozenset())


def export_signed(
    tx: Transaction, officer: Officer, partner: str, key: SigningKey, *, title: str, now: datetime
) -> Export:
    """The notices of the officer's own state that may go to a partner, signed.

    Args:
        partner: code of the state that receives it; only notices releasable to it go.
    """
    access.require(officer, Permission.NOTICE_RELEASE)
    if not may_sign(officer):
        raise ForbiddenError(Permission.NOTICE_RELEASE, Reason.LEVEL)
    check_state("partner", partner)
    ids = tx.notices.all_ids(_released(officer), partner=partner)
    kept = list(tx.records.heads_bytes(ids))
    found = _whole(tx, officer, kept, Permission.NOTICE_RELEASE)
    _note(tx, officer, ExportFormat.SIGNED, ids, now, partner=partner)
    header = signed_list.ListHeader(
        owner=Owner(state=officer.state, service=officer.service),
        title=title,
        made_at=now,
        count=len(kept),
        key=key.public.fingerprint,
    )
    return Export(
        file_name=f"tansiq-{officer.state}-{partner}-{now.date().isoformat()}-{found.handled_as.value}.tansiq",
        media_type="application/x-ndjson",
        count=len(kept),
        whole=found,
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
