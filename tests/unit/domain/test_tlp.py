import pytest

from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.domain.tlp import IN, OUT, Tlp, label_from, mark_of


def label(level, **parts):
    return Label(policy="DZ-national", level=level, **parts)


def test_every_level_has_a_mark_and_every_mark_a_level():
    assert set(OUT) == set(Level)
    assert set(IN) == set(Tlp)


def test_a_higher_level_never_has_a_wider_mark():
    marks = [list(Tlp).index(OUT[level]) for level in Level]
    assert marks == sorted(marks)


def test_nothing_of_ours_is_public():
    assert Tlp.CLEAR not in OUT.values()


@pytest.mark.parametrize(
    ("parts", "mark"),
    [
        ({}, Tlp.GREEN),
        ({"codes": (HandlingCode.ONWARD_SHARING,)}, Tlp.AMBER_STRICT),
        ({"codes": (HandlingCode.COURT_USE,)}, Tlp.GREEN),
        ({"compartments": ("blue",)}, Tlp.RED),
    ],
    ids=["nothing", "not to be passed on", "court", "compartment"],
)
def test_codes_and_compartments_narrow_the_mark(parts, mark):
    assert mark_of(label(Level.UNCLASSIFIED, **parts)) is mark


def test_a_code_never_widens_a_mark():
    assert mark_of(label(Level.SECRET, codes=(HandlingCode.ONWARD_SHARING,))) is Tlp.RED


def test_what_comes_under_a_mark_keeps_its_word_and_stays_here():
    found = label_from(Tlp.AMBER, policy="DZ-national", state="DZ")
    assert (found.level, found.words, found.releasable_to) == (Level.RESTRICTED, "TLP:AMBER", ("DZ",))
    assert found.codes == (HandlingCode.ONWARD_SHARING,)
