import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.trust.errors import KeyFileError, SignatureError
from tansiq.trust.keys import PublicKey, SigningKey

KEY = SigningKey(bytes(range(32)))
OTHER = SigningKey(bytes(32))


def test_the_key_of_the_standard_has_its_public_key():
    # RFC 8032, section 7.1, test 1
    key = SigningKey.from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    assert key.public.raw.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


@given(st.text(max_size=20).filter(lambda t: "\0" not in t), st.binary(max_size=100))
def test_what_a_key_signed_it_verifies(context, data):
    KEY.public.verify(context, data, KEY.sign(context, data))


@pytest.mark.parametrize(
    ("key", "context", "data", "signature"),
    [
        (OTHER, "list", b"data", KEY.sign("list", b"data")),
        (KEY, "other", b"data", KEY.sign("list", b"data")),
        (KEY, "list", b"date", KEY.sign("list", b"data")),
        (KEY, "list", b"data", KEY.sign("list", b"data")[:-1]),
        (KEY, "list", b"data", b""),
        (KEY, "list", b"data", bytes(64)),
    ],
    ids=["another key", "another purpose", "other bytes", "cut", "empty", "zeros"],
)
def test_a_signature_fits_one_key_one_purpose_and_these_bytes(key, context, data, signature):
    with pytest.raises(SignatureError):
        key.public.verify(context, data, signature)


def test_a_public_key_that_is_no_point_verifies_nothing():
    with pytest.raises(SignatureError):
        PublicKey(b"short").verify("list", b"data", bytes(64))


def test_a_public_key_is_read_back_from_its_line():
    assert PublicKey.from_text(KEY.public.to_text()) == KEY.public


@pytest.mark.parametrize(
    "line", ["", "tansiq-ed25519", "tansiq-ed25519 zz", "tansiq-ed25519 00", "ssh-ed25519 " + "00" * 32]
)
def test_a_line_that_is_no_public_key_is_refused(line):
    with pytest.raises(KeyFileError):
        PublicKey.from_text(line)


@pytest.mark.parametrize("text", ["", "00", "zz" * 32, "00" * 33])
def test_a_file_that_holds_no_signing_key_is_refused(text):
    with pytest.raises(KeyFileError):
        SigningKey.from_hex(text)


def test_a_signing_key_is_never_printed():
    assert KEY.raw.hex() not in repr(KEY)
    assert repr(KEY) == f"SigningKey({KEY.public.fingerprint})"


def test_a_fingerprint_is_32_digits_and_another_keys_is_another():
    assert len(KEY.public.fingerprint) == 32
    assert KEY.public.fingerprint != OTHER.public.fingerprint


def test_a_derived_secret_tells_its_purpose_apart_and_is_no_key():
    key = SigningKey(bytes(32))
    assert key.derive("one") == key.derive("one")
    assert key.derive("one") != key.derive("other")
    assert key.derive("one") != key.raw.hex()
