"""Sessions, sign-ins half done, and passkeys. Tokens are kept as hashes, so a copy of the database opens none.

A sign-in half done is a row of its own, and its token another one: what has given a password only is no session.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from tansiq.domain import session as limits
from tansiq.domain.access import Glass, Officer, Purpose
from tansiq.storage import account_tables as tables
from tansiq.storage.accounts import Account, OpenedGlass, from_row, glass_from_row, stands
from tansiq.storage.seals import Seals

S = tables.session.c
H = tables.sign_in.c
K = tables.passkey.c
G = tables.glass.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody at work.

    Attributes:
        id: what pages and the journal call it; it opens nothing.
        purpose: why they work.
        seen_at: when it was last used, to a minute.
        proved_at: when a password or a second factor was last given.
        secret: a sealed secret of one-time codes that is being enrolled; `challenge` what a passkey is to sign.
    """

    id: UUID
    account: Account
    purpose: Purpose
    made_at: datetime
    seen_at: datetime
    proved_at: datetime
    expires_at: datetime
    secret: bytes | None = None
    challenge: bytes | None = None
    glass: OpenedGlass | None = None

    def officer_at(self, now: datetime) -> Officer:
        """The officer of this session, at a time."""
        return self.account.officer_at(now, purpose=self.purpose, session=str(self.id), glass=opened(self.glass))


def _times(row: sa.Row[Any]) -> limits.Times:
    return limits.Times(made_at=row.made_at, seen_at=row.seen_at, expires_at=row.expires_at)


def _lasting(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """`limits.find_end` as a condition."""
    latest = now + limits.CLOCK_SLACK
    return S.expires_at > now, S.seen_at > now - limits.IDLE, S.seen_at <= latest, S.made_at <= latest


def opened(glass: OpenedGlass | None) -> Glass | None:
    """A grant as the policy knows it."""
    if glass is None:
        return None
    return Glass(record=glass.record, compartment=glass.compartment, until=glass.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfSignIn:
    """A sign-in after the password: `proved` says whether the second factor was given, too."""

    account: Account
    made_at: datetime
    expires_at: datetime
    proved: bool = False
    secret: bytes | None = None
    challenge: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A key that an officer carries: what their authenticator made for this node."""

    id: bytes
    account: str
    name: str
    public_key: bytes
    uses: int
    made_at: datetime
    used_at: datetime | None = None


class Sessions:
    """Sessions, half sign-ins and passkeys within one transaction."""

    def __init__(self, connection: sa.Connection, seals: Seals) -> None:
        self._connection = connection
        self._seals = seals

    def open(self, token_hash: str, session: Session) -> None:
        """Notes a new session."""
        row = {
            n: getattr(session, n)
            for n in ("id", "made_at", "seen_at", "proved_at", "expires_at", "secret", "challenge")
        }
        row |= {"token_hash": token_hash, "account": session.account.id, "purpose": session.purpose.value}
        self._connection.execute(sa.insert(tables.session).values(row))

    def find(self, token_hash: str, now: datetime) -> Session | None:
        """The session of a token that is not over and whose account is open."""
        held = self._held(token_hash)
        if held is None or limits.find_end(_times(held), now) is not None:
            return None
        account = self._account(held.account)
        return self._session(held, account, now) if account.is_open(now) else None

    def find_end(self, token_hash: str, now: datetime) -> limits.End | None:
        """Why the session of a token is over, while it is still known; `None` if it is not, or never was."""
        held = self._held(token_hash)
        return None if held is None else limits.find_end(_times(held), now)

    def _held(self, token_hash: str) -> sa.Row[Any] | None:
        return self._connection.execute(sa.select(tables.session).where(S.token_hash == token_hash)).first()

    def of(self, account: Account, now: datetime) -> list[Session]:
        """The sessions of an account that are not over, newest first."""
        query = sa.select(tables.session).where(S.account == account.id, *_lasting(now))
        rows = self._connection.execute(query.order_by(S.made_at.desc(), S.id.desc()))
        return [self._session(row, account, now) for row in rows]

    def counts(self, now: datetime) -> dict[str, int]:
        """How many sessions each account has."""
        query = sa.select(S.account, sa.func.count().label("n")).where(*_lasting(now)).group_by(S.account)
        return {row.account: row.n for row in self._connection.execute(query)}

    def note_seen(self, session: UUID, now: datetime) -> None:
        """Notes that a session was used; never earlier than it was."""
        query = sa.update(tables.session).where(S.id == session, S.seen_at < now)
        self._connection.execute(query.values(seen_at=now))

    def change(self, session: UUID, **values: object) -> None:
        """Sets columns of a session."""
        self._connection.execute(sa.update(tables.session).where(S.id == session).values(values))

    def close(self, token_hash: str) -> None:
        """Ends the session of a token."""
        self._connection.execute(sa.delete(tables.session).where(S.token_hash == token_hash))

    def close_one(self, account: str, session: UUID) -> bool:
        """Ends a session of an account by its identifier; says whether there was one."""
        query = sa.delete(tables.session).where(S.id == session, S.account == account)
        return self._connection.execute(query).rowcount > 0

    def close_all(self, account: str, *, but: UUID | None = None) -> int:
        """Ends every session and half sign-in of an account, but one; says how many sessions."""
        self._connection.execute(sa.delete(tables.sign_in).where(H.account == account))
        query = sa.delete(tables.session).where(S.account == account)
        return self._connection.execute(query if but is None else query.where(S.id != but)).rowcount

    def close_every(self) -> None:
        """Ends every session and half sign-in of everybody."""
        self._connection.execute(sa.delete(tables.sign_in))
        self._connection.execute(sa.delete(tables.session))

    def close_expired(self, now: datetime) -> None:
        """Removes sessions and half sign-ins that expired."""
        self._connection.execute(sa.delete(tables.session).where(S.expires_at <= now))
        self._connection.execute(sa.delete(tables.sign_in).where(H.expires_at <= now))

    def begin(self, token_hash: str, half: HalfSignIn) -> None:
        """Notes a sign-in after its password."""
        row = {name: getattr(half, name) for name in HalfSignIn.__slots__} | {"account": half.account.id}
        self._connection.execute(sa.insert(tables.sign_in).values(row | {"token_hash": token_hash}))

    def find_half(self, token_hash: str, now: datetime) -> HalfSignIn | None:
        """The half sign-in of a token that has not expired and whose account is open."""
        row = self._connection.execute(sa.select(tables.sign_in).where(H.token_hash == token_hash)).first()
        if row is None or row.expires_at <= now or row.made_at > now + limits.CLOCK_SLACK:
            return None
        account = self._account(row.account)
        values = {name: getattr(row, name) for name in HalfSignIn.__slots__} | {"account": account}
        return HalfSignIn(**values) if account.is_open(now) else None

    def change_half(self, token_hash: str, **values: object) -> None:
        """Sets columns of a half sign-in."""
        self._connection.execute(sa.update(tables.sign_in).where(H.token_hash == token_hash).values(values))

    def end_half(self, token_hash: str) -> None:
        """Removes a half sign-in: done, or given up."""
        self._connection.execute(sa.delete(tables.sign_in).where(H.token_hash == token_hash))

    def add_passkey(self, passkey: Passkey) -> None:
        """Keeps a new passkey."""
        row = {name: getattr(passkey, name) for name in Passkey.__slots__}
        self._connection.execute(sa.insert(tables.passkey).values(row))

    def passkeys(self, account: str) -> list[Passkey]:
        """The passkeys of an account, oldest first."""
        query = sa.select(tables.passkey).where(K.account == account).order_by(K.made_at, K.id)
        return [Passkey(**row._mapping) for row in self._connection.execute(query)]  # noqa: SLF001 - its public name

    def use_passkey(self, passkey: bytes, *, uses: int, at: datetime) -> None:
        """Notes that a passkey was used."""
        self._connection.execute(sa.update(tables.passkey).where(K.id == passkey).values(uses=uses, used_at=at))

    def drop_passkey(self, account: str, passkey: bytes) -> bool:
        """Forgets a passkey of an account; says whether there was one."""
        query = sa.delete(tables.passkey).where(K.account == account, K.id == passkey)
        return self._connection.execute(query).rowcount > 0

    def drop_passkeys(self, account: str) -> None:
        """Forgets every passkey of an account."""
        self._connection.execute(sa.delete(tables.passkey).where(K.account == account))

    def _account(self, account: str) -> Account:
        row = self._connection.execute(sa.select(tables.account).where(tables.account.c.id == account)).one()
        return from_row(row, self._seals)

    def _session(self, row: sa.Row[tuple[object, ...]], account: Account, now: datetime) -> Session:
        standing = sa.select(tables.glass).where(G.account == account.id, *stands(now))
        held = self._connection.execute(standing.order_by(G.made_at.desc(), G.id.desc()).limit(1)).first()
        values: dict[str, Any] = {name: getattr(row, name, None) for name in Session.__slots__}
        glass = None if held is None else glass_from_row(held, self._seals)
        return Session(**{**values, "account": account, "purpose": Purpose(row.purpose), "glass": glass})
