"""Two birth dates, each as far as it is known, weighed as evidence.

Rules: of several births the pair that fits best counts; 1 January stands for a year alone; what is about a date is
judged more mildly; a day converted from the Hijri calendar may be two days off. `fact_kernels` does the same over
arrays, and a test holds the two equal.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from math import log2
from typing import Final

from tansiq.matching.evidence import Evidence, Part, Rule
from tansiq.matching.identities import Birth, Precision
from tansiq.matching.weights import RULE_BITS

HIJRI_DAYS: Final = 2
"""Computed Hijri calendars differ from the observed moon by a day, rarely two."""
MOST_YEARS_OF_ONE_DIGIT: Final = 9
"""A slip in the digit of the decade is rarer than a father of the same day and month."""
CIRCA_YEARS: Final = 2.0
"""How much wider "about" makes a span."""
DAYS_OF_A_YEAR: Final = 365.25
FEW_YEARS: Final = 3
MANY_YEARS: Final = 14


def weigh_births(left: Sequence[Birth], right: Sequence[Birth]) -> Evidence | None:
    """Return the evidence of the two births that fit best, None where one side knows none."""
    best: Evidence | None = None
    for mine in left:
        for other in right:
            rule, bits = _weigh(mine, other)
            if best is None or (bits, rule) > (best.weight_bits, best.rule):
                best = Evidence(Part.BIRTH, shown(mine), shown(other), rule, bits)
    return best


def shown(birth: Birth) -> str:
    """Return a birth as a page would sort it: 1970-03-05, 1970-03, 1970, 1970/1975, with ~ for about."""
    day = birth.earliest.isoformat()
    texts = {
        Precision.DAY: day_of(birth).isoformat(),
        Precision.MONTH: day[:7],
        Precision.YEAR: day[:4],
        Precision.RANGE: f"{day[:4]}/{birth.latest.isoformat()[:4]}",
    }
    return ("~" if birth.circa else "") + texts[birth.precision]


def day_of(birth: Birth) -> date:
    """Return the middle day: a converted Hijri day comes with a day of doubt on each side."""
    return birth.earliest + (birth.latest - birth.earliest) // 2


def is_default(birth: Birth) -> bool:
    """Return whether the day is 1 January, which registers write for a year whose day nobody knew."""
    day = day_of(birth)
    return birth.precision is Precision.DAY and not birth.hijri and (day.month, day.day) == (1, 1)


def span_of(birth: Birth) -> tuple[date, date]:
    """Return the days that count when spans are compared: the year of a default, a Hijri span without its doubt."""
    if is_default(birth):
        return date(birth.earliest.year, 1, 1), date(birth.earliest.year, 12, 31)
    if birth.hijri and (birth.latest - birth.earliest).days >= HIJRI_DAYS:
        return birth.earliest + timedelta(days=1), birth.latest - timedelta(days=1)
    return birth.earliest, birth.latest


def _weigh(a: Birth, b: Birth) -> tuple[Rule, float]:
    if a.precision is Precision.DAY and b.precision is Precision.DAY:
        rule = _days(a, b)
        if rule is not None:
            return rule, RULE_BITS[rule]
    (a_first, a_last), (b_first, b_last) = span_of(a), span_of(b)
    mild = a.circa or b.circa
    if a_first <= b_last and b_first <= a_last:
        if mild or Precision.RANGE in (a.precision, b.precision):
            return Rule.BIRTH_OVERLAPS, _overlap(a, b)
        is_year = Precision.YEAR in (a.precision, b.precision) or is_default(a) or is_default(b)
        rule = Rule.BIRTH_YEAR_EQUAL if is_year else Rule.BIRTH_MONTH_EQUAL
        return rule, RULE_BITS[rule]
    rule = _apart(max(a_first.year - b_last.year, b_first.year - a_last.year))
    return rule, round(RULE_BITS[rule] / 2, 2) if mild else RULE_BITS[rule]


def _days(a: Birth, b: Birth) -> Rule | None:
    """Return the rule of two days that agree somehow; None where only the years are left to compare."""
    one, two = day_of(a), day_of(b)
    defaults = is_default(a) + is_default(b)
    if one == two:
        return Rule.BIRTH_DEFAULT_DAY_EQUAL if defaults else Rule.BIRTH_DAY_EQUAL
    if one.year == two.year:
        if (one.month, one.day) == (two.day, two.month):
            return Rule.BIRTH_DAY_MONTH_SWAPPED
        if defaults:
            return Rule.BIRTH_YEAR_EQUAL
    if abs((one - two).days) <= (HIJRI_DAYS if a.hijri or b.hijri else 1):
        return Rule.BIRTH_ONE_DAY_APART
    if not defaults and abs(one.year - two.year) <= MOST_YEARS_OF_ONE_DIGIT and _digits_apart(one, two) == 1:
        return Rule.BIRTH_ONE_DIGIT_APART
    return Rule.BIRTH_SAME_YEAR_OTHER_DAY if one.year == two.year else None


def _digits_apart(one: date, two: date) -> int:
    return sum(x != y for x, y in zip(one.isoformat(), two.isoformat(), strict=True))


def _overlap(a: Birth, b: Birth) -> float:
    """Return the weight of ranges that meet: a year's, less one bit for each doubling of the wider range."""
    years = max(
        (birth.latest - birth.earliest).days / DAYS_OF_A_YEAR + (CIRCA_YEARS if birth.circa else 0.0)
        for birth in (a, b)
    )
    return round(max(0.0, RULE_BITS[Rule.BIRTH_OVERLAPS] - log2(max(1.0, years))), 2)


def _apart(years: int) -> Rule:
    if years <= 0:
        return Rule.BIRTH_SAME_YEAR_OTHER_DAY
    if years == 1:
        return Rule.BIRTH_ONE_YEAR_APART
    if years <= FEW_YEARS:
        return Rule.BIRTH_FEW_YEARS_APART
    return Rule.BIRTH_YEARS_APART if years <= MANY_YEARS else Rule.BIRTH_GENERATION_APART
