from datetime import date

from tansiq.matching import Birth, Document, Identity, Precision
from tansiq.matching.identity_lines import from_line, to_line


def test_everything_that_is_known_comes_back():
    whole = Identity(
        names=("Zoubir Testaoui", "زبير", "\ud83d"),
        weak_names=("Abou Walid",),
        births=(
            Birth.of_day(date(1970, 1, 2)),
            Birth(earliest=date(1, 1, 1), latest=date(9999, 12, 31), precision=Precision.RANGE, circa=True, hijri=True),
        ),
        places=("Gafsa",),
        sex="m",
        nationalities=("DZ", "TN"),
        documents=(Document(number="AB 1", country="DZ", type="passport"), Document(number="7")),
    )
    assert from_line(to_line(whole)) == whole
    assert "\n" not in to_line(whole)


def test_nothing_known_is_nothing_known():
    assert from_line(to_line(Identity(names=()))) == Identity(names=())
