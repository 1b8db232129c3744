import numpy as np
import pytest

from tansiq.demo import SizeError
from tansiq.demo.population import YEAR, Kinship, population
from tansiq.demo.vocabulary import Vocabulary

BOOK = Vocabulary.build()
CROWD = population(3, 20_000, BOOK)


def pairs(kinship):
    """Places of the people of a kinship and of those whose kin they are."""
    found = np.flatnonzero(kinship == CROWD.relation)
    return found, CROWD.relative[found]


def test_the_same_seed_and_count_give_the_same_people():
    assert np.array_equal(population(5, 500, BOOK).family, population(5, 500, BOOK).family)


def test_another_seed_gives_other_people():
    assert not np.array_equal(population(5, 500, BOOK).family, population(6, 500, BOOK).family)


@pytest.mark.parametrize("count", [0, 1, 7, 40])
def test_small_populations_have_their_size(count):
    assert len(population(1, count, BOOK).given) == count


def test_fewer_than_none_cannot_be_had():
    with pytest.raises(SizeError):
        population(1, -1, BOOK)


def test_one_man_in_fifteen_bears_the_commonest_name():
    men = CROWD.given[~CROWD.sex]
    assert 0.05 < np.mean(men == BOOK.male.numbers[0]) < 0.08


def test_no_family_is_borne_by_more_than_one_in_a_hundred():
    assert np.bincount(CROWD.family).max() < 200


def test_brothers_share_father_grandfather_and_family_and_not_the_given_name():
    one, other = pairs(Kinship.BROTHER)
    for name in ("father", "grandfather", "family", "town"):
        assert np.array_equal(getattr(CROWD, name)[one], getattr(CROWD, name)[other])
    assert not np.any(CROWD.given[one] == CROWD.given[other])


def test_brothers_are_twins_or_one_to_fifteen_years_apart():
    one, other = pairs(Kinship.BROTHER)
    apart = np.abs(CROWD.born[one] - CROWD.born[other])
    assert np.all((apart == 0) | ((apart >= YEAR) & (apart < 15 * YEAR)))


def test_a_son_bears_the_name_of_his_father_and_is_eighteen_years_younger_at_least():
    son, father = pairs(Kinship.SON)
    assert np.array_equal(CROWD.father[son], CROWD.given[father])
    assert np.array_equal(CROWD.grandfather[son], CROWD.father[father])
    assert np.all(CROWD.born[son] - CROWD.born[father] >= 18 * YEAR)


def test_cousins_share_the_grandfather_and_not_the_father():
    one, other = pairs(Kinship.COUSIN)
    assert np.array_equal(CROWD.grandfather[one], CROWD.grandfather[other])
    assert not np.any(CROWD.father[one] == CROWD.father[other])


def test_namesakes_share_given_name_and_family():
    one, other = pairs(Kinship.NAMESAKE)
    assert np.array_equal(CROWD.given[one], CROWD.given[other])
    assert np.array_equal(CROWD.family[one], CROWD.family[other])
