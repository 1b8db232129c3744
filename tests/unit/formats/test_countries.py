"""States by their names in three languages."""

import pytest
from babel import Locale

from tansiq.formats.countries import COUNTRIES, find_country


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Algérienne", "DZ"),
        ("تونسي", "TN"),
        ("Iran (Islamic Republic of)", "IR"),
        ("TÜRKIYE", "TR"),
        ("LBY", "LY"),
        ("na", None),
        ("former Atlantis", None),
    ],
)
def test_a_state_is_found_by_name_nationality_or_code(words, code):
    assert find_country(words) == code


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_no_name_means_another_state_than_the_common_locale_data_says(language):
    territories = Locale(language).territories
    wrong = {c: territories[c] for c in set(COUNTRIES.values()) if find_country(territories[c]) not in (c, None)}
    assert wrong == {}
