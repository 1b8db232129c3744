import pytest

from tansiq.demo.spelling import Particle
from tansiq.demo.vocabulary import FIRST_SHARE, Vocabulary


@pytest.fixture(scope="module")
def book():
    return Vocabulary.build()


def test_the_book_is_the_same_every_time(book):
    assert Vocabulary.build().words == book.words


def test_every_family_stands_in_the_book_once(book):
    assert len(set(book.families.numbers.tolist())) == len(book.families.numbers)


@pytest.mark.parametrize(("chances", "root"), [("male", "muHammad"), ("female", "fATimap")])
def test_the_commonest_given_name_has_its_share(book, chances, root):
    drawn = getattr(book, chances)
    assert book.words[drawn.numbers[0]].root == root
    assert drawn.sums[0] == pytest.approx(FIRST_SHARE[root])


def test_chances_sum_up_to_one(book):
    assert {chances.sums[-1] for chances in (book.male, book.female, book.families)} == {1.0}


def test_a_kunya_is_the_father_or_the_mother_of_the_same_name(book):
    child = next(number for number in book.male.numbers.tolist() if book.sons[number] >= 0)
    father, mother = book.words[book.sons[child]], book.words[book.daughters[child]]
    assert (father.particle, mother.particle) == (Particle.FATHER, Particle.MOTHER)
    assert father.root == mother.root == book.words[child].root
