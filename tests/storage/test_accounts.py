from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.conftest import NOW, make_id

from tansiq.domain.access import Purpose, Role, Training, reads_level
from tansiq.domain.approval import Approval, State, TwoPersonAct
from tansiq.domain.label import Level
from tansiq.domain.session import IDLE, End
from tansiq.storage.accounts import Account, OpenedGlass
from tansiq.storage.errors import StorageError
from tansiq.storage.sessions import HalfSignIn, Passkey, Session

LATER = NOW + timedelta(hours=12)
ACCOUNT = Account(
    id="analyst",
    name="A. Analyst",
    role=Role.LIAISON_ANALYST,
    state="DZ",
    service="Registry",
    clearance=Level.SECRET,
    compartments=("BLUE LAKE", "بحيرة"),
    trainings=(Training.CLASSIFIED, Training.EVIDENCE),
    cases=(make_id(), make_id()),
    mandate_until=date(2027, 6, 30),
    password_hash="hash",
    totp=b"sealed",
    totp_step=59_000_000,
    made_at=NOW,
)


@pytest.fixture
def account(database):
    with database.write() as tx:
        tx.accounts.add(ACCOUNT)
    return ACCOUNT


def session_of(account, until=LATER):
    times = {"made_at": NOW, "seen_at": NOW, "proved_at": NOW, "expires_at": until}
    return Session(id=make_id(), account=account, purpose=Purpose.LIAISON, challenge=b"c", secret=b"s", **times)


def test_an_account_is_read_as_it_was_kept(database, account):
    with database.read() as tx:
        assert tx.accounts.find("analyst") == account
        assert tx.accounts.find("nobody") is None
        assert tx.accounts.all() == [account]
        assert tx.accounts.has_role(Role.LIAISON_ANALYST)
        assert not tx.accounts.has_role(Role.ADMINISTRATOR)


def test_an_account_that_was_given_too_much_reads_no_more_than_its_role(account):
    given = replace(account, role=Role.POST_OFFICER, clearance=Level.TOP_SECRET)
    assert given.officer_at(NOW).clearance is Level.TOP_SECRET
    assert not reads_level(given.officer_at(NOW, purpose=Purpose.SCREENING), Level.SECRET)


def test_a_name_is_taken_once(database, account):
    with pytest.raises(StorageError), database.write() as tx:
        tx.accounts.add(account)


def test_the_database_refuses_a_name_that_looks_like_another(database, account):
    with database.read() as tx:
        assert tx.accounts.find_alike("ana1yst") == "analyst"
    with pytest.raises(StorageError), database.write() as tx:
        tx.accounts.add(replace(account, id="ana1yst"))


def test_an_account_changes_what_is_named_and_nothing_else(database, account):
    with database.write() as tx:
        tx.accounts.change("analyst", failures=3, locked_until=LATER, compartments=(), clearance=Level.RESTRICTED)
        changed = replace(account, failures=3, locked_until=LATER, compartments=(), clearance=Level.RESTRICTED)
        assert tx.accounts.find("analyst") == changed


def test_officers_are_named_where_they_are_known(database, account):
    with database.read() as tx:
        assert tx.accounts.names({"analyst", "partner's officer"}) == {"analyst": "A. Analyst"}
        assert tx.accounts.names(set()) == {}


def test_mandates_that_ended_are_counted(database, account):
    with database.read() as tx:
        assert tx.accounts.ended_mandates(date(2027, 6, 30), date(2027, 7, 1)) == 1
        assert tx.accounts.ended_mandates(date(2027, 7, 1), date(2027, 8, 1)) == 0


def test_a_session_opens_its_account_until_it_expires(database, account):
    opened = session_of(account)
    with database.write() as tx:
        tx.sessions.open("token", opened)
        assert tx.sessions.find("token", NOW + IDLE - timedelta(seconds=1)) == opened
        assert tx.sessions.find("token", NOW + IDLE) is None
        assert tx.sessions.find_end("token", NOW + IDLE) is End.IDLE
        tx.sessions.note_seen(opened.id, LATER - timedelta(seconds=1))
        tx.sessions.note_seen(opened.id, NOW)
        assert tx.sessions.find("token", LATER - timedelta(seconds=1)).id == opened.id
        assert tx.sessions.find_end("token", LATER) is End.LONGEST
        assert tx.sessions.find("token", NOW) is None
        assert tx.sessions.find("other", NOW) is None
        assert tx.sessions.counts(LATER - timedelta(seconds=1)) == {"analyst": 1}
        assert tx.sessions.counts(NOW) == {}
        assert tx.sessions.find_end("other", NOW) is None


@pytest.mark.parametrize("changes", [{"closed_at": NOW}, {"mandate_until": date(2026, 11, 22)}])
def test_a_session_of_an_account_that_is_over_opens_nothing(database, account, changes):
    with database.write() as tx:
        tx.sessions.open("token", session_of(account))
        tx.accounts.change("analyst", **changes)
        assert tx.sessions.find("token", NOW) is None


def test_sessions_are_closed_one_by_one_or_all_but_one(database, account):
    first, second, third = (session_of(account) for _ in range(3))
    with database.write() as tx:
        for token, one in (("1", first), ("2", second), ("3", third)):
            tx.sessions.open(token, one)
        assert not tx.sessions.close_one("somebody else", first.id)
        assert tx.sessions.close_one("analyst", first.id)
        assert tx.sessions.close_all("analyst", but=second.id) == 1
        assert [one.id for one in tx.sessions.of(account, NOW)] == [second.id]
        tx.sessions.close("2")
        assert tx.sessions.find("2", NOW) is None


def test_expired_sessions_are_removed_and_others_stay(database, account):
    with database.write() as tx:
        tx.sessions.open("old", session_of(account, until=NOW))
        tx.sessions.open("new", session_of(account))
        tx.sessions.close_expired(NOW)
        assert tx.sessions.find("new", NOW) is not None
        assert tx.sessions.find("old", NOW - timedelta(hours=1)) is None


def test_a_half_sign_in_is_changed_and_ends(database, account):
    half = HalfSignIn(account=account, made_at=NOW, expires_at=LATER, secret=b"s", challenge=b"c")
    with database.write() as tx:
        tx.sessions.begin("token", half)
        assert tx.sessions.find_half("token", NOW) == half
        assert tx.sessions.find("token", NOW) is None
        tx.sessions.change_half("token", proved=True)
        assert tx.sessions.find_half("token", NOW).proved
        assert tx.sessions.find_half("token", LATER) is None
        tx.sessions.end_half("token")
        assert tx.sessions.find_half("token", NOW) is None


def test_passkeys_are_kept_used_and_dropped(database, account):
    key = Passkey(id=b"\x00\xff", account="analyst", name="ring", public_key=b"cose", uses=2**40, made_at=NOW)
    with database.write() as tx:
        tx.sessions.add_passkey(key)
        assert tx.sessions.passkeys("analyst") == [key]
        tx.sessions.use_passkey(key.id, uses=7, at=NOW)
        assert tx.sessions.passkeys("analyst") == [replace(key, uses=7, used_at=NOW)]
        assert not tx.sessions.drop_passkey("somebody else", key.id)
        assert tx.sessions.drop_passkey("analyst", key.id)
        assert tx.sessions.passkeys("analyst") == []


def make_glass(**changes):
    parts = {"account": "analyst", "record": make_id(), "compartment": None, "reason": "He stands before me."}
    persons = {"proposed_by": "analyst", "approved_by": "registrar"}
    return OpenedGlass(id=make_id(), made_at=NOW, until=LATER, **{**parts, **persons, **changes})


def test_what_is_opened_stands_until_its_end_or_until_it_is_closed(database, account):
    glass = make_glass()
    with database.write() as tx:
        tx.accounts.open_glass(glass)
        tx.sessions.open("token", session_of(account, until=LATER + timedelta(hours=1)))
        assert tx.accounts.glass_of("analyst", NOW) == glass
        assert tx.sessions.find("token", NOW).glass == glass
        tx.sessions.note_seen(tx.sessions.find("token", NOW).id, LATER)
        assert tx.sessions.find("token", LATER).glass is None
        assert tx.accounts.glasses(standing_at=NOW) == [glass]
        assert tx.accounts.close_glass(glass.id, at=NOW)
        assert not tx.accounts.close_glass(glass.id, at=NOW)
        assert tx.accounts.glass_of("analyst", NOW) is None
        assert len(tx.accounts.glasses()) == 1


def test_nothing_is_opened_by_one_person(database, account):
    with pytest.raises(StorageError), database.write() as tx:
        tx.accounts.open_glass(make_glass(approved_by="analyst"))


PROPOSAL = Approval(
    id=make_id(),
    act=TwoPersonAct.RELEASE,
    subject="thing",
    state_code="DZ",
    payload=b'{"n":1}',
    digest="0" * 64,
    reason="Because.",
    proposed_by="registrar",
    proposed_at=NOW,
    expires_at=LATER,
)
DECIDED = replace(PROPOSAL, state=State.APPROVED, decided_by="second", decided_at=NOW, decision="Yes.")


def test_an_approval_is_decided_once(database):
    with database.write() as tx:
        tx.approvals.add(PROPOSAL)
        assert tx.approvals.find(PROPOSAL.id) == PROPOSAL
        assert tx.approvals.find_open(TwoPersonAct.RELEASE, "thing") == [PROPOSAL]
        assert tx.approvals.decide(DECIDED)
        assert not tx.approvals.decide(replace(DECIDED, state=State.REJECTED))
        assert tx.approvals.find(PROPOSAL.id) == DECIDED
        assert tx.approvals.find_open(TwoPersonAct.RELEASE, "thing") == []


def test_the_database_refuses_an_approval_by_its_proposer(database):
    with pytest.raises(StorageError), database.write() as tx:
        tx.approvals.add(PROPOSAL)
        tx.approvals.decide(replace(DECIDED, decided_by="registrar"))


def test_those_that_wait_stand_first_and_lapse_at_their_end(database):
    waits = replace(PROPOSAL, id=make_id(), proposed_at=NOW - timedelta(days=1))
    with database.write() as tx:
        tx.approvals.add(PROPOSAL)
        tx.approvals.decide(DECIDED)
        tx.approvals.add(waits)
        assert [one.id for one in tx.approvals.newest()] == [waits.id, PROPOSAL.id]
        assert tx.approvals.overdue(LATER) == [waits]
        assert tx.approvals.overdue(NOW) == []
