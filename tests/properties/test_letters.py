"""Whatever bytes come, the room of letters answers with its own error; what it writes it reads back."""

from contextlib import suppress
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.conftest import NOW
from tests.strategies import IDS, TIMES
from tests.unit.federation.correspondence import ADDRESS, make_books, make_item, opened, place, write

from tansiq.federation.errors import GateError
from tansiq.federation.gate import RecallBody, ReleaseBody, decode_body, is_repeated, pass_item, pass_release
from tansiq.federation.items import (
    MOST,
    Item,
    ItemAct,
    Lane,
    Outcome,
    Receipt,
    Settled,
    parse_item,
    parse_receipt,
)
from tansiq.federation.letters import What
from tansiq.federation.steps import Step
from tansiq.trust import canonical

STATES, NUMBERS = st.sampled_from(("DZ", "TN", "LY", "UN")), st.integers(1, MOST)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
BODIES = st.dictionaries(st.sampled_from(("record", "kind", "reason", "x")), st.integers(0, 9), max_size=3)
STEPS = st.none() | st.sampled_from([step.value for step in Step])
ITEMS = st.builds(
    Item,
    sender=STATES,
    receiver=STATES,
    lane=st.sampled_from(Lane),
    number=NUMBERS,
    at=TIMES,
    act=st.sampled_from([act.value for act in ItemAct]) | st.just("later"),
    agreement=st.none() | IDS,
    body=BODIES.map(canonical.encode),
)
SETTLED = st.builds(
    Settled,
    number=NUMBERS,
    digest=st.binary(min_size=32, max_size=32).map(bytes.hex),
    outcome=st.sampled_from(Outcome),
    step=STEPS,
    at=TIMES,
)
RECEIPTS = st.builds(
    Receipt,
    sender=STATES,
    receiver=STATES,
    lane=st.sampled_from(Lane),
    at=TIMES,
    through=NUMBERS,
    room=NUMBERS,
    halted=STEPS,
    settled=st.lists(SETTLED, max_size=3).map(tuple),
)


@st.composite
def spoilt(draw, wire):
    """An object in which some members say anything, in the canonical spelling where that can be."""
    told = {**wire, **draw(st.dictionaries(st.sampled_from(sorted(wire)), JSON, min_size=1, max_size=2))}
    try:
        return canonical.encode(told)
    except OverflowError:
        return repr(told).replace("'", '"').encode(errors="replace")


def asks(function, *given):
    """A function of the room returns, or raises the room's error."""
    with suppress(GateError):
        function(*given)


def gate_of(data):
    asks(lambda: pass_release(pass_item(opened(write(data=data)), place()), make_books()))
    asks(lambda: is_repeated(opened(write(data=data)), place(3)))
    asks(lambda: decode_body(pass_item(opened(write(data=data)), place()), RecallBody))


PARSERS = [parse_item, parse_receipt, opened, partial(asks, gate_of)]


@pytest.mark.parametrize("parse", PARSERS)
@given(data=st.binary(max_size=64))
@example(data=b"[" * 5000)
@example(data=b'{"format":"tansiq-item/1"}')
def test_any_bytes_meet_an_error_of_the_room(parse, data):
    asks(parse, data)


@settings(max_examples=60)
@given(spoilt(canonical.decode(write(), dict)))
def test_any_envelope_meets_an_error_of_the_room(line):
    asks(opened, line)


@settings(max_examples=60)
@given(spoilt(canonical.decode(make_item().to_wire(), dict)))
def test_any_item_of_a_partner_meets_an_error_of_the_room(data):
    gate_of(data)


@settings(max_examples=60)
@given(JSON.map(lambda value: {"record": value}), st.sampled_from(("release", "recall")))
def test_any_body_of_a_partner_meets_an_error_of_the_room(body, act):
    try:
        written = canonical.encode(body)
    except OverflowError:
        return
    item = make_item(act=act, body=written)
    asks(pass_release, item, make_books())
    asks(decode_body, item, ReleaseBody)
    asks(decode_body, item, RecallBody)


@given(ITEMS)
def test_an_item_is_read_back(item):
    assert parse_item(item.to_wire()) == item
    canonical.verify_canonical(item.to_wire())


@given(RECEIPTS)
def test_a_receipt_is_read_back(receipt):
    assert parse_receipt(receipt.to_wire()) == receipt
    canonical.verify_canonical(receipt.to_wire())


@settings(max_examples=25)
@given(st.binary(max_size=200), st.sampled_from(What), st.sampled_from(Lane), st.integers(0, MOST))
def test_a_letter_is_read_back(data, what, lane, number):
    address = replace(ADDRESS, lane=lane, number=number)
    letter = opened(write(data=data, what=what, address=address), now=NOW)
    assert (letter.what, letter.address, letter.data) == (what, address, data)


@settings(max_examples=60)
@given(st.data())
def test_no_changed_byte_of_a_letter_goes_unnoticed(data):
    line = bytearray(write())
    line[data.draw(st.integers(0, len(line) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        letter = opened(bytes(line))
    except GateError:
        return
    assert (letter.address, letter.data) == (ADDRESS, make_item().to_wire())
