import subprocess
import sys
from itertools import product

import numpy as np
import pytest

from tansiq.matching import IdentityIndex, IndexFileError, NameIndex, UnknownKeyError, compare_many

MANY = list(
    product(
        ["Zoubir", "Zubeir", "Nadir", "Nader", "Karim", "زبير", "نادر", "كريم", "Wassini", "Farid"],
        ["Testaoui", "Testawi", "Essai", "Saï", "Bougherdi", "Drablia", "تستاوي", "الساعي", "Lounaci", "Ben Ali"],
    )
)

ITEMS = [
    ("1", ["Zoubir Ben Testaoui", "Abou Karim"]),
    ("2", ["زبير تستاوي"]),
    ("3", ["Nadir Essai"]),
    ("4", ["نادر الساعي", "Nadir Essaï"]),
    ("5", ["Mohamed Amine Bougherdi"]),
    ("6", []),
]


def keys(index, name, **how):
    return [found.key for found in index.search(name, **how)]


@pytest.fixture
def index():
    return NameIndex.build(ITEMS)


@pytest.mark.parametrize(
    ("name", "expected"), [("Zoubeir Testawi", {"1", "2"}), ("نذير السعي", set()), ("Nader Saï", {"3", "4"})]
)
def test_a_name_is_found_in_either_script(index, name, expected):
    assert expected <= set(keys(index, name))


@pytest.mark.parametrize("typed", ["zoubir tes", "زبي", "زبير تس", "zoubir", "zoub"])
def test_a_name_is_found_while_it_is_typed(index, typed):
    assert {"1", "2"} <= set(keys(index, typed, prefix=True))


@pytest.mark.parametrize(("typed", "expected"), [("z", "1"), ("zou", "1"), ("ز", "2"), ("زب", "2")])
def test_a_few_letters_find_names_of_their_own_script(index, typed, expected):
    assert expected in keys(index, typed, prefix=True)


@pytest.mark.parametrize("typed", ["boughe", "mohamed am", "محمد ام", "بوغر"])
def test_another_script_completes_what_is_typed(index, typed):
    assert "5" in keys(index, typed, prefix=True)[:2]


def test_the_best_comes_first_with_its_evidence(index):
    best = index.search("Nadir Essai")[0]
    assert (best.key, round(best.score, 3)) == ("3", 1.0)
    assert [piece.left for piece in best.evidence][:2] == ["nadir", "essai"]


def test_no_more_than_the_limit_are_returned(index):
    assert len(index.search("Nadir", limit=1)) == 1
    assert index.search("Nadir", limit=0) == []


@pytest.mark.parametrize("name", ["", "😀", "\u200f", "12", "x" * 10_000, "a", "ا", "Ж"])
@pytest.mark.parametrize("prefix", [False, True])
def test_an_absurd_search_is_answered(index, name, prefix):
    assert isinstance(index.search(name, prefix=prefix), list)


def test_an_empty_index_finds_nobody():
    assert NameIndex.build([]).search("Zoubir") == []
    assert NameIndex.build([]).search("Zoubir", prefix=True) == []


def test_a_removed_record_is_gone(index):
    index.remove("3")
    assert "3" not in index
    assert "3" not in keys(index, "Nadir Essai")


def test_adding_a_key_again_replaces_its_names(index):
    index.add("3", ["Farid Lounaci"])
    assert keys(index, "Farid Lounaci")[0] == "3"
    assert "3" not in keys(index, "Nadir Essai")


def test_a_word_first_met_after_typing_is_completed_too(index):
    index.search("zou", prefix=True)
    index.add("7", ["Wassini Drablia"])
    assert keys(index, "drab", prefix=True) == ["7"]


def test_a_key_that_is_not_in_cannot_be_removed(index):
    with pytest.raises(UnknownKeyError) as refused:
        index.remove("nobody")
    assert refused.value.key == "nobody"


def test_a_saved_index_answers_as_before(index, tmp_path):
    index.save(tmp_path / "names.index")
    again = NameIndex.load(tmp_path / "names.index")
    assert len(again) == len(index)
    for name, prefix in (("Zoubir Testaoui", False), ("نادر", False), ("boughe", True)):
        assert again.search(name, prefix=prefix) == index.search(name, prefix=prefix)


def test_a_loaded_index_may_change_and_be_saved_again(index, tmp_path):
    index.save(tmp_path / "names.index")
    again = NameIndex.load(tmp_path / "names.index")
    again.add("7", ["Wassini Drablia"])
    again.remove("1")
    again.save(tmp_path / "names.index")
    assert "1" in index
    last = NameIndex.load(tmp_path / "names.index")
    assert keys(last, "Wassini Drablia")[0] == "7"
    assert "1" not in keys(last, "Zoubir Testaoui")
    assert again.search("Zoubir Testaoui") == last.search("Zoubir Testaoui")


def test_a_damaged_file_is_refused_by_its_name(index, tmp_path):
    index.save(tmp_path)
    (tmp_path / "1" / "names.npy").write_bytes(b"")
    with pytest.raises(IndexFileError) as refused:
        NameIndex.load(tmp_path)
    assert refused.value.file == "names.npy"


def test_an_index_of_identities_is_not_one_of_names(tmp_path):
    IdentityIndex.build([]).save(tmp_path)
    with pytest.raises(IndexFileError) as refused:
        NameIndex.load(tmp_path)
    assert refused.value.file == "header.json"


def test_an_index_without_records_is_saved_too(tmp_path):
    NameIndex.build([]).save(tmp_path)
    again = NameIndex.load(tmp_path)
    again.add("1", ["Zoubir"])
    assert keys(again, "Zoubir") == ["1"]


def test_evidence_asked_for_later_is_that_of_the_search(index):
    found = index.search("Zoubir Testaoui")
    index.remove(found[0].key)
    assert {piece.left for piece in found[0].evidence} >= {"zoubir", "testaoui"}


def test_a_search_among_many_finds_what_looking_at_all_would():
    items = [(str(at), [f"{given} {family}{'a' * (at % 3)}"]) for at, (given, family) in enumerate(MANY)]
    index = NameIndex.build(items)
    names = [names[0] for _, names in items]
    for query in ("Zoubir Testaoui", "Nadir Essai", "زبير تستاوي", "Karim Bougherdia"):
        scores = np.sort(compare_many([query], names)[0])[::-1][:10]
        found = [candidate.score for candidate in index.search(query)]
        assert found == pytest.approx(scores[: len(found)].tolist(), abs=2e-3)
        assert len(found) == 10


@pytest.mark.slow
def test_processes_share_a_saved_index(index, tmp_path):
    index.save(tmp_path)
    code = (
        "import sys; from pathlib import Path; from tansiq.matching import NameIndex\n"
        "index = NameIndex.load(Path(sys.argv[1])); index.remove('2')\n"
        "print([found.key for found in index.search('Nadir Essai')][0], len(index))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate(timeout=300)[0].split() for process in both] == [["3", "5"]] * 2
    assert len(NameIndex.load(tmp_path)) == 6
