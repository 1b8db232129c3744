"""ZIP archives (workbooks, OFAC's three files in one), opened only after their sizes were looked at.

The sizes in the directory of an archive can lie, and readers differ in whether they believe them: so every member is
unpacked once into nothing, in small pieces, and compared with what the directory claims.
"""

import io
import struct
import zipfile
import zlib

from tansiq.domain.source import Format
from tansiq.formats import limits
from tansiq.formats.errors import DamagedFileError, FileProblem

ENCRYPTED_FLAG = 0x1
LOCAL_HEADER = struct.Struct("<4s22xHH")
"""Signature, then the lengths of name and extra field, of a member's own header (APPNOTE 4.3.7)."""
PIECE = 2**20
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    OSError,
    OverflowError,
)
"""What `zipfile` raises on damaged archives."""


def open_archive(data: bytes, format: Format) -> zipfile.ZipFile:  # noqa: A002 - the word of the domain
    """The archive, whose members together stay within the limits.

    Raises:
        DamagedFileError: if it is no archive, is damaged or encrypted, or would expand beyond the limits.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as error:
        problem = FileProblem.TRUNCATED if data.startswith(b"PK\x03\x04") else FileProblem.WRONG_FORMAT
        raise DamagedFileError(format, problem, detail="zip") from error
    members = archive.infolist()
    if len(members) > limits.MAX_MEMBERS:
        raise DamagedFileError(format, FileProblem.BOMB, detail=f"{len(members)} members")
    if sum(m.file_size for m in members) > limits.MAX_UNPACKED_BYTES:
        raise DamagedFileError(format, FileProblem.BOMB, detail=f"over {limits.MAX_UNPACKED_BYTES} bytes unpacked")
    if len({m.filename for m in members}) != len(members):
        raise DamagedFileError(format, FileProblem.MALFORMED, detail="doubled member")
    for member in members:
        _check_member(data, member, format)
    return archive


def read_member(archive: zipfile.ZipFile, name: str, format: Format) -> bytes:  # noqa: A002
    """The bytes of one member.

    Raises:
        DamagedFileError: if it is absent or damaged.
    """
    try:
        return archive.read(name)
    except DAMAGE as error:
        raise DamagedFileError(format, FileProblem.MALFORMED, field=name, detail="zip") from error


def _check_member(data: bytes, member: zipfile.ZipInfo, format: Format) -> None:  # noqa: A002
    if member.flag_bits & ENCRYPTED_FLAG:
        raise DamagedFileError(format, FileProblem.ENCRYPTED, field=member.filename)
    grown = member.file_size / max(member.compress_size, 1)
    if member.file_size > limits.RATIO_FROM_BYTES and grown > limits.MAX_RATIO:
        raise DamagedFileError(format, FileProblem.BOMB, field=member.filename, detail=f"grows {grown:.0f} times")
    try:
        size = _unpacked_size(data, member)
    except DAMAGE as error:
        raise DamagedFileError(format, FileProblem.MALFORMED, field=member.filename, detail="zip") from error
    if size != member.file_size:
        problem = FileProblem.BOMB if size > member.file_size else FileProblem.MALFORMED
        raise DamagedFileError(format, problem, field=member.filename, detail="size is not what it claims")


def _unpacked_size(data: bytes, member: zipfile.ZipInfo) -> int:
    """The size to which a member really unpacks, or one more than it claims."""
    signature, name, extra = LOCAL_HEADER.unpack_from(data, member.header_offset)
    start = member.header_offset + LOCAL_HEADER.size + name + extra
    packed = memoryview(data)[start : start + member.compress_size]
    if signature != b"PK\x03\x04" or len(packed) != member.compress_size:
        raise zipfile.BadZipFile(member.filename)
    if member.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError(member.filename)
    stream, size, rest = zlib.decompressobj(-zlib.MAX_WBITS), 0, bytes(packed)
    while not stream.eof and size <= member.file_size:
        piece = stream.decompress(rest, PIECE)
        rest = stream.unconsumed_tail
        if not piece and not rest:
            break
        size += len(piece)
    return min(size, member.file_size + 1)
