from datetime import timedelta

import pyotp
import pytest
from tests.conftest import NOW

from tansiq.trust.errors import SealError
from tansiq.trust.keyrings import NodeKey, Purpose
from tansiq.trust.one_time_codes import OneTimeCodes
from tansiq.trust.vaults import DataKey

SECRET, NONCE = b"12345678901234567890", b"n" * 12
CODES = OneTimeCodes((DataKey(1, b"k" * 32),))
SEALED = CODES.seal("analyst", SECRET, NONCE)
STEP = int(NOW.timestamp()) // 30


def code(seconds=0):
    return pyotp.TOTP(CODES.text("analyst", SEALED)).at(NOW + timedelta(seconds=seconds))


def find(given, *, now=NOW, after=0, account="analyst"):
    return CODES.find_step(account, SEALED, given, now=now, after=after)


def test_the_codes_are_those_of_rfc_6238():
    totp = pyotp.TOTP(CODES.text("analyst", SEALED), digits=8)
    assert [totp.at(at) for at in (59, 1111111109, 20000000000)] == ["94287082", "07081804", "65353130"]


@pytest.mark.parametrize(("seconds", "step"), [(-30, STEP - 1), (0, STEP), (30, STEP + 1)])
def test_a_code_counts_from_a_step_before_to_a_step_after(seconds, step):
    assert find(code(seconds)) == step


@pytest.mark.parametrize("seconds", [-90, -60, 60, 90])
def test_a_code_of_another_time_does_not_count(seconds):
    assert find(code(seconds)) is None


def test_a_code_counts_once_and_none_before_it_counts_after():
    assert find(code(), after=STEP) is None
    assert find(code(-30), after=STEP) is None
    assert find(code(30), after=STEP) == STEP + 1


@pytest.mark.parametrize("given", ["", "12345", "١٢٣٤٥٦", "0" * 999, "abcdef", "\ud800"])
def test_what_is_no_code_does_not_count(given):
    assert find(given) is None


def test_blanks_within_a_code_say_nothing():
    assert find(f" {code()[:3]} {code()[3:]} ") == STEP


def test_a_secret_opens_in_the_row_of_its_account_only():
    with pytest.raises(SealError):
        find(code(), account="somebody else")


def test_a_secret_is_sealed_under_the_key_in_use_and_opens_under_older_ones():
    def key(digit):
        return NodeKey(id=digit * 16, purpose=Purpose.STORAGE, raw=digit.encode() * 32, made_at=NOW, active_from=NOW)

    before = OneTimeCodes.of(key("1"), [])
    after = OneTimeCodes.of(key("2"), [key("1")])
    sealed = before.seal("analyst", SECRET, NONCE)
    assert after.text("analyst", sealed) == before.text("analyst", sealed)
    moved = after.resealed("analyst", sealed, NONCE)
    assert after.resealed("analyst", moved, NONCE) is None
    assert OneTimeCodes.of(key("2"), []).text("analyst", moved) == before.text("analyst", sealed)
    with pytest.raises(SealError):
        OneTimeCodes.of(key("2"), []).text("analyst", sealed)


def test_the_address_of_a_picture_names_node_and_account():
    address = CODES.address("analyst", SEALED, "Node of the tests")
    assert address.startswith("otpauth://totp/Node%20of%20the%20tests:analyst?secret=")
