"""A journal as files, and whether it is whole: what another body needs to verify it without a node.

`docs/protocol/journal.md` is its specification. A log is the layout of C2SP tlog-tiles (`trust.tiles`): a signed
checkpoint, tiles of hashes, bundles of entries; besides, what the entries' commitments open, for those who may read
it. What `verify_log` passes is guaranteed to be

* signed by a key that the reader knew beforehand;
* whole: exactly the entries that were signed, in their order, none changed, left out, moved or added;
* opened truly: what is said of an entry is what it was committed to when it was written.

It says nothing about entries after the checkpoint, nor that the acts were all journalled.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tansiq.domain.journal import Leaf, Opening, Sealed, Thing
from tansiq.formats.errors import LogError
from tansiq.trust import canonical, tiles
from tansiq.trust.checkpoints import Checkpoint, open_checkpoint
from tansiq.trust.commitments import SALT_BYTES, opens
from tansiq.trust.errors import NoteError, ProofError, TrustError
from tansiq.trust.keys import PublicKey
from tansiq.trust.merkle import (
    HASH_BYTES,
    consistency_proof,
    leaf_hash,
    range_root,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from tansiq.trust.notes import Verifier, parse_note

CHECKPOINT = "checkpoint"
OPENINGS = "openings.jsonl"
KEYS = "keys"
EXTRACT = "tansiq-journal-extract/1"

Read = Callable[[str], bytes | None]
"""The bytes of a file of the log by its path; `None` if there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was verified.

    Attributes:
        entries: how many entries were read.
        opened: how many of them were opened.
        things: how many records they name; `erased`: how many more they named before these were erased.
    """

    checkpoint: Checkpoint
    entries: int
    opened: int = 0
    things: int = 0
    erased: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedThing:
    """One record of an entry, as it is written for a reader."""

    place: int
    salt: str
    thing: Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedEntry:
    """One entry, as it is written for a reader; `index` counts from 0, as trees do."""

    index: int
    salt: str
    opening: Opening
    commitments: tuple[str, ...]
    things: tuple[OpenedThing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedEntry:
    """One entry with its leaf and its way to the root."""

    entry: OpenedEntry
    leaf: Leaf
    proof: tuple[str, ...]


def opened_entry(sealed: Sealed) -> OpenedEntry:
    """An entry as it is written for a reader."""
    return OpenedEntry(
        index=sealed.seq - 1,
        salt=sealed.salt.hex(),
        opening=sealed.opening,
        commitments=tuple(c.hex() for c in sealed.commitments),
        things=tuple(
            OpenedThing(place=place, salt=salt.hex(), thing=thing)
            for place, (salt, thing) in sorted(sealed.things.items())
        ),
    )


def write_openings(entries: Iterable[Sealed]) -> Iterator[bytes]:
    """The lines of `openings.jsonl`."""
    return (canonical.encode(opened_entry(entry)) + b"\n" for entry in entries)


def write_extract(note: str, entries: Iterable[tuple[Sealed, Sequence[bytes]]]) -> Iterator[bytes]:
    """Some entries of a journal as one file, each with what proves it: a header, then a line each.

    Args:
        entries: each with its inclusion proof in the checkpoint's tree.
    """
    yield canonical.encode({"checkpoint": note, "format": EXTRACT}) + b"\n"
    for sealed, proof in entries:
        leaf = canonical.decode(sealed.leaf, Leaf)
        proved = ProvedEntry(entry=opened_entry(sealed), leaf=leaf, proof=tuple(one.hex() for one in proof))
        yield canonical.encode(proved) + b"\n"


def parse_keys(text: str, origin: str) -> list[Verifier]:
    """The keys in a file: lines as notes have them, or as a node publishes its own.

    Args:
        origin: the log whose key a published one is.

    Raises:
        TrustError: if a line is neither.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    return [
        Verifier(origin, PublicKey.from_text(line)) if line.startswith("tansiq-ed25519 ") else Verifier.from_text(line)
        for line in lines
    ]


def find_origin(note: bytes) -> str:
    """The log that a checkpoint says it is of; nothing of it is verified.

    Raises:
        LogError: if it is no checkpoint.
    """
    try:
        return Checkpoint.from_text(parse_note(note.decode())[0]).origin
    except (NoteError, UnicodeDecodeError) as error:
        raise LogError(1, CHECKPOINT) from error


def verify_log(read: Read, known: Sequence[Verifier], *, older: bytes | None = None) -> Verified:
    """What a log says, once every step passed.

    Args:
        known: keys of the log that the reader trusts.
        older: a checkpoint of the same log that the reader kept from before; the log must have grown out of it.

    Raises:
        LogError: with the number of the first step that failed, and the file.
    """
    checkpoint = _signed(read(CHECKPOINT), known)  # step 1
    found = _tiles(read, checkpoint.size)  # steps 2 and 3
    leaves = _entries(read, checkpoint.size, found)  # steps 4 and 5
    nodes = tiles.nodes(checkpoint.size, lambda level, number, _: found[level, number])
    if range_root(0, checkpoint.size, nodes) != checkpoint.root:  # step 6
        raise LogError(6, CHECKPOINT)
    if older is not None:  # step 7
        _verify_growth(_signed(older, known, step=7), checkpoint, nodes)
    lines = (read(OPENINGS) or b"").splitlines()
    return _verify_openings(checkpoint, leaves, lines)  # steps 8 and 9


def _signed(note: bytes | None, known: Sequence[Verifier], *, step: int = 1) -> Checkpoint:
    for verifier in known:
        try:
            return open_checkpoint((note or b"").decode(), verifier)
        except (NoteError, UnicodeDecodeError):
            continue
    raise LogError(step, CHECKPOINT)


def _tiles(read: Read, size: int) -> dict[tuple[int, int], bytes]:
    """Every tile of hashes (step 2); a hash of an upper level is the root of the tile below (step 3)."""
    found: dict[tuple[int, int], bytes] = {}
    for level, number, width in tiles.tiles_of(size):
        path = tiles.tile_path(level, number, width)
        data = read(path)
        if data is None or len(data) != width * HASH_BYTES:
            raise LogError(2, path)
        found[level, number] = data
        if level and data != b"".join(
            root_of(tiles.hashes_in(found[level - 1, number * tiles.WIDTH + at], tiles.WIDTH)) for at in range(width)
        ):
            raise LogError(3, path)
    return found


def _entries(read: Read, size: int, found: dict[tuple[int, int], bytes]) -> list[Leaf]:
    """Every entry: a canonical leaf (step 4) with the hash that its tile says (step 5)."""
    leaves = []
    for number, width in tiles.bundles_of(size):
        path = tiles.entries_path(number, width)
        try:
            entries = tiles.decode_bundle(read(path) or b"", width)
            leaves += [_leaf(entry) for entry in entries]
        except TrustError as error:
            raise LogError(4, path) from error
        if b"".join(leaf_hash(entry) for entry in entries) != found[0, number]:
            raise LogError(5, path)
    return leaves


def _leaf(data: bytes) -> Leaf:
    canonical.verify_canonical(data)
    return canonical.decode(data, Leaf)


def _verify_growth(older: Checkpoint, newer: Checkpoint, nodes: Callable[[int, int], bytes]) -> None:
    try:
        proof = consistency_proof(older.size, newer.size, nodes)
        verify_consistency(older.size, older.root, size=newer.size, root=newer.root, proof=proof)
    except ProofError as error:
        raise LogError(7, CHECKPOINT) from error


def _verify_openings(checkpoint: Checkpoint, leaves: Sequence[Leaf], lines: Sequence[bytes]) -> Verified:
    opened = things = erased = 0
    last = -1
    for number, line in enumerate(lines, start=1):
        place = f"{OPENINGS}:{number}"
        entry: OpenedEntry = _decoded(line, OpenedEntry, step=8, place=place)
        if not last < entry.index < len(leaves):
            raise LogError(8, place)
        _verify_opening(entry, leaves[entry.index], place)
        last, opened = entry.index, opened + 1
        things, erased = things + len(entry.things), erased + len(entry.commitments) - len(entry.things)
    return Verified(checkpoint=checkpoint, entries=len(leaves), opened=opened, things=things, erased=erased)


def _decoded(line: bytes, type_: type[Any], *, step: int, place: str) -> Any:
    try:
        canonical.verify_canonical(line)
        return canonical.decode(line, type_)
    except TrustError as error:
        raise LogError(step, place) from error


def _verify_opening(entry: OpenedEntry, leaf: Leaf, place: str) -> None:
    """The leaf's commitment opens to this, and each record's to that (step 9)."""
    commitments = [_bytes(one) for one in entry.commitments]
    things = canonical.digest(b"".join(commitments)) if commitments else ""
    if things != entry.opening.things or not opens(_bytes(leaf.commitment), _bytes(entry.salt), entry.opening):
        raise LogError(9, place)
    for one in entry.things:
        if not 0 <= one.place < len(commitments) or not opens(commitments[one.place], _bytes(one.salt), one.thing):
            raise LogError(9, place)


def _bytes(digits: str) -> bytes:
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return b""


def is_true(sealed: Sealed, act: str) -> bool:
    """Whether an entry as it is kept is what its leaf was committed to."""
    try:
        leaf = _leaf(sealed.leaf)
        _verify_opening(opened_entry(sealed), leaf, "")
    except (TrustError, LogError):
        return False
    return leaf.act == act and len(sealed.salt) == SALT_BYTES


def verify_extract(data: bytes, known: Sequence[Verifier]) -> tuple[Verified, list[ProvedEntry]]:
    """The entries of an extract, once every step passed for each.

    Raises:
        LogError: with the number of the step that failed, and the line.
    """
    lines = data.splitlines()
    checkpoint = _signed(_extract_note(data), known)
    found, things, erased = [], 0, 0
    for number, line in enumerate(lines[1:], start=2):
        proved: ProvedEntry = _decoded(line, ProvedEntry, step=4, place=f"line {number}")
        _verify_proved(proved, checkpoint, f"line {number}")
        found.append(proved)
        things += len(proved.entry.things)
        erased += len(proved.entry.commitments) - len(proved.entry.things)
    entries = len(found)
    return Verified(checkpoint=checkpoint, entries=entries, opened=entries, things=things, erased=erased), found


def _extract_note(data: bytes) -> bytes:
    header = _decoded(data.partition(b"\n")[0], dict, step=1, place="line 1")
    note = header.get("checkpoint")
    if header.get("format") != EXTRACT or not isinstance(note, str):
        raise LogError(1, "line 1")
    return note.encode()


def find_extract_origin(data: bytes) -> str:
    """The log that an extract says it is of; nothing of it is verified.

    Raises:
        LogError: if it is no extract.
    """
    return find_origin(_extract_note(data))


def _verify_proved(proved: ProvedEntry, checkpoint: Checkpoint, place: str) -> None:
    hashed = leaf_hash(canonical.encode(proved.leaf))
    proof = [_bytes(one) for one in proved.proof]
    try:
        verify_inclusion(hashed, index=proved.entry.index, size=checkpoint.size, proof=proof, root=checkpoint.root)
    except ProofError as error:
        raise LogError(6, place) from error
    _verify_opening(proved.entry, proved.leaf, place)
