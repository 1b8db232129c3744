import random

import pytest

from tansiq.demo.slips import slipped_arabic


@pytest.mark.parametrize("seed", range(40))
def test_a_slip_leaves_most_letters(seed):
    name = "جمال الدين الفانوسي"
    slipped = slipped_arabic(random.Random(seed), name)
    assert abs(len(slipped) - len(name)) <= 1
    assert len(set(name) - set(slipped)) <= 1


def test_a_name_of_one_letter_is_still_a_name():
    assert slipped_arabic(random.Random(1), "ا") == "ا"
