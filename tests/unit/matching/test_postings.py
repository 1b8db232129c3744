import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.matching import FullIndexError
from tansiq.matching.postings import STAND_BITS, STANDS, Postings, Stand

HELD = st.lists(st.sets(st.integers(0, 6), max_size=4), max_size=12)


def table_of(held):
    table = np.full((len(held), 8), -1, np.int32)
    for name, numbers in enumerate(held):
        table[name, : len(numbers)] = sorted(numbers)
    return table


def shapes_of(held):
    return np.array([len(numbers) + (1 << 8) for numbers in held], np.uint16)


def ties_of(count):
    return np.array([(7 * name) % 50 for name in range(count)], np.uint32)


def postings_of(postings, word):
    starts, ordered, heads, nexts, later = postings.arrays
    found = ordered[starts[word] : starts[word + 1]].tolist() if word + 1 < len(starts) else []
    at = heads[word] if word < len(heads) else -1
    while at >= 0:
        found.append(int(later[at]))
        at = nexts[at]
    return found


def told(postings, words=8):
    return [sorted(posting >> STAND_BITS for posting in postings_of(postings, word)) for word in range(words)]


def expected(held, words=8):
    return [[name for name, numbers in enumerate(held) if word in numbers] for word in range(words)]


def built(held):
    return Postings.of_names(table_of(held), shapes_of(held), ties_of(len(held)))


def added(postings, held, start=0):
    for at, numbers in enumerate(held):
        postings.add(table_of([numbers]), shapes_of([numbers]), first=start + at)
        if postings.is_due:
            postings.merge(ties_of(start + at + 1))
    return postings


@given(HELD)
def test_built_at_once_or_name_by_name_they_answer_the_same(held):
    assert told(built(held)) == told(added(Postings.empty(), held)) == expected(held)


@given(HELD, HELD, st.booleans())
def test_names_that_come_later_are_found_before_and_after_merging(first, later, merged):
    postings = added(built(first), later, start=len(first))
    if merged:
        postings.merge(ties_of(len(first) + len(later)))
    assert told(postings) == expected(first + later)
    assert postings.sizes.tolist() == [len(names) for names in told(postings, len(postings.sizes))]


@given(HELD, HELD, st.data())
def test_names_that_go_leave_the_others(first, later, data):
    postings, held = added(built(first), later, start=len(first)), first + later
    gone = data.draw(st.sets(st.sampled_from(range(len(held))))) if held else set()
    kept = [name for name in range(len(held)) if name not in gone]
    renumbered = np.full(len(held), -1, np.int32)
    renumbered[kept] = np.arange(len(kept))
    postings.keep(renumbered, ties_of(len(kept)))
    assert told(postings) == expected([held[name] for name in kept])


@given(HELD, HELD)
def test_names_that_hold_a_word_alike_stand_together_by_their_ties(first, later):
    postings = added(built(first), later, start=len(first))
    ties = ties_of(len(first) + len(later))
    postings.merge(ties)
    for word in range(8):
        order = [(posting % STANDS, ties[posting >> STAND_BITS]) for posting in postings_of(postings, word)]
        assert order == sorted(order)


def test_a_posting_tells_how_the_word_stands_in_its_name():
    shapes = np.array([3 + (2 << 8), 2 + (1 << 8) + (1 << 10)], np.uint16)
    words = np.array([[5, 6, 7, *[-1] * 5], [7, 5, *[-1] * 6]], np.int32)
    postings = Postings.of_names(words, shapes, ties_of(2))
    told = {
        word: {posting >> STAND_BITS: posting % STANDS for posting in postings_of(postings, word)} for word in (5, 7)
    }
    assert told[5] == {0: 2 | Stand.ARABIC | Stand.FIRST, 1: 1 | Stand.LAST | Stand.LOOSE}
    assert told[7] == {0: 2 | Stand.ARABIC | Stand.LAST, 1: 1 | Stand.FIRST | Stand.LOOSE}


def test_a_word_that_stands_twice_in_a_name_is_held_once_as_both():
    twice = Postings.of_names(np.array([[1, 2, 1]], np.int32), np.array([3 + (1 << 8)], np.uint16), ties_of(1))
    assert postings_of(twice, 1) == [2 | Stand.FIRST | Stand.LAST]


def test_many_names_are_merged_when_they_are_due():
    postings = added(Postings.empty(), [{name % 5} for name in range(9000)])
    assert len(postings.arrays.later) < 5000
    assert len(postings_of(postings, 3)) == 1800


def test_more_names_than_a_posting_can_tell_are_refused():
    with pytest.raises(FullIndexError):
        Postings.empty().add(table_of([{1}]), shapes_of([{1}]), first=1 << 25)
