"""Sealing to a partner: only the key it was sealed to opens it, in the place it was sealed for."""

import pytest

from tansiq.trust.errors import KeyFileError, SealError
from tansiq.trust.sealing import PUBLIC_BYTES, SealingKey, SealingPublicKey

KEY, OTHER = SealingKey(b"\1" * 32), SealingKey(b"\2" * 32)


def test_what_is_sealed_opens_with_the_key_it_was_sealed_to():
    assert KEY.open(KEY.public.seal(b"a report", info=b"DZ TN 17"), info=b"DZ TN 17") == b"a report"


def test_the_same_seed_is_the_same_key_at_every_start():
    assert SealingKey(b"\1" * 32).public == KEY.public
    assert KEY.public != OTHER.public


def test_a_public_key_survives_being_written_down():
    written = SealingPublicKey(KEY.public.raw)
    assert len(written.raw) == PUBLIC_BYTES
    assert KEY.open(written.seal(b"x", info=b""), info=b"") == b"x"
    assert written.fingerprint == KEY.public.fingerprint


def test_the_overhead_is_what_the_page_says():
    assert len(KEY.public.seal(b"", info=b"")) == 1136


def test_sealing_the_same_bytes_twice_does_not_show_that_they_are_the_same():
    assert KEY.public.seal(b"x", info=b"") != KEY.public.seal(b"x", info=b"")


def test_another_key_or_another_place_opens_nothing():
    sealed = KEY.public.seal(b"x", info=b"17")
    for key, info in ((OTHER, b"17"), (KEY, b"18")):
        with pytest.raises(SealError):
            key.open(sealed, info=info)


@pytest.mark.parametrize("place", [0, 500, 1119, 1120, 1136])
def test_one_changed_bit_opens_nothing(place):
    sealed = bytearray(KEY.public.seal(b"x", info=b""))
    sealed[place] ^= 1
    with pytest.raises(SealError):
        KEY.open(bytes(sealed), info=b"")


@pytest.mark.parametrize("length", [0, 1, 1119, 1135])
def test_what_is_cut_short_opens_nothing(length):
    with pytest.raises(SealError):
        KEY.open(KEY.public.seal(b"x", info=b"")[:length], info=b"")


@pytest.mark.parametrize("raw", [b"", b"\0" * 31, b"\xff" * PUBLIC_BYTES])
def test_what_is_no_key_is_refused(raw):
    with pytest.raises(KeyFileError):
        SealingPublicKey(raw)


def test_neither_key_prints_its_bytes():
    assert KEY.raw.hex() not in repr(KEY)
    assert repr(KEY.public) == f"SealingPublicKey({KEY.public.fingerprint})"
    assert "raw" not in repr(KEY)
