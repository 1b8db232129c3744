from dataclasses import replace
from datetime import date

import pytest

from tansiq.demo.policies import demo_policy
from tansiq.domain.errors import InvalidError
from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.domain.label_policy import Aggregation, Ceiling, Equivalence, whole, whole_of
from tansiq.domain.roles import Role

POLICY = demo_policy(date(2026, 1, 1))


def label(level=Level.RESTRICTED, state="DZ", **parts):
    return Label(policy=f"{state}-national", level=level, releasable_to=("DZ", "TN"), **parts)


def unequal(level, held_as, of="DZ-national"):
    """The policy with one equivalence that holds a level as another one."""
    return replace(
        POLICY,
        equivalences=tuple(
            replace(e, held_as=held_as) if (e.of, e.level) == (of, level) else e for e in POLICY.equivalences
        ),
    )


@pytest.mark.parametrize(
    ("lang", "word"), [("ar", "سري"), ("fr", "Secret"), ("en", "Secret")], ids=["Arabic", "French", "English"]
)
def test_a_level_has_its_schemes_word(lang, word):
    assert POLICY.word(label(Level.SECRET), lang) == word


def test_the_local_equivalent_is_computed_and_the_label_stays():
    held = label(Level.SECRET, "TN")
    assert POLICY.equivalent(held, "DZ") == POLICY.scheme("DZ-national").grade(Level.SECRET)
    assert held == label(Level.SECRET, "TN")


def test_an_equivalent_may_be_higher_and_does_not_creep_on_the_way_back():
    policy = unequal(Level.CONFIDENTIAL, Level.SECRET)
    held = label(Level.CONFIDENTIAL)
    assert policy.equivalent(held, "TN").level is Level.SECRET
    assert policy.equivalent(held, "DZ").level is Level.CONFIDENTIAL


def test_an_equivalent_is_never_lower():
    with pytest.raises(InvalidError):
        unequal(Level.SECRET, Level.CONFIDENTIAL)


def test_a_label_of_an_unknown_scheme_has_no_words_here():
    foreign = Label(policy="XK-national", level=Level.SECRET)
    assert POLICY.word(foreign, "fr") is None
    assert POLICY.equivalent(foreign, "DZ") is None


def test_a_label_given_now_names_scheme_edition_and_words():
    given = POLICY.labelled(Label(policy="?", level=Level.SECRET, codes=(HandlingCode.COURT_USE,)), "DZ")
    assert (given.policy, given.edition, given.words) == ("DZ-national", 1, "سري")
    assert given.codes == (HandlingCode.COURT_USE,)


@pytest.mark.parametrize(
    "change",
    [
        {"equivalences": POLICY.equivalences[1:]},
        {"equivalences": (*POLICY.equivalences, POLICY.equivalences[0])},
        {
            "equivalences": (
                *POLICY.equivalences,
                Equivalence(of="XK-national", by="DZ-national", level=Level.SECRET, held_as=Level.SECRET),
            )
        },
        {"schemes": ()},
        {"schemes": (POLICY.schemes[0], POLICY.schemes[0])},
        {"edition": 0},
        {"review_years": 0},
        {"id": ""},
    ],
    ids=[
        "one missing",
        "one twice",
        "unknown scheme",
        "no scheme",
        "a state twice",
        "no edition",
        "no review",
        "no id",
    ],
)
def test_what_a_policy_may_not_say_is_refused(change):
    with pytest.raises(InvalidError):
        replace(POLICY, **change)


@pytest.mark.parametrize("grades", [POLICY.schemes[0].grades[1:], POLICY.schemes[0].grades[::-1]])
def test_a_scheme_knows_every_level_in_order(grades):
    with pytest.raises(InvalidError):
        replace(POLICY.schemes[0], grades=grades)


def test_two_grades_do_not_share_a_mark():
    first, second, *others = POLICY.schemes[0].grades
    with pytest.raises(InvalidError):
        replace(POLICY.schemes[0], grades=(first, replace(second, code=first.code), *others))


@pytest.mark.parametrize(("more_than", "handled_as"), [(0, Level.SECRET), (10, Level.RESTRICTED)])
def test_a_rule_of_aggregation_raises_a_level_of_some_records(more_than, handled_as):
    with pytest.raises(InvalidError):
        Aggregation(level=Level.RESTRICTED, more_than=more_than, handled_as=handled_as)


def test_a_whole_has_the_highest_level_what_all_allow_and_what_any_forbids():
    parts = [
        label(compartments=("blue",)),
        replace(label(Level.SECRET, codes=(HandlingCode.COURT_USE,)), releasable_to=("DZ",)),
    ]
    found = whole(parts, POLICY)
    assert found.label.level is found.handled_as is Level.SECRET
    assert found.label.releasable_to == ("DZ",)
    assert found.label.compartments == ("blue",)
    assert found.label.codes == (HandlingCode.COURT_USE,)
    assert found.rule is None


@pytest.mark.parametrize(("count", "handled_as"), [(200, Level.RESTRICTED), (201, Level.CONFIDENTIAL)])
def test_many_records_tell_more_than_each(count, handled_as):
    found = whole([label()] * count, POLICY)
    assert found.handled_as is handled_as
    assert found.label.level is Level.RESTRICTED


def test_the_highest_of_the_broken_rules_is_the_one_that_counts():
    counts = {Level.RESTRICTED: 5000, Level.CONFIDENTIAL: 300}
    assert whole_of(label(Level.CONFIDENTIAL), counts, POLICY).handled_as is Level.SECRET


def test_a_rule_below_the_level_of_the_whole_says_nothing():
    counts = {Level.RESTRICTED: 5000, Level.TOP_SECRET: 1}
    assert whole_of(label(Level.TOP_SECRET), counts, POLICY).rule is None


def test_nothing_has_no_label():
    assert whole([], POLICY).label is None
    assert whole([], None).handled_as is Level.UNCLASSIFIED


@pytest.mark.parametrize(
    ("role", "table", "ceiling"),
    [
        (Role.REGISTRY_OFFICER, Level.SECRET, Level.SECRET),
        (Role.REGISTRY_OFFICER, Level.CONFIDENTIAL, Level.CONFIDENTIAL),
        (Role.LIAISON_ANALYST, Level.SECRET, Level.CONFIDENTIAL),
        (Role.POST_OFFICER, None, None),
        (Role.POST_OFFICER, Level.RESTRICTED, Level.RESTRICTED),
    ],
)
def test_a_policy_lowers_what_a_role_may_let_out_and_never_raises_it(role, table, ceiling):
    assert POLICY.ceiling(role, "Registry", table) is ceiling


def test_a_service_may_have_a_ceiling_of_its_own():
    lower = Ceiling(role=Role.REGISTRY_OFFICER, level=Level.RESTRICTED, service="Post of the Dunes")
    policy = replace(POLICY, ceilings=(*POLICY.ceilings, lower))
    assert policy.ceiling(Role.REGISTRY_OFFICER, "Post of the Dunes", Level.SECRET) is Level.RESTRICTED
    assert policy.ceiling(Role.REGISTRY_OFFICER, "Registry", Level.SECRET) is Level.SECRET
