"""Our own CSV of notices: for spreadsheets and for registers that read nothing else.

UTF-8 with its mark, one row a notice, a column for each `Target` and a few that say where the notice stands. `cells`
has the grammar of a cell and says how formulas are kept from computing. Read back with the mapping that
`mapping.suggest_mapping` finds in the header, the rows give the same entries; what a table cannot hold (history,
label beyond its level, agreement) is in the signed list only.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from tansiq.domain.edition import Target
from tansiq.domain.notice import DocumentType, Name, NameKind, Notice, Script
from tansiq.domain.record import Record
from tansiq.formats import cells

FILE_LABEL = "file_label"
MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the local code page."""


def write_csv(records: Iterable[Record[Notice]], label: str = "") -> Iterator[bytes]:
    """The file, row by row; its first row names the columns.

    Args:
        label: what the whole file bears, in words; it stands in every row, because rows are sorted and cut.
    """
    writer: Any = csv.writer(_Passing())  # `writerow` returns what `_Passing.write` returned
    yield (MARK + writer.writerow([*COLUMNS, FILE_LABEL])).encode()
    for record in records:
        row = [cells.guard(write(record)) for write in COLUMNS.values()]
        yield writer.writerow([*row, cells.guard(label)]).encode()


class _Passing:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _names(record: Record[Notice], kind: NameKind, *, arabic: bool | None = None) -> str:
    def fits(name: Name) -> bool:
        return name.kind is kind and (arabic is None or (name.script is Script.ARABIC) is arabic)

    return cells.write_names(filter(fits, record.body.names))


def _documents(record: Record[Notice], *types: DocumentType) -> str:
    found = (d for d in record.body.documents if d.type in types)
    return cells.join_cell(cells.write_document(d, types[0]) for d in found)


def _listed_on(record: Record[Notice]) -> str:
    origin = record.body.origin
    return origin.listed_on.isoformat() if origin is not None and origin.listed_on is not None else ""


COLUMNS: Mapping[str, Callable[[Record[Notice]], str]] = MappingProxyType(
    {
        Target.REFERENCE: lambda r: r.body.reference,
        Target.NAME: lambda r: _names(r, NameKind.PRIMARY, arabic=False),
        Target.NAME_ARABIC: lambda r: _names(r, NameKind.PRIMARY, arabic=True),
        Target.ALIASES: lambda r: _names(r, NameKind.ALIAS),
        Target.KUNYA: lambda r: _names(r, NameKind.KUNYA),
        Target.MAIDEN_NAME: lambda r: _names(r, NameKind.MAIDEN),
        Target.BIRTH: lambda r: cells.join_cell(map(cells.write_birth, r.body.births)),
        Target.BIRTH_PLACE: lambda r: "; ".join(map(cells.write_place, r.body.birth_places)),
        Target.SEX: lambda r: r.body.sex or "",
        Target.NATIONALITY: lambda r: "; ".join(r.body.nationalities),
        Target.PASSPORT: lambda r: _documents(r, DocumentType.PASSPORT),
        Target.NATIONAL_ID: lambda r: _documents(r, DocumentType.NATIONAL_ID),
        Target.OTHER_DOCUMENT: lambda r: _documents(r, DocumentType.OTHER, DocumentType.RESIDENCE),
        Target.DESCRIPTION: lambda r: r.body.description,
        Target.LISTED_ON: _listed_on,
        Target.OFFENCE: lambda r: r.body.offence,
        Target.MEASURE: lambda r: r.body.measure,
        Target.AUTHORITY: lambda r: r.basis.authority,
        Target.BASIS: lambda r: r.basis.reference,
        Target.BASIS_DATE: lambda r: r.basis.on.isoformat() if r.basis.on is not None else "",
        Target.THRESHOLD: lambda r: r.body.threshold,
        Target.CAUTIONS: lambda r: "; ".join(r.body.cautions),
        Target.MINOR: lambda r: str(r.body.minor).lower(),
        Target.REVIEWER: lambda r: r.body.reviewer,
        Target.REVIEW_ON: lambda r: r.body.review_on.isoformat(),
        Target.ENDS_ON: lambda r: r.retain_until.isoformat(),
        "owner_state": lambda r: r.owner.state,
        "owner_service": lambda r: r.owner.service,
        "state": lambda r: r.body.state,
        "level": lambda r: r.label.level,
        "version": lambda r: str(r.version),
        "id": lambda r: str(r.id),
    }
)
"""The columns in their order, and what fills them. New ones are added at the end."""
