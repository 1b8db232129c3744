"""Signing in and out. Passwords are Argon2id; a session is a random token of which only the hash is kept.

The token is made here at each sign-in; whatever identifier a client brings is never taken over. Wrong passwords cost
time: after five in a row an account waits, twice as long after each further one.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from tansiq.domain import access, text
from tansiq.domain.access import Officer, Permission, Role
from tansiq.domain.errors import ConflictError, DomainError, InvalidError, NotFoundError, Problem
from tansiq.domain.journal import Act, Entry
from tansiq.domain.label import check_state
from tansiq.services.keeping import SYSTEM
from tansiq.storage.accounts import Account
from tansiq.storage.database import Database, Transaction
from tansiq.trust.passwords import Passwords

SESSION_HOURS = 12
"""One long shift."""
FREE_FAILURES = 5
LONGEST_WAIT_SECONDS = 900
LEAST_PASSWORD = 10
"""Shortest password, in characters (NIST SP 800-63B asks for 8 with a second factor)."""


class SignInError(DomainError):
    """The name or the password is wrong, or the account waits; which of the first two is not said."""

    def __init__(self, wait_seconds: int = 0) -> None:
        super().__init__("sign-in")
        self.wait_seconds = wait_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What an operator gives to make an account."""

    id: str
    name: str
    role: Role
    state: str
    service: str
    password: str


def create(database: Database, passwords: Passwords, new: NewAccount, *, now: datetime) -> None:
    """An account that can sign in.

    Raises:
        InvalidError: if a field is empty or the password too short.
        ConflictError: if the name is taken.
    """
    text.check("account", new.id)
    text.check("name", new.name)
    check_state("state", new.state)
    hashed = _hash(passwords, new.password)
    with database.write() as tx:
        if tx.accounts.find(new.id) is not None:
            raise ConflictError(new.id, "taken")
        tx.accounts.add(
            Account(
                id=new.id,
                name=new.name,
                role=new.role,
                state=new.state,
                service=new.service,
                password_hash=hashed,
                made_at=now,
            )
        )
        tx.journal.append(Entry(act=Act.ACCOUNT_CREATED, officer=SYSTEM, at=now, detail=new.role))


def change_password(database: Database, passwords: Passwords, account: str, password: str, *, now: datetime) -> None:
    """The account signs in with another password; its sessions are over and it waits no more.

    Raises:
        InvalidError: if the password is too short.
        NotFoundError: if there is no such account.
    """
    hashed = _hash(passwords, password)
    with database.write() as tx:
        if tx.accounts.find(account) is None:
            raise NotFoundError(account)
        tx.accounts.change(account, password_hash=hashed, failures=0, locked_until=None)
        tx.accounts.close_sessions(account)
        tx.journal.append(Entry(act=Act.PASSWORD_CHANGED, officer=SYSTEM, at=now))


def _hash(passwords: Passwords, password: str) -> str:
    if len(password) < LEAST_PASSWORD:
        raise InvalidError("password", Problem.OUT_OF_RANGE, str(LEAST_PASSWORD))
    return passwords.hash(password)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What somebody typed."""

    account: str
    password: str


def sign_in(database: Database, passwords: Passwords, given: Credentials, *, token: str, now: datetime) -> Account:
    """A new session for this token.

    Raises:
        SignInError: if it is refused; the account then waits if that happened often.
    """
    with database.read() as tx:
        account = tx.accounts.find(given.account[:200])
    if account is not None and account.locked_until is not None and account.locked_until > now:
        raise SignInError(int((account.locked_until - now).total_seconds()) + 1)
    right = passwords.verify(None if account is None else account.password_hash, given.password[:1000])
    with database.write() as tx:
        if account is None or not right:
            wait = _fail(tx, account, now)
        else:
            _open(tx, account, token, now)
            return account
    raise SignInError(wait)


def _fail(tx: Transaction, account: Account | None, now: datetime) -> int:
    tx.journal.append(Entry(act=Act.SIGN_IN_FAILED, officer=SYSTEM if account is None else account.id, at=now))
    if account is None:
        return 0
    held = tx.accounts.find(account.id)
    failures = 1 + (0 if held is None else held.failures)
    wait = 0 if failures < FREE_FAILURES else min(LONGEST_WAIT_SECONDS, 2 ** (failures - FREE_FAILURES) * 5)
    until = now + timedelta(seconds=wait) if wait else None
    tx.accounts.change(account.id, failures=failures, locked_until=until)
    return wait


def _open(tx: Transaction, account: Account, token: str, now: datetime) -> None:
    tx.accounts.close_expired(now)
    tx.accounts.change(account.id, failures=0, locked_until=None)
    tx.accounts.open_session(hash_token(token), account.id, at=now, until=now + timedelta(hours=SESSION_HOURS))
    tx.journal.append(Entry(act=Act.SIGNED_IN, officer=account.id, at=now))


def find_session(tx: Transaction, token: str, *, now: datetime) -> Account | None:
    """The account whose session this token opens."""
    return tx.accounts.find_session(hash_token(token), now)


def sign_out(tx: Transaction, officer: Officer, token: str, *, now: datetime) -> None:
    """Ends a session."""
    tx.accounts.close_session(hash_token(token))
    tx.journal.append(Entry(act=Act.SIGNED_OUT, officer=officer.id, at=now))


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


def all_accounts(tx: Transaction, officer: Officer) -> list[Account]:
    """Every account, for the administrator."""
    access.require(officer, Permission.NODE_READ)
    return tx.accounts.all()


def partners(tx: Transaction, officer: Officer) -> dict[str, str]:
    """The state of each enrolled key, by its fingerprint, for the administrator."""
    access.require(officer, Permission.NODE_READ)
    return {fingerprint: state for fingerprint, (state, _) in tx.imports.partners().items()}


def hash_token(token: str) -> str:
    """What is kept of a token: SHA-256, hexadecimal; the token itself has 256 random bits and needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
