import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.trust.errors import SealError
from tansiq.trust.vaults import DataKey, number_of, unwrap, wrap

KEY = DataKey(7, bytes(range(32)))
OTHER = DataKey(7, bytes(32))
NONCE = bytes(12)


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_what_is_sealed_opens_in_its_place(plain, context):
    assert KEY.open(context, KEY.seal(context, plain, NONCE)) == plain


def test_sealed_bytes_name_their_key_and_show_nothing():
    sealed = KEY.seal(b"record|1", b"Zoubir Nejmaoui", NONCE)
    assert number_of(sealed) == 7
    assert b"Zoubir" not in sealed


@pytest.mark.parametrize(
    ("key", "context", "change"),
    [
        (OTHER, b"record|1", lambda s: s),
        (DataKey(8, KEY.raw), b"record|1", lambda s: s),
        (KEY, b"record|2", lambda s: s),
        (KEY, b"record|1", lambda s: s[:-1]),
        (KEY, b"record|1", lambda s: s[:20] + bytes((s[20] ^ 1,)) + s[21:]),
        (KEY, b"record|1", lambda _: b""),
    ],
    ids=["another key", "another number", "another place", "cut", "one bit", "empty"],
)
def test_what_was_changed_or_moved_does_not_open(key, context, change):
    with pytest.raises(SealError):
        key.open(context, change(KEY.seal(b"record|1", b"content", NONCE)))


@pytest.mark.parametrize("data", [b"", b"\x01short", b'{"body":{"names":["plain"]}}'])
def test_plain_bytes_are_not_taken_for_sealed_ones(data):
    with pytest.raises(SealError):
        number_of(data)


def test_a_wrapped_key_comes_back_for_what_it_serves():
    wrapped = wrap(bytes(32), KEY, "general", NONCE)
    assert unwrap(bytes(32), 7, "general", wrapped) == KEY
    assert KEY.raw not in wrapped


@pytest.mark.parametrize(
    ("storage_key", "number", "context"),
    [(bytes([1] * 32), 7, "general"), (bytes(32), 8, "general"), (bytes(32), 7, "other")],
    ids=["another storage key", "another number", "another compartment"],
)
def test_a_wrapped_key_serves_nothing_else(storage_key, number, context):
    with pytest.raises(SealError):
        unwrap(storage_key, number, context, wrap(bytes(32), KEY, "general", NONCE))


def test_a_tag_is_the_same_for_the_same_value_place_and_key_only():
    tags = {KEY.tag(b"a", "x"), KEY.tag(b"b", "x"), KEY.tag(b"a", "y"), OTHER.tag(b"a", "x")}
    assert len(tags) == 4
    assert KEY.tag(b"a", "x") in tags
    assert all(len(tag) == 32 for tag in tags)


def test_a_data_key_is_never_printed():
    assert KEY.raw.hex() not in repr(KEY)
    assert repr(KEY.raw) not in repr(KEY)
