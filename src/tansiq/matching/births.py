"""Two birth dates, each as far as it is known, weighed as evidence.

Rules: of several births the pair that fits best counts; 1 January stands for a year alone; what is about a date or
converted from the Hijri calendar is judged more mildly.
"""

from collections.abc import Sequence
from datetime import date
from math import log2
from typing import Final

from tansiq.matching.evidence import Evidence, Part, Rule
from tansiq.matching.identities import Birth, Precision
from tansiq.matching.weights import RULE_BITS

_HIJRI_DAYS: Final = 2
"""Computed Hijri calendars differ from the observed moon by a day, rarely two."""


def weigh_births(left: Sequence[Birth], right: Sequence[Birth]) -> Evidence | None:
    """Return the evidence of the two births that fit best, None where one side knows none."""
    best: Evidence | None = None
    for mine in left:
        for other in right:
            rule, bits = _weigh(mine, other)
            if best is None or (bits, rule) > (best.weight_bits, best.rule):
                best = Evidence(Part.BIRTH, shown(mine), shown(other), rule, round(bits, 2))
    return best


def birth_bits(left: Sequence[Birth], right: Sequence[Birth]) -> float:
    """Return what `weigh_births` finds, without telling it; 0 where one side knows none."""
    return max((round(_weigh(mine, other)[1], 2) for mine in left for other in right), default=0.0)


def shown(birth: Birth) -> str:
    """Return a birth as a page would sort it: 1970-03-05, 1970-03, 1970, 1970/1975, with ~ for about."""
    day = birth.earliest.isoformat()
    texts = {
        Precision.DAY: day,
        Precision.MONTH: day[:7],
        Precision.YEAR: day[:4],
        Precision.RANGE: f"{day[:4]}/{birth.latest.isoformat()[:4]}",
    }
    return ("~" if birth.circa else "") + texts[birth.precision]


def _weigh(a: Birth, b: Birth) -> tuple[Rule, float]:
    if a.precision is Precision.DAY and b.precision is Precision.DAY:
        rule = _days(a, b)
        if rule is not None:
            return rule, RULE_BITS[rule]
    elif Precision.RANGE in (a.precision, b.precision) or a.circa or b.circa:
        if a.earliest <= b.latest and b.earliest <= a.latest:
            return Rule.BIRTH_OVERLAPS, _overlap(a, b)
    elif a.earliest <= b.latest and b.earliest <= a.latest:
        by_month = Precision.YEAR not in (a.precision, b.precision)
        rule = Rule.BIRTH_MONTH_EQUAL if by_month else Rule.BIRTH_YEAR_EQUAL
        return rule, RULE_BITS[rule]
    rule = _apart(_years_apart(a, b))
    mild = a.circa or b.circa
    return rule, RULE_BITS[rule] / 2 if mild else RULE_BITS[rule]


def _days(a: Birth, b: Birth) -> Rule | None:
    """Return the rule of two days that agree somehow; None where only the years are left to compare."""
    one, two = a.earliest, b.earliest
    if one == two:
        return Rule.BIRTH_DEFAULT_DAY_EQUAL if _is_default(one) else Rule.BIRTH_DAY_EQUAL
    if one.year == two.year:
        if (one.month, one.day) == (two.day, two.month):
            return Rule.BIRTH_DAY_MONTH_SWAPPED
        if _is_default(one) or _is_default(two):
            return Rule.BIRTH_YEAR_EQUAL
    if abs((one - two).days) <= (_HIJRI_DAYS if a.hijri or b.hijri else 1):
        return Rule.BIRTH_ONE_DAY_APART
    if (
        abs(one.year - two.year) < 10
        and sum(x != y for x, y in zip(one.isoformat(), two.isoformat(), strict=True)) == 1
    ):
        return Rule.BIRTH_ONE_DIGIT_APART
    return Rule.BIRTH_SAME_YEAR_OTHER_DAY if one.year == two.year else None


def _is_default(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _overlap(a: Birth, b: Birth) -> float:
    """Return the weight of ranges that meet: a year's, less one bit for each doubling of the wider range."""
    years = max((birth.latest - birth.earliest).days / 365.25 + (2.0 if birth.circa else 0.0) for birth in (a, b))
    return max(0.0, RULE_BITS[Rule.BIRTH_OVERLAPS] - log2(max(1.0, years)))


def _years_apart(a: Birth, b: Birth) -> int:
    gap = max(a.earliest.year - b.latest.year, b.earliest.year - a.latest.year)
    return max(gap, 0)


def _apart(years: int) -> Rule:
    if years <= 1:
        return Rule.BIRTH_ONE_YEAR_APART
    if years <= 3:
        return Rule.BIRTH_FEW_YEARS_APART
    return Rule.BIRTH_YEARS_APART if years <= 14 else Rule.BIRTH_GENERATION_APART
