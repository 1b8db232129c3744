from itertools import combinations

import pytest

from tansiq.trust.errors import ShareError
from tansiq.trust.shares import divide, join

MASTER = bytes(range(32))


def test_any_three_of_five_give_the_key_back():
    shares = divide(MASTER, need=3, of=5)
    assert {join(some) for some in combinations(shares, 3)} == {MASTER}


def test_two_of_three_are_too_few():
    with pytest.raises(ShareError):
        join(divide(MASTER, need=3, of=5)[:2])


def test_shares_of_two_divisions_do_not_mix():
    with pytest.raises(ShareError):
        join([divide(MASTER, need=2, of=2)[0], divide(MASTER, need=2, of=2)[1]])


def test_a_misspelled_word_is_found():
    first, second = divide(MASTER, need=2, of=2)
    words = first.split()
    words[7] = "academic" if words[7] != "academic" else "acid"
    with pytest.raises(ShareError):
        join([" ".join(words), second])


def test_capitals_and_blanks_of_a_typist_do_not_matter():
    shares = divide(MASTER, need=2, of=2)
    assert join([f"  {share.upper().replace(' ', '   ')} " for share in shares]) == MASTER


@pytest.mark.parametrize(("need", "of"), [(1, 3), (3, 2), (2, 17), (0, 0)])
def test_numbers_that_do_not_fit_are_refused(need, of):
    with pytest.raises(ShareError):
        divide(MASTER, need=need, of=of)


def test_one_share_alone_is_never_enough_to_write():
    assert len(divide(MASTER, need=2, of=3)) == 3
