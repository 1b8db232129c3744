"""Which encoding a text file has: UTF-8 with or without its mark, or UTF-16 with its mark. Nothing else is guessed.

A file in Windows-1256 or Windows-1252 would read without an error as the other one, with wrong names: it is refused,
with the line of the first byte that is not UTF-8 and the encoding that it looks like.
"""

import codecs
import re

from tansiq.domain.source import Format
from tansiq.formats.errors import DamagedFileError, FileProblem

CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
"""Bytes that no text file holds (0x1A ends some old ones)."""
HIGH_RUN = re.compile(rb"[\x80-\xff]{2,}")
SIGNS = (
    (b"PK\x03\x04", "zip or xlsx"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "rtf"),
    (b"<?xml", "xml"),
    (b"<!DOCTYPE html", "web page"),
    (b"<html", "web page"),
)
"""How files of other formats begin."""


def looks_like(data: bytes) -> str | None:
    """Which other format the first bytes show, or `None`."""
    start = data[:64].lstrip(codecs.BOM_UTF8).lstrip()
    return next((what for sign, what in SIGNS if start.startswith(sign)), None)


def find_encoding(data: bytes, format: Format) -> str:  # noqa: A002 - the word of the domain
    """The codec that reads these bytes, whole and without loss.

    Raises:
        DamagedFileError: if they are another format, or no UTF-8 or marked UTF-16.
    """
    if (what := looks_like(data)) is not None:
        raise DamagedFileError(format, FileProblem.WRONG_FORMAT, line=1, detail=what)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _check_utf16(data, format)
        return "utf-16"
    if (control := CONTROL.search(data)) is not None:
        _refuse_control(data, control.start(), format)
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = line_of(data, error.start)
        raise DamagedFileError(
            format, FileProblem.WRONG_ENCODING, line=line, detail=_guess(data, error.start)
        ) from error
    return "utf-8-sig"


def line_of(data: bytes, position: int) -> int:
    """The line of a byte; 1 is the first."""
    end = b"\n" if b"\n" in data else b"\r"
    return data.count(end, 0, position) + 1


def _check_utf16(data: bytes, format: Format) -> None:  # noqa: A002
    try:
        data.decode("utf-16")
    except UnicodeDecodeError as error:
        problem = FileProblem.TRUNCATED if error.end >= len(data) - 1 else FileProblem.WRONG_ENCODING
        raise DamagedFileError(format, problem, line=line_of(data, error.start), detail="utf-16") from error


def _refuse_control(data: bytes, position: int, format: Format) -> None:  # noqa: A002
    nulls = data[:4096].count(b"\0")
    line = line_of(data, position)
    if nulls * 4 >= min(len(data), 4096):
        raise DamagedFileError(format, FileProblem.WRONG_ENCODING, line=line, detail="utf-16 without its mark")
    raise DamagedFileError(format, FileProblem.WRONG_FORMAT, line=line, detail=f"byte 0x{data[position]:02x}")


def _guess(data: bytes, start: int) -> str:
    """Arabic words are runs of high bytes; French accents stand alone."""
    if any(byte >= 0x80 for byte in data[:start]):
        return "damaged utf-8"
    sample = data[start : start + 2**16]
    high = sum(1 for byte in sample if byte >= 0x80)
    in_runs = sum(len(run) for run in HIGH_RUN.findall(sample))
    return "windows-1256" if in_runs * 2 > high else "windows-1252"
