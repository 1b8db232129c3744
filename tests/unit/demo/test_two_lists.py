import csv

import pytest

from tansiq.demo import SizeError, two_lists, write_lists
from tansiq.demo.two_lists import COLUMNS


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_list_has_the_size_and_the_truth_the_overlap():
    lists = two_lists(1, 200, 30)
    assert (len(lists.left["id"]), len(lists.right["id"]), len(lists.truth)) == (200, 200, 30)


@pytest.mark.parametrize(("size", "overlap"), [(0, 0), (1, 1), (3, 0), (5, 5)])
def test_small_lists_and_whole_overlaps_can_be_had(size, overlap):
    assert len(two_lists(2, size, overlap).truth) == overlap


@pytest.mark.parametrize(("size", "overlap"), [(-1, 0), (5, 6), (5, -1)])
def test_an_overlap_that_does_not_fit_is_refused(size, overlap):
    with pytest.raises(SizeError):
        two_lists(1, size, overlap)


def test_true_pairs_are_of_the_same_day_far_more_often_than_others():
    lists = two_lists(4, 1000, 400)
    left, right = (dict(zip(side["id"], side["births"], strict=True)) for side in (lists.left, lists.right))
    assert sum(left[a] == right[b] for a, b in lists.truth) > 200


def test_the_files_hold_the_lists_and_the_truth(tmp_path):
    write_lists(tmp_path, 5, 50, 10)
    lists = two_lists(5, 50, 10)
    left = rows(tmp_path / "left.csv")
    assert tuple(left[0]) == COLUMNS
    assert [row["names"] for row in left] == lists.left["names"]
    assert [(row["left"], row["right"]) for row in rows(tmp_path / "truth.csv")] == list(lists.truth)


def test_the_same_arguments_write_the_same_bytes(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write_lists(tmp_path / folder, 6, 80)
    assert (tmp_path / "one" / "right.csv").read_bytes() == (tmp_path / "two" / "right.csv").read_bytes()
