"""Review: the work list of proposed pairs, the pair side by side, the judgement and its undoing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tansiq.domain import access, link
from tansiq.domain.access import Officer, Permission
from tansiq.domain.difference import Change, differences
from tansiq.domain.errors import ConflictError, NotFoundError
from tansiq.domain.journal import Act, Entry
from tansiq.domain.label import Label, highest
from tansiq.domain.link import Judgement, Link
from tansiq.domain.notice import Notice
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.matching import compare_identities
from tansiq.services import authors, notices, persons
from tansiq.services.identities import identity
from tansiq.services.keeping import keep, note_read
from tansiq.services.unification import Step, count_behind, read_evidence, write_evidence
from tansiq.storage.database import Transaction
from tansiq.storage.proposals import Proposal

DEFER_HOURS = 24
"""How long a deferred pair stays out of the work list."""
COUNTED = 1000
"""Up to so many waiting pairs are counted beside a pair: all 27,000 of a first import would take 100 ms a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two notices side by side, as an officer may see them.

    Attributes:
        proposal: what the matcher says, if it proposes the pair.
        evidence: of the proposal, or computed now for a pair that is not proposed.
        history: every version of the judgement on the pair, newest first.
        officers: names of the officers in the history, by identifier.
    """

    left: Record[Notice]
    right: Record[Notice]
    proposal: Proposal | None
    evidence: tuple[Step, ...]
    history: tuple[Record[Link], ...]
    officers: authors.Names

    @property
    def standing(self) -> Record[Link] | None:
        """The judgement that stands."""
        return self.history[0] if self.history and not self.history[0].body.withdrawn else None

    @property
    def link_version(self) -> int:
        """The version of the judgement on the pair; 0 if nobody judged it yet."""
        return self.history[0].version if self.history else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """One page of the pairs that wait, most urgent first, with their notices.

    Attributes:
        behind: how many notices changed and were not compared yet; while it is not 0, more pairs may come.
    """

    proposals: tuple[Proposal, ...]
    notices: dict[UUID, Record[Notice]]
    total: int
    offset: int
    behind: int


def work_list(tx: Transaction, officer: Officer, *, now: datetime, offset: int = 0, limit: int = 50) -> WorkList:
    """Pairs that nobody judged yet."""
    access.require(officer, Permission.LINK_READ)
    within = access.scope(officer)
    found = tx.proposals.waiting(within, now=now, offset=offset, limit=limit)
    heads = tx.records.heads({n for p in found for n in (p.left, p.right)})
    if heads:
        note_read(tx, officer, Act.LIST_READ, heads)
    return WorkList(
        proposals=tuple(found),
        notices=heads,
        total=tx.proposals.count_waiting(within, now=now),
        offset=offset,
        behind=count_behind(tx, within),
    )


def next_pair(tx: Transaction, officer: Officer, *, now: datetime) -> tuple[UUID, UUID] | None:
    """The pair to look at next."""
    access.require(officer, Permission.LINK_READ)
    found = tx.proposals.waiting(access.scope(officer), now=now, limit=1)
    return (found[0].left, found[0].right) if found else None


def get_pair(tx: Transaction, officer: Officer, one: UUID, other: UUID) -> Pair:
    """Both notices, what the matcher says and what people said.

    Raises:
        NotFoundError: if one of the notices does not exist for this officer.
    """
    access.require(officer, Permission.LINK_READ)
    left, right = link.pair(one, other)
    found = tx.links.of_pair(left, right)
    history = [] if found is None else _readable(officer, tx.records.history(found))
    first, second = notices.get(tx, officer, left), notices.get(tx, officer, right)
    proposal = tx.proposals.get(left, right)
    note_read(tx, officer, Act.PAIR_READ, (left, right, *(record.id for record in history)))
    return Pair(
        left=first,
        right=second,
        proposal=proposal,
        evidence=_compared(first, second) if proposal is None else read_evidence(proposal.evidence),
        history=tuple(history),
        officers=authors.names(tx, history),
    )


def _readable(officer: Officer, versions: list[Record[Link]]) -> list[Record[Link]]:
    """The versions of a judgement that exist for the officer: their reasons may tell what a notice no longer says."""
    return [record for record in versions if access.allows(officer, Permission.LINK_READ, record)]


def _compared(left: Record[Notice], right: Record[Notice]) -> tuple[Step, ...]:
    return read_evidence(write_evidence(compare_identities(identity(left), identity(right))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a pair stands in the work list: `number` of `total`; `None` if it does not wait.

    Both are counted up to `COUNTED`: more is shown as more.
    """

    number: int | None
    total: int


def place(tx: Transaction, officer: Officer, pair: Pair, *, now: datetime) -> Place:
    """Where a pair stands among those that wait."""
    access.require(officer, Permission.LINK_READ)
    within = access.scope(officer)
    total = tx.proposals.count_waiting(within, now=now, most=COUNTED)
    waits = pair.proposal is not None and tx.proposals.is_waiting(pair.proposal, within, now=now)
    if pair.proposal is None or not waits:
        return Place(number=None, total=total)
    return Place(number=tx.proposals.count_before(pair.proposal, within, now=now, most=COUNTED) + 1, total=total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an officer says of a pair, and which versions they had before them.

    Attributes:
        link_version: the version of the judgement on the pair; 0 if nobody had judged it.
    """

    left: UUID
    right: UUID
    left_version: int
    right_version: int
    link_version: int = 0
    judgement: Judgement
    reason: str


def judge(tx: Transaction, officer: Officer, decision: Decision, *, now: datetime) -> Record[Link]:
    """The judgement is kept, and persons are what it makes of them.

    Raises:
        ConflictError: if one of the notices changed, or somebody judged the pair, since the officer saw them.
        ForbiddenError: if the judgement that is held is another state's.
    """
    access.require(officer, Permission.LINK_JUDGE)
    pair = get_pair(tx, officer, decision.left, decision.right)
    if (pair.left.version, pair.right.version) != (decision.left_version, decision.right_version):
        raise ConflictError(str(decision.left), "version")
    if pair.link_version != decision.link_version:
        raise ConflictError(str(decision.left), "judged")
    if pair.history:
        access.require(officer, Permission.LINK_JUDGE, pair.history[0])
    elif tx.links.of_pair(pair.left.id, pair.right.id) is not None:
        raise ConflictError(str(decision.left), "judged")
    body = Link(
        left=pair.left.id,
        right=pair.right.id,
        left_version=pair.left.version,
        right_version=pair.right.version,
        judgement=decision.judgement,
        probability_ppm=None if pair.proposal is None else pair.proposal.probability_ppm,
    )
    record = _next(tx, officer, pair, body, reason=decision.reason, now=now)
    keep(tx, record, Act.LINK_JUDGED, detail=decision.judgement)
    tx.proposals.resume(pair.left.id, pair.right.id)
    persons.recompute(tx, [pair.left.id, pair.right.id])
    return record


def changes_since(tx: Transaction, pair: Pair, decision: Decision) -> dict[UUID, tuple[Change, ...]]:
    """What changed in the notices of a pair since an officer saw them, by notice; unchanged ones are left out."""
    seen = ((pair.left, decision.left_version), (pair.right, decision.right_version))
    return {
        now.id: differences(tx.records.get(now.id, version), now) for now, version in seen if 1 <= version < now.version
    }


def _next(tx: Transaction, officer: Officer, pair: Pair, body: Link, *, reason: str, now: datetime) -> Record[Link]:
    until = max(pair.left.retain_until, pair.right.retain_until)
    if pair.history:
        label = _label(pair.left, pair.right, pair.history[0])
        held = pair.history[0]
        return held.amended(by=officer.id, at=now, reason=reason, body=body, retain_until=until, label=label)
    return Record(
        id=tx.new_id(now),
        kind=Kind.LINK,
        owner=Owner(state=officer.state, service=officer.service),
        version=1,
        label=_label(pair.left, pair.right),
        basis=Basis(authority=officer.service, reference="joint review", on=now.date()),
        retain_until=until,
        made_by=officer.id,
        made_at=now,
        reason=link.reason(reason),
        body=body,
    )


def _label(*shown: Record[Any]) -> Label:
    """The label of a judgement whose reason was written with these in view."""
    label = highest([record.marking for record in shown])
    assert label is not None
    return label


def withdraw(tx: Transaction, officer: Officer, link_id: UUID, *, reason: str, now: datetime) -> Record[Link]:
    """Takes a judgement back; the pair waits again, and persons are as if it had not been.

    Raises:
        ConflictError: if it was taken back already.
    """
    access.require(officer, Permission.LINK_JUDGE)
    held = get_link(tx, officer, link_id)
    access.require(officer, Permission.LINK_JUDGE, held)
    if held.body.withdrawn:
        raise ConflictError(str(link_id), "withdrawn")
    body = link.withdrawn(held.body)
    label = _label(notices.get(tx, officer, body.left), notices.get(tx, officer, body.right), held)
    record = held.amended(by=officer.id, at=now, reason=reason, body=body, label=label)
    keep(tx, record, Act.LINK_WITHDRAWN)
    persons.recompute(tx, [body.left, body.right])
    return record


def get_link(tx: Transaction, officer: Officer, link_id: UUID) -> Record[Link]:
    """The latest version of a judgement.

    Raises:
        NotFoundError: if there is none on notices that exist for this officer.
    """
    access.require(officer, Permission.LINK_READ)
    record = tx.records.get(link_id)
    if record.kind is not Kind.LINK:
        raise NotFoundError(str(link_id))
    access.require_shown(officer, Permission.LINK_READ, record)
    notices.get(tx, officer, record.body.left)
    notices.get(tx, officer, record.body.right)
    note_read(tx, officer, Act.PAIR_READ, (link_id, record.body.left, record.body.right))
    return record


def defer(tx: Transaction, officer: Officer, left: UUID, right: UUID, *, now: datetime) -> None:
    """Puts a pair off for a day; it is not a judgement and needs no reason."""
    access.require(officer, Permission.LINK_JUDGE)
    pair = get_pair(tx, officer, left, right)
    tx.proposals.defer(pair.left.id, pair.right.id, now + timedelta(hours=DEFER_HOURS))
    tx.journal.append(Entry(act=Act.PAIR_DEFERRED, officer=officer.id, at=now, kind=Kind.NOTICE, thing=pair.left.id))


def resume(tx: Transaction, officer: Officer, left: UUID, right: UUID) -> None:
    """Takes a deferral back."""
    access.require(officer, Permission.LINK_JUDGE)
    pair = get_pair(tx, officer, left, right)
    tx.proposals.resume(pair.left.id, pair.right.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Two judgements that contradict: the "same" that is not carried out, the "different" that forbids it."""

    same: Record[Link]
    different: Record[Link]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """The newest judgements and what contradicts, with the notices that they name.

    Attributes:
        links: latest version of each judgement, the newest first, withdrawn ones included.
        officers: names of the officers who made these versions, by identifier.
    """

    links: tuple[Record[Link], ...]
    disputes: tuple[Dispute, ...]
    notices: dict[UUID, Record[Notice]]
    officers: authors.Names


def judgements(tx: Transaction, officer: Officer, *, by: str | None = None, limit: int = 50) -> Judgements:
    """The newest judgements that exist for the officer, and every contradiction between judgements."""
    access.require(officer, Permission.LINK_READ)
    within = access.scope(officer)
    recent = [judged.link for judged in tx.links.latest(within, by=by, limit=limit)]
    found = tx.links.contradictions(within)
    heads = tx.records.heads({*recent, *(c.same for c in found), *(c.different for c in found)})
    sides = {n for record in heads.values() for n in (record.body.left, record.body.right)}
    visible = tx.notices.visible(list(sides), within)
    readable = {i: r for i, r in heads.items() if access.allows(officer, Permission.LINK_READ, r)}
    shown = {i: r for i, r in readable.items() if r.body.left in visible and r.body.right in visible}
    if shown:
        note_read(tx, officer, Act.HISTORY_READ, (*shown, *visible))
    return Judgements(
        links=tuple(shown[i] for i in recent if i in shown),
        disputes=tuple(
            Dispute(same=shown[c.same], different=shown[c.different])
            for c in found
            if c.same in shown and c.different in shown
        ),
        notices=tx.records.heads(visible),
        officers=authors.names(tx, shown.values()),
    )
