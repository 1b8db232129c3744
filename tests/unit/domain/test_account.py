from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.access import TRAINING, Purpose, Role, Training
from tansiq.domain.account import (
    LONGEST_MANDATE,
    NAME,
    Grant,
    account_name,
    check_mandate,
    check_name,
    check_purpose,
    is_over,
    skeleton,
)
from tansiq.domain.errors import InvalidError
from tansiq.domain.label import Level

TODAY = date(2026, 11, 23)


def grant(**changes):
    parts = {"id": "k.post", "name": "K.", "role": Role.POST_OFFICER, "state": "DZ", "service": "Police"}
    return Grant(**{**parts, **changes})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("k.registry", "k.registry"), (" K.Registry ", "k.registry"), ("ｋ．registry", "k.registry"), ("a1", "a1")],
)
def test_a_name_is_kept_in_its_plain_form(typed, kept):
    assert account_name("account", typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "1a",
        "a..b",
        "a.",
        ".a",
        "a b",
        "каdmin",
        "аdmin",
        "admin\u200b",
        "admin\u202e",
        "ad\u0301min",
        "a" * 41,
        "ﷺ" * 40,
    ],
)
def test_a_name_with_another_sign_is_refused(typed):
    with pytest.raises(InvalidError):
        account_name("account", typed)


@pytest.mark.parametrize("name", ["K.Post", "к.post", " post"])
def test_a_name_that_is_not_in_its_plain_form_is_refused(name):
    with pytest.raises(InvalidError):
        check_name(name)


@given(st.text(max_size=60))
def test_every_name_that_is_kept_is_plain_and_stays_as_it_is(typed):
    try:
        kept = account_name("account", typed)
    except InvalidError:
        return
    assert NAME.fullmatch(kept)
    assert account_name("account", kept) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("k.mizan", "k-rnizan"),
        ("ali", "a1i"),
        ("b0b", "bob"),
        ("vvatch", "watch"),
        ("k.mizan", "kmizan"),
        ("clia", "dla"),
    ],
)
def test_names_that_look_alike_have_one_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


def test_names_that_differ_have_two():
    assert len({skeleton(name) for name in ("registry", "analyst", "k.post", "b.post", "watch")}) == 5


def test_a_clearance_is_never_above_what_the_role_reads():
    assert grant(clearance=Level.CONFIDENTIAL).clearance is Level.CONFIDENTIAL
    with pytest.raises(InvalidError, match="clearance"):
        grant(clearance=Level.SECRET)
    with pytest.raises(InvalidError, match="clearance"):
        grant(role=Role.ADMINISTRATOR, clearance=Level.RESTRICTED)


@pytest.mark.parametrize("changes", [{"id": ""}, {"id": "a\u202eb"}, {"state": "dz"}, {"compartments": ("",)}])
def test_a_grant_that_cannot_be_is_refused(changes):
    with pytest.raises(InvalidError):
        grant(**changes)


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_presupposes_and_the_officer_lacks_is_missing(role):
    assert set(grant(role=role).missing) == TRAINING[role]
    assert grant(role=role, trainings=tuple(Training)).missing == ()


def test_a_mandate_ends_not_before_today_and_not_too_late():
    check_mandate(TODAY, TODAY)
    check_mandate(TODAY + LONGEST_MANDATE, TODAY)
    for until in (None, TODAY - timedelta(days=1), TODAY + LONGEST_MANDATE + timedelta(days=1)):
        with pytest.raises(InvalidError):
            check_mandate(until, TODAY)


def test_the_last_day_of_a_mandate_still_counts():
    assert not is_over(TODAY, TODAY)
    assert is_over(TODAY - timedelta(days=1), TODAY)
    assert not is_over(None, TODAY)


def test_a_session_states_a_purpose_of_its_role():
    check_purpose(Role.LIAISON_ANALYST, Purpose.OPERATIONS)
    with pytest.raises(InvalidError):
        check_purpose(Role.LIAISON_ANALYST, Purpose.ADMINISTRATION)
