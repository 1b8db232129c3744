"""The UN list: each element in its field, and what has no field in words."""

import runpy
from datetime import date
from pathlib import Path

import pytest

from tansiq.domain.dates import Calendar, PartialDate
from tansiq.domain.errors import Problem
from tansiq.domain.notice import DocumentType, NameKind, Place, Quality, Sex
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.record import Basis
from tansiq.formats.un_xml import parse_un_xml, split_aliases

un_document = runpy.run_path(str(Path(__file__).parents[3] / "tools" / "make_vectors.py"))["un_document"]


def entry_of(elements: str):
    (entry,) = parse_un_xml(
        un_document(
            f"<INDIVIDUAL><FIRST_NAME>Exemple</FIRST_NAME><THIRD_NAME> Inventé </THIRD_NAME>{elements}"
            "<UN_LIST_TYPE>Test</UN_LIST_TYPE><REFERENCE_NUMBER>TEi.001</REFERENCE_NUMBER>"
            "<LISTED_ON>2020-01-02</LISTED_ON></INDIVIDUAL>"
        ).encode()
    ).entries
    return entry


def test_an_entry_points_to_the_publisher_and_its_reference():
    entry = entry_of("")
    assert (entry.offence, entry.measure, entry.listed_on) == (
        Offence.LISTED_ABROAD,
        Measure.REFUSE_ENTRY,
        date(2020, 1, 2),
    )
    assert entry.basis == Basis(authority="UN Security Council", reference="TEi.001", on=date(2020, 1, 2))
    assert entry.threshold == "Listed by the UN Security Council (Test): TEi.001."


def test_names_are_kept_with_script_kind_and_quality():
    entry = entry_of(
        "<NAME_ORIGINAL_SCRIPT>مثال مخترع</NAME_ORIGINAL_SCRIPT><INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY>"
        "<ALIAS_NAME>Un; Deux</ALIAS_NAME></INDIVIDUAL_ALIAS>"
    )
    assert [(n.value, n.kind, n.quality) for n in entry.names] == [
        ("Exemple Inventé", NameKind.PRIMARY, Quality.GOOD),
        ("مثال مخترع", NameKind.PRIMARY, Quality.GOOD),
        ("Un", NameKind.ALIAS, Quality.LOW),
        ("Deux", NameKind.ALIAS, Quality.LOW),
    ]


def test_an_alias_whose_brackets_span_semicolons_is_not_split():
    assert split_aliases("Un (a; b)") == ["Un (a; b)"]


@pytest.mark.parametrize(
    ("elements", "birth"),
    [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1970-02-03</DATE>", PartialDate(year=1970, month=2, day=3)),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1970</YEAR>", PartialDate(year=1970, circa=True)),
        (
            "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1970</FROM_YEAR><TO_YEAR>1972</TO_YEAR>",
            PartialDate(year=1970, until_year=1972),
        ),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973 </NOTE>", PartialDate(year=1973, month=11)),
        (
            "<NOTE>24/06/1402 (Hijri Calendar)</NOTE>",
            PartialDate(year=1402, month=6, day=24, calendar=Calendar.HIJRI, text="24/06/1402 (Hijri Calendar)"),
        ),
    ],
)
def test_births_are_kept_as_given(elements, birth):
    assert entry_of(f"<INDIVIDUAL_DATE_OF_BIRTH>{elements}</INDIVIDUAL_DATE_OF_BIRTH>").births == (birth,)


def test_a_birth_that_is_no_date_is_kept_in_words():
    entry = entry_of("<INDIVIDUAL_DATE_OF_BIRTH><NOTE>30-35 years old</NOTE></INDIVIDUAL_DATE_OF_BIRTH>")
    assert (entry.births, entry.description) == ((), "Born: 30-35 years old")


def test_places_sex_and_nationalities_are_read():
    entry = entry_of(
        "<GENDER>Female</GENDER><NATIONALITY><VALUE>Tunisia</VALUE><VALUE>former Atlantis</VALUE></NATIONALITY>"
        "<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Village</CITY><COUNTRY>Algeria</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>"
    )
    assert (entry.sex, entry.nationalities) == (Sex.FEMALE, ("TN",))
    assert entry.birth_places == (Place(value="Village, Algeria", country="DZ"),)
    assert entry.description == "Nationality: former Atlantis"


def test_a_document_keeps_the_words_around_its_number():
    entry = entry_of(
        "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>"
        "<NUMBER>service passport number X0001</NUMBER>"
        "<ISSUING_COUNTRY>Tunisia</ISSUING_COUNTRY><NOTE>expired</NOTE></INDIVIDUAL_DOCUMENT>"
    )
    (document,) = entry.documents
    assert (document.type, document.number, document.country) == (DocumentType.PASSPORT, "X0001", "TN")
    assert document.note == "service passport number X0001; expired"


def test_an_individual_without_a_reference_is_put_aside_with_its_line():
    bad = "<INDIVIDUAL><FIRST_NAME>Exemple</FIRST_NAME></INDIVIDUAL>"
    edition = parse_un_xml(un_document(f"\n{bad}").encode())
    (refusal,) = edition.refusals
    assert (refusal.line, refusal.field, refusal.problem) == (5, "reference", Problem.REQUIRED)
