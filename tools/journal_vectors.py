"""The vectors of the journal: a folder for each log, one fault in each; `make_vectors` writes them.

All officers and records are invented. A folder is named after the step of `docs/protocol/journal.md` that must fail,
and no earlier one; `good…` must pass. `key` is the log's key; `older` is a checkpoint that was kept from before.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tansiq.domain.journal import Leaf, Opening, Sealed, Thing
from tansiq.formats.journal_log import write_extract, write_openings
from tansiq.trust import canonical, checkpoints, tiles
from tansiq.trust.checkpoints import Checkpoint
from tansiq.trust.commitments import commit
from tansiq.trust.keys import SigningKey
from tansiq.trust.merkle import inclusion_proof, leaf_hash, nodes_of, root_of
from tansiq.trust.notes import Signer

LOG = Signer("tansiq/XA", SigningKey(bytes(range(32))))
OTHER = Signer("tansiq/XA", SigningKey(bytes(range(1, 33))))
START = datetime(2026, 1, 1, tzinfo=UTC)
Files = dict[str, bytes]
LAST = "tile/entries/000.p/5"


def salt(seq: int, place: int) -> bytes:
    """A salt that is the same every time; a real one is random."""
    return hashlib.sha256(f"{seq} {place}".encode()).digest()


def entry(seq: int) -> Sealed:
    """One invented entry, about none, one or two records."""
    named = [Thing(id=UUID(int=seq * 10 + place), version=None, digest=None) for place in range(seq % 3)]
    commitments = tuple(commit(salt(seq, place), thing) for place, thing in enumerate(named))
    opening = Opening(
        officer="i.invented",
        purpose="registry",
        kind="notice" if named else None,
        detail="",
        things=hashlib.sha256(b"".join(commitments)).hexdigest() if named else "",
    )
    leaf = Leaf(
        act="notice_read" if named else "signed_in",
        at=START + timedelta(seconds=seq),
        commitment=commit(salt(seq, -1), opening).hex(),
    )
    things = {place: (salt(seq, place), thing) for place, thing in enumerate(named)}
    return Sealed(
        seq=seq,
        leaf=canonical.encode(leaf),
        salt=salt(seq, -1),
        opening=opening,
        commitments=commitments,
        things=things,
    )


ENTRIES = [entry(seq) for seq in range(1, 258)]
LEAVES = [one.leaf for one in ENTRIES]


def checkpoint(leaves: Sequence[bytes], signer: Signer = LOG) -> bytes:
    """The signed checkpoint of the log of these leaves."""
    root = root_of([leaf_hash(leaf) for leaf in leaves])
    return checkpoints.sign(Checkpoint("tansiq/XA", len(leaves), root), signer).encode()


def log(leaves: Sequence[bytes] = LEAVES[:5], opened: Sequence[Sealed] = ENTRIES[:5]) -> Files:
    """A log of these leaves."""
    openings = {"openings.jsonl": b"".join(write_openings(opened))} if opened else {}
    return (
        {"key": f"{LOG.verifier.to_text()}\n".encode(), "checkpoint": checkpoint(leaves)}
        | openings
        | tiles.layout(leaves)
    )


def changed(path: str, old: bytes, new: bytes, files: Files | None = None) -> Files:
    """A log in which one file says something else."""
    found = log() if files is None else files
    return {**found, path: found[path].replace(old, new, 1)}


def extract() -> bytes:
    """Two entries that prove themselves."""
    nodes = nodes_of([leaf_hash(leaf) for leaf in LEAVES[:5]])
    proved = [(ENTRIES[at], inclusion_proof(at, 5, nodes)) for at in (1, 4)]
    return b"".join(write_extract(checkpoint(LEAVES[:5]).decode(), proved))


def logs() -> Iterator[tuple[str, Files]]:
    """Every vector: its name and its files."""
    good, large = log(), log(LEAVES, ())
    other = [*LEAVES[:2], LEAVES[3], *LEAVES[3:5]]
    erased = ENTRIES[4]
    gone = Sealed(**{**{n: getattr(erased, n) for n in erased.__slots__}, "things": {1: erased.things[1]}})
    yield "good", good
    yield "good_two_levels", large
    yield "good_without_openings", log(opened=())
    yield "good_erased_record", log(opened=[*ENTRIES[:4], gone])
    yield "good_older", {**good, "older": checkpoint(LEAVES[:3])}
    yield "step_1_other_key", {**good, "checkpoint": checkpoint(LEAVES[:5], OTHER)}
    yield "step_1_changed_size", changed("checkpoint", b"\n5\n", b"\n4\n")
    yield "step_2_missing_tile", {p: d for p, d in good.items() if p != "tile/0/000.p/5"}
    yield "step_2_cut_tile", {**good, "tile/0/000.p/5": good["tile/0/000.p/5"][:-1]}
    yield "step_3_upper_tile", {**large, "tile/1/000.p/1": bytes(32)}
    yield "step_4_missing_bundle", {p: d for p, d in good.items() if p != LAST}
    yield "step_4_blanks", {**good, LAST: tiles.encode_bundle([LEAVES[0] + b" ", *LEAVES[1:5]])}
    yield "step_5_changed_entry", changed(LAST, b"notice_read", b"notice_reed")
    yield "step_5_moved_entry", {**good, LAST: tiles.encode_bundle([LEAVES[1], LEAVES[0], *LEAVES[2:5]])}
    yield "step_6_rebuilt_tree", {**good, **tiles.layout(other)}
    yield "step_7_other_history", {**good, "older": checkpoint(other[:3])}
    yield "step_8_opened_twice", log(opened=[*ENTRIES[:2], ENTRIES[1]])
    yield "step_8_beyond_the_end", log(opened=ENTRIES[:6])
    yield "step_9_other_officer", changed("openings.jsonl", b"i.invented", b"j.invented")
    yield "step_9_other_record", changed("openings.jsonl", b'"id":"00000000', b'"id":"00000001')


def journal_vectors() -> Iterator[tuple[str, bytes]]:
    """All of them, by path below `tests/vectors/journal`."""
    yield from ((f"{name}/{path}", data) for name, files in logs() for path, data in files.items())
    yield from (("extract/good.jsonl", extract()), ("extract/key", log()["key"]))
