"""The state of imports: uploads in hand, remembered mappings, entries in force, rows put aside, partners' keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa

from tansiq.domain.errors import NotFoundError
from tansiq.domain.record import Record
from tansiq.domain.source import Source
from tansiq.storage import tables

E = tables.list_entry.c
U = tables.upload.c
R = tables.refusal.c


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

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def digests(self, list_key: str) -> dict[str, str]:
        """The digest of each entry in force of a list, by reference."""
        rows = self._connection.execute(sa.select(E.reference, E.digest).where(E.list_key == list_key))
        return {row.reference: row.digest for row in rows}

    def notices(self, list_key: str, references: Iterable[str] | None = None) -> dict[str, UUID]:
        """The notice of each entry in force of a list, by reference."""
        rows = self._connection.execute(sa.select(E.reference, E.notice).where(E.list_key == list_key))
        wanted = None if references is None else set(references)
        return {row.reference: row.notice for row in rows if wanted is None or row.reference in wanted}

    def ending(self, list_key: str, by: date) -> list[str]:
        """References of a list whose notices are in force and end by a day."""
        n = tables.notice.c
        query = sa.select(E.reference).join(tables.notice, n.id == E.notice)
        found = query.where(E.list_key == list_key, ~n.ended, n.retain_until <= by).order_by(E.reference)
        return list(self._connection.execute(found).scalars())

    def set_entries(self, list_key: str, entries: Sequence[tuple[str, UUID, str]]) -> None:
        """Notes (reference, notice, digest) of entries in force."""
        self.remove_entries(list_key, [reference for reference, _, _ in entries])
        rows = [{"list_key": list_key, "reference": r, "notice": n, "digest": d} for r, n, d in entries]
        if rows:
            self._connection.execute(sa.insert(tables.list_entry), rows)

    def remove_entries(self, list_key: str, references: Sequence[str]) -> None:
        """Forgets entries that are no longer in force."""
        for start in range(0, len(references), 500):
            some = list(references[start : start + 500])
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
        self._connection.execute(sa.insert(tables.upload).values({**row, "state": upload.state.value}))

    def get_upload(self, upload: UUID) -> Upload:
        """A file in hand.

        Raises:
            NotFoundError: if there is none.
        """
        row = self._connection.execute(sa.select(tables.upload).where(U.id == upload)).first()
        if row is None:
            raise NotFoundError(str(upload))
        return _upload(row)

    def change_upload(self, upload: UUID, **values: object) -> None:
        """Sets columns of a file in hand (mapping, state, source, done, total, error, data)."""
        self._connection.execute(sa.update(tables.upload).where(U.id == upload).values(values))

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
        return [_upload(row) for row in self._connection.execute(query.order_by(U.id.desc()).limit(20))]

    def interrupt_running(self, error: bytes) -> int:
        """Marks imports that were running when the node stopped as failed; nothing of them was applied."""
        query = sa.update(tables.upload).where(U.state == UploadState.RUNNING.value)
        return self._connection.execute(query.values(state=UploadState.FAILED.value, error=error)).rowcount

    def remembered(self, header: str) -> bytes | None:
        """The mapping that was last used for a header."""
        query = sa.select(tables.mapping.c.data).where(tables.mapping.c.header == header)
        return self._connection.execute(query).scalar()

    def remember(self, header: str, data: bytes, *, by: str, at: datetime) -> None:
        """Remembers a mapping for the next file with the same header."""
        self._connection.execute(sa.delete(tables.mapping).where(tables.mapping.c.header == header))
        self._connection.execute(sa.insert(tables.mapping).values(header=header, data=data, made_by=by, made_at=at))

    def add_refusals(self, refusals: Sequence[KeptRefusal]) -> None:
        """Keeps rows that were put aside."""
        rows = [{**{n: getattr(r, n) for n in KeptRefusal.__slots__}, "state": r.state.value} for r in refusals]
        if rows:
            self._connection.execute(sa.insert(tables.refusal), rows)

    def refusals(
        self, *, source: UUID | None = None, list_key: str | None = None, limit: int = 500
    ) -> list[KeptRefusal]:
        """Rows that wait to be mended."""
        query = sa.select(tables.refusal).where(R.state == RefusalState.OPEN.value)
        query = query if source is None else query.where(R.source == source)
        query = query if list_key is None else query.where(R.list_key == list_key)
        return [_refusal(row) for row in self._connection.execute(query.order_by(R.id).limit(limit))]

    def refused(self, list_key: str) -> dict[str, KeptRefusal]:
        """Every row of a list that was ever put aside and not dropped, whatever became of it, by its digest."""
        rows = self._connection.execute(sa.select(tables.refusal).where(R.list_key == list_key))
        return {row.digest: _refusal(row) for row in rows}

    def count_refusals(self) -> int:
        """How many rows wait to be mended."""
        query = sa.select(sa.func.count()).select_from(tables.refusal).where(R.state == RefusalState.OPEN.value)
        return self._connection.execute(query).scalar_one()

    def get_refusal(self, refusal: UUID) -> KeptRefusal:
        """One row that was put aside.

        Raises:
            NotFoundError: if there is none.
        """
        row = self._connection.execute(sa.select(tables.refusal).where(R.id == refusal)).first()
        if row is None:
            raise NotFoundError(str(refusal))
        return _refusal(row)

    def close_refusals(self, refusals: Sequence[UUID], state: RefusalState, *, reference: str | None = None) -> None:
        """Marks rows as mended (into an entry) or discarded; what they said goes, its digest stays."""
        query = sa.update(tables.refusal).where(R.id.in_(list(refusals)))
        self._connection.execute(query.values(state=state.value, reference=reference, data=None, mapping=None))

    def waiting_since(self, before: UUID, limit: int) -> list[KeptRefusal]:
        """Rows that have waited since before an identifier was made, the oldest first."""
        query = sa.select(tables.refusal).where(R.state == RefusalState.OPEN.value, R.id < before)
        return [_refusal(row) for row in self._connection.execute(query.order_by(R.id).limit(limit))]

    def drop_refusals(self, refusals: Sequence[UUID]) -> None:
        """Forgets rows that were put aside."""
        for start in range(0, len(refusals), 500):
            self._connection.execute(sa.delete(tables.refusal).where(R.id.in_(list(refusals[start : start + 500]))))

    def add_partner(self, fingerprint: str, state: str, public_key: bytes, *, by: str, at: datetime) -> None:
        """Trusts a partner's key for that partner's lists."""
        self._connection.execute(sa.delete(tables.partner).where(tables.partner.c.fingerprint == fingerprint))
        self._connection.execute(
            sa.insert(tables.partner).values(
                fingerprint=fingerprint, state=state, public_key=public_key, made_by=by, made_at=at
            )
        )

    def partners(self) -> Mapping[str, tuple[str, bytes]]:
        """State and key of each partner, by fingerprint."""
        return {r.fingerprint: (r.state, r.public_key) for r in self._connection.execute(sa.select(tables.partner))}


def _upload(row: sa.Row[tuple[object, ...]]) -> Upload:
    values = {name: getattr(row, name) for name in Upload.__slots__}
    return Upload(**{**values, "state": UploadState(row.state)})


def _refusal(row: sa.Row[tuple[object, ...]]) -> KeptRefusal:
    values = {name: getattr(row, name) for name in KeptRefusal.__slots__}
    return KeptRefusal(**{**values, "state": RefusalState(row.state)})
