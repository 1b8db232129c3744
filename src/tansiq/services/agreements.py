"""Agreements: records that every party signs; what is in force allows what leaves and what comes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tansiq.domain.agreement import Agreement, Signed
from tansiq.domain.errors import ConflictError, NotFoundError
from tansiq.domain.journal import Act, Entry
from tansiq.domain.record import Kind, Record
from tansiq.services.keeping import SYSTEM, keep
from tansiq.storage.database import Transaction
from tansiq.storage.partners import Signature
from tansiq.trust import canonical
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
        signature=key.sign(CONTEXT, canonical.encode(record)),
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
    key.verify(CONTEXT, canonical.encode(record), one.signature)
    if tx.partners.add_signature(one):
        _note(tx, Act.AGREEMENT_SIGNED, record, by=SYSTEM, now=now, detail=one.state)


def propose(tx: Transaction, record: Record[Agreement]) -> None:
    """Keeps an agreement, or a new version of one; it allows nothing until every party signed it."""
    keep(tx, record, Act.AGREEMENT_PROPOSED)


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
