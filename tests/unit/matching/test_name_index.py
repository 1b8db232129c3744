import pytest

from tansiq.matching import IndexFileError, NameIndex, UnknownKeyError

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


@pytest.mark.parametrize("typed", ["zou", "zoubir tes", "زبي", "زبير تس", "zoubir", "z"])
def test_a_name_is_found_while_it_is_typed(index, typed):
    assert {"1", "2"} <= set(keys(index, typed, prefix=True))


@pytest.mark.parametrize("typed", ["boughe", "mohamed am", "محمد ام", "بوغر"])
def test_another_script_completes_what_is_typed(index, typed):
    assert keys(index, typed, prefix=True)[0] == "5"


def test_the_best_comes_first_with_its_evidence(index):
    best = index.search("Nadir Essai")[0]
    assert (best.key, round(best.score, 3)) == ("3", 1.0)
    assert [piece.left for piece in best.evidence] == ["nadir", "essai"]


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
    assert again.search("Zoubir Testaoui") == index.search("Zoubir Testaoui")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("{}\n", 1),
        ('{"format": "tansiq-name-index", "version": 2, "records": 0}\n', 1),
        ('{"format": "tansiq-name-index", "version": 1, "records": 2}\n["1", ["Zoubir"]]\n', 3),
        ('{"format": "tansiq-name-index", "version": 1, "records": 1}\n["1", "Zoubir"]\n', 2),
        ('{"format": "tansiq-name-index", "version": 1, "records": 1}\n["1", ["Zou\n', 2),
    ],
)
def test_a_file_that_is_not_an_index_is_refused(tmp_path, text, line):
    path = tmp_path / "names.index"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(IndexFileError) as refused:
        NameIndex.load(path)
    assert refused.value.line == line


def test_bytes_that_are_not_text_are_refused(tmp_path):
    path = tmp_path / "names.index"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(IndexFileError):
        NameIndex.load(path)
