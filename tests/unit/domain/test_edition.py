import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.edition import ColumnMapping, Difference, Target, compare, is_suspicious
from tansiq.domain.errors import InvalidError
from tansiq.domain.record import Owner

LISTS = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("123"))
OWNER = Owner(state="DZ", service="Registry")
COLUMNS = ((Target.REFERENCE, "no"), (Target.NAME, "name"))


def test_a_difference_names_what_came_changed_and_went():
    found = compare({"a": "1", "b": "1", "c": "1"}, {"b": "1", "c": "2", "d": "1"}, complete=True)
    assert found == Difference(added=("d",), changed=("c",), removed=("a",), unchanged=1)


def test_a_partial_edition_removes_nothing():
    assert compare({"a": "1"}, {}, complete=False).removed == ()


@given(LISTS)
def test_an_edition_does_not_differ_from_itself(held):
    found = compare(held, held, complete=True)
    assert found.is_empty
    assert found.unchanged == len(held)


@given(LISTS, LISTS)
def test_applying_a_difference_leads_to_the_new_edition(held, new):
    found = compare(held, new, complete=True)
    result = {r: d for r, d in held.items() if r not in found.removed}
    result |= {r: new[r] for r in (*found.added, *found.changed)}
    assert result == new


@given(LISTS, LISTS)
def test_every_entry_is_counted_once(held, new):
    found = compare(held, new, complete=True)
    assert len(found.added) + len(found.changed) + found.unchanged == len(new)


@pytest.mark.parametrize(
    ("removed", "held", "suspicious"), [(5, 6, False), (6, 30, False), (6, 29, True), (20, 100, False), (21, 100, True)]
)
def test_more_than_a_fifth_and_more_than_five_removals_are_suspicious(removed, held, suspicious):
    difference = Difference(removed=tuple(map(str, range(removed))))
    assert is_suspicious(difference, held) is suspicious


@pytest.mark.parametrize(
    "parts",
    [
        {"columns": (*COLUMNS, (Target.NAME, "other"))},
        {"columns": COLUMNS, "constants": ((Target.NAME, "x"),)},
        {"columns": COLUMNS[:1]},
        {"columns": COLUMNS[1:]},
    ],
)
def test_a_mapping_fills_each_target_once_and_names_reference_and_name(parts):
    with pytest.raises(InvalidError):
        ColumnMapping(list_key="csv/x", title="x", publisher=OWNER, **parts)
