"""Lists of people as CSV: read row by row into identities, and pairs written back.

Rules: UTF-8, commas, a header with `id` and `names` and any of the columns of `Column`; other columns are left alone. A
file that is wrong anywhere is refused whole, with line and column, unless bad lines are to be skipped: then they are
counted and told. What is written appears whole or not at all.

    >>> list(read_list(Path("left.csv")))  # doctest: +SKIP
    [('7', Identity(names=('Zoubir Testaoui',), ...))]
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter
from pathlib import Path
from typing import Final, Generic, TypeVar

from tansiq.linkage.cells import read_births, read_countries, read_documents, read_sex, read_texts
from tansiq.linkage.errors import CellError, ListFileError, ListProblem
from tansiq.matching import Birth, Identity, Sex

_Value = TypeVar("_Value")

REFUSALS_KEPT: Final = 20
"""Bad lines that are told one by one; the others are counted."""
_OTHER_SEPARATORS: Final = {";": "semicolon", "\t": "tab", "|": "bar"}


class Column(StrEnum):
    """The columns that are read."""

    ID = "id"
    NAMES = "names"
    BIRTHS = "births"
    NATIONALITIES = "nationalities"
    SEX = "sex"
    PLACES = "places"
    DOCUMENTS = "documents"


@dataclass(slots=True)
class Reading:
    """What is known of a list after it was read.

    Attributes:
        ignored: Columns of the file that are not read.
        refused: How many lines were skipped; `refusals` has the first of them.
    """

    rows: int = 0
    ignored: tuple[str, ...] = ()
    refused: int = 0
    refusals: list[ListFileError] = field(default_factory=list)

    def take(self, other: "Reading") -> None:
        """Become what another process knows of the same list."""
        self.rows, self.ignored = other.rows, other.ignored
        self.refused, self.refusals = other.refused, other.refusals


def read_list(
    path: Path, *, skip_bad_lines: bool = False, reading: Reading | None = None
) -> Iterator[tuple[str, Identity]]:
    """Yield key and identity of each row.

    Args:
        skip_bad_lines: Leave bad rows out and tell them in `reading`; a bad header is an error all the same.
        reading: Filled while the list is read.

    Raises:
        ListFileError: The file cannot be read as a list, or a row of it cannot.
    """
    told = Reading() if reading is None else reading
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _Lines(path, file, told, skip_bad_lines=skip_bad_lines).rows()
    except UnicodeDecodeError as error:
        raise ListFileError(path, ListProblem.WRONG_ENCODING, line=_first_wrong_line(path)) from error
    if not told.rows:
        raise ListFileError(path, ListProblem.NO_ROWS)


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a table, whole or not at all; return the number of its rows."""
    count = 0
    with _whole(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place when all is well, and goes when it is not."""
    partial = path.with_name(path.name + ".part")
    try:
        yield partial
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


class _Lines:
    """The rows of one open file."""

    def __init__(self, path: Path, file: Iterable[str], told: Reading, *, skip_bad_lines: bool) -> None:
        self._path = path
        self._reader = csv.reader(file, strict=True)
        self._told = told
        self._skips = skip_bad_lines
        self._line = 1
        self._places: dict[Column, int] = {}
        self._seen: set[str] = set()
        self._births = _Remembered(read_births)
        self._countries = _Remembered(read_countries)
        self._sexes: _Remembered[Sex | None] = _Remembered(read_sex)

    def rows(self) -> Iterator[tuple[str, Identity]]:
        """Yield the rows, good ones only."""
        width = self._read_header()
        pick = itemgetter(*(self._places.get(column, width) for column in Column))
        for cells in self._records():
            if not cells:
                continue
            if len(cells) != width:
                self._refuse(self._error(ListProblem.RAGGED, detail=f"{len(cells)}/{width}"))
                continue
            cells.append("")
            found = self._row(pick(cells))
            if found is not None:
                self._told.rows += 1
                yield found

    def _read_header(self) -> int:
        header = next(self._records(), None)
        if not header:
            raise self._error(ListProblem.EMPTY_FILE, line=False)
        names = [name.strip().casefold() for name in header]
        for name in names:
            if name and names.count(name) > 1:
                raise self._error(ListProblem.DOUBLED_COLUMN, column=name)
        self._places = {Column(name): at for at, name in enumerate(names) if name in set(Column)}
        self._told.ignored = tuple(name for name in names if name not in set(Column))
        for column in (Column.ID, Column.NAMES):
            if column not in self._places:
                raise self._missing(column, header)
        return len(header)

    def _missing(self, column: Column, header: list[str]) -> ListFileError:
        if len(header) == 1:
            for sign, name in _OTHER_SEPARATORS.items():
                if sign in header[0]:
                    return self._error(ListProblem.WRONG_SEPARATOR, detail=name)
        return self._error(ListProblem.MISSING_COLUMN, column=column)

    def _records(self) -> Iterator[list[str]]:
        """Yield what the reader finds; the line is the one where the row begins."""
        while True:
            self._line = self._reader.line_num + 1
            try:
                cells = next(self._reader, None)
            except csv.Error as error:
                raise self._error(ListProblem.MALFORMED, detail=str(error)) from error
            if cells is None:
                return
            yield cells

    def _row(self, cells: tuple[str, ...]) -> tuple[str, Identity] | None:
        key, names, births, nationalities, sex, places, documents = cells
        column = Column.ID
        try:
            key = self._new_key(key.strip())
            column = Column.NAMES
            texts = _names(names)
            column = Column.BIRTHS
            days: tuple[Birth, ...] = self._births(births)
            column = Column.NATIONALITIES
            countries = self._countries(nationalities)
            column = Column.SEX
            known_sex = self._sexes(sex)
        except CellError as error:
            self._refuse(self._error(error.problem, column=column, detail=error.detail))
            return None
        self._seen.add(key)
        return key, Identity(
            names=texts,
            births=days,
            places=read_texts(places),
            sex=known_sex,
            nationalities=countries,
            documents=read_documents(documents) if documents else (),
        )

    def _new_key(self, key: str) -> str:
        if not key:
            raise CellError(ListProblem.NO_ID, "")
        if key in self._seen:
            raise CellError(ListProblem.DOUBLED_ID, key)
        return key

    def _refuse(self, error: ListFileError) -> None:
        if not self._skips:
            raise error
        self._told.refused += 1
        if len(self._told.refusals) < REFUSALS_KEPT:
            self._told.refusals.append(error)

    def _error(
        self, problem: ListProblem, *, column: str | None = None, detail: str = "", line: bool = True
    ) -> ListFileError:
        return ListFileError(self._path, problem, line=self._line if line else None, column=column, detail=detail)


class _Remembered(Generic[_Value]):
    """Reads cells that come again and again once; lives as long as one reading."""

    def __init__(self, read: Callable[[str], _Value]) -> None:
        self._read = read
        self._known: dict[str, _Value] = {}

    def __call__(self, cell: str) -> _Value:
        if cell not in self._known:
            self._known[cell] = self._read(cell)
        return self._known[cell]


def _names(cell: str) -> tuple[str, ...]:
    texts = read_texts(cell)
    if not texts:
        raise CellError(ListProblem.NO_NAME, cell)
    return texts


def _first_wrong_line(path: Path) -> int | None:
    """Return the first line that is not UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8-sig")
            except UnicodeDecodeError:
                return number
    return None
