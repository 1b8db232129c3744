"""What stands between a stranger and a session, apart from the pages."""

import secrets
import threading
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher
from tests.authenticator import Authenticator
from tests.conftest import NOW

from tansiq.domain.access import Purpose, Role
from tansiq.domain.errors import InvalidError
from tansiq.services import accounts, guards, sessions, sign_ins
from tansiq.services.accounts import NewAccount
from tansiq.services.guards import MOST_PASSKEYS, CrowdedError, Guards, Turnstile
from tansiq.services.sessions import Proof
from tansiq.services.sign_ins import Credentials, HalfOverError, SignInError, Start, Step
from tansiq.trust.keyrings import NodeKey
from tansiq.trust.keyrings import Purpose as KeyPurpose
from tansiq.trust.one_time_codes import OneTimeCodes
from tansiq.trust.passkeys import Site
from tansiq.trust.passwords import Passwords

CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
PASSWORD = "ten invented words"
ADDRESS = "https://registry.example"
HALF = "half"


def key(digit):
    return NodeKey(id=digit * 16, purpose=KeyPurpose.STORAGE, raw=digit.encode() * 32, made_at=NOW, active_from=NOW)


GUARDS = Guards(
    passwords=CHEAP,
    codes=OneTimeCodes.of(key("1"), []),
    site=Site(name="Registry", address=ADDRESS),
    entropy=secrets.token_bytes,
)


@pytest.fixture
def database(desk):
    parts = {"name": "A. Analyst", "role": Role.LIAISON_ANALYST, "state": "DZ", "service": "Registry"}
    accounts.create(desk.database, CHEAP, NewAccount(id="analyst", password=PASSWORD, **parts), now=NOW)
    return desk.database


def begin(database, token=HALF):
    given = Credentials(account="Analyst ", password=PASSWORD)
    return sign_ins.begin(database, GUARDS, given, token=token, now=NOW)


def step(database, token=HALF):
    with database.read() as tx:
        return sign_ins.next_step(tx, GUARDS, sign_ins.get(tx, token, now=NOW))


def offer(database, token=HALF):
    with database.read() as tx:
        return guards.offer(tx, GUARDS, sign_ins.get(tx, token, now=NOW))


def enrol_passkey(database, token=HALF):
    made = Authenticator(ADDRESS)
    answer = made.create(offer(database, token).passkey)
    sign_ins.enrol_passkey(database, GUARDS, token, answer, name="ring", now=NOW)
    return made


def question(database, token=HALF):
    with database.read() as tx:
        return guards.question(tx, GUARDS, sign_ins.get(tx, token, now=NOW))


def finish(database, token=HALF, new="session"):
    return sign_ins.finish(database, GUARDS, token, Start(token=new, purpose=Purpose.LIAISON), now=NOW)


def test_a_passkey_is_enrolled_at_the_first_sign_in_and_asked_for_at_the_next(database):
    begin(database)
    assert step(database) is Step.ENROL
    made = enrol_passkey(database)
    assert finish(database).account.id == "analyst"
    begin(database, "second")
    assert step(database, "second") is Step.FACTOR
    sign_ins.give_passkey(database, GUARDS, "second", made.get(question(database, "second")), now=NOW)
    assert step(database, "second") is Step.PURPOSE


def test_an_answer_of_a_passkey_counts_once(database):
    begin(database)
    made = enrol_passkey(database)
    begin(database, "second")
    answer = made.get(question(database, "second"))
    sign_ins.give_passkey(database, GUARDS, "second", answer, now=NOW)
    begin(database, "third")
    with pytest.raises(SignInError):
        sign_ins.give_passkey(database, GUARDS, "third", answer, now=NOW)


def test_a_challenge_is_used_up_by_a_wrong_answer(database):
    begin(database)
    made = enrol_passkey(database)
    begin(database, "second")
    asked = question(database, "second")
    with pytest.raises(SignInError):
        sign_ins.give_passkey(database, GUARDS, "second", "{}", now=NOW)
    with pytest.raises(SignInError):
        sign_ins.give_passkey(database, GUARDS, "second", made.get(asked), now=NOW)


def test_a_passkey_of_another_account_proves_nothing(database):
    begin(database)
    enrol_passkey(database)
    begin(database, "second")
    stranger = Authenticator(ADDRESS, id=b"\x02" * 32)
    with pytest.raises(SignInError):
        sign_ins.give_passkey(database, GUARDS, "second", stranger.get(question(database, "second")), now=NOW)


def test_no_step_is_skipped(database):
    begin(database)
    with pytest.raises(HalfOverError):
        finish(database)
    with pytest.raises(HalfOverError):
        sign_ins.choose_password(database, GUARDS, "half", "ten other words", now=NOW)
    with pytest.raises(HalfOverError):
        sign_ins.give_code(database, GUARDS, "half", "000000", now=NOW)


def test_a_half_sign_in_is_used_up_by_its_session(database):
    begin(database)
    enrol_passkey(database)
    finish(database)
    with pytest.raises(HalfOverError):
        finish(database, new="another")


def test_five_passkeys_are_the_most(database):
    begin(database)
    enrol_passkey(database)
    session = finish(database)
    with database.write() as tx:
        for number in range(MOST_PASSKEYS - 1):
            held = sessions.find(tx, "session", now=NOW)
            made = Authenticator(ADDRESS, id=bytes([number + 9]) * 32)
            answer = made.create(guards.offer(tx, GUARDS, held).passkey)
            sessions.enrol_passkey(tx, GUARDS, held, answer, name="more", now=NOW)
        with pytest.raises(InvalidError, match="too_many"):
            sessions.enrol_passkey(tx, GUARDS, session, "{}", name="more", now=NOW)


def test_the_last_factor_is_not_removed(database):
    begin(database)
    made = enrol_passkey(database)
    session = finish(database)
    with pytest.raises(InvalidError, match="required"), database.write() as tx:
        sessions.remove_passkey(tx, GUARDS, session, made.id, now=NOW)


def test_a_passkey_proves_that_it_is_still_the_officer(database):
    begin(database)
    made = enrol_passkey(database)
    finish(database)
    with database.read() as tx:
        session = sessions.find(tx, "session", now=NOW)
        asked = guards.question(tx, GUARDS, session)
    sessions.prove(database, GUARDS, session, Proof(answer=made.get(asked)), now=NOW)
    with pytest.raises(SignInError):
        sessions.prove(database, GUARDS, session, Proof(), now=NOW)


@pytest.mark.parametrize(("seconds", "waits"), [(0, 0), (1, 2), (900, 901), (901, 0), (3600 * 24 * 400, 0)])
def test_a_clock_that_ran_ahead_keeps_nobody_out_for_years(database, seconds, waits):
    with database.write() as tx:
        tx.accounts.change("analyst", locked_until=NOW + timedelta(seconds=seconds))
        assert guards.wait_seconds(tx.accounts.find("analyst"), NOW) == waits


def test_a_closed_account_signs_in_with_no_right_password(database):
    with database.write() as tx:
        tx.accounts.change("analyst", closed_at=NOW)
    with pytest.raises(SignInError) as caught:
        begin(database)
    assert caught.value.ended


def test_who_waits_too_long_in_line_is_sent_away():
    turnstile = Turnstile(places=1, seconds=0.01)
    entered, leave = threading.Event(), threading.Event()

    def stay():
        with turnstile.passed():
            entered.set()
            leave.wait(5)

    thread = threading.Thread(target=stay)
    thread.start()
    entered.wait(5)
    with pytest.raises(CrowdedError), turnstile.passed():
        pass
    leave.set()
    thread.join(5)
    with turnstile.passed():
        pass


def test_codes_outlive_the_rotation_of_the_key_that_sealed_them(database):
    secret, _ = accounts.give_codes(database, GUARDS, "analyst", now=NOW)
    rotated = replace(GUARDS, codes=OneTimeCodes.of(key("2"), [key("1")]))
    with database.write() as tx:
        assert guards.reseal(tx, rotated) == 1
        assert guards.reseal(tx, rotated) == 0
        alone = replace(GUARDS, codes=OneTimeCodes.of(key("2"), []))
        held = tx.accounts.find("analyst")
        assert guards.takes_code(tx, alone, held, pyotp.TOTP(secret).at(NOW), now=NOW)
