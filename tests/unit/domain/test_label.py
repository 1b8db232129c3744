import pytest

from tansiq.domain.errors import InvalidError
from tansiq.domain.label import HandlingCode, Label, Level, check_state, highest


def label(level=Level.RESTRICTED, releasable_to=("DZ", "TN"), **parts):
    return Label(policy="DZ-national", level=level, releasable_to=releasable_to, **parts)


def test_levels_are_ranked_from_least_to_most_secret():
    assert [level.rank for level in Level] == [0, 1, 2, 3, 4]
    assert Level.UNCLASSIFIED.rank < Level.TOP_SECRET.rank


@pytest.mark.parametrize("state", ["DZ", "UN", "EU", "XXK"])
def test_a_state_or_organisation_has_a_code(state):
    check_state("owner.state", state)


@pytest.mark.parametrize("state", ["", "dz", "D", "DZAA", "D1", "DZ\n", " DZ", "دز"])
def test_what_is_no_code_is_refused(state):
    with pytest.raises(InvalidError):
        label(releasable_to=(state,))


def test_a_label_names_its_policy():
    with pytest.raises(InvalidError):
        Label(policy="", level=Level.SECRET)


def test_compartments_are_clean_words():
    with pytest.raises(InvalidError):
        label(compartments=("a\u202eb",))


def test_a_page_without_records_has_no_label():
    assert highest([]) is None


def test_a_page_has_the_highest_level_that_it_shows():
    assert highest([label(), label(Level.SECRET), label(Level.UNCLASSIFIED)]).level is Level.SECRET


def test_a_page_goes_only_where_everything_on_it_may_go():
    assert highest([label(releasable_to=("TN", "DZ")), label(releasable_to=("TN", "MA"))]).releasable_to == ("TN",)


def test_a_page_keeps_every_compartment_and_every_code():
    found = highest([label(compartments=("blue",), codes=(HandlingCode.COURT_USE,)), label(compartments=("red",))])
    assert found.compartments == ("blue", "red")
    assert found.codes == (HandlingCode.COURT_USE,)
