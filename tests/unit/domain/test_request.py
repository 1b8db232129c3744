"""Clocks of requests: what is late is computed, and the real answer times are told."""

from datetime import datetime, timedelta

import pytest
from tests.conftest import NOW, make_id

from tansiq.domain.agreement import Clocks
from tansiq.domain.errors import InvalidError
from tansiq.domain.request import Clock, Outcome, Reply, Request, Standing, Urgency, due, times

HOUR = timedelta(hours=1)


def clock(answered=None, length=4):
    return Clock(
        asked_at=NOW,
        due_at=NOW + length * HOUR,
        answered_at=None if answered is None else NOW + timedelta(hours=answered),
    )


@pytest.mark.parametrize(
    ("after", "standing", "reminders"),
    [
        (0, Standing.OPEN, 0),
        (2, Standing.OPEN, 1),
        (3, Standing.SOON, 1),
        (4, Standing.LATE, 2),
        (7.9, Standing.LATE, 2),
        (8, Standing.ESCALATED, 3),
        (40, Standing.ESCALATED, 11),
    ],
)
def test_a_request_gets_soon_late_and_escalated_by_the_clock_alone(after, standing, reminders):
    now = NOW + timedelta(hours=after)
    assert (clock().standing(now), clock().reminders(now)) == (standing, reminders)


def test_an_answer_stops_the_clock():
    now = NOW + 40 * HOUR
    assert clock(3.9).standing(now) is Standing.ANSWERED
    assert clock(4.1).standing(now) is Standing.ANSWERED_LATE
    assert clock(3).reminders(now) == 1


def test_the_agreement_sets_the_clock():
    clocks = Clocks(urgent=3, ordinary=20)
    assert due(NOW, Urgency.URGENT, clocks) == NOW + 3 * HOUR
    assert due(NOW, Urgency.ORDINARY, clocks) == NOW + 20 * HOUR


def test_real_answer_times_are_told_by_nearest_rank_and_open_ones_do_not_count():
    found = times([*(clock(hours) for hours in range(1, 11)), clock()])
    assert found is not None
    assert (found.count, found.in_time, found.median, found.p90) == (10, 4, 5 * HOUR, 9 * HOUR)
    assert times([clock()]) is None


@pytest.mark.parametrize("parts", [{"question": ""}, {"to": "tunisia"}, {"due_at": datetime(2026, 1, 1)}])
def test_what_a_request_may_not_say(parts):
    given = {"to": "TN", "question": "Who?", "urgency": Urgency.URGENT, "due_at": NOW, **parts}
    with pytest.raises((InvalidError, ValueError)):
        Request(**given)


def test_a_request_names_a_record_once():
    one = make_id()
    with pytest.raises(InvalidError):
        Request(to="TN", question="Who?", urgency=Urgency.URGENT, due_at=NOW, about=(one, one))


def test_a_refusal_has_a_reason():
    with pytest.raises(InvalidError):
        Reply(request=make_id(), outcome=Outcome.REFUSED, text="")
