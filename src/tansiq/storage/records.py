"""Records: written once, never changed, erased with a tombstone; the bytes that were hashed or signed are sealed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tansiq.domain.agreement import Agreement
from tansiq.domain.errors import ConflictError, NotFoundError
from tansiq.domain.link import Link
from tansiq.domain.notice import Notice
from tansiq.domain.record import Kind, Record, Tombstone
from tansiq.domain.report import Report
from tansiq.domain.request import Reply, Request
from tansiq.domain.source import Source
from tansiq.storage import tables
from tansiq.storage.dossiers import KINDS, Dossiers
from tansiq.storage.imports import Imports
from tansiq.storage.links import Links
from tansiq.storage.notices import Notices
from tansiq.storage.seals import Seals, place
from tansiq.trust import canonical

BODIES: Mapping[Kind, type[Record[Any]]] = {
    Kind.NOTICE: Record[Notice],
    Kind.LINK: Record[Link],
    Kind.SOURCE: Record[Source],
    Kind.AGREEMENT: Record[Agreement],
    Kind.REPORT: Record[Report],
    Kind.REQUEST: Record[Request],
    Kind.REPLY: Record[Reply],
}
"""What the bytes of each kind decode to."""

INDEXES = (
    tables.notice,
    tables.notice_compartment,
    tables.judgement,
    tables.source,
    tables.contradiction,
    tables.measure_conflict,
    tables.dossier,
    tables.dossier_compartment,
    tables.dossier_thing,
)
"""What is computed from records alone; proposals are computed anew by whoever follows the journal."""
KEPT = (tables.record.c.id, tables.record.c.version, tables.record.c.kind, tables.record.c.data)
DATA, TOMBSTONE = "record.data", "tombstone.data"
CHUNK = 500
"""Identifiers in one query: below every engine's limit of parameters."""


class Records:
    """The record table within one transaction."""

    def __init__(
        self,
        connection: sa.Connection,
        seals: Seals,
        *,
        notices: Notices,
        links: Links,
        imports: Imports,
        dossiers: Dossiers,
    ) -> None:
        self._connection = connection
        self._seals = seals
        self._notices = notices
        self._links = links
        self._imports = imports
        self._dossiers = dossiers

    def add(self, record: Record[Any]) -> str:
        """Keeps one new version and returns its digest; see `add_many`."""
        return self.add_many([record])[0]

    def add_many(self, records: Sequence[Record[Any]]) -> list[str]:
        """Keeps new versions and indexes them.

        Returns:
            The digest of each, as 64 hexadecimal digits.

        Raises:
            ConflictError: if a version exists, is not the next one, or its record was erased.
        """
        return self.add_received([(record, canonical.encode(record)) for record in records])

    def add_received(self, records: Sequence[tuple[Record[Any], bytes]]) -> list[str]:
        """`add_many` for records whose bytes somebody else signed: the bytes are kept as they came."""
        if not records:
            return []
        self._check_next([record for record, _ in records])
        try:
            self._connection.execute(sa.insert(tables.record), [self._to_row(*one) for one in records])
        except IntegrityError as error:
            raise ConflictError(str(records[0][0].id), "version") from error
        self._index([record for record, _ in records])
        return [canonical.digest(data) for _, data in records]

    def _to_row(self, record: Record[Any], data: bytes) -> dict[str, object]:
        return {
            "id": record.id,
            "version": record.version,
            "kind": record.kind.value,
            "retain_until": record.retain_until,
            "data": self._seals.seal(place(DATA, record.id, record.version), data, record.label.compartments),
        }

    def _open(self, row: sa.Row[*tuple[Any, ...]]) -> bytes:
        return self._seals.open(place(DATA, row.id, row.version), row.data)

    def _check_next(self, records: list[Record[Any]]) -> None:
        held = self.versions([r.id for r in records if r.version > 1])
        for record in records:
            if record.version > 1 and held.get(record.id, 0) >= record.version:
                raise ConflictError(str(record.id), "version")
        for ids in _chunks([r.id for r in records]):
            found = self._connection.execute(
                sa.select(tables.tombstone.c.id).where(tables.tombstone.c.id.in_(ids))
            ).first()
            if found is not None:
                raise ConflictError(str(found.id), "erased")

    def versions(self, ids: Iterable[UUID]) -> dict[UUID, int]:
        """The latest version of each of these records that is held."""
        r = tables.record.c
        found: dict[UUID, int] = {}
        for some in _chunks(list(ids)):
            rows = self._connection.execute(
                sa.select(r.id, sa.func.max(r.version)).where(r.id.in_(some)).group_by(r.id)
            )
            found.update({row[0]: row[1] for row in rows})
        return found

    def get(self, record_id: UUID, version: int | None = None) -> Record[Any]:
        """One version of a record, the latest by default.

        Raises:
            NotFoundError: if there is none.
        """
        r = tables.record.c
        query = sa.select(*KEPT).where(r.id == record_id).order_by(r.version.desc()).limit(1)
        row = self._connection.execute(query if version is None else query.where(r.version == version)).first()
        if row is None:
            raise NotFoundError(str(record_id))
        return canonical.decode(self._open(row), BODIES[Kind(row.kind)])

    def history(self, record_id: UUID) -> list[Record[Any]]:
        """Every version of a record, newest first; empty if there is none."""
        r = tables.record.c
        rows = self._connection.execute(sa.select(*KEPT).where(r.id == record_id).order_by(r.version.desc()))
        return [canonical.decode(self._open(row), BODIES[Kind(row.kind)]) for row in rows]

    def heads(self, ids: Iterable[UUID]) -> dict[UUID, Record[Any]]:
        """The latest version of each of these records that exists, in one query for every 500."""
        return {record.id: record for record, _ in self.heads_as_kept(ids)}

    def heads_as_kept(self, ids: Iterable[UUID]) -> Iterable[tuple[Record[Any], bytes]]:
        """The latest versions with their bytes."""
        for kind, data in self._heads(ids):
            yield canonical.decode(data, BODIES[kind]), data

    def heads_bytes(self, ids: Iterable[UUID]) -> Iterable[bytes]:
        """The bytes of the latest versions, which are not looked into."""
        return (data for _, data in self._heads(ids))

    def _heads(self, ids: Iterable[UUID]) -> Iterable[tuple[Kind, bytes]]:
        r = tables.record.c
        for some in _chunks(list(ids)):
            latest = (
                sa.select(r.id, sa.func.max(r.version).label("version")).where(r.id.in_(some)).group_by(r.id).subquery()
            )
            query = sa.select(*KEPT).join(latest, (r.id == latest.c.id) & (r.version == latest.c.version))
            for row in self._connection.execute(query):
                yield Kind(row.kind), self._open(row)

    def digests(self, record_id: UUID) -> tuple[str, ...]:
        """The digest of every version, oldest first."""
        r = tables.record.c
        rows = self._connection.execute(sa.select(*KEPT).where(r.id == record_id).order_by(r.version))
        return tuple(canonical.digest(self._open(row)) for row in rows)

    def erase(self, tombstone: Tombstone) -> None:
        """Removes every version of a record and its indexes, and keeps the tombstone."""
        c = self._connection
        data = self._seals.seal(place(TOMBSTONE, tombstone.id), canonical.encode(tombstone))
        c.execute(sa.insert(tables.tombstone).values(id=tombstone.id, data=data))
        c.execute(sa.delete(tables.record).where(tables.record.c.id == tombstone.id))
        self._notices.forget(tombstone.id)
        self._links.forget(tombstone.id)
        self._imports.forget_source(tombstone.id)
        self._dossiers.forget(tombstone.id)

    def tombstone(self, record_id: UUID) -> Tombstone | None:
        """What is left of an erased record, if it was erased."""
        t = tables.tombstone.c
        data = self._connection.execute(sa.select(t.data).where(t.id == record_id)).scalar()
        return (
            None if data is None else canonical.decode(self._seals.open(place(TOMBSTONE, record_id), data), Tombstone)
        )

    def erased(self, ids: Iterable[UUID]) -> set[UUID]:
        """Those of these records that were erased here."""
        t = tables.tombstone.c
        queries = (sa.select(t.id).where(t.id.in_(some)) for some in _chunks(list(ids)))
        return {found for query in queries for found in self._connection.execute(query).scalars()}

    def find_overdue(self, today: date, limit: int) -> list[UUID]:
        """Records of which the latest version was to be kept until a day before today.

        A judgement is kept as long as both its notices are, whose end may have moved since: it goes with either.
        """
        r, newer, j = tables.record.c, tables.record.alias("newer").c, tables.judgement.c
        left, right = tables.notice.alias("left_notice").c, tables.notice.alias("right_notice").c
        later = sa.exists().where((newer.id == r.id) & (newer.version > r.version))
        needed = sa.exists().where((j.link == r.id) & (left.id == j.left) & (right.id == j.right))
        query = sa.select(r.id).where(r.retain_until < today, ~later, ~needed)
        return list(self._connection.execute(query.order_by(r.retain_until, r.id).limit(limit)).scalars())

    def find_kind(self, kind: Kind) -> list[UUID]:
        """Every record of a kind, oldest first."""
        r = tables.record.c
        query = sa.select(r.id).where(r.kind == kind.value).distinct().order_by(r.id)
        return list(self._connection.execute(query).scalars())

    def rebuild_indexes(self) -> None:
        """Computes again, from the records alone, what finds them; every notice is a person by itself afterwards."""
        for table in INDEXES:
            self._connection.execute(sa.delete(table))
        for kind in Kind:
            for ids in _chunks(self.find_kind(kind)):
                self._index(list(self.heads(ids).values()))

    def _index(self, records: Sequence[Record[Any]]) -> None:
        self._notices.index([r for r in records if r.kind is Kind.NOTICE])
        self._links.index([r for r in records if r.kind is Kind.LINK])
        self._imports.index_sources([r for r in records if r.kind is Kind.SOURCE])
        self._dossiers.index([r for r in records if r.kind in KINDS])


def _chunks(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
