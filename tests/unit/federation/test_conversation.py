"""The conversation is what its two tables say, in every state."""

from datetime import timedelta

import pytest

from tansiq.federation.conversation import (
    INCOMING,
    OUTGOING,
    PAUSES,
    Heard,
    Incoming,
    Outgoing,
    Told,
    next_incoming,
    next_outgoing,
    pause,
)


@pytest.mark.parametrize("heard", Heard)
@pytest.mark.parametrize("state", Incoming)
def test_a_lane_from_a_partner_goes_where_its_table_says_or_stays(state, heard):
    assert next_incoming(state, heard) is INCOMING.get((state, heard), state)


@pytest.mark.parametrize("told", Told)
@pytest.mark.parametrize("state", Outgoing)
def test_a_lane_to_a_partner_has_an_answer_to_everything_in_every_state(state, told):
    assert next_outgoing(state, told) in Outgoing


def test_only_people_open_a_halted_lane():
    ways_out = {
        heard for (state, heard), then in INCOMING.items() if state is Incoming.HALTED and then is Incoming.OPEN
    }
    assert ways_out == {Heard.RESUMED}


@pytest.mark.parametrize("state", Outgoing)
def test_a_receipt_says_where_the_lane_is_whatever_was_thought_before(state):
    assert next_outgoing(state, Told.SETTLED_ALL) is Outgoing.IN_STEP
    assert next_outgoing(state, Told.SETTLED_SOME) is Outgoing.WAITING
    assert next_outgoing(state, Told.HALTED) is Outgoing.HALTED


def test_silence_does_not_hide_that_a_lane_is_halted():
    assert next_outgoing(Outgoing.HALTED, Told.NO_ANSWER) is Outgoing.HALTED


def test_every_state_is_reached():
    assert set(INCOMING.values()) == set(Incoming)
    assert set(OUTGOING.values()) == set(Outgoing)


def test_a_partner_is_tried_again_after_longer_and_longer_pauses():
    waited = [pause(n) for n in range(len(PAUSES) + 3)]
    assert waited == sorted(waited)
    assert (waited[0], waited[1], waited[-1]) == (timedelta(0), timedelta(seconds=0.2), timedelta(seconds=15))
