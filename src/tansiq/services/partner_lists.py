"""A partner's signed list: its records come in as they were signed; what it no longer holds is erased here, too.

The partner stays the owner: this node never makes a version of its own. Versions only grow, so an old list cannot bring
back what was corrected, and an older edition than the one in force is refused. What was erased here stays erased.
"""

from collections.abc import Iterable, Mapping
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
from tansiq.formats.errors import DamagedFileError, FileProblem
from tansiq.formats.signed_list import SignedList
from tansiq.services import notices, persons
from tansiq.services.imports import File, source_record
from tansiq.services.keeping import keep, keep_received
from tansiq.storage.database import Database, Transaction
from tansiq.trust import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerPlan:
    """What a partner's list will do.

    Attributes:
        held: version held of each of the partner's notices, when this was computed.
        received: versions that are new here, with their signed bytes.
        gone: notices held here that the partner's list no longer holds.
        latest: the edition in force; `None` if this is the first.
        before: what will change, as it is held.
    """

    signed: SignedList
    file: File
    source: UUID
    held: dict[UUID, int]
    received: tuple[tuple[Record[Notice], bytes], ...]
    gone: tuple[Record[Notice], ...]
    difference: Difference
    latest: str | None
    before: Mapping[UUID, Record[Notice]]

    @property
    def is_suspicious(self) -> bool:
        """Whether so much would be erased that a person should say so explicitly."""
        return is_suspicious(self.difference, len(self.held))

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs, and the edition is in force already."""
        return self.difference.is_empty and self.latest == edition_of(self.signed)

    @property
    def fingerprint(self) -> str:
        """What a person agrees to: another difference has another one."""
        return canonical.digest(canonical.encode([self.difference, self.file.sha256]))


def plan(database: Database, officer: Officer, signed: SignedList, file: File, *, now: datetime) -> PartnerPlan:
    """Compares a partner's list with what is held of it; nothing is written.

    Raises:
        ConflictError: if a later edition of this partner's list is in force.
        DamagedFileError: if it holds a record under the identifier of another owner's.
    """
    access.require(officer, Permission.SOURCE_IMPORT)
    _check_meant_for(officer, signed)
    names = {r.id for r, _ in signed.records}
    with database.read() as tx:
        held = _held(tx, signed)
        latest = tx.imports.latest_edition(list_key_of(signed))
        _check_not_older(signed, latest)
        _check_own(tx, names - held.keys())
        erased = tx.records.erased(names - held.keys()) | tx.feeds.recalled(signed.owner.state, names)
        received = tuple(
            (r, data) for r, data in signed.records if r.version > held.get(r.id, 0) and r.id not in erased
        )
        before = tx.records.heads(r.id for r, _ in received if r.id in held)
        gone = tuple(tx.records.heads(n for n in held if n not in names).values())
    difference = Difference(
        added=tuple(str(r.id) for r, _ in received if r.id not in held),
        changed=tuple(str(r.id) for r, _ in received if r.id in held),
        removed=tuple(str(r.id) for r in gone),
        unchanged=len(signed.records) - len(received),
    )
    return PartnerPlan(
        signed=signed,
        file=file,
        source=database.new_id(now),
        held=held,
        received=received,
        gone=gone,
        difference=difference,
        latest=latest,
        before=before,
    )


def _check_meant_for(officer: Officer, signed: SignedList) -> None:
    """True lists were written for this state: what is not releasable to it should not have left its owner."""
    if any(officer.state not in record.label.releasable_to for record, _ in signed.records):
        raise ConflictError(list_key_of(signed), "not_releasable")


def _check_own(tx: Transaction, new: Iterable[UUID]) -> None:
    """True identifiers are not those of records that are held: all held ones of the partner are known by now."""
    if taken := tx.records.versions(new):
        raise DamagedFileError(Format.SIGNED, FileProblem.WRONG_OWNER, field="id", detail=str(min(taken)))


def apply(
    database: Database, officer: Officer, plan_: PartnerPlan, *, now: datetime, confirmed: bool = False
) -> Record[Source] | None:
    """Writes a plan in one transaction; `None` if nothing differed.

    Raises:
        ConflictError: if the list changed since, or the erasures were not confirmed.
    """
    access.require(officer, Permission.SOURCE_IMPORT)
    if plan_.is_suspicious and not confirmed:
        raise ConflictError(list_key_of(plan_.signed), "many_removals")
    with database.write(purpose=officer.stated) as tx:
        if _held(tx, plan_.signed) != plan_.held:
            raise ConflictError(list_key_of(plan_.signed), "version")
        _check_own(tx, (record.id for record, _ in plan_.received if record.id not in plan_.held))
        _check_not_older(plan_.signed, tx.imports.latest_edition(list_key_of(plan_.signed)))
        if plan_.is_empty:
            tx.imports.finish_upload(plan_.file.upload, None)
            return None
        source = _write(tx, officer, plan_, now)
        tx.imports.finish_upload(plan_.file.upload, source.id)
        return source


def _write(tx: Transaction, officer: Officer, plan_: PartnerPlan, now: datetime) -> Record[Source]:
    list_key = list_key_of(plan_.signed)
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
        list_key=list_key_of(plan_.signed),
        title=plan_.signed.title,
        format=Format.SIGNED,
        edition=edition_of(plan_.signed),
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


def list_key_of(signed: SignedList) -> str:
    """Which list it is an edition of."""
    return f"tansiq/{signed.owner.state}"


def edition_of(signed: SignedList) -> str:
    """What the edition is called: when it was made; later ones sort after earlier ones."""
    return signed.made_at.isoformat(timespec="seconds")


def _check_not_older(signed: SignedList, latest: str | None) -> None:
    if latest is not None and edition_of(signed) < latest:
        raise ConflictError(list_key_of(signed), "older_edition")
