"""Dates as English lists write them: "14 Sep 1991", "Nov. 1973", "circa 1970", "1972 to 1973".

>>> read_english_date("circa Nov. 1973") == PartialDate(year=1973, month=11, circa=True)
True
"""

import re

from tansiq.domain.dates import PartialDate

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATE = re.compile(
    rf"(?P<circa>circa|approximately|approx\.?|about)?\s*"
    rf"(?:(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{'|'.join(MONTHS)})[a-z]*\.?\s+)?(?P<year>\d{{4}})",
    re.IGNORECASE,
)
RANGE_WORDS = re.compile(r"\s+(?:to|-)\s+|\s*-\s*(?=\d{4}$)")


def read_english_date(words: str) -> PartialDate | None:
    """The date in a phrase that holds nothing else, or `None`; a range is kept as its years.

    Raises:
        InvalidError: if it names a day that cannot be.
    """
    ends = [DATE.fullmatch(part.strip()) for part in RANGE_WORDS.split(words.strip())]
    found = [end for end in ends if end is not None]
    if len(found) != len(ends) or len(ends) > 2:
        return None
    circa = any(end["circa"] for end in found)
    if len(found) == 1:
        return _single(found[0], circa=circa)
    first, last = (int(end["year"]) for end in found)
    exact = found[0]["month"] is None and found[1]["month"] is None
    until = last if last > first else None
    return PartialDate(year=first, until_year=until, circa=circa, text="" if exact else words.strip()[:200].strip())


def _single(found: re.Match[str], *, circa: bool) -> PartialDate:
    month = MONTHS.index(found["month"].lower()) + 1 if found["month"] else None
    return PartialDate(
        year=int(found["year"]), month=month, day=int(found["day"]) if found["day"] else None, circa=circa
    )
