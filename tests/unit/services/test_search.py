from dataclasses import replace
from datetime import date

import pytest
from tests.conftest import NOW, make_notice
from tests.unit.services.conftest import officer
from tests.unit.services.test_links import ANALYST, Review

from tansiq.domain.access import Role
from tansiq.domain.errors import ForbiddenError
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.domain.link import Judgement
from tansiq.domain.notice import Ending
from tansiq.domain.offence import Measure
from tansiq.services import search as service
from tansiq.services.identities import Identities
from tansiq.services.keeping import keep
from tansiq.storage.notices import Filter


@pytest.fixture
def review(desk):
    found = Review(desk)
    found.keep(*(make_notice(words) for words in ("Someone Else", "Invented Person", "Another Exemple")))
    return found


@pytest.fixture
def sought(review):
    return review.keep(make_notice("Zoubir Nejmaoui", measure=Measure.ARREST))[0]


def search(review, text, by=ANALYST, **options):
    with review.database.read() as tx:
        return service.search(tx, by, Identities(), text, **options)


@pytest.mark.parametrize("text", ["Zoubir Nejmaoui", "zubair nejmawi", "زبير نجماوي", "Nejmaoui Zoubir", "Zoubir Nejm"])
def test_a_person_is_found_by_another_spelling_script_order_or_half_a_name(review, sought, text):
    assert search(review, text)[0].notice == sought.id


def test_a_person_is_found_by_the_number_of_a_notice(review, sought):
    (hit, *_) = search(review, sought.body.reference)
    assert (hit.notice, hit.score, hit.name) == (sought.id, 1.0, "")


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_finds_nothing(review, sought, text):
    assert search(review, text) == []


@pytest.mark.parametrize("text", ["%", "'; drop table notice; --", "\x00", "١", "🙂", "x" * 10_000])
def test_every_text_has_an_answer(review, sought, text):
    assert isinstance(search(review, text), list)


def test_the_name_that_answered_is_told(review):
    (record,) = review.keep(make_notice("Zoubir Nejmaoui", "Abu Exemple Tislan"))
    hit = next(h for h in search(review, "Tislan") if h.notice == record.id)
    assert hit.name == "Abu Exemple Tislan"


def test_a_person_of_several_notices_is_found_once(review, sought):
    (other,) = review.keep(make_notice("Zubair Nejmawi", state="TN"))
    review.judge(sought, other)
    hits = search(review, "Zoubir Nejmaoui")
    assert [h.person.id for h in hits].count(sought.id) == 1
    assert len(hits[0].person.notices) == 2


def test_what_an_officer_may_not_see_is_not_found(review):
    hidden = Label(policy="TN-national", level=Level.SECRET)
    (record,) = review.keep(make_notice("Zoubir Nejmaoui", state="TN", label=hidden))
    assert record.id not in {h.notice for h in search(review, "Zoubir Nejmaoui")}
    assert search(review, record.body.reference) == [] or record.id not in {
        h.notice for h in search(review, record.body.reference)
    }
    assert record.id in {h.notice for h in search(review, "Zoubir Nejmaoui", by=officer(state="TN"))}


def test_a_filter_keeps_only_what_the_list_would_show(review, sought):
    assert [h.notice for h in search(review, "Zoubir Nejmaoui", filter_=Filter(measure=Measure.ARREST))] == [sought.id]
    assert search(review, "Zoubir Nejmaoui", filter_=Filter(owner="TN")) == []


def test_ended_notices_are_found_without_a_filter(review, sought):
    body = replace(sought.body, ended=Ending(on=NOW.date(), reason="over"))
    with review.database.write() as tx:
        keep(tx, sought.amended(by="o", at=NOW, reason="over", body=body), Act.NOTICE_ENDED)
    assert sought.id in {h.notice for h in search(review, "Zoubir Nejmaoui")}
    assert search(review, "Zoubir Nejmaoui", filter_=Filter()) == []


def test_no_more_is_found_than_was_asked_for(review):
    review.keep(*(make_notice("Zoubir Nejmaoui") for _ in range(9)))
    assert len(search(review, "Zoubir Nejmaoui", limit=4)) == 4


def test_who_reads_no_notices_finds_none(review):
    with pytest.raises(ForbiddenError):
        search(review, "Zoubir", by=officer(Role.ADMINISTRATOR))


FILTERS = [
    Filter(),
    Filter(ended=True),
    Filter(owner="TN"),
    Filter(measure=Measure.ARREST),
    Filter(shared=True),
    Filter(in_conflict=True),
    Filter(review_by=date(2027, 5, 1)),
    Filter(review_by=date(2027, 4, 1)),
    Filter(ends_by=date(2027, 9, 1)),
    Filter(ends_by=date(2027, 8, 1)),
]


@pytest.mark.parametrize("filter_", FILTERS)
def test_a_filter_means_the_same_to_a_search_and_to_the_list(review, sought, filter_):
    other, third = review.keep(
        make_notice("Zubair Nejmawi", state="TN", measure=Measure.DISCREET_CHECK, review_on=date(2027, 3, 1)),
        make_notice("Zoubeir Nejmaoui", ended=Ending(on=NOW.date(), reason="over")),
    )
    review.judge(sought, other)
    review.judge(sought, third, Judgement.DIFFERENT)
    from tansiq.domain.access import scope
    from tansiq.services import persons

    with review.database.read() as tx:
        listed = set(tx.notices.persons(filter_, scope(ANALYST)))
        everybody = set(tx.notices.persons_of(tx.notices.all_ids()).values())
        rows = persons.rows(tx, ANALYST, list(everybody))
        assert {row.id for row in rows if service.is_listed(row, filter_)} == listed
