"""Keeping a record: the version, its indexes and its journal entry, in one transaction. Nothing else adds records."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tansiq.domain.journal import Act, Entry
from tansiq.domain.record import Record
from tansiq.storage.database import Transaction

SYSTEM = "node"
"""The officer that the journal names when the node acts by itself, on a rule."""


def keep(tx: Transaction, record: Record[Any], act: Act, *, detail: str = "") -> None:
    """Adds a new version of a record and its journal entry."""
    keep_many(tx, [record], act, detail=detail)


def keep_many(tx: Transaction, records: Sequence[Record[Any]], act: Act, *, detail: str = "") -> None:
    """Adds new versions of several records, each with its journal entry."""
    digests = tx.records.add_many(records)
    tx.journal.append_many(
        [_entry(record, digest, act, detail) for record, digest in zip(records, digests, strict=True)]
    )


def keep_received(
    tx: Transaction, records: Sequence[tuple[Record[Any], bytes]], *, by: str, at: datetime, detail: str
) -> None:
    """Adds versions that a partner made and signed, as they came."""
    digests = tx.records.add_received(records)
    tx.journal.append_many(
        [
            Entry(
                act=Act.NOTICE_RECEIVED,
                officer=by,
                at=at,
                kind=record.kind,
                thing=record.id,
                version=record.version,
                digest=digest,
                detail=detail,
            )
            for (record, _), digest in zip(records, digests, strict=True)
        ]
    )


def _entry(record: Record[Any], digest: str, act: Act, detail: str) -> Entry:
    return Entry(
        act=act,
        officer=record.made_by,
        at=record.made_at,
        kind=record.kind,
        thing=record.id,
        version=record.version,
        digest=digest,
        detail=detail,
    )
