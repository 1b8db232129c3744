"""A partner's signed list: its records come in as they were signed; what it no longer holds is erased here, too.

The partner stays the owner: this node never makes a version of its own. Versions only grow, so an old list cannot bring
back what was corrected, and an older edition than the one in force is refused.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.edition import Difference, is_suspicious
from tansiq.domain.errors import ConflictError
from tansiq.domain.journal import Act
from tansiq.domain.notice import Notice
from tansiq.domain.record import Record
from tansiq.domain.source import Format, Source
from tansiq.formats.signed_list import SignedList
from tansiq.services import notices, persons
from tansiq.services.imports import File, source_record
from tansiq.services.keeping import keep, keep_received
from tansiq.storage.database import Database, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerPlan:
    """What a partner's list will do.

    Attributes:
        held: version held of each of the partner's notices, when this was computed.
        received: versions that are new here, with their signed bytes.
        gone: notices held here that the partner's list no longer holds.
    """

    signed: SignedList
    file: File
    source: UUID
    held: dict[UUID, int]
    received: tuple[tuple[Record[Notice], bytes], ...]
    gone: tuple[Record[Notice], ...]
    difference: Difference

    @property
    def is_suspicious(self) -> bool:
        """Whether so much would be erased that a person should say so explicitly."""
        return is_suspicious(self.difference, len(self.held))


def plan(database: Database, officer: Officer, signed: SignedList, file: File, *, now: datetime) -> PartnerPlan:
    """Compares a partner's list with what is held of it; nothing is written.

    Raises:
        ConflictError: if a later edition of this partner's list is in force.
    """
    access.require(officer, Permission.SOURCE_IMPORT)
    with database.read() as tx:
        held = _held(tx, signed)
        _check_not_older(tx, signed)
        received = tuple((r, data) for r, data in signed.records if r.version > held.get(r.id, 0))
        names = {r.id for r, _ in signed.records}
        gone = tuple(tx.records.heads(n for n in held if n not in names).values())
    added = tuple(str(r.id) for r, _ in received if r.id not in held)
    difference = Difference(
        added=added,
        changed=tuple(str(r.id) for r, _ in received if r.id in held),
        removed=tuple(str(r.id) for r in gone),
        unchanged=len(signed.records) - len(received),
    )
    source = database.new_id(now)
    return PartnerPlan(
        signed=signed, file=file, source=source, held=held, received=received, gone=gone, difference=difference
    )


def apply(
    database: Database, officer: Officer, plan_: PartnerPlan, *, now: datetime, confirmed: bool = False
) -> Record[Source] | None:
    """Writes a plan in one transaction; `None` if nothing differed.

    Raises:
        ConflictError: if the list changed since, or the erasures were not confirmed.
    """
    access.require(officer, Permission.SOURCE_IMPORT)
    if plan_.is_suspicious and not confirmed:
        raise ConflictError(_list_key(plan_.signed), "many_removals")
    with database.write() as tx:
        if _held(tx, plan_.signed) != plan_.held:
            raise ConflictError(_list_key(plan_.signed), "version")
        if plan_.difference.is_empty:
            tx.imports.finish_upload(plan_.file.upload, None)
            return None
        source = _write(tx, officer, plan_, now)
        tx.imports.finish_upload(plan_.file.upload, source.id)
        return source


def _write(tx: Transaction, officer: Officer, plan_: PartnerPlan, now: datetime) -> Record[Source]:
    list_key = _list_key(plan_.signed)
    source = source_record(plan_.source, officer, _body(plan_), plan_.signed.owner, now)
    keep(tx, source, Act.LIST_IMPORTED, detail=list_key)
    keep_received(tx, plan_.received, by=officer.id, at=now, detail=list_key)
    for record in plan_.gone:
        notices.erase(tx, record.id, by=officer.id, reason="erased by its owner", now=now)
    persons.refresh_conflicts(tx, [r.id for r, _ in plan_.received if r.version > 1])
    return source


def _body(plan_: PartnerPlan) -> Source:
    difference = plan_.difference
    return Source(
        list_key=_list_key(plan_.signed),
        title=plan_.signed.title,
        format=Format.SIGNED,
        edition=_edition(plan_.signed),
        file_name=plan_.file.name,
        sha256=plan_.file.sha256,
        added=len(difference.added),
        changed=len(difference.changed),
        removed=len(difference.removed),
        unchanged=difference.unchanged,
        quarantined=0,
        signed_by=plan_.signed.signed_by,
    )


def _held(tx: Transaction, signed: SignedList) -> dict[UUID, int]:
    return tx.records.versions(tx.notices.all_ids(owner=signed.owner.state))


def _list_key(signed: SignedList) -> str:
    return f"tansiq/{signed.owner.state}"


def _edition(signed: SignedList) -> str:
    return signed.made_at.isoformat(timespec="seconds")


def _check_not_older(tx: Transaction, signed: SignedList) -> None:
    latest = tx.imports.latest_edition(_list_key(signed))
    if latest is not None and _edition(signed) < latest:
        raise ConflictError(_list_key(signed), "older_edition")
