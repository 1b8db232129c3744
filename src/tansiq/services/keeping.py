"""Keeping a record: the version, its indexes and its journal entry, in one transaction. Nothing else adds records.

Here is also where reads and refusals are journalled: every function of a service that hands content to somebody calls
`note_read`, once for all that it hands over. The entry is on the disk before the page is sent.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from tansiq.domain.access import Officer
from tansiq.domain.errors import ForbiddenError, NotFoundError
from tansiq.domain.journal import Act, Entry
from tansiq.domain.record import Kind, Record
from tansiq.storage.database import Database, Transaction

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
                act=Act.NOTICE_RECEIVED if record.kind is Kind.NOTICE else Act.RECORD_RECEIVED,
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


def note_read(
    tx: Transaction,
    officer: Officer,
    act: Act,
    things: Iterable[UUID],
    *,
    detail: str = "",
    kind: Kind = Kind.NOTICE,
) -> None:
    """Journals that records were shown; within an act that writes, that act is what is journalled.

    Raises:
        ValueError: if nobody says when the officer acts.
    """
    if tx.journal.writes:
        return
    if officer.at is None:
        raise ValueError("an officer reads at a time")
    tx.journal.append(
        Entry(
            act=act,
            officer=officer.id,
            at=officer.at,
            kind=kind,
            others=tuple(dict.fromkeys(things)),
            detail=detail,
            purpose=officer.stated,
        )
    )


@contextmanager
def noting_refusals(database: Database, officer: Officer, *, now: datetime) -> Iterator[None]:
    """What the policy refuses in the block is journalled, then refused.

    What does not exist is journalled like what is hidden: else the time that it takes would tell them apart, and
    whoever tries identifiers would not be noticed.
    """
    try:
        yield
    except ForbiddenError as error:
        note_refused(database, officer, f"{error.permission} {error.reason}", now=now)
        raise
    except NotFoundError as error:
        note_refused(database, officer, " ".join(error.refused or ("not_found",)), now=now)
        raise


def note_refused(database: Database, officer: Officer, detail: str, *, now: datetime) -> None:
    """Journals a refusal: what was asked for and on which ground, not what it was asked of."""
    database.journal([Entry(act=Act.ACCESS_REFUSED, officer=officer.id, at=now, detail=detail, purpose=officer.stated)])


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
