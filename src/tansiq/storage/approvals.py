"""Approvals: what waits for a second person, and what became of it. A decided one never changes again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from tansiq.domain.approval import Approval, State, TwoPersonAct
from tansiq.storage import account_tables as tables
from tansiq.storage.seals import Seals, place

A = tables.approval.c
WRITTEN = ("reason", "decision")
"""Texts that are sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a proposal that waits says without being opened."""

    act: TwoPersonAct
    subject: str


class Approvals:
    """Approvals within one transaction."""

    def __init__(self, connection: sa.Connection, seals: Seals) -> None:
        self._connection = connection
        self._seals = seals

    def add(self, approval: Approval) -> None:
        """Keeps a new proposal."""
        row = {name: getattr(approval, name) for name in Approval.__slots__}
        values = row | {"act": approval.act.value, "state": approval.state.value, **self._sealed(approval)}
        self._connection.execute(sa.insert(tables.approval).values(values))

    def find(self, approval: UUID) -> Approval | None:
        """The approval of this identifier."""
        row = self._connection.execute(sa.select(tables.approval).where(A.id == approval)).first()
        return None if row is None else self._approval(row)

    def find_open(self, act: TwoPersonAct, subject: str) -> list[Approval]:
        """Proposals of this act about this subject that nobody decided, those whose end has come too."""
        query = sa.select(tables.approval).where(A.act == act.value, A.subject == subject)
        return [self._approval(r) for r in self._connection.execute(query.where(A.state == State.PROPOSED.value))]

    def waiting(self, acts: Iterable[TwoPersonAct], state_code: str, *, but: str, now: datetime) -> list[Waiting]:
        """Proposals of these acts that wait in a state, but those by this officer or about them; nothing is opened."""
        query = sa.select(A.act, A.subject).where(
            A.state == State.PROPOSED.value,
            A.expires_at > now,
            A.state_code == state_code,
            A.act.in_([act.value for act in acts]),
            A.proposed_by != but,
            A.subject != but,
        )
        return [Waiting(act=TwoPersonAct(row.act), subject=row.subject) for row in self._connection.execute(query)]

    def newest(self, *, limit: int = 200) -> list[Approval]:
        """Every approval, those that wait first, then newest first."""
        waits = sa.case((A.state == State.PROPOSED.value, 0), else_=1)
        query = sa.select(tables.approval).order_by(waits, A.proposed_at.desc(), A.id.desc()).limit(limit)
        return [self._approval(row) for row in self._connection.execute(query)]

    def overdue(self, now: datetime) -> list[Approval]:
        """Proposals whose end has come and that nobody noted as over."""
        query = sa.select(tables.approval).where(A.state == State.PROPOSED.value, A.expires_at <= now)
        return [self._approval(row) for row in self._connection.execute(query)]

    def decide(self, approval: Approval) -> bool:
        """Keeps a decision if the proposal still waits; says whether it did."""
        query = sa.update(tables.approval).where(A.id == approval.id, A.state == State.PROPOSED.value)
        values = {"decided_by": approval.decided_by, "decided_at": approval.decided_at, "state": approval.state.value}
        sealed = {"decision": self._sealed(approval)["decision"]}
        return self._connection.execute(query.values(values | sealed)).rowcount == 1

    def _sealed(self, approval: Approval) -> dict[str, object]:
        """What people wrote, and what is to be done, which may name somebody."""
        return {
            "payload": self._seals.seal(place("approval.payload", approval.id), approval.payload),
            **{n: self._seals.seal_text(place(f"approval.{n}", approval.id), getattr(approval, n)) for n in WRITTEN},
        }

    def _approval(self, row: sa.Row[Any]) -> Approval:
        values = {name: getattr(row, name) for name in Approval.__slots__}
        opened = {n: self._seals.open_text(place(f"approval.{n}", row.id), values[n]) for n in WRITTEN}
        payload = self._seals.open(place("approval.payload", row.id), row.payload)
        said = {"act": TwoPersonAct(row.act), "state": State(row.state), "payload": payload}
        return Approval(**{**values, **opened, **said})
