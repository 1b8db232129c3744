"""Forms: what was typed is read whole, mistakes are named at their fields, what is not shown is not lost."""

from dataclasses import replace
from datetime import date

import pytest
from tests.conftest import NOW, make_id, make_notice

from tansiq.domain.dates import Calendar, PartialDate
from tansiq.domain.errors import Problem
from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.domain.notice import (
    Document,
    DocumentType,
    NameKind,
    NoticeState,
    Origin,
    Place,
    Quality,
    Sex,
    latest_end,
    name,
)
from tansiq.domain.offence import Caution, Measure, Offence
from tansiq.domain.record import Basis
from tansiq.web.forms.errors import FormError
from tansiq.web.forms.fields import Given, Reading
from tansiq.web.forms.notices import Frame, blank, fill, read
from tansiq.web.languages import Lang
from tansiq.web.pages import load_pages

TODAY = NOW.date()
LABEL = Label(policy="DZ-national", level=Level.RESTRICTED, releasable_to=("DZ", "TN"))
LEAST = {
    "reference": "DZ-1",
    "names.0.value": "Zoubir Nejmaoui",
    "names.0.kind": "primary",
    "offence": "travel",
    "measure": "locate",
    "threshold": "Seen by two invented witnesses.",
    "basis.authority": "Court of the Blue Oasis",
    "basis.reference": "412/2026",
    "label.level": "restricted",
    "reviewer": "registry",
}
"""The least that a notice needs."""


@pytest.fixture(scope="module")
def languages():
    return load_pages().languages


@pytest.fixture(params=list(Lang))
def words(request, languages):
    return languages.words(request.param)


def frame(words, held=None):
    return Frame(held=held, label=LABEL if held is None else held.label, partners=("TN",), words=words, today=TODAY)


def mistakes(words, held=None, **changes):
    fields = {key.replace("__", "."): value for key, value in changes.items()}
    with pytest.raises(FormError) as caught:
        read(Given.of({**LEAST, **fields}), frame(words, held))
    return {(error.field, error.problem) for error in caught.value.errors}


def full_notice(**changes):
    return make_notice(
        names=(
            name("زبير النجماوي"),
            name("Zoubir Nejmaoui", NameKind.ALIAS, Quality.LOW),
            name("أبو الواحة", NameKind.KUNYA),
        ),
        births=(
            PartialDate(year=1991, month=9, day=14, text="as the passport says"),
            PartialDate(year=1972, until_year=1973),
            PartialDate(year=1411, circa=True, calendar=Calendar.HIJRI),
        ),
        birth_places=(Place(value="الواحة الزرقاء", country="DZ"), Place(value="Blue Oasis")),
        sex=Sex.FEMALE,
        nationalities=("DZ", "TN", "XK"),
        documents=(
            Document(
                type=DocumentType.RESIDENCE,
                number="X 204",
                country="FR",
                issued_on=date(2020, 1, 2),
                expires_on=date(2030, 1, 1),
                note="seen once",
            ),
        ),
        description="A scar.\nSpeaks French.",
        cautions=(Caution.ARMED, Caution.WITH_CHILDREN),
        basis=Basis(authority="Court", reference="1/2026", on=date(2026, 3, 1), agreement="protocol 7"),
        label=Label(
            policy="DZ-national",
            level=Level.SECRET,
            releasable_to=("DZ", "TN"),
            codes=(HandlingCode.COURT_USE,),
            review_on=date(2027, 1, 1),
        ),
        origin=Origin(list_key="csv/registry", reference="DZ-1", source=make_id()),
        **changes,
    )


def test_a_filled_form_reads_back_as_the_record_it_was_filled_from(words):
    record = full_notice()
    given = fill(record, words)
    draft = read(Given({**given.fields, "reason": ("a reason",)}), frame(words, record))
    assert draft.body == record.body
    assert (draft.basis, draft.label, draft.retain_until) == (record.basis, record.label, record.retain_until)


def test_the_least_form_is_a_notice_that_ends_as_late_as_its_measure_allows(words):
    draft = read(Given.of(LEAST), frame(words))
    assert draft.retain_until == latest_end(Measure.LOCATE, TODAY)
    assert draft.body.review_on == date(2027, 11, 23)
    assert draft.body.state is NoticeState.ACTIVE


def test_blank_rows_are_no_names_births_places_or_documents(words):
    rows = {
        "names.1.value": " ",
        "names.1.kind": "alias",
        "births.0.calendar": "hijri",
        "births.0.circa": "yes",
        "birth_places.0.value": "",
        "documents.0.type": "passport",
        "nationalities.4.country": "",
    }
    body = read(Given.of({**LEAST, **rows}), frame(words)).body
    assert len(body.names) == 1
    assert (body.births, body.birth_places, body.documents, body.nationalities) == ((), (), (), ())


def test_an_empty_form_names_every_field_that_is_missing_at_once(words):
    with pytest.raises(FormError) as caught:
        read(Given.of({}), frame(words))
    assert {error.field for error in caught.value.errors} == {
        "reference",
        "names",
        "offence",
        "measure",
        "threshold",
        "reviewer",
        "basis.authority",
        "basis.reference",
        "label.level",
    }


def test_the_blank_form_of_a_new_notice_brings_the_label_of_the_node(words):
    given = blank(frame(words), "registry")
    assert given.one("label.level") == "restricted"
    assert given.many("label.releasable_to") == ("TN",)


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"births__0__year": "199x"}, ("births.0.year", Problem.NOT_A_NUMBER)),
        ({"births__0__year": "91"}, ("births.0.year", Problem.OUT_OF_RANGE)),
        ({"births__0__day": "14", "births__0__year": "1991"}, ("births.0.month", Problem.REQUIRED)),
        ({"births__0__month": "9"}, ("births.0.year", Problem.REQUIRED)),
        ({"births__0__text": "in the year of the flood"}, ("births.0.year", Problem.REQUIRED)),
        (
            {"births__0__day": "31", "births__0__month": "2", "births__0__year": "1991"},
            ("births.0.day", Problem.OUT_OF_RANGE),
        ),
        ({"births__0__year": "2031"}, ("births.0.year", Problem.IN_THE_FUTURE)),
        ({"births__3__year": "1973", "births__3__until_year": "1972"}, ("births.3.until_year", Problem.BEFORE_START)),
        ({"birth_places__0__country": "DZ"}, ("birth_places.0.value", Problem.REQUIRED)),
        (
            {"birth_places__0__value": "Oasis", "birth_places__0__country": "Atlantis"},
            ("birth_places.0.country", Problem.NOT_IN_LIST),
        ),
        ({"documents__0__note": "torn"}, ("documents.0.number", Problem.REQUIRED)),
        (
            {"documents__0__number": "1", "documents__0__issued_on": "2020"},
            ("documents.0.issued_on", Problem.NOT_A_DATE),
        ),
        (
            {
                "documents__0__number": "1",
                "documents__0__issued_on": "1/1/2020",
                "documents__0__expires_on": "1/1/2019",
            },
            ("documents.0.expires_on", Problem.BEFORE_START),
        ),
        ({"names__0__value": "a\u202eb"}, ("names.0.value", Problem.FORBIDDEN_CHARACTER)),
        ({"names__0__kind": "alias"}, ("names", Problem.NO_PRIMARY_NAME)),
        ({"names__1__value": "Zoubir Nejmaoui", "names__1__kind": "primary"}, ("names", Problem.SAME_THING_TWICE)),
        ({"names__0__kind": "captain"}, ("names.0.kind", Problem.NOT_IN_LIST)),
        ({"measure": "refuse_entry"}, ("measure", Problem.FOREIGN_MEASURE)),
        ({"minor": "yes"}, ("measure", Problem.MINOR_NEEDS_PROTECTION)),
        ({"cautions": ["armed", "tall"]}, ("cautions", Problem.NOT_IN_LIST)),
        ({"basis__on": "1/1/2030"}, ("basis.on", Problem.IN_THE_FUTURE)),
        ({"review_on": "1/1/2020"}, ("review_on", Problem.IN_THE_PAST)),
        ({"retain_until": "some day"}, ("retain_until", Problem.NOT_A_DATE)),
        ({"threshold": "x" * 20_001}, ("threshold", Problem.TOO_LONG)),
    ],
)
def test_a_mistake_is_named_at_its_field(languages, changes, mistake):
    assert mistakes(languages.words(Lang.EN), **changes) == {mistake}


def test_a_correction_needs_a_reason(words):
    record = make_notice()
    with pytest.raises(FormError) as caught:
        read(fill(record, words), frame(words, record))
    assert [error.field for error in caught.value.errors] == ["reason"]


def test_a_review_that_was_overdue_before_does_not_stop_a_correction(words):
    record = make_notice(review_on=date(2026, 1, 1))
    given = Given({**fill(record, words).fields, "reason": ("a typing error",)})
    assert read(given, frame(words, record)).body.review_on == date(2026, 1, 1)


def test_numbers_and_dates_are_read_in_arabic_digits(words):
    given = Given.of({**LEAST, "births.0.year": "١٩٩١", "basis.on": "١/٣/٢٠٢٦"})
    draft = read(given, frame(words))
    assert draft.body.births == (PartialDate(year=1991),)
    assert draft.basis.on == date(2026, 3, 1)


@pytest.mark.parametrize("typed", ["dz", "Algérie", "Algeria", "الجزائر"])
def test_a_country_is_known_by_its_code_and_by_its_name_in_each_language(words, typed):
    draft = read(Given.of({**LEAST, "nationalities.0.country": typed}), frame(words))
    assert draft.body.nationalities == ("DZ",)


def test_rows_of_absurd_numbers_are_not_read():
    given = Given.of({"names.9999999.value": "a", "names.x.value": "b", "names.2.value": "c"})
    assert given.rows("names") == [2]


def test_only_partners_can_be_released_to(words):
    given = Given.of({**LEAST, "label.releasable_to": ["TN", "XX"]})
    assert read(given, frame(words)).label.releasable_to == ("DZ", "TN")


def test_taking_a_partner_away_keeps_the_rest_of_the_label(words):
    record = replace(full_notice())
    given = Given({**fill(record, words).fields, "label.releasable_to": (), "reason": ("no longer",)})
    assert read(given, frame(words, record)).label == replace(record.label, releasable_to=("DZ",))


def test_an_ending_and_an_origin_are_kept_by_a_correction(words):
    record = full_notice()
    given = Given({**fill(record, words).fields, "offence": (Offence.ATTACK,), "reason": ("as ordered",)})
    body = read(given, frame(words, record)).body
    assert body == replace(record.body, offence=Offence.ATTACK)


def test_a_reading_without_mistakes_finishes_quietly():
    reading = Reading(Given.of({"reason": " found "}), lambda _: None)
    assert reading.line("reason", required=True) == "found"
    reading.finish()
