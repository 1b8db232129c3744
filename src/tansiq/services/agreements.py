"""Agreements: records that every party signs; what is in force allows what leaves and what comes.

A version and the signatures on it travel together, to every party. Version 1 is its owner's proposal; the only later
version is the one by which a party ends it, and that holds without further signatures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from tansiq.domain.agreement import Agreement, Signed, ended
from tansiq.domain.errors import ConflictError, InvalidError, NotFoundError
from tansiq.domain.journal import Act, Entry
from tansiq.domain.record import Kind, Record
from tansiq.federation.errors import GateError
from tansiq.federation.items import ItemAct
from tansiq.federation.steps import Step
from tansiq.services import outbox
from tansiq.services.keeping import SYSTEM, keep
from tansiq.storage.database import Transaction
from tansiq.storage.feeds import Post
from tansiq.storage.partners import Signature
from tansiq.trust import canonical
from tansiq.trust.errors import CanonicalError, SignatureError
from tansiq.trust.keyrings import Purpose
from tansiq.trust.keys import PublicKey, SigningKey

CONTEXT = "tansiq-agreement/1 signature"
"""What a state's key signs for: the canonical bytes of one version."""


def held(tx: Transaction) -> dict[UUID, Signed]:
    """Every agreement, in its latest version, with those who signed it."""
    signatures = tx.partners.signatures()
    records: Mapping[UUID, Record[Agreement]] = tx.records.heads(tx.records.find_kind(Kind.AGREEMENT))
    return {
        record.id: Signed(
            record=record, signers=frozenset(s.state for s in signatures.get((record.id, record.version), ()))
        )
        for record in records.values()
    }


def with_partner(tx: Transaction, partner: str) -> dict[UUID, Signed]:
    """The agreements to which a partner is a party."""
    return {key: signed for key, signed in held(tx).items() if partner in signed.record.body.parties}


def sign(tx: Transaction, agreement: UUID, key: SigningKey, *, state: str, by: str, now: datetime) -> Signature:
    """This state signs the version that is held.

    Raises:
        NotFoundError: if there is no such agreement.
        ConflictError: if the state is no party, or signed before.
    """
    record = _get(tx, agreement)
    if state not in record.body.parties:
        raise ConflictError(str(agreement), "no_party")
    signature = Signature(
        agreement=agreement,
        version=record.version,
        state=state,
        key=key.public.fingerprint,
        signature=key.sign(CONTEXT, _kept(tx, record)),
        at=now,
    )
    if not tx.partners.add_signature(signature):
        raise ConflictError(str(agreement), "signed")
    _note(tx, Act.AGREEMENT_SIGNED, record, by=by, now=now, detail=state)
    return signature


def take_signature(tx: Transaction, one: Signature, key: PublicKey, *, now: datetime) -> None:
    """A partner's signature on the version that is held here.

    Raises:
        NotFoundError: if there is no such agreement.
        ConflictError: if it is of another version.
        SignatureError: if it does not fit.
    """
    record = _get(tx, one.agreement)
    if record.version != one.version:
        raise ConflictError(str(one.agreement), "version")
    key.verify(CONTEXT, _kept(tx, record), one.signature)
    if tx.partners.add_signature(one):
        _note(tx, Act.AGREEMENT_SIGNED, record, by=SYSTEM, now=now, detail=one.state)


def propose(tx: Transaction, record: Record[Agreement]) -> None:
    """Keeps an agreement, or a new version of one; it allows nothing until every party signed it."""
    keep(tx, record, Act.AGREEMENT_PROPOSED)


def _kept(tx: Transaction, record: Record[Agreement]) -> bytes:
    """The version as its maker's bytes; members that nobody here knows are signed as well."""
    return next(iter(tx.records.heads_bytes([record.id])))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBy:
    """A state's signature, as it travels; `key` is the fingerprint of the key."""

    state: str
    key: str
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementBody:
    """The body of an item: one version as its maker's bytes, and the signatures on it that the sender holds."""

    record: msgspec.Raw
    signatures: tuple[SignedBy, ...] = ()


def to_body(tx: Transaction, agreement: UUID) -> bytes:
    """What parties are told of an agreement; the file that a medium carries holds the same.

    Raises:
        NotFoundError: if there is no such agreement.
    """
    record = _get(tx, agreement)
    held = tx.partners.signatures().get((record.id, record.version), ())
    signed = tuple(SignedBy(state=one.state, key=one.key, signature=one.signature) for one in held)
    return canonical.encode(AgreementBody(record=msgspec.Raw(_kept(tx, record)), signatures=signed))


def announce(tx: Transaction, agreement: UUID, *, own: str, now: datetime) -> None:
    """Posts an agreement, as it is here, to every other party that is known."""
    body, parties = to_body(tx, agreement), _get(tx, agreement).body.parties
    for party in parties:
        if party != own and outbox.is_known(tx, party, now=now):
            post = Post(act=ItemAct.AGREEMENT, body=body, record=agreement)
            outbox.post(tx, own, party, [post], now=now)


def end(tx: Transaction, agreement: UUID, *, state: str, by: str, reason: str, now: datetime) -> Record[Agreement]:
    """A party ends an agreement: from today it allows nothing, and what it carried is recalled.

    Raises:
        NotFoundError: if there is no such agreement.
        ConflictError: if the state is no party, or it was ended before.
    """
    record = _get(tx, agreement)
    if state not in record.body.parties:
        raise ConflictError(str(agreement), "no_party")
    if record.body.ended_on is not None:
        raise ConflictError(str(agreement), "ended")
    body = ended(record.body, by=state, on=now.date())
    new = record.amended(by=by, at=now, reason=reason, body=body)
    keep(tx, new, Act.AGREEMENT_ENDED, detail=state)
    announce(tx, agreement, own=state, now=now)
    return new


def take(tx: Transaction, sender: str, body: bytes, now: datetime, *, own: str) -> UUID:
    """A party proposes an agreement, tells signatures on it, or ends it; nothing is kept unless all of it is in order.

    Raises:
        GateError: `VALUE`, if it is no agreement, or a signature does not fit; `AGREEMENT`, if sender or this state is
            no party; `OWNER`, if the version is neither the sender's proposal nor its ending; `LABEL`, if it is not
            releasable to this state; `ERASED`; `LATER`, if another version, or a later one, is held.
    """
    came, record = _decoded(body)
    _check_parties(record, sender, own)
    if tx.records.erased([record.id]):
        raise GateError(Step.ERASED, str(record.id))
    data = bytes(came.record)
    held = tx.records.heads([record.id]).get(record.id)
    is_new = held is None or record.version != held.version
    if held is None:
        _check_proposal(record, sender)
    elif is_new:
        _check_ending(held, record, sender)
    elif _kept(tx, record) != data:
        raise GateError(Step.LATER, str(record.version))
    signatures = _verified(tx, came, record, data, now)
    if is_new:
        _keep(tx, record, data, sender, now)
    for one in signatures:
        if tx.partners.add_signature(one):
            _note(tx, Act.AGREEMENT_SIGNED, record, by=SYSTEM, now=now, detail=one.state)
    return record.id


def _decoded(body: bytes) -> tuple[AgreementBody, Record[Agreement]]:
    try:
        canonical.verify_canonical(body)
        came = canonical.decode(body, AgreementBody)
        record = canonical.decode(bytes(came.record), Record[Agreement])
    except (CanonicalError, InvalidError, OverflowError) as error:
        raise GateError(Step.VALUE, "agreement") from error
    if record.kind is not Kind.AGREEMENT:
        raise GateError(Step.VALUE, record.kind)
    return came, record


def _check_parties(record: Record[Agreement], sender: str, own: str) -> None:
    if not {sender, own, record.owner.state} <= set(record.body.parties):
        raise GateError(Step.AGREEMENT, "no_party")
    if own != record.owner.state and own not in record.label.releasable_to:
        raise GateError(Step.LABEL)


def _check_proposal(record: Record[Agreement], sender: str) -> None:
    if record.owner.state != sender:
        raise GateError(Step.OWNER, record.owner.state)
    if record.version != 1 or record.body.ended_on is not None:
        raise GateError(Step.VALUE, "version")


def _check_ending(held: Record[Any], record: Record[Agreement], sender: str) -> None:
    """The next version ends it, in the name of its sender, and changes nothing else."""
    if held.kind is not Kind.AGREEMENT or record.version != held.version + 1:
        raise GateError(Step.LATER, str(record.version))
    if record.body.ended_by != sender:
        raise GateError(Step.OWNER, record.body.ended_by or "")
    before = replace(record, version=held.version, made_by=held.made_by, made_at=held.made_at, reason=held.reason)
    if replace(before, body=replace(record.body, ended_on=None, ended_by=None)) != held:
        raise GateError(Step.VALUE, "ending")


def _verified(
    tx: Transaction, came: AgreementBody, record: Record[Agreement], data: bytes, now: datetime
) -> list[Signature]:
    """The signatures by known keys of the states that they name; those of states that are unknown here are left."""
    known = tx.partners.keys(Purpose.SIGNING)
    states = {key.state for key in known.values()}
    found = []
    for one in came.signatures:
        if one.state not in states:
            continue
        key = known.get(one.key)
        if one.state not in record.body.parties or key is None or key.state != one.state or key.revoked_at is not None:
            raise GateError(Step.VALUE, f"signature {one.state[:3]}")
        try:
            PublicKey(key.public_key).verify(CONTEXT, data, one.signature)
        except SignatureError as error:
            raise GateError(Step.VALUE, f"signature {one.state}") from error
        found.append(
            Signature(
                agreement=record.id,
                version=record.version,
                state=one.state,
                key=one.key,
                signature=one.signature,
                at=now,
            )
        )
    return found


def _keep(tx: Transaction, record: Record[Agreement], data: bytes, sender: str, now: datetime) -> None:
    tx.records.add_received([(record, data)])
    act = Act.AGREEMENT_PROPOSED if record.body.ended_on is None else Act.AGREEMENT_ENDED
    _note(tx, act, record, by=SYSTEM, now=now, detail=sender)


def _get(tx: Transaction, agreement: UUID) -> Record[Any]:
    record = tx.records.heads([agreement]).get(agreement)
    if record is None or record.kind is not Kind.AGREEMENT:
        raise NotFoundError(str(agreement))
    return record


def _note(tx: Transaction, act: Act, record: Record[Agreement], *, by: str, now: datetime, detail: str) -> None:
    tx.journal.append(
        Entry(
            act=act,
            officer=by,
            at=now,
            kind=record.kind,
            thing=record.id,
            version=record.version,
            detail=detail,
        )
    )
