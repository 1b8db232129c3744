import numpy as np
import pytest

from tansiq.matching import arabic, latin
from tansiq.matching.sounds import CHANGE_BITS, encode, spelling_bits


def cost(left, right, *, prefix=False):
    def side(word):
        is_arabic = word >= "\u0600"
        read = arabic if is_arabic else latin
        return encode(read.symbols(read.fold(word.casefold())))[None], np.array([is_arabic], np.uint8)

    (a, a_arabic), (b, b_arabic) = side(left), side(right)
    return float(spelling_bits(a, b, left_arabic=a_arabic, right_arabic=b_arabic, prefix=prefix)[0])


@pytest.mark.parametrize(
    ("arabic_word", "latin_word"),
    [
        ("محمد", "Mohamed"),
        ("محمد", "Muhammad"),
        ("حسين", "Hocine"),
        ("حسين", "Hussein"),
        ("جمال", "Djamel"),
        ("قاسم", "Gacem"),
        ("عمر", "Amor"),
        ("يوسف", "Youcef"),
        ("عائشة", "Aïcha"),
        ("والي", "Ouali"),
        ("صالح", "Salah"),
    ],
)
def test_one_name_in_two_scripts_costs_little(arabic_word, latin_word):
    assert cost(arabic_word, latin_word) < 1.5


@pytest.mark.parametrize(
    ("left", "right"), [("Hassan", "Hussein"), ("حسن", "حسين"), ("Karim", "Karima"), ("كريم", "Karima")]
)
def test_two_names_that_share_consonants_cost_more(left, right):
    assert cost(left, right) > 2.4


def test_hearing_costs_the_same_from_both_sides():
    assert np.array_equal(CHANGE_BITS, CHANGE_BITS.T)
    assert cost("محمود", "Mahmoud") == pytest.approx(cost("Mahmoud", "محمود"))


def test_the_beginning_of_a_word_costs_nothing_as_a_prefix():
    assert cost("Test", "Testaoui", prefix=True) == 0
