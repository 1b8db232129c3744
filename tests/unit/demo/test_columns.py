import re
from datetime import date

import pytest

from tansiq.demo.columns import ARABIC, FRENCH, iso_text, written
from tansiq.demo.population import population
from tansiq.demo.vocabulary import Vocabulary
from tansiq.domain.dates import Calendar, PartialDate

BOOK = Vocabulary.build()
CROWD = population(11, 2000, BOOK)
LEFT, RIGHT = (written(11, CROWD, BOOK, register=register) for register in (ARABIC, FRENCH))
BIRTH = re.compile(r"\d{4}(-\d{2}(-\d{2})?|/\d{4})?")


def share(cells):
    return sum(map(bool, cells)) / len(cells)


def is_arabic(text):
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def test_every_record_has_a_name_without_loose_blanks():
    for cell in (*LEFT["names"], *RIGHT["names"]):
        assert all(name and name == " ".join(name.split()) for name in cell.split(";"))


def test_no_record_has_a_name_twice():
    assert all(len(set(cell.split(";"))) == len(cell.split(";")) for cell in LEFT["names"] + RIGHT["names"])


def test_one_register_writes_arabic_and_the_other_latin_letters():
    first = [[is_arabic(cell.split(";")[0]) for cell in side["names"]] for side in (LEFT, RIGHT)]
    assert share(first[0]) > 0.8
    assert share(first[1]) < 0.2


def test_some_records_have_several_names():
    assert 0.2 < share([";" in cell for cell in LEFT["names"]]) < 0.5


def test_births_are_dates_that_can_be_read():
    for cell in LEFT["births"]:
        for birth in cell.split(";") if cell else ():
            assert BIRTH.fullmatch(birth)
            assert len(birth) < 10 or date.fromisoformat(birth)


def test_births_are_missing_now_and_then_and_right_more_often_than_not():
    assert 0.95 < share(LEFT["births"]) < 0.99
    assert share([a == b for a, b in zip(LEFT["births"], RIGHT["births"], strict=True)]) > 0.5


def test_sexes_are_m_f_or_missing():
    assert set(LEFT["sex"]) == {"m", "f", ""}


def test_nationalities_are_codes_of_two_letters():
    assert all(re.fullmatch(r"([A-Z]{2}(;[A-Z]{2})?)?", cell) for cell in LEFT["nationalities"])


def test_documents_are_numbers_with_or_without_their_country():
    documents = [one for cell in LEFT["documents"] if cell for one in cell.split(";")]
    assert all(re.fullmatch(r"([A-Z]{2}:)?(XZ\d{7}|00\d{11})", one) for one in documents)
    assert 0 < share([":" in one for one in documents]) < 1


def test_the_same_seed_writes_the_same_cells():
    assert written(11, CROWD, BOOK, register=ARABIC) == LEFT


@pytest.mark.parametrize(
    ("birth", "text"),
    [
        (PartialDate(year=1984, month=3, day=12), "1984-03-12"),
        (PartialDate(year=1984, month=3), "1984-03"),
        (PartialDate(year=1984), "1984"),
        (PartialDate(year=1980, until_year=1985), "1980/1985"),
        (PartialDate(year=1412, month=3, day=5, calendar=Calendar.HIJRI), "1991-09-14"),
        (PartialDate(year=1412, calendar=Calendar.HIJRI), "1991/1992"),
        (PartialDate(year=1412, month=12, calendar=Calendar.HIJRI), "1992"),
    ],
)
def test_a_birth_is_written_as_far_as_it_is_known(birth, text):
    assert iso_text(birth) == text
