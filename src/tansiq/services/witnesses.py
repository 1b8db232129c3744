"""Witnesses: partners cosign each other's journals, so that no state can rewrite its history alone.

A checkpoint goes to every partner, with the proof that it grew out of the one that went before. The partner verifies
both and cosigns; a checkpoint that did not grow out of what it saw is a **fork**: it is kept as evidence, never
cosigned, and an alarm on every page of those who can do something about it.

* Neither checkpoints nor cosignatures are journalled, else two quiet nodes would sign each other for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tansiq.domain.errors import NotFoundError
from tansiq.domain.journal import Act, Entry
from tansiq.federation.errors import GateError
from tansiq.federation.items import ItemAct, Outcome
from tansiq.federation.steps import Step
from tansiq.services import checkpoints, outbox
from tansiq.services.keeping import SYSTEM
from tansiq.services.partners import Own
from tansiq.storage.database import Database, Transaction
from tansiq.storage.feeds import Post
from tansiq.storage.witnessed import Witnessed
from tansiq.trust import canonical
from tansiq.trust import checkpoints as signed
from tansiq.trust.checkpoints import Checkpoint
from tansiq.trust.errors import NoteError, ProofError, TileError
from tansiq.trust.keyrings import Purpose
from tansiq.trust.keys import PublicKey
from tansiq.trust.merkle import consistency_proof, verify_consistency
from tansiq.trust.notes import Signer, Verifier

EVERY = timedelta(minutes=1)
"""How often a checkpoint goes to a partner at most; what is between two of them is under the later one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointBody:
    """The body of a checkpoint item.

    Attributes:
        note: the signed checkpoint (C2SP tlog-checkpoint).
        old: the size of the one that went before; 0 for the first.
        proof: hexadecimal hashes that show that this one grew out of it (RFC 9162, section 2.1.4).
    """

    note: str
    old: int
    proof: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CosignatureBody:
    """The body of a cosignature item: the signature line of the witness for the checkpoint of this size."""

    size: int
    line: str


def offer(database: Database, own: str, partner: str, *, now: datetime) -> bool:
    """Posts the newest checkpoint to a partner, if it is newer than what went; says whether it did.

    The proof begins where the last one ended; if the partner refused that one, where it took one before.
    """
    cursor = f"witness {partner}"
    with database.read() as tx:
        last, held = tx.journal.cursor(cursor), tx.journal.tree.checkpoint()
        before = tx.journal.tree.checkpoint_over(last) if last else None
        if held is None or held.size <= last or (before is not None and held.at - before.at < EVERY):
            return False
        outcome, applied = tx.feeds.latest(partner, ItemAct.CHECKPOINT)
        old = applied if outcome == Outcome.REFUSED else last
        proof = consistency_proof(old, held.size, tx.journal.tree.nodes(held.size)) if old else []
    body = CheckpointBody(note=held.note, old=old, proof=tuple(one.hex() for one in proof))
    with database.write() as tx:
        if tx.journal.cursor(cursor) != last:
            return False
        post = Post(act=ItemAct.CHECKPOINT, body=canonical.encode(body), version=held.size)
        outbox.post(tx, own, partner, [post], now=now)
        tx.journal.move_cursor(cursor, held.size)
    return True


def take_checkpoint(tx: Transaction, own: Own, partner: str, body: CheckpointBody, *, now: datetime) -> None:
    """A partner's checkpoint is verified and cosigned, or kept as evidence of a fork.

    Raises:
        GateError: at `VALUE`, if it is not the partner's, or did not grow out of what was seen before.
    """
    found = _opened(tx, partner, body.note)
    before = tx.witnessed.find(partner)
    if before is not None and body.old > before.size:
        raise GateError(Step.VALUE, "gap")  # one before it was refused here: that is no second story
    if before is not None and not _has_grown(before, found, body):
        tx.witnessed.put(replace(before, forked_at=before.forked_at or now, fork=body.note))
        tx.journal.append(Entry(act=Act.JOURNAL_FORKED, officer=SYSTEM, at=now, detail=f"{partner} {found.size}"))
        raise GateError(Step.VALUE, "fork")
    tx.witnessed.put(
        Witnessed(
            partner=partner,
            size=found.size,
            root=found.root,
            note=body.note,
            at=now,
            forked_at=None if before is None else before.forked_at,
            fork=None if before is None else before.fork,
        )
    )
    name = checkpoints.origin(own.state)
    line = signed.cosign(body.note, Signer(name, own.journal), at=now).to_line()
    answer = canonical.encode(CosignatureBody(size=found.size, line=line))
    outbox.post(tx, own.state, partner, [Post(act=ItemAct.COSIGNATURE, body=answer)], now=now)


def take_cosignature(tx: Transaction, partner: str, body: CosignatureBody) -> None:
    """A partner's cosignature of this node's checkpoint is kept.

    Raises:
        GateError: at `VALUE`, if it is none.
    """
    for key in _journal_keys(tx, partner):
        try:
            checkpoints.add_cosignature(tx, body.size, body.line, signed.cosigner(key.name, key.key))
        except NoteError:
            continue
        except NotFoundError as error:
            raise GateError(Step.VALUE, "size") from error
        return
    raise GateError(Step.VALUE, "cosignature")


def _has_grown(before: Witnessed, found: Checkpoint, body: CheckpointBody) -> bool:
    """Whether a checkpoint begins with the tree that was seen before; the same one again has."""
    if found.size == before.size:
        return found.root == before.root
    if body.old != before.size:
        return False
    try:
        proof = [bytes.fromhex(one) for one in body.proof]
        verify_consistency(before.size, before.root, size=found.size, root=found.root, proof=proof)
    except (ProofError, TileError, ValueError):
        return False
    return True


def _opened(tx: Transaction, partner: str, note: str) -> Checkpoint:
    for key in _journal_keys(tx, partner):
        try:
            return signed.open_checkpoint(note, key)
        except NoteError:
            continue
    raise GateError(Step.VALUE, "checkpoint")


def _journal_keys(tx: Transaction, partner: str) -> Sequence[Verifier]:
    held = [k for k in tx.partners.keys(Purpose.JOURNAL).values() if k.state == partner and k.revoked_at is None]
    return [Verifier(checkpoints.origin(partner), PublicKey(key.public_key)) for key in held]
