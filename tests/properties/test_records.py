"""A record has one spelling: canonical bytes, checked against an independent implementation of RFC 8785."""

import json

import msgspec
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import notices, records

from tansiq.domain.difference import differences
from tansiq.storage.records import BODIES
from tansiq.trust import canonical

KEYS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8)
SMALL = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | SMALL | st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60)
@given(records())
def test_the_bytes_of_a_record_are_those_of_rfc_8785(record):
    assert canonical.encode(record) == rfc8785.dumps(msgspec.to_builtins(record))


@given(VALUES)
def test_the_bytes_of_a_value_are_those_of_rfc_8785(value):
    assert canonical.encode(value) == rfc8785.dumps(value)


@settings(max_examples=60)
@given(records())
def test_a_record_is_read_back_from_its_bytes_and_writes_them_again(record):
    data = canonical.encode(record)
    canonical.verify_canonical(data)
    held = canonical.decode(data, BODIES[record.kind])
    assert held == record
    assert canonical.encode(held) == data


@given(VALUES)
def test_indented_bytes_of_a_value_are_not_canonical(value):
    spaced = json.dumps(value, ensure_ascii=False, indent=1).encode()
    data = canonical.encode(value)
    if spaced == data:
        return
    try:
        canonical.verify_canonical(spaced)
    except canonical.CanonicalError:
        return
    raise AssertionError(spaced)


@settings(max_examples=25)
@given(notices(), notices())
def test_the_differences_of_two_notices_are_empty_only_if_they_say_the_same(one, other):
    found = differences(one, other)
    same = one.body == other.body and all(
        getattr(one, f) == getattr(other, f) for f in ("owner", "label", "basis", "retain_until")
    )
    assert (found == ()) is same
