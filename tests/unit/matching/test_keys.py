import pytest

from tansiq.matching.keys import keys, sought_keys


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("حياه", "hayat"),
        ("خالد", "halid"),
        ("خالد", "chalid"),
        ("جمال", "dschamal"),
        ("جمال", "cemal"),
        ("يوسف", "jusuf"),
    ],
)
def test_a_word_meets_its_spelling_in_every_tradition(arabic, latin):
    assert set(keys(arabic, is_arabic=True)) & set(sought_keys(latin, is_arabic=False))
    assert set(keys(latin, is_arabic=False)) & set(sought_keys(arabic, is_arabic=True))
