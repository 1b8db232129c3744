from itertools import pairwise

import numpy as np
import pytest
from bench.rankings import Pairs, bins, calibration_error, share_in_first


def ranked(*rows):
    return np.array(rows, np.float32)


def test_a_right_name_above_all_others_is_first():
    assert share_in_first(ranked([0.2, 0.9, 0.1]), [(1,)], 1) == 1.0


def test_a_right_name_that_ties_with_one_wrong_name_is_half_first():
    assert share_in_first(ranked([0.9, 0.9, 0.1]), [(1,)], 1) == pytest.approx(0.5)


def test_two_right_names_that_tie_with_one_wrong_name_are_first_in_two_orders_of_three():
    assert share_in_first(ranked([0.9, 0.9, 0.9]), [(0, 1)], 1) == pytest.approx(2 / 3)


def test_a_matcher_that_says_the_same_of_all_names_ranks_by_chance():
    assert share_in_first(np.zeros((4, 100), np.float32), [(at,) for at in range(4)], 10) == pytest.approx(0.1)


def test_the_best_of_several_right_names_counts():
    assert share_in_first(ranked([0.3, 0.5, 0.9]), [(0, 2)], 1) == 1.0


def test_a_right_name_in_the_second_place_is_not_first_but_in_two():
    scores = ranked([0.9, 0.5, 0.1])
    assert [share_in_first(scores, [(1,)], places) for places in (1, 2)] == [0.0, 1.0]


def test_true_pairs_are_found_only_above_the_false_one_that_is_not_let_through():
    pairs = Pairs.of_task(ranked([0.9, 0.8, 0.1], [0.7, 0.6, 0.2]), [(0,), (1,)])
    assert [pairs.found_at(rate) for rate in (0.0, 0.25, 0.5)] == [0.5, 0.5, 1.0]


def test_true_pairs_that_tie_with_a_false_one_are_not_found_before_it():
    assert Pairs.of_pairs(ranked([0.5, 0.5])[0], np.array([True, False])).found_at(0.0) == 0.0


def test_the_best_f1_is_that_of_the_best_threshold():
    pairs = Pairs.of_pairs(ranked([0.9, 0.8, 0.7, 0.1])[0], np.array([True, False, True, False]))
    assert pairs.best_f1() == (pytest.approx(0.8), pytest.approx(0.7))


def test_a_pair_never_looked_at_is_missed_at_every_threshold():
    pairs = Pairs.of_pairs(np.array([0.9, -np.inf]), np.array([True, True]))
    assert pairs.best_f1()[0] == pytest.approx(2 / 3)


def test_probabilities_that_come_true_have_no_calibration_error():
    said, true = np.repeat([0.25, 0.75], 4), np.array([1, 0, 0, 0, 1, 1, 1, 0], bool)
    assert calibration_error(bins(said, true, equal_mass=False)) == pytest.approx(0.0)


def test_the_calibration_error_is_the_mean_distance_weighed_by_pairs():
    said, true = np.array([0.05] * 9 + [0.95]), np.zeros(10, bool)
    assert calibration_error(bins(said, true, equal_mass=False)) == pytest.approx(0.9 * 0.05 + 0.1 * 0.95)


def test_bins_of_equal_mass_hold_about_equally_many_pairs_in_order():
    found = bins(np.linspace(0, 1, 95), np.zeros(95, bool), equal_mass=True)
    assert {one.pairs for one in found} == {9, 10}
    assert all(one.said < other.said for one, other in pairwise(found))
