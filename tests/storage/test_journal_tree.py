"""The tree that the database keeps in tiles is the tree of the leaves, whatever came in how many steps."""

import pytest
from tests.conftest import NOW

from tansiq.domain.journal import Act, Entry
from tansiq.trust.merkle import EMPTY_ROOT, consistency_proof, inclusion_proof, leaf_hash, root_of, verify_inclusion
from tansiq.trust.tiles import tiles_of


def append(database, count):
    with database.write() as tx:
        tx.journal.append_many([Entry(act=Act.SIGNED_IN, officer="o", at=NOW)] * count)


def leaves(tx, size):
    return [leaf for number in range(-(-size // 256)) for leaf in tx.journal.tree.entries(number, 256)][:size]


@pytest.mark.parametrize("steps", [(1,), (255, 1), (256,), (257, 255), (100, 100, 100), (700,), (1, 600, 256)], ids=str)
def test_the_root_is_that_of_the_leaves(database, steps):
    for step in steps:
        append(database, step)
    size = sum(steps)
    with database.read() as tx:
        hashes = [leaf_hash(leaf) for leaf in leaves(tx, size)]
        assert len(hashes) == size
        for part in {1, size // 2, size - 1, size} - {0}:
            assert tx.journal.tree.root(part) == root_of(hashes[:part])


def test_an_empty_journal_has_the_root_of_nothing(database):
    with database.read() as tx:
        assert tx.journal.tree.root(0) == EMPTY_ROOT
        assert tx.journal.tree.checkpoint() is None


def test_proofs_are_made_from_tiles(database):
    append(database, 600)
    with database.read() as tx:
        nodes, root = tx.journal.tree.nodes(600), tx.journal.tree.root(600)
        hashes = [leaf_hash(leaf) for leaf in leaves(tx, 600)]
        for index in (0, 255, 256, 511, 599):
            proof = inclusion_proof(index, 600, nodes)
            verify_inclusion(hashes[index], index=index, size=600, proof=proof, root=root)
        assert consistency_proof(256, 600, nodes)


def test_every_tile_of_every_size_is_there(database):
    append(database, 600)
    with database.read() as tx:
        for size in (1, 256, 300, 600):
            for level, number, width in tiles_of(size):
                assert len(tx.journal.tree.tile(level, number, width)) == width * 32


def test_a_tile_that_is_not_full_yet_is_not_there(database):
    append(database, 300)
    with database.read() as tx:
        assert tx.journal.tree.tile(0, 1, 256) == b""
        assert tx.journal.tree.tile(7, 9, 256) == b""
        assert len(tx.journal.tree.entries(1, 256)) == 44


def test_the_newest_checkpoint_is_found_and_the_first_that_has_an_entry(database):
    with database.write() as tx:
        for size in (3, 9, 27):
            tx.journal.tree.add_checkpoint(size, f"note of {size}\n", at=NOW)
        tx.journal.tree.add_cosignature(9, "tansiq/XB", "a line\n", at=NOW)
    with database.read() as tx:
        tree = tx.journal.tree
        assert tree.checkpoint().size == 27
        assert [tree.checkpoint_over(seq).size for seq in (1, 3, 4)] == [3, 3, 9]
        assert tree.checkpoint_over(28) is None
        assert tree.cosignatures(9) == ["a line\n"]
        assert tree.cosignatures(27) == []
