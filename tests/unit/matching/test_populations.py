import numpy as np

from tansiq.matching import Birth, Document, Identity
from tansiq.matching.populations import load_population, read_population, save_population

PEOPLE = [
    Identity(names=("Zoubir Testaoui", "زبير تستاوي"), births=(Birth.of_year(1970),), weak_names=("Abou Walid",)),
    Identity(names=("Karim Testaoui",), documents=(Document(number="AB 123456", country="TN"),)),
    Identity(names=()),
]


def test_a_word_that_two_people_bear_is_held_once():
    read = read_population(PEOPLE)
    texts = [word.text for word in read.words]
    assert texts.count("testaoui") == 1
    assert len(read) == 3


def test_good_names_stand_before_weak_ones():
    read = read_population(PEOPLE)
    assert read.starts.tolist() == [0, 3, 4, 4]
    assert read.strong.tolist() == [2, 1, 0]


def test_equal_names_have_equal_codes():
    codes = read_population([Identity(names=("Zoubir",)), Identity(names=("Karim", "Zoubir"))]).codes
    assert codes[0] == codes[2] != codes[1]


def test_what_is_saved_is_mapped_as_it_was(tmp_path):
    read = read_population(PEOPLE)
    save_population(read, tmp_path / "people")
    mapped = load_population(tmp_path / "people")
    assert mapped.words == read.words
    for one, other in (
        (read.names, mapped.names),
        (read.codes, mapped.codes),
        *zip(read.facts, mapped.facts, strict=True),
    ):
        assert np.array_equal(one, other)
        assert one.dtype == other.dtype


def test_nobody_is_a_population_too(tmp_path):
    save_population(read_population([]), tmp_path / "nobody")
    assert len(load_population(tmp_path / "nobody")) == 0
