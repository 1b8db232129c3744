"""What holds of reading any text: it never fails, stays small, and says the same each time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.matching.passports import in_arabic
from tansiq.matching.variants import MAX_VARIANTS, read_variants
from tansiq.matching.words import MAX_FORMS, MAX_LETTERS, MAX_WORDS, Reader, read_name

LATIN = "Zoubir Testaoui ben Abou el- Abd al ed eddine allah bint ould Hadj Y. Ѕamir Ｚｏｕｂｉｒ XAEXHMD EBD ALQADR"
ARABIC = "زبير تستاوي بن ابو عبد ال الدين الله الحاج ذو"
MARKS = "née épouse alias dit ( ) « » , ; / < << @ حرم المعروف بـ المكنى ـ 12 \u200f \u200b 😀 李 Ж"
PARTS = st.sampled_from(f"{LATIN} {ARABIC} {MARKS}".split())
PIECES = st.sampled_from(
    ["(", "«", "<", ";", ",", "a", "ا", "😀", "alias", "ben", "عبد", "\u200f", "née(", "@", "-'", "1)"]
)
NAMES = st.lists(PARTS, max_size=12).flatmap(
    lambda parts: st.sampled_from(["", " ", "-", "  "]).map(lambda blank: blank.join(parts))
)
ANYTHING = st.one_of(NAMES, st.text(max_size=60))


@given(ANYTHING)
def test_a_reading_is_small(name):
    words = read_name(name)
    assert len(words) <= MAX_WORDS
    for word in words:
        assert word.text
        assert len(word.forms) <= MAX_FORMS
        assert all(0 < len(letters) <= MAX_LETTERS and bits >= 0 for letters, bits in word.forms)
        assert [bits for _, bits in word.forms] == sorted(bits for _, bits in word.forms)
        assert len({letters for letters, _ in word.forms}) == len(word.forms)


@given(ANYTHING)
def test_forms_hold_the_letters_of_one_script(name):
    for word in read_name(name):
        for letters, _ in word.forms:
            assert all("\u0600" <= letter <= "\u06ff" if word.is_arabic else "a" <= letter <= "z" for letter in letters)


@given(st.lists(ANYTHING, max_size=6))
def test_a_reader_says_of_a_name_what_it_says_alone(names):
    reader = Reader()
    for name in [*names, *names]:
        assert reader.read(name) == read_name(name)


@given(ANYTHING)
def test_blanks_and_unseen_signs_change_nothing(name):
    assert read_name(name) == read_name(f"  {name} \u200e")


@given(ANYTHING)
def test_variants_are_few_and_hold_the_name_at_least(name):
    variants = read_variants(name)
    assert 0 < len(variants) <= MAX_VARIANTS
    assert len(set(variants)) == len(variants)
    assert variants == read_variants(name)


@given(ANYTHING)
def test_a_passport_is_read_as_arabic_or_not_at_all(name):
    assert all(letter == " " or "\u0600" <= letter <= "\u06ff" for letter in in_arabic(name))


@settings(max_examples=20, deadline=2000)
@given(PIECES, st.sampled_from(["", " "]))
def test_ten_thousand_characters_take_bounded_time(piece, blank):
    name = (piece + blank) * (10_000 // len(piece + blank))
    assert read_variants(name)
    assert len(read_name(name)) <= MAX_WORDS


@pytest.mark.parametrize("name", ["x" * 10_000, "ا" * 10_000, "ﷺ" * 10_000, "\ud800" * 10_000])
def test_one_endless_word_is_cut(name):
    assert all(len(word.text) <= 40 for word in read_name(name))
