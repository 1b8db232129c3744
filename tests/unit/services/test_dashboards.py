"""Every figure of the start page is counted under the officer's scope: what they may not see counts nothing."""

from datetime import date

import pytest
from tests.conftest import NOW, make_notice
from tests.unit.services.conftest import officer
from tests.unit.services.test_links import ANALYST, Review

from tansiq.domain.access import Role
from tansiq.domain.errors import ForbiddenError
from tansiq.domain.label import Label, Level
from tansiq.domain.offence import Measure
from tansiq.services.dashboards import dashboard


@pytest.fixture
def review(desk):
    return Review(desk)


def shown(review, by=ANALYST):
    with review.database.read() as tx:
        return dashboard(tx, by, now=NOW)


def test_an_empty_node_shows_noughts(review):
    found = shown(review)
    assert (found.persons, found.shared, found.in_conflict, found.waiting, found.ending) == (0, 0, 0, 0, ())


def test_persons_are_counted_and_those_in_both_lists(review):
    a, b, _ = review.keep(
        make_notice("Zoubir Nejmaoui", measure=Measure.ARREST),
        make_notice("Zubair Nejmawi", state="TN", measure=Measure.DISCREET_CHECK),
        make_notice("Someone Else"),
    )
    review.unify()
    before = shown(review)
    assert (before.persons, before.shared, before.waiting) == (3, 0, 1)
    review.judge(a, b)
    after = shown(review)
    assert (after.persons, after.shared, after.in_conflict, after.waiting) == (2, 1, 1, 0)
    assert after.by_owner == {"DZ": 2, "TN": 1}
    assert after.by_measure == {"arrest": 1, "discreet_check": 1, "inquiry_check": 1}


def test_what_ends_within_four_months_is_shown_soonest_first_and_only_our_own(review):
    _, soon, sooner, _ = review.keep(
        make_notice(retain_until=date(2027, 9, 1)),
        make_notice(retain_until=date(2027, 3, 1)),
        make_notice(retain_until=date(2027, 2, 1)),
        make_notice(state="TN", retain_until=date(2027, 1, 1)),
    )
    found = shown(review)
    assert [r.id for r in found.ending] == [sooner.id, soon.id]
    assert found.ending_total == 2


def test_reviews_that_are_due_within_a_month_are_counted(review):
    review.keep(make_notice(review_on=date(2026, 12, 23)), make_notice(review_on=date(2026, 12, 24)))
    assert shown(review).review_due == 1


def test_what_an_officer_may_not_see_counts_nothing(review):
    hidden = Label(policy="TN-national", level=Level.SECRET)
    review.keep(make_notice("Zoubir Nejmaoui"), make_notice("Zubair Nejmawi", state="TN", label=hidden))
    review.unify()
    found = shown(review)
    assert (found.persons, found.waiting, found.by_owner) == (1, 0, {"DZ": 1})


def test_who_reviews_and_imports_nothing_sees_no_such_figure(review):
    found = shown(review, officer(Role.POST_OFFICER))
    assert (found.waiting, found.put_aside) == (None, None)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OVERSIGHT_INSPECTOR, Role.BORDER_PLANNER])
def test_who_reads_no_notices_has_no_figures(review, role):
    with pytest.raises(ForbiddenError):
        shown(review, officer(role))
