import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.matching.bounds import BOUNDS, UNITS, Bound, gains
from tansiq.matching.gathering import (
    Asked,
    Rows,
    clear,
    gather_word,
    likest,
    outside_bound,
    scratch_for,
    shared_bits,
)
from tansiq.matching.postings import Postings

HELD = st.lists(st.sets(st.integers(0, 9), max_size=5), min_size=1, max_size=30)
SPELLINGS = st.lists(
    st.dictionaries(st.integers(0, 11), st.integers(1, 20), max_size=4), min_size=1, max_size=4
)  # bits that each word of the name is worth when spelled by a word of the lexicon
SIMPLE = np.zeros(BOUNDS, np.int32)
SIMPLE[Bound.CLEAN : Bound.CLEAN + 4096] = SIMPLE[Bound.SHARED : Bound.SHARED + 4096] = np.arange(4096)


def postings_of(held, split):
    table = np.full((len(held), 8), -1, np.int32)
    for name, numbers in enumerate(held):
        table[name, : len(numbers)] = sorted(numbers)
    shapes = rows_of(len(held)).shapes
    postings = Postings.of_names(table[:split], shapes[:split], np.zeros(split, np.uint32))
    postings.add(table[split:], shapes[split:], first=split)
    return postings.arrays


def asked_of(spellings):
    ordered = [sorted(found.items(), key=lambda pair: -pair[1]) for found in spellings]
    starts = np.cumsum([0, *(len(found) for found in ordered)]).astype(np.int64)
    flat = [pair for found in ordered for pair in found]
    words, worth = np.array([w for w, _ in flat], np.int32), np.array([b for _, b in flat], np.float32)
    fresh = gains(worth, np.zeros(len(flat), np.bool_), is_first=False, is_last=False)
    return Asked(starts, words, fresh, np.zeros(len(spellings), np.int64), 1, 0, 0)


def rows_of(count, ties=None):
    ties = np.arange(count, dtype=np.uint32) if ties is None else ties
    shapes = np.full(count, 5 + (1 << 8), np.uint16)
    return Rows(np.ones(count, np.bool_), shapes, np.arange(count, dtype=np.int32), ties)


def shared(held, spellings):
    return sum(max((bits for word, bits in found.items() if word in held), default=0) for found in spellings)


@settings(deadline=None)
@given(HELD, SPELLINGS, st.data())
def test_every_row_gets_what_it_shares_and_the_scratch_is_clear_again(held, spellings, data):
    split = data.draw(st.integers(0, len(held)))
    alive = np.array(data.draw(st.lists(st.booleans(), min_size=len(held), max_size=len(held))))
    scratch = scratch_for(len(held))
    found, bits = shared_bits(postings_of(held, split), asked_of(spellings), alive, scratch)
    expected = {row: shared(held[row], spellings) for row in range(len(held)) if alive[row]}
    assert dict(zip(found.tolist(), bits.tolist(), strict=True)) == {row: b for row, b in expected.items() if b}
    assert not scratch.sums.any()


@settings(deadline=None)
@given(HELD, SPELLINGS, st.integers(1, 6))
def test_the_rows_that_may_be_worth_the_most_come_first(held, spellings, most):
    scratch, asked, rows, met = scratch_for(len(held)), asked_of(spellings), rows_of(len(held)), 0
    for word in range(len(spellings)):
        met = gather_word(postings_of(held, len(held)), asked, word, rows.alive, scratch, met)
    chosen, bounds = likest(asked, rows, scratch, met, SIMPLE, most)
    clear(scratch, met)
    best = sorted((bits for numbers in held if (bits := shared(numbers, spellings))), reverse=True)[:most]
    assert (bounds / UNITS).tolist() == best
    assert [shared(held[row], spellings) for row in chosen.tolist()] == best


@settings(deadline=None)
@given(HELD, SPELLINGS, st.integers(0, 3))
def test_no_row_met_later_is_worth_more_than_the_bound_of_those_outside(held, spellings, word):
    asked = asked_of(spellings)
    later = [shared(numbers, spellings[word:]) for numbers in held if not shared(numbers, spellings[:word])]
    assert max(later, default=0) * UNITS <= outside_bound(asked, SIMPLE, min(word, len(spellings)))


def test_a_closed_word_adds_to_rows_already_met_only():
    asked, rows, scratch = asked_of([{1: 5}, {2: 3}]), rows_of(3), scratch_for(3)
    postings = postings_of([{1}, {2}, {1, 2}], 3)
    met = gather_word(postings, asked, 0, rows.alive, scratch, 0)
    gather_word(postings, asked, 1, rows.alive, scratch, -1)
    chosen, bounds = likest(asked, rows, scratch, met, SIMPLE, 9)
    assert dict(zip(chosen.tolist(), (bounds / UNITS).tolist(), strict=True)) == {0: 5, 2: 8}


def test_rows_that_may_be_worth_the_same_are_chosen_by_their_ties():
    ties = np.array([(7 * row) % 50 for row in range(50)], np.uint32)
    rows, scratch, asked = rows_of(50, ties), scratch_for(50), asked_of([{1: 5}])
    met = gather_word(postings_of([{1}] * 50, 50), asked, 0, rows.alive, scratch, 0)
    chosen, _ = likest(asked, rows, scratch, met, SIMPLE, 10)
    assert sorted(ties[chosen].tolist()) == list(range(10))


def test_words_left_over_on_both_sides_are_held_against_a_row():
    bounds = SIMPLE.copy()
    bounds[Bound.BOTH : Bound.BOTH + 9] = [0, -32, *[-64] * 7]
    asked, rows, scratch = asked_of([{1: 5}, {2: 5}, {3: 5}]), rows_of(2), scratch_for(2)
    postings, met = postings_of([{1, 2, 7}, {1, 7, 8}], 2), 0
    for word in range(3):
        met = gather_word(postings, asked, word, rows.alive, scratch, met)
    chosen, bounds = likest(asked, rows, scratch, met, bounds, 9)
    assert dict(zip(chosen.tolist(), (bounds / UNITS).tolist(), strict=True)) == {0: 10 - 2, 1: 5 - 4}
