from datetime import timedelta
from uuid import UUID

from tests.conftest import NOW

from tansiq.domain.link import Judgement
from tansiq.domain.person import Contradiction, Verdict, resolve

SAME, DIFFERENT, UNSURE = Judgement
A, B, C, D = (UUID(int=n) for n in range(1, 5))


def verdict(left, right, judgement=SAME, number=1):
    return Verdict(
        link=UUID(int=100 + number), left=left, right=right, judgement=judgement, at=NOW + timedelta(minutes=number)
    )


def persons(*verdicts):
    return dict(resolve(verdicts).persons)


def test_nothing_judged_makes_no_persons():
    assert persons() == {}


def test_same_joins_and_the_person_has_the_name_of_its_oldest_notice():
    assert persons(verdict(A, B), verdict(B, C, number=2)) == {A: A, B: A, C: A}


def test_an_older_notice_that_joins_later_gives_the_person_its_name():
    assert persons(verdict(B, C), verdict(A, C, number=2)) == {A: A, B: A, C: A}


def test_different_and_unsure_join_nothing():
    assert persons(verdict(A, B, DIFFERENT), verdict(C, D, UNSURE, 2)) == {A: A, B: B, C: C, D: D}


def test_different_keeps_persons_apart_whatever_joins_them_later():
    found = resolve([verdict(A, C, DIFFERENT, 1), verdict(A, B, SAME, 2), verdict(B, C, SAME, 3)])
    assert found.persons == {A: A, B: A, C: C}
    assert found.contradictions == (Contradiction(same=UUID(int=103), different=UUID(int=101), left=B, right=C),)


def test_different_outweighs_same_even_if_it_came_last():
    found = resolve([verdict(A, B, SAME, 1), verdict(B, C, SAME, 2), verdict(A, C, DIFFERENT, 3)])
    assert found.persons == {A: A, B: A, C: C}
    assert [c.different for c in found.contradictions] == [UUID(int=103)]


def test_a_barrier_moves_with_its_person():
    verdicts = [verdict(A, D, DIFFERENT, 1), verdict(A, B, SAME, 2), verdict(C, D, SAME, 3), verdict(B, C, SAME, 4)]
    found = resolve(verdicts)
    assert found.persons == {A: A, B: A, C: C, D: C}
    assert [c.same for c in found.contradictions] == [UUID(int=104)]


def test_a_same_between_notices_that_are_one_person_already_contradicts_nothing():
    found = resolve([verdict(A, B, SAME, 1), verdict(B, C, SAME, 2), verdict(A, C, SAME, 3)])
    assert found.contradictions == ()


def test_who_is_kept_apart_from_one_person_may_join_another():
    found = resolve([verdict(A, B, DIFFERENT, 1), verdict(B, C, SAME, 2)])
    assert found.persons == {A: A, B: B, C: B}
    assert found.contradictions == ()
