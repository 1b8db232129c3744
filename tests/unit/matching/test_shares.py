"""What agrees tells more where few agree, less where many do, and what the table says where nobody is known."""

import numpy as np
import pytest

from tansiq.matching import Birth, Identity
from tansiq.matching.fact_kernels import RULES, weigh_pair
from tansiq.matching.fact_table import fact_arrays
from tansiq.matching.facts import read_facts
from tansiq.matching.kernels import kernel
from tansiq.matching.shares import fact_shares, no_shares, weigh_by_shares, word_shares
from tansiq.matching.weights import AGREEING_MOST_BITS, RULE_BITS, Rule


@kernel
def weighed_again(left, right, shares, told):
    return weigh_by_shares(left, 0, right, 0, shares, told)


def facts(*people):
    return fact_arrays([read_facts(Identity(names=("Zoubir",), **known)) for known in people])


def weighed(person, population, *, counted=True):
    """Return rule and weight of each part of a person beside the first of a population, and what was added."""
    left, right, told = facts(person), facts(*population), np.zeros((5, 2))
    before = weigh_pair(left, 0, right, 0, told)
    added = weighed_again(left, right, fact_shares(right) if counted else no_shares(), told)
    return {RULES[int(rule)]: bits for rule, bits in told.tolist() if rule >= 0}, before + added


def in_town(name):
    return {"places": (name,)}


def test_alone_a_place_tells_what_the_table_says():
    found, total = weighed(in_town("Tozeur"), [in_town("Tozeur")])
    assert found == {Rule.PLACE_EQUAL: RULE_BITS[Rule.PLACE_EQUAL]}
    assert total == RULE_BITS[Rule.PLACE_EQUAL]


def test_a_town_of_half_a_list_tells_next_to_nothing():
    found, total = weighed(in_town("Tozeur"), [in_town("Tozeur")] * 3000 + [in_town("Douz")] * 3000)
    assert found[Rule.PLACE_EQUAL] < 0.5
    assert total == pytest.approx(found[Rule.PLACE_EQUAL])


def test_a_rare_town_tells_more_but_not_without_end():
    found, _ = weighed(in_town("Tozeur"), [in_town("Tozeur")] + [in_town("Douz")] * 50_000)
    assert found[Rule.PLACE_EQUAL] == RULE_BITS[Rule.PLACE_EQUAL] + AGREEING_MOST_BITS


def test_what_is_not_counted_stays_what_the_table_says():
    found, _ = weighed(in_town("Tozeur"), [in_town("Tozeur")] * 6000, counted=False)
    assert found[Rule.PLACE_EQUAL] == RULE_BITS[Rule.PLACE_EQUAL]


@pytest.mark.parametrize(
    ("mine", "other", "rule"),
    [
        (Birth.of_month(1980, 3), Birth.of_month(1980, 3), Rule.BIRTH_MONTH_EQUAL),
        (Birth.of_year(1980), Birth.of_month(1980, 3), Rule.BIRTH_YEAR_EQUAL),
    ],
)
def test_a_birth_that_fills_a_list_tells_next_to_nothing(mine, other, rule):
    found, _ = weighed({"births": (mine,)}, [{"births": (other,)}] * 20_000)
    assert found[rule] < 0.5


def test_births_that_differ_weigh_as_before():
    found, _ = weighed({"births": (Birth.of_year(1980),)}, [{"births": (Birth.of_year(1984),)}] * 5000)
    assert found == {Rule.BIRTH_YEARS_APART: RULE_BITS[Rule.BIRTH_YEARS_APART]}


def shares_of(worth, held, size):
    spelled = np.array([0, len(worth)])
    return word_shares(
        spelled, np.arange(len(worth), dtype=np.int32), np.array(worth, np.float32), np.array(held, np.int64), size
    )


def test_a_word_of_one_record_tells_what_it_tells_elsewhere():
    assert shares_of([20.0], [1], 1)[0] == pytest.approx(20.0, abs=1e-3)


def test_a_word_of_one_record_in_a_hundred_tells_less_than_seven_bits():
    assert 6.0 < shares_of([20.0], [1000], 100_000)[0] < 7.0


def test_spellings_as_near_are_counted_together():
    near, far = shares_of([20.0, 19.5], [500, 500], 100_000), shares_of([20.0, 10.0], [500, 500], 100_000)
    assert near[0] == pytest.approx(near[1], abs=1e-3)
    assert near[0] < far[0] - 0.9


def test_no_word_tells_more_than_elsewhere():
    assert shares_of([3.0], [1], 1_000_000)[0] == 3.0
