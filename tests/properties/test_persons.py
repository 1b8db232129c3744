"""Persons are a function of the judgements alone: no order, no path, no notice that nobody named."""

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import NOW

from tansiq.domain.link import Judgement, pair
from tansiq.domain.person import Verdict, resolve

NOTICES = [UUID(int=n) for n in range(1, 8)]


@st.composite
def judgements(draw):
    """One standing judgement a pair at most, as the tables hold them; several may bear the same time."""
    sides = st.tuples(st.sampled_from(NOTICES), st.sampled_from(NOTICES)).filter(lambda p: p[0] != p[1])
    pairs = draw(st.lists(sides.map(lambda p: pair(*p)), unique=True, max_size=15))
    return [
        Verdict(
            link=UUID(int=1000 + number),
            left=left,
            right=right,
            judgement=draw(st.sampled_from(Judgement)),
            at=NOW + timedelta(minutes=draw(st.integers(0, 3))),
        )
        for number, (left, right) in enumerate(pairs)
    ]


@given(judgements(), st.randoms(use_true_random=False))
def test_the_order_in_which_judgements_are_read_does_not_matter(verdicts, chance):
    shuffled = list(verdicts)
    chance.shuffle(shuffled)
    assert resolve(shuffled) == resolve(verdicts)


@given(judgements())
def test_a_person_has_the_identifier_of_its_oldest_notice(verdicts):
    persons = resolve(verdicts).persons
    for person in set(persons.values()):
        assert person == min(n for n, p in persons.items() if p == person)


@given(judgements())
def test_different_notices_are_never_one_person(verdicts):
    persons = resolve(verdicts).persons
    for verdict in verdicts:
        if verdict.judgement is Judgement.DIFFERENT:
            assert persons[verdict.left] != persons[verdict.right]


@given(judgements())
def test_a_same_is_carried_out_or_shown_as_a_contradiction_and_never_both(verdicts):
    found = resolve(verdicts)
    shown = {c.same for c in found.contradictions}
    for verdict in verdicts:
        if verdict.judgement is Judgement.SAME:
            joined = found.persons[verdict.left] == found.persons[verdict.right]
            assert joined is (verdict.link not in shown)


@given(judgements())
def test_a_contradiction_names_a_same_and_a_different_that_stand(verdicts):
    by_link = {v.link: v for v in verdicts}
    found = resolve(verdicts)
    for contradiction in found.contradictions:
        assert by_link[contradiction.same].judgement is Judgement.SAME
        different = by_link[contradiction.different]
        assert different.judgement is Judgement.DIFFERENT
        sides = {found.persons[different.left], found.persons[different.right]}
        assert sides == {found.persons[contradiction.left], found.persons[contradiction.right]}


@given(judgements())
def test_taking_a_contradicted_same_back_changes_no_person(verdicts):
    found = resolve(verdicts)
    shown = {c.same for c in found.contradictions}
    kept = resolve([v for v in verdicts if v.link not in shown]).persons
    assert {n: kept.get(n, n) for n in found.persons} == found.persons


@given(judgements())
def test_judgements_elsewhere_change_no_person_here(verdicts):
    other = Verdict(
        link=UUID(int=5), left=UUID(int=500), right=UUID(int=501), judgement=Judgement.SAME, at=NOW
    )  # neither is among these notices
    before, after = resolve(verdicts).persons, resolve([*verdicts, other]).persons
    assert {n: p for n, p in after.items() if n in before} == before
