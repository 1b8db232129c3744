"""Words that two people read to each other on a bad line are short, distinct, and nobody's name."""

import unicodedata

import pytest

from tansiq.demo import names, vocabulary
from tansiq.federation.card_words import LISTS, spoken


def plain(word):
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def distance(one, other):
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        new = [i]
        for j, b in enumerate(other, 1):
            new.append(min(row[j] + 1, new[-1] + 1, row[j - 1] + (a != b)))
        row = new
    return row[-1]


@pytest.mark.parametrize("language", LISTS)
def test_there_is_one_word_for_each_byte(language):
    assert len(set(LISTS[language])) == len(LISTS[language]) == 256


@pytest.mark.parametrize("language", LISTS)
def test_no_two_words_differ_in_one_letter(language):
    words = [plain(word) for word in LISTS[language]]
    close = [(a, b) for n, a in enumerate(words) for b in words[n + 1 :] if distance(a, b) < 2]
    assert close == []


@pytest.mark.parametrize("language", LISTS)
def test_words_are_short_and_of_letters_only(language):
    assert all(2 < len(word) < 10 for word in LISTS[language])
    assert all(plain(word).isalpha() for word in LISTS[language])


def test_no_word_is_a_name_of_the_invented_people():
    known = {str(value).lower() for room in (names, vocabulary) for value in _strings(room)}
    assert not known & {word for words in LISTS.values() for word in words}


def _strings(room):
    for value in vars(room).values():
        if isinstance(value, tuple | list | frozenset | dict):
            yield from (item for item in value if isinstance(item, str))


def test_bytes_are_spoken_one_word_each():
    assert spoken(bytes([0, 0, 255]), "en") == (LISTS["en"][0], LISTS["en"][0], LISTS["en"][255])
