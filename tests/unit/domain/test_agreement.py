"""An agreement allows what its terms say, on its days, between its parties; everything else has a reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.conftest import NOW
from tests.unit.services.exchange import make_agreement

from tansiq.domain.agreement import (
    LONGEST_CLOCK_HOURS,
    MOST_TERMS,
    Agreement,
    Clocks,
    NotAgreed,
    Parcel,
    Signed,
    Term,
    allows,
    ended,
    find_term,
)
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import Level
from tansiq.domain.record import Kind
from tansiq.domain.roles import Purpose

TODAY, LAST = date(2026, 11, 23), date(2027, 11, 23)


def make_term(**changes):
    parts = {
        "giver": "DZ",
        "takers": ("TN",),
        "kinds": (Kind.NOTICE,),
        "level": Level.CONFIDENTIAL,
        "purposes": (Purpose.LIAISON,),
        **changes,
    }
    return Term(**parts)


def make_body(*terms, **changes):
    parts = {
        "title": "Invented agreement",
        "parties": ("DZ", "TN", "LY"),
        "valid_from": TODAY,
        "valid_until": LAST,
        "terms": terms or (make_term(),),
        **changes,
    }
    return Agreement(**parts)


def parcel(giver="DZ", taker="TN", kind=Kind.NOTICE, level=Level.RESTRICTED):
    return Parcel(giver=giver, taker=taker, kind=kind, level=level)


def refused(make, **changes):
    with pytest.raises(InvalidError) as caught:
        make(**changes)
    return caught.value.field, caught.value.problem


def test_a_term_allows_its_direction_its_kinds_and_up_to_its_level():
    for level in (Level.UNCLASSIFIED, Level.CONFIDENTIAL):
        assert allows(make_body(), parcel(level=level), on=TODAY) == make_term()


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (parcel(giver="TN", taker="DZ"), NotAgreed.DIRECTION),
        (parcel(taker="LY"), NotAgreed.DIRECTION),
        (parcel(giver="FR"), NotAgreed.DIRECTION),
        (parcel(kind=Kind.LINK), NotAgreed.KIND),
        (parcel(level=Level.SECRET), NotAgreed.LEVEL),
    ],
    ids=str,
)
def test_what_no_term_allows_has_the_reason_of_the_nearest_one(asked, reason):
    assert allows(make_body(), asked, on=TODAY) is reason


def test_direction_comes_before_kind_and_kind_before_level():
    body = make_body(make_term(kinds=(Kind.LINK,)), make_term(giver="TN", takers=("DZ",), level=Level.SECRET))
    assert allows(body, parcel(level=Level.TOP_SECRET), on=TODAY) is NotAgreed.KIND


@pytest.mark.parametrize("day", [TODAY, LAST])
def test_it_allows_from_its_first_day_to_its_last(day):
    assert isinstance(allows(make_body(), parcel(), on=day), Term)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), LAST + timedelta(days=1)])
def test_it_allows_nothing_outside_its_days(day):
    assert allows(make_body(), parcel(), on=day) is NotAgreed.NOT_VALID


def test_of_several_terms_the_standing_one_is_meant():
    standing = make_term(standing=True, level=Level.RESTRICTED)
    assert allows(make_body(make_term(), standing), parcel(), on=TODAY) == standing
    assert allows(make_body(make_term(), standing), parcel(level=Level.CONFIDENTIAL), on=TODAY) == make_term()


def test_states_share_unevenly():
    body = make_body(make_term(level=Level.SECRET), make_term(giver="TN", takers=("DZ", "LY"), level=Level.RESTRICTED))
    given = {
        (giver, taker)
        for giver in body.parties
        for taker in body.parties
        if isinstance(allows(body, parcel(giver, taker), on=TODAY), Term)
    }
    assert given == {("DZ", "TN"), ("TN", "DZ"), ("TN", "LY")}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"giver": "Algeria"}, ("terms.giver", Problem.NOT_IN_LIST)),
        ({"takers": ("tn",)}, ("terms.takers", Problem.NOT_IN_LIST)),
        ({"takers": ()}, ("terms.takers", Problem.REQUIRED)),
        ({"kinds": ()}, ("terms.kinds", Problem.REQUIRED)),
        ({"purposes": ()}, ("terms.purposes", Problem.REQUIRED)),
        ({"takers": ("TN", "DZ")}, ("terms.takers", Problem.SAME_THING_TWICE)),
        ({"retention_days": 0}, ("terms.retention_days", Problem.OUT_OF_RANGE)),
        ({"services": ("",)}, ("terms.services", Problem.REQUIRED)),
    ],
    ids=str,
)
def test_a_term_keeps_its_rules(changes, expected):
    assert refused(make_term, **changes) == expected


@pytest.mark.parametrize("name", ["urgent", "ordinary", "recall"])
def test_clocks_are_from_an_hour_to_a_month(name):
    assert getattr(Clocks(**{name: LONGEST_CLOCK_HOURS}), name) == LONGEST_CLOCK_HOURS
    for hours in (0, LONGEST_CLOCK_HOURS + 1):
        assert refused(Clocks, **{name: hours}) == (f"clocks.{name}", Problem.OUT_OF_RANGE)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": ""}, ("title", Problem.REQUIRED)),
        ({"parties": ("DZ", "Tunisia")}, ("parties", Problem.NOT_IN_LIST)),
        ({"parties": ()}, ("parties", Problem.SAME_THING_TWICE)),
        ({"parties": ("DZ",)}, ("parties", Problem.SAME_THING_TWICE)),
        ({"parties": ("DZ", "TN", "TN")}, ("parties", Problem.SAME_THING_TWICE)),
        ({"parties": ("DZ", "LY")}, ("terms", Problem.NOT_IN_LIST)),
        ({"valid_until": TODAY - timedelta(days=1)}, ("valid_until", Problem.BEFORE_START)),
        ({"terms": ()}, ("terms", Problem.OUT_OF_RANGE)),
        ({"terms": (make_term(),) * (MOST_TERMS + 1)}, ("terms", Problem.OUT_OF_RANGE)),
        ({"ended_on": TODAY}, ("ended_by", Problem.NOT_IN_LIST)),
        ({"ended_by": "DZ"}, ("ended_by", Problem.NOT_IN_LIST)),
        ({"ended_on": TODAY, "ended_by": "FR"}, ("ended_by", Problem.NOT_IN_LIST)),
    ],
    ids=str,
)
def test_an_agreement_keeps_its_rules(changes, expected):
    assert refused(make_body, **changes) == expected


def test_a_party_ends_it_from_a_day_on():
    over = ended(make_body(), by="TN", on=TODAY + timedelta(days=5))
    assert over.is_valid(TODAY + timedelta(days=4))
    assert not over.is_valid(TODAY + timedelta(days=5))
    assert over.ended_by == "TN"


def test_nobody_else_ends_it():
    assert refused(ended, body=make_body(), by="FR", on=TODAY) == ("ended_by", Problem.NOT_IN_LIST)


def test_it_is_ended_once():
    over = ended(make_body(), by="TN", on=TODAY)
    assert refused(ended, body=over, by="DZ", on=TODAY) == ("ended_on", Problem.SAME_THING_TWICE)


def test_it_is_whole_when_every_party_signed():
    record = make_agreement("DZ", "TN")
    assert not Signed(record=record, signers=frozenset({"DZ", "LY"})).is_whole
    assert Signed(record=record, signers=frozenset({"DZ", "TN", "LY"})).is_whole


def test_the_first_agreement_that_all_signed_and_that_allows_it_is_found():
    over, unsigned, good = (make_agreement("DZ", "TN") for _ in range(3))
    over = replace(over, body=ended(over.body, by="DZ", on=NOW.date()))
    both = frozenset({"DZ", "TN"})
    held = [
        Signed(record=over, signers=both),
        Signed(record=unsigned, signers=frozenset({"DZ"})),
        Signed(record=good, signers=both),
    ]
    assert find_term(held, parcel(), on=NOW.date()) == (good.id, good.body.terms[0])
    assert find_term(held[:2], parcel(), on=NOW.date()) is None
