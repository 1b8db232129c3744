import numpy as np
import pytest

from tansiq.matching import NameIndex
from tansiq.matching.bounds import FIRST, HIGHEST, LAST, UNITS, bounds_of, gains
from tansiq.matching.gathering import gather_word, likest, scratch_for
from tansiq.matching.kernels import kernel
from tansiq.matching.model import load_model
from tansiq.matching.ranking import find_best

NAMES = (
    "Zoubir Testaoui",
    "Zobir Nadir Testaoui",
    "Testaoui Zoubir",
    "Zoubir",
    "Abou Zoubir Nadir",
    "Nadir ben Zoubir Karkouri Testaoui",
    "Mohamed Zoubir Testaoui",
    "Z. Testaoui",
    "زبير تستاوي",
    "نادر بن زبير تستاوي",
    "أبو زبير",
)


@kernel
def gathered(postings, asked, alive, scratch):
    met = 0
    for word in range(len(asked.starts) - 1):
        met = gather_word(postings, asked, word, alive, scratch, met)
    return met


@pytest.fixture(scope="module")
def index():
    return NameIndex.build([(name, [name]) for name in NAMES])


@pytest.mark.parametrize(
    "name", [*NAMES, "Zoubir Karkouri", "Nadir Testaoui Zoubir", "Abou Nadir Testaoui", "Mohamed N. Z."]
)
def test_no_name_is_worth_more_than_its_bound(index, name):
    records, searcher = index._records, index._searcher
    reading = searcher._met.read(name)
    met = searcher._met.meet(reading, unfinished=False)
    asked, scratch, bounds = (
        searcher._asked(met, reading),
        scratch_for(len(NAMES)),
        bounds_of(load_model().name_weights),
    )
    count = gathered(records.postings.arrays, asked, records.asked.alive, scratch)
    chosen, most = likest(asked, records.asked, scratch, count, bounds, 100)
    searcher._slots[:] = -1
    duel = searcher._duel(reading, met, np.unique(np.concatenate([word.words for word in met])))
    found = find_best(
        records.postings.arrays, asked, records.asked, records.words_of_names, duel,
        scratch_for(len(NAMES)), bounds, len(NAMES), 1000,
    )  # fmt: skip
    limits = dict(zip(chosen.tolist(), (most / UNITS).tolist(), strict=True))
    for row, score in zip(found[0].tolist(), found[1].tolist(), strict=True):
        assert min(score / 100, HIGHEST / UNITS) <= limits[row] + 0.02


def test_what_a_name_gains_by_a_word_tells_its_worth_and_where_it_stands():
    first, last = gains(
        np.array([2.5, 1.01], np.float32), np.array([True, False]), is_first=True, is_last=False
    ).tolist()
    assert first == FIRST + (1 << 19) + (int(2.5 * UNITS) << 7) + (1 << 3)
    assert last == FIRST + (17 << 7) + (1 << 3)
    assert gains(np.array([99.0], np.float32), np.array([False]), is_first=False, is_last=True) & LAST
