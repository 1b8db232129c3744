"""Text that is clean as it stands is found quickly, and is what the slow way leaves."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain import text
from tansiq.domain.errors import InvalidError

LETTERS = st.one_of(
    st.characters(max_codepoint=0x24F),
    st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
    st.characters(min_codepoint=0x2000, max_codepoint=0x2069),
    st.sampled_from("\u0300\u0301\u0323\u0653\u0654\u0655\u064e\u0651 "),
)


@given(st.text(LETTERS, max_size=40))
def test_clean_text_is_what_the_slow_way_leaves(value):
    try:
        cleaned = text.clean("field", value)
    except InvalidError:
        return
    assert unicodedata.normalize("NFC", cleaned) == cleaned
    assert " ".join(cleaned.split()) == cleaned
    assert not text.ISOLATES.search(cleaned)
    assert not text.FORBIDDEN.search(cleaned)


def test_what_is_forbidden_is_every_control_and_surrogate_but_the_line_break():
    controls = [c for c in map(chr, range(0x11000)) if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    assert all(text.FORBIDDEN.match(c) for c in controls)
    others = [c for c in map(chr, range(0x110000)) if text.FORBIDDEN.match(c) and c not in controls]
    assert others == list("\u202a\u202b\u202c\u202d\u202e")
