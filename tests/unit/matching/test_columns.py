import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.matching.columns import Column, Texts, spans

TEXTS = st.lists(st.text(st.characters(codec=None, exclude_categories=[]), max_size=6), max_size=8)


@given(TEXTS, TEXTS)
def test_texts_stay_what_they_were(first, later):
    texts = Texts.of(first)
    texts.extend(later)
    assert list(texts) == first + later
    assert [texts[place] for place in range(len(texts))] == first + later


@given(TEXTS, st.data())
def test_texts_are_taken_in_the_order_asked(given_texts, data):
    places = data.draw(st.lists(st.integers(0, len(given_texts) - 1))) if given_texts else []
    assert list(Texts.of(given_texts).taken(np.array(places, np.int64))) == [given_texts[place] for place in places]


def test_half_a_pair_of_surrogates_is_kept():
    assert list(Texts.of(["\ud83d", ""])) == ["\ud83d", ""]


def test_a_column_grows_without_changing_where_it_began():
    begun = np.arange(3, dtype=np.int32)
    column = Column(begun)
    column.extend(np.array([7], np.int32))
    column.values[0] = 9
    assert column.values.tolist() == [9, 1, 2, 7]
    assert begun.tolist() == [0, 1, 2]


def test_a_column_of_rows_is_filled_up():
    column = Column(np.zeros((1, 2), np.int32))
    column.fill_up(3, -1)
    column.fill_up(2, -1)
    assert column.values.tolist() == [[0, 0], [-1, -1], [-1, -1]]


@pytest.mark.parametrize(
    ("starts", "lengths", "expected"), [([], [], []), ([5, 0], [2, 3], [5, 6, 0, 1, 2]), ([4, 9], [0, 1], [9])]
)
def test_spans_are_laid_end_to_end(starts, lengths, expected):
    assert spans(np.array(starts, np.int64), np.array(lengths, np.int32)).tolist() == expected
