from datetime import timedelta

import pytest
from tests.conftest import NOW, make_id, make_notice
from tests.unit.services.conftest import officer
from tests.unit.services.test_links import ANALYST, Review

from tansiq.domain.access import Role, scope
from tansiq.domain.errors import ForbiddenError, NotFoundError
from tansiq.domain.label import Label, Level
from tansiq.domain.link import Judgement
from tansiq.domain.offence import Measure
from tansiq.services import links, notices, persons
from tansiq.storage.notices import Filter

DIFFERENT = Judgement.DIFFERENT


@pytest.fixture
def review(desk):
    return Review(desk)


@pytest.fixture
def four(review):
    return review.keep(*(make_notice(f"Invented {n}", state=s) for n, s in zip("ABCD", ("DZ", "TN") * 2, strict=True)))


def view(review, notice, by=ANALYST):
    return review.call(persons.view, notice, by=by, now=NOW)


def conflicts(review):
    with review.database.read() as tx:
        return tx.notices.conflicts(scope(ANALYST))


def test_persons_grow_and_fall_apart_with_judgements(review, four):
    a, b, c, d = four
    review.judge(a, b)
    middle = review.judge(b, c)
    review.judge(c, d)
    assert set(review.persons(*four).values()) == {a.id}
    review.call(links.withdraw, middle.id, reason="a slip", now=NOW)
    assert review.persons(*four) == {a.id: a.id, b.id: a.id, c.id: c.id, d.id: c.id}


def test_a_person_is_found_by_any_of_its_notices(review, four):
    a, b, *_ = four
    review.judge(a, b)
    assert view(review, b.id).id == view(review, a.id).id == a.id
    assert [r.id for r in view(review, b.id).notices] == [a.id, b.id]


def test_a_person_shows_versions_judgements_and_proposals_newest_first(review, four):
    a, b, c, _ = four
    review.judge(a, b)
    review.judge(b, c, DIFFERENT, now=NOW + timedelta(minutes=1))
    review.unify()
    found = view(review, a.id)
    assert [r.body.judgement for r in found.links] == [DIFFERENT, Judgement.SAME]
    assert {r.id for r in found.versions} == {a.id, b.id}
    assert c.id in found.others


def test_who_reviews_nothing_sees_no_judgement_and_no_proposal(review, four):
    review.judge(*four[:2])
    found = view(review, four[0].id, by=officer(Role.POST_OFFICER))
    assert (found.links, found.proposals, found.contradictions) == ((), (), ())


def test_what_an_officer_may_not_see_is_no_part_of_a_person(review):
    hidden = Label(policy="TN-national", level=Level.SECRET)
    a, b = review.keep(make_notice(), make_notice(state="TN"))
    review.judge(a, b)
    (c,) = review.keep(make_notice(state="TN", label=hidden))
    with review.database.write() as tx:
        tx.notices.assign({c.id: a.id})
    assert [r.id for r in view(review, a.id).notices] == [a.id, b.id]
    with pytest.raises(NotFoundError):
        view(review, make_id())
    with pytest.raises(ForbiddenError):
        view(review, a.id, by=officer(Role.ADMINISTRATOR))


def test_incompatible_measures_of_two_owners_on_one_person_are_flagged_to_both(review):
    a, b = review.keep(make_notice(measure=Measure.ARREST), make_notice(state="TN", measure=Measure.DISCREET_CHECK))
    assert conflicts(review) == []
    record = review.judge(a, b)
    assert conflicts(review) == [(a.id, b.id)]
    for state in ("DZ", "TN"):
        found = view(review, a.id, by=officer(Role.LIAISON_ANALYST, state))
        assert found.conflicts == ((a.id, b.id),)
    review.call(links.withdraw, record.id, reason="a slip", now=NOW)
    assert conflicts(review) == []


def test_two_services_of_one_state_may_be_at_odds_and_one_service_is_not(review):
    a, b = review.keep(make_notice(measure=Measure.ARREST), make_notice(measure=Measure.DISCREET_CHECK))
    review.judge(a, b)
    assert conflicts(review) == []


def test_a_conflict_of_measures_ends_when_one_notice_ends(review, desk):
    a, b = review.keep(make_notice(measure=Measure.ARREST), make_notice(state="TN", measure=Measure.DISCREET_CHECK))
    review.judge(a, b)
    review.call(notices.end, a.id, by=desk.officer, seen=1, reason="over", now=NOW)
    assert conflicts(review) == []
    review.call(notices.reopen, a.id, by=desk.officer, seen=2, reason="not over", now=NOW)
    assert conflicts(review) == [(a.id, b.id)]


def test_the_list_has_pages_and_a_total(review, four):
    review.judge(*four[:2])
    page = review.call(persons.page, Filter(), limit=2)
    assert (page.total, len(page.rows)) == (3, 2)
    assert [row.id for row in page.rows] == [four[3].id, four[2].id]


def test_the_list_says_who_is_in_conflict(review, four):
    a, b, c, _ = four
    review.judge(a, b)
    review.judge(b, c, DIFFERENT)
    review.judge(a, c, now=NOW + timedelta(minutes=1))
    page = review.call(persons.page, Filter(in_conflict=True))
    assert {row.id: row.in_conflict for row in page.rows} == {a.id: True, c.id: True}


def test_who_reads_no_notices_has_no_list(review):
    with pytest.raises(ForbiddenError):
        review.call(persons.page, Filter(), by=officer(Role.OVERSIGHT_INSPECTOR))
