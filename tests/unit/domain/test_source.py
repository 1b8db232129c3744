import pytest

from tansiq.domain.errors import InvalidError
from tansiq.domain.source import Format, Source

PARTS = {
    "list_key": "un",
    "title": "An invented list",
    "format": Format.UN_XML,
    "edition": "2026-10-01",
    "file_name": "list.xml",
    "sha256": "0" * 64,
    "added": 0,
    "changed": 0,
    "removed": 0,
    "unchanged": 0,
    "quarantined": 0,
}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("list_key", ""),
        ("title", ""),
        ("edition", ""),
        ("file_name", ""),
        ("sha256", "0" * 63),
        ("sha256", "G" * 64),
        ("added", -1),
        ("quarantined", -1),
    ],
)
def test_an_edition_says_what_it_is(field, value):
    with pytest.raises(InvalidError):
        Source(**{**PARTS, field: value})
