from dataclasses import replace
from datetime import date, timedelta

import pytest
from argon2 import PasswordHasher
from tests.conftest import NOW
from tests.partners import know
from tests.unit.services.conftest import officer

from tansiq.domain.access import Purpose, Role, Training
from tansiq.domain.account import Grant
from tansiq.domain.approval import Step, TwoPersonAct
from tansiq.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tansiq.domain.journal import Act
from tansiq.domain.label import Level
from tansiq.services import accounts, approvals
from tansiq.services.accounts import NewAccount
from tansiq.services.approvals import Decision
from tansiq.services.approved_acts import PERFORMERS, makes_password
from tansiq.storage.sessions import Session
from tansiq.trust.passwords import Passwords

CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
PASSWORD = "ten invented words"
PARTS = {
    "id": "analyst",
    "name": "A. Analyst",
    "role": Role.LIAISON_ANALYST,
    "state": "DZ",
    "service": "Registry",
    "password": PASSWORD,
}
GRANT = Grant(
    id="k.post",
    name="K. Post",
    role=Role.POST_OFFICER,
    state="DZ",
    service="Border Police",
    clearance=Level.CONFIDENTIAL,
    trainings=(Training.CLASSIFIED, Training.SCREENING),
    mandate_until=date(2027, 6, 30),
)
ADMIN = officer(Role.ADMINISTRATOR)
APPROVER = officer(Role.REGISTRY_OFFICER)


@pytest.fixture
def database(desk):
    accounts.create(desk.database, CHEAP, NewAccount(**PARTS), now=NOW)
    return desk.database


def make(database, **changes):
    accounts.create(database, CHEAP, NewAccount(**{**PARTS, **changes}), now=NOW)


def propose(database, grant=GRANT, by=ADMIN):
    with database.write() as tx:
        return accounts.propose(tx, by, grant, reason="They begin on Monday.", now=NOW)


def approve(database, proposed, by=APPROVER, now=NOW):
    decision = Decision(id=proposed.id, digest=proposed.digest, step=Step.APPROVE)
    with database.write() as tx:
        return approvals.decide(
            tx, by, decision, PERFORMERS, proved_at=now, now=now, first_password=CHEAP.hash("first of all")
        )


def find(database, account):
    with database.read() as tx:
        return tx.accounts.find(account)


def open_session(database, account="analyst"):
    with database.write() as tx:
        held = tx.accounts.find(account)
        times = {"made_at": NOW, "seen_at": NOW, "proved_at": NOW, "expires_at": NOW + timedelta(hours=1)}
        session = Session(id=tx.new_id(NOW), account=held, purpose=Purpose.LIAISON, **times)
        tx.sessions.open("token", session)


def has_session(database, now=NOW):
    with database.read() as tx:
        return tx.sessions.find("token", now) is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("id", "two words"),
        ("id", "кегистрар"),
        ("id", "-stroke"),
        ("name", " A"),
        ("state", "Algeria"),
        ("password", "short"),
        ("clearance", Level.TOP_SECRET),
        ("mandate_until", date(2026, 1, 1)),
        ("mandate_until", date(2040, 1, 1)),
    ],
)
def test_an_account_that_cannot_be_is_refused(desk, field, value):
    with pytest.raises(InvalidError):
        make(desk.database, **{field: value})


def test_a_name_is_taken_once(database):
    with pytest.raises(ConflictError, match="taken"):
        make(database)


@pytest.mark.parametrize("name", ["ana1yst", "ana-lyst", "anaIyst", "ANALYST", "ａｎａｌｙｓｔ"])
def test_a_name_that_looks_like_another_one_is_refused(database, name):
    with pytest.raises(ConflictError, match=r"taken|looks_like"):
        make(database, id=name)


def test_the_first_administrator_is_founded_and_the_next_needs_two_persons(database):
    make(database, id="admin", role=Role.ADMINISTRATOR)
    with pytest.raises(ConflictError, match="two_persons"):
        make(database, id="second", role=Role.ADMINISTRATOR)


def test_an_account_is_made_by_two_persons_with_a_password_that_only_the_second_sees(database):
    proposed = propose(database)
    assert find(database, "k.post") is None
    assert makes_password(proposed)
    approve(database, proposed)
    made = find(database, "k.post")
    assert made.grant == GRANT
    assert made.must_change
    assert CHEAP.verify(made.password_hash, "first of all")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OVERSIGHT_INSPECTOR])
def test_a_privileged_account_is_an_act_of_its_own(database, role):
    grant = replace(GRANT, role=role, clearance=Level.UNCLASSIFIED)
    assert propose(database, grant).act is TwoPersonAct.PRIVILEGED_ACCOUNT
    assert propose(database).act is TwoPersonAct.ACCOUNT if grant.id != GRANT.id else True


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_only_administrators_propose_accounts(database, role):
    with pytest.raises(ForbiddenError):
        propose(database, by=officer(role))


def test_an_administrator_does_not_approve_their_own_proposal(database):
    with pytest.raises(ForbiddenError, match="own_proposal"):
        approve(database, propose(database), by=ADMIN)
    assert find(database, "k.post") is None


def test_nobody_approves_what_they_are_given_themselves(database):
    analyst = find(database, "analyst").officer_at(NOW)
    given = replace(find(database, "analyst").grant, compartments=("LAKE",))
    with pytest.raises(ForbiddenError, match="about_oneself"):
        approve(database, propose(database, given), by=analyst)


def test_an_account_of_another_state_is_not_made_here(database):
    with pytest.raises(InvalidError):
        propose(database, replace(GRANT, state="TN"))


def test_a_change_is_shown_and_done_as_a_whole_and_ends_sessions(database):
    open_session(database)
    given = replace(find(database, "analyst").grant, compartments=("LAKE",), clearance=Level.RESTRICTED)
    proposed = propose(database, given)
    assert not makes_password(proposed)
    approve(database, proposed)
    assert find(database, "analyst").grant == given
    assert CHEAP.verify(find(database, "analyst").password_hash, PASSWORD)
    assert not has_session(database)


def test_a_change_of_what_meanwhile_changed_is_not_done(database):
    before = find(database, "analyst").grant
    proposed = propose(database, replace(before, clearance=Level.RESTRICTED))
    with database.write() as tx:
        tx.accounts.change("analyst", name="B. Analyst")
    with pytest.raises(ConflictError, match="changed"):
        approve(database, proposed)
    assert find(database, "analyst").clearance is before.clearance


def test_a_recovery_needs_two_persons_and_takes_every_factor(database):
    with database.write() as tx:
        tx.accounts.change("analyst", totp=b"sealed", failures=9, locked_until=NOW + timedelta(hours=1))
    open_session(database)
    with database.write() as tx:
        proposed = accounts.propose_recovery(tx, ADMIN, "analyst", reason="They came with their card.", now=NOW)
    approve(database, proposed)
    held = find(database, "analyst")
    assert (held.totp, held.failures, held.locked_until, held.must_change) == (None, 0, None, True)
    assert CHEAP.verify(held.password_hash, "first of all")
    assert not has_session(database)


def test_a_closed_account_has_no_session_and_can_be_opened_by_two_persons(database):
    open_session(database)
    with database.write() as tx:
        accounts.close(tx, ADMIN, "analyst", now=NOW)
    held = find(database, "analyst")
    assert not held.is_open(NOW)
    assert not has_session(database)
    approve(database, propose(database, held.grant))
    assert find(database, "analyst").is_open(NOW)


def test_only_administrators_close_accounts_and_never_their_own(database):
    make(database, id="admin", role=Role.ADMINISTRATOR)
    with database.write() as tx:
        with pytest.raises(ForbiddenError):
            accounts.close(tx, APPROVER, "analyst", now=NOW)
        with pytest.raises(ConflictError, match="own_account"):
            accounts.close(tx, find(database, "admin").officer_at(NOW), "admin", now=NOW)
        with pytest.raises(ConflictError, match="last_administrator"):
            accounts.close_at_machine(tx, "admin", now=NOW)
        with pytest.raises(NotFoundError):
            accounts.close_at_machine(tx, "nobody", now=NOW)


def test_a_mandate_that_ends_ends_the_sessions(database):
    open_session(database)
    with database.write() as tx:
        tx.accounts.change("analyst", mandate_until=NOW.date())
    assert has_session(database)
    assert not has_session(database, NOW + timedelta(minutes=59, days=1))
    with database.write() as tx:
        tx.accounts.change("analyst", mandate_until=NOW.date() - timedelta(days=1))
    assert not has_session(database)


def test_only_the_administrator_sees_accounts_and_partners(database):
    with database.write() as tx:
        know(tx, "f", "TN", b"1" * 32, at=NOW)
        assert [a.id for a in accounts.all_accounts(tx, ADMIN)] == ["analyst"]
        assert accounts.partners(tx, ADMIN) == {"f": "TN"}
        for service in (accounts.all_accounts, accounts.partners):
            with pytest.raises(ForbiddenError):
                service(tx, officer())


def test_a_new_password_ends_the_sessions_and_the_waiting(database):
    open_session(database)
    with database.write() as tx:
        tx.accounts.change("analyst", failures=9, locked_until=NOW + timedelta(hours=1))
    accounts.change_password(database, CHEAP, "analyst", "ten other words", now=NOW)
    held = find(database, "analyst")
    assert (held.failures, held.locked_until, held.must_change) == (0, None, True)
    assert not has_session(database)


def test_a_password_of_nobody_and_a_short_one_are_refused(database):
    with pytest.raises(NotFoundError):
        accounts.change_password(database, CHEAP, "nobody", "ten other words", now=NOW)
    with pytest.raises(InvalidError):
        accounts.change_password(database, CHEAP, "analyst", "short", now=NOW)


def test_what_was_done_with_accounts_is_in_the_journal(database):
    approve(database, propose(database))
    with database.write() as tx:
        accounts.close(tx, ADMIN, "k.post", now=NOW)
        found = [(line.entry.act, line.entry.officer) for line in tx.journal.page(limit=4)]
    assert found == [
        (Act.ACCOUNT_CLOSED, ADMIN.id),
        (Act.ACCOUNT_CREATED, APPROVER.id),
        (Act.APPROVAL_APPROVED, APPROVER.id),
        (Act.APPROVAL_PROPOSED, ADMIN.id),
    ]
