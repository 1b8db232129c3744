from datetime import date

import pytest

from tansiq.matching import Birth, Document, Identity, IdentityIndex, UnknownKeyError, compare_identities


def person(*names, year=1980, **known):
    return Identity(names=names, births=(Birth.of_year(year),), **known)


PEOPLE = {
    "dz-1": person("Zoubir Ben Testaoui", documents=(Document(number="AB 123456"),)),
    "dz-2": person("Nadir Essai"),
    "dz-3": person("Karim Lounaci", year=1950),
    "tn-1": person("زبير بن تستاوي"),
    "tn-2": person("Farid Drablia", documents=(Document(number="ab123456"),)),
    "tn-3": person("كريم لوناسي", year=1985),
    "un-1": person("", documents=(Document(number="AB-123456"),)),
}


@pytest.fixture
def index():
    return IdentityIndex.build(PEOPLE.items())


def test_pairs_are_found_by_name_and_by_document(index):
    found = {(left, right) for left, right, _ in index.pairs(0.2)}
    assert ("dz-2", "dz-3") not in found
    assert found >= {
        ("dz-1", "tn-1"),
        ("dz-1", "tn-2"),
        ("dz-1", "un-1"),
        ("tn-2", "un-1"),
    }


def test_a_pair_is_judged_as_if_it_were_alone(index):
    for left, right, match in index.pairs(0.001):
        assert match.probability == pytest.approx(compare_identities(PEOPLE[left], PEOPLE[right]).probability, abs=0.01)


def test_a_neighbour_is_judged_as_if_it_were_alone(index):
    for key, match in index.neighbours(PEOPLE["dz-1"]):
        assert match == compare_identities(PEOPLE["dz-1"], PEOPLE[key])


def test_neighbours_come_most_probable_first(index):
    found = index.neighbours(PEOPLE["tn-1"])
    assert {key for key, _ in found[:2]} == {"tn-1", "dz-1"}
    assert [match.probability for _, match in found] == sorted((match.probability for _, match in found), reverse=True)
    assert len(index.neighbours(PEOPLE["tn-1"], limit=1)) == 1


def test_an_identity_without_names_has_neighbours_by_document(index):
    found = index.neighbours(Identity(names=(), documents=(Document(number="ab123456"),)))
    assert {key for key, _ in found} == {"dz-1", "tn-2", "un-1"}


def test_nobody_is_the_neighbour_of_nobody(index):
    assert index.neighbours(Identity(names=())) == []
    assert IdentityIndex.build([]).neighbours(PEOPLE["dz-1"]) == []
    assert IdentityIndex.build([]).neighbours(person("Zoubir", "Nadir")) == []
    assert list(IdentityIndex.build([]).pairs(0.1)) == []


def test_progress_ends_at_the_number_of_identities(index):
    told = []
    list(index.pairs(0.5, lambda done, every: told.append((done, every))))
    assert told[-1] == (len(PEOPLE), len(PEOPLE))


def test_a_removed_identity_is_gone(index):
    index.remove("tn-1")
    assert "tn-1" not in index
    assert "tn-1" not in {key for pair in index.pairs(0.01) for key in pair[:2]}


def test_adding_a_key_again_replaces_its_identity(index):
    index.add("tn-1", person("Nadir Essai"))
    assert ("dz-2", "tn-1") in {(left, right) for left, right, _ in index.pairs(0.5)}
    assert len(index) == len(PEOPLE)


def test_a_key_that_is_not_in_cannot_be_removed(index):
    with pytest.raises(UnknownKeyError):
        index.remove("nobody")


def test_a_document_number_taken_away_finds_nobody(index):
    index.remove("dz-1")
    index.remove("tn-2")
    index.remove("un-1")
    assert index.neighbours(Identity(names=(), documents=(Document(number="AB123456"),))) == []


def test_identities_are_searched_by_name(index):
    assert index.search("testa", prefix=True)[0].key in {"dz-1", "tn-1"}


def test_a_birth_far_away_does_not_hide_a_document(index):
    far = Identity(
        names=("Zoubir",), births=(Birth.of_day(date(1930, 2, 2)),), documents=(Document(number="AB123456"),)
    )
    assert "dz-1" in {key for key, _ in index.neighbours(far, threshold=0.0001)}


def test_a_saved_index_answers_as_before(index, tmp_path):
    index.remove("dz-3")
    index.save(tmp_path / "identities.index")
    again = IdentityIndex.load(tmp_path / "identities.index")
    assert len(again) == len(index)
    assert again.neighbours(PEOPLE["dz-1"]) == index.neighbours(PEOPLE["dz-1"])
    assert list(again.pairs(0.01)) == list(index.pairs(0.01))
    assert again.search("testa", prefix=True) == index.search("testa", prefix=True)


def test_a_loaded_index_may_change(index, tmp_path):
    index.save(tmp_path)
    again = IdentityIndex.load(tmp_path)
    again.remove("dz-1")
    again.add("dz-9", person("", documents=(Document(number="AB123456"),)))
    found = again.neighbours(Identity(names=(), documents=(Document(number="ab123456"),)))
    assert {key for key, _ in found} == {"dz-9", "tn-2", "un-1"}


def test_many_changes_leave_what_building_anew_gives(index):
    for _ in range(1200):
        index.add("tn-1", PEOPLE["tn-1"])
    assert list(index.pairs(0.01)) == list(IdentityIndex.build(PEOPLE.items()).pairs(0.01))
    assert index.neighbours(PEOPLE["tn-1"]) == IdentityIndex.build(PEOPLE.items()).neighbours(PEOPLE["tn-1"])


def test_of_identities_with_one_key_the_last_counts():
    index = IdentityIndex.build([("1", person("Zoubir Testaoui")), ("1", person("Nadir Essai"))])
    assert len(index) == 1
    assert [found.key for found in index.search("Nadir Essai")] == ["1"]
