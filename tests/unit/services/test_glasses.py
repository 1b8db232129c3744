"""Break-glass: two persons, a reason, an end; oversight sees it at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from tests.conftest import NOW, make_id, make_notice
from tests.unit.services.conftest import officer

from tansiq.domain import access
from tansiq.domain.access import Allowed, Permission, Purpose, Role
from tansiq.domain.approval import RULES, Step, TwoPersonAct
from tansiq.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.services import accounts, approvals, glasses
from tansiq.services.accounts import NewAccount
from tansiq.services.approvals import Decision
from tansiq.services.approved_acts import PERFORMERS
from tansiq.services.glasses import GlassRequest
from tansiq.storage.sessions import Session
from tansiq.trust.passwords import Passwords

CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
INSPECTOR = officer(Role.OVERSIGHT_INSPECTOR)
APPROVER = officer(Role.REGISTRY_OFFICER)
HIDDEN = make_notice("Zoubir Nejmaoui", label=Label(policy="DZ", level=Level.SECRET, compartments=("LAKE",)))
PARTS = {"name": "W. Watch", "state": "DZ", "service": "Operations", "password": "ten invented words"}


@pytest.fixture
def database(desk):
    accounts.create(desk.database, CHEAP, NewAccount(id="watch", role=Role.WATCH_OFFICER, **PARTS), now=NOW)
    times = {"made_at": NOW, "seen_at": NOW, "proved_at": NOW, "expires_at": NOW + timedelta(hours=12)}
    with desk.database.write() as tx:
        account = tx.accounts.find("watch")
        tx.sessions.open("token", Session(id=make_id(), account=account, purpose=Purpose.OPERATIONS, **times))
    return desk.database


def use(database, now):
    with database.write() as tx:
        tx.sessions.note_seen(tx.sessions.find("token", now).id, now)


def watch(database, now=NOW):
    with database.read() as tx:
        return tx.sessions.find("token", now).officer_at(now)


def ask(database, **changes):
    request = GlassRequest(**{"account": "watch", "record": HIDDEN.id, "minutes": 60, **changes})
    with database.write() as tx:
        return glasses.propose(tx, watch(database), request, reason="He stands before me.", now=NOW)


def approve(database, proposed, by=APPROVER, now=NOW):
    decision = Decision(id=proposed.id, digest=proposed.digest, step=Step.APPROVE)
    with database.write() as tx:
        approvals.decide(tx, by, decision, PERFORMERS, proved_at=now, now=now)


def reads(database, now=NOW):
    return isinstance(access.may(watch(database, now), Permission.NOTICE_READ, HIDDEN), Allowed)


def test_asking_opens_nothing_and_approving_opens_it_until_its_end(database):
    proposed = ask(database)
    assert not reads(database)
    approve(database, proposed)
    assert reads(database)
    use(database, NOW + timedelta(minutes=29))
    use(database, NOW + timedelta(minutes=58))
    assert reads(database, NOW + timedelta(minutes=59))
    assert not reads(database, NOW + timedelta(minutes=60))


def test_a_clock_that_is_set_back_opens_nothing(database):
    approve(database, ask(database))
    with database.read() as tx:
        for minutes, stands in ((-2, True), (-3, False), (-60, False)):
            at = NOW + timedelta(minutes=minutes)
            assert (tx.accounts.glass_of("watch", at) is not None) is stands
            assert bool(tx.accounts.glasses(standing_at=at)) is stands


def test_a_compartment_is_opened_in_the_same_way(database):
    approve(database, ask(database, record=None, compartment="LAKE"))
    assert watch(database).opened.compartment == "LAKE"
    assert reads(database)


def test_oversight_sees_it_at_once(database):
    approve(database, ask(database))
    with database.read() as tx:
        seen = glasses.standing(tx, INSPECTOR, now=NOW)
        entry = tx.journal.page(limit=1)[0].entry
    assert [(one.account, one.approved_by, one.reason) for one in seen] == [
        ("watch", APPROVER.id, "He stands before me.")
    ]
    assert (entry.act, entry.officer, entry.thing) == (Act.GLASS_BROKEN, "watch", HIDDEN.id)


def test_only_oversight_sees_what_stands_open(database):
    with database.read() as tx:
        for service in (lambda: glasses.standing(tx, APPROVER, now=NOW), lambda: glasses.history(tx, APPROVER)):
            with pytest.raises(ForbiddenError):
                service()


def test_it_is_closed_before_its_time_by_those_whom_it_concerns(database):
    proposed = ask(database)
    approve(database, proposed)
    with database.write() as tx:
        with pytest.raises(NotFoundError):
            glasses.close(tx, officer(Role.LIAISON_ANALYST), proposed.id, now=NOW)
        glasses.close(tx, INSPECTOR, proposed.id, now=NOW)
        with pytest.raises(NotFoundError):
            glasses.close(tx, INSPECTOR, proposed.id, now=NOW)
    assert not reads(database)


def test_nobody_asks_for_somebody_else_or_for_two_things_or_for_ever(database):
    with pytest.raises(InvalidError):
        ask(database, account="analyst")
    for changes in ({"compartment": "LAKE"}, {"record": None}, {"minutes": 100_000}):
        with pytest.raises(InvalidError):
            ask(database, **changes)


@pytest.mark.parametrize("role", list(Role))
def test_only_the_table_says_who_approves(database, role):
    proposed = ask(database)
    if role in RULES[TwoPersonAct.BREAK_GLASS].approvers:
        approve(database, proposed, by=officer(role))
        assert reads(database)
    else:
        with pytest.raises((ForbiddenError, NotFoundError)):
            approve(database, proposed, by=officer(role))
        assert not reads(database)


def test_a_request_lapses_after_half_an_hour(database):
    with pytest.raises(ConflictError, match="expired"):
        approve(database, ask(database), now=NOW + timedelta(minutes=30))


def test_a_request_says_nothing_of_whether_there_is_such_a_record(database):
    approve(database, ask(database, record=make_id()))
    assert not reads(database)


def test_a_closed_account_has_nothing_open(database):
    approve(database, ask(database))
    with database.write() as tx:
        accounts.close_at_machine(tx, "watch", now=NOW)
        assert tx.accounts.glasses(standing_at=NOW) == []


def test_the_next_grant_takes_the_place_of_the_one_before(database):
    approve(database, ask(database))
    approve(database, ask(database, record=None, compartment="LAKE"), by=replace(APPROVER, id="another"))
    with database.read() as tx:
        assert [one.compartment for one in tx.accounts.glasses(standing_at=NOW)] == ["LAKE"]
