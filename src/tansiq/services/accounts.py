"""Accounts: founded with the node, proposed by an administrator, made by two persons, closed by one.

An administrator who could make an officer alone could make one for themselves and read what they must not. So every
account, and everything that an account is given, is proposed by an administrator and approved by somebody else; the
first password is made at the approval and shown to whoever approves, once. Taking away needs one person only.

The operator at the machine founds a node: the first administrator, the first inspector, and officers of other roles.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tansiq.domain import access
from tansiq.domain import account as rules
from tansiq.domain.access import CEILING, TRAINING, Officer, Permission, Role, Training
from tansiq.domain.account import PRIVILEGED, USUAL_MANDATE, Grant
from tansiq.domain.approval import Approval, TwoPersonAct
from tansiq.domain.errors import ConflictError, InvalidError, NotFoundError, Problem
from tansiq.domain.journal import Act, Entry
from tansiq.domain.label import Level
from tansiq.services import approvals
from tansiq.services import guards as guarding
from tansiq.services.approvals import Deed, Proposal
from tansiq.services.guards import LEAST_PASSWORD, Guards
from tansiq.services.keeping import SYSTEM
from tansiq.services.partners import known_keys
from tansiq.storage.accounts import Account
from tansiq.storage.database import Database, Transaction
from tansiq.trust import canonical
from tansiq.trust.passwords import Passwords


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What the operator gives to make an account at the machine.

    Attributes:
        clearance: `None` is all that the role reads.
        trainings: `None` is all that the role presupposes: the operator vouches for it.
        mandate_until: `None` is a year from now.
        must_change: whether the officer chooses a password of their own at the first sign-in.
    """

    id: str
    name: str
    role: Role
    state: str
    service: str
    password: str
    clearance: Level | None = None
    compartments: tuple[str, ...] = ()
    trainings: tuple[Training, ...] | None = None
    mandate_until: date | None = None
    must_change: bool = False

    def grant(self, today: date) -> Grant:
        """What the account is given."""
        ceiling = CEILING.get(self.role, Level.UNCLASSIFIED)
        usual = tuple(t for t in Training if t in TRAINING[self.role])
        return Grant(
            id=rules.account_name("account", self.id),
            name=self.name,
            role=self.role,
            state=self.state,
            service=self.service,
            clearance=ceiling if self.clearance is None else self.clearance,
            compartments=self.compartments,
            trainings=usual if self.trainings is None else self.trainings,
            mandate_until=self.mandate_until or today + USUAL_MANDATE,
        )


def create(database: Database, passwords: Passwords, new: NewAccount, *, now: datetime) -> None:
    """An account that can sign in, made by the operator at the machine.

    Raises:
        InvalidError: if a field is empty or the password too short.
        ConflictError: if the name is taken or looks like another one; `two_persons` if it is a privileged account and
            not the first of its role.
    """
    grant = new.grant(now.date())
    rules.check_mandate(grant.mandate_until, now.date())
    hashed = _hash(passwords, new.password)
    with database.write() as tx:
        if grant.role in PRIVILEGED and tx.accounts.has_role(grant.role):
            raise ConflictError(grant.id, "two_persons")
        _add(tx, grant, hashed, must_change=new.must_change, now=now)
        tx.journal.append(Entry(act=Act.ACCOUNT_CREATED, officer=SYSTEM, at=now, detail=f"{grant.id} {grant.role}"))


def give_codes(database: Database, guards: Guards, account: str, *, now: datetime) -> tuple[str, str]:
    """The account has one-time codes of a new secret, which is told once: in base 32, and as an address for a picture.

    Raises:
        NotFoundError: if there is no such account.
        ConflictError: if it has a second factor already.
    """
    sealed = guards.fresh(account)["secret"]
    with database.write() as tx:
        held = tx.accounts.find(account)
        if held is None:
            raise NotFoundError(account)
        if guarding.has_factor(tx, held):
            raise ConflictError(account, "has_factor")
        tx.accounts.change(account, totp=sealed, totp_step=0)
        tx.journal.append(Entry(act=Act.FACTOR_ENROLLED, officer=SYSTEM, at=now, detail=f"{account} totp"))
    return guards.codes.text(account, sealed), guards.codes.address(account, sealed, guards.site.name)


def change_password(
    database: Database,
    passwords: Passwords,
    account: str,
    password: str,
    *,
    now: datetime,
    forget_factors: bool = False,
) -> None:
    """The operator gave the account another password; its sessions are over and it waits no more.

    Args:
        forget_factors: whether the second factors go as well; the officer enrols new ones.

    Raises:
        InvalidError: if the password is too short.
        NotFoundError: if there is no such account.
    """
    hashed = _hash(passwords, password)
    with database.write() as tx:
        held = tx.accounts.find(account)
        if held is None:
            raise NotFoundError(account)
        _reset(tx, held, hashed, forget_factors=forget_factors)
        act = Act.ACCOUNT_RECOVERED if forget_factors else Act.PASSWORD_CHANGED
        tx.journal.append(Entry(act=act, officer=SYSTEM, at=now, detail=held.id))


def _hash(passwords: Passwords, password: str) -> str:
    if len(password) < LEAST_PASSWORD:
        raise InvalidError("password", Problem.OUT_OF_RANGE, str(LEAST_PASSWORD))
    return passwords.hash(password)


def _add(tx: Transaction, grant: Grant, password_hash: str, *, must_change: bool, now: datetime) -> None:
    check_free(tx, grant.id)
    tx.accounts.add(Account.of(grant, password_hash=password_hash, must_change=must_change, at=now))


def _reset(tx: Transaction, account: Account, password_hash: str, *, forget_factors: bool) -> None:
    forgotten: dict[str, object] = {"totp": None, "totp_step": 0} if forget_factors else {}
    tx.accounts.change(
        account.id, password_hash=password_hash, must_change=True, failures=0, locked_until=None, **forgotten
    )
    if forget_factors:
        tx.sessions.drop_passkeys(account.id)
    tx.sessions.close_all(account.id)


def check_free(tx: Transaction, account: str) -> None:
    """Passes a name that nobody has, or that nobody could take for another one.

    Raises:
        InvalidError: if it is not in its plain form.
        ConflictError: `taken` or `looks_like`.
    """
    rules.check_name(account)
    if tx.accounts.find(account) is not None:
        raise ConflictError(account, "taken")
    if tx.accounts.find_alike(account) is not None:
        raise ConflictError(account, "looks_like")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChange:
    """What is proposed of an account: all that it is to be given, and what it had when that was proposed."""

    after: Grant
    before: Grant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceEnd:
    """What is proposed of an officer's clearance: a lower level, at once."""

    account: str
    before: Level
    after: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What is proposed for an officer who lost a password or a second factor: all of them are made anew."""

    account: str


def propose(tx: Transaction, officer: Officer, grant: Grant, *, reason: str, now: datetime) -> Approval:
    """A new account, or a change of what one is given, waits for the second person.

    Raises:
        ForbiddenError: to all but administrators.
        ConflictError: if the name of a new account looks like another one, or the same waits already.
        InvalidError: if the mandate has no end, or another state is meant.
    """
    access.require(officer, Permission.ACCOUNT_MANAGE)
    if grant.state != officer.state:
        raise InvalidError("state", Problem.NOT_IN_LIST, grant.state)
    rules.check_mandate(grant.mandate_until, now.date())
    held = tx.accounts.find(grant.id)
    if held is None:
        check_free(tx, grant.id)
    elif held.state != officer.state:
        raise ConflictError(grant.id, "taken")
    change = AccountChange(after=grant, before=None if held is None else held.grant)
    is_privileged = any(one is not None and one.role in PRIVILEGED for one in (change.after, change.before))
    act = TwoPersonAct.PRIVILEGED_ACCOUNT if is_privileged else TwoPersonAct.ACCOUNT
    return approvals.propose(tx, officer, Proposal(act=act, subject=grant.id, what=change, reason=reason), now=now)


def propose_recovery(tx: Transaction, officer: Officer, account: str, *, reason: str, now: datetime) -> Approval:
    """That an officer's password and second factors are made anew waits for the second person.

    Raises:
        ForbiddenError: to all but administrators.
        NotFoundError: if there is no such account in their state.
    """
    held = get(tx, officer, account, Permission.ACCOUNT_MANAGE)
    proposal = Proposal(act=TwoPersonAct.RECOVERY, subject=held.id, what=Recovery(account=held.id), reason=reason)
    return approvals.propose(tx, officer, proposal, now=now)


def propose_clearance_end(
    tx: Transaction, officer: Officer, account: str, level: Level, *, reason: str, now: datetime
) -> Approval:
    """That an officer's clearance ends before its time, or becomes a lower one, waits for the second person.

    Raises:
        ForbiddenError: to all but administrators.
        NotFoundError: if there is no such account in their state.
        InvalidError: `clearance`, if the level is not lower.
    """
    held = get(tx, officer, account, Permission.ACCOUNT_MANAGE)
    if level.rank >= held.clearance.rank:
        raise InvalidError("clearance", Problem.NOT_IN_LIST, level)
    what = ClearanceEnd(account=held.id, before=held.clearance, after=level)
    proposal = Proposal(act=TwoPersonAct.CLEARANCE_END, subject=held.id, what=what, reason=reason)
    return approvals.propose(tx, officer, proposal, now=now)


def carry_out_clearance_end(tx: Transaction, deed: Deed) -> None:
    """The officer reads less from now on; their sessions are over and what was opened to them is closed.

    Raises:
        ConflictError: if the clearance is not any more what it was when that was proposed.
    """
    ending = canonical.decode(deed.approval.payload, ClearanceEnd)
    held = tx.accounts.find(ending.account)
    if held is None or held.clearance is not ending.before:
        raise ConflictError(ending.account, "changed")
    tx.accounts.change(held.id, clearance=ending.after)
    _end_all(tx, held.id, by=deed.officer.id, now=deed.now)
    detail = f"{held.id} {ending.before} {ending.after}"
    tx.journal.append(
        Entry(act=Act.ACCOUNT_CHANGED, officer=deed.officer.id, at=deed.now, thing=deed.approval.id, detail=detail)
    )


def carry_out_change(tx: Transaction, deed: Deed) -> None:
    """The account is made, or changed, as the bytes say.

    Raises:
        ConflictError: if it is not any more what it was when that was proposed.
    """
    change = canonical.decode(deed.approval.payload, AccountChange)
    grant, now = change.after, deed.now
    rules.check_mandate(grant.mandate_until, now.date())
    held = tx.accounts.find(grant.id)
    if (None if held is None else held.grant) != change.before:
        raise ConflictError(grant.id, "changed")
    if held is None:
        if deed.first_password is None:
            raise InvalidError("password", Problem.REQUIRED)
        _add(tx, grant, deed.first_password, must_change=True, now=now)
    else:
        given = {name: getattr(grant, name) for name in Grant.__slots__ if name != "id"}
        tx.accounts.change(grant.id, **given, closed_at=None)
        tx.sessions.close_all(grant.id)
    act = Act.ACCOUNT_CREATED if held is None else Act.ACCOUNT_CHANGED
    detail = f"{grant.id} {grant.role}"
    tx.journal.append(Entry(act=act, officer=deed.officer.id, at=now, thing=deed.approval.id, detail=detail))


def carry_out_recovery(tx: Transaction, deed: Deed) -> None:
    """The account has the first password of this moment and no second factor; its sessions are over."""
    recovery = canonical.decode(deed.approval.payload, Recovery)
    held = tx.accounts.find(recovery.account)
    if held is None or deed.first_password is None:
        raise NotFoundError(recovery.account)
    _reset(tx, held, deed.first_password, forget_factors=True)
    tx.journal.append(
        Entry(act=Act.ACCOUNT_RECOVERED, officer=deed.officer.id, at=deed.now, thing=deed.approval.id, detail=held.id)
    )


def close(tx: Transaction, officer: Officer, account: str, *, now: datetime) -> None:
    """Nobody signs in with the account any more; its sessions are over and what was opened to it is closed.

    Raises:
        ForbiddenError: to all but administrators.
        ConflictError: if it is one's own, or the last administrator's.
    """
    held = get(tx, officer, account, Permission.ACCOUNT_MANAGE)
    if held.id == officer.id:
        raise ConflictError(held.id, "own_account")
    _close(tx, held, by=officer.id, now=now)


def close_at_machine(tx: Transaction, account: str, *, now: datetime) -> None:
    """The same, by the operator at the machine.

    Raises:
        NotFoundError: if there is no such account.
        ConflictError: if it is the last administrator's.
    """
    held = tx.accounts.find(account)
    if held is None:
        raise NotFoundError(account)
    _close(tx, held, by=SYSTEM, now=now)


def _close(tx: Transaction, held: Account, *, by: str, now: datetime) -> None:
    others = [one for one in tx.accounts.all() if one.role is Role.ADMINISTRATOR and one.is_open(now)]
    if [one.id for one in others] == [held.id]:
        raise ConflictError(held.id, "last_administrator")
    tx.accounts.change(held.id, closed_at=now)
    _end_all(tx, held.id, by=by, now=now)
    tx.journal.append(Entry(act=Act.ACCOUNT_CLOSED, officer=by, at=now, detail=held.id))


def _end_all(tx: Transaction, account: str, *, by: str, now: datetime) -> None:
    """Sessions are over, and what stood open to the account is closed."""
    tx.sessions.close_all(account)
    while (glass := tx.accounts.glass_of(account, now)) is not None:
        tx.accounts.close_glass(glass.id, at=now)
        tx.journal.append(Entry(act=Act.GLASS_CLOSED, officer=by, at=now, thing=glass.record, detail=account))


def get(tx: Transaction, officer: Officer, account: str, permission: Permission = Permission.ACCOUNT_READ) -> Account:
    """An account of the officer's own state.

    Raises:
        ForbiddenError: to all but administrators.
        NotFoundError: if there is none.
    """
    access.require(officer, permission)
    held = tx.accounts.find(account)
    if held is None or held.state != officer.state:
        raise NotFoundError(account)
    return held


def all_accounts(tx: Transaction, officer: Officer) -> list[Account]:
    """Every account, for the administrator."""
    access.require(officer, Permission.ACCOUNT_READ)
    return tx.accounts.all()


def partners(tx: Transaction, officer: Officer) -> dict[str, str]:
    """The state of each enrolled key, by its fingerprint, for the administrator."""
    access.require(officer, Permission.NODE_READ)
    return {fingerprint: state for fingerprint, (state, _) in known_keys(tx).items()}
