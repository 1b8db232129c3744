from datetime import date

import pytest

from tansiq.matching import Birth, IdentityError, Precision, Rule
from tansiq.matching.births import shown, weigh_births


def day(year, month, at):
    return Birth.of_day(date(year, month, at))


def years(first, last):
    return Birth(earliest=date(first, 1, 1), latest=date(last, 12, 31), precision=Precision.RANGE)


@pytest.mark.parametrize(
    ("left", "right", "rule"),
    [
        (day(1980, 3, 5), day(1980, 3, 5), Rule.BIRTH_DAY_EQUAL),
        (day(1980, 1, 1), day(1980, 1, 1), Rule.BIRTH_DEFAULT_DAY_EQUAL),
        (day(1980, 1, 1), day(1980, 6, 7), Rule.BIRTH_YEAR_EQUAL),
        (day(1980, 3, 5), day(1980, 5, 3), Rule.BIRTH_DAY_MONTH_SWAPPED),
        (day(1980, 3, 5), day(1980, 3, 6), Rule.BIRTH_ONE_DAY_APART),
        (day(1980, 3, 5), day(1981, 3, 5), Rule.BIRTH_ONE_DIGIT_APART),
        (day(1980, 3, 5), day(1980, 11, 26), Rule.BIRTH_SAME_YEAR_OTHER_DAY),
        (day(1980, 3, 5), Birth.of_month(1980, 3), Rule.BIRTH_MONTH_EQUAL),
        (day(1980, 3, 5), Birth.of_year(1980), Rule.BIRTH_YEAR_EQUAL),
        (day(1980, 3, 5), years(1978, 1982), Rule.BIRTH_OVERLAPS),
        (Birth.of_year(1980), Birth.of_year(1981), Rule.BIRTH_ONE_YEAR_APART),
        (Birth.of_year(1980), Birth.of_year(1983), Rule.BIRTH_FEW_YEARS_APART),
        (Birth.of_year(1980), Birth.of_year(1990), Rule.BIRTH_YEARS_APART),
        (day(1980, 3, 5), day(1960, 3, 5), Rule.BIRTH_GENERATION_APART),
    ],
)
def test_each_pair_of_births_has_its_rule(left, right, rule):
    forth, back = weigh_births([left], [right]), weigh_births([right], [left])
    assert forth.rule == back.rule == rule
    assert forth.weight_bits == back.weight_bits


def test_two_days_apart_may_be_one_day_of_the_hijri_calendar():
    hijri = Birth(earliest=date(1980, 3, 5), latest=date(1980, 3, 5), hijri=True)
    assert weigh_births([hijri], [day(1980, 3, 7)]).rule is Rule.BIRTH_ONE_DAY_APART


def test_about_a_year_is_judged_more_mildly():
    sure = weigh_births([Birth.of_year(1980)], [Birth.of_year(1990)])
    about = weigh_births([Birth.of_year(1980, circa=True)], [Birth.of_year(1990)])
    assert about.weight_bits > sure.weight_bits


def test_of_several_births_the_pair_that_fits_best_counts():
    found = weigh_births([Birth.of_year(1950), day(1980, 3, 5)], [day(1980, 3, 5)])
    assert found.rule is Rule.BIRTH_DAY_EQUAL


def test_a_birth_that_nobody_knows_weighs_nothing():
    assert weigh_births([], [day(1980, 3, 5)]) is None


def test_a_birth_is_shown_as_far_as_it_is_known():
    births = [day(1980, 3, 5), Birth.of_month(1980, 12), Birth.of_year(1980, circa=True), years(1978, 1982)]
    assert [shown(birth) for birth in births] == ["1980-03-05", "1980-12", "~1980", "1978/1982"]


def test_a_birth_that_ends_before_it_begins_is_refused():
    with pytest.raises(IdentityError) as refused:
        Birth(earliest=date(1980, 3, 5), latest=date(1980, 3, 4))
    assert refused.value.field == "births"
