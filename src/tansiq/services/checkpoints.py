"""Checkpoints of the journal: signed while things happen, proofs of entries, and the log as files.

A checkpoint is signed only over a tree that grew out of the last one that was signed: who changed an older entry in the
database finds that the journal is signed no more, and that whoever kept a checkpoint can show it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.errors import DomainError, NotFoundError
from tansiq.domain.journal import Act, Entry, Line, Sealed
from tansiq.formats import journal_log
from tansiq.services.keeping import SYSTEM
from tansiq.storage.database import Database, Transaction
from tansiq.storage.journal_tree import Held
from tansiq.trust import checkpoints, tiles
from tansiq.trust.checkpoints import Checkpoint
from tansiq.trust.errors import NoteError, ProofError, TileError
from tansiq.trust.merkle import (
    Nodes,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from tansiq.trust.notes import Signer, Verifier


class TamperedError(DomainError):
    """The journal in the database is not the one that was signed; nothing more of it is signed."""


@dataclass(frozen=True, slots=True)
class JournalKeys:
    """The key that signs the journal's checkpoints, and all that ever did.

    Attributes:
        signer: its name is the log's origin.
        known: every key that a checkpoint of this log may be signed with.
    """

    signer: Signer
    known: tuple[Verifier, ...]


def origin(state: str) -> str:
    """The name of a node's log, for ever: one node a state."""
    return f"tansiq/{state}"


def sign(database: Database, keys: JournalKeys, *, now: datetime) -> Checkpoint | None:
    """A signed checkpoint of every entry, if there is one more since the last.

    Raises:
        TamperedError: if the tree did not grow out of the one signed last.
    """
    with database.read() as tx:
        held, size = tx.journal.tree.checkpoint(), tx.journal.last()
        if size == (0 if held is None else held.size):
            return None
        made = Checkpoint(keys.signer.name, size, tx.journal.tree.root(size))
        if held is not None:
            _verify_growth(opened(held, keys), made, tx.journal.tree.nodes(size))
    with database.write() as tx:
        held = tx.journal.tree.checkpoint()
        if held is not None and held.size >= size:  # another process was faster
            return None
        tx.journal.tree.add_checkpoint(size, checkpoints.sign(made, keys.signer), at=now)
    return made


def _verify_growth(older: Checkpoint, newer: Checkpoint, nodes: Nodes) -> None:
    try:
        proof = consistency_proof(older.size, newer.size, nodes)
        verify_consistency(older.size, older.root, size=newer.size, root=newer.root, proof=proof)
    except (ProofError, TileError) as error:
        raise TamperedError(str(older.size)) from error


def opened(held: Held, keys: JournalKeys) -> Checkpoint:
    """What a kept checkpoint says.

    Raises:
        TamperedError: if no key of this log signed it.
    """
    found = find_signed(held.note, keys)
    if found is None:
        raise TamperedError(str(held.size))
    return found


def find_signed(note: str, keys: JournalKeys) -> Checkpoint | None:
    """What a signed checkpoint says; `None` if no key of this log signed it."""
    for verifier in keys.known:
        try:
            return checkpoints.open_checkpoint(note, verifier)
        except NoteError:
            continue
    return None


def cosigned(tx: Transaction, held: Held) -> str:
    """A checkpoint as others are given it: with the cosignatures of partners."""
    return held.note + "".join(tx.journal.tree.cosignatures(held.size))


def add_cosignature(tx: Transaction, size: int, line: str, partner: Verifier) -> datetime:
    """Keeps what a partner signed of a checkpoint of ours; returns when they did.

    Args:
        line: the signature line of the partner.

    Raises:
        NotFoundError: if no checkpoint of this size was signed.
        NoteError: if the line is not the partner's cosignature of it.
    """
    held = tx.journal.tree.checkpoint_over(size)
    if held is None or held.size != size:
        raise NotFoundError(str(size))
    at = checkpoints.verify_cosignature(held.note + line, partner)
    tx.journal.tree.add_cosignature(size, partner.name, line, at=at)
    return at


class State(StrEnum):
    """How an entry, or the whole journal, stands to what was signed."""

    VERIFIED = "verified"
    WAITING = "waiting"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the journal has and what of it is signed.

    Attributes:
        size: how many entries there are; `signed` of them are under the checkpoint, made at `at`.
        cosigners: names of partners who cosigned it.
    """

    state: State
    size: int
    signed: int = 0
    at: datetime | None = None
    note: str = ""
    cosigners: tuple[str, ...] = ()
    root: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What shows that an entry is in the signed tree, and that it was opened truly.

    Attributes:
        path: the hashes from the leaf to the root, the lowest first.
    """

    state: State
    leaf: bytes = b""
    path: tuple[bytes, ...] = ()


def standing(tx: Transaction, keys: JournalKeys) -> Standing:
    """How the journal stands to its newest checkpoint, whose signature and root are verified now."""
    held, size = tx.journal.tree.checkpoint(), tx.journal.last()
    if held is None:
        return Standing(state=State.WAITING, size=size)
    note = cosigned(tx, held)
    try:
        signed = opened(held, keys)
        true = held.size <= size and tx.journal.tree.root(held.size) == signed.root
    except (TamperedError, TileError):
        true = False
    return Standing(
        state=State.VERIFIED if true else State.BROKEN,
        size=size,
        signed=held.size,
        at=held.at,
        note=note,
        cosigners=tuple(line.split(" ")[1] for line in tx.journal.tree.cosignatures(held.size)),
        root=signed.root if true else b"",
    )


def prove(tx: Transaction, lines: Sequence[Line], now_standing: Standing) -> dict[int, Proof]:
    """The proof of each of these lines, verified, by number."""
    sealed = tx.journal.sealed([line.seq for line in lines])
    nodes = tx.journal.tree.nodes(now_standing.signed)
    return {line.seq: _proof(line, sealed[line.seq], now_standing, nodes) for line in lines}


def _proof(line: Line, sealed: Sealed, at: Standing, nodes: Nodes) -> Proof:
    hashed = leaf_hash(sealed.leaf)
    if not journal_log.is_true(sealed, line.entry.act.value) or at.state is State.BROKEN:
        return Proof(state=State.BROKEN, leaf=hashed)
    if line.seq > at.signed:
        return Proof(state=State.WAITING, leaf=hashed)
    try:
        path = inclusion_proof(line.seq - 1, at.signed, nodes)
        verify_inclusion(hashed, index=line.seq - 1, size=at.signed, proof=path, root=at.root)
    except (ProofError, TileError):
        return Proof(state=State.BROKEN, leaf=hashed)
    return Proof(state=State.VERIFIED, leaf=hashed, path=tuple(path))


def file(tx: Transaction, officer: Officer, path: str) -> bytes:
    """One file of the log, as its layout names it: the newest checkpoint, a tile, a bundle of entries.

    Raises:
        NotFoundError: if the signed log has no such file.
    """
    access.require(officer, Permission.JOURNAL_VERIFY)
    found = _file(tx, path)
    if found is None:
        raise NotFoundError(path)
    return found


def _file(tx: Transaction, path: str) -> bytes | None:
    held = tx.journal.tree.checkpoint()
    if held is None:
        return None
    if path == journal_log.CHECKPOINT:
        return cosigned(tx, held).encode()
    try:
        tile = tiles.parse_path(path)
    except TileError:
        return None
    if (tile.number * tiles.WIDTH + tile.width) << tiles.HEIGHT * (tile.level or 0) > held.size:
        return None  # what is not signed yet is not handed out
    if tile.level is None:
        return tiles.encode_bundle(tx.journal.tree.entries(tile.number, tile.width))
    return tx.journal.tree.tile(tile.level, tile.number, tile.width)


def files(tx: Transaction, officer: Officer | None, keys: JournalKeys, *, now: datetime) -> Iterator[tuple[str, bytes]]:
    """The signed log as files; the export itself is journalled, and is in the next one.

    Args:
        officer: an inspector, who is given what the entries say as well; `None` is the operator, who is not.
    """
    if officer is not None:
        access.require(officer, Permission.JOURNAL_READ)
        access.require(officer, Permission.JOURNAL_VERIFY)
    held = tx.journal.tree.checkpoint()
    size = 0 if held is None else held.size
    tx.journal.append(
        Entry(act=Act.JOURNAL_EXPORTED, officer=SYSTEM if officer is None else officer.id, at=now, detail=f"log {size}")
    )
    if held is None:
        return
    yield journal_log.CHECKPOINT, cosigned(tx, held).encode()
    yield journal_log.KEYS, "".join(f"{one.to_text()}\n" for one in keys.known).encode()
    for level, number, width in tiles.tiles_of(size):
        yield tiles.tile_path(level, number, width), tx.journal.tree.tile(level, number, width)
    for number, width in tiles.bundles_of(size):
        yield tiles.entries_path(number, width), tiles.encode_bundle(tx.journal.tree.entries(number, width))
        if officer is not None:
            first = number * tiles.WIDTH + 1
            found: Mapping[int, Sealed] = tx.journal.sealed(list(range(first, first + width)))
            yield journal_log.OPENINGS, b"".join(journal_log.write_openings(found[n] for n in sorted(found)))


def extract(
    tx: Transaction, officer: Officer, lines: Sequence[Line], keys: JournalKeys, *, now: datetime
) -> Iterator[bytes]:
    """Those of these lines that are signed, as one file that proves itself; newest first."""
    access.require(officer, Permission.JOURNAL_READ)
    access.require(officer, Permission.JOURNAL_VERIFY)
    at = standing(tx, keys)
    proofs = prove(tx, lines, at)
    proved = [line for line in lines if proofs[line.seq].state is State.VERIFIED]
    tx.journal.append(Entry(act=Act.JOURNAL_EXPORTED, officer=officer.id, at=now, detail=f"lines {len(proved)}"))
    sealed = tx.journal.sealed([line.seq for line in proved])
    return journal_log.write_extract(at.note, [(sealed[line.seq], proofs[line.seq].path) for line in proved])
