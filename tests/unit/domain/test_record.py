from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.conftest import NOW, make_notice

from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.record import Basis, Owner


def problem(call):
    with pytest.raises(InvalidError) as caught:
        call()
    return caught.value.field, caught.value.problem


def test_a_version_is_never_changed():
    with pytest.raises(FrozenInstanceError):
        make_notice().version = 2


def test_versions_count_from_one():
    assert problem(lambda: replace(make_notice(), version=0)) == ("version", Problem.OUT_OF_RANGE)


@pytest.mark.parametrize("at", [datetime(2026, 11, 23), datetime(2026, 11, 23, tzinfo=timezone(timedelta(hours=1)))])
def test_times_are_utc(at):
    assert problem(lambda: replace(make_notice(), made_at=at)) == ("made_at", Problem.MALFORMED)


def test_somebody_made_it():
    assert problem(lambda: replace(make_notice(), made_by="")) == ("made_by", Problem.REQUIRED)


def test_the_first_version_needs_no_reason_and_every_later_one_does():
    assert make_notice().reason == ""
    assert problem(lambda: replace(make_notice(), version=2)) == ("reason", Problem.REQUIRED)


def test_an_amendment_is_the_next_version_with_its_maker_time_and_reason():
    at = NOW + timedelta(days=1)
    record = make_notice()
    new = record.amended(by="other", at=at, reason="  a  slip ", retain_until=record.retain_until)
    assert (new.id, new.version, new.made_by, new.made_at, new.reason) == (record.id, 2, "other", at, "a slip")


def test_an_amendment_is_timed_in_utc_whatever_the_clock_says():
    at = NOW.astimezone(timezone(timedelta(hours=1)))
    assert make_notice().amended(by="other", at=at, reason="slip").made_at.tzinfo is UTC


def test_an_amendment_without_a_reason_is_refused():
    assert problem(lambda: make_notice().amended(by="other", at=NOW, reason=" ")) == ("reason", Problem.REQUIRED)


@pytest.mark.parametrize("field", ["authority", "reference"])
def test_a_basis_names_authority_and_reference(field):
    parts = {"authority": "Court of the Blue Oasis", "reference": "412/2026"}
    assert problem(lambda: Basis(**{**parts, field: ""})) == (f"basis.{field}", Problem.REQUIRED)


def test_an_agreement_that_is_named_is_not_empty():
    assert problem(lambda: Basis(authority="A", reference="1", agreement="")) == ("basis.agreement", Problem.REQUIRED)


@pytest.mark.parametrize("parts", [{"state": "Algeria", "service": "Registry"}, {"state": "DZ", "service": ""}])
def test_an_owner_is_a_state_and_a_service(parts):
    with pytest.raises(InvalidError):
        Owner(**parts)
