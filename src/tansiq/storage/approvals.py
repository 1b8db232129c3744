"""Approvals: what waits for a second person, and what became of it. A decided one never changes again."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from tansiq.domain.approval import Approval, State, TwoPersonAct
from tansiq.storage import account_tables as tables

A = tables.approval.c


class Approvals:
    """Approvals within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, approval: Approval) -> None:
        """Keeps a new proposal."""
        row = {name: getattr(approval, name) for name in Approval.__slots__}
        values = row | {"act": approval.act.value, "state": approval.state.value}
        self._connection.execute(sa.insert(tables.approval).values(values))

    def find(self, approval: UUID) -> Approval | None:
        """The approval of this identifier."""
        row = self._connection.execute(sa.select(tables.approval).where(A.id == approval)).first()
        return None if row is None else _approval(row)

    def find_open(self, act: TwoPersonAct, subject: str) -> list[Approval]:
        """Proposals of this act about this subject that nobody decided, those whose end has come too."""
        query = sa.select(tables.approval).where(A.act == act.value, A.subject == subject)
        return [_approval(r) for r in self._connection.execute(query.where(A.state == State.PROPOSED.value))]

    def newest(self, *, limit: int = 200) -> list[Approval]:
        """Every approval, those that wait first, then newest first."""
        waits = sa.case((A.state == State.PROPOSED.value, 0), else_=1)
        query = sa.select(tables.approval).order_by(waits, A.proposed_at.desc(), A.id.desc()).limit(limit)
        return [_approval(row) for row in self._connection.execute(query)]

    def overdue(self, now: datetime) -> list[Approval]:
        """Proposals whose end has come and that nobody noted as over."""
        query = sa.select(tables.approval).where(A.state == State.PROPOSED.value, A.expires_at <= now)
        return [_approval(row) for row in self._connection.execute(query)]

    def decide(self, approval: Approval) -> bool:
        """Keeps a decision if the proposal still waits; says whether it did."""
        query = sa.update(tables.approval).where(A.id == approval.id, A.state == State.PROPOSED.value)
        values = {name: getattr(approval, name) for name in ("decided_by", "decided_at", "decision")}
        return self._connection.execute(query.values(values | {"state": approval.state.value})).rowcount == 1


def _approval(row: sa.Row[tuple[object, ...]]) -> Approval:
    values = {name: getattr(row, name) for name in Approval.__slots__}
    return Approval(**{**values, "act": TwoPersonAct(row.act), "state": State(row.state)})
