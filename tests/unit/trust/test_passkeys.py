import json
from dataclasses import replace

import pytest
from tests.authenticator import PRESENT, Authenticator

from tansiq.trust.errors import PasskeyError
from tansiq.trust.passkeys import LONGEST_ANSWER, Site

SITE = Site(name="Registry", address="https://registry.example")
ONE, OTHER = b"1" * 32, b"2" * 32


@pytest.fixture
def key():
    return Authenticator(SITE.address)


def enrol(key, challenge=ONE, site=SITE):
    options = site.enrolment(account="k.registry", shown="K.", challenge=challenge, known=[])
    return site.enrolled(key.create(options), challenge=ONE)


def sign(key, enrolled, challenge=ONE, site=SITE):
    answer = key.get(site.question(challenge=challenge, known=[key.id]))
    assert site.named(answer) == key.id
    return site.verify(answer, challenge=ONE, public_key=enrolled.public_key, uses=enrolled.uses)


def test_a_passkey_that_was_enrolled_signs(key):
    enrolled = enrol(key)
    assert enrolled.id == key.id
    assert sign(key, enrolled) == 1


def test_the_browser_is_asked_to_verify_its_user_and_to_make_no_second_key(key):
    options = json.loads(SITE.enrolment(account="k", shown="K.", challenge=ONE, known=[key.id]))
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["attestation"] == "none"
    assert len(options["excludeCredentials"]) == 1
    assert json.loads(SITE.question(challenge=ONE, known=[key.id]))["userVerification"] == "required"


def test_an_answer_to_another_challenge_proves_nothing(key):
    enrolled = enrol(key)
    with pytest.raises(PasskeyError):
        sign(key, enrolled, challenge=OTHER)
    with pytest.raises(PasskeyError):
        enrol(key, challenge=OTHER)


@pytest.mark.parametrize(
    "address", ["https://registry.example.evil", "https://registry.example:8443", "http://registry.example"]
)
def test_an_answer_given_at_another_address_proves_nothing(key, address):
    enrolled = enrol(key)
    key.address = address
    with pytest.raises(PasskeyError):
        sign(key, enrolled)


def test_a_user_who_was_not_verified_proves_nothing(key):
    enrolled = enrol(key)
    key.flags = PRESENT
    with pytest.raises(PasskeyError):
        sign(key, enrolled)
    with pytest.raises(PasskeyError):
        enrol(key)


def test_another_key_of_the_same_name_proves_nothing(key):
    enrolled = enrol(key)
    with pytest.raises(PasskeyError):
        sign(Authenticator(SITE.address), enrolled)


def test_a_count_that_goes_back_betrays_a_copy(key):
    enrolled = replace(enrol(key), uses=5)
    with pytest.raises(PasskeyError):
        sign(key, enrolled)


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", '{"id": 1}', "x" * (LONGEST_ANSWER + 1), '{"rawId": "\ud800"}']
)
def test_what_is_no_answer_is_refused(answer):
    with pytest.raises(PasskeyError):
        SITE.named(answer)
    with pytest.raises(PasskeyError):
        SITE.enrolled(answer, challenge=ONE)
    with pytest.raises(PasskeyError):
        SITE.verify(answer, challenge=ONE, public_key=b"", uses=0)
