"""Releases: what of a record goes to a partner, seen before it is sent; what is called back; who holds what.

* A preview says field by field what goes, what stays and why. What is sent is what it showed: the same version with
  what stays taken out, as bytes of its own.
* Above the level of the agreement's term, or of the officer's own ceiling, a second person agrees to these very bytes.
* `Telling` writes the items, notes the copies and journals the act, in one transaction; rules use it as people do.

    found = preview(tx, officer, record, "TN", now=now)
    release(tx, officer, Asked(record=record.id, seen=record.version, partner="TN"), now=now)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from tansiq.domain import access
from tansiq.domain.access import Officer, Reason
from tansiq.domain.agreement import NotAgreed, Parcel, Signed, Term, allows, find_term
from tansiq.domain.approval import RULES, Approval, TwoPersonAct
from tansiq.domain.errors import ConflictError, ForbiddenError, NotFoundError
from tansiq.domain.journal import Act, Entry
from tansiq.domain.label import Level
from tansiq.domain.label_policy import LabelPolicy
from tansiq.domain.record import Kind, Record
from tansiq.domain.release import Limits, Plan, RecallReason, Stays, plan
from tansiq.domain.report import Report
from tansiq.domain.request import Request
from tansiq.domain.roles import RELEASE_CEILING
from tansiq.federation.gate import RecallBody, ReleaseBody
from tansiq.federation.items import ItemAct, digest
from tansiq.services import agreements, approvals, labels, outbox
from tansiq.services.approvals import Deed, Proposal
from tansiq.services.keeping import SYSTEM, note_read
from tansiq.storage.database import Transaction
from tansiq.storage.feeds import Post
from tansiq.storage.holdings import Holding, HoldingState
from tansiq.trust import canonical

LIVE = frozenset({HoldingState.SENT, HoldingState.HELD})
"""States of copies that are at the partner, or on their way."""


@dataclass(slots=True, kw_only=True)
class Telling:
    """What one partner is to be told in one transaction.

    Attributes:
        by: whose act it is; the node's own where it follows a rule.
    """

    tx: Transaction
    own: str
    partner: str
    now: datetime
    by: str = SYSTEM
    posts: list[Post] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)

    def release(
        self, record: Record[Any], data: bytes, agreement: UUID, *, standing: bool, before: Holding | None = None
    ) -> None:
        """Sends a version.

        Args:
            data: its bytes, as the partner is to have them.
            before: what is known of the partner's copy, if it has one.
        """
        self.posts.append(
            Post(
                act=ItemAct.RELEASE,
                body=canonical.encode(ReleaseBody(record=msgspec.Raw(data))),
                agreement=agreement,
                record=record.id,
                version=record.version,
                compartments=record.label.compartments,
            )
        )
        self.holdings.append(
            Holding(
                partner=self.partner,
                record=record.id,
                kind=record.kind.value,
                service=record.owner.service,
                agreement=agreement,
                standing=standing,
                version=record.version,
                digest=digest(data),
                confirmed=0 if before is None else before.confirmed,
                released_at=self.now if before is None else before.released_at,
            )
        )

    def recall(self, holding: Holding, reason: str) -> None:
        """Calls a copy back.

        Args:
            reason: a closed word.
        """
        body = RecallBody(record=holding.record, kind=Kind(holding.kind), service=holding.service, reason=reason)
        self.posts.append(Post(act=ItemAct.RECALL, body=canonical.encode(body), record=holding.record))
        self.holdings.append(replace(holding, state=HoldingState.RECALLED, recalled_at=self.now))

    def post(self, *, urgent: bool = False) -> int:
        """Posts all of it, and says how many items that is.

        Args:
            urgent: whether it goes in the urgent lane.
        """
        if self.posts:
            outbox.post(self.tx, self.own, self.partner, self.posts, now=self.now, urgent=urgent)
            self.tx.holdings.put(self.holdings)
            for act, wanted in ((Act.RECORD_RELEASED, ItemAct.RELEASE), (Act.RECORD_RECALLED, ItemAct.RECALL)):
                things = tuple(p.record for p in self.posts if p.act is wanted and p.record is not None)
                if things:
                    self.tx.journal.append(
                        Entry(act=act, officer=self.by, at=self.now, others=things, detail=self.partner)
                    )
        return len(self.posts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a release would do, field by field.

    Attributes:
        plan: what goes and what stays; `None` if no agreement lets anything of this kind go.
        refusal: why nothing goes: a reason of the agreement, or of the plan.
        agreement, term: what allows it.
        needs_second: whether a second person must agree.
        before: what is known of the partner's copy.
    """

    record: Record[Any]
    partner: str
    plan: Plan | None = None
    refusal: NotAgreed | Stays | None = None
    agreement: Signed | None = None
    term: Term | None = None
    needs_second: bool = False
    before: Holding | None = None


def get(tx: Transaction, officer: Officer, record_id: UUID) -> Record[Any]:
    """A record of the officer's state that they may release.

    Raises:
        NotFoundError: if none exists for them.
        ForbiddenError: if their role releases none of its kind, or another state owns it.
    """
    record = tx.records.get(record_id)
    permission = access.RELEASING.get(record.kind)
    if permission is None or record.kind not in access.READING:
        raise NotFoundError(str(record_id))
    access.require_shown(officer, access.READING[record.kind], record)
    access.require(officer, permission)
    if record.owner.state != officer.state:
        raise ForbiddenError(permission, Reason.NOT_OWNER)
    return record


def get_previewed(tx: Transaction, officer: Officer, record_id: UUID) -> Record[Any]:
    """A record of the officer's state that they read, to see what a release would send: for the second person."""
    record = tx.records.get(record_id)
    if record.kind not in access.RELEASING or record.owner.state != officer.state:
        raise NotFoundError(str(record_id))
    access.require_shown(officer, access.READING[record.kind], record)
    note_read(
        tx, officer, Act.NOTICE_READ if record.kind is Kind.NOTICE else Act.RECORD_READ, [record_id], kind=record.kind
    )
    return record


def get_shown(tx: Transaction, officer: Officer, record_id: UUID) -> Record[Any]:
    """`get`, to be shown."""
    record = get(tx, officer, record_id)
    note_read(
        tx, officer, Act.NOTICE_READ if record.kind is Kind.NOTICE else Act.RECORD_READ, [record_id], kind=record.kind
    )
    return record


def partners(tx: Transaction, officer: Officer) -> list[str]:
    """The states that a release can be thought of for: partners that are enrolled."""
    return [state for state in tx.partners.states() if state != officer.state]


def may_release(officer: Officer, record: Record[Any]) -> bool:
    """Whether a page should offer it; `get` asks again."""
    permission = access.RELEASING.get(record.kind)
    return permission is not None and record.owner.state == officer.state and access.allows(officer, permission)


def preview(tx: Transaction, officer: Officer, record: Record[Any], partner: str, *, now: datetime) -> Preview:
    """What of a record would go to a partner, what stays and why; nothing is sent."""
    signed = agreements.with_partner(tx, partner)
    before = next(iter(tx.holdings.of([record.id], partner)), None)
    if before is not None and before.state in {HoldingState.RECALLED, HoldingState.GONE}:
        return Preview(record=record, partner=partner, refusal=Stays.RECALLED, before=before)
    parcel = Parcel(giver=officer.state, taker=partner, kind=record.kind, level=Level.UNCLASSIFIED)
    level = _highest(signed, parcel, now)
    if isinstance(level, NotAgreed):
        return Preview(record=record, partner=partner, refusal=level, before=before)
    policy = labels.current(tx)
    limits = Limits(
        partner=partner,
        level=level,
        ceiling=_joint_ceiling(policy, officer),
        known=_known(tx, record, partner),
    )
    found = plan(record, limits)
    if found.outgoing is None:
        return Preview(record=record, partner=partner, plan=found, refusal=found.refusal, before=before)
    outgoing = found.outgoing.label.level
    term = find_term(signed.values(), replace(parcel, level=outgoing), on=now.date())
    assert term is not None  # its level was found under one
    second, alone = term[1].second_person_from, labels.release_ceiling(policy, officer)
    return Preview(
        record=record,
        partner=partner,
        plan=found,
        agreement=signed[term[0]],
        term=term[1],
        needs_second=(second is not None and outgoing.rank >= second.rank)
        or alone is None
        or outgoing.rank > alone.rank,
        before=before,
    )


def _highest(signed: Mapping[UUID, Signed], parcel: Parcel, now: datetime) -> Level | NotAgreed:
    """The highest level that an agreement lets go, or why none lets anything go."""
    for level in reversed(Level):
        if find_term(signed.values(), replace(parcel, level=level), on=now.date()) is not None:
            return level
    return why_not(signed, parcel, on=now.date())


def why_not(signed: Mapping[UUID, Signed], parcel: Parcel, *, on: date) -> NotAgreed:
    """Why no agreement lets a parcel go: the reason of the one that came nearest."""
    said = [allows(one.record.body, parcel, on=on) if one.is_whole else NotAgreed.UNSIGNED for one in signed.values()]
    reasons = [one for one in said if isinstance(one, NotAgreed)]
    return max(reasons, key=list(NotAgreed).index, default=NotAgreed.UNKNOWN)


def _joint_ceiling(policy: LabelPolicy | None, officer: Officer) -> Level | None:
    """The highest level that goes with a second person's word: the officer's own, or that of who approves."""
    own = labels.release_ceiling(policy, officer)
    theirs = [
        table if policy is None else policy.ceiling(role, officer.service, table)
        for role, table in RELEASE_CEILING.items()
        if role in RULES[TwoPersonAct.RELEASE].approvers
    ]
    return max((one for one in (own, *theirs) if one is not None), key=lambda level: level.rank, default=None)


def _known(tx: Transaction, record: Record[Any], partner: str) -> frozenset[UUID]:
    """Those of the records that this one names which the partner has: its own, and what it holds of this state's."""
    ids = named(record.body)
    owned = {one.id for one in tx.records.heads(ids).values() if one.owner.state == partner}
    held = {one.record for one in tx.holdings.of(ids, partner) if one.state in LIVE}
    return frozenset(owned | held)


def named(body: Any) -> list[UUID]:
    """The records that a report or request names."""
    if isinstance(body, Report):
        return [*body.notices, *(() if body.answers is None else (body.answers,))]
    return list(body.about) if isinstance(body, Request) else []


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOrder:
    """What one officer proposes and another approves: these very bytes to this partner."""

    record: UUID
    version: int
    partner: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an officer asks to be released.

    Attributes:
        seen: the version whose preview they had before them.
        urgent: whether it goes in the urgent lane.
    """

    record: UUID
    seen: int
    partner: str
    reason: str = ""
    urgent: bool = False


def release(tx: Transaction, officer: Officer, asked: Asked, *, now: datetime) -> Approval | None:
    """The version goes to the partner as the preview shows it; above a level it waits for a second person.

    Returns:
        The proposal, if a second person must agree; `None` if it is on its way.

    Raises:
        ConflictError: if it changed since the preview, or nothing of it may go; the reason says which.
        InvalidError: if a second person must agree and there is no reason for them.
    """
    record = get(tx, officer, asked.record)
    if record.version != asked.seen:
        raise ConflictError(str(record.id), "version")
    found = preview(tx, officer, record, asked.partner, now=now)
    if found.plan is None or found.plan.outgoing is None:
        raise ConflictError(str(record.id), f"not_released {found.refusal}")
    if not found.needs_second:
        _send(tx, officer, found, urgent=asked.urgent, now=now)
        return None
    data = canonical.encode(found.plan.outgoing)
    order = ReleaseOrder(record=record.id, version=record.version, partner=asked.partner, digest=canonical.digest(data))
    proposal = Proposal(act=TwoPersonAct.RELEASE, subject=str(record.id), what=order, reason=asked.reason)
    return approvals.propose(tx, officer, proposal, now=now)


def carry_out(tx: Transaction, deed: Deed) -> None:
    """What was proposed goes, if it is still what it was and within what the second person may let go.

    Raises:
        ConflictError: if record, labels or agreement changed since.
    """
    order = canonical.decode(deed.approval.payload, ReleaseOrder)
    record = tx.records.get(order.record)
    access.require_shown(deed.officer, access.READING[record.kind], record)
    found = preview(tx, deed.officer, record, order.partner, now=deed.now)
    outgoing = None if found.plan is None else found.plan.outgoing
    if outgoing is None or canonical.digest(canonical.encode(outgoing)) != order.digest:
        raise ConflictError(str(order.record), "version")
    ceiling = labels.release_ceiling(labels.current(tx), deed.officer)
    if ceiling is None or outgoing.label.level.rank > ceiling.rank:
        raise ForbiddenError(access.RELEASING[record.kind], Reason.RELEASE_LEVEL)
    _send(tx, deed.officer, found, urgent=False, now=deed.now)


def _send(tx: Transaction, officer: Officer, found: Preview, *, urgent: bool, now: datetime) -> None:
    assert found.plan is not None
    assert found.plan.outgoing is not None
    assert found.agreement is not None
    telling = Telling(tx=tx, own=officer.state, partner=found.partner, now=now, by=officer.id)
    outgoing, before = found.plan.outgoing, found.before
    telling.release(
        outgoing,
        canonical.encode(outgoing),
        found.agreement.record.id,
        standing=before is not None and before.standing,
        before=before if before is not None and before.state in LIVE else None,
    )
    telling.post(urgent=urgent)


def recall(
    tx: Transaction, officer: Officer, record_id: UUID, partner: str, *, reason: RecallReason, now: datetime
) -> None:
    """The partner's copy is called back; its receipt says when it is gone.

    Raises:
        ConflictError: if the partner has none that was not recalled.
    """
    record = get(tx, officer, record_id)
    held = next(iter(tx.holdings.of([record.id], partner)), None)
    if held is None or held.state not in LIVE | {HoldingState.REFUSED}:
        raise ConflictError(str(record_id), "not_held")
    telling = Telling(tx=tx, own=officer.state, partner=partner, now=now, by=officer.id)
    telling.recall(held, reason.value)
    telling.post()


def holders(tx: Transaction, officer: Officer, record: Record[Any]) -> list[Holding]:
    """Who has copies of a record of the officer's own state, and in what state they are."""
    return tx.holdings.of([record.id]) if record.owner.state == officer.state else []
