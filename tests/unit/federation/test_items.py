"""Items and receipts have one spelling each, which says all of them; whatever breaks a rule is refused by name."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from tests.conftest import NOW
from tests.unit.federation.correspondence import make_item

from tansiq.domain.errors import InvalidError
from tansiq.federation.errors import GateError
from tansiq.federation.items import (
    LANES,
    MOST,
    MOST_OUTCOMES,
    Item,
    ItemAct,
    Lane,
    Outcome,
    Receipt,
    Settled,
    digest,
    format_of,
    parse_item,
    parse_receipt,
)
from tansiq.federation.steps import Step
from tansiq.trust import canonical

REFUSED = Settled(number=2, digest="a" * 64, outcome=Outcome.REFUSED, step="label", at=NOW)


def make_receipt(**changes):
    parts = {"sender": "TN", "receiver": "DZ", "lane": Lane.ORDINARY, "at": NOW, "through": 2, "room": 5, **changes}
    return Receipt(**parts)


def with_member(value, **members):
    return canonical.encode({**canonical.decode(value.to_wire(), dict), **members})


def receipt_with(**members):
    wire = canonical.decode(make_receipt(settled=(REFUSED,)).to_wire(), dict)
    return canonical.encode({**wire, "receipt": {**wire["receipt"], **members}})


def settled_with(**members):
    wire = canonical.decode(make_receipt(settled=(REFUSED,)).to_wire(), dict)
    return receipt_with(settled=[{**wire["receipt"]["settled"][0], **members}])


def refused(step, parse, data):
    with pytest.raises(GateError) as caught:
        parse(data)
    assert caught.value.step is step
    return caught.value.detail


def test_an_item_is_read_back_from_its_bytes():
    item = make_item(number=17)
    assert parse_item(item.to_wire()) == item


def test_an_item_is_spelled_as_the_page_shows():
    item = make_item(agreement=None, body=b'{"a":1}')
    assert item.to_wire() == (
        b'{"act":"release","agreement":null,"at":"2026-11-23T12:00:00Z","body":{"a":1},"format":"tansiq-item/1",'
        b'"lane":"ordinary","number":1,"receiver":"TN","sender":"DZ"}'
    )


def test_members_of_an_item_that_nobody_here_knows_are_left_alone():
    assert parse_item(with_member(make_item(), later="x")) == make_item()


def test_an_item_is_named_by_the_sha_256_of_its_bytes():
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_an_item_is_from_a_state_to_a_state():
    for fault in ({"sender": "Algeria"}, {"receiver": ""}):
        with pytest.raises(InvalidError):
            make_item(**fault)


@pytest.mark.parametrize("act", ItemAct)
def test_every_act_has_its_lane(act):
    assert LANES[act] in Lane


def test_what_calls_back_never_waits_behind_what_is_released():
    assert (LANES[ItemAct.RECALL], LANES[ItemAct.RELEASE]) == (Lane.URGENT, Lane.ORDINARY)


@pytest.mark.parametrize(
    "fault",
    [
        {"number": 0},
        {"number": -1},
        {"number": MOST + 1},
        {"number": 2**64},
        {"number": "1"},
        {"at": "2026-11-23T12:00:00"},
        {"at": "2026-11-23T13:00:00+01:00"},
        {"at": "yesterday"},
        {"act": ""},
        {"act": "x" * 41},
        {"act": "re\u0000call"},
        {"lane": "express"},
        {"sender": "Algeria"},
        {"agreement": "17"},
    ],
    ids=str,
)
def test_an_item_that_breaks_a_rule_is_refused(fault):
    refused(Step.CONTENT, parse_item, with_member(make_item(), **fault))


@pytest.mark.parametrize("member", ["act", "agreement", "at", "body", "lane", "number", "receiver", "sender"])
def test_an_item_lacks_no_member(member):
    wire = canonical.decode(make_item().to_wire(), dict)
    del wire[member]
    refused(Step.CONTENT, parse_item, canonical.encode(wire))


@pytest.mark.parametrize("data", [b"", b"[]", b"1", b"{", b'{"a": 1}', b'{"b":1,"a":1}', b'{"a":1.5}', b"\xff"])
def test_what_is_no_canonical_object_is_no_item(data):
    refused(Step.CONTENT, parse_item, data)


@pytest.mark.parametrize("said", ["tansiq-item/2", "tansiq-receipt/1", "", None, 1])
def test_another_format_is_named_as_a_later_version(said):
    refused(Step.VERSION, parse_item, with_member(make_item(), format=said))


def test_bytes_say_their_format():
    assert format_of(make_item().to_wire()) == "tansiq-item/1"
    assert format_of(b'{"format":1}') == ""


def test_a_receipt_is_read_back_from_its_bytes():
    receipt = make_receipt(halted="once", settled=(REFUSED, replace(REFUSED, number=3, step=None)))
    assert parse_receipt(receipt.to_wire()) == receipt


def test_a_step_of_a_later_version_is_taken_as_it_stands():
    assert parse_receipt(settled_with(step="permit")).settled[0].step == "permit"


def test_an_item_is_no_receipt():
    assert refused(Step.VERSION, parse_receipt, make_item().to_wire()) == "tansiq-item/1"


@pytest.mark.parametrize(
    "fault",
    [
        {"through": -1},
        {"through": MOST + 1},
        {"room": -1},
        {"at": "2026-11-23T12:00:00"},
        {"halted": "Once upon a time"},
        {"lane": "express"},
        {"settled": None},
        {"settled": [{}]},
    ],
    ids=str,
)
def test_a_receipt_that_breaks_a_rule_is_refused(fault):
    refused(Step.CONTENT, parse_receipt, receipt_with(**fault))


@pytest.mark.parametrize(
    "fault",
    [
        {"number": MOST + 1},
        {"number": -1},
        {"digest": "A" * 64},
        {"digest": "a" * 63},
        {"outcome": "lost"},
        {"step": "\u202e"},
        {"at": "2026-11-23T12:00:00"},
    ],
    ids=str,
)
def test_what_a_receipt_says_of_an_item_keeps_the_rules(fault):
    refused(Step.CONTENT, parse_receipt, settled_with(**fault))


def test_a_receipt_speaks_of_no_more_items_than_a_batch_holds():
    parse_receipt(make_receipt(settled=(REFUSED,) * MOST_OUTCOMES).to_wire())
    refused(Step.CONTENT, parse_receipt, make_receipt(settled=(REFUSED,) * (MOST_OUTCOMES + 1)).to_wire())


def test_times_are_written_in_utc():
    east = NOW.astimezone(timezone(timedelta(hours=1)))
    with pytest.raises(GateError):
        parse_item(Item(**{n: getattr(make_item(), n) for n in Item.__slots__} | {"at": east}).to_wire())
