"""What stands between a stranger and a session: passwords, one-time codes, passkeys; and how often one may try.

Every wrong password, code or passkey counts against the account. After five in a row it waits, twice as long after each
further one. Hashing costs memory, so only a few passwords are verified at a time and the rest wait in line or are sent
away.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypedDict

from tansiq.domain.errors import DomainError, InvalidError, Problem
from tansiq.domain.journal import Act, Entry
from tansiq.services.keeping import SYSTEM
from tansiq.storage.accounts import Account
from tansiq.storage.database import Transaction
from tansiq.storage.sessions import HalfSignIn, Passkey, Session
from tansiq.trust.errors import PasskeyError
from tansiq.trust.one_time_codes import SECRET_BYTES, OneTimeCodes
from tansiq.trust.passkeys import CHALLENGE_BYTES, Site
from tansiq.trust.passwords import Passwords
from tansiq.trust.vaults import NONCE_BYTES

FREE_FAILURES = 5
FIRST_WAIT_SECONDS = 5
LONGEST_WAIT_SECONDS = 900
LEAST_PASSWORD = 10
"""Shortest password, in characters (NIST SP 800-63B asks for 8 with a second factor)."""
MOST_PASSWORD = 1000
MOST_PASSKEYS = 5
VERIFIED_AT_ONCE = 2
LINE_SECONDS = 5.0
"""How long one waits in line for a password to be verified; a hash takes 64 MiB and a third of a second."""


class CrowdedError(DomainError):
    """Too many sign in at this moment."""


class Turnstile:
    """Lets a few through at a time; whoever waits too long is sent away."""

    def __init__(self, places: int = VERIFIED_AT_ONCE, seconds: float = LINE_SECONDS) -> None:
        self._places = threading.BoundedSemaphore(places)
        self._seconds = seconds

    @contextmanager
    def passed(self) -> Iterator[None]:
        """A place, while the block lasts.

        Raises:
            CrowdedError: if none became free.
        """
        if not self._places.acquire(timeout=self._seconds):
            raise CrowdedError
        try:
            yield
        finally:
            self._places.release()


class Fresh(TypedDict):
    """What serves once: a sealed secret to enrol codes with, and a challenge for passkeys."""

    secret: bytes
    challenge: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What verifies people at one node.

    Attributes:
        entropy: gives that many random bytes.
        second_factor: whether nobody comes in without one; only an exercise does without.
    """

    passwords: Passwords
    codes: OneTimeCodes
    site: Site
    entropy: Callable[[int], bytes]
    second_factor: bool = True
    turnstile: Turnstile = field(default_factory=Turnstile)

    def fresh(self, account: str) -> Fresh:
        """A new secret and a new challenge."""
        secret, nonce = self.entropy(SECRET_BYTES), self.entropy(NONCE_BYTES)
        return {"secret": self.codes.seal(account, secret, nonce), "challenge": self.entropy(CHALLENGE_BYTES)}

    def hash(self, password: str, field_name: str = "password") -> str:
        """The hash of a password that is long enough.

        Raises:
            InvalidError: if it is too short or too long.
        """
        if len(password) < LEAST_PASSWORD:
            raise InvalidError(field_name, Problem.OUT_OF_RANGE, str(LEAST_PASSWORD))
        if len(password) > MOST_PASSWORD:
            raise InvalidError(field_name, Problem.TOO_LONG, str(MOST_PASSWORD))
        return self.passwords.hash(password)

    def is_password(self, account: Account | None, password: str) -> bool:
        """Whether the password is this account's; without an account it takes as long.

        Raises:
            CrowdedError: if too many try at this moment.
        """
        with self.turnstile.passed():
            return self.passwords.verify(None if account is None else account.password_hash, password[:MOST_PASSWORD])


def wait_seconds(account: Account | None, now: datetime) -> int:
    """How long an account has to wait before anything is looked at.

    A wait that is longer than any was set by a clock that ran ahead: nobody is kept out by it for years.
    """
    if account is None or account.locked_until is None or account.locked_until <= now:
        return 0
    left = (account.locked_until - now).total_seconds()
    return 0 if left > LONGEST_WAIT_SECONDS else int(left) + 1


def fail(tx: Transaction, account: Account | None, *, now: datetime, detail: str = "") -> int:
    """Counts something wrong against an account; says how many seconds it waits."""
    officer = SYSTEM if account is None else account.id
    tx.journal.append(Entry(act=Act.SIGN_IN_FAILED, officer=officer, at=now, detail=detail))
    held = None if account is None else tx.accounts.find(account.id)
    if held is None:
        return 0
    failures = held.failures + 1
    wait = 0
    if failures >= FREE_FAILURES:
        doublings = min(failures - FREE_FAILURES, 20)
        wait = min(LONGEST_WAIT_SECONDS, 2**doublings * FIRST_WAIT_SECONDS)
    until = now + timedelta(seconds=wait) if wait else None
    tx.accounts.change(held.id, failures=failures, locked_until=until)
    return wait


def has_factor(tx: Transaction, account: Account) -> bool:
    """Whether an account has a second factor."""
    return account.totp is not None or bool(tx.sessions.passkeys(account.id))


def takes_code(tx: Transaction, guards: Guards, account: Account, code: str, *, now: datetime) -> bool:
    """Whether this is a code of the account that was not used yet; from now on it was."""
    held = tx.accounts.find(account.id)
    if held is None or held.totp is None:
        return False
    step = guards.codes.find_step(held.id, held.totp, code, now=now, after=held.totp_step)
    if step is None:
        return False
    tx.accounts.change(held.id, totp_step=step)
    return True


def takes_passkey(
    tx: Transaction, guards: Guards, account: Account, answer: str, *, challenge: bytes | None, now: datetime
) -> bool:
    """Whether a passkey of the account signed this challenge."""
    if challenge is None:
        return False
    try:
        named = guards.site.named(answer)
        held = next((one for one in tx.sessions.passkeys(account.id) if one.id == named), None)
        if held is None:
            return False
        uses = guards.site.verify(answer, challenge=challenge, public_key=held.public_key, uses=held.uses)
    except PasskeyError:
        return False
    tx.sessions.use_passkey(held.id, uses=uses, at=now)
    return True


def enrol_code(
    tx: Transaction, guards: Guards, account: Account, code: str, *, secret: bytes | None, now: datetime
) -> None:
    """The account has one-time codes of this secret, proved by one of them, which is thereby used.

    Args:
        secret: sealed.

    Raises:
        InvalidError: `code`, if it is not one of this secret.
    """
    step = None if secret is None else guards.codes.find_step(account.id, secret, code, now=now, after=0)
    if step is None:
        raise InvalidError("code", Problem.MALFORMED)
    tx.accounts.change(account.id, totp=secret, totp_step=step)
    tx.journal.append(Entry(act=Act.FACTOR_ENROLLED, officer=account.id, at=now, detail="totp"))


def enrol_passkey(
    tx: Transaction, guards: Guards, account: Account, answer: str, *, challenge: bytes | None, name: str, now: datetime
) -> None:
    """The account has one passkey more.

    Raises:
        InvalidError: `passkey`, if the answer makes none, or there are too many.
    """
    if len(tx.sessions.passkeys(account.id)) >= MOST_PASSKEYS:
        raise InvalidError("passkey", Problem.TOO_MANY, str(MOST_PASSKEYS))
    try:
        made = guards.site.enrolled(answer, challenge=challenge or b"")
    except PasskeyError as error:
        raise InvalidError("passkey", Problem.MALFORMED) from error
    tx.sessions.add_passkey(
        Passkey(id=made.id, account=account.id, name=name, public_key=made.public_key, uses=made.uses, made_at=now)
    )
    tx.journal.append(Entry(act=Act.FACTOR_ENROLLED, officer=account.id, at=now, detail="passkey"))


def question(tx: Transaction, guards: Guards, half: HalfSignIn | Session) -> str | None:
    """What the browser needs to have a passkey of the account sign, as JSON; `None` if it has none."""
    known = [one.id for one in tx.sessions.passkeys(half.account.id)]
    if not known or half.challenge is None:
        return None
    return guards.site.question(challenge=half.challenge, known=known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """With what a second factor is enrolled.

    Attributes:
        secret: for an app, in base 32; `address` the same, for a picture.
        passkey: what the browser needs to make a passkey, as JSON.
    """

    secret: str
    address: str
    passkey: str


def offer(tx: Transaction, guards: Guards, half: HalfSignIn | Session) -> Offer:
    """With what the officer enrols a second factor."""
    account = half.account
    sealed = half.secret or b""
    known = [one.id for one in tx.sessions.passkeys(account.id)]
    return Offer(
        secret=guards.codes.text(account.id, sealed),
        address=guards.codes.address(account.id, sealed, guards.site.name),
        passkey=guards.site.enrolment(
            account=account.id, shown=account.name, challenge=half.challenge or b"", known=known
        ),
    )


def reseal(tx: Transaction, guards: Guards) -> int:
    """Every secret of one-time codes is under the storage key in use, before an older goes; everybody signs in again.

    Returns:
        How many were not.
    """
    tx.sessions.close_every()
    count = 0
    for account in tx.accounts.all():
        if account.totp is None:
            continue
        sealed = guards.codes.resealed(account.id, account.totp, guards.entropy(NONCE_BYTES))
        if sealed is not None:
            tx.accounts.change(account.id, totp=sealed)
            count += 1
    return count
