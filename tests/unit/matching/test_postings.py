import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tansiq.matching.postings import Postings

HELD = st.lists(st.sets(st.integers(0, 6), max_size=4), max_size=12)


def told(postings, words=8):
    return [postings.rows_of(number).tolist() for number in range(words)]


def expected(held, words=8):
    return [[row for row, numbers in enumerate(held) if number in numbers] for number in range(words)]


def built(held):
    table = np.full((len(held), 8), -1, np.int32)
    for row, numbers in enumerate(held):
        table[row, : len(numbers)] = sorted(numbers)
    return Postings.of_names(table, np.arange(len(held), dtype=np.int32))


def added(postings, held, start=0):
    for row, numbers in enumerate(held, start=start):
        postings.add(row, np.array(sorted(numbers), np.int32))
    return postings


@given(HELD)
def test_built_at_once_or_row_by_row_they_answer_the_same(held):
    assert told(built(held)) == told(added(Postings.empty(), held)) == expected(held)


@given(HELD, HELD, st.booleans())
def test_rows_that_come_later_are_found_before_and_after_merging(first, later, merged):
    postings = added(built(first), later, start=len(first))
    if merged:
        postings.merge()
    assert told(postings) == expected(first + later)
    assert postings.sizes.tolist() == [len(rows) for rows in told(postings, len(postings.sizes))]


@given(HELD, HELD, st.data())
def test_rows_that_go_leave_the_others_in_order(first, later, data):
    postings, held = added(built(first), later, start=len(first)), first + later
    gone = data.draw(st.sets(st.sampled_from(range(len(held))))) if held else set()
    kept = [row for row in range(len(held)) if row not in gone]
    renumbered = np.full(len(held), -1, np.int32)
    renumbered[kept] = np.arange(len(kept))
    postings.keep(renumbered)
    assert told(postings) == expected([held[row] for row in kept])


def test_a_word_in_two_names_of_a_row_is_held_once():
    assert built([{1, 2}]).rows_of(1).tolist() == [0]
    twice = Postings.of_names(np.array([[1, 2], [2, 1]], np.int32), np.array([0, 0], np.int32))
    assert told(twice, 3) == [[], [0], [0]]


def test_many_rows_are_merged_by_themselves():
    postings = added(Postings.empty(), [{row % 5} for row in range(9000)])
    assert len(postings.arrays.later) < 5000
    assert len(postings.rows_of(3)) == 1800
