"""The rules of rights that live in constructors: no notice without basis, threshold, measure, reviewer and end."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from tests.conftest import NOW, make_notice

from tansiq.domain.errors import ComplianceError, InvalidError, Problem
from tansiq.domain.notice import (
    MOST,
    Document,
    DocumentType,
    Ending,
    Name,
    NameKind,
    Notice,
    NoticeState,
    Origin,
    Place,
    Script,
    later,
    latest_end,
    name,
    script_of,
)
from tansiq.domain.offence import INCOMPATIBLE, RETENTION_YEARS, URGENCY, Measure, Offence, are_compatible
from tansiq.domain.record import Basis, Record

TODAY = NOW.date()
ORIGIN = Origin(list_key="un", reference="QDi.0", source=make_notice().id)


def problem(call):
    with pytest.raises(InvalidError) as caught:
        call()
    return caught.value.field, caught.value.problem


@pytest.mark.parametrize("field", ["reference", "names", "offence", "threshold", "measure", "reviewer", "review_on"])
def test_a_notice_cannot_be_built_without(field):
    body = make_notice().body
    parts = {f.name: getattr(body, f.name) for f in fields(Notice) if f.name != field}
    with pytest.raises(TypeError):
        Notice(**parts)


@pytest.mark.parametrize("field", ["basis", "retain_until", "owner", "label", "made_by", "made_at"])
def test_a_record_of_a_notice_cannot_be_built_without(field):
    record = make_notice()
    parts = {f.name: getattr(record, f.name) for f in fields(Record) if f.name != field}
    with pytest.raises(TypeError):
        Record(**parts)


@pytest.mark.parametrize("field", ["reference", "threshold", "reviewer"])
def test_what_a_notice_must_say_is_not_empty(field):
    assert problem(lambda: make_notice(**{field: ""})) == (field, Problem.REQUIRED)


def test_a_notice_has_a_primary_name():
    only_alias = (name("Abu Exemple", NameKind.ALIAS),)
    assert problem(lambda: replace(make_notice().body, names=only_alias)) == ("names", Problem.NO_PRIMARY_NAME)
    assert problem(lambda: replace(make_notice().body, names=())) == ("names", Problem.NO_PRIMARY_NAME)


@pytest.mark.parametrize("measure", [m for m in Measure if m is not Measure.REFUSE_ENTRY])
def test_a_notice_is_kept_as_long_as_its_measure_allows_and_no_day_longer(measure):
    last = latest_end(measure, TODAY)
    minor = measure is Measure.PROTECT
    assert make_notice(measure=measure, minor=minor, retain_until=last).retain_until == last
    refused = problem(lambda: make_notice(measure=measure, minor=minor, retain_until=last + timedelta(days=1)))
    assert refused == ("retain_until", Problem.AFTER_RETENTION)


@pytest.mark.parametrize(
    ("measure", "years"),
    [("arrest", 5), ("judicial_procedure", 3), ("locate", 3), ("discreet_check", 1), ("inquiry_check", 1)],
)
def test_retention_follows_the_measure(measure, years):
    assert latest_end(Measure(measure), TODAY) == later(TODAY, years)


def test_a_notice_does_not_end_before_it_begins():
    assert problem(lambda: make_notice(retain_until=TODAY - timedelta(days=1))) == ("retain_until", Problem.IN_THE_PAST)


def test_accuracy_is_reviewed_within_a_year():
    assert make_notice(review_on=later(TODAY, 1)).body.review_on == later(TODAY, 1)
    refused = problem(lambda: make_notice(review_on=later(TODAY, 1) + timedelta(days=1)))
    assert refused == ("review_on", Problem.OUT_OF_RANGE)


@pytest.mark.parametrize(
    "parts",
    [
        {"threshold": "Took part in a مظاهرة."},
        {"threshold": "Journaliste."},
        {"basis": Basis(authority="Court of the Blue Oasis", reference="délit d'opinion")},
    ],
)
def test_a_notice_rests_on_no_protected_act(parts):
    with pytest.raises(ComplianceError):
        make_notice(**parts)


def test_no_field_asks_for_religion_ethnicity_opinion_or_appearance_of_piety():
    words = ("relig", "ethn", "opinion", "piet", "belief", "sect", "race", "tribe", "appearance")
    names = [f.name for f in fields(Notice)] + [f.name for f in fields(Record)]
    assert [n for n in names if any(word in n for word in words)] == []


def test_no_offence_is_an_opinion_an_assembly_or_journalism():
    words = ("opinion", "assembl", "protest", "journal", "press", "belief", "relig")
    assert [o for o in Offence if any(word in o for word in words)] == []


@pytest.mark.parametrize("measure", [m for m in Measure if m is not Measure.PROTECT])
def test_a_child_is_only_protected(measure):
    assert problem(lambda: make_notice(minor=True, measure=measure)) == ("measure", Problem.MINOR_NEEDS_PROTECTION)


def test_a_child_can_be_protected():
    assert make_notice(minor=True, measure=Measure.PROTECT).body.minor


def test_a_travel_ban_comes_only_from_a_foreign_list():
    assert problem(lambda: make_notice(measure=Measure.REFUSE_ENTRY)) == ("measure", Problem.FOREIGN_MEASURE)
    assert make_notice(measure=Measure.REFUSE_ENTRY, origin=ORIGIN).body.origin == ORIGIN


@pytest.mark.parametrize("field", ["names", "nationalities", "documents"])
def test_lists_have_a_limit(field):
    many = {
        "names": tuple(name(f"Invented {n}") for n in range(MOST + 1)),
        "nationalities": ("DZ",) * (MOST + 1),
        "documents": tuple(Document(type=DocumentType.PASSPORT, number=str(n)) for n in range(MOST + 1)),
    }
    assert problem(lambda: replace(make_notice().body, **{field: many[field]})) == (field, Problem.TOO_MANY)


def test_nothing_is_said_twice():
    assert problem(lambda: make_notice("Same Name", "Same Name")) == ("names", Problem.SAME_THING_TWICE)


@pytest.mark.parametrize("country", ["dz", "DZA", "", "D1"])
def test_a_nationality_is_a_country_code(country):
    assert problem(lambda: make_notice(nationalities=(country,))) == ("nationalities", Problem.NOT_IN_LIST)


def test_a_place_may_lack_its_country_and_not_its_name():
    assert Place(value="Blue Oasis").country is None
    assert problem(lambda: Place(value="")) == ("places", Problem.REQUIRED)


def test_a_document_does_not_expire_before_it_is_issued():
    days = {"issued_on": date(2020, 1, 2), "expires_on": date(2020, 1, 1)}
    refused = problem(lambda: Document(type=DocumentType.PASSPORT, number="X1", **days))
    assert refused == ("documents", Problem.BEFORE_START)


def test_an_ending_has_a_reason():
    assert problem(lambda: Ending(on=TODAY, reason="")) == ("ended.reason", Problem.REQUIRED)


def test_a_notice_is_active_until_it_is_ended():
    body = make_notice().body
    assert body.state is NoticeState.ACTIVE
    assert replace(body, ended=Ending(on=TODAY, reason="over")).state is NoticeState.ENDED


@pytest.mark.parametrize(
    ("value", "script"),
    [
        ("زبير", Script.ARABIC),
        ("Zoubir", Script.LATIN),
        ("Éàß", Script.LATIN),
        ("زبير Z", Script.ARABIC),
        ("Зубир", Script.OTHER),
        ("123", Script.OTHER),
    ],
)
def test_a_name_is_in_the_script_of_most_of_its_letters(value, script):
    assert script_of(value) is script


def test_a_name_does_not_claim_another_script():
    assert problem(lambda: Name(value="Zoubir", script=Script.ARABIC)) == ("script", Problem.MALFORMED)


def test_the_primary_name_of_a_script_is_found_and_any_other_name_of_it_otherwise():
    body = replace(
        make_notice().body,
        names=(name("زبير", NameKind.ALIAS), name("Zoubir Nejmaoui"), name("Zubair", NameKind.ALIAS)),
    )
    assert body.primary().value == "Zoubir Nejmaoui"
    assert body.primary(Script.LATIN).value == "Zoubir Nejmaoui"
    assert body.primary(Script.ARABIC).value == "زبير"
    assert body.primary(Script.OTHER) is None


def test_a_leap_day_becomes_the_28th():
    assert later(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_every_measure_has_its_retention_and_its_urgency():
    assert set(RETENTION_YEARS) == set(URGENCY) == set(Measure)


@pytest.mark.parametrize("measure", Measure)
def test_a_measure_is_compatible_with_itself(measure):
    assert are_compatible(measure, measure)


def test_arrest_and_discreet_check_spoil_each_other_either_way():
    assert not are_compatible(Measure.ARREST, Measure.DISCREET_CHECK)
    assert not are_compatible(Measure.DISCREET_CHECK, Measure.ARREST)


def test_incompatible_measures_are_pairs():
    assert {len(pair) for pair in INCOMPATIBLE} == {2}
