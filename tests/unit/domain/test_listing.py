from dataclasses import replace
from datetime import date

import pytest
from tests.conftest import NOW, make_id

from tansiq.domain.edition import Edition, Entry
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import Label, Level
from tansiq.domain.listing import Listing
from tansiq.domain.notice import later, name
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.record import Basis, Owner
from tansiq.domain.source import Format

TODAY = NOW.date()
FOREIGN = Entry(reference="QDi.0", names=(name("Invented Person"),), listed_on=date(2020, 1, 1))
NATIONAL = replace(
    FOREIGN,
    reference="N-1",
    measure=Measure.ARREST,
    offence=Offence.TRAVEL,
    basis=Basis(authority="Court of the Blue Oasis", reference="1/2026"),
    threshold="Seen by two invented witnesses.",
    reviewer="desk 4",
)


def listing(publisher):
    edition = Edition(
        list_key="un",
        title="An invented list",
        publisher=Owner(state=publisher, service="Publisher"),
        format=Format.UN_XML,
        edition="2026-10-01",
        entries=(),
    )
    label = Label(policy="DZ-national", level=Level.RESTRICTED)
    return Listing(edition=edition, source=make_id(), state="DZ", label=label, reviewer="analyst", today=TODAY)


def test_a_foreign_entry_points_to_its_publisher_and_entry():
    listed = listing("UN").listed(FOREIGN)
    assert (listed.basis.authority, listed.basis.reference) == ("Publisher", "QDi.0")
    assert (listed.body.origin.list_key, listed.body.origin.reference) == ("un", "QDi.0")
    assert (listed.body.offence, listed.body.measure) == (Offence.LISTED_ABROAD, Measure.REFUSE_ENTRY)


def test_a_foreign_entry_is_reviewed_by_whoever_imports_it():
    assert listing("UN").listed(FOREIGN).body.reviewer == "analyst"


@pytest.mark.parametrize("field", ["measure", "offence", "basis"])
def test_a_national_row_brings_what_no_notice_may_lack(field):
    with pytest.raises(InvalidError) as caught:
        listing("DZ").listed(replace(NATIONAL, **{field: None}))
    assert (caught.value.field, caught.value.problem) == (field, Problem.REQUIRED)


@pytest.mark.parametrize("field", ["threshold", "reviewer"])
def test_a_national_row_brings_its_threshold_and_reviewer(field):
    with pytest.raises(InvalidError) as caught:
        listing("DZ").listed(replace(NATIONAL, **{field: ""}))
    assert caught.value.field == field


def test_an_end_that_the_list_states_is_kept_and_never_beyond_what_the_measure_allows():
    near, far = date(2027, 1, 1), date(2099, 1, 1)
    assert listing("DZ").listed(replace(NATIONAL, ends_on=near)).retain_until == near
    assert listing("DZ").listed(replace(NATIONAL, ends_on=far)).retain_until == later(TODAY, 5)


def test_a_review_is_due_within_a_year_and_before_the_end():
    assert listing("UN").listed(FOREIGN).body.review_on == later(TODAY, 1)
    soon = listing("DZ").listed(replace(NATIONAL, ends_on=date(2027, 1, 1)))
    assert soon.body.review_on == date(2027, 1, 1)
