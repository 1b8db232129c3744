"""Accounts: who can sign in, what they were given, how they like their screens; and what was opened to them.

A closed account stays, so that what it did keeps a name.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from tansiq.domain.access import STATED, Glass, Officer, Purpose, Role, Training
from tansiq.domain.account import Grant, is_over, officer_of, skeleton
from tansiq.domain.label import Level
from tansiq.domain.session import CLOCK_SLACK
from tansiq.storage import account_tables as tables
from tansiq.storage.seals import Seals, place

A = tables.account.c
G = tables.glass.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who can sign in, and how they like their screens.

    Attributes:
        closed_at: since when nobody can sign in with it.
        must_change: whether the password was set by somebody else and is to be changed at the next sign-in.
        totp: the sealed secret of one-time codes; `totp_step` is the latest step whose code was used.
    """

    id: str
    name: str
    role: Role
    state: str
    service: str
    clearance: Level = Level.UNCLASSIFIED
    compartments: tuple[str, ...] = ()
    trainings: tuple[Training, ...] = ()
    cases: tuple[UUID, ...] = ()
    mandate_until: date | None = None
    closed_at: datetime | None = None
    password_hash: str
    must_change: bool = False
    totp: bytes | None = None
    totp_step: int = 0
    lang: str | None = None
    theme: str | None = None
    single_keys: bool = True
    failures: int = 0
    locked_until: datetime | None = None
    made_at: datetime

    @classmethod
    def of(cls, grant: Grant, *, password_hash: str, must_change: bool, at: datetime) -> "Account":
        """A new account."""
        given = {name: getattr(grant, name) for name in Grant.__slots__}
        return cls(**given, password_hash=password_hash, must_change=must_change, made_at=at)

    @property
    def grant(self) -> Grant:
        """What the account was given."""
        return Grant(**{name: getattr(self, name) for name in Grant.__slots__})

    def officer_at(
        self, now: datetime, *, purpose: Purpose | None = None, session: str = "", glass: Glass | None = None
    ) -> Officer:
        """The officer that the policy knows, at a time.

        Args:
            purpose: why they work; the usual one of their role if nobody says.
        """
        return replace(officer_of(self), purpose=purpose or STATED[self.role][0], session=session, glass=glass, at=now)

    def is_open(self, now: datetime) -> bool:
        """Whether it can be signed in with: not closed, and its mandate not over."""
        return self.closed_at is None and not is_over(self.mandate_until, now.date())


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedGlass:
    """One break-glass grant as it is kept.

    Attributes:
        id: the identifier of its approval.
        closed_at: when it was ended before its time.
    """

    id: UUID
    account: str
    record: UUID | None
    compartment: str | None
    reason: str
    proposed_by: str
    approved_by: str
    made_at: datetime
    until: datetime
    closed_at: datetime | None = None


def stands(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Whether a break-glass grant stands at a time; a clock that was set back prolongs none."""
    return G.closed_at.is_(None), G.until > now, G.made_at <= now + CLOCK_SLACK


class Accounts:
    """Accounts within one transaction."""

    def __init__(self, connection: sa.Connection, seals: Seals) -> None:
        self._connection = connection
        self._seals = seals

    def add(self, account: Account) -> None:
        """Keeps a new account."""
        row = {name: getattr(account, name) for name in Account.__slots__} | {"skeleton": skeleton(account.id)}
        self._connection.execute(sa.insert(tables.account).values(_to_row(row, account.id, self._seals)))

    def find(self, account: str) -> Account | None:
        """The account of this name."""
        row = self._connection.execute(sa.select(tables.account).where(A.id == account)).first()
        return None if row is None else from_row(row, self._seals)

    def find_alike(self, account: str) -> str | None:
        """The account whose name looks like this one."""
        query = sa.select(A.id).where(A.skeleton == skeleton(account))
        return self._connection.execute(query).scalar()

    def all(self) -> list[Account]:
        """Every account, by name."""
        return [
            from_row(row, self._seals) for row in self._connection.execute(sa.select(tables.account).order_by(A.id))
        ]

    def has_role(self, role: Role) -> bool:
        """Whether anybody has, or had, this role."""
        query = sa.select(sa.func.count()).select_from(tables.account).where(A.role == role.value)
        return self._connection.execute(query).scalar_one() > 0

    def change(self, account: str, **values: object) -> None:
        """Sets columns of an account, all but its name to sign in with."""
        self._connection.execute(
            sa.update(tables.account).where(A.id == account).values(_to_row(values, account, self._seals))
        )

    def names(self, ids: set[str]) -> dict[str, str]:
        """What people call the officers of these identifiers."""
        rows = self._connection.execute(sa.select(A.id, A.name).where(A.id.in_(list(ids))))
        return {row.id: self._seals.open_text(place("account.name", row.id), row.name) for row in rows}

    def ended_mandates(self, since: date, until: date) -> int:
        """How many open accounts have a mandate that ended on one of these days, the last one left out."""
        query = sa.select(sa.func.count()).select_from(tables.account)
        ended = query.where(A.closed_at.is_(None), A.mandate_until >= since, A.mandate_until < until)
        return self._connection.execute(ended).scalar_one()

    def ending_mandates(self, since: date, until: date, *, limit: int) -> list[Account]:
        """Open accounts whose mandate ends on one of these days, the last one left out; the soonest first."""
        within = A.closed_at.is_(None), A.mandate_until >= since, A.mandate_until < until
        query = sa.select(tables.account).where(*within).order_by(A.mandate_until, A.id).limit(limit)
        return [from_row(row, self._seals) for row in self._connection.execute(query)]

    def open_glass(self, glass: OpenedGlass) -> None:
        """Keeps a break-glass grant."""
        row = {name: getattr(glass, name) for name in OpenedGlass.__slots__}
        sealed = {
            name: self._seals.seal_text(place(f"glass.{name}", glass.id), row[name])
            for name in GLASS_SEALED
            if row[name] is not None
        }
        self._connection.execute(sa.insert(tables.glass).values(row | sealed))

    def glass_of(self, account: str, now: datetime) -> OpenedGlass | None:
        """What stands opened to an account: the latest grant."""
        query = sa.select(tables.glass).where(G.account == account, *stands(now))
        row = self._connection.execute(query.order_by(G.made_at.desc(), G.id.desc()).limit(1)).first()
        return None if row is None else glass_from_row(row, self._seals)

    def glasses(self, *, standing_at: datetime | None = None, limit: int = 200) -> list[OpenedGlass]:
        """Break-glass grants, newest first; with a time, only those that stand then."""
        query = sa.select(tables.glass).order_by(G.made_at.desc()).limit(limit)
        if standing_at is not None:
            query = query.where(*stands(standing_at))
        return [glass_from_row(row, self._seals) for row in self._connection.execute(query)]

    def close_glass(self, glass: UUID, *, at: datetime) -> bool:
        """Ends a grant before its time; says whether it stood."""
        query = sa.update(tables.glass).where(G.id == glass, G.closed_at.is_(None), G.until > at)
        return self._connection.execute(query.values(closed_at=at)).rowcount > 0


_TO_COLUMN: dict[str, Callable[[Any], str]] = {
    "role": lambda role: Role(role).value,
    "clearance": lambda level: Level(level).value,
    "compartments": lambda names: json.dumps(sorted(names), ensure_ascii=False),
    "trainings": lambda trainings: " ".join(sorted(trainings)),
    "cases": lambda cases: " ".join(sorted(str(case) for case in cases)),
}


SEALED = ("name", "compartments", "cases")
"""What of an account is only read with it, and so sealed."""
GLASS_SEALED = ("compartment", "reason")
"""The same of a break-glass grant."""


def _to_row(values: dict[str, object], account: str, seals: Seals) -> dict[str, object]:
    row = {name: _TO_COLUMN[name](value) if name in _TO_COLUMN else value for name, value in values.items()}
    sealed = {n: seals.seal_text(place(f"account.{n}", account), str(row[n])) for n in SEALED if n in row}
    return row | sealed


def from_row(row: sa.Row[tuple[object, ...]], seals: Seals) -> Account:
    """The account that a row holds."""
    values = {name: getattr(row, name) for name in Account.__slots__}
    opened = {name: seals.open_text(place(f"account.{name}", row.id), values[name]) for name in SEALED}
    return Account(
        **{
            **values,
            "name": opened["name"],
            "role": Role(row.role),
            "clearance": Level(row.clearance),
            "compartments": tuple(json.loads(opened["compartments"])),
            "trainings": tuple(Training(word) for word in row.trainings.split()),
            "cases": tuple(UUID(word) for word in opened["cases"].split()),
        }
    )


def glass_from_row(row: sa.Row[tuple[object, ...]], seals: Seals) -> OpenedGlass:
    """The break-glass grant that a row holds."""
    values = {name: getattr(row, name) for name in OpenedGlass.__slots__}
    opened = {
        name: seals.open_text(place(f"glass.{name}", row.id), values[name])
        for name in GLASS_SEALED
        if values[name] is not None
    }
    return OpenedGlass(**(values | opened))
