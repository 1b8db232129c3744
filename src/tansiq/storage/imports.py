"""The state of imports: uploads in hand, remembered mappings, entries in force, rows put aside."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from tansiq.domain.errors import NotFoundError
from tansiq.domain.record import Record
from tansiq.domain.source import Source
from tansiq.storage import tables
from tansiq.storage.seals import Seals, place

E = tables.list_entry.c
U = tables.upload.c
R = tables.refusal.c
ENTRY = "list_entry.reference"
UPLOADED = frozenset({"data", "mapping", "error"})
PUT_ASIDE, PUT_ASIDE_TEXT = frozenset({"data", "mapping"}), frozenset({"digest", "reference"})
"""Columns that are sealed."""


class UploadState(StrEnum):
    """Where an upload stands."""

    READY = "ready"
    RUNNING = "running"
    APPLIED = "applied"
    FAILED = "failed"
    DISCARDED = "discarded"


class RefusalState(StrEnum):
    """Where a row that was put aside stands."""

    OPEN = "open"
    MENDED = "mended"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that an officer brought, and how far its import is.

    Attributes:
        mapping: canonical bytes of the column mapping, for tables.
        source: the record of the edition, once it is applied.
        error: canonical bytes of what went wrong, if it failed.
    """

    id: UUID
    officer: str
    made_at: datetime
    format: str
    file_name: str
    data: bytes
    mapping: bytes | None = None
    state: UploadState = UploadState.READY
    source: UUID | None = None
    done: int = 0
    total: int = 0
    error: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRefusal:
    """A row that was put aside.

    Attributes:
        data: canonical bytes of the `Refusal` while it waits; a settled row keeps only their digest.
        reference: the entry that a mended row became.
    """

    id: UUID
    source: UUID
    list_key: str
    data: bytes | None
    digest: str
    mapping: bytes | None
    state: RefusalState = RefusalState.OPEN
    reference: str | None = None


class Imports:
    """Imports within one transaction."""

    def __init__(self, connection: sa.Connection, seals: Seals) -> None:
        self._connection = connection
        self._seals = seals

    def digests(self, list_key: str) -> dict[str, str]:
        """The digest of each entry in force of a list, by reference."""
        return {reference: digest for reference, digest, _ in self._entries(list_key)}

    def notices(self, list_key: str, references: Iterable[str] | None = None) -> dict[str, UUID]:
        """The notice of each entry in force of a list, by reference."""
        wanted = None if references is None else {self._tag(reference) for reference in references}
        return {reference: notice for reference, _, notice in self._entries(list_key, wanted)}

    def ending(self, list_key: str, by: date) -> list[str]:
        """References of a list whose notices are in force and end by a day."""
        n = tables.notice.c
        query = sa.select(E.reference).join(tables.notice, n.id == E.notice)
        found = query.where(E.list_key == list_key, ~n.ended, n.retain_until <= by)
        tags = set(self._connection.execute(found).scalars())
        return sorted(reference for reference, _, _ in self._entries(list_key, tags))

    def _entries(self, list_key: str, tags: AbstractSet[str] | None = None) -> Iterator[tuple[str, str, UUID]]:
        """Reference, digest and notice of the entries in force of a list, or of those of them with these tags."""
        for row in self._connection.execute(sa.select(tables.list_entry).where(E.list_key == list_key)):
            if tags is None or row.reference in tags:
                plain = self._seals.open(place(ENTRY, list_key, row.reference), row.data).decode()
                digest, _, reference = plain.partition(" ")
                yield reference, digest, row.notice

    def _tag(self, reference: str) -> str:
        return self._seals.tag(ENTRY, reference)

    def set_entries(self, list_key: str, entries: Sequence[tuple[str, UUID, str]]) -> None:
        """Notes (reference, notice, digest) of entries in force."""
        self.remove_entries(list_key, [reference for reference, _, _ in entries])
        rows = [self._entry_row(list_key, *entry) for entry in entries]
        if rows:
            self._connection.execute(sa.insert(tables.list_entry), rows)

    def _entry_row(self, list_key: str, reference: str, notice: UUID, digest: str) -> dict[str, object]:
        tag = self._tag(reference)
        sealed = self._seals.seal(place(ENTRY, list_key, tag), f"{digest} {reference}".encode())
        return {"list_key": list_key, "reference": tag, "notice": notice, "data": sealed}

    def remove_entries(self, list_key: str, references: Sequence[str]) -> None:
        """Forgets entries that are no longer in force."""
        tags = [self._tag(reference) for reference in references]
        for start in range(0, len(tags), 500):
            some = tags[start : start + 500]
            self._connection.execute(sa.delete(tables.list_entry).where(E.list_key == list_key, E.reference.in_(some)))

    def latest_edition(self, list_key: str) -> str | None:
        """The name of the latest imported edition of a list."""
        query = sa.select(tables.source.c.edition).where(tables.source.c.list_key == list_key)
        return self._connection.execute(query.order_by(tables.source.c.id.desc()).limit(1)).scalar()

    def sources(self, *, list_key: str | None = None, limit: int = 100) -> list[UUID]:
        """Records of imported editions, the newest first."""
        query = sa.select(tables.source.c.id).order_by(tables.source.c.id.desc()).limit(limit)
        query = query if list_key is None else query.where(tables.source.c.list_key == list_key)
        return list(self._connection.execute(query).scalars())

    def index_sources(self, records: Sequence[Record[Source]]) -> None:
        """Makes the index show these editions."""
        for record in records:
            self.forget_source(record.id)
            self._connection.execute(
                sa.insert(tables.source).values(
                    id=record.id, list_key=record.body.list_key, edition=record.body.edition
                )
            )

    def forget_source(self, source: UUID) -> None:
        """Takes an edition out of the index."""
        self._connection.execute(sa.delete(tables.source).where(tables.source.c.id == source))

    def add_upload(self, upload: Upload) -> None:
        """Keeps a file for its preview."""
        row = {name: getattr(upload, name) for name in Upload.__slots__}
        sealed = self._sealed_upload(upload.id, row)
        self._connection.execute(sa.insert(tables.upload).values({**sealed, "state": upload.state.value}))

    def get_upload(self, upload: UUID) -> Upload:
        """A file in hand.

        Raises:
            NotFoundError: if there is none.
        """
        row = self._connection.execute(sa.select(tables.upload).where(U.id == upload)).first()
        if row is None:
            raise NotFoundError(str(upload))
        return self._upload(row)

    def change_upload(self, upload: UUID, **values: object) -> None:
        """Sets columns of a file in hand (mapping, state, source, done, total, error, data)."""
        sealed = self._sealed_upload(upload, values)
        self._connection.execute(sa.update(tables.upload).where(U.id == upload).values(sealed))

    def _sealed_upload(self, upload: UUID, values: Mapping[str, Any]) -> dict[str, Any]:
        sealed = dict(values)
        for name in UPLOADED.intersection(name for name, value in values.items() if value):
            sealed[name] = self._seals.seal(place(f"upload.{name}", upload), values[name])
        if "file_name" in values:
            sealed["file_name"] = self._seals.seal_text(place("upload.file_name", upload), values["file_name"])
        return sealed

    def _upload(self, row: sa.Row[Any]) -> Upload:
        values = {name: getattr(row, name) for name in Upload.__slots__}
        for name in UPLOADED.intersection(name for name, value in values.items() if value):
            values[name] = self._seals.open(place(f"upload.{name}", row.id), values[name])
        values["file_name"] = self._seals.open_text(place("upload.file_name", row.id), row.file_name)
        return Upload(**{**values, "state": UploadState(row.state)})

    def finish_upload(self, upload: UUID | None, source: UUID | None) -> None:
        """Marks a file as applied and lets go of its bytes, in the transaction that applies it."""
        if upload is not None:
            self.change_upload(upload, state=UploadState.APPLIED.value, source=source, data=b"")

    def drop_uploads(self, before: datetime) -> None:
        """Removes files in hand that nobody applied since a time."""
        self._connection.execute(sa.delete(tables.upload).where(U.made_at < before))

    def uploads(self, officer: str) -> list[Upload]:
        """An officer's files in hand, the newest first, without their bytes."""
        columns = [sa.literal(b"").label("data") if c.name == "data" else c for c in tables.upload.c]
        query = sa.select(*columns).where(U.officer == officer, U.state.in_(["ready", "running", "failed"]))
        return [self._upload(row) for row in self._connection.execute(query.order_by(U.id.desc()).limit(20))]

    def interrupt_running(self, error: bytes) -> int:
        """Marks imports that were running when the node stopped as failed; nothing of them was applied."""
        running = sa.select(U.id).where(U.state == UploadState.RUNNING.value)
        found = list(self._connection.execute(running).scalars())
        for upload in found:
            self.change_upload(upload, state=UploadState.FAILED.value, error=error)
        return len(found)

    def remembered(self, header: str) -> bytes | None:
        """The mapping that was last used for a header."""
        query = sa.select(tables.mapping.c.data).where(tables.mapping.c.header == header)
        sealed = self._connection.execute(query).scalar()
        return None if sealed is None else self._seals.open(place("mapping.data", header), sealed)

    def remember(self, header: str, data: bytes, *, by: str, at: datetime) -> None:
        """Remembers a mapping for the next file with the same header."""
        self._connection.execute(sa.delete(tables.mapping).where(tables.mapping.c.header == header))
        sealed = self._seals.seal(place("mapping.data", header), data)
        self._connection.execute(sa.insert(tables.mapping).values(header=header, data=sealed, made_by=by, made_at=at))

    def add_refusals(self, refusals: Sequence[KeptRefusal]) -> None:
        """Keeps rows that were put aside."""
        rows = [self._refusal_row(refusal) for refusal in refusals]
        if rows:
            self._connection.execute(sa.insert(tables.refusal), rows)

    def refused_sources(self) -> list[UUID]:
        """Editions with rows that wait to be mended."""
        query = sa.select(R.source).where(R.state == RefusalState.OPEN.value).distinct()
        return list(self._connection.execute(query).scalars())

    def refusals(self, sources: Iterable[UUID] | None = None, *, limit: int = 500) -> list[KeptRefusal]:
        """Rows that wait to be mended: of these editions only, if any are named."""
        query = sa.select(tables.refusal).where(R.state == RefusalState.OPEN.value)
        query = query if sources is None else query.where(R.source.in_(list(sources)))
        return [self._refusal(row) for row in self._connection.execute(query.order_by(R.id).limit(limit))]

    def refused(self, list_key: str) -> dict[str, KeptRefusal]:
        """Every row of a list that was ever put aside and not dropped, whatever became of it, by its digest."""
        rows = self._connection.execute(sa.select(tables.refusal).where(R.list_key == list_key))
        return {refusal.digest: refusal for refusal in map(self._refusal, rows)}

    def count_refusals(self, sources: Iterable[UUID] | None = None) -> int:
        """How many rows wait to be mended: of these editions only, if any are named."""
        query = sa.select(sa.func.count()).select_from(tables.refusal).where(R.state == RefusalState.OPEN.value)
        query = query if sources is None else query.where(R.source.in_(list(sources)))
        return self._connection.execute(query).scalar_one()

    def get_refusal(self, refusal: UUID) -> KeptRefusal:
        """One row that was put aside.

        Raises:
            NotFoundError: if there is none.
        """
        row = self._connection.execute(sa.select(tables.refusal).where(R.id == refusal)).first()
        if row is None:
            raise NotFoundError(str(refusal))
        return self._refusal(row)

    def close_refusals(self, refusals: Sequence[UUID], state: RefusalState, *, reference: str | None = None) -> None:
        """Marks rows as mended (into an entry) or discarded; what they said goes, its digest stays."""
        for refusal in refusals:
            settled = (
                None if reference is None else self._seals.seal_text(place("refusal.reference", refusal), reference)
            )
            query = sa.update(tables.refusal).where(R.id == refusal)
            self._connection.execute(query.values(state=state.value, reference=settled, data=None, mapping=None))

    def _refusal_row(self, refusal: KeptRefusal) -> dict[str, Any]:
        row = {name: getattr(refusal, name) for name in KeptRefusal.__slots__}
        for name in PUT_ASIDE.intersection(name for name, value in row.items() if value is not None):
            row[name] = self._seals.seal(place(f"refusal.{name}", refusal.id), row[name])
        for name in PUT_ASIDE_TEXT.intersection(name for name, value in row.items() if value is not None):
            row[name] = self._seals.seal_text(place(f"refusal.{name}", refusal.id), row[name])
        return {**row, "state": refusal.state.value}

    def _refusal(self, row: sa.Row[Any]) -> KeptRefusal:
        values = {name: getattr(row, name) for name in KeptRefusal.__slots__}
        for name in PUT_ASIDE.intersection(name for name, value in values.items() if value is not None):
            values[name] = self._seals.open(place(f"refusal.{name}", row.id), values[name])
        for name in PUT_ASIDE_TEXT.intersection(name for name, value in values.items() if value is not None):
            values[name] = self._seals.open_text(place(f"refusal.{name}", row.id), values[name])
        return KeptRefusal(**{**values, "state": RefusalState(row.state)})

    def waiting_since(self, before: UUID, limit: int) -> list[KeptRefusal]:
        """Rows that have waited since before an identifier was made, the oldest first."""
        query = sa.select(tables.refusal).where(R.state == RefusalState.OPEN.value, R.id < before)
        return [self._refusal(row) for row in self._connection.execute(query.order_by(R.id).limit(limit))]

    def drop_refusals(self, refusals: Sequence[UUID]) -> None:
        """Forgets rows that were put aside."""
        for start in range(0, len(refusals), 500):
            self._connection.execute(sa.delete(tables.refusal).where(R.id.in_(list(refusals[start : start + 500]))))
