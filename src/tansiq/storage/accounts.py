"""Accounts and sessions. A session is kept as the hash of its token, so a copy of the database opens none."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tansiq.domain.access import CEILING, STATED, TRAINING, Officer, Role
from tansiq.domain.label import Level
from tansiq.storage import tables

A = tables.account.c
S = tables.session.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who can sign in, and how they like their screens."""

    id: str
    name: str
    role: Role
    state: str
    service: str
    password_hash: str
    lang: str | None = None
    theme: str | None = None
    single_keys: bool = True
    failures: int = 0
    locked_until: datetime | None = None
    made_at: datetime

    @property
    def officer(self) -> Officer:
        """The officer that the policy knows."""
        return Officer(
            id=self.id,
            name=self.name,
            role=self.role,
            state=self.state,
            service=self.service,
            clearance=CEILING.get(self.role, Level.UNCLASSIFIED),
            trainings=TRAINING[self.role],
            purpose=STATED[self.role][0],
        )


class Accounts:
    """Accounts and sessions within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, account: Account) -> None:
        """Keeps a new account."""
        row = {name: getattr(account, name) for name in Account.__slots__}
        self._connection.execute(sa.insert(tables.account).values({**row, "role": account.role.value}))

    def find(self, account: str) -> Account | None:
        """The account of this name."""
        row = self._connection.execute(sa.select(tables.account).where(A.id == account)).first()
        return None if row is None else _account(row)

    def all(self) -> list[Account]:
        """Every account, by name."""
        return [_account(row) for row in self._connection.execute(sa.select(tables.account).order_by(A.id))]

    def change(self, account: str, **values: object) -> None:
        """Sets columns of an account (lang, theme, single_keys, failures, locked_until, password_hash)."""
        self._connection.execute(sa.update(tables.account).where(A.id == account).values(values))

    def names(self, ids: set[str]) -> dict[str, str]:
        """What people call the officers of these identifiers."""
        rows = self._connection.execute(sa.select(A.id, A.name).where(A.id.in_(list(ids))))
        return {row.id: row.name for row in rows}

    def open_session(self, token_hash: str, account: str, *, at: datetime, until: datetime) -> None:
        """Notes a new session."""
        self._connection.execute(
            sa.insert(tables.session).values(
                token_hash=token_hash, account=account, made_at=at, seen_at=at, expires_at=until
            )
        )

    def find_session(self, token_hash: str, now: datetime) -> Account | None:
        """The account of a session that has not expired."""
        query = sa.select(tables.account).join(tables.session, S.account == A.id)
        row = self._connection.execute(query.where(S.token_hash == token_hash, S.expires_at > now)).first()
        return None if row is None else _account(row)

    def close_session(self, token_hash: str) -> None:
        """Ends a session."""
        self._connection.execute(sa.delete(tables.session).where(S.token_hash == token_hash))

    def close_sessions(self, account: str) -> None:
        """Ends every session of an account."""
        self._connection.execute(sa.delete(tables.session).where(S.account == account))

    def close_expired(self, now: datetime) -> None:
        """Removes sessions that expired."""
        self._connection.execute(sa.delete(tables.session).where(S.expires_at <= now))


def _account(row: sa.Row[tuple[object, ...]]) -> Account:
    values = {name: getattr(row, name) for name in Account.__slots__}
    return Account(**{**values, "role": Role(row.role)})
