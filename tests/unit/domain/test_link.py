import pytest
from tests.conftest import make_id

from tansiq.domain import link
from tansiq.domain.errors import InvalidError
from tansiq.domain.link import Judgement, Link

ONE, OTHER = make_id(), make_id()


def make(left=ONE, right=OTHER, **parts):
    return Link(left=left, right=right, left_version=1, right_version=1, judgement=Judgement.SAME, **parts)


def test_a_pair_has_one_name():
    assert link.pair(ONE, OTHER) == link.pair(OTHER, ONE) == (ONE, OTHER)


def test_nothing_is_paired_with_itself():
    with pytest.raises(InvalidError):
        link.pair(ONE, ONE)


@pytest.mark.parametrize(("left", "right"), [(OTHER, ONE), (ONE, ONE)])
def test_a_link_names_the_smaller_identifier_first(left, right):
    with pytest.raises(InvalidError):
        make(left, right)


@pytest.mark.parametrize("ppm", [-1, 1_000_001])
def test_a_probability_lies_between_nothing_and_certainty(ppm):
    with pytest.raises(InvalidError):
        make(probability_ppm=ppm)


@pytest.mark.parametrize("words", ["", "  "])
def test_a_judgement_has_a_reason(words):
    with pytest.raises(InvalidError):
        link.reason(words)


def test_a_judgement_that_is_taken_back_still_says_what_it_was():
    body = link.withdrawn(make())
    assert body.withdrawn
    assert body.judgement is Judgement.SAME
