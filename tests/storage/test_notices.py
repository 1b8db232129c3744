from dataclasses import replace
from datetime import date

import pytest
from tests.conftest import NOW, make_id, make_notice
from tests.storage.test_records import next_version

from tansiq.domain.access import Scope
from tansiq.domain.label import Label, Level
from tansiq.domain.notice import Ending
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.person import Contradiction
from tansiq.storage.notices import Filter

ALL = Scope(state="DZ", max_rank=4, minors=True, nothing=False)


@pytest.fixture
def three(keep):
    return keep(
        make_notice("Invented A", measure=Measure.ARREST, offence=Offence.ATTACK, review_on=date(2026, 12, 1)),
        make_notice("Invented B", state="TN", measure=Measure.LOCATE, retain_until=date(2026, 12, 24)),
        make_notice("Invented C", state="TN", review_on=date(2026, 12, 24), ended=Ending(on=NOW.date(), reason="over")),
    )


@pytest.mark.parametrize(
    ("filter_", "numbers"),
    [
        (Filter(), [1, 0]),
        (Filter(ended=True), [2]),
        (Filter(owner="TN"), [1]),
        (Filter(owner="MA"), []),
        (Filter(measure=Measure.ARREST), [0]),
        (Filter(offence=Offence.ATTACK), [0]),
        (Filter(review_by=date(2026, 12, 1)), [0]),
        (Filter(review_by=date(2026, 11, 30)), []),
        (Filter(ends_by=date(2026, 12, 24)), [1]),
        (Filter(ends_by=date(2026, 12, 23)), []),
        (Filter(owner="TN", measure=Measure.ARREST), []),
        (Filter(shared=True), []),
        (Filter(in_conflict=True), []),
    ],
)
def test_a_filter_lists_and_counts_the_same_persons_newest_first(database, three, filter_, numbers):
    with database.read() as tx:
        assert tx.notices.persons(filter_, ALL) == [three[n].id for n in numbers]
        assert tx.notices.count_persons(filter_, ALL) == len(numbers)


def test_pages_of_persons_meet(database, keep):
    records = keep(*(make_notice(f"Invented {n}") for n in range(7)))
    with database.read() as tx:
        pages = [tx.notices.persons(Filter(), ALL, offset=offset, limit=3) for offset in (0, 3, 6)]
    assert [n for page in pages for n in page] == [r.id for r in reversed(records)]


def test_a_person_of_two_owners_is_shared_and_listed_once(database, three):
    one, other, _ = three
    with database.write() as tx:
        tx.notices.assign({other.id: one.id})
    with database.read() as tx:
        assert tx.notices.persons(Filter(shared=True), ALL) == [one.id]
        assert tx.notices.persons(Filter(), ALL) == [one.id]
        assert tx.notices.members([one.id]) == {one.id: [one.id, other.id]}


def test_a_person_is_not_shared_with_what_the_officer_may_not_see(database, three):
    one, other, _ = three
    hidden = replace(
        make_notice(state="TN", label=Label(policy="x", level=Level.SECRET)), id=make_id()
    )  # releasable to nobody
    with database.write() as tx:
        tx.records.add(hidden)
        tx.notices.assign({hidden.id: one.id})
    with database.read() as tx:
        assert tx.notices.count_persons(Filter(shared=True), ALL) == 0
        assert tx.notices.count_persons(Filter(shared=True), replace(ALL, state="TN")) == 1
    assert other


def test_a_new_version_stays_with_its_person(database, keep, three):
    one, other, _ = three
    with database.write() as tx:
        tx.notices.assign({other.id: one.id})
    keep(next_version(other, description="new"))
    with database.read() as tx:
        assert tx.notices.persons_of([other.id]) == {other.id: one.id}


def test_incompatible_measures_are_listed_as_a_conflict(database, three):
    one, other, _ = three
    with database.write() as tx:
        tx.notices.set_conflicts(one.id, [(one.id, other.id)])
    with database.read() as tx:
        assert tx.notices.conflicts(ALL) == tx.notices.conflicts(ALL, person=one.id) == [(one.id, other.id)]
        assert tx.notices.conflicts(ALL, person=other.id) == []
        assert set(tx.notices.persons(Filter(in_conflict=True), ALL)) == {one.id, other.id}


def test_conflicts_of_a_person_are_replaced(database, three):
    one, other, _ = three
    with database.write() as tx:
        tx.notices.set_conflicts(one.id, [(one.id, other.id)])
        tx.notices.set_conflicts(one.id, [])
        assert tx.notices.conflicts(ALL) == []


def test_contradicting_judgements_are_listed_as_a_conflict(database, three):
    one, other, _ = three
    found = Contradiction(same=make_id(), different=make_id(), left=one.id, right=other.id)
    with database.write() as tx:
        tx.links.set_contradictions([one.id], [found])
        assert set(tx.notices.persons(Filter(in_conflict=True), ALL)) == {one.id, other.id}
        assert tx.links.contradictions(ALL) == tx.links.contradictions(ALL, notices=[other.id]) == [found]
        assert tx.links.contradictions(ALL, notices=[make_id()]) == []
        tx.links.set_contradictions([other.id], [])
        assert tx.links.contradictions(ALL) == []


def test_notices_in_force_are_counted_by_owner_and_by_measure(database, three):
    with database.read() as tx:
        assert tx.notices.count_by_owner(ALL) == {"DZ": 1, "TN": 1}
        assert tx.notices.count_by_measure(ALL) == {"arrest": 1, "locate": 1}


def test_levels_are_counted_of_one_owner_and_for_one_partner(database, keep):
    def labelled(state, level, releasable_to=()):
        return make_notice(state=state, label=Label(policy="x", level=level, releasable_to=releasable_to))

    keep(
        labelled("DZ", Level.SECRET, ("TN",)),
        labelled("DZ", Level.SECRET),
        labelled("DZ", Level.RESTRICTED, ("TN", "MA")),
        labelled("TN", Level.SECRET, ("DZ",)),
    )
    with database.read() as tx:
        assert tx.notices.count_by_level(ALL) == {1: 1, 3: 3}
        assert tx.notices.count_by_level(ALL, owner="DZ") == {1: 1, 3: 2}
        assert tx.notices.count_by_level(ALL, owner="DZ", partner="TN") == {1: 1, 3: 1}


def test_what_ends_soon_is_listed_soonest_first(database, keep):
    late, soon, _other = keep(
        make_notice(retain_until=date(2027, 2, 1)),
        make_notice(retain_until=date(2027, 1, 1)),
        make_notice(state="TN", retain_until=date(2027, 1, 1)),
    )
    with database.read() as tx:
        assert tx.notices.ending(date(2027, 3, 1), ALL, owner="DZ", limit=9) == [soon.id, late.id]
        assert tx.notices.ending(date(2027, 1, 1), ALL, owner="DZ", limit=9) == [soon.id]
        assert tx.notices.ending(date(2027, 3, 1), ALL, owner="DZ", limit=1) == [soon.id]


def test_a_forgotten_notice_takes_its_conflicts_along(database, three):
    one, other, _ = three
    with database.write() as tx:
        tx.notices.set_conflicts(one.id, [(one.id, other.id)])
        tx.notices.forget(other.id)
        assert tx.notices.conflicts(ALL) == []
        assert other.id not in tx.notices.all_ids()


def test_a_number_finds_its_notice(database, three):
    with database.read() as tx:
        assert tx.notices.find_reference(three[0].body.reference, ALL) == [three[0].id]
        assert tx.notices.find_reference("%", ALL) == []
