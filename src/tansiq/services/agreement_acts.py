"""What two persons of this side do to an agreement: sign one, propose and sign one of our own, end one early.

The state's key signs when the second person approves; from then on the agreement and the signature are on their way to
the other parties. Nothing of a proposal leaves before.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.agreement import Agreement, Signed
from tansiq.domain.approval import Approval, TwoPersonAct
from tansiq.domain.errors import ConflictError, InvalidError, NotFoundError, Problem
from tansiq.domain.label import Label, Level
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.services import agreements, approvals
from tansiq.services.approvals import Deed, Proposal
from tansiq.storage.database import Transaction
from tansiq.trust import canonical
from tansiq.trust.keys import SigningKey

KEPT_YEARS = 10
"""How long an agreement is kept after its end: whoever asks what was allowed then must find it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What is signed: the version of an agreement that is held, or, with `proposed`, one that is not there yet."""

    agreement: UUID
    version: int
    service: str = ""
    proposed: Agreement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Which agreement ends, and in which version it was seen."""

    agreement: UUID
    version: int


def listed(tx: Transaction, officer: Officer) -> list[Signed]:
    """The agreements that exist for an officer, the newest first.

    Raises:
        ForbiddenError: to roles that work with none.
    """
    access.require(officer, Permission.AGREEMENT_READ)
    found = [s for s in agreements.held(tx).values() if access.allows(officer, Permission.AGREEMENT_READ, s.record)]
    return sorted(found, key=lambda one: one.record.id, reverse=True)


def get(tx: Transaction, officer: Officer, agreement: UUID) -> Signed:
    """One of them.

    Raises:
        NotFoundError: if it does not exist for this officer.
    """
    access.require(officer, Permission.AGREEMENT_READ)
    found = agreements.held(tx).get(agreement)
    if found is None:
        raise NotFoundError(str(agreement))
    access.require_shown(officer, Permission.AGREEMENT_READ, found.record)
    return found


def propose(tx: Transaction, officer: Officer, body: Agreement, *, reason: str, now: datetime) -> Approval:
    """A new agreement waits for the second person of this side.

    Raises:
        ForbiddenError: if the officer may not propose one.
        InvalidError: if this state is no party, or a party is no partner.
    """
    if officer.state not in body.parties:
        raise InvalidError("parties", Problem.NOT_IN_LIST, officer.state)
    if unknown := set(body.parties) - {officer.state} - set(tx.partners.states()):
        raise InvalidError("parties", Problem.NOT_IN_LIST, min(unknown))
    what = Signing(agreement=tx.new_id(now), version=1, service=officer.service, proposed=body)
    return _propose(tx, officer, what, reason, now)


def propose_signature(tx: Transaction, officer: Officer, what: Signing, *, reason: str, now: datetime) -> Approval:
    """The signature of this state waits for the second person.

    Raises:
        NotFoundError: if there is no such agreement.
        ConflictError: if it changed, was signed by this state, or was ended.
    """
    _check(get(tx, officer, what.agreement), what.version)
    return _propose(tx, officer, Signing(agreement=what.agreement, version=what.version), reason, now)


def _propose(tx: Transaction, officer: Officer, what: Signing, reason: str, now: datetime) -> Approval:
    proposal = Proposal(act=TwoPersonAct.AGREEMENT, subject=str(what.agreement), what=what, reason=reason)
    return approvals.propose(tx, officer, proposal, now=now)


def _check(held: Signed, version: int) -> None:
    if held.record.version != version:
        raise ConflictError(str(held.record.id), "version")
    if held.record.body.ended_on is not None:
        raise ConflictError(str(held.record.id), "ended")


def carry_out(tx: Transaction, deed: Deed, key: SigningKey) -> None:
    """This state signed; the other parties are told.

    Raises:
        ConflictError: if it changed meanwhile, or this state signed before.
    """
    what, own = canonical.decode(deed.approval.payload, Signing), deed.officer.state
    if what.proposed is not None:
        agreements.propose(tx, _record(what, what.proposed, deed))
    _check(agreements.held(tx)[what.agreement], what.version)
    agreements.sign(tx, what.agreement, key, state=own, by=deed.officer.id, now=deed.now)
    agreements.announce(tx, what.agreement, own=own, now=deed.now)


def _record(what: Signing, body: Agreement, deed: Deed) -> Record[Agreement]:
    own = deed.officer.state
    return Record(
        id=what.agreement,
        kind=Kind.AGREEMENT,
        owner=Owner(state=own, service=what.service),
        version=1,
        label=Label(policy=f"{own}-national", level=Level.RESTRICTED, releasable_to=body.parties),
        basis=Basis(authority=what.service, reference=body.title, on=deed.now.date()),
        retain_until=_kept_until(body.valid_until),
        made_by=deed.approval.proposed_by,
        made_at=deed.now,
        body=body,
    )


def _kept_until(last: date) -> date:
    return last + timedelta(days=366 * KEPT_YEARS)


def propose_end(tx: Transaction, officer: Officer, what: Ending, *, reason: str, now: datetime) -> Approval:
    """The early end waits for the second person.

    Raises:
        NotFoundError: if there is no such agreement.
        ConflictError: if it changed, or was ended.
    """
    _check(get(tx, officer, what.agreement), what.version)
    proposal = Proposal(act=TwoPersonAct.AGREEMENT_END, subject=str(what.agreement), what=what, reason=reason)
    return approvals.propose(tx, officer, proposal, now=now)


def carry_out_end(tx: Transaction, deed: Deed) -> None:
    """It allows nothing from today; what it carried is recalled, and the other parties are told.

    Raises:
        ConflictError: if it changed meanwhile.
    """
    what = canonical.decode(deed.approval.payload, Ending)
    held = agreements.held(tx).get(what.agreement)
    if held is None:
        raise NotFoundError(str(what.agreement))
    _check(held, what.version)
    by, why = deed.approval.proposed_by, deed.approval.reason
    agreements.end(tx, what.agreement, state=deed.officer.state, by=by, reason=why, now=deed.now)
