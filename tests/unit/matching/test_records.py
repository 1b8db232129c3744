import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.matching import NameIndex, UnknownKeyError
from tansiq.matching.records import Records

WORDS = st.sampled_from(["Zoubir", "Nadir", "Testaoui", "Essai", "Ben Ali", "زبير", "نادر", "تستاوي", "x", "7"])
NAMES = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), max_size=3)
KEYS = st.sampled_from(["a", "b", "c", "d"])
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("add"), KEYS, NAMES),
        st.tuples(st.just("remove"), KEYS, st.none()),
        st.tuples(st.sampled_from(["compact", "save"]), st.none(), st.none()),
    ),
    max_size=10,
)
QUERIES = ["Zoubir Testaoui", "نادر", "Ben Ali", "Nadir x"]


def answers(index):
    return [
        (name, prefix, [(found.key, found.score) for found in index.search(name, prefix=prefix)])
        for name in QUERIES
        for prefix in (False, True)
    ]


@settings(max_examples=30, deadline=None)
@given(CHANGES)
def test_any_changes_leave_what_building_anew_gives(tmp_path_factory, changes):
    index, held = NameIndex.build([]), {}
    for change, key, names in changes:
        if change == "add":
            index.add(key, names)
            held.pop(key, None)
            held[key] = names
        elif change == "remove" and key in held:
            index.remove(key)
            del held[key]
        elif change == "compact":
            index._records.compact()
        elif change == "save":
            folder = tmp_path_factory.mktemp("index")
            index.save(folder)
            index = NameIndex.load(folder)
    assert len(index) == len(held)
    assert all((key in index) == (key in held) for key in "abcd")
    assert answers(index) == answers(NameIndex.build(held.items()))


@pytest.fixture
def records():
    records = Records()
    records.fill([("1", ["Zoubir Testaoui"]), ("2", ["Nadir", ""]), ("1", ["Karim"])])
    return records


def test_of_records_with_one_key_the_last_counts(records):
    assert len(records) == 2
    assert records.texts[int(records.firsts(records.rows["1"]))] == "Karim"


def test_a_name_without_a_word_is_not_held(records):
    assert records.counts(records.rows["2"]) == 1


def test_a_text_that_holds_several_names_is_held_as_each():
    records = Records()
    row = records.add("1", ["Zoubir Testaoui (alias Abou Walid)"])
    assert [records.texts[name] for name in records.names_of([row]).tolist()] == ["Zoubir Testaoui", "Abou Walid"]


def test_the_rows_of_removed_records_are_given_up_when_they_are_most():
    records = Records()
    for number in range(2100):
        records.add("1", [f"Zoubir {number % 7}"])
    assert records.is_loose
    assert records.compact().tolist() == [2099]
    assert (len(records), len(records.alive)) == (1, 1)
    assert records.rows == {"1": 0}


def test_a_key_that_is_not_in_cannot_be_removed(records):
    with pytest.raises(UnknownKeyError):
        records.remove("3")


def test_how_many_rows_hold_a_word_is_known_after_any_change(records):
    records.add("3", ["Nadir"])
    number = records.lexicon.number(records.reader.read("Nadir")[0])
    assert records.postings.sizes[number] == 2
    records.compact()
    assert records.postings.sizes[number] == 2


def test_words_that_may_meet_lie_together():
    records = Records()
    records.fill([(str(at), [name]) for at, name in enumerate(["Zoubir", "Nadir", "زبير", "نادر", "Zobir"])])
    numbers = [records.lexicon.number(records.reader.read(name)[0]) for name in ("Zoubir", "Zobir", "زبير")]
    assert max(numbers) - min(numbers) == 2
