"""Our own list as a file: a header, one canonical record a line, and a signature over all of it.

`docs/protocol/signed-list.md` is its specification. What `parse_signed_list` returns is guaranteed to be

* signed by a key that this node knows as a state's, over every byte before the last line;
* whole: as many records as the header says, none twice;
* notices of that same state only, each in its one canonical form, whose bytes are kept as they came.

It guarantees nothing about age: whether an edition is newer than what is held is for the importer to compare.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from tansiq.domain import text
from tansiq.domain.errors import InvalidError
from tansiq.domain.notice import Notice
from tansiq.domain.record import Kind, Owner, Record
from tansiq.domain.source import Format
from tansiq.formats import limits
from tansiq.formats.errors import DamagedFileError, FileProblem
from tansiq.trust import canonical
from tansiq.trust.errors import CanonicalError, SignatureError
from tansiq.trust.keys import PublicKey, SigningKey

FORMAT = "tansiq-list/1"
CONTEXT = "tansiq-list/1 signature"
"""What the key signs for; a signature made for anything else is worth nothing here."""
HEX64 = re.compile(r"[0-9a-f]{64}")
HEX128 = re.compile(r"[0-9a-f]{128}")

KnownKeys = Mapping[str, tuple[str, PublicKey]]
"""By fingerprint, the state whose key it is, and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHeader:
    """What the first line says besides the format.

    Attributes:
        made_at: aware UTC, whole seconds.
        count: how many records follow.
        key: fingerprint of the signing key.
    """

    owner: Owner
    title: str
    made_at: datetime
    count: int
    key: str

    def __post_init__(self) -> None:
        text.check("title", self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedList:
    """A list that passed the gate; `records` are in the order of the file, each with its bytes."""

    owner: Owner
    title: str
    made_at: datetime
    signed_by: str
    records: tuple[tuple[Record[Notice], bytes], ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """The parts of a file: the header line and what it says, the record lines, the digest and its signature."""

    first: bytes
    header: dict[str, Any]
    lines: list[bytes]
    sha256: str
    signature: bytes


def write_signed_list(header: ListHeader, record_bytes: Iterable[bytes], key: SigningKey) -> Iterator[bytes]:
    """The file, line by line.

    Args:
        header: its `key` and `count` must fit `key` and the records.
        record_bytes: canonical bytes of `Record[Notice]`, one each.
        key: the state's signing key.

    Raises:
        DamagedFileError: if there are not `header.count` records; what was yielded so far is then no list.
    """
    hashed, count = hashlib.sha256(), 0
    line = canonical.encode(_header_wire(header)) + b"\n"
    hashed.update(line)
    yield line
    for count, record in enumerate(record_bytes, start=1):  # noqa: B007 - counted for the check below
        line = record + b"\n"
        hashed.update(line)
        yield line
    if count != header.count or key.public.fingerprint != header.key:
        raise DamagedFileError(Format.SIGNED, FileProblem.WRONG_COUNT, field="count", detail=str(count))
    sha256 = hashed.hexdigest()
    yield canonical.encode({"sha256": sha256, "signature": key.sign(CONTEXT, sha256.encode()).hex()}) + b"\n"


def _header_wire(header: ListHeader) -> dict[str, Any]:
    made_at = header.made_at.astimezone(UTC).replace(microsecond=0)
    return {
        "count": header.count,
        "format": FORMAT,
        "key": header.key,
        "made_at": made_at,
        "owner": header.owner,
        "title": header.title,
    }


def parse_signed_list(data: bytes, known_keys: KnownKeys) -> SignedList:
    """The list that a file is, after every step of the gate below.

    1. size: neither empty nor larger than any list
    2. frame: header line, record lines, last line of digest and signature; the digest fits
    3. known key: the header's key is a state's that this node knows
    4. signature: it fits the key
    5. header: well formed, and its owner is the state of the key
    6. count: as many records as the header says
    7. canonical: each record is the canonical form of what it says
    8. kind: each record is a notice
    9. value: each record keeps the rules of notices
    10. owner: each record belongs to the state of the key
    11. once: no record is there twice

    Raises:
        DamagedFileError: at the first step that fails, with its line.
    """
    limits.check_size(Format.SIGNED, data)  # 1
    frame = _parse_frame(data)  # 2
    state, key = _find_key(frame, known_keys)  # 3
    _verify_signature(frame, key)  # 4
    header = _parse_header(frame, state)  # 5
    if header.count != len(frame.lines):  # 6
        found = f"{len(frame.lines)} of {header.count}"
        raise DamagedFileError(Format.SIGNED, FileProblem.WRONG_COUNT, line=1, field="count", detail=found)
    return SignedList(
        owner=header.owner,
        title=header.title,
        made_at=header.made_at,
        signed_by=header.key,
        records=tuple(zip(_parse_records(frame.lines, state), frame.lines, strict=True)),
    )


def _parse_frame(data: bytes) -> _Frame:
    """Step 2."""
    first = data.partition(b"\n")[0]
    header = _parse_first(first)
    start = data.rfind(b"\n", 0, len(data) - 1) + 1
    last = data[start:-1]
    if not data.endswith(b"\n") or not start:
        raise DamagedFileError(Format.SIGNED, FileProblem.TRUNCATED, line=data.count(b"\n") + 1)
    try:
        canonical.verify_canonical(last)
        trailer = canonical.decode(last, dict[str, str])
    except CanonicalError as error:
        raise DamagedFileError(Format.SIGNED, FileProblem.TRUNCATED, line=data.count(b"\n")) from error
    sha256, signature = trailer.get("sha256", ""), trailer.get("signature", "")
    if not HEX64.fullmatch(sha256) or not HEX128.fullmatch(signature) or len(trailer) != 2:
        raise DamagedFileError(Format.SIGNED, FileProblem.TRUNCATED, line=data.count(b"\n"), field="signature")
    if hashlib.sha256(memoryview(data)[:start]).hexdigest() != sha256:
        raise DamagedFileError(Format.SIGNED, FileProblem.MALFORMED, field="sha256")
    lines = data[:start].split(b"\n")[1:-1]
    return _Frame(first=first, header=header, lines=lines, sha256=sha256, signature=bytes.fromhex(signature))


def _parse_first(line: bytes) -> dict[str, Any]:
    """The header line, known to be one of this format and version."""
    try:
        header = canonical.decode(line, dict[str, Any])
    except CanonicalError as error:
        raise DamagedFileError(Format.SIGNED, FileProblem.WRONG_FORMAT, line=1) from error
    name = header.get("format")
    if not isinstance(name, str) or not name.startswith("tansiq-list/"):
        raise DamagedFileError(Format.SIGNED, FileProblem.WRONG_FORMAT, line=1, field="format")
    if name != FORMAT:
        raise DamagedFileError(Format.SIGNED, FileProblem.UNKNOWN_VERSION, line=1, field="format", detail=name[:40])
    return header


def _find_key(frame: _Frame, known_keys: KnownKeys) -> tuple[str, PublicKey]:
    """Step 3."""
    fingerprint = frame.header.get("key")
    known = known_keys.get(fingerprint) if isinstance(fingerprint, str) else None
    if known is None:
        raise DamagedFileError(
            Format.SIGNED, FileProblem.UNKNOWN_KEY, line=1, field="key", detail=str(fingerprint)[:64]
        )
    return known


def _verify_signature(frame: _Frame, key: PublicKey) -> None:
    """Step 4."""
    try:
        key.verify(CONTEXT, frame.sha256.encode(), frame.signature)
    except SignatureError as error:
        raise DamagedFileError(Format.SIGNED, FileProblem.BAD_SIGNATURE, field="signature") from error


def _parse_header(frame: _Frame, state: str) -> ListHeader:
    """Step 5."""
    try:
        canonical.verify_canonical(frame.first)
        header = canonical.decode(frame.first, ListHeader)
    except (CanonicalError, InvalidError) as error:
        raise DamagedFileError(
            Format.SIGNED, FileProblem.MALFORMED, line=1, field="header", detail=str(error)
        ) from error
    if header.made_at.utcoffset() != timedelta(0):
        raise DamagedFileError(Format.SIGNED, FileProblem.MALFORMED, line=1, field="made_at")
    if header.owner.state != state:
        raise DamagedFileError(
            Format.SIGNED, FileProblem.WRONG_OWNER, line=1, field="owner.state", detail=header.owner.state
        )
    return header


def _parse_records(lines: list[bytes], state: str) -> Iterator[Record[Notice]]:
    """Steps 7 to 11, line by line."""
    decoder = msgspec.json.Decoder(Record[Notice])
    seen: set[UUID] = set()
    for number, line in enumerate(lines, start=2):
        record = _parse_record(line, number, decoder)  # 7, 8, 9
        if record.owner.state != state:  # 10
            raise DamagedFileError(
                Format.SIGNED, FileProblem.WRONG_OWNER, line=number, field="owner.state", detail=record.owner.state
            )
        if record.id in seen:  # 11
            raise DamagedFileError(
                Format.SIGNED, FileProblem.DOUBLED_RECORD, line=number, field="id", detail=str(record.id)
            )
        seen.add(record.id)
        yield record


def _parse_record(line: bytes, number: int, decoder: "msgspec.json.Decoder[Record[Notice]]") -> Record[Notice]:
    try:
        canonical.verify_canonical(line)  # 7
        kind = canonical.decode(line, dict[str, Any]).get("kind")
    except CanonicalError as error:
        raise DamagedFileError(Format.SIGNED, FileProblem.NOT_CANONICAL, line=number, detail=str(error)) from error
    if kind != Kind.NOTICE:  # 8
        raise DamagedFileError(Format.SIGNED, FileProblem.WRONG_KIND, line=number, field="kind", detail=str(kind)[:40])
    try:
        return decoder.decode(line)  # 9
    except (msgspec.ValidationError, msgspec.DecodeError, InvalidError, RecursionError, OverflowError) as error:
        raise DamagedFileError(Format.SIGNED, FileProblem.MALFORMED, line=number, detail=str(error)) from error
