"""Uploads: a file in hand between choosing it and applying it, its mapping, its preview; and rows to be mended."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.edition import ColumnMapping, Edition
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import Label
from tansiq.domain.record import Owner, Record
from tansiq.domain.source import Format, Source
from tansiq.formats import ftm, mapping, ofac, signed_list, tables, un_xml
from tansiq.formats.errors import DamagedFileError
from tansiq.formats.signed_list import SignedList
from tansiq.services import imports, partner_lists
from tansiq.services.imports import File, Plan, Progress
from tansiq.services.partner_lists import PartnerPlan
from tansiq.storage.database import Database, Transaction
from tansiq.storage.imports import Upload, UploadState
from tansiq.trust import canonical
from tansiq.trust.keys import PublicKey

TABLES = frozenset({Format.CSV, Format.XLSX})
"""Formats whose columns must be mapped."""
AnyPlan = Plan | PartnerPlan


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
    """A file in hand."""
    access.require(officer, Permission.SOURCE_IMPORT)
    return tx.imports.get_upload(upload)


def discard(tx: Transaction, officer: Officer, upload: UUID) -> None:
    """Lets go of a file; nothing of it was applied."""
    access.require(officer, Permission.SOURCE_IMPORT)
    tx.imports.change_upload(upload, state=UploadState.DISCARDED.value, data=b"")


def choose_mapping(tx: Transaction, officer: Officer, upload: UUID, chosen: ColumnMapping, *, now: datetime) -> None:
    """Uses a mapping for a file, and remembers it for the next file with the same header.

    Raises:
        InvalidError: if the publisher is a partner, whose list comes signed and in no other way.
    """
    held = get(tx, officer, upload)
    if any(state == chosen.publisher.state for state, _ in tx.imports.partners().values()):
        raise InvalidError("publisher", Problem.NOT_IN_LIST, chosen.publisher.state)
    data = canonical.encode(chosen)
    tx.imports.change_upload(upload, mapping=data)
    tx.imports.remember(_header_key(_table(held)), data, by=officer.id, at=now)


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
    known = {f: (state, PublicKey(raw)) for f, (state, raw) in tx.imports.partners().items()}
    return signed_list.parse_signed_list(data, known)


def _table(held: Upload) -> tables.Table:
    return tables.read_xlsx(held.data) if held.format == Format.XLSX else tables.read_csv(held.data)


def _header_key(table: tables.Table) -> str:
    return canonical.digest(canonical.encode(table.header))


def _read_table(tx: Transaction, officer: Officer, held: Upload) -> Reading:
    table = _table(held)
    chosen = held.mapping or tx.imports.remembered(_header_key(table))
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


def apply(
    database: Database, officer: Officer, plan_: AnyPlan, *, now: datetime, confirmed: bool = False
) -> Record[Source] | None:
    """Applies a file whole; `None` if it changes nothing. See `imports.apply` and `partner_lists.apply`."""
    if isinstance(plan_, PartnerPlan):
        return partner_lists.apply(database, officer, plan_, now=now, confirmed=confirmed)
    return imports.apply(database, officer, plan_, now=now, confirmed=confirmed)
