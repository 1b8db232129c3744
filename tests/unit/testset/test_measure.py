import pytest
from testset.measure import Share, Task, report, threshold_of
from testset.pairs import Label, Pair, Side

SAME, DIFFERENT, UNDECIDABLE = Label.SAME, Label.DIFFERENT, Label.UNDECIDABLE


def pair(key, difficulty, label, names_label=None, *, births=()):
    side = Side(names=("Ali Fanous",), facts={"births": births} if births else {})
    return Pair(id=key, difficulty=difficulty, label=label, names_label=names_label or label, left=side, right=side)


def test_the_threshold_is_the_highest_that_enough_pairs_reach():
    descending = [1 - at / 100 for at in range(100)]
    assert threshold_of(descending) == pytest.approx(0.06)


def test_one_pair_sets_the_threshold_alone():
    assert threshold_of([0.3]) == 0.3


def test_of_no_pairs_the_threshold_is_none_at_all():
    assert threshold_of([]) == 0.0


def test_recall_precision_and_kin_are_counted():
    pairs = [
        pair("a", "father-dropped", SAME),
        pair("b", "father-dropped", SAME),
        pair("c", "brothers", DIFFERENT, births=("1984",)),
        pair("d", "brothers", DIFFERENT),
        pair("e", "strangers", DIFFERENT),
    ]
    found = report(pairs, {"a": 0.9, "b": 0.3, "c": 0.6, "d": 0.2, "e": 0.1}, Task.IDENTITIES, threshold=0.5)
    assert found.recall == Share(part=1, whole=2)
    assert found.precision == Share(part=1, whole=2)
    assert found.at_recall == 0.3
    assert found.kin == Share(part=1, whole=2)
    assert (found.kin_with_births.part, found.kin_without.part) == (1, 0)
    assert found.others == Share(part=0, whole=1)


def test_undecidable_pairs_take_part_in_nothing():
    pairs = [pair("a", "initial", SAME, UNDECIDABLE), pair("b", "strangers", DIFFERENT)]
    found = report(pairs, {"a": 0.9, "b": 0.1}, Task.NAMES, threshold=0.5)
    assert [line.difficulty for line in found.lines] == ["strangers"]
    assert found.recall.whole == 0


def test_a_pair_without_a_score_is_an_error():
    with pytest.raises(KeyError):
        report([pair("a", "strangers", SAME)], {}, Task.NAMES, threshold=0.5)
