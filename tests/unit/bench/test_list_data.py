import pytest
from bench.list_data import Setting, listed_identity

from tansiq.matching import Document, Precision

RECORD = {
    "names": ["Zoubir Testaoui; Z. Testaoui", "TESTAOUI, Zoubir"],
    "weak": ["Abu Testa"],
    "original_script": ["زبير تستاوي"],
    "dob": [],
    "nationality": [],
    "pob": [],
    "documents": [],
}


def told(setting=Setting.EVERYTHING, **fields):
    return listed_identity(RECORD | fields, setting)


def test_the_first_listed_name_is_the_first_of_several_in_one_field():
    assert told(Setting.FIRST_NAME).names == ("Zoubir Testaoui",)


def test_all_names_are_those_of_every_script_and_nothing_else():
    identity = told(Setting.NAMES, dob=["1970"], nationality=["DZ"])
    assert (len(identity.names), identity.weak_names) == (4, ("Abu Testa",))
    assert (identity.births, identity.nationalities) == ((), ())


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        ("1970", Precision.YEAR),
        ("1970-03", Precision.MONTH),
        ("1970-03-05", Precision.DAY),
        ("1972/1973", Precision.RANGE),
    ],
)
def test_births_are_read_as_far_as_they_are_known(words, precision):
    assert told(dob=[words]).births[0].precision is precision


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (["DZ; TN"], ("DZ", "TN")),
        (["(1) Algeria. (2) Tunisia"], ("DZ", "TN")),
        (["Iran (Islamic Republic of)"], ("IR",)),
        (["Nowhere"], ()),
    ],
)
def test_nationalities_are_codes_whatever_the_source_writes(said, codes):
    assert told(nationality=said).nationalities == codes


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ({"type": "Passport", "number": "Invented passport number XZ296623", "country": "Algeria"}, "XZ296623"),
        ("National passport: 917739", "917739"),
        ("DZ, 2013-03-11, 2008-03-12, XZ0712501, Passport", "XZ0712501"),
        ("(1) XZ0712501", "XZ0712501"),
    ],
)
def test_a_document_is_its_number_in_whichever_form(said, number):
    assert [document.number for document in told(documents=[said]).documents] == [number]


def test_a_document_knows_its_country_and_type_where_they_are_told():
    assert told(documents=["TN, 1417576, National ID No."]).documents == (
        Document(number="1417576", country="TN", type="national_id"),
    )


def test_a_section_of_a_regulation_is_no_document():
    assert told(documents=["Invented Sanctions Regulations section 510.214, Transactions"]).documents == ()


def test_an_unknown_place_is_no_place():
    assert told(pob=["Tikrala, UNKNOWN", "UNKNOWN", "(1) Boutaous (2) Oued Nour"]).places == (
        "Tikrala",
        "Boutaous",
        "Oued Nour",
    )
