from itertools import product

import numpy as np
import pytest

from tansiq.matching import NameIndex, compare_many

FAMILIES = [
    "".join(parts) + "oui"
    for parts in product(("Kar", "Ze", "Mad", "Bel", "Tra"), ("ka", "dji", "lou"), ("s", "ch", "r"))
]
NAMES = [
    f"{given}{middle} {family}"
    for given in ("Nadir", "Nader", "Zoubir")
    for middle in ("", " ben Zoubir", " Karim")
    for family in FAMILIES
]
NAMES += ["Nadir", "Abou Nadir", "نادر", "نادر زبير"]


@pytest.fixture(scope="module")
def index():
    return NameIndex.build([(name, [name]) for name in NAMES])


@pytest.mark.parametrize(
    "name", ["Nadir", "Nadir Boufoufi", "Nadir Karkasoui", "Abou Nadir", "Nadir Zoubir Madloucoui", "نادر"]
)
def test_of_a_word_that_many_names_hold_the_best_are_found(index, name):
    best = np.sort(compare_many([name], NAMES)[0])[::-1][:10]
    assert [found.score for found in index.search(name)] == pytest.approx(best.tolist(), abs=2e-3)


def test_names_that_came_later_are_found_among_them(index):
    later = NameIndex.build([(name, [name]) for name in NAMES])
    later.add("late", ["Nadir Boufoufi"])
    assert later.search("Nadir Boufoufi")[0].key == "late"
    later.remove("late")
    assert "late" not in {found.key for found in later.search("Nadir Boufoufi")}
