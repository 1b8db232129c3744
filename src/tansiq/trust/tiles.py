"""The layout of a log in files (C2SP tlog-tiles): tiles of 256 hashes, bundles of 256 entries, and their paths.

Level 0 holds the hashes of leaves; a hash of level 1 is the root of a full tile of level 0, and so on. The last tile of
a level may be partial: it has its width in its path. `nodes` turns a reader of tiles into what proofs are made from.

>>> tile_path(0, 1234067, 256)
'tile/0/x001/x234/067'
>>> entries_path(3, 17)
'tile/entries/003.p/17'
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tansiq.trust.errors import TileError
from tansiq.trust.merkle import HASH_BYTES, Nodes, leaf_hash, root_of

WIDTH = 256
HEIGHT = 8
"""How many levels of the tree a tile holds: 2 ** 8 is its width."""
MOST_ENTRY_BYTES = 2**16 - 1

ReadTile = Callable[[int, int, int], bytes]
"""`read(level, number, width)`: the hashes of a tile, 32 bytes each."""

_PATH = re.compile(
    r"tile/(?P<level>entries|[0-5]?\d)/(?P<number>(?:x\d{3}/)*\d{3})(?:\.p/(?P<width>[1-9]\d{0,2}))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Tile:
    """What a path names; `level` is `None` for a bundle of entries."""

    level: int | None
    number: int
    width: int


def tile_path(level: int, number: int, width: int) -> str:
    """The path of a tile of hashes."""
    return f"tile/{level}/{_number(number)}{_partial(width)}"


def entries_path(number: int, width: int) -> str:
    """The path of a bundle of entries."""
    return f"tile/entries/{_number(number)}{_partial(width)}"


def _number(number: int) -> str:
    groups = [f"{number % 1000:03}"]
    while (number := number // 1000) > 0:
        groups.append(f"x{number % 1000:03}")
    return "/".join(reversed(groups))


def _partial(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"


def parse_path(path: str) -> Tile:
    """What a path names, where it is the one spelling of it.

    Raises:
        TileError: if it is no such path.
    """
    found = _PATH.fullmatch(path)
    if found is None:
        raise TileError(path)
    number = int(found["number"].replace("x", "").replace("/", ""))
    width = WIDTH if found["width"] is None else int(found["width"])
    level = None if found["level"] == "entries" else int(found["level"])
    spelled = entries_path(number, width) if level is None else tile_path(level, number, width)
    if width > WIDTH or spelled != path:
        raise TileError(path)
    return Tile(level, number, width)


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """Every tile of hashes of a tree of this size, as level, number and width, the leaves first."""
    level, hashes = 0, size
    while hashes:
        for number in range(0, hashes, WIDTH):
            yield level, number // WIDTH, min(WIDTH, hashes - number)
        level, hashes = level + 1, hashes // WIDTH


def bundles_of(size: int) -> Iterator[tuple[int, int]]:
    """Every bundle of entries of a tree of this size, as number and width."""
    return ((number, width) for level, number, width in tiles_of(size) if level == 0)


def layout(entries: Sequence[bytes]) -> dict[str, bytes]:
    """Every file of the log of these entries by its path, the checkpoint apart."""
    files: dict[str, bytes] = {}
    hashes, level = [leaf_hash(entry) for entry in entries], 0
    while hashes:
        cut = [hashes[at : at + WIDTH] for at in range(0, len(hashes), WIDTH)]
        files.update({tile_path(level, number, len(tile)): b"".join(tile) for number, tile in enumerate(cut)})
        hashes, level = [root_of(tile) for tile in cut if len(tile) == WIDTH], level + 1
    for number, width in bundles_of(len(entries)):
        files[entries_path(number, width)] = encode_bundle(entries[number * WIDTH : number * WIDTH + width])
    return files


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Entries one after the other, each behind its length in two bytes.

    Raises:
        TileError: if one is too long.
    """
    if any(len(entry) > MOST_ENTRY_BYTES for entry in entries):
        raise TileError("entry too long")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def decode_bundle(data: bytes, width: int) -> list[bytes]:
    """The entries of a bundle.

    Raises:
        TileError: if there are not as many as its width, or bytes are left over.
    """
    entries, at = [], 0
    while at < len(data):
        begin = at + 2
        at = begin + int.from_bytes(data[at:begin], "big")
        entries.append(data[begin:at])
    if at != len(data) or len(entries) != width:
        raise TileError("bundle")
    return entries


def hashes_in(data: bytes, width: int) -> list[bytes]:
    """The hashes of a tile.

    Raises:
        TileError: if there are not as many as its width.
    """
    if len(data) != width * HASH_BYTES:
        raise TileError("tile")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def nodes(size: int, read: ReadTile) -> Nodes:
    """The subtrees of a tree of this size, computed from its tiles; each tile is read once."""
    held: dict[tuple[int, int], list[bytes]] = {}
    known: dict[tuple[int, int], bytes] = {}

    def tile(level: int, number: int) -> list[bytes]:
        if (level, number) not in held:
            width = min(WIDTH, (size >> HEIGHT * level) - number * WIDTH)
            held[level, number] = hashes_in(read(level, number, width), width)
        return held[level, number]

    def node(level: int, number: int) -> bytes:
        if (level, number) not in known:
            above = level % HEIGHT
            begin = number << above
            hashes = tile(level // HEIGHT, begin // WIDTH)
            known[level, number] = root_of(hashes[begin % WIDTH : begin % WIDTH + (1 << above)])
        return known[level, number]

    return node
