"""Outlines: what spellings confuse stays near, what cannot be one name is far."""

import numpy as np
import pytest

from tansiq.matching.outlines import are_near, outline


def _near(one: tuple[str, bool], other: tuple[str, bool]) -> bool:
    mine, theirs = (np.uint64(outline(letters, is_arabic=is_arabic)) for letters, is_arabic in (one, other))
    return bool(are_near(mine, np.uint64(0), theirs))


def test_doubled_letters_and_digraphs_leave_the_outline_as_it_is():
    assert outline("mohammed", is_arabic=False) == outline("mouhamad", is_arabic=False)
    assert outline("chadli", is_arabic=False) == outline("shadli", is_arabic=False)
    assert outline("djamel", is_arabic=False) == outline("jamel", is_arabic=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("bouakkada", False), ("بوعكقده", True)),
        (("testaoui", False), ("تستاوي", True)),
        (("keltassi", False), ("qeltasy", False)),
        (("abdelkarim", False), ("عبدالكريم", True)),
    ],
)
def test_spellings_of_one_word_are_near_both_ways(one, other):
    assert _near(one, other)
    assert _near(other, one)


def test_words_with_other_consonants_are_far():
    assert not _near(("haltounmi", False), ("bengharafem", False))
    assert not _near(("kenkous", False), ("حفضيعي", True))


def test_two_words_written_as_one_are_near_it():
    first, second, whole = (np.uint64(outline(word, is_arabic=False)) for word in ("noured", "dine", "nouredine"))
    assert are_near(first, second, whole)


def test_a_letter_is_counted_fifteen_times_at_most():
    assert outline("nm" * 10, is_arabic=False) == outline("nm" * 10, is_arabic=False) & (1 << 44) - 1
    assert outline("ts" * 10, is_arabic=False) == 15
