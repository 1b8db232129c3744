"""Uploads: a file in hand between choosing it and applying it: its mapping, its preview, the work of applying it.

A file belongs to the officer who brought it; nobody else sees it. It is ready, then running, then applied or failed; a
failed one can be tried again. Its bytes go when it is applied, when it is let go, and after a day at the latest.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.edition import ColumnMapping, Edition
from tansiq.domain.errors import ConflictError, DomainError, InvalidError, NotFoundError, Problem
from tansiq.domain.journal import Act
from tansiq.domain.label import Label
from tansiq.domain.notice import Notice
from tansiq.domain.record import Owner, Record
from tansiq.domain.source import Format, Source
from tansiq.formats import ftm, mapping, ofac, signed_list, tables, un_xml
from tansiq.formats.errors import DamagedFileError, FormatError
from tansiq.formats.signed_list import SignedList
from tansiq.services import imports, partner_lists
from tansiq.services.imports import File, Plan, Progress
from tansiq.services.keeping import note_read
from tansiq.services.partner_lists import PartnerPlan
from tansiq.services.partners import known_keys
from tansiq.storage.database import Database, Transaction
from tansiq.storage.errors import StorageError
from tansiq.storage.imports import Upload, UploadState
from tansiq.trust import canonical

TABLES = frozenset({Format.CSV, Format.XLSX})
"""Formats whose columns must be mapped."""
AnyPlan = Plan | PartnerPlan
TABLE_LISTS = "csv/"
"""How the keys of lists that come as tables begin, so that no table passes for an edition of another list."""
IN_HAND_HOURS = 24
"""How long a file waits for its officer."""


class Stage(StrEnum):
    """Who found what stopped an import."""

    FILE = "file"
    VALUE = "value"
    CONFLICT = "conflict"
    NODE = "node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What stopped an import; nothing of the file was applied.

    Attributes:
        problem: wire value of the `FileProblem` or `Problem`, the reason of a conflict, or what befell the node.
    """

    stage: Stage
    problem: str
    field: str | None = None
    line: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What an officer agreed to.

    Attributes:
        label: of national notices, and the least of all others.
        seen: fingerprint of the difference that they saw; another difference is not applied. Empty: any.
        confirmed: that they agreed to an unusual number of removals.
    """

    upload: UUID
    label: Label
    seen: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An upload, read.

    Attributes:
        table: header and rows, for formats whose columns are mapped.
        mapping: the mapping in use: chosen, remembered or suggested; `None` if there is none to use.
        content: what the file says; `None` while columns must be mapped.
    """

    upload: Upload
    table: tables.Table | None = None
    mapping: ColumnMapping | None = None
    content: Edition | SignedList | None = None


def stage(tx: Transaction, officer: Officer, format_: Format, files: Mapping[str, bytes], *, now: datetime) -> UUID:
    """Keeps a file (or the three of the OFAC list, or their archive) for its preview; nothing of it is applied."""
    access.require(officer, Permission.SOURCE_IMPORT)
    name, data = next(iter(files.items())) if len(files) == 1 else ("list.zip", _archive(files))
    tx.imports.add_upload(
        Upload(
            id=(new := tx.new_id(now)), officer=officer.id, made_at=now, format=format_.value, file_name=name, data=data
        )
    )
    return new


def _archive(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def get(tx: Transaction, officer: Officer, upload: UUID) -> Upload:
    """A file in hand.

    Raises:
        NotFoundError: if there is none that this officer brought.
    """
    access.require(officer, Permission.SOURCE_IMPORT)
    held = tx.imports.get_upload(upload)
    if held.officer != officer.id or held.state is UploadState.DISCARDED:
        raise NotFoundError(str(upload))
    return held


def in_hand(tx: Transaction, officer: Officer) -> list[Upload]:
    """The officer's files that are not applied yet, the newest first, without their bytes."""
    access.require(officer, Permission.SOURCE_IMPORT)
    return tx.imports.uploads(officer.id)


def discard(tx: Transaction, officer: Officer, upload: UUID) -> None:
    """Lets go of a file; nothing of it was applied."""
    _waiting(tx, officer, upload)
    tx.imports.change_upload(upload, state=UploadState.DISCARDED.value, data=b"", mapping=None)


def _waiting(tx: Transaction, officer: Officer, upload: UUID) -> Upload:
    held = get(tx, officer, upload)
    if held.state not in (UploadState.READY, UploadState.FAILED):
        raise ConflictError(str(upload), held.state.value)
    return held


def choose_mapping(tx: Transaction, officer: Officer, upload: UUID, chosen: ColumnMapping, *, now: datetime) -> None:
    """Uses a mapping for a file, and remembers it for the next file with the same header.

    Raises:
        InvalidError: if the publisher is a partner, whose list comes signed and in no other way, or the list is
            none that comes as a table.
        ForbiddenError: if it is a list of the own state and the officer may not write notices.
    """
    held = _waiting(tx, officer, upload)
    if not chosen.list_key.startswith(TABLE_LISTS) or len(chosen.list_key) == len(TABLE_LISTS):
        raise InvalidError("list_key", Problem.MALFORMED, TABLE_LISTS)
    table = _table(held)
    edition = mapping.map_table(
        tables.Table(header=table.header, rows=()), chosen, format=Format(held.format), edition=held.file_name
    )
    imports.check(tx, officer, edition)
    data = canonical.encode(chosen)
    tx.imports.change_upload(upload, mapping=data, state=UploadState.READY.value, error=None)
    tx.imports.remember(_header_key(officer, table), data, by=officer.id, at=now)


def forget_mapping(tx: Transaction, officer: Officer, upload: UUID) -> None:
    """Chooses the columns again: the mapping is offered, no longer used."""
    _waiting(tx, officer, upload)
    tx.imports.change_upload(upload, mapping=None, state=UploadState.READY.value, error=None)


def read(tx: Transaction, officer: Officer, upload: UUID) -> Reading:
    """What a file says.

    Raises:
        DamagedFileError: if it is refused whole, with the line, the field and the problem.
    """
    held = get(tx, officer, upload)
    format_ = Format(held.format)
    if format_ in TABLES:
        return _read_table(tx, officer, held)
    return Reading(upload=held, content=_content(tx, format_, held.data))


def _content(tx: Transaction, format_: Format, data: bytes) -> Edition | SignedList:
    if format_ is Format.UN_XML:
        return un_xml.parse_un_xml(data)
    if format_ is Format.OFAC_CSV:
        return ofac.parse_ofac({"list.zip": data} if zipfile.is_zipfile(io.BytesIO(data)) else {"sdn.csv": data})
    if format_ is Format.FTM:
        return ftm.parse_ftm(data)
    return signed_list.parse_signed_list(data, known_keys(tx))


def _table(held: Upload) -> tables.Table:
    return tables.read_xlsx(held.data) if held.format == Format.XLSX else tables.read_csv(held.data)


def _header_key(officer: Officer, table: tables.Table) -> str:
    """A mapping is remembered for a state: what it says of all rows is not for another."""
    return canonical.digest(canonical.encode((officer.state, *table.header)))


def _read_table(tx: Transaction, officer: Officer, held: Upload) -> Reading:
    table = _table(held)
    chosen = held.mapping or tx.imports.remembered(_header_key(officer, table))
    in_use = _suggested(officer, held, table) if chosen is None else canonical.decode(chosen, ColumnMapping)
    if in_use is None or held.mapping is None:
        return Reading(upload=held, table=table, mapping=in_use)
    day = held.made_at.date().isoformat()
    edition = mapping.map_table(table, in_use, format=Format(held.format), edition=day)
    return Reading(upload=held, table=table, mapping=in_use, content=edition)


def _suggested(officer: Officer, held: Upload, table: tables.Table) -> ColumnMapping | None:
    stem = held.file_name.rpartition(".")[0] or held.file_name
    own = Owner(state=officer.state, service=officer.service)
    try:
        return mapping.suggest_mapping(table.header, own, f"csv/{stem}"[:200], title=stem[:200])
    except DamagedFileError:
        return None


def plan(
    database: Database,
    officer: Officer,
    reading: Reading,
    *,
    label: Label,
    now: datetime,
    progress: Progress | None = None,
) -> AnyPlan:
    """What applying a file will do; nothing is written.

    Raises:
        InvalidError: if its columns are not mapped yet.
    """
    file = File(
        name=reading.upload.file_name,
        table=reading.table,
        sha256=hashlib.sha256(reading.upload.data).hexdigest(),
        upload=reading.upload.id,
        mapping=reading.mapping,
        signed_by=reading.content.signed_by if isinstance(reading.content, SignedList) else None,
    )
    if reading.content is None:
        raise InvalidError("mapping", Problem.REQUIRED)
    if isinstance(reading.content, SignedList):
        return partner_lists.plan(database, officer, reading.content, file, now=now)
    return imports.plan(database, officer, reading.content, file, label=label, now=now, progress=progress)


def note_shown(tx: Transaction, officer: Officer, records: Iterable[Record[Notice]]) -> None:
    """Journals that a difference was shown: the notices in it that are held; new ones are nobody's yet."""
    if held := tx.records.versions([record.id for record in records]):
        note_read(tx, officer, Act.LIST_READ, held)


def apply(
    database: Database, officer: Officer, plan_: AnyPlan, *, now: datetime, confirmed: bool = False
) -> Record[Source] | None:
    """Applies a file whole; `None` if it changes nothing. See `imports.apply` and `partner_lists.apply`."""
    if isinstance(plan_, PartnerPlan):
        return partner_lists.apply(database, officer, plan_, now=now, confirmed=confirmed)
    return imports.apply(database, officer, plan_, now=now, confirmed=confirmed)


def begin(tx: Transaction, officer: Officer, upload: UUID) -> None:
    """The file is being applied from now on.

    Raises:
        ConflictError: if it is being applied, or was.
    """
    _waiting(tx, officer, upload)
    tx.imports.change_upload(upload, state=UploadState.RUNNING.value, error=None)


def run(
    database: Database, officer: Officer, order: Order, *, now: datetime, progress: Progress | None = None
) -> Record[Source] | None:
    """Applies a file that was begun, from its bytes to the end; what stops it is kept with it."""
    try:
        plan_ = _plan(database, officer, order, now=now, progress=progress)
        if order.seen and plan_.fingerprint != order.seen:
            raise ConflictError(str(order.upload), "version")  # noqa: TRY301 - it is kept like every other
        return apply(database, officer, plan_, now=now, confirmed=order.confirmed)
    except (DomainError, FormatError, StorageError) as error:
        _fail(database, order.upload, failure(error))
    except BaseException:
        _fail(database, order.upload, Failure(stage=Stage.NODE, problem="fault"))
        raise
    return None


def _plan(database: Database, officer: Officer, order: Order, *, now: datetime, progress: Progress | None) -> AnyPlan:
    """Reads and plans; the rows as they were read are gone when this returns."""
    with database.read() as tx:
        reading = read(tx, officer, order.upload)
    return plan(database, officer, reading, label=order.label, now=now, progress=progress)


def _fail(database: Database, upload: UUID, what: Failure) -> None:
    with database.write() as tx:
        tx.imports.change_upload(upload, state=UploadState.FAILED.value, error=canonical.encode(what))


def failure(error: Exception) -> Failure:
    """What an error says of a file."""
    if isinstance(error, DamagedFileError):
        return Failure(
            stage=Stage.FILE, problem=error.problem.value, field=error.field, line=error.line, detail=error.detail
        )
    if isinstance(error, InvalidError):
        return Failure(stage=Stage.VALUE, problem=error.problem.value, field=error.field, detail=error.detail)
    if isinstance(error, ConflictError):
        return Failure(stage=Stage.CONFLICT, problem=error.why)
    return Failure(stage=Stage.NODE, problem="busy" if isinstance(error, StorageError) else "refused")


def failure_of(held: Upload) -> Failure | None:
    """What stopped the last try, if one was stopped."""
    return None if held.error is None else canonical.decode(held.error, Failure)


def interrupt(database: Database) -> int:
    """After a stop of the node: imports that were running failed, and can be tried again; says how many."""
    with database.write() as tx:
        return tx.imports.interrupt_running(canonical.encode(Failure(stage=Stage.NODE, problem="stopped")))


def drop_old(database: Database, *, now: datetime) -> None:
    """Lets go of files that waited for a day, and of what is kept about applied ones."""
    with database.write() as tx:
        tx.imports.drop_uploads(now - timedelta(hours=IN_HAND_HOURS))
