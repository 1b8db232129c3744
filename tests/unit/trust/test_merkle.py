"""Against the published tree of eight leaves, against the definition itself, and against an independent library."""

import hashlib

import pytest
from tlog_scales.tlog import ConsistencyProof, InclusionProof

from tansiq.trust.errors import ProofError
from tansiq.trust.merkle import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    nodes_of,
    range_root,
    root_of,
    verify_consistency,
    verify_inclusion,
)

CT_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
SIZES = [*range(1, 20), 63, 64, 65, 100]


def hashes(count):
    return [leaf_hash(n.to_bytes(4, "big")) for n in range(count)]


def defined_root(leaves):
    """RFC 6962, section 2.1, word by word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + defined_root(leaves[:split]) + defined_root(leaves[split:])).digest()


@pytest.mark.parametrize(("count", "root"), CT_ROOTS.items())
def test_the_published_tree_has_its_roots(count, root):
    assert root_of([leaf_hash(leaf) for leaf in CT_LEAVES[:count]]).hex() == root


def test_a_tree_without_leaves_has_the_root_of_nothing():
    assert root_of([]) == EMPTY_ROOT == range_root(0, 0, nodes_of([]))


@pytest.mark.parametrize("size", SIZES)
def test_roots_are_those_of_the_definition(size):
    leaves = hashes(size)
    assert root_of(leaves) == defined_root(leaves) == range_root(0, size, nodes_of(leaves))


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_is_proved_to_ourselves_and_to_an_independent_library(size):
    leaves = hashes(size)
    for index in range(size):
        proof = inclusion_proof(index, size, nodes_of(leaves))
        verify_inclusion(leaves[index], index=index, size=size, proof=proof, root=root_of(leaves))
        InclusionProof(index, size, proof).check(leaves[index], root_of(leaves))


@pytest.mark.parametrize("size", SIZES)
def test_growth_is_proved_to_ourselves_and_to_an_independent_library(size):
    leaves = hashes(size)
    for old in range(1, size + 1):
        proof = consistency_proof(old, size, nodes_of(leaves))
        before = root_of(leaves[:old])
        verify_consistency(old, before, size=size, root=root_of(leaves), proof=proof)
        ConsistencyProof(old, size, proof).check(before, root_of(leaves))


@pytest.mark.parametrize("size", [2, 7, 8, 13])
def test_no_proof_serves_another_leaf_place_size_or_root(size):
    leaves, other = hashes(size), leaf_hash(b"other")
    for index in range(size):
        proof, root = inclusion_proof(index, size, nodes_of(leaves)), root_of(leaves)
        wrong = [
            {"leaf": other, "index": index, "size": size, "proof": proof, "root": root},
            {"leaf": leaves[index], "index": index, "size": size, "proof": proof, "root": other},
            {"leaf": leaves[index], "index": index, "size": size, "proof": [*proof, other], "root": root},
            {"leaf": leaves[index], "index": index, "size": size, "proof": proof[:-1], "root": root},
            {"leaf": leaves[index], "index": size, "size": size, "proof": proof, "root": root},
            {"leaf": leaves[index], "index": -1, "size": size, "proof": proof, "root": root},
            {"leaf": leaves[index], "index": (index + 1) % size, "size": size, "proof": proof, "root": root},
        ]
        for given in wrong:
            with pytest.raises(ProofError):
                verify_inclusion(given.pop("leaf"), **given)


@pytest.mark.parametrize("size", [2, 7, 8, 13])
def test_no_tree_that_forgot_or_changed_a_leaf_is_the_older_one_grown(size):
    leaves, changed = hashes(size), hashes(size)
    changed[0] = leaf_hash(b"changed")
    for old in range(1, size + 1):
        proof = consistency_proof(old, size, nodes_of(changed))
        with pytest.raises(ProofError):
            verify_consistency(old, root_of(leaves[:old]), size=size, root=root_of(changed), proof=proof)


@pytest.mark.parametrize(("old", "size"), [(0, 3), (4, 3)])
def test_there_is_no_growth_from_nothing_and_none_backwards(old, size):
    with pytest.raises(ProofError):
        consistency_proof(old, size, nodes_of(hashes(size)))
    with pytest.raises(ProofError):
        verify_consistency(old, EMPTY_ROOT, size=size, root=EMPTY_ROOT, proof=[])


def test_there_is_no_proof_of_a_leaf_that_is_not_there():
    with pytest.raises(ProofError):
        inclusion_proof(3, 3, nodes_of(hashes(3)))


def test_the_same_tree_needs_no_proof_and_takes_none():
    root = root_of(hashes(3))
    verify_consistency(3, root, size=3, root=root, proof=[])
    with pytest.raises(ProofError):
        verify_consistency(3, root, size=3, root=root, proof=[root])
    with pytest.raises(ProofError):
        verify_consistency(2, root, size=3, root=root, proof=[])
