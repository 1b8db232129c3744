from itertools import product

import pytest

from tansiq.domain.offence import Measure
from tansiq.domain.proposal import PROPOSE_FROM_PPM, priority


def test_arrest_goes_first_within_a_band():
    assert priority(850_000, Measure.ARREST, Measure.LOCATE) > priority(999_999, Measure.LOCATE, Measure.LOCATE)


def test_a_higher_band_goes_before_every_measure():
    assert priority(820_000, Measure.INQUIRY_CHECK, Measure.INQUIRY_CHECK) > priority(
        799_999, Measure.ARREST, Measure.ARREST
    )


def test_the_probability_alone_does_not_order_a_band():
    assert priority(810_000, Measure.LOCATE, Measure.LOCATE) == priority(990_000, Measure.LOCATE, Measure.LOCATE)


def test_certainty_is_in_the_highest_band():
    assert priority(1_000_000, Measure.ARREST, Measure.ARREST) == priority(999_999, Measure.ARREST, Measure.ARREST)


@pytest.mark.parametrize(("left", "right"), [*product(Measure, Measure)])
def test_the_sides_of_a_pair_do_not_matter(left, right):
    assert priority(PROPOSE_FROM_PPM, left, right) == priority(PROPOSE_FROM_PPM, right, left)
