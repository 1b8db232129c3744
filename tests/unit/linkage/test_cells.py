from datetime import date

import pytest

from tansiq.linkage import cells
from tansiq.linkage.errors import CellError, ListProblem
from tansiq.matching import Birth, Document, Precision


def test_several_values_stand_between_semicolons():
    assert cells.read_texts(" Zoubir Testaoui ;; زبير ") == ("Zoubir Testaoui", "زبير")


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        ("1970-03-05", Birth.of_day(date(1970, 3, 5))),
        ("1970-03", Birth.of_month(1970, 3)),
        ("1970", Birth.of_year(1970)),
        (
            "1972/1973",
            Birth(earliest=date(1972, 1, 1), latest=date(1973, 12, 31), precision=Precision.RANGE),
        ),
    ],
)
def test_a_birth_is_read_as_far_as_it_is_known(cell, birth):
    assert cells.read_births(cell) == (birth,)


def test_about_and_hijri_are_known_as_such():
    about, hijri = cells.read_births("~1970; 1390-05-03 H")
    assert about.circa
    assert hijri.hijri
    assert hijri.earliest < date(1970, 7, 7) < hijri.latest


@pytest.mark.parametrize("cell", ["1970-13-01", "1970-02-30", "yesterday", "70", "1700-01-01", "9 March 1991"])
def test_what_is_no_date_is_refused(cell):
    with pytest.raises(CellError) as refused:
        cells.read_births(cell)
    assert refused.value.problem is ListProblem.NOT_A_DATE
    assert refused.value.detail == cell


def test_countries_are_two_letters():
    assert cells.read_countries("dz; TN") == ("DZ", "TN")
    with pytest.raises(CellError) as refused:
        cells.read_countries("Algerian")
    assert refused.value.problem is ListProblem.NOT_A_COUNTRY


def test_a_sex_is_m_or_f_or_not_known():
    assert [cells.read_sex(cell) for cell in ("", "M", "female")] == [None, "m", "f"]
    with pytest.raises(CellError) as refused:
        cells.read_sex("x")
    assert refused.value.problem is ListProblem.NOT_A_SEX


def test_a_document_may_name_its_country():
    found = cells.read_documents("dz:123; AB:12:3; 77")
    assert found == (
        Document(number="123", country="DZ"),
        Document(number="12:3", country="AB"),
        Document(number="77"),
    )
