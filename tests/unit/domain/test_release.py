"""What of a record goes to a partner, what stays, and why."""

from dataclasses import replace

import pytest
from tests.conftest import NOW, make_id, make_notice, make_report, make_request

from tansiq.domain.label import Label, Level
from tansiq.domain.release import Limits, Stays, plan
from tansiq.domain.report import Subject

LOW = Label(policy="DZ-national", level=Level.RESTRICTED, releasable_to=("TN",))
LIMITS = Limits(partner="TN", level=Level.SECRET, ceiling=Level.CONFIDENTIAL)


def why(found):
    return {part.field: part.stays for part in found.parts if part.field.startswith("paragraphs.")}


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        (replace(LOW, level=Level.TOP_SECRET), Stays.LEVEL),
        (replace(LOW, level=Level.SECRET), Stays.CEILING),
        (replace(LOW, releasable_to=()), Stays.NOT_RELEASABLE),
        (replace(LOW, releasable_to=("LY",)), Stays.NOT_RELEASABLE),
        (replace(LOW, compartments=("OASIS",)), Stays.COMPARTMENT),
    ],
)
def test_a_paragraph_stays_with_its_reason_and_the_rest_goes_as_the_same_version(label, reason):
    record = make_report(LOW, label, LOW)
    found = plan(record, LIMITS)
    assert why(found) == {"paragraphs.0": None, "paragraphs.1": reason, "paragraphs.2": None}
    assert found.outgoing is not None
    assert (found.outgoing.id, found.outgoing.version) == (record.id, record.version)
    assert len(found.outgoing.body.paragraphs) == 2
    assert found.outgoing.label == replace(LOW, review_on=record.label.review_on)


def test_a_record_of_which_all_goes_is_sent_as_it_is_kept():
    record = make_report(LOW)
    assert plan(record, LIMITS).outgoing == record


def test_nothing_goes_if_the_heading_stays_or_no_paragraph_is_left():
    high = replace(LOW, level=Level.TOP_SECRET)
    assert plan(make_report(LOW, heading=high), LIMITS).refusal is Stays.LEVEL
    assert plan(make_report(high, heading=LOW), LIMITS).refusal is Stays.NOTHING_LEFT
    assert plan(make_report(high, heading=LOW), LIMITS).outgoing is None


def test_whoever_releases_nothing_sends_nothing():
    assert plan(make_report(LOW), replace(LIMITS, ceiling=None)).refusal is Stays.CEILING


def test_a_notice_that_the_partner_does_not_have_is_not_named_to_it():
    hidden, known, asked = make_id(), make_id(), make_id()
    record = make_report(
        LOW, subjects=(Subject(notice=hidden), Subject(notice=known), Subject(name="Z.")), answers=asked
    )
    found = plan(record, replace(LIMITS, known=frozenset({known})))
    assert found.outgoing is not None
    assert found.outgoing.body.subjects == (Subject(notice=known), Subject(name="Z."))
    assert found.outgoing.body.answers is None
    assert [p.stays for p in found.parts if p.field == "answers"] == [Stays.NOT_THERE]


def test_a_request_goes_without_what_the_partner_does_not_have():
    hidden, known = make_id(), make_id()
    found = plan(make_request(about=(hidden, known)), replace(LIMITS, known=frozenset({known})))
    assert found.outgoing is not None
    assert found.outgoing.body.about == (known,)


def test_a_notice_goes_whole_or_not_at_all():
    record = make_notice(label=LOW)
    assert plan(record, LIMITS).outgoing == record
    assert plan(replace(record, label=replace(LOW, compartments=("OASIS",))), LIMITS).outgoing is None


def test_why_a_version_was_made_is_shown_as_something_that_goes():
    record = make_report(LOW).amended(by="x", at=NOW, reason="A third man was seen.")
    assert ("reason", "A third man was seen.") in [(p.field, p.value) for p in plan(record, LIMITS).parts]
