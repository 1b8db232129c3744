"""A letter opens for whom it is meant, as its sender wrote it; each of steps 1 to 8 refuses what only it does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.unit.federation.correspondence import (
    ADDRESS,
    OTHER_SEALING,
    OTHER_SIGNING,
    SEALING,
    SIGNING,
    make_desk,
    make_item,
    opened,
    write,
)

from tansiq.federation.errors import GateError
from tansiq.federation.items import MOST, Lane
from tansiq.federation.letters import LARGEST, What
from tansiq.federation.steps import Consequence, Step
from tansiq.trust import canonical


def refused(step, line, desk=None):
    with pytest.raises(GateError) as caught:
        opened(line, desk)
    assert caught.value.step is step
    assert caught.value.consequence is Consequence.IGNORED
    return caught.value.detail


def with_member(line, **members):
    return canonical.encode({**canonical.decode(line, dict), **members})


def sealed(data, address=ADDRESS, what=What.ITEM):
    """An envelope around bytes that nobody signed."""
    inside = SEALING.public.seal(data, info=address.line(what).encode())
    return with_member(write(address=address), sealed=canonical.decode(canonical.encode(inside), str))


def test_a_letter_says_what_its_sender_wrote():
    letter = opened(write())
    assert (letter.what, letter.address, letter.data) == (What.ITEM, ADDRESS, make_item().to_wire())


def test_a_letter_can_be_shown_to_others_with_its_signature():
    letter = opened(write())
    assert letter.signed_by == SIGNING.public.fingerprint
    SIGNING.public.verify(ADDRESS.line(What.ITEM), letter.data, letter.signature)


def test_seal_and_signature_are_bound_to_one_line():
    assert ADDRESS.line(What.ITEM) == "tansiq-envelope/1 item DZ TN ordinary 1"


def test_the_line_is_canonical_and_shows_only_the_address():
    line = write()
    canonical.verify_canonical(line)
    shown = canonical.decode(line, dict)
    assert sorted(shown) == ["format", "key", "lane", "number", "receiver", "sealed", "sender", "what"]
    assert b"release" not in line


def test_members_of_an_envelope_that_nobody_here_knows_are_left_alone():
    assert opened(with_member(write(), hint="x")).data == make_item().to_wire()


def test_step_1_refuses_what_is_larger_than_any_letter():
    refused(Step.SIZE, b" " * (LARGEST + 1))


@pytest.mark.parametrize("line", [b"", b"nonsense", b"[]", b"1", b"\xff\xfe", b'{"format": "tansiq-envelope/1"}'])
def test_step_2_refuses_what_is_no_canonical_object(line):
    refused(Step.FRAME, line)


@pytest.mark.parametrize(
    "fault",
    [
        {"format": "tansiq-item/1"},
        {"format": 1},
        {"lane": "express"},
        {"what": "poem"},
        {"number": -1},
        {"number": MOST + 1},
        {"number": "1"},
        {"sealed": "?"},
        {"key": None},
    ],
    ids=str,
)
def test_step_2_refuses_an_envelope_that_breaks_a_rule(fault):
    refused(Step.FRAME, with_member(write(), **fault))


def test_step_3_refuses_an_envelope_of_a_later_version_whatever_is_in_it():
    assert refused(Step.ENVELOPE_VERSION, b'{"format":"tansiq-envelope/2"}') == "tansiq-envelope/2"


def test_a_detail_never_repeats_signs_that_nobody_is_known_to_have_written():
    line = canonical.encode({"format": "tansiq-envelope/2\n\u202e<b>"})
    assert refused(Step.ENVELOPE_VERSION, line) == "tansiq-envelope/2???b?"


@pytest.mark.parametrize("part", [{"receiver": "LY"}, {"sender": "LY"}, {"sender": "TN"}])
def test_step_4_refuses_what_is_for_somebody_else_or_from_a_stranger(part):
    refused(Step.ADDRESS, write(address=replace(ADDRESS, **part)))


def test_step_5_refuses_what_is_sealed_to_a_key_that_is_not_this_nodes():
    line = write(sealing=OTHER_SEALING)
    assert refused(Step.SEALING_KEY, line) == OTHER_SEALING.public.fingerprint


@pytest.mark.parametrize("part", [{"number": 2}, {"lane": "urgent"}, {"what": "receipt"}, {"sender": "LY"}])
def test_step_6_refuses_an_envelope_that_says_something_else_than_when_it_was_sealed(part):
    desk = make_desk()
    desk = replace(desk, partners={**desk.partners, "LY": desk.partners["DZ"]})
    refused(Step.OPENED, with_member(write(), **part), desk)


@pytest.mark.parametrize("content", ["", "AAAA", "A" * 1600])
def test_step_6_refuses_what_was_damaged(content):
    refused(Step.OPENED, with_member(write(), sealed=content))


def test_step_7_refuses_a_key_that_is_not_known():
    refused(Step.SIGNING_KEY, write(signing=OTHER_SIGNING))


def test_step_7_refuses_another_partners_key():
    desk = make_desk()
    desk = replace(desk, partners={"DZ": make_desk(key=OTHER_SIGNING).partners["DZ"], "LY": desk.partners["DZ"]})
    refused(Step.SIGNING_KEY, write(), desk)


def test_step_7_refuses_a_key_from_the_moment_of_its_end():
    assert opened(write(), make_desk(ends_at=NOW + timedelta(seconds=1)))
    refused(Step.SIGNING_KEY, write(), make_desk(ends_at=NOW))


@pytest.mark.parametrize("inside", [b"", b"short"])
def test_step_7_refuses_what_nobody_signed(inside):
    refused(Step.SIGNING_KEY, sealed(inside))


def test_step_8_refuses_a_signature_for_other_bytes():
    name = bytes.fromhex(SIGNING.public.fingerprint)
    other = SIGNING.sign(ADDRESS.line(What.ITEM), b"something else")
    refused(Step.SIGNATURE, sealed(name + other + make_item().to_wire()))


@pytest.mark.parametrize(
    ("address", "what"),
    [
        (replace(ADDRESS, number=2), What.ITEM),
        (replace(ADDRESS, receiver="LY"), What.ITEM),
        (replace(ADDRESS, lane=Lane.URGENT), What.ITEM),
        (ADDRESS, What.RECEIPT),
    ],
)
def test_step_8_refuses_what_was_signed_for_another_place_and_sealed_again(address, what):
    data = make_item().to_wire()
    signed = bytes.fromhex(SIGNING.public.fingerprint) + SIGNING.sign(address.line(what), data) + data
    refused(Step.SIGNATURE, sealed(signed))
