"""Requests: one state asks, the other replies with a record of its own, and the clock of the agreement counts.

Asking and replying are releases: what the agreement does not let go is refused and nothing is kept; above its level the
record is kept here and waits for a second person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.agreement import Parcel, Signed, find_term
from tansiq.domain.approval import Approval
from tansiq.domain.errors import ConflictError, NotFoundError
from tansiq.domain.journal import Act
from tansiq.domain.label import Label
from tansiq.domain.notice import later
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.domain.report import Report
from tansiq.domain.request import RETENTION_YEARS, Clock, Outcome, Reply, Request, Times, Urgency, due, times
from tansiq.services import agreements, labels, releases
from tansiq.services.keeping import keep, note_read
from tansiq.services.releases import Asked
from tansiq.storage.database import Transaction

LISTED = 200
"""How many requests a list shows, and how many answer times are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an analyst asks."""

    to: str
    text: str
    urgency: Urgency
    label: Label
    about: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an analyst replies."""

    request: UUID
    outcome: Outcome
    text: str
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A request with its clock and its answers, as far as they exist for who reads it.

    Attributes:
        replies: oldest first; `reports`: those that say that they answer it.
    """

    record: Record[Request]
    clock: Clock
    replies: tuple[Record[Reply], ...] = ()
    reports: tuple[Record[Report], ...] = ()


def ask(
    tx: Transaction, officer: Officer, question: Question, *, now: datetime
) -> tuple[Record[Request], Approval | None]:
    """A request is on its way to a partner, with the clock that the agreement sets.

    Returns:
        The request, and the proposal if a second person must agree first.

    Raises:
        ConflictError: if no agreement lets it go.
        NotFoundError: if it is about what does not exist for the officer.
    """
    access.require(officer, Permission.REQUEST_WRITE)
    _check_named(tx, officer, question.about)
    signed = _agreement(tx, officer, question.to, kind=Kind.REQUEST, label=question.label)
    body = Request(
        to=question.to,
        question=question.text,
        urgency=question.urgency,
        due_at=due(now, question.urgency, signed.record.body.clocks),
        about=question.about,
    )
    record = _made(tx, officer, body, label=question.label, signed=signed, now=now)
    is_urgent = question.urgency is Urgency.URGENT
    return record, _keep_and_send(
        tx, officer, record, partner=question.to, reason=question.text, urgent=is_urgent, now=now
    )


def reply(tx: Transaction, officer: Officer, answer: Answer, *, now: datetime) -> tuple[Record[Reply], Approval | None]:
    """The reply to a partner's request is on its way.

    Raises:
        ConflictError: if no agreement lets it go, or the request is this state's own.
        NotFoundError: if there is no such request for this officer.
    """
    access.require(officer, Permission.REQUEST_WRITE)
    held = get(tx, officer, answer.request)
    if held.owner.state == officer.state:
        raise ConflictError(str(held.id), "own_request")
    partner = held.owner.state
    signed = _agreement(tx, officer, partner, kind=Kind.REPLY, label=answer.label)
    body = Reply(request=held.id, outcome=answer.outcome, text=answer.text)
    record = _made(tx, officer, body, label=answer.label, signed=signed, now=now)
    is_urgent = held.body.urgency is Urgency.URGENT
    return record, _keep_and_send(tx, officer, record, partner=partner, reason=answer.text, urgent=is_urgent, now=now)


def _check_named(tx: Transaction, officer: Officer, about: Sequence[UUID]) -> None:
    heads = tx.records.heads(about)
    for one in about:
        if one not in heads or not access.reads(officer, heads[one]):
            raise NotFoundError(str(one))


def _agreement(tx: Transaction, officer: Officer, partner: str, *, kind: Kind, label: Label) -> Signed:
    """The agreement under which something goes.

    Raises:
        ConflictError: with the reason, if there is none.
    """
    signed = agreements.with_partner(tx, partner)
    parcel = Parcel(giver=officer.state, taker=partner, kind=kind, level=label.level)
    assert officer.at is not None
    found = find_term(signed.values(), parcel, on=officer.at.date())
    if found is None:
        raise ConflictError(partner, f"not_released {releases.why_not(signed, parcel, on=officer.at.date())}")
    return signed[found[0]]


def _made(
    tx: Transaction, officer: Officer, body: Request | Reply, *, label: Label, signed: Signed, now: datetime
) -> Record[Any]:
    agreement = signed.record
    record = Record(
        id=tx.new_id(now),
        kind=Kind.REQUEST if isinstance(body, Request) else Kind.REPLY,
        owner=Owner(state=officer.state, service=officer.service),
        version=1,
        label=labels.worded(labels.current(tx), label, officer.state, now=now),
        basis=Basis(
            authority=agreement.basis.authority,
            reference=agreement.basis.reference,
            on=agreement.basis.on,
            agreement=agreement.body.title,
        ),
        retain_until=later(now.date(), RETENTION_YEARS),
        made_by=officer.id,
        made_at=now,
        body=body,
    )
    access.require(officer, Permission.REQUEST_WRITE, record)
    return record


def _keep_and_send(
    tx: Transaction, officer: Officer, record: Record[Any], *, partner: str, reason: str, urgent: bool, now: datetime
) -> Approval | None:
    keep(tx, record, Act.RECORD_WRITTEN)
    asked = Asked(record=record.id, seen=1, partner=partner, reason=reason[:2000], urgent=urgent)
    return releases.release(tx, officer, asked, now=now)


def get(tx: Transaction, officer: Officer, request: UUID) -> Record[Request]:
    """The request.

    Raises:
        NotFoundError: if there is none, or none that exists for this officer.
    """
    record = tx.records.get(request)
    if record.kind is not Kind.REQUEST:
        raise NotFoundError(str(request))
    access.require_shown(officer, Permission.REQUEST_READ, record)
    return record


def view(tx: Transaction, officer: Officer, request: UUID) -> Put:
    """A request with its answers."""
    record = get(tx, officer, request)
    found = _put(tx, officer, [record])[0]
    answers = [*(one.id for one in found.replies), *(one.id for one in found.reports)]
    note_read(tx, officer, Act.RECORD_READ, (request, *answers), kind=Kind.REQUEST)
    return found


def listed(tx: Transaction, officer: Officer) -> list[Put]:
    """The newest requests that exist for an officer, with their clocks."""
    access.require(officer, Permission.REQUEST_READ)
    ids = tx.dossiers.newest(Kind.REQUEST, access.scope(officer, Permission.REQUEST_READ), limit=LISTED)
    return _listed(tx, officer, ids)


def about(tx: Transaction, officer: Officer, thing: UUID) -> list[Put]:
    """The requests about a record, as far as they exist for an officer."""
    if not access.allows(officer, Permission.REQUEST_READ):
        return []
    within = access.scope(officer, Permission.REQUEST_READ)
    return _listed(tx, officer, tx.dossiers.about([thing], within, Kind.REQUEST).get(thing, []))


def _listed(tx: Transaction, officer: Officer, ids: list[UUID]) -> list[Put]:
    heads = tx.records.heads(ids)
    if ids:
        note_read(tx, officer, Act.LIST_READ, ids, kind=Kind.REQUEST)
    return _put(tx, officer, [heads[one] for one in ids])


def _put(tx: Transaction, officer: Officer, records: list[Record[Request]]) -> list[Put]:
    within = access.scope(officer, Permission.REQUEST_READ)
    answers = tx.dossiers.about([r.id for r in records], within, Kind.REPLY, Kind.REPORT)
    heads = tx.records.heads({one for some in answers.values() for one in some})
    found = []
    for record in records:
        some = [heads[n] for n in answers.get(record.id, []) if _answers(heads[n], record)]
        shown = [one for one in some if access.reads(officer, one)]
        came = min((at for one in some if (at := _came(tx, one, record)) is not None), default=None)
        found.append(
            Put(
                record=record,
                clock=Clock(asked_at=record.made_at, due_at=record.body.due_at, answered_at=came),
                replies=tuple(one for one in shown if one.kind is Kind.REPLY),
                reports=tuple(one for one in shown if one.kind is Kind.REPORT),
            )
        )
    return found


def _answers(one: Record[Any], request: Record[Request]) -> bool:
    """A reply of the state that was asked; a report of it that is with whoever asked."""
    return one.owner.state == request.body.to


def _came(tx: Transaction, one: Record[Any], request: Record[Request]) -> datetime | None:
    """When an answer was here, if it is a partner's; when it was sent, if it is this state's own and was sent."""
    received = tx.holdings.find_received(one.id)
    if received is not None:
        return received.received_at
    sent = [h.released_at for h in tx.holdings.of([one.id], request.owner.state)]
    return min(sent, default=None)


def figures(found: Sequence[Put], *, to: str | None = None, by: str | None = None) -> Times | None:
    """How long answers really took: of the states that this one asked, or of this one.

    Args:
        to: only requests to this state.
        by: only requests of this state.
    """
    chosen = [p for p in found if (to is None or p.record.body.to == to) and (by is None or p.record.owner.state == by)]
    return times(one.clock for one in chosen)
