"""The facts of two identities weighed over arrays: `weigh_facts` for millions of pairs.

Rules: same rules, same weights, same choice as `births` and `facts`, held by a property test; a rule is the place of
its name among all names in order, -1 where one side knows nothing. Births, places, sex, nationalities and documents
stand in this order in whatever is returned.
"""

from math import log2
from typing import Final

import numpy as np
import numpy.typing as npt

from tansiq.matching.births import CIRCA_YEARS, DAYS_OF_A_YEAR, FEW_YEARS, HIJRI_DAYS, MANY_YEARS
from tansiq.matching.births import MOST_YEARS_OF_ONE_DIGIT as MOST_YEARS
from tansiq.matching.evidence import Part, Rule
from tansiq.matching.fact_table import BirthColumn, BirthFlag, FactArrays, Integers
from tansiq.matching.facts import SHORTEST_FOR_SLIPS
from tansiq.matching.kernels import inner
from tansiq.matching.weights import AGREEING_MOST_BITS, RULE_BITS

RULES: Final = tuple(sorted(Rule))
"""Every rule, at the place that is its code."""
FACT_PARTS: Final = (Part.BIRTH, Part.PLACE, Part.SEX, Part.NATIONALITY, Part.DOCUMENT)
BITS: Final = np.array([RULE_BITS.get(rule, 0.0) for rule in RULES], np.float64)
NONE: Final = -1

Doubles = npt.NDArray[np.float64]

_FIRST, _LAST = int(BirthColumn.FIRST), int(BirthColumn.LAST)
_FIRST_YEAR, _LAST_YEAR = int(BirthColumn.FIRST_YEAR), int(BirthColumn.LAST_YEAR)
_DAY, _DATE = int(BirthColumn.DAY), int(BirthColumn.DATE)
_WIDTH, _FLAGS = int(BirthColumn.WIDTH_DAYS), int(BirthColumn.FLAGS)
_IS_DAY, _IS_YEAR, _IS_RANGE = int(BirthFlag.DAY), int(BirthFlag.YEAR), int(BirthFlag.RANGE)
_IS_CIRCA, _IS_HIJRI, _IS_DEFAULT = int(BirthFlag.CIRCA), int(BirthFlag.HIJRI), int(BirthFlag.DEFAULT)

_DAY_EQUAL = RULES.index(Rule.BIRTH_DAY_EQUAL)
_DEFAULT_EQUAL = RULES.index(Rule.BIRTH_DEFAULT_DAY_EQUAL)
_SWAPPED = RULES.index(Rule.BIRTH_DAY_MONTH_SWAPPED)
_ONE_DAY = RULES.index(Rule.BIRTH_ONE_DAY_APART)
_ONE_DIGIT = RULES.index(Rule.BIRTH_ONE_DIGIT_APART)
_MONTH_EQUAL = RULES.index(Rule.BIRTH_MONTH_EQUAL)
_YEAR_EQUAL = RULES.index(Rule.BIRTH_YEAR_EQUAL)
_OTHER_DAY = RULES.index(Rule.BIRTH_SAME_YEAR_OTHER_DAY)
_OVERLAPS = RULES.index(Rule.BIRTH_OVERLAPS)
_ONE_YEAR = RULES.index(Rule.BIRTH_ONE_YEAR_APART)
_FEW_YEARS = RULES.index(Rule.BIRTH_FEW_YEARS_APART)
_YEARS = RULES.index(Rule.BIRTH_YEARS_APART)
_GENERATION = RULES.index(Rule.BIRTH_GENERATION_APART)
_PLACE_EQUAL = RULES.index(Rule.PLACE_EQUAL)
_PLACE_WORD = RULES.index(Rule.PLACE_SHARES_WORD)
_PLACE_OTHER = RULES.index(Rule.PLACE_DIFFERENT)
_SEX_EQUAL = RULES.index(Rule.SEX_EQUAL)
_SEX_OTHER = RULES.index(Rule.SEX_DIFFERENT)
_NATIONALITY = RULES.index(Rule.NATIONALITY_SHARED)
_NATIONALITY_OTHER = RULES.index(Rule.NATIONALITY_DIFFERENT)
_DOCUMENT = RULES.index(Rule.DOCUMENT_EQUAL)
_DOCUMENT_ABROAD = RULES.index(Rule.DOCUMENT_EQUAL_OTHER_COUNTRY)
_DOCUMENT_SLIP = RULES.index(Rule.DOCUMENT_ONE_CHARACTER_APART)
_DOCUMENT_OTHER = RULES.index(Rule.DOCUMENT_DIFFERENT)

_MOST_OF_PLACES: Final = RULE_BITS[Rule.PLACE_EQUAL] + AGREEING_MOST_BITS
_MOST_OF_LITTLE: Final = RULE_BITS[Rule.SEX_EQUAL] + RULE_BITS[Rule.NATIONALITY_SHARED]


@inner
def weigh_pair(left: FactArrays, i: int, right: FactArrays, j: int, told: Doubles) -> float:
    """Write rule and weight of each part into `told`, of shape (5, 2), and return the sum in bits."""
    told[:, 0] = NONE
    told[:, 1] = 0.0
    told[0, 0], told[0, 1] = _births(left, i, right, j)
    told[1, 0] = _places(left, i, right, j)
    one, two = left.sexes[i], right.sexes[j]
    if one != 0 and two != 0:
        told[2, 0] = _SEX_EQUAL if one == two else _SEX_OTHER
    told[3, 0] = _nationalities(left, i, right, j)
    told[4, 0] = _documents(left, i, right, j)
    total = told[0, 1]
    for part in range(1, 5):
        if told[part, 0] != NONE:
            told[part, 1] = BITS[int(told[part, 0])]
            total += told[part, 1]
    return float(total)


@inner
def weigh_births(left: FactArrays, i: int, right: FactArrays, j: int) -> float:
    """Return what the births weigh, in bits; 0 where one side knows none."""
    return _births(left, i, right, j)[1]


@inner
def may_weigh(left: FactArrays, i: int, right: FactArrays, j: int, needed: float) -> bool:
    """Return whether the facts of a pair may weigh so many bits, however common they are; most often births tell."""
    most = weigh_births(left, i, right, j)
    most += _MOST_OF_LITTLE + (AGREEING_MOST_BITS if most > 0.0 else 0.0)
    has_places = left.place_starts[i] < left.place_starts[i + 1] and right.place_starts[j] < right.place_starts[j + 1]
    most += _MOST_OF_PLACES if has_places else 0.0
    if most + BITS[_DOCUMENT] < needed:
        return False
    if has_places and most - _MOST_OF_PLACES < needed:
        place = _places(left, i, right, j)
        most += BITS[place] - _MOST_OF_PLACES if place != _PLACE_EQUAL else 0.0
    if most < needed:
        document = _documents(left, i, right, j)
        most += BITS[document] if document != NONE else 0.0
    return bool(most >= needed)


@inner
def _births(left: FactArrays, i: int, right: FactArrays, j: int) -> tuple[int, float]:
    best, weight = NONE, 0.0
    for mine in range(left.birth_starts[i], left.birth_starts[i + 1]):
        for other in range(right.birth_starts[j], right.birth_starts[j + 1]):
            rule, bits = _birth(left.births[mine], right.births[other])
            if best == NONE or bits > weight or (bits == weight and rule > best):
                best, weight = rule, bits
    return best, weight


@inner
def _birth(a: Integers, b: Integers) -> tuple[int, float]:
    if a[_FLAGS] & b[_FLAGS] & _IS_DAY:
        rule = _days(a, b)
        if rule != NONE:
            return rule, BITS[rule]
    either = a[_FLAGS] | b[_FLAGS]
    if a[_FIRST] <= b[_LAST] and b[_FIRST] <= a[_LAST]:
        if either & (_IS_CIRCA | _IS_RANGE):
            return _OVERLAPS, _overlap(a, b)
        rule = _YEAR_EQUAL if either & (_IS_YEAR | _IS_DEFAULT) else _MONTH_EQUAL
        return rule, BITS[rule]
    rule = _apart(max(a[_FIRST_YEAR] - b[_LAST_YEAR], b[_FIRST_YEAR] - a[_LAST_YEAR]))
    return rule, np.rint(BITS[rule] * 50.0) / 100.0 if either & _IS_CIRCA else BITS[rule]


@inner
def _days(a: Integers, b: Integers) -> int:
    is_default = (a[_FLAGS] | b[_FLAGS]) & _IS_DEFAULT
    if a[_DAY] == b[_DAY]:
        return _DEFAULT_EQUAL if is_default else _DAY_EQUAL
    one, two = a[_DATE], b[_DATE]
    years = abs(one // 10_000 - two // 10_000)
    if years == 0:
        if one // 100 % 100 == two % 100 and two // 100 % 100 == one % 100:
            return _SWAPPED
        if is_default:
            return _YEAR_EQUAL
    if abs(a[_DAY] - b[_DAY]) <= (HIJRI_DAYS if (a[_FLAGS] | b[_FLAGS]) & _IS_HIJRI else 1):
        return _ONE_DAY
    if not is_default and years <= MOST_YEARS and _digits_apart(one, two) == 1:
        return _ONE_DIGIT
    return _OTHER_DAY if years == 0 else NONE


@inner
def _digits_apart(one: int, two: int) -> int:
    count = 0
    while one or two:
        count += one % 10 != two % 10
        one //= 10
        two //= 10
    return count


@inner
def _overlap(a: Integers, b: Integers) -> float:
    one = a[_WIDTH] / DAYS_OF_A_YEAR + (CIRCA_YEARS if a[_FLAGS] & _IS_CIRCA else 0.0)
    two = b[_WIDTH] / DAYS_OF_A_YEAR + (CIRCA_YEARS if b[_FLAGS] & _IS_CIRCA else 0.0)
    bits = max(0.0, BITS[_OVERLAPS] - log2(max(1.0, one, two)))
    return float(np.rint(bits * 100.0) / 100.0)


@inner
def _apart(years: int) -> int:
    if years <= 0:
        return _OTHER_DAY
    if years == 1:
        return _ONE_YEAR
    if years <= FEW_YEARS:
        return _FEW_YEARS
    return _YEARS if years <= MANY_YEARS else _GENERATION


@inner
def _places(left: FactArrays, i: int, right: FactArrays, j: int) -> int:
    best = NONE
    for mine in range(left.place_starts[i], left.place_starts[i + 1]):
        for other in range(right.place_starts[j], right.place_starts[j + 1]):
            if left.places[mine, 0] == right.places[other, 0] or left.places[mine, 1] == right.places[other, 1]:
                return _PLACE_EQUAL
            if best != _PLACE_WORD:
                best = _PLACE_WORD if _shares_word(left, mine, right, other) else _PLACE_OTHER
    return best


@inner
def _shares_word(left: FactArrays, mine: int, right: FactArrays, other: int) -> bool:
    for one in range(left.word_starts[mine], left.word_starts[mine + 1]):
        for two in range(right.word_starts[other], right.word_starts[other + 1]):
            if left.words[one] == right.words[two]:
                return True
    return False


@inner
def _nationalities(left: FactArrays, i: int, right: FactArrays, j: int) -> int:
    first, last = left.nationality_starts[i], left.nationality_starts[i + 1]
    start, end = right.nationality_starts[j], right.nationality_starts[j + 1]
    if first == last or start == end:
        return NONE
    for mine in range(first, last):
        for other in range(start, end):
            if left.nationalities[mine] == right.nationalities[other]:
                return _NATIONALITY
    return _NATIONALITY_OTHER


@inner
def _documents(left: FactArrays, i: int, right: FactArrays, j: int) -> int:
    best = NONE
    for mine in range(left.document_starts[i], left.document_starts[i + 1]):
        for other in range(right.document_starts[j], right.document_starts[j + 1]):
            rule = _document(left, mine, right, other)
            is_better = rule != NONE and (best == NONE or BITS[rule] > BITS[best])
            if is_better or (rule != NONE and BITS[rule] == BITS[best] and rule > best):
                best = rule
    return best


@inner
def _document(left: FactArrays, mine: int, right: FactArrays, other: int) -> int:
    number, here, kind = left.documents[mine]
    twin, there, form = right.documents[other]
    same_country = here in (0, there) or there == 0
    if number == twin:
        return _DOCUMENT if same_country else _DOCUMENT_ABROAD
    if same_country and _is_slip(
        left.signs[left.sign_starts[mine] : left.sign_starts[mine + 1]],
        right.signs[right.sign_starts[other] : right.sign_starts[other + 1]],
    ):
        return _DOCUMENT_SLIP
    return _DOCUMENT_OTHER if kind == form != 0 and here == there != 0 else NONE


@inner
def _is_slip(one: Integers, two: Integers) -> bool:
    """Return whether one character is wrong, missing or too many, or two neighbours are swapped."""
    if abs(len(one) - len(two)) > 1 or min(len(one), len(two)) < SHORTEST_FOR_SLIPS:
        return False
    head, most = 0, min(len(one), len(two))
    while head < most and one[head] == two[head]:
        head += 1
    tail = 0
    while tail < most - head and one[len(one) - 1 - tail] == two[len(two) - 1 - tail]:
        tail += 1
    mine, other = len(one) - head - tail, len(two) - head - tail
    if mine <= 1 and other <= 1:
        return True
    return mine == other == 2 and one[head] == two[head + 1] and one[head + 1] == two[head]
