from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from tests.conftest import NOW
from tests.unit.services.conftest import officer

from tansiq.domain.access import Role
from tansiq.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tansiq.domain.journal import Act
from tansiq.services import accounts
from tansiq.services.accounts import (
    FREE_FAILURES,
    LONGEST_WAIT_SECONDS,
    SESSION_HOURS,
    Credentials,
    NewAccount,
    SignInError,
)
from tansiq.trust.passwords import Passwords

CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
PASSWORD = "ten invented words"
TOKEN = "token"
PARTS = {
    "id": "analyst",
    "name": "A. Analyst",
    "role": Role.LIAISON_ANALYST,
    "state": "DZ",
    "service": "Registry",
    "password": PASSWORD,
}


@pytest.fixture
def database(desk):
    accounts.create(desk.database, CHEAP, NewAccount(**PARTS), now=NOW)
    return desk.database


def sign_in(database, account="analyst", password=PASSWORD, token=TOKEN, now=NOW):
    return accounts.sign_in(database, CHEAP, Credentials(account=account, password=password), token=token, now=now)


def fail(database, times, now=NOW):
    waits = []
    for _ in range(times):
        with pytest.raises(SignInError) as caught:
            sign_in(database, password="wrong", now=now)
        waits.append(caught.value.wait_seconds)
    return waits


def session(database, token=TOKEN, now=NOW):
    with database.read() as tx:
        found = accounts.find_session(tx, token, now=now)
    return None if found is None else found.id


@pytest.mark.parametrize(
    ("field", "value"), [("id", ""), ("name", " A"), ("state", "Algeria"), ("password", "short"), ("password", "")]
)
def test_an_account_that_cannot_be_is_refused(desk, field, value):
    with pytest.raises(InvalidError):
        accounts.create(desk.database, CHEAP, NewAccount(**{**PARTS, field: value}), now=NOW)


def test_a_name_is_taken_once(database):
    with pytest.raises(ConflictError, match="taken"):
        accounts.create(database, CHEAP, NewAccount(**PARTS), now=NOW)


def test_the_right_password_opens_a_session_of_one_shift(database):
    assert sign_in(database).id == "analyst"
    assert session(database) == "analyst"
    assert session(database, now=NOW + timedelta(hours=SESSION_HOURS)) is None


def test_only_the_hash_of_a_token_is_kept(database):
    sign_in(database)
    assert session(database, accounts.hash_token("token")) is None


@pytest.mark.parametrize(
    "given", [{"password": "wrong"}, {"account": "nobody"}, {"account": ""}, {"password": "x" * 9999}]
)
def test_whatever_is_wrong_is_refused_in_the_same_words(database, given):
    with pytest.raises(SignInError) as caught:
        sign_in(database, **given)
    assert (str(caught.value), caught.value.wait_seconds) == ("sign-in", 0)
    assert session(database) is None


def test_an_account_waits_after_five_failures_twice_as_long_each_time(database):
    assert fail(database, FREE_FAILURES - 1) == [0] * (FREE_FAILURES - 1)
    first = fail(database, 1)[0]
    assert first == 5
    second = fail(database, 1, now=NOW + timedelta(seconds=first))[0]
    assert second == 2 * first


def test_the_right_password_does_not_help_while_an_account_waits(database):
    fail(database, FREE_FAILURES)
    with pytest.raises(SignInError) as caught:
        sign_in(database, now=NOW + timedelta(seconds=2))
    assert 0 < caught.value.wait_seconds <= 5
    assert sign_in(database, now=NOW + timedelta(seconds=6)).id == "analyst"


def test_a_wait_has_a_longest_length(database):
    with database.write() as tx:
        tx.accounts.change("analyst", failures=60)
    assert fail(database, 1) == [LONGEST_WAIT_SECONDS]


def test_a_success_forgets_the_failures(database):
    fail(database, FREE_FAILURES - 1)
    sign_in(database)
    assert fail(database, FREE_FAILURES - 1) == [0] * (FREE_FAILURES - 1)


def test_signing_in_and_out_and_failing_is_journalled_without_names_that_do_not_exist(database):
    sign_in(database)
    fail(database, 1)
    with pytest.raises(SignInError):
        sign_in(database, account="typed by mistake")
    with database.write() as tx:
        accounts.sign_out(tx, officer(), "token", now=NOW)
        lines = [line.entry for line in tx.journal.page()]
    assert [e.act for e in lines[:4]] == [Act.SIGNED_OUT, Act.SIGN_IN_FAILED, Act.SIGN_IN_FAILED, Act.SIGNED_IN]
    assert "typed by mistake" not in str(lines)
    assert session(database) is None


def test_settings_that_are_not_given_stay(database):
    analyst = sign_in(database).officer
    with database.write() as tx:
        accounts.change_settings(tx, analyst, lang="ar", single_keys=False)
        accounts.change_settings(tx, analyst, theme="dark")
        accounts.change_settings(tx, analyst)
        found = tx.accounts.find("analyst")
    assert (found.lang, found.theme, found.single_keys) == ("ar", "dark", False)


def test_only_the_administrator_sees_accounts_and_partners(database):
    admin = officer(Role.ADMINISTRATOR)
    with database.write() as tx:
        tx.imports.add_partner("f", "TN", b"1" * 32, by="o", at=NOW)
        assert [a.id for a in accounts.all_accounts(tx, admin)] == ["analyst"]
        assert accounts.partners(tx, admin) == {"f": "TN"}
        for service in (accounts.all_accounts, accounts.partners):
            with pytest.raises(ForbiddenError):
                service(tx, officer())


def test_a_new_password_ends_the_sessions_and_the_waiting(database):
    accounts.sign_in(database, CHEAP, Credentials(account="analyst", password=PASSWORD), token=TOKEN, now=NOW)
    with database.write() as tx:
        tx.accounts.change("analyst", failures=FREE_FAILURES, locked_until=NOW + timedelta(hours=1))
    accounts.change_password(database, CHEAP, "analyst", "ten other words", now=NOW)
    given = Credentials(account="analyst", password="ten other words")
    assert accounts.sign_in(database, CHEAP, given, token="new", now=NOW).id == "analyst"
    with database.read() as tx:
        assert accounts.find_session(tx, TOKEN, now=NOW) is None


def test_a_password_of_nobody_and_a_short_one_are_refused(database):
    with pytest.raises(NotFoundError):
        accounts.change_password(database, CHEAP, "nobody", "ten other words", now=NOW)
    with pytest.raises(InvalidError):
        accounts.change_password(database, CHEAP, "analyst", "short", now=NOW)
