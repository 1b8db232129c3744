"""A session is over at the first of its limits, and a clock that was set back opens none."""

from datetime import timedelta

import pytest
from tests.conftest import NOW

from tansiq.domain.session import CLOCK_SLACK, IDLE, LONGEST, End, Times, find_end, is_to_be_noted

SECOND = timedelta(seconds=1)


def times(made=timedelta(0), seen=timedelta(0)):
    return Times(made_at=NOW + made, seen_at=NOW + seen, expires_at=NOW + made + LONGEST)


@pytest.mark.parametrize(
    ("held", "after", "end"),
    [
        (times(), timedelta(0), None),
        (times(), IDLE - SECOND, None),
        (times(), IDLE, End.IDLE),
        (times(seen=IDLE), IDLE + IDLE - SECOND, None),
        (times(seen=LONGEST - SECOND), LONGEST - SECOND, None),
        (times(seen=LONGEST - SECOND), LONGEST, End.LONGEST),
        (times(), LONGEST, End.LONGEST),
        (times(), -CLOCK_SLACK, None),
        (times(), -CLOCK_SLACK - SECOND, End.CLOCK),
        (times(seen=IDLE), IDLE - CLOCK_SLACK, None),
        (times(seen=IDLE), IDLE - CLOCK_SLACK - SECOND, End.CLOCK),
    ],
)
def test_a_session_is_over_at_the_first_of_its_limits(held, after, end):
    assert find_end(held, NOW + after) is end


@pytest.mark.parametrize(("seconds", "noted"), [(0, False), (59, False), (60, True), (-60, False)])
def test_use_is_noted_once_a_minute(seconds, noted):
    assert is_to_be_noted(NOW, NOW + timedelta(seconds=seconds)) is noted
