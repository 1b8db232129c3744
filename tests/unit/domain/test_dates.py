from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.dates import Calendar, PartialDate, hijri_to_gregorian, read_date, write_date
from tansiq.domain.errors import InvalidError, Problem

HIJRI = Calendar.HIJRI


@st.composite
def partial_dates(draw):
    calendar = draw(st.sampled_from(Calendar))
    year = draw(st.integers(1850, 2190) if calendar is Calendar.GREGORIAN else st.integers(1266, 1640))
    parts = {"year": year, "calendar": calendar, "circa": draw(st.booleans())}
    match draw(st.integers(0, 3)):
        case 1:
            parts["until_year"] = year + draw(st.integers(0, 9))
        case 2:
            parts["month"] = draw(st.integers(1, 12))
        case 3:
            parts |= {"month": draw(st.integers(1, 12)), "day": draw(st.integers(1, 28))}
    return PartialDate(**parts)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        (PartialDate(year=1991), date(1991, 1, 1), date(1991, 12, 31)),
        (PartialDate(year=1991, month=2), date(1991, 2, 1), date(1991, 2, 28)),
        (PartialDate(year=1992, month=2), date(1992, 2, 1), date(1992, 2, 29)),
        (PartialDate(year=1991, month=12), date(1991, 12, 1), date(1991, 12, 31)),
        (PartialDate(year=1991, month=9, day=14), date(1991, 9, 14), date(1991, 9, 14)),
        (PartialDate(year=1972, until_year=1973), date(1972, 1, 1), date(1973, 12, 31)),
        (PartialDate(year=1970, circa=True), date(1968, 1, 1), date(1972, 12, 31)),
        (PartialDate(year=1992, month=2, day=29, circa=True), date(1990, 2, 28), date(1994, 2, 28)),
        (PartialDate(year=1411, calendar=HIJRI), date(1990, 7, 23), date(1991, 7, 13)),
        (PartialDate(year=1411, month=9, calendar=HIJRI), date(1991, 3, 16), date(1991, 4, 16)),
        (PartialDate(year=1411, month=12, day=29, calendar=HIJRI), date(1991, 7, 11), date(1991, 7, 13)),
    ],
)
def test_a_partial_date_reaches_as_far_as_it_is_known(value, first, last):
    assert value.bounds() == (first, last)


@pytest.mark.parametrize(
    ("parts", "field", "problem"),
    [
        ({"year": 1849}, "year", Problem.OUT_OF_RANGE),
        ({"year": 2201}, "year", Problem.OUT_OF_RANGE),
        ({"year": 1991, "calendar": HIJRI}, "year", Problem.OUT_OF_RANGE),
        ({"year": 1411}, "year", Problem.OUT_OF_RANGE),
        ({"year": 1991, "until_year": 1990}, "until_year", Problem.BEFORE_START),
        ({"year": 1991, "until_year": 2300}, "until_year", Problem.BEFORE_START),
        ({"year": 1991, "until_year": 1992, "month": 1}, "until_year", Problem.MALFORMED),
        ({"year": 1991, "day": 3}, "month", Problem.REQUIRED),
        ({"year": 1991, "month": 13}, "month", Problem.OUT_OF_RANGE),
        ({"year": 1991, "month": 0}, "month", Problem.OUT_OF_RANGE),
        ({"year": 1991, "month": 2, "day": 29}, "day", Problem.OUT_OF_RANGE),
        ({"year": 1411, "month": 2, "day": 31, "calendar": HIJRI}, "day", Problem.OUT_OF_RANGE),
        ({"year": 1991, "text": "a\x00b"}, "text", Problem.FORBIDDEN_CHARACTER),
    ],
)
def test_a_date_that_cannot_be_is_refused(parts, field, problem):
    with pytest.raises(InvalidError) as caught:
        PartialDate(**parts)
    assert (caught.value.field, caught.value.problem) == (field, problem)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1991", PartialDate(year=1991)),
        ("09/1991", PartialDate(year=1991, month=9)),
        ("1991-09", PartialDate(year=1991, month=9)),
        ("14/09/1991", PartialDate(year=1991, month=9, day=14)),
        ("14.9.1991", PartialDate(year=1991, month=9, day=14)),
        ("1991-09-14", PartialDate(year=1991, month=9, day=14)),
        ("1972-1973", PartialDate(year=1972, until_year=1973)),
        ("~1970", PartialDate(year=1970, circa=True)),
        ("vers 1970", PartialDate(year=1970, circa=True)),
        ("présumé en 1970", PartialDate(year=1970, circa=True)),
        ("خلال 1970", PartialDate(year=1970, circa=True)),
        ("حوالي ١٩٧٠", PartialDate(year=1970, circa=True)),
        ("1411 H", PartialDate(year=1411, calendar=HIJRI)),
        ("1411 هـ", PartialDate(year=1411, calendar=HIJRI)),
        ("02/03/1411 AH", PartialDate(year=1411, month=3, day=2, calendar=HIJRI)),
        ("١٤/٠٩/١٩٩١", PartialDate(year=1991, month=9, day=14)),
        ("about 09/1991", PartialDate(year=1991, month=9, circa=True)),
    ],
)
def test_what_registers_write_is_read(words, value):
    assert read_date("births", words) == value


@pytest.mark.parametrize(
    "words",
    ["", "yesterday", "91", "14/09/91", "31/02/1991", "1991-13", "12345", "9 March 1991", "March 9, 1991",
     "12 مارس 1991", "14/09/1991 14/09/1992", "0000"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_the_field(words):
    with pytest.raises(InvalidError) as caught:
        read_date("births", words)
    assert caught.value.field == "births"


@given(partial_dates())
def test_a_date_that_is_written_is_read_back(value):
    assert read_date("births", write_date(value)) == value


@given(partial_dates())
def test_the_first_day_is_not_after_the_last(value):
    first, last = value.bounds()
    assert first <= last


@given(st.text(max_size=30))
def test_no_words_make_reading_fail_in_another_way(words):
    try:
        read_date("births", words)
    except InvalidError:
        return


@given(st.integers(1266, 1649), st.integers(1, 12))
def test_a_hijri_month_has_29_or_30_days(year, month):
    first = hijri_to_gregorian(year, month, 1)
    after = hijri_to_gregorian(year + month // 12, month % 12 + 1, 1)
    assert (after - first).days in {29, 30}


@pytest.mark.parametrize(
    ("hijri", "gregorian"),
    [
        ((1, 1, 1), date(622, 7, 19)),  # the epoch: 16 July in the Julian calendar
        ((1400, 1, 1), date(1979, 11, 21)),
        ((1445, 1, 1), date(2023, 7, 19)),
    ],
)
def test_the_hijri_calendar_meets_known_days(hijri, gregorian):
    assert hijri_to_gregorian(*hijri) == gregorian
