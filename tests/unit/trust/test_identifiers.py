from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tansiq.trust.identifiers import uuid7

AT = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)
TIMES = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


def test_the_example_of_the_standard_is_met():
    # RFC 9562, appendix A.6: rand_a 0xCC3, rand_b 0b01, 0x8C4DC0C0C07398F
    entropy = (0xCC3 << 64 | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    assert str(uuid7(AT, entropy)) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(TIMES, st.binary(min_size=10, max_size=10))
def test_version_and_variant_stand_whatever_the_chance(at, entropy):
    made = uuid7(at, entropy)
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"


@given(TIMES, st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_identifiers_are_ordered_by_the_millisecond_in_which_they_were_made(at, one, other):
    assert uuid7(at, one) < uuid7(at + timedelta(milliseconds=2), other)
