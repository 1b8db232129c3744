from datetime import date, timedelta

import pytest

from tansiq.demo import people
from tansiq.demo.births import WAYS, entry_births, to_hijri
from tansiq.demo.people import dice_of
from tansiq.domain.dates import Calendar, hijri_to_gregorian

BORN = date(1971, 3, 4)
WRITTEN = {write.__name__: write(dice_of(1), BORN) for _, write in WAYS}


@pytest.mark.parametrize("day", [date(1950, 1, 1), date(1991, 9, 14), date(2020, 2, 29)])
def test_a_hijri_date_comes_back(day):
    assert hijri_to_gregorian(*to_hijri(day)) == day


def test_days_and_months_are_exchanged():
    birth = WRITTEN["_swapped"][0]
    assert (birth.month, birth.day) == (BORN.day, BORN.month)


def test_one_day_off_is_one_day():
    first, _ = WRITTEN["_day_off"][0].bounds()
    assert abs(first - BORN) == timedelta(days=1)


def test_unknown_days_become_new_year():
    assert WRITTEN["_new_year"][0].bounds()[0] == date(1971, 1, 1)


def test_every_way_occurs_in_a_register():
    dice = dice_of(1)
    births = [entry_births(dice, person) for person in people(1, 2000)]
    flat = [birth for found in births for birth in found]
    assert () in births
    assert any(len(found) == 2 for found in births)
    assert any(birth.circa for birth in flat)
    assert any(birth.until_year for birth in flat)
    assert any(birth.calendar is Calendar.HIJRI for birth in flat)
    assert any(birth.month and not birth.day for birth in flat)
    assert any(not birth.month for birth in flat)
