from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW

from tansiq.domain.access import Role
from tansiq.storage.accounts import Account
from tansiq.storage.errors import StorageError

LATER = NOW + timedelta(hours=12)
ACCOUNT = Account(
    id="analyst",
    name="A. Analyst",
    role=Role.LIAISON_ANALYST,
    state="DZ",
    service="Registry",
    password_hash="hash",
    made_at=NOW,
)


@pytest.fixture
def account(database):
    with database.write() as tx:
        tx.accounts.add(ACCOUNT)
    return ACCOUNT


def test_an_account_is_read_as_it_was_kept(database, account):
    with database.read() as tx:
        assert tx.accounts.find("analyst") == account
        assert tx.accounts.find("nobody") is None
        assert tx.accounts.all() == [account]


def test_a_name_is_taken_once(database, account):
    with pytest.raises(StorageError), database.write() as tx:
        tx.accounts.add(account)


def test_an_account_changes_what_is_named_and_nothing_else(database, account):
    with database.write() as tx:
        tx.accounts.change("analyst", failures=3, locked_until=LATER, single_keys=False)
        assert tx.accounts.find("analyst") == replace(account, failures=3, locked_until=LATER, single_keys=False)


def test_officers_are_named_where_they_are_known(database, account):
    with database.read() as tx:
        assert tx.accounts.names({"analyst", "partner's officer"}) == {"analyst": "A. Analyst"}
        assert tx.accounts.names(set()) == {}


def test_a_session_opens_its_account_until_it_expires(database, account):
    with database.write() as tx:
        tx.accounts.open_session("token", "analyst", at=NOW, until=LATER)
        assert tx.accounts.find_session("token", LATER - timedelta(seconds=1)) == account
        assert tx.accounts.find_session("token", LATER) is None
        assert tx.accounts.find_session("other", NOW) is None


def test_a_closed_session_opens_nothing(database, account):
    with database.write() as tx:
        tx.accounts.open_session("token", "analyst", at=NOW, until=LATER)
        tx.accounts.close_session("token")
        assert tx.accounts.find_session("token", NOW) is None


def test_expired_sessions_are_removed_and_others_stay(database, account):
    with database.write() as tx:
        tx.accounts.open_session("old", "analyst", at=NOW, until=NOW)
        tx.accounts.open_session("new", "analyst", at=NOW, until=LATER)
        tx.accounts.close_expired(NOW)
        assert tx.accounts.find_session("new", NOW) == account
        assert tx.accounts.find_session("old", NOW - timedelta(hours=1)) is None
