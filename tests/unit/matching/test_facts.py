import pytest

from tansiq.matching import Document, Identity, Part, Rule
from tansiq.matching.facts import plain_number, read_facts, weigh_facts


def weighed(left, right):
    sides = [read_facts(Identity(names=("Zoubir",), **known)) for known in (left, right)]
    return {piece.part: piece.rule for piece in weigh_facts(*sides)}


@pytest.mark.parametrize(
    ("left", "right", "rule"),
    [
        ({"number": "AB 123-456"}, {"number": "ab123456"}, Rule.DOCUMENT_EQUAL),
        ({"number": "١٢٣٤٥٦"}, {"number": "123456"}, Rule.DOCUMENT_EQUAL),
        (
            {"number": "123456", "country": "DZ"},
            {"number": "123456", "country": "TN"},
            Rule.DOCUMENT_EQUAL_OTHER_COUNTRY,
        ),
        ({"number": "1234567"}, {"number": "1234568"}, Rule.DOCUMENT_ONE_CHARACTER_APART),
        ({"number": "1234567"}, {"number": "1235467"}, Rule.DOCUMENT_ONE_CHARACTER_APART),
        (
            {"number": "1234567", "country": "TN", "type": "cin"},
            {"number": "7654321", "country": "TN", "type": "cin"},
            Rule.DOCUMENT_DIFFERENT,
        ),
    ],
)
def test_each_pair_of_documents_has_its_rule(left, right, rule):
    found = weighed({"documents": (Document(**left),)}, {"documents": (Document(**right),)})
    assert found == {Part.DOCUMENT: rule}


def test_a_number_too_short_to_tell_is_no_evidence():
    assert weighed({"documents": (Document(number="123"),)}, {"documents": (Document(number="123"),)}) == {}


@pytest.mark.parametrize(
    ("left", "right", "rule"),
    [
        ("Tébessa", "تبسة", Rule.PLACE_EQUAL),
        ("Tebessa, Algeria", "Tébessa", Rule.PLACE_EQUAL),
        ("Sidi Bouzid", "Bouzid", Rule.PLACE_SHARES_WORD),
        ("Kasserine, Tunisia", "Gafsa, Tunisia", Rule.PLACE_DIFFERENT),
        ("Bu Tawus, Algeria", "بوطاووس", Rule.PLACE_EQUAL),
    ],
)
def test_places_meet_across_scripts(left, right, rule):
    assert weighed({"places": (left,)}, {"places": (right,)}) == {Part.PLACE: rule}


def test_sex_and_nationality_are_compared():
    left, right = {"sex": "m", "nationalities": ("DZ",)}, {"sex": "f", "nationalities": ("tn", "dz")}
    assert weighed(left, right) == {Part.SEX: Rule.SEX_DIFFERENT, Part.NATIONALITY: Rule.NATIONALITY_SHARED}


def test_what_one_side_does_not_know_weighs_nothing():
    assert weighed({"sex": "m", "nationalities": ("DZ",), "places": ("Gafsa",)}, {}) == {}


def test_a_number_is_read_without_signs():
    assert plain_number(" ab-12/٣ ") == "AB123"
