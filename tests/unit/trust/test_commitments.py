import pytest

from tansiq.trust.commitments import commit, opens
from tansiq.trust.errors import CommitmentError

SALT, OTHER = bytes(range(32)), bytes(32)


def test_a_commitment_is_the_hash_of_salt_and_canonical_bytes():
    # printf of 32 zero bytes and {"a":1} through sha256sum
    assert commit(OTHER, {"a": 1}).hex() == "b06a229070741292512e8760f470dd7a4c46ccfdf253df781d88dabe58c1ccb1"


def test_it_opens_with_its_salt_and_its_value():
    assert opens(commit(SALT, {"a": 1, "b": "é"}), SALT, {"b": "é", "a": 1})


@pytest.mark.parametrize(
    ("salt", "value"), [(OTHER, {"a": 1}), (SALT, {"a": 2}), (SALT[:-1], {"a": 1}), (SALT, {}), (b"", {"a": 1})]
)
def test_it_opens_with_nothing_else(salt, value):
    assert not opens(commit(SALT, {"a": 1}), salt, value)


@pytest.mark.parametrize("salt", [b"", SALT[:-1], SALT + b"\0"])
def test_a_salt_of_another_length_commits_to_nothing(salt):
    with pytest.raises(CommitmentError):
        commit(salt, {})
