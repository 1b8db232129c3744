import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain import text
from tansiq.domain.errors import InvalidError, Problem

LETTERS = st.text(
    st.one_of(st.characters(max_codepoint=0x6FF), st.characters(min_codepoint=0x2000, max_codepoint=0x206F))
)


def problem(call, *args, **options):
    with pytest.raises(InvalidError) as caught:
        call("reason", *args, **options)
    return caught.value.problem


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("  two   words ", "two words"),
        ("tab\tbetween", "tab between"),
        ("line\nbreak", "line break"),
        ("\u200fزبير\u200e", "زبير"),
        ("\ufeffInvented", "Invented"),
        ("e\u0301te\u0301", "été"),
        ("non\u00a0breaking", "non breaking"),
    ],
)
def test_stray_blanks_and_marks_go(given, cleaned):
    assert text.clean("reason", given) == cleaned


@pytest.mark.parametrize("character", ["\u202e", "\u202a", "\x00", "\x07", "\x7f", "\u009b", "\ud800"])
def test_controls_and_overrides_are_refused(character):
    assert problem(text.clean, f"a{character}b") is Problem.FORBIDDEN_CHARACTER


def test_lines_are_kept_where_lines_are_allowed():
    assert text.clean("reason", "one\r\ntwo\n\nthree", lines=True) == "one\ntwo\n\nthree"


def test_the_limit_counts_characters_without_the_blanks_around_them():
    assert text.clean("reason", "  " + "x" * text.SHORT + "  ") == "x" * text.SHORT


@pytest.mark.parametrize("length", [text.SHORT + 1, 10_000_000])
def test_what_is_too_long_is_refused(length):
    assert problem(text.clean, "x" * length) is Problem.TOO_LONG


@pytest.mark.parametrize("nothing", ["", "  ", "\u200f", "\n"])
def test_required_text_is_not_empty(nothing):
    assert problem(text.required, nothing) is Problem.REQUIRED


def test_a_constructor_takes_only_what_is_clean_already():
    assert problem(text.check, " blank before") is Problem.FORBIDDEN_CHARACTER


def test_a_constructor_takes_an_empty_text_only_where_it_may_be_empty():
    text.check("reason", "", empty=True)
    assert problem(text.check, "") is Problem.REQUIRED


@given(LETTERS, st.booleans())
def test_cleaning_twice_is_cleaning_once(value, lines):
    try:
        once = text.clean("reason", value, lines=lines)
    except InvalidError:
        return
    assert text.clean("reason", once, lines=lines) == once
    text.check("reason", once, lines=lines, empty=True)
