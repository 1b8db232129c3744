"""Merkle trees of RFC 6962: hashes, proofs that a leaf is in a tree or that a tree grew out of an older one.

A tree is known by its size and its root; `Nodes` gives the hash of any whole subtree of it. Proofs are lists of hashes,
made by `inclusion_proof` and `consistency_proof`, checked by `verify_inclusion` and `verify_consistency`, which need no
tree, only roots. The algorithms are those of RFC 9162, section 2.1.

>>> hashes = [leaf_hash(entry) for entry in (b"a", b"b", b"c")]
>>> proof = inclusion_proof(1, 3, nodes_of(hashes))
>>> verify_inclusion(hashes[1], index=1, size=3, proof=proof, root=root_of(hashes))
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence

from tansiq.trust.errors import ProofError

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""

Nodes = Callable[[int, int], bytes]
"""`nodes(level, number)`: the root of the subtree of leaves `number << level` up to `(number + 1) << level`."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf: a zero byte keeps it apart from the hash of two nodes (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root of the tree of these leaf hashes, or of these roots of whole subtrees of one size."""
    level = list(hashes)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        odd = [level[-1]] if len(level) % 2 else []
        level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)] + odd
    return level[0]


def nodes_of(hashes: Sequence[bytes]) -> Nodes:
    """The nodes of a tree whose leaf hashes are all at hand."""
    return lambda level, number: root_of(hashes[number << level : (number + 1) << level])


def subtrees(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The largest whole subtrees that cover the leaves from `begin` up to `end`, as level and number, from the left.

    Args:
        begin: a multiple of the largest power of two that is not above `end - begin`.
    """
    while begin < end:
        level = (end - begin).bit_length() - 1
        yield level, begin >> level
        begin += 1 << level


def range_root(begin: int, end: int, nodes: Nodes) -> bytes:
    """The root of the subtree of the leaves from `begin` up to `end`."""
    hashes = [nodes(level, number) for level, number in subtrees(begin, end)]
    if not hashes:
        return EMPTY_ROOT
    root = hashes.pop()
    while hashes:
        root = node_hash(hashes.pop(), root)
    return root


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the tree of `size` leaves, the lowest first.

    Raises:
        ProofError: if the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} of {size}")
    proof, begin, end = [], 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            proof.append(range_root(middle, end, nodes))
            end = middle
        else:
            proof.append(range_root(begin, middle, nodes))
            begin = middle
    return proof[::-1]


def consistency_proof(old: int, size: int, nodes: Nodes) -> list[bytes]:
    """The hashes that show that the tree of `size` leaves begins with the tree of the first `old`.

    Raises:
        ProofError: if `old` is not from 1 to `size`.
    """
    if not 0 < old <= size:
        raise ProofError(f"{old} leaves of {size}")
    proof, begin, end, is_root = [], 0, size, True
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            proof.append(range_root(middle, end, nodes))
            end = middle
        else:
            proof.append(range_root(begin, middle, nodes))
            begin, is_root = middle, False
    return proof[::-1] if is_root else [range_root(begin, end, nodes), *proof[::-1]]


def verify_inclusion(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """True: the tree of this size and root has this leaf hash at `index` (RFC 9162, section 2.1.3.2).

    Raises:
        ProofError: if the proof does not show it.
    """
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} of {size}")
    at, last, found = index, size - 1, leaf
    for one in proof:
        if last == 0:
            raise ProofError("too long")
        if at & 1 or at == last:
            found = node_hash(one, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, one)
        at, last = at >> 1, last >> 1
    if last or found != root:
        raise ProofError(f"leaf {index} of {size}")


def verify_consistency(old: int, old_root: bytes, *, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """True: the tree of this size and root begins with that of the first `old` leaves (RFC 9162, section 2.1.4.2).

    Raises:
        ProofError: if the proof does not show it.
    """
    if not 0 < old <= size:
        raise ProofError(f"{old} leaves of {size}")
    if old == size:
        if proof or old_root != root:
            raise ProofError(f"{old} leaves of {size}")
        return
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    found = _grown(old - 1, size - 1, path)
    if found != (old_root, root):
        raise ProofError(f"{old} leaves of {size}")


def _grown(at: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The older and the newer root that a path leads to; `None` if it is too short or too long."""
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = path[0] if path else b""
    for one in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            before, after = node_hash(one, before), node_hash(one, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = node_hash(after, one)
        at, last = at >> 1, last >> 1
    return None if last else (before, after)


def _split(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << (size - 1).bit_length() - 1
