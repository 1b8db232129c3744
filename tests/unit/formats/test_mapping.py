"""Mappings: columns found by their names in three languages, rows read or put aside with what to mend."""

from datetime import date

import pytest

from tansiq.domain.dates import PartialDate
from tansiq.domain.edition import Entry, Refusal, Target
from tansiq.domain.errors import Problem
from tansiq.domain.notice import Place, Sex
from tansiq.domain.offence import Caution, Measure, Offence
from tansiq.domain.record import Basis, Owner
from tansiq.domain.source import Format
from tansiq.formats.csv_list import COLUMNS
from tansiq.formats.errors import DamagedFileError, FileProblem
from tansiq.formats.mapping import map_row, map_table, suggest_columns, suggest_mapping
from tansiq.formats.tables import read_csv

OWNER = Owner(state="TN", service="Invented Service")


def edition_of(words: str):
    table = read_csv(words.encode())
    mapping = suggest_mapping(table.header, OWNER, "csv/x", title="X")
    return map_table(table, mapping, format=Format.CSV, edition="1")


@pytest.mark.parametrize(
    "header",
    [
        ("Référence", "Nom complet", "Date de naissance", "Nationalité", "Sexe"),
        ("المرجع", "الاسم الكامل", "تاريخ الميلاد", "الجنسية", "الجنس"),
        ("Ref", "Full name", "DOB", "Nationality", "Gender"),
    ],
)
def test_columns_are_found_in_three_languages(header):
    found = dict(suggest_columns(header))
    wanted = {Target.REFERENCE, Target.BIRTH, Target.NATIONALITY, Target.SEX}
    assert wanted <= set(found)
    assert set(found) & {Target.NAME, Target.NAME_ARABIC}


def test_our_own_header_is_found_whole():
    found = dict(suggest_columns(COLUMNS))
    assert found == {column: column for column in COLUMNS if isinstance(column, Target)}


def test_a_header_without_a_reference_is_refused():
    with pytest.raises(DamagedFileError) as caught:
        suggest_mapping(("Nom complet",), OWNER, "csv/x", title="X")
    assert (caught.value.problem, caught.value.field) == (FileProblem.MISSING_COLUMN, "reference")


def test_a_full_row_is_read_into_every_field():
    edition = edition_of(
        "reference,name,birth,birth place,sex,nationality,offence,measure,authority,basis,basis date,cautions,minor\n"
        "1,Exemple Inventé,~1970; 03/1971,Oran; Village|TN,femme,Algérienne; تونسية,Voyage,توقيف,"
        "Invented Court,W-1,02/01/2020,armé,non\n"
    )
    (entry,) = edition.entries
    assert entry.births == (PartialDate(year=1970, circa=True), PartialDate(year=1971, month=3))
    assert entry.birth_places == (Place(value="Oran"), Place(value="Village", country="TN"))
    assert (entry.sex, entry.nationalities, entry.minor) == (Sex.FEMALE, ("DZ", "TN"), False)
    assert (entry.offence, entry.measure, entry.cautions) == (Offence.TRAVEL, Measure.ARREST, (Caution.ARMED,))
    assert entry.basis == Basis(authority="Invented Court", reference="W-1", on=date(2020, 1, 2))


@pytest.mark.parametrize(
    ("cells", "field", "problem"),
    [
        (",Exemple,,", "reference", Problem.REQUIRED),
        ("1,,,", "names", Problem.NO_PRIMARY_NAME),
        ("1,Exemple,someday,", "birth", Problem.NOT_A_DATE),
        ("1,Exemple,,Atlantis", "nationality", Problem.NOT_IN_LIST),
        ("1,Exemple", "row", Problem.MALFORMED),
        ("1,Exem\u202eple,,", "name", Problem.FORBIDDEN_CHARACTER),
    ],
)
def test_a_bad_row_is_put_aside_and_the_others_are_read(cells, field, problem):
    edition = edition_of(f"reference,name,birth,nationality\n{cells}\n2,Exemple,,\n")
    (refusal,) = edition.refusals
    assert (refusal.line, refusal.field, refusal.problem) == (2, field, problem)
    assert [entry.reference for entry in edition.entries] == ["2"]


def test_a_doubled_reference_is_put_aside_with_the_line_of_the_first():
    edition = edition_of("reference,name\n1,Exemple\n1,Autre\n")
    (refusal,) = edition.refusals
    assert (refusal.problem, refusal.line, refusal.detail) == (Problem.SAME_THING_TWICE, 3, "1, line 2")


def test_a_mended_row_is_read_by_itself():
    mapping = suggest_mapping(("reference", "name", "birth"), OWNER, "csv/x", title="X")
    bad = map_row(2, (("reference", "1"), ("name", "Exemple"), ("birth", "someday")), mapping)
    assert isinstance(bad, Refusal)
    mended = tuple((column, "1970" if column == "birth" else value) for column, value in bad.row)
    assert isinstance(map_row(2, mended, mapping), Entry)


def test_the_parts_of_a_name_make_one_where_no_whole_name_is():
    (entry,) = edition_of("reference,prénom,nom du père,nom\n1,Exemple,Père,Inventé\n").entries
    assert [n.value for n in entry.names] == ["Exemple Père Inventé"]


def test_a_mapping_for_another_header_is_refused():
    mapping = suggest_mapping(("reference", "name"), OWNER, "csv/x", title="X")
    with pytest.raises(DamagedFileError) as caught:
        map_table(read_csv(b"reference,nom complet\n1,E\n"), mapping, format=Format.CSV, edition="1")
    assert (caught.value.problem, caught.value.field) == (FileProblem.MISSING_COLUMN, "name")
