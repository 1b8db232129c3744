r"""From the columns of a table to entries: which column fills what, and the row that cannot be read put aside.

>>> from tansiq.formats.tables import read_csv
>>> mapping = suggest_mapping(("N°", "Nom complet"), Owner(state="TN", service="Exemple"), "csv/a", title="A")
>>> table = read_csv(b"N\xc2\xb0,Nom complet\n7,Exemple Un\n")
>>> [entry.reference for entry in map_table(table, mapping, format=Format.CSV, edition="1").entries]
['7']
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any

from tansiq.domain import text
from tansiq.domain.edition import ColumnMapping, Edition, Entry, Refusal, Target
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.notice import MOST, DocumentType, Name, NameKind, Script, Sex, name
from tansiq.domain.offence import Caution, Measure, Offence
from tansiq.domain.record import Basis, Owner
from tansiq.domain.source import Format
from tansiq.formats import cells as cell
from tansiq.formats.errors import DamagedFileError, FileProblem
from tansiq.formats.tables import Table
from tansiq.formats.vocabulary import find_target, read_choice, read_flag

NAMES = frozenset({Target.NAME, Target.NAME_ARABIC, Target.FAMILY_NAME})
Read = Callable[[str], Any]


def suggest_columns(header: Iterable[str]) -> tuple[tuple[Target, str], ...]:
    """For each target that some column names in Arabic, French or English, the first such column."""
    found: dict[Target, str] = {}
    for column in header:
        target = find_target(column)
        if target is not None:
            found.setdefault(target, column)
    return tuple(found.items())


def suggest_mapping(header: Iterable[str], publisher: Owner, list_key: str, *, title: str) -> ColumnMapping:
    """The mapping that the names of the columns suggest.

    Raises:
        DamagedFileError: if no column for the reference, or none for a name, is recognised.
    """
    columns = suggest_columns(header)
    targets = {target for target, _ in columns}
    if Target.REFERENCE not in targets:
        raise DamagedFileError(None, FileProblem.MISSING_COLUMN, line=1, field=Target.REFERENCE)
    if not targets & NAMES:
        raise DamagedFileError(None, FileProblem.MISSING_COLUMN, line=1, field=Target.NAME)
    return ColumnMapping(list_key=list_key, title=title, publisher=publisher, columns=columns)


def map_table(table: Table, mapping: ColumnMapping, *, format: Format, edition: str) -> Edition:  # noqa: A002
    """The edition that a table is, with the rows put aside that could not be read.

    Raises:
        DamagedFileError: if the table lacks a column that the mapping names.
    """
    reader = RowReader(table.header, mapping, format=format)
    entries: dict[str, Entry] = {}
    lines: dict[str, int] = {}
    refusals = []
    for line, cells in table.rows:
        found = reader.read(line, cells)
        if isinstance(found, Refusal):
            refusals.append(found)
        elif found.reference in entries:
            detail = f"{found.reference}, line {lines[found.reference]}"
            refusals.append(reader.refusal(line, cells, InvalidError("reference", Problem.SAME_THING_TWICE, detail)))
        else:
            entries[found.reference] = found
            lines[found.reference] = line
    return Edition(
        list_key=mapping.list_key,
        title=mapping.title,
        publisher=mapping.publisher,
        format=format,
        edition=edition,
        entries=tuple(entries.values()),
        refusals=tuple(refusals),
        complete=mapping.complete,
    )


def map_row(line: int, row: Iterable[tuple[str, str]], mapping: ColumnMapping) -> Entry | Refusal:
    """One row by itself: what a `Refusal` kept, mended and tried again.

    Raises:
        DamagedFileError: if it lacks a column that the mapping names.
    """
    pairs = tuple(row)
    reader = RowReader(tuple(column for column, _ in pairs), mapping, format=None)
    return reader.read(line, tuple(value for _, value in pairs))


class RowReader:
    """Reads the rows of tables with one header by one mapping; remembers the values of cells that repeat."""

    def __init__(self, header: Sequence[str], mapping: ColumnMapping, *, format: Format | None) -> None:  # noqa: A002
        self._header = tuple(header)
        positions = {column: index for index, column in reversed(tuple(enumerate(header)))}
        readers = _readers()
        self._columns: list[tuple[Target, int, Read]] = []
        for target, column in mapping.columns:
            if column not in positions:
                raise DamagedFileError(format, FileProblem.MISSING_COLUMN, line=1, field=column)
            self._columns.append((target, positions[column], readers[target]))
        self._constants = {target: readers[target](value) for target, value in mapping.constants if value.strip()}

    def read(self, line: int, cells: Sequence[str]) -> Entry | Refusal:
        """The entry of a row, or why it is put aside."""
        target = None
        try:
            self._check_width(cells)
            values = dict(self._constants)
            for target, index, read in self._columns:
                raw = cells[index]
                if raw and not raw.isspace():
                    values[target] = read(raw if raw[0] != "'" else cell.unguard(raw))
            target = None
            return _entry(values)
        except InvalidError as error:
            return self.refusal(line, cells, error, target=target)

    def _check_width(self, cells: Sequence[str]) -> None:
        if len(cells) != len(self._header):
            raise InvalidError("row", Problem.MALFORMED, f"{len(cells)} columns, not {len(self._header)}")

    def refusal(self, line: int, cells: Sequence[str], error: InvalidError, *, target: Target | None = None) -> Refusal:
        """The row as it stood, and what is wrong with it."""
        names = (*self._header, *[""] * (len(cells) - len(self._header)))
        return Refusal(
            line=line,
            row=tuple(zip(names, cells, strict=False)),
            field=target or error.field,
            problem=error.problem,
            detail=error.detail,
        )


def _readers() -> dict[Target, Read]:
    """For each target what reads its cells; where values repeat, each is read once."""

    def words(target: Target, limit: int = text.SHORT) -> Read:
        return partial(text.clean, str(target), limit=limit, lines=limit != text.SHORT)

    def day(target: Target) -> Read:
        return cache(lambda value: cell.read_day(target, text.clean(target, value)))

    readers: dict[Target, Read] = {target: partial(_one_name, target) for target in PARTS}
    for target, kind in KINDS.items():
        readers[target] = partial(cell.read_names, kind=kind)
    for target, type_ in DOCUMENTS.items():
        readers[target] = partial(cell.read_documents, type_=type_)
    for target in (Target.LISTED_ON, Target.BASIS_DATE, Target.REVIEW_ON, Target.ENDS_ON):
        readers[target] = day(target)
    for target in (Target.DESCRIPTION, Target.THRESHOLD):
        readers[target] = cache(words(target, text.LONG))
    for target in (Target.AUTHORITY, Target.REVIEWER):
        readers[target] = cache(words(target))
    return readers | {
        Target.REFERENCE: words(Target.REFERENCE),
        Target.BASIS: words(Target.BASIS),
        Target.BIRTH: cache(cell.read_births),
        Target.BIRTH_PLACE: cache(cell.read_places),
        Target.SEX: cache(lambda value: read_choice("sex", value, Sex)),
        Target.NATIONALITY: cache(_nationalities),
        Target.OFFENCE: cache(lambda value: read_choice("offence", value, Offence)),
        Target.MEASURE: cache(lambda value: read_choice("measure", value, Measure)),
        Target.CAUTIONS: cache(_cautions),
        Target.MINOR: cache(lambda value: read_flag("minor", value)),
    }


PARTS = (Target.GIVEN_NAME, Target.FATHER_NAME, Target.FAMILY_NAME)
KINDS = {
    Target.NAME: NameKind.PRIMARY,
    Target.NAME_ARABIC: NameKind.PRIMARY,
    Target.ALIASES: NameKind.ALIAS,
    Target.KUNYA: NameKind.KUNYA,
    Target.MAIDEN_NAME: NameKind.MAIDEN,
}
DOCUMENTS = {
    Target.PASSPORT: DocumentType.PASSPORT,
    Target.NATIONAL_ID: DocumentType.NATIONAL_ID,
    Target.OTHER_DOCUMENT: DocumentType.OTHER,
}


def _one_name(target: Target, value: str) -> str:
    return text.clean(target, value)


def _nationalities(value: str) -> tuple[str, ...]:
    listed = [parts[0] for parts in cell.split_cell(value)]
    return tuple(dict.fromkeys(cell.read_country("nationalities", words) for words in listed))


def _cautions(value: str) -> tuple[Caution, ...]:
    listed = [parts[0] for parts in cell.split_cell(value)]
    return tuple(dict.fromkeys(read_choice("cautions", words, Caution) for words in listed))


def _entry(values: dict[Target, Any]) -> Entry:
    get = values.get
    if not (reference := get(Target.REFERENCE)):
        raise InvalidError("reference", Problem.REQUIRED)
    return Entry(
        reference=reference,
        names=_names(values),
        births=_few("births", get(Target.BIRTH, ())),
        birth_places=_few("birth_places", get(Target.BIRTH_PLACE, ())),
        sex=get(Target.SEX),
        nationalities=get(Target.NATIONALITY, ()),
        documents=_few("documents", tuple(d for target in DOCUMENTS if target in values for d in values[target])),
        description=get(Target.DESCRIPTION, ""),
        listed_on=get(Target.LISTED_ON),
        offence=get(Target.OFFENCE),
        measure=get(Target.MEASURE),
        basis=_basis(values),
        threshold=get(Target.THRESHOLD, ""),
        cautions=get(Target.CAUTIONS, ()),
        minor=get(Target.MINOR, False),
        reviewer=get(Target.REVIEWER, ""),
        review_on=get(Target.REVIEW_ON),
        ends_on=get(Target.ENDS_ON),
    )


def _few(field: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values once each, as a notice demands them."""
    if len(values) < 2:
        return values
    if len(values) > MOST:
        raise InvalidError(field, Problem.TOO_MANY, str(MOST))
    return tuple(dict.fromkeys(values))


def _names(values: dict[Target, Any]) -> tuple[Name, ...]:
    """All names; given, father's and family name make the primary one where no whole name is given."""
    found = [n for target in KINDS if target in values for n in values[target]]
    if Target.NAME not in values and (parts := [values[target] for target in PARTS if target in values]):
        whole = name(" ".join(parts))
        if not (whole.script is Script.ARABIC and Target.NAME_ARABIC in values):
            found.insert(0, whole)
    if not any(n.kind is NameKind.PRIMARY for n in found):
        raise InvalidError("names", Problem.NO_PRIMARY_NAME)
    return _few("names", tuple(found))


def _basis(values: dict[Target, Any]) -> Basis | None:
    authority, reference = values.get(Target.AUTHORITY), values.get(Target.BASIS)
    if not authority and not reference:
        return None
    if not authority or not reference:
        raise InvalidError("basis" if authority else "authority", Problem.REQUIRED)
    return Basis(authority=authority, reference=reference, on=values.get(Target.BASIS_DATE))
