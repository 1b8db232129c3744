import pytest

from tansiq.domain.record import Basis
from tansiq.trust import canonical
from tansiq.trust.errors import CanonicalError


def test_keys_are_sorted_and_letters_are_themselves():
    assert canonical.encode({"b": 1, "a": "é\u202f"}) == '{"a":"é\u202f","b":1}'.encode()


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b'{"a":"\\u00e9"}',
        b'{"a":1.0}',
        b'{"a":1e0}',
        b'{"a":1}\n',
        b"[1,2,]",
        b"\xff",
        b"",
        b"[" * 100_000,
    ],
)
def test_another_spelling_of_a_value_is_refused(data):
    with pytest.raises(CanonicalError):
        canonical.verify_canonical(data)


def test_canonical_bytes_pass():
    canonical.verify_canonical(b'{"a":[1,null,true,"x"],"b":{}}')


def test_bytes_decode_to_the_type_that_was_asked():
    basis = Basis(authority="Court of the Blue Oasis", reference="1/2026")
    assert canonical.decode(canonical.encode(basis), Basis) == basis


@pytest.mark.parametrize("data", [b"{}", b'{"authority":1,"reference":"x"}', b'{"authority":"","reference":"x"}'])
def test_what_breaks_a_rule_of_the_type_does_not_decode(data):
    with pytest.raises(CanonicalError):
        canonical.decode(data, Basis)


def test_a_digest_is_sha_256():
    assert canonical.digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
