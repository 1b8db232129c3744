"""A journal as files: what was signed verifies, to us and to an independent reader; anything else is found."""

import hashlib
import random
from datetime import UTC, datetime

import pytest
from tests.conftest import make_id
from tlog_scales import tlog
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey

from tansiq.domain.journal import Leaf, Opening, Sealed, Thing
from tansiq.formats import journal_log
from tansiq.formats.errors import LogError
from tansiq.formats.journal_log import parse_keys, verify_extract, verify_log, write_extract, write_openings
from tansiq.trust import canonical, checkpoints, tiles
from tansiq.trust.checkpoints import Checkpoint
from tansiq.trust.commitments import commit
from tansiq.trust.errors import TrustError
from tansiq.trust.keys import SigningKey
from tansiq.trust.merkle import inclusion_proof, leaf_hash, nodes_of, root_of
from tansiq.trust.notes import Signer

LOG = Signer("tansiq/XA", SigningKey(bytes(range(32))))
OTHER = Signer("tansiq/XA", SigningKey(bytes(32)))
KNOWN = [LOG.verifier]
CHANCE = random.Random(7)
AT = datetime(2026, 1, 2, tzinfo=UTC)


def sealed(seq, *, things=2, act="notice_read"):
    salts = [CHANCE.randbytes(32) for _ in range(things + 1)]
    named = [Thing(id=make_id(), version=None, digest=None) for _ in range(things)]
    commitments = tuple(commit(salt, thing) for salt, thing in zip(salts[1:], named, strict=True))
    joined = hashlib.sha256(b"".join(commitments)).hexdigest() if things else ""
    opening = Opening(officer="o", purpose="registry", kind="notice", detail="", things=joined)
    leaf = canonical.encode(Leaf(act=act, at=AT.replace(microsecond=seq), commitment=commit(salts[0], opening).hex()))
    opened = dict(enumerate(zip(salts[1:], named, strict=True)))
    return Sealed(seq=seq, leaf=leaf, salt=salts[0], opening=opening, commitments=commitments, things=opened)


def log(leaves, *, opened=(), signer=LOG):
    """The files of a log of these leaves."""
    files = tiles.layout(leaves)
    checkpoint = Checkpoint("tansiq/XA", len(leaves), root_of([leaf_hash(leaf) for leaf in leaves]))
    files["checkpoint"] = checkpoints.sign(checkpoint, signer).encode()
    if opened:
        files["openings.jsonl"] = b"".join(write_openings(opened))
    return files


ENTRIES = [sealed(seq, things=seq % 3) for seq in range(1, 301)]
LEAVES = [entry.leaf for entry in ENTRIES]
FILES = log(LEAVES, opened=ENTRIES)


def refused(files, step, **options):
    with pytest.raises(LogError) as caught:
        verify_log(files.get, KNOWN, **options)
    assert caught.value.step == step
    return caught.value


def test_what_was_signed_verifies():
    found = verify_log(FILES.get, KNOWN)
    assert (found.entries, found.opened, found.things, found.erased) == (300, 300, 300, 0)
    assert found.checkpoint.size == 300


def test_an_independent_reader_verifies_the_same_files():
    class Backend:
        def get(self, *path):
            return FILES.get("/".join(path))

    reader = TilesReader(Backend())
    checkpoint = reader.get_checkpoint()
    checkpoint.verify(Vkey.from_string(LOG.verifier.to_text()))
    assert reader.calculate_root_hash() == checkpoint.root_hash
    assert [reader.get_entry(index) for index in range(300)] == LEAVES


def test_a_log_needs_no_openings():
    files = {path: data for path, data in FILES.items() if path != "openings.jsonl"}
    assert verify_log(files.get, KNOWN).opened == 0


def test_an_erased_record_leaves_the_rest_of_the_opening():
    entry = ENTRIES[4]
    gone = Sealed(**{**{n: getattr(entry, n) for n in entry.__slots__}, "things": {1: entry.things[1]}})
    found = verify_log(log(LEAVES, opened=[gone]).get, KNOWN)
    assert (found.opened, found.things, found.erased) == (1, 1, 1)


def test_the_log_grew_out_of_an_older_checkpoint_or_did_not():
    older = log(LEAVES[:257])["checkpoint"]
    verify_log(FILES.get, KNOWN, older=older)
    other = log([*LEAVES[:3], ENTRIES[3].leaf + b" ", *LEAVES[4:257]])["checkpoint"]
    refused(FILES, 7, older=other)
    refused(FILES, 7, older=log(LEAVES[:257], signer=OTHER)["checkpoint"])
    refused(log(LEAVES[:257]), 7, older=FILES["checkpoint"])


def with_(path, change):
    files = dict(FILES)
    files[path] = change(files[path])
    return files


def flipped(data, at=40):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


FAULTS = {
    "signed by another key": (1, log(LEAVES, signer=OTHER)),
    "checkpoint changed": (1, with_("checkpoint", lambda d: d.replace(b"\n300\n", b"\n299\n"))),
    "checkpoint missing": (1, {}),
    "tile missing": (2, {p: d for p, d in FILES.items() if p != "tile/0/001.p/44"}),
    "tile cut": (2, with_("tile/0/000", lambda d: d[:-1])),
    "tile changed": (3, with_("tile/0/000", flipped)),
    "upper tile changed": (3, with_("tile/1/000.p/1", lambda d: flipped(d, 3))),
    "last tile changed": (5, with_("tile/0/001.p/44", flipped)),
    "bundle missing": (4, {p: d for p, d in FILES.items() if p != "tile/entries/000"}),
    "bundle cut": (4, with_("tile/entries/000", lambda d: d[:-1])),
    "entry no leaf": (4, log([*LEAVES[:5], b"{}", *LEAVES[6:]])),
    "entry not canonical": (4, log([*LEAVES[:5], LEAVES[5] + b" ", *LEAVES[6:]])),
    "entry changed": (5, with_("tile/entries/000", lambda d: d.replace(b"notice_read", b"notice_reed", 1))),
    "opening of another officer": (9, with_("openings.jsonl", lambda d: d.replace(b'"o"', b'"p"', 1))),
    "opening of another record": (9, with_("openings.jsonl", lambda d: d.replace(b'"id":"0', b'"id":"1', 1))),
    "opening twice": (8, with_("openings.jsonl", lambda d: d.splitlines(keepends=True)[0] + d)),
    "opening beyond the log": (8, with_("openings.jsonl", lambda d: d.replace(b'"index":299', b'"index":300'))),
    "opening no line": (8, with_("openings.jsonl", lambda d: b"{}\n" + d)),
    "commitment left out": (
        9,
        with_("openings.jsonl", lambda d: d.replace(b'"commitments":["', b'"commitments":["0', 1)),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_by_its_step(fault):
    step, files = FAULTS[fault]
    refused(files, step)


def test_whoever_rebuilds_the_tree_has_not_the_root_that_was_signed():
    files = {**log([*LEAVES[:9], sealed(10).leaf, *LEAVES[10:]]), "checkpoint": FILES["checkpoint"]}
    refused(files, 6)


@pytest.mark.parametrize("kind", ["changed", "removed", "moved", "added"])
@pytest.mark.parametrize("tree", ["left as it was", "rebuilt"])
def test_one_entry_mutated_anywhere_is_found(kind, tree):
    chance = random.Random(f"{kind} {tree}")
    for _ in range(12):
        leaves, at = list(LEAVES), chance.randrange(300)
        if kind == "changed":
            leaves[at] = leaves[at].replace(b'"act":"n', b'"act":"m')
        elif kind == "removed":
            del leaves[at]
        elif kind == "moved":
            leaves.insert((at + chance.randrange(1, 300)) % 300, leaves.pop(at))
        else:
            leaves.insert(at, sealed(chance.randrange(999)).leaf)
        made = log(leaves)
        kept = {p: d for p, d in FILES.items() if not p.startswith("tile/entries")} if tree != "rebuilt" else {}
        files = {**made, **kept, "checkpoint": FILES["checkpoint"]}
        with pytest.raises(LogError):
            verify_log(files.get, KNOWN)


def extract(entries=ENTRIES[7:9]):
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    proved = [(entry, inclusion_proof(entry.seq - 1, 300, nodes_of(hashes))) for entry in entries]
    return b"".join(write_extract(FILES["checkpoint"].decode(), proved))


def test_an_extract_proves_itself():
    found, entries = verify_extract(extract(), KNOWN)
    assert (found.entries, found.checkpoint.size) == (2, 300)
    assert [proved.entry.index for proved in entries] == [7, 8]


@pytest.mark.parametrize(
    ("step", "change"),
    [
        (1, lambda d: d.replace(b"tansiq/XA", b"tansiq/XB")),
        (1, lambda d: d.replace(b"extract/1", b"extract/2")),
        (1, lambda d: d[:0]),
        (4, lambda d: d + b"{}\n"),
        (6, lambda d: d.replace(b'"index":7', b'"index":6')),
        (6, lambda d: d.replace(b'"act":"notice_read"', b'"act":"signed_in"', 1)),
        (9, lambda d: d.replace(b'"officer":"o"', b'"officer":"p"', 1)),
    ],
)
def test_a_changed_extract_is_found(step, change):
    with pytest.raises(LogError) as caught:
        verify_extract(change(extract()), KNOWN)
    assert caught.value.step == step


def test_keys_are_read_as_notes_and_nodes_write_them():
    text = f"{LOG.verifier.to_text()}\n\n{OTHER.key.public.to_text()}"
    assert parse_keys(text, "tansiq/XA") == [LOG.verifier, OTHER.verifier]
    with pytest.raises(TrustError):
        parse_keys("no key", "tansiq/XA")


def test_whose_a_log_says_it_is_can_be_asked_before_it_is_verified():
    assert journal_log.find_origin(FILES["checkpoint"]) == journal_log.find_extract_origin(extract()) == "tansiq/XA"
    for wrong in (b"", b"\xff", b"no note\n"):
        with pytest.raises(LogError):
            journal_log.find_origin(wrong)


def test_the_checkpoint_is_one_for_others_too():
    theirs = tlog.Checkpoint.from_text(FILES["checkpoint"].decode())
    assert (theirs.origin, theirs.size) == ("tansiq/XA", 300)
