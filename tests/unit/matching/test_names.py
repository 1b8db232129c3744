import numpy as np
import pytest

from tansiq.matching import Part, Rule, compare, compare_many


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Zoubir Testaoui", "زبير تستاوي"),
        ("Zoubir Ben Testaoui", "زبير بن تستاوي"),
        ("TESTAOUI Zoubir", "Zoubir Testaoui"),
        ("Noureddine Essai", "نور الدين الساعي"),
        ("Abdelkader Testaoui", "Abd al-Qadir Testawi"),
        ("Karima Testaoui", "Karimah Testaoui"),
        ("Salah Testaoui", "صالح تستاوي"),
    ],
)
def test_one_name_scores_high(left, right):
    assert compare(left, right).score > 0.85


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Zoubir Testaoui", "Nadir Testaoui"),
        ("Zoubir Testaoui", "Zoubir Essai"),
        ("Karim Testaoui", "Karima Testaoui"),
        ("Karim Testaoui", "Karimah Testaoui"),
        ("زبير تستاوي", "Nadir Essai"),
    ],
)
def test_two_names_score_low(left, right):
    assert compare(left, right).score < 0.3


def test_a_dropped_father_costs_less_than_another_father():
    dropped = compare("Zoubir Ben Salem Testaoui", "Zoubir Testaoui").score
    other = compare("Zoubir Ben Salem Testaoui", "Zoubir Ben Farid Testaoui").score
    assert dropped > other


def test_the_evidence_names_the_words_that_answer_each_other():
    given, family, whole = compare("Zoubir Testaoui", "زبير تستاوي").evidence
    assert (given.part, given.left, given.right) == (Part.GIVEN_NAME, "zoubir", "زبير")
    assert (family.part, family.rule) == (Part.FAMILY_NAME, Rule.NAME_SAME_SOUND)
    assert whole.rule == Rule.NAME_WHOLE


def test_the_evidence_is_told_from_the_side_of_the_first_name():
    assert compare("زبير", "Zoubir").evidence[0].left == "زبير"
    assert compare("Zoubir", "زبير").evidence[0].left == "zoubir"


@pytest.mark.parametrize("name", ["", "  ", "\u200f"])
def test_nothing_is_like_nothing(name):
    assert compare(name, name).score == 0


@pytest.mark.parametrize("name", ["😀", "A", "ع", "42", "Zoubir 42", "李 Zoubir", "x" * 10_000, "Zoubir " * 2000])
def test_an_absurd_name_is_still_itself(name):
    assert compare(name, name).score == pytest.approx(1, abs=1e-4)


def test_many_are_compared_as_one_is():
    queries, names = ["زبير تستاوي", "", "Abou Zoubir"], ["Zoubir Testaoui", "Nadir Essai", "", "Abu Zubeir"]
    scores = compare_many(queries, names)
    assert scores.dtype == np.float32
    assert scores == pytest.approx(np.array([[compare(q, n).score for n in names] for q in queries]), abs=1e-4)


def test_no_names_give_an_empty_array():
    assert compare_many([], ["Zoubir"]).shape == (0, 1)
    assert compare_many(["Zoubir"], []).shape == (1, 0)
