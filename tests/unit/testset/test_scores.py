from datetime import date

import pytest
from testset.pairs import Side
from testset.scores import birth, identity

from tansiq.matching import Birth, Document, Precision


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1984-03-12", Birth.of_day(date(1984, 3, 12))),
        ("1984-03", Birth.of_month(1984, 3)),
        ("1984", Birth.of_year(1984)),
        ("1980/1985", Birth(earliest=date(1980, 1, 1), latest=date(1985, 12, 31), precision=Precision.RANGE)),
    ],
)
def test_a_birth_is_read_as_far_as_it_is_known(text, expected):
    assert birth(text) == expected


def test_a_side_is_an_identity_with_all_that_it_says():
    found = identity(Side(names=("Ali Fanous",), facts={"sex": ("f",), "documents": ("DZ:XZ1", "XZ2")}))
    assert found.sex == "f"
    assert found.documents == (Document(number="XZ1", country="DZ"), Document(number="XZ2"))
