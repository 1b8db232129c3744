"""Sessions: found by their token, listed, ended, given another purpose, proved again for grave acts.

session = sessions.find(tx, token, now=now)
sessions.change_purpose(tx, session, Purpose.LIAISON, now=now)
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tansiq.domain import access, approval
from tansiq.domain import account as rules
from tansiq.domain import session as limits
from tansiq.domain.access import Officer, Permission, Purpose
from tansiq.domain.errors import InvalidError, NotFoundError, Problem
from tansiq.domain.journal import Act, Entry
from tansiq.domain.session import End
from tansiq.services import guards as guarding
from tansiq.services.guards import Guards
from tansiq.services.sign_ins import SignInError
from tansiq.services.tokens import hash_token
from tansiq.storage.database import Database, Transaction
from tansiq.storage.errors import BusyError
from tansiq.storage.sessions import Passkey, Session


def find(tx: Transaction, token: str, *, now: datetime) -> Session | None:
    """The session that a token opens, while it lasts, its account is open and its mandate is not over."""
    return tx.sessions.find(hash_token(token), now)


def find_end(tx: Transaction, token: str, *, now: datetime) -> End | None:
    """Why the session that a token opened is over, if that is still known."""
    return tx.sessions.find_end(hash_token(token), now)


def note_seen(database: Database, session: Session, *, now: datetime) -> None:
    """The session was used just now: noted once a minute at most, and not while somebody writes for long."""
    if not limits.is_to_be_noted(session.seen_at, now):
        return
    with suppress(BusyError), database.write() as tx:
        tx.sessions.note_seen(session.id, now)


def sign_out(tx: Transaction, officer: Officer, token: str, *, now: datetime) -> None:
    """Ends a session."""
    tx.sessions.close(hash_token(token))
    tx.journal.append(Entry(act=Act.SIGNED_OUT, officer=officer.id, at=now))


def own(tx: Transaction, session: Session, *, now: datetime) -> list[Session]:
    """Every session of the same account, newest first."""
    return tx.sessions.of(session.account, now)


def passkeys(tx: Transaction, session: Session) -> list[Passkey]:
    """The passkeys of the account."""
    return tx.sessions.passkeys(session.account.id)


def revoke_own(tx: Transaction, session: Session, other: UUID, *, now: datetime) -> None:
    """Ends another session of the same account.

    Raises:
        NotFoundError: if it has no such session.
    """
    if not tx.sessions.close_one(session.account.id, other):
        raise NotFoundError(str(other))
    tx.journal.append(Entry(act=Act.SESSION_REVOKED, officer=session.account.id, at=now, thing=other, detail="own"))


def revoke(tx: Transaction, officer: Officer, account: str, *, now: datetime) -> int:
    """Ends every session of an account; says how many there were.

    Raises:
        ForbiddenError: to all but administrators.
        NotFoundError: if there is no such account in their state.
    """
    access.require(officer, Permission.ACCOUNT_MANAGE)
    held = tx.accounts.find(account)
    if held is None or held.state != officer.state:
        raise NotFoundError(account)
    ended = tx.sessions.close_all(held.id)
    tx.journal.append(Entry(act=Act.SESSION_REVOKED, officer=officer.id, at=now, detail=f"{held.id} {ended}"))
    return ended


def change_purpose(tx: Transaction, session: Session, purpose: Purpose, *, now: datetime) -> None:
    """The session states another purpose of its role.

    Raises:
        InvalidError: `purpose`.
    """
    rules.check_purpose(session.account.role, purpose)
    if purpose is session.purpose:
        return
    tx.sessions.change(session.id, purpose=purpose.value)
    detail = f"{session.purpose} {purpose}"
    tx.journal.append(
        Entry(act=Act.PURPOSE_CHANGED, officer=session.account.id, at=now, thing=session.id, detail=detail)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What an officer gives once more: one of the three."""

    password: str = ""
    code: str = ""
    answer: str = ""


def prove(database: Database, guards: Guards, session: Session, proof: Proof, *, now: datetime) -> None:
    """The officer proved that it is still they; for five minutes they may do what is grave.

    Raises:
        SignInError: if it is wrong; it counts against the account as at sign-in.
    """
    wait = guarding.wait_seconds(session.account, now)
    right = not wait and bool(proof.password) and guards.is_password(session.account, proof.password)
    with database.write() as tx:
        if not wait and not right:
            right = _takes(tx, guards, session, proof, now)
        tx.sessions.change(session.id, **guards.fresh(session.account.id))
        if right:
            tx.sessions.change(session.id, proved_at=now)
            tx.accounts.change(session.account.id, failures=0, locked_until=None)
            tx.journal.append(Entry(act=Act.IDENTITY_PROVED, officer=session.account.id, at=now, thing=session.id))
            return
        wait = wait or guarding.fail(tx, session.account, now=now, detail="proof")
    raise SignInError(wait)


def _takes(tx: Transaction, guards: Guards, session: Session, proof: Proof, now: datetime) -> bool:
    if proof.code:
        return guarding.takes_code(tx, guards, session.account, proof.code, now=now)
    if not proof.answer:
        return False
    return guarding.takes_passkey(tx, guards, session.account, proof.answer, challenge=session.challenge, now=now)


def change_settings(
    tx: Transaction,
    officer: Officer,
    *,
    lang: str | None = None,
    theme: str | None = None,
    single_keys: bool | None = None,
) -> None:
    """How an officer likes their screens; what is `None` stays."""
    given = {"lang": lang, "theme": theme, "single_keys": single_keys}
    changed = {name: value for name, value in given.items() if value is not None}
    if changed:
        tx.accounts.change(officer.id, **changed)


def enrol_code(tx: Transaction, guards: Guards, session: Session, code: str, *, now: datetime) -> None:
    """The account has one-time codes of the secret that was offered, in place of those that it had.

    Raises:
        StaleProofError: if the officer did not prove themselves just now.
        InvalidError: `code`.
    """
    approval.check_fresh(session.proved_at, now)
    guarding.enrol_code(tx, guards, session.account, code, secret=session.secret, now=now)
    tx.sessions.change(session.id, **guards.fresh(session.account.id))


def enrol_passkey(tx: Transaction, guards: Guards, session: Session, answer: str, *, name: str, now: datetime) -> None:
    """The account has one passkey more.

    Raises:
        StaleProofError: if the officer did not prove themselves just now.
        InvalidError: `passkey`.
    """
    approval.check_fresh(session.proved_at, now)
    guarding.enrol_passkey(tx, guards, session.account, answer, challenge=session.challenge, name=name, now=now)
    tx.sessions.change(session.id, **guards.fresh(session.account.id))


def remove_passkey(tx: Transaction, guards: Guards, session: Session, passkey: bytes, *, now: datetime) -> None:
    """The account has one passkey less; its last factor stays, unless the node asks for none.

    Raises:
        StaleProofError: if the officer did not prove themselves just now.
        InvalidError: `passkey`, if it is the last factor.
        NotFoundError: if the account has no such passkey.
    """
    approval.check_fresh(session.proved_at, now)
    held = tx.sessions.passkeys(session.account.id)
    if guards.second_factor and session.account.totp is None and len(held) < 2:
        raise InvalidError("passkey", Problem.REQUIRED)
    if not tx.sessions.drop_passkey(session.account.id, passkey):
        raise NotFoundError("passkey")
    tx.journal.append(Entry(act=Act.FACTOR_REMOVED, officer=session.account.id, at=now, detail="passkey"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassword:
    """The password that an officer has, and the one that they want."""

    current: str
    wanted: str


def change_password(database: Database, guards: Guards, session: Session, given: NewPassword, *, now: datetime) -> None:
    """The account signs in with another password; its other sessions are over.

    Raises:
        SignInError: if the current one is wrong.
        InvalidError: if the wanted one is too short.
    """
    hashed = guards.hash(given.wanted, "wanted")
    prove(database, guards, session, Proof(password=given.current), now=now)
    with database.write() as tx:
        tx.accounts.change(session.account.id, password_hash=hashed, must_change=False)
        tx.sessions.close_all(session.account.id, but=session.id)
        tx.journal.append(Entry(act=Act.PASSWORD_CHANGED, officer=session.account.id, at=now, detail="own"))
