import pytest
from argon2 import PasswordHasher, extract_parameters

from tansiq.trust.passwords import Passwords

CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def test_the_right_password_fits():
    assert CHEAP.verify(CHEAP.hash("ten invented words"), "ten invented words")


def test_a_wrong_password_does_not_fit():
    assert not CHEAP.verify(CHEAP.hash("ten invented words"), "ten invented word")


@pytest.mark.parametrize("password", ["anything", "nobody's password"])
def test_without_an_account_no_password_fits(password):
    assert not CHEAP.verify(None, password)


def test_a_damaged_hash_fits_nothing():
    assert not CHEAP.verify("damaged", "anything")


def test_one_password_has_another_hash_each_time():
    assert CHEAP.hash("ten invented words") != CHEAP.hash("ten invented words")


def test_the_default_is_argon2id_with_64_mebibytes_and_three_passes():
    found = extract_parameters(Passwords().nobody)
    assert (found.type.name, found.memory_cost, found.time_cost, found.parallelism) == ("ID", 65536, 3, 4)
