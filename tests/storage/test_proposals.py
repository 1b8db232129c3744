from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from tests.conftest import NOW, make_notice
from tests.storage.test_records import link

from tansiq.domain.access import Scope
from tansiq.domain.label import Label, Level
from tansiq.domain.link import Judgement
from tansiq.storage.proposals import Proposal

ALL = Scope(state="DZ", max_rank=4, minors=True, nothing=False)


@pytest.fixture
def notices(keep):
    return keep(*(make_notice(f"Invented {n}") for n in range(4)))


def proposal(left, right, priority=10, minutes=0, ppm=900_000):
    return Proposal(
        left=left.id,
        right=right.id,
        left_version=1,
        right_version=1,
        probability_ppm=ppm,
        priority=priority,
        evidence=b"[]",
        proposed_at=NOW + timedelta(minutes=minutes),
    )


def propose(database, *proposals):
    with database.write() as tx:
        tx.proposals.replace([n for p in proposals for n in (p.left, p.right)], proposals)
    return proposals


def waiting(database, within=ALL, now=NOW, **page):
    with database.read() as tx:
        return tx.proposals.waiting(within, now=now, **page)


def test_a_proposal_is_read_as_it_was_kept(database, notices):
    (kept,) = propose(database, proposal(*notices[:2]))
    with database.read() as tx:
        assert tx.proposals.get(kept.left, kept.right) == kept
        assert tx.proposals.get(kept.right, kept.left) is None


def test_the_most_urgent_pair_comes_first_and_then_the_oldest(database, notices):
    a, b, c, d = notices
    kept = propose(database, proposal(a, b, 10), proposal(a, c, 40, 2), proposal(a, d, 40, 1), proposal(b, c, 24))
    assert waiting(database) == [kept[2], kept[1], kept[3], kept[0]]


def test_pages_of_the_work_list_meet_and_places_are_counted_in_its_order(database, notices):
    pairs = combinations(notices, 2)
    propose(database, *(proposal(a, b, 10 * (n % 3), n // 2) for n, (a, b) in enumerate(pairs)))
    whole = waiting(database)
    assert len(whole) == 6
    assert [p for offset in (0, 2, 4) for p in waiting(database, offset=offset, limit=2)] == whole
    with database.read() as tx:
        places = [tx.proposals.count_before(p, ALL, now=NOW) for p in whole]
        assert tx.proposals.count_waiting(ALL, now=NOW) == 6
        assert tx.proposals.count_waiting(ALL, now=NOW, most=4) == 4
    assert places == list(range(6))


def test_a_judged_pair_waits_no_longer_until_its_judgement_is_withdrawn(database, keep, notices):
    kept = propose(database, proposal(*notices[:2]))
    (judged,) = keep(link(*notices[:2], Judgement.UNSURE))
    assert waiting(database) == []
    keep(judged.amended(by="o", at=NOW, reason="no", body=replace(judged.body, withdrawn=True)))
    assert waiting(database) == list(kept)


def test_a_deferred_pair_waits_again_when_its_time_is_over(database, notices):
    (kept,) = propose(database, proposal(*notices[:2]))
    with database.write() as tx:
        tx.proposals.defer(kept.left, kept.right, NOW + timedelta(hours=1))
        tx.proposals.defer(kept.left, kept.right, NOW + timedelta(hours=2))
        assert not tx.proposals.is_waiting(kept, ALL, now=NOW)
    assert waiting(database) == []
    assert waiting(database, now=NOW + timedelta(hours=2)) == [kept]


def test_a_deferral_can_be_taken_back(database, notices):
    (kept,) = propose(database, proposal(*notices[:2]))
    with database.write() as tx:
        tx.proposals.defer(kept.left, kept.right, NOW + timedelta(hours=1))
        tx.proposals.resume(kept.left, kept.right)
        assert tx.proposals.is_waiting(kept, ALL, now=NOW)


def test_replacing_drops_what_is_proposed_no_longer_and_leaves_other_notices_alone(database, notices):
    a, b, c, d = notices
    propose(database, proposal(a, b), proposal(c, d))
    with database.write() as tx:
        tx.proposals.replace([a.id], [proposal(a, c)])
    assert {(p.left, p.right) for p in waiting(database)} == {(a.id, c.id), (c.id, d.id)}


def test_a_pair_that_is_proposed_again_keeps_its_age(database, notices):
    propose(database, proposal(*notices[:2]))
    propose(database, proposal(*notices[:2], minutes=5, ppm=950_000))
    (found,) = waiting(database)
    assert (found.proposed_at, found.probability_ppm) == (NOW, 950_000)


def test_pairs_of_some_notices_are_found(database, notices):
    a, b, c, d = notices
    kept = propose(database, proposal(a, b, 10), proposal(b, c, 20), proposal(c, d, 30))
    with database.read() as tx:
        assert tx.proposals.of_notices([b.id], ALL, now=NOW) == [kept[1], kept[0]]


def test_a_pair_with_a_side_that_the_officer_may_not_see_neither_waits_nor_counts(database, keep, notices):
    (hidden,) = keep(make_notice(state="TN", label=Label(policy="x", level=Level.SECRET)))
    propose(database, proposal(notices[0], hidden))
    assert waiting(database) == []
    with database.read() as tx:
        assert tx.proposals.count_waiting(ALL, now=NOW) == 0
        assert tx.proposals.count_waiting(replace(ALL, state="TN"), now=NOW) == 1
        assert tx.proposals.of_notices([hidden.id], ALL, now=NOW) == []


def test_proposals_on_a_forgotten_notice_go_with_it(database, notices):
    propose(database, proposal(*notices[:2]), proposal(*notices[1:3]))
    with database.write() as tx:
        tx.notices.forget(notices[0].id)
    assert [p.left for p in waiting(database)] == [notices[1].id]
