"""A report has paragraphs with labels of their own, and the record is never less protected than any of them."""

from dataclasses import replace
from datetime import date

import pytest
from tests.conftest import make_id, make_report

from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import Label, Level
from tansiq.domain.report import MOST_PARAGRAPHS, Subject

LOW = Label(policy="DZ-national", level=Level.RESTRICTED, releasable_to=("TN",))
HIGH = replace(LOW, level=Level.SECRET, releasable_to=())


def test_the_whole_is_as_secret_as_its_most_secret_paragraph_and_goes_where_all_of_it_may():
    body = make_report(LOW, HIGH).body
    assert (body.label.level, body.label.releasable_to) == (Level.SECRET, ())


def test_a_compartment_of_one_paragraph_is_the_whole_s():
    assert make_report(LOW, replace(LOW, compartments=("OASIS",))).body.label.compartments == ("OASIS",)


@pytest.mark.parametrize("label", [LOW, replace(HIGH, releasable_to=("TN",))], ids=["level", "release"])
def test_a_record_that_protects_less_than_a_paragraph_is_refused(label):
    with pytest.raises(InvalidError) as caught:
        replace(make_report(LOW, HIGH), label=label)
    assert caught.value.field == "label"


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"paragraphs": ()}, "paragraphs", Problem.REQUIRED),
        ({"title": ""}, "title", Problem.REQUIRED),
        ({"since": date(2026, 2, 2), "until": date(2026, 2, 1)}, "until", Problem.BEFORE_START),
        ({"places": ("Oasis", "Oasis")}, "places", Problem.SAME_THING_TWICE),
    ],
)
def test_what_a_report_may_not_say(changes, field, problem):
    with pytest.raises(InvalidError) as caught:
        replace(make_report(LOW).body, **changes)
    assert (caught.value.field, caught.value.problem) == (field, problem)


def test_a_report_has_not_endless_paragraphs():
    body = make_report(LOW).body
    with pytest.raises(InvalidError):
        replace(body, paragraphs=body.paragraphs * (MOST_PARAGRAPHS + 1))


def test_a_subject_is_a_notice_or_a_name_and_never_both_or_none():
    for parts in ({}, {"notice": make_id(), "name": "Zoubir"}):
        with pytest.raises(InvalidError):
            Subject(**parts)
    notice = make_id()
    assert replace(make_report(LOW).body, subjects=(Subject(notice=notice), Subject(name="Z."))).notices == (notice,)
