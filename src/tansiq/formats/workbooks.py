"""XLSX workbooks to rows of text, after a look at what they would become in memory.

The reader keeps a sheet as a full rectangle and copies shared strings into each cell that names them. A few hundred
bytes can therefore demand terabytes: two cells in opposite corners, or one long text named a million times. Both are
counted in the parts of the workbook before the reader sees them.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from tansiq.domain.source import Format
from tansiq.formats import archives, limits
from tansiq.formats.errors import DamagedFileError, FileProblem

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream that an encrypted workbook keeps in an old container."""
PIECE = 2**22
COLUMN = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})\d""")
ROW = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]{0,3}(\d+)""")
PLAIN_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})\d')
PLAIN_ROW = re.compile(rb'<c r="[A-Z]{1,3}(\d+)')
"""The same for cells written as every spreadsheet program writes them: four times as fast."""
SHARED = re.compile(rb"""\st\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v>(\d{1,9})<""")
LONGEST_TAG = 200
"""Bytes carried from one piece to the next, so that no reference is cut."""


def read_rows(data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of the first sheet that has any, each with its number in the sheet.

    Raises:
        DamagedFileError: if it is no workbook, or one that is damaged, encrypted or a bomb.
    """
    limits.check_size(Format.XLSX, data)
    if data.startswith(OLD_WORKBOOK):
        problem = FileProblem.ENCRYPTED if ENCRYPTED in data else FileProblem.WRONG_FORMAT
        raise DamagedFileError(Format.XLSX, problem, detail="xls")
    archive = archives.open_archive(data, Format.XLSX)
    if "xl/workbook.xml" not in archive.namelist():
        raise DamagedFileError(Format.XLSX, FileProblem.WRONG_FORMAT, detail="zip")
    _check_parts(archive)
    return _rows(data)


def _rows(data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    for line, cells in enumerate(_load(data), start=1):
        yield line, tuple(map(_text, cells))


def _load(data: bytes) -> Iterable[list[Any]]:
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        sheets = (workbook.get_sheet_by_name(name) for name in workbook.sheet_names)
        sheet = next((s for s in sheets if s.height), None)
        return sheet.iter_rows() if sheet is not None else []
    except Exception as error:
        raise DamagedFileError(Format.XLSX, FileProblem.MALFORMED, detail=type(error).__name__) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own faults are no Exception
            raise
        raise DamagedFileError(Format.XLSX, FileProblem.MALFORMED, detail="panic") from error


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool | timedelta) else str(value)


def _check_parts(archive: zipfile.ZipFile) -> None:
    lengths = _shared_lengths(archive)
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            cells = _check_rectangle(archive, name)
            if cells * max(lengths, default=0) > limits.MAX_UNPACKED_BYTES:
                _check_shared(archive, name, lengths)


def _check_rectangle(archive: zipfile.ZipFile, name: str) -> int:
    """The cells of the rectangle that a sheet's references span, which are not too many."""
    columns: set[bytes] = set()
    last_row = tags = 0
    for piece in _pieces(archive, name):
        found = piece.count(b"<c") + piece.count(b":c") - piece.count(b"<col")
        plain = found == piece.count(b'<c r="')
        columns.update((PLAIN_COLUMN if plain else COLUMN).findall(piece))
        last_row = max(last_row, max(map(int, set((PLAIN_ROW if plain else ROW).findall(piece))), default=0))
        tags += found
    width = max(map(_column_number, columns), default=1)
    if width > limits.MAX_COLUMNS or last_row > limits.MAX_ROWS:
        raise DamagedFileError(Format.XLSX, FileProblem.TOO_MANY_ROWS, field=name, detail=f"{last_row} x {width}")
    if max(width * last_row, tags) > limits.MAX_CELLS:
        raise DamagedFileError(Format.XLSX, FileProblem.BOMB, field=name, detail=f"{last_row} x {width} cells")
    return width * last_row


def _check_shared(archive: zipfile.ZipFile, name: str, lengths: list[int]) -> None:
    total = 0
    for piece in _pieces(archive, name):
        total += sum(lengths[index] for found in SHARED.findall(piece) if (index := int(found)) < len(lengths))
    if total > limits.MAX_UNPACKED_BYTES:
        raise DamagedFileError(Format.XLSX, FileProblem.BOMB, field=name, detail=f"{total} bytes of text")


def _shared_lengths(archive: zipfile.ZipFile) -> list[int]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    data = archives.read_member(archive, "xl/sharedStrings.xml", Format.XLSX)
    return [len(item) for item in data.split(b"</si>")]


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A member in pieces, each beginning with the end of the one before."""
    kept = b""
    try:
        with archive.open(name) as member:
            while piece := member.read(PIECE):
                yield kept + piece
                kept = piece[-LONGEST_TAG:]
    except archives.DAMAGE as error:
        raise DamagedFileError(Format.XLSX, FileProblem.MALFORMED, field=name, detail="zip") from error


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
