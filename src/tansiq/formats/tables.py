r"""Tables: CSV and XLSX to rows of text with their line numbers. What the columns mean is `mapping`'s.

A table is refused whole where its rows cannot be told apart (encoding, quotes, header); a row with too few or too
many cells is kept as it stands, for `mapping` to put aside.

>>> read_csv(b"ref;nom\n1;Exemple").rows
[(2, ('1', 'Exemple'))]
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tansiq.domain.source import Format
from tansiq.formats import limits, workbooks
from tansiq.formats.encodings import find_encoding
from tansiq.formats.errors import DamagedFileError, FileProblem

Row = tuple[int, tuple[str, ...]]
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_CHARACTERS = 64 * 2**10
"""How much of a file the delimiter is told from."""
SAMPLE_ROWS = 100
NUMBER_OR_DATE = re.compile(r"\d[\d\-/. :]{3,}")
"""A first row with such a cell is no header."""
SEPARATOR_SAID = re.compile(r"sep=[,;|\t]?")
"""Excel's own first line, which is no header."""
MAX_SHARED = 100_000
"""Different cells that are kept to share equal ones: repeated values (offences, towns) come early and often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it was written.

    Attributes:
        header: names of the columns; empty for a column without one.
        rows: the line of the file (or row of the sheet) on which each row begins, and its cells.
    """

    header: tuple[str, ...]
    rows: Sequence[Row]


def read_csv(data: bytes) -> Table:
    """The table in a CSV file: UTF-8 or marked UTF-16; comma, semicolon, tab or bar.

    Raises:
        DamagedFileError: if it cannot be read without doubt.
    """
    limits.check_size(Format.CSV, data)
    encoding = find_encoding(data, Format.CSV)
    delimiter = _find_delimiter(data, encoding)
    with io.TextIOWrapper(io.BytesIO(data), encoding, newline="") as lines:
        return _table(read_rows(lines, delimiter, Format.CSV), Format.CSV)


def read_rows(lines: Iterable[str], delimiter: str, format: Format, *, file: str | None = None) -> Iterator[Row]:  # noqa: A002
    """The rows of a CSV file with the line on which each begins; `file` is the member that an error names.

    Raises:
        DamagedFileError: at a quote that is not closed or stands where none can.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, tuple(cells)
            start = reader.line_num + 1
    except csv.Error as error:
        words = str(error)
        unclosed = "unexpected end" in words or "field larger" in words
        problem = FileProblem.TRUNCATED if unclosed else FileProblem.MALFORMED
        raise DamagedFileError(format, problem, line=start, field=file, detail='"') from error


def _find_delimiter(data: bytes, encoding: str) -> str:
    with io.TextIOWrapper(io.BytesIO(data), encoding, newline="") as lines:
        sample = lines.read(SAMPLE_CHARACTERS)
    if said := re.match(r"sep=([,;|\t])\r?\n", sample):  # Excel's own way to say it
        return said[1]
    best = max(DELIMITERS, key=lambda delimiter: _fitness(sample, delimiter))
    if _fitness(sample, best)[1] < 2:
        raise DamagedFileError(Format.CSV, FileProblem.WRONG_FORMAT, line=1, detail="one column")
    return best


def _fitness(sample: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter explains a sample: columns of the header times the share of rows that agree with it."""
    widths = []
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(cells):
                widths.append(len(cells))
            if len(widths) > SAMPLE_ROWS:
                break
    except csv.Error:
        return 0, 0
    if not widths or widths[0] < 2:
        return 0, 0
    agree = sum(1 for width in widths if width == widths[0]) / len(widths)
    return 1 + widths[0] * agree, widths[0]


def read_xlsx(data: bytes) -> Table:
    """The table in the first sheet that holds one; dates as ISO text, whole numbers without a fraction.

    Raises:
        DamagedFileError: if it is no workbook, or one that is damaged, encrypted or a bomb.
    """
    return _table(workbooks.read_rows(data), Format.XLSX)


def _table(rows: Iterator[Row], format: Format) -> Table:  # noqa: A002 - the word of the domain
    filled = (row for row in rows if any(cell and not cell.isspace() for cell in row[1]))
    line, cells = next(filled, (1, ()))
    if SEPARATOR_SAID.fullmatch("".join(cells)):
        line, cells = next(filled, (2, ()))
    header = tuple(" ".join(cell.split()) for cell in cells)
    while header and not header[-1]:
        header = header[:-1]
    _check_header(header, line, format)
    kept = list(_shared(filled, len(header), format))
    if not kept:
        raise DamagedFileError(format, FileProblem.NO_PERSONS, line=line)
    return Table(header=header, rows=kept)


def _check_header(header: tuple[str, ...], line: int, format: Format) -> None:  # noqa: A002
    if not header:
        raise DamagedFileError(format, FileProblem.NO_HEADER, line=line)
    if len(header) > limits.MAX_COLUMNS:
        raise DamagedFileError(format, FileProblem.TOO_MANY_ROWS, line=line, detail=f"{len(header)} columns")
    value = next((name for name in header if NUMBER_OR_DATE.fullmatch(name)), None)
    if value is not None:
        raise DamagedFileError(format, FileProblem.NO_HEADER, line=line, field=value)
    named = [name for name in header if name]
    doubled = next((name for name in named if named.count(name) > 1), None)
    if doubled is not None:
        raise DamagedFileError(format, FileProblem.DOUBLED_COLUMN, line=line, field=doubled)


def _shared(rows: Iterator[Row], width: int, format: Format) -> Iterator[Row]:  # noqa: A002
    """The rows without empty cells beyond the header, equal cells held once, as long as there are not too many."""
    held: dict[str, str] = {}
    for count, (line, cells) in enumerate(rows, start=1):
        if count > limits.MAX_ROWS:
            raise DamagedFileError(format, FileProblem.TOO_MANY_ROWS, line=line, detail=str(limits.MAX_ROWS))
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]  # noqa: PLW2901
        if len(held) < MAX_SHARED:
            yield line, tuple([held.setdefault(cell, cell) for cell in cells])
        else:
            yield line, tuple([held.get(cell, cell) for cell in cells])
