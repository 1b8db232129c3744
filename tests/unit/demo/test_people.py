import pytest

from tansiq.demo import SizeError, people
from tansiq.demo.people import Wordbook, brother_of, cousin_of, dice_of, namesake_of, son_of
from tansiq.demo.words import FEMALE, MALE
from tansiq.domain.notice import Sex


def test_the_same_seed_gives_the_same_people():
    assert people(7, 50) == people(7, 50)


def test_another_seed_gives_other_people():
    assert people(7, 50) != people(8, 50)


def test_nobody_shares_a_whole_name():
    assert len({person.chain for person in people(1, 4000)}) == 4000


def test_there_are_many_names_to_draw_from():
    book = Wordbook.build()
    assert len(MALE) + len(FEMALE) >= 200
    assert len(set(book.families)) >= 400


def test_some_have_a_kunya_and_some_women_a_maiden_name():
    crowd = people(1, 500)
    assert any(person.kunya for person in crowd)
    assert all(person.sex is Sex.FEMALE for person in crowd if person.maiden)
    assert any(person.maiden for person in crowd)


def test_documents_are_numbered_as_no_state_numbers_them():
    numbers = [document.number for person in people(1, 500) for document in person.documents]
    assert all(number.startswith(("XZ", "00")) for number in numbers)


def test_relatives_share_what_relatives_share():
    dice, book = dice_of(1), Wordbook.build()
    person = people(3, 1)[0]
    brother, son, namesake = (make(dice, book, person) for make in (brother_of, son_of, namesake_of))
    assert brother.chain[1:] == person.chain[1:]
    assert brother.given != person.given
    assert (son.father, son.grandfather, son.family) == (person.given, person.father, person.family)
    assert (namesake.given, namesake.father, namesake.family) == (person.given, person.father, person.family)
    assert namesake.chain != person.chain


def test_fewer_than_no_people_are_refused():
    with pytest.raises(SizeError):
        people(1, -1)


@pytest.mark.parametrize("seed", range(20))
def test_cousins_share_grandfather_and_family_and_not_the_father(seed):
    person = people(seed, 1)[0]
    cousin = cousin_of(dice_of(seed), Wordbook.build(), person)
    assert (cousin.grandfather, cousin.family) == (person.grandfather, person.family)
    assert cousin.father != person.father
