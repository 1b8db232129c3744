import pytest

from tansiq.matching.words import MAX_WORDS, Kind, read_name


def sounds(name):
    return [word.forms[0][0] for word in read_name(name)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ben Testaoui", "Bentestaoui"),
        ("Abd el-Kader", "Abdelkader"),
        ("Abdelkader", "ABD EL KADER"),
        ("عبد القادر", "عبدالقادر"),
        ("Abd-ur-Rahman", "Abdurrahman"),
        ("Nour Eddine", "Noureddine"),
        ("نور الدين", "نورالدين"),
        ("el Hadi", "Hadi"),
        ("الهادي", "هادي"),
        ("أحمـد", "احمد"),
        ("Zoubïr", "Zoubir"),
        ("TESTAOUI, Zoubir", "Zoubir Testaoui"),
        ("Djamel", "Jamel"),
        ("Zoubir\u200f Testaoui", "Zoubir Testaoui"),
        ("Ѕamir", "Samir"),
        ("Mohamedsalah", "Mohamed Salah"),
    ],
)
def test_two_spellings_of_one_name_sound_alike(left, right):
    assert sounds(left) == sounds(right)


def test_a_kunya_is_one_word_with_the_name_it_governs():
    assert [(word.text, word.kind) for word in read_name("Abou Zoubir Testaoui")] == [
        ("abou zoubir", Kind.KUNYA),
        ("testaoui", Kind.PLAIN),
    ]


def test_a_particle_may_be_left_out_at_a_price():
    (word,) = read_name("Ben Zoubir")
    assert [bits > 0 for _, bits in word.forms] == [False, True]


def test_fethi_may_be_read_with_t_and_h_apart():
    (word,) = read_name("Fethi")
    assert {form for form, _ in word.forms} == {"feOi", "fethi"}


@pytest.mark.parametrize("name", ["", "   ", "\u200f\u200b", "\x00"])
def test_nothing_is_read_from_nothing(name):
    assert read_name(name) == ()


@pytest.mark.parametrize("name", ["😀", "12", "李", "Ж", "---", "\ud800x"])
def test_what_is_not_arabic_or_latin_is_still_a_word(name):
    assert len(read_name(name)) == 1


def test_a_name_of_ten_thousand_characters_is_cut():
    assert len(read_name("Zoubir Testaoui " * 700)) == MAX_WORDS
