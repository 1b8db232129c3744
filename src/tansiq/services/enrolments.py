"""Who is a partner: enrolled by its card, after two persons compared its words; a key of it revoked; the end of it.

One officer proposes, another approves (`domain.approval`); the operator at the machine enrols at set-up.
"""

from dataclasses import dataclass
from datetime import datetime

from tansiq.domain.access import Officer
from tansiq.domain.approval import Approval, TwoPersonAct
from tansiq.domain.errors import ConflictError, InvalidError, NotFoundError, Problem
from tansiq.domain.journal import Act, Entry
from tansiq.federation.cards import SignedCard, parse_card
from tansiq.services import agreements, approvals, partners
from tansiq.services.approvals import Deed, Proposal
from tansiq.storage.database import Transaction
from tansiq.trust import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """Which state, by which card."""

    state: str
    card: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevocation:
    """Which key of which state: nothing more is taken that it signed, and nothing more is sealed to it."""

    state: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipEnd:
    """With which state the partnership ends."""

    state: str


def check(tx: Transaction, own: str, data: bytes) -> SignedCard:
    """The card of a state that may be enrolled.

    Raises:
        CardError: if it is no card.
        InvalidError: `card`, if it is this node's own, or a key on it is known as another state's.
        ConflictError: if it is a known partner's already.
    """
    signed = parse_card(data)
    card, known = signed.card, tx.partners.keys()
    if card.state == own:
        raise InvalidError("card", Problem.NOT_IN_LIST, own)
    if any(k.fingerprint in known and known[k.fingerprint].state != card.state for k in card.keys):
        raise InvalidError("card", Problem.SAME_THING_TWICE, card.state)
    if any(known[k.fingerprint].revoked_at is not None for k in card.keys if k.fingerprint in known):
        raise InvalidError("card", Problem.OUT_OF_RANGE, card.state)
    held = tx.partners.cards().get(card.state)
    if held is not None and held.data == signed.data and held.ended_at is None:
        raise ConflictError(card.state, "enrolled")
    return signed


def propose(tx: Transaction, officer: Officer, data: bytes, *, reason: str, now: datetime) -> Approval:
    """The enrolment waits for the second person.

    Raises:
        CardError, InvalidError, ConflictError: as for `check`.
        ForbiddenError: if the officer may not propose it.
    """
    signed = check(tx, officer.state, data)
    what = Enrolment(state=signed.card.state, card=signed.data)
    proposal = Proposal(act=TwoPersonAct.PARTNER_ENROLMENT, subject=what.state, what=what, reason=reason)
    return approvals.propose(tx, officer, proposal, now=now)


def carry_out(tx: Transaction, deed: Deed) -> None:
    """The card's keys are known as the state's."""
    what = canonical.decode(deed.approval.payload, Enrolment)
    enrol(tx, deed.officer.state, what.card, by=deed.officer.id, now=deed.now)


def enrol(tx: Transaction, own: str, data: bytes, *, by: str, now: datetime) -> SignedCard:
    """A partner is known by its card.

    Raises:
        CardError, InvalidError, ConflictError: as for `check`.
    """
    signed = check(tx, own, data)
    partners.keep_card(tx, signed, by=by, now=now)
    names = " ".join(key.fingerprint for key in signed.card.keys)
    detail = f"{signed.card.state} {names}"
    tx.journal.append(Entry(act=Act.PARTNER_ENROLLED, officer=by, at=now, detail=detail))
    return signed


def propose_revocation(
    tx: Transaction, officer: Officer, what: KeyRevocation, *, reason: str, now: datetime
) -> Approval:
    """The revocation of a key waits for the second person.

    Raises:
        NotFoundError: if the state has no such key that is in use.
    """
    _check_key(tx, what)
    proposal = Proposal(act=TwoPersonAct.PARTNER_KEY, subject=what.key, what=what, reason=reason)
    return approvals.propose(tx, officer, proposal, now=now)


def _check_key(tx: Transaction, what: KeyRevocation) -> None:
    held = tx.partners.keys().get(what.key)
    if held is None or held.state != what.state or held.revoked_at is not None:
        raise NotFoundError(f"{what.state} {what.key[:32]}")


def carry_out_revocation(tx: Transaction, deed: Deed) -> None:
    """Nothing more is taken that the key signed; what it signed before stays verifiable."""
    what = canonical.decode(deed.approval.payload, KeyRevocation)
    _check_key(tx, what)
    tx.partners.revoke(what.key, at=deed.now)
    detail = f"{what.state} {what.key}"
    tx.journal.append(Entry(act=Act.PARTNER_KEY_REVOKED, officer=deed.officer.id, at=deed.now, detail=detail))


def propose_end(tx: Transaction, officer: Officer, what: PartnershipEnd, *, reason: str, now: datetime) -> Approval:
    """The end of a partnership waits for the second person.

    Raises:
        NotFoundError: if it is no partner.
        ConflictError: if an agreement with it is in force: its end recalls what it carried, and that takes letters.
    """
    _check_end(tx, what, now)
    proposal = Proposal(act=TwoPersonAct.PARTNER_END, subject=what.state, what=what, reason=reason)
    return approvals.propose(tx, officer, proposal, now=now)


def _check_end(tx: Transaction, what: PartnershipEnd, now: datetime) -> None:
    if what.state not in tx.partners.states():
        raise NotFoundError(what.state)
    signed = agreements.with_partner(tx, what.state).values()
    if any(one.is_whole and one.record.body.is_valid(now.date()) for one in signed):
        raise ConflictError(what.state, "agreement_in_force")


def carry_out_end(tx: Transaction, deed: Deed) -> None:
    """Every key of the state is revoked: letters neither go nor come."""
    what, now = canonical.decode(deed.approval.payload, PartnershipEnd), deed.now
    _check_end(tx, what, now)
    for key in tx.partners.keys().values():
        if key.state == what.state:
            tx.partners.revoke(key.fingerprint, at=now)
    tx.partners.end(what.state, at=now)
    tx.journal.append(Entry(act=Act.PARTNER_ENDED, officer=deed.officer.id, at=now, detail=what.state))
