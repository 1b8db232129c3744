import pytest
from tlog_scales import tiles as others
from tlog_scales.reader import TilesReader

from tansiq.trust import tiles
from tansiq.trust.errors import TileError
from tansiq.trust.merkle import inclusion_proof, leaf_hash, root_of
from tansiq.trust.tiles import Tile, decode_bundle, encode_bundle, entries_path, parse_path, tile_path


class Folder(dict):
    """A log in the layout, in memory, as the independent library reads it."""

    def __init__(self, entries):
        super().__init__(tiles.layout(entries))

    def get(self, *path):
        return super().get("/".join(path))

    def read(self, level, number, width):
        return self[tile_path(level, number, width)]


@pytest.mark.parametrize(
    ("level", "number", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"),
        (0, 0, 1, "tile/0/000.p/1"),
        (1, 999, 255, "tile/1/999.p/255"),
        (5, 1234067, 256, "tile/5/x001/x234/067"),
        (0, 1000, 256, "tile/0/x001/000"),
    ],
)
def test_a_path_names_a_tile_and_is_its_one_spelling(level, number, width, path):
    assert tile_path(level, number, width) == path == "/".join(others.tile_path(level, number, width % 256))
    assert parse_path(path) == Tile(level, number, width)


def test_a_bundle_has_its_own_path():
    assert entries_path(1234067, 17) == "tile/entries/x001/x234/067.p/17"
    assert parse_path("tile/entries/x001/x234/067.p/17") == Tile(None, 1234067, 17)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/1",
        "tile/0/x000/001",
        "tile/00/001",
        "tile/64/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/01",
        "tile/0/001/",
        "tile/0/../001",
        "/tile/0/001",
        "tile/0/001.p/999",
        "tile/0/٠٠١",
        "tile/hashes/001",
    ],
)
def test_no_other_path_is_one(path):
    with pytest.raises(TileError):
        parse_path(path)


@pytest.mark.parametrize("entries", [[], [b""], [b"a", b"", b"c" * 65535]])
def test_a_bundle_holds_its_entries(entries):
    assert decode_bundle(encode_bundle(entries), len(entries)) == entries


@pytest.mark.parametrize(
    ("data", "width"),
    [(b"\0", 1), (b"\0\1", 1), (b"\0\1aa", 1), (b"\0\1a", 2), (b"\0\0", 0), (b"", 1), (b"\0\1a\0", 1)],
)
def test_a_bundle_is_whole_and_of_its_width(data, width):
    with pytest.raises(TileError):
        decode_bundle(data, width)


def test_an_entry_too_long_for_its_length_is_refused():
    with pytest.raises(TileError):
        encode_bundle([b"a" * 65536])


def test_a_tile_is_of_its_width():
    with pytest.raises(TileError):
        tiles.hashes_in(bytes(63), 2)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 600, 65_536 + 300])
def test_an_independent_reader_computes_the_same_root_and_proofs(size):
    entries = [n.to_bytes(4, "big") for n in range(size)]
    folder = Folder(entries)
    nodes = tiles.nodes(size, folder.read)
    reader = TilesReader(folder)
    reader.set_size(size)
    leaves = [leaf_hash(entry) for entry in entries]
    root = root_of(leaves)
    assert reader.calculate_root_hash() == root
    for index in {0, size // 3, size - 1}:
        proof = inclusion_proof(index, size, nodes)
        theirs = reader.get_inclusion_proof(index, size)
        assert theirs.node_hashes == proof
        assert reader.get_entry(index) == entries[index]
        theirs.check(leaves[index], root)


def test_every_tile_is_named_once_the_last_of_each_level_partial():
    assert list(tiles.tiles_of(256 * 2 + 3)) == [(0, 0, 256), (0, 1, 256), (0, 2, 3), (1, 0, 2)]
    assert list(tiles.tiles_of(0)) == []
    assert list(tiles.bundles_of(257)) == [(0, 256), (1, 1)]
