"""Signing in, step by step: password, second factor, a password of one's own, a purpose; then there is a session.

Until the last step there is only a half sign-in, with a token of its own that opens no page. Both tokens are made here,
256 random bits; whatever identifier a client brings is never taken over, and only hashes are kept.

    sign_ins.begin(database, guards, Credentials(account=…, password=…), token=half, now=now)
    sign_ins.next_step(tx, guards, found)      # Step.FACTOR
    sign_ins.give_code(database, guards, half, "123456", now=now)
    sign_ins.finish(database, guards, half, Start(token=…, purpose=Purpose.LIAISON), now=now)
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tansiq.domain import account as rules
from tansiq.domain import session as limits
from tansiq.domain.access import STATED, Officer, Purpose
from tansiq.domain.errors import DomainError, InvalidError, Problem
from tansiq.domain.journal import Act, Entry
from tansiq.services import guards as guarding
from tansiq.services.guards import Guards
from tansiq.services.tokens import hash_token
from tansiq.storage.accounts import Account
from tansiq.storage.database import Database, Transaction
from tansiq.storage.sessions import HalfSignIn, Session

AT_MACHINE = "machine"
"""What the journal says of a password that was given to a command."""


class SignInError(DomainError):
    """The name or the password is wrong, or the account waits; which of the first two is not said.

    Attributes:
        wait_seconds: how long the account waits.
        ended: whether the password was right but the account is closed or its mandate over.
    """

    def __init__(self, wait_seconds: int = 0, *, ended: bool = False) -> None:
        super().__init__("sign-in")
        self.wait_seconds = wait_seconds
        self.ended = ended


class HalfOverError(DomainError):
    """The half sign-in is over or never was; one begins again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What somebody typed."""

    account: str
    password: str


class Step(StrEnum):
    """What a half sign-in waits for."""

    FACTOR = "factor"
    PASSWORD = "password"  # noqa: S105
    ENROL = "enrol"
    PURPOSE = "purpose"


def begin(database: Database, guards: Guards, given: Credentials, *, token: str, now: datetime) -> HalfSignIn:
    """A half sign-in for this token, after the right password.

    Raises:
        SignInError: if it is refused; the account then waits if that happened often.
        CrowdedError: if too many try at this moment.
    """
    account = _find(database, given.account)
    if wait := guarding.wait_seconds(account, now):
        raise SignInError(wait)
    right = guards.is_password(account, given.password)
    ended = right and account is not None and not account.is_open(now)
    with database.write() as tx:
        if account is not None and right and not ended:
            tx.sessions.close_expired(now)
            end = now + limits.SIGNING_IN
            half = HalfSignIn(account=account, made_at=now, expires_at=end, **guards.fresh(account.id))
            tx.sessions.begin(hash_token(token), half)
            return half
        if ended and account is not None:
            tx.journal.append(Entry(act=Act.SIGN_IN_FAILED, officer=account.id, at=now, detail="ended"))
            tx.sessions.close_all(account.id)
            wait = 0
        else:
            wait = guarding.fail(tx, account, now=now)
    raise SignInError(wait, ended=ended)


def act_at_machine(
    database: Database, guards: Guards, given: Credentials, purpose: Purpose | None, *, now: datetime
) -> Officer:
    """The officer in whose name a command at the machine acts: no session, no second factor, a line in the journal.

    Args:
        purpose: `None` is the usual one of the role.

    Raises:
        SignInError: if the password is wrong, the account waits, is closed, or is none; an exercise asks for none.
        InvalidError: `purpose`, if the role does not state it.
    """
    account = _find(database, given.account)
    wait = guarding.wait_seconds(account, now)
    right = not wait and (not guards.second_factor or guards.is_password(account, given.password))
    if account is None or not right:
        with database.write() as tx:
            wait = wait or guarding.fail(tx, account, now=now, detail=AT_MACHINE)
        raise SignInError(wait)
    if not account.is_open(now):
        raise SignInError(ended=True)
    officer = account.officer_at(now, purpose=purpose)
    rules.check_purpose(account.role, officer.purpose or STATED[account.role][0])
    with database.write(purpose=officer.stated) as tx:
        tx.accounts.change(account.id, failures=0, locked_until=None)
        tx.journal.append(Entry(act=Act.SIGNED_IN, officer=account.id, at=now, detail=AT_MACHINE))
    return officer


def _find(database: Database, typed: str) -> Account | None:
    """The account that was meant: as it was typed, for names of older versions, else in its plain form."""
    with database.read() as tx:
        if (found := tx.accounts.find(typed[:200])) is not None:
            return found
        try:
            return tx.accounts.find(rules.account_name("account", typed))
        except InvalidError:
            return None


def get(tx: Transaction, token: str, *, now: datetime) -> HalfSignIn:
    """The half sign-in of a token.

    Raises:
        HalfOverError: if there is none.
    """
    found = tx.sessions.find_half(hash_token(token), now)
    if found is None:
        raise HalfOverError
    return found


def next_step(tx: Transaction, guards: Guards, half: HalfSignIn) -> Step:
    """What has to be done next."""
    has_factor = guarding.has_factor(tx, half.account)
    if has_factor and not half.proved:
        return Step.FACTOR
    if half.account.must_change:
        return Step.PASSWORD
    if guards.second_factor and not has_factor:
        return Step.ENROL
    return Step.PURPOSE


def _at(tx: Transaction, guards: Guards, token: str, step: Step, now: datetime) -> HalfSignIn:
    """The half sign-in, if it waits for this step: nobody enrols a factor, or a password, instead of giving one."""
    half = get(tx, token, now=now)
    if next_step(tx, guards, half) is not step:
        raise HalfOverError
    return half


def give_code(database: Database, guards: Guards, token: str, code: str, *, now: datetime) -> None:
    """The second factor was given as a code.

    Raises:
        SignInError: if it is wrong or was used; it counts as a wrong password does.
    """
    with database.write() as tx:
        half = _at(tx, guards, token, Step.FACTOR, now)
        wait = guarding.wait_seconds(half.account, now)
        if not wait and guarding.takes_code(tx, guards, half.account, code, now=now):
            tx.sessions.change_half(hash_token(token), proved=True)
            return
        wait = wait or guarding.fail(tx, half.account, now=now, detail="totp")
    raise SignInError(wait)


def give_passkey(database: Database, guards: Guards, token: str, answer: str, *, now: datetime) -> None:
    """The second factor was given by a passkey; the challenge is used up, whatever came.

    Raises:
        SignInError: if the answer proves nothing.
    """
    with database.write() as tx:
        half = _at(tx, guards, token, Step.FACTOR, now)
        wait = guarding.wait_seconds(half.account, now)
        right = not wait and guarding.takes_passkey(tx, guards, half.account, answer, challenge=half.challenge, now=now)
        tx.sessions.change_half(hash_token(token), proved=right, **guards.fresh(half.account.id))
        if right:
            return
        wait = wait or guarding.fail(tx, half.account, now=now, detail="passkey")
    raise SignInError(wait)


def choose_password(database: Database, guards: Guards, token: str, password: str, *, now: datetime) -> None:
    """The password that somebody else set is replaced by one's own.

    Raises:
        InvalidError: if it is too short, or the one that was given.
    """
    hashed = guards.hash(password)
    with database.write() as tx:
        half = _at(tx, guards, token, Step.PASSWORD, now)
        if guards.passwords.verify(half.account.password_hash, password):
            raise InvalidError("password", Problem.SAME_THING_TWICE)
        tx.accounts.change(half.account.id, password_hash=hashed, must_change=False)
        tx.journal.append(Entry(act=Act.PASSWORD_CHANGED, officer=half.account.id, at=now, detail="own"))


def enrol_code(database: Database, guards: Guards, token: str, code: str, *, now: datetime) -> None:
    """The account has one-time codes, proved by the first one.

    Raises:
        InvalidError: `code`.
    """
    with database.write() as tx:
        half = _at(tx, guards, token, Step.ENROL, now)
        guarding.enrol_code(tx, guards, half.account, code, secret=half.secret, now=now)
        tx.sessions.change_half(hash_token(token), proved=True, **guards.fresh(half.account.id))


def enrol_passkey(database: Database, guards: Guards, token: str, answer: str, *, name: str, now: datetime) -> None:
    """The account has a passkey.

    Raises:
        InvalidError: `passkey`.
    """
    with database.write() as tx:
        half = _at(tx, guards, token, Step.ENROL, now)
        guarding.enrol_passkey(tx, guards, half.account, answer, challenge=half.challenge, name=name, now=now)
        tx.sessions.change_half(hash_token(token), proved=True, **guards.fresh(half.account.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """With what a session begins: a new token, and why its officer works."""

    token: str
    purpose: Purpose


def finish(database: Database, guards: Guards, token: str, start: Start, *, now: datetime) -> Session:
    """A session, for the new token; the half sign-in is gone.

    Raises:
        HalfOverError: if a step is left.
        InvalidError: `purpose`, if the role does not state it.
    """
    with database.write() as tx:
        half = _at(tx, guards, token, Step.PURPOSE, now)
        rules.check_purpose(half.account.role, start.purpose)
        tx.sessions.end_half(hash_token(token))
        return _open(tx, guards, half.account, start, now=now)


def _open(tx: Transaction, guards: Guards, account: Account, start: Start, *, now: datetime) -> Session:
    session = Session(
        id=tx.new_id(now),
        account=account,
        purpose=start.purpose,
        made_at=now,
        seen_at=now,
        proved_at=now,
        expires_at=now + limits.LONGEST,
        **guards.fresh(account.id),
    )
    tx.accounts.change(account.id, failures=0, locked_until=None)
    tx.sessions.open(hash_token(start.token), session)
    tx.journal.append(Entry(act=Act.SIGNED_IN, officer=account.id, at=now, purpose=start.purpose.value))
    return session


def only_purpose(half: HalfSignIn) -> Purpose | None:
    """The purpose of a role that states only one."""
    stated = STATED[half.account.role]
    return stated[0] if len(stated) == 1 else None
