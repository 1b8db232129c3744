"""What holds of the matcher for any names: symmetry, identity, order independence, bounds."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.matching import (
    Birth,
    Document,
    Identity,
    IdentityIndex,
    NameIndex,
    compare,
    compare_identities,
    compare_many,
    probability_of_bits,
)

LATIN = st.sampled_from(
    ["Zoubir", "Nadir", "Testaoui", "Essai", "Ben", "Abou", "el-", "Abd", "al", "Mohamed", "Karima", "Eddine", "Y."]
)
ARABIC = st.sampled_from(["زبير", "نادر", "تستاوي", "الساعي", "بن", "ابو", "عبد", "ال", "محمد", "كريمة", "الدين", "ش"])
NAMES = st.one_of(st.lists(LATIN, max_size=5), st.lists(ARABIC, max_size=5), st.lists(st.one_of(LATIN, ARABIC))).map(
    " ".join
)
ANYTHING = st.one_of(NAMES, st.text(max_size=40))
BIRTHS = st.one_of(
    st.integers(1950, 1960).map(Birth.of_year), st.dates(date(1950, 1, 1), date(1952, 12, 31)).map(Birth.of_day)
)
IDENTITIES = st.builds(
    Identity,
    names=st.lists(NAMES, max_size=3).map(tuple),
    weak_names=st.lists(NAMES, max_size=2).map(tuple),
    births=st.lists(BIRTHS, max_size=2).map(tuple),
    places=st.lists(st.sampled_from(["Gafsa", "Tébessa, Algeria", "تبسة"]), max_size=2).map(tuple),
    sex=st.sampled_from(["m", "f", None]),
    nationalities=st.lists(st.sampled_from(["DZ", "TN"]), max_size=2).map(tuple),
    documents=st.lists(st.sampled_from(["AB12345", "ab-12346", "77777"]), max_size=2).map(
        lambda numbers: tuple(Document(number=number) for number in numbers)
    ),
)
QUICK = settings(max_examples=60, deadline=None)


@QUICK
@given(ANYTHING, ANYTHING)
def test_a_score_lies_between_0_and_1_from_both_sides(a, b):
    there, back = compare(a, b), compare(b, a)
    assert 0 <= there.score <= 1
    assert there.score == back.score
    assert {(p.left, p.right, p.rule) for p in there.evidence} == {(p.right, p.left, p.rule) for p in back.evidence}


@QUICK
@given(ANYTHING)
def test_a_name_is_itself(name):
    assert compare(name, name).score == pytest.approx(1 if compare(name, name).evidence else 0, abs=1e-4)


@QUICK
@given(st.lists(ANYTHING, max_size=3), st.lists(ANYTHING, max_size=3))
def test_many_are_compared_as_one_is(queries, names):
    scores = compare_many(queries, names)
    assert scores.shape == (len(queries), len(names))
    for row, query in enumerate(queries):
        assert scores[row] == pytest.approx([compare(query, name).score for name in names], abs=0.02)


@QUICK
@given(IDENTITIES, IDENTITIES)
def test_a_probability_is_symmetric_and_the_sum_of_its_evidence(a, b):
    there, back = compare_identities(a, b), compare_identities(b, a)
    assert there.probability == pytest.approx(back.probability, abs=0.02)
    assert 0 <= there.probability <= 1
    assert there.probability == pytest.approx(probability_of_bits(sum(p.weight_bits for p in there.evidence)))


@QUICK
@given(IDENTITIES, IDENTITIES)
def test_the_same_two_identities_get_the_same_answer(a, b):
    assert compare_identities(a, b) == compare_identities(a, b)


@QUICK
@given(st.lists(st.lists(NAMES, max_size=2), max_size=6), st.randoms(use_true_random=False), NAMES, st.booleans())
def test_an_answer_does_not_depend_on_the_order_of_records(records, random, name, prefix):
    items = [(str(at), names) for at, names in enumerate(records)]
    shuffled = random.sample(items, len(items))
    forth, back = NameIndex.build(items), NameIndex.build(shuffled)
    assert [(c.key, c.score) for c in forth.search(name, prefix=prefix)] == [
        (c.key, c.score) for c in back.search(name, prefix=prefix)
    ]


@QUICK
@given(st.lists(IDENTITIES, min_size=1, max_size=6), st.data())
def test_adding_and_removing_is_the_same_as_building_anew(people, data):
    items = [(str(at), person) for at, person in enumerate(people)]
    gone = data.draw(st.sets(st.sampled_from([key for key, _ in items])))
    changed = IdentityIndex.build(items)
    for key in gone:
        changed.remove(key)
    rest = [(key, person) for key, person in items if key not in gone]
    anew = IdentityIndex.build(rest)
    assert list(changed.pairs(0.01)) == list(anew.pairs(0.01))
    assert changed.neighbours(people[0]) == anew.neighbours(people[0])
