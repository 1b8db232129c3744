"""What it tells that two records agree, by how many records of the population searched agree as well.

Rules: a family, a town or a day that fills a list parts nobody in it, whatever is expected elsewhere; one that is rare
there tells more. One holder is not counted, since he may be the person himself, and what is expected elsewhere counts
as much as `RECORDS_EXPECTED` records, so that a short list changes little. Only the population searched is counted: an
answer does not depend on who else is asked for.

>>> facts = fact_arrays([read_facts(Identity(names=("Zoubir",), places=("Tozeur",)))] * 5000)
>>> fact_shares(facts).places[0] < 0.5
np.True_
"""

from math import log2
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching.channels import Floats
from tansiq.matching.evidence import Rule
from tansiq.matching.fact_kernels import NONE, RULES
from tansiq.matching.fact_table import BirthColumn, BirthFlag, FactArrays, Integers, Longs, fact_arrays
from tansiq.matching.facts import read_facts
from tansiq.matching.identities import Identity
from tansiq.matching.kernels import inner, kernel
from tansiq.matching.weights import (
    AGREEING_MOST_BITS,
    AS_NEAR_BITS,
    RECORDS_EXPECTED,
    REGISTERS_DIFFER_BITS,
    RULE_BITS,
)

_COUNTED_BIRTHS: Final = (Rule.BIRTH_DAY_EQUAL, Rule.BIRTH_MONTH_EQUAL, Rule.BIRTH_YEAR_EQUAL)
_DAY_EQUAL, _MONTH_EQUAL, _YEAR_EQUAL = (RULES.index(rule) for rule in _COUNTED_BIRTHS)
_PLACE_EQUAL: Final = RULES.index(Rule.PLACE_EQUAL)
_DAY, _DATE = int(BirthColumn.DAY), int(BirthColumn.DATE)
_FIRST_YEAR, _FLAGS = int(BirthColumn.FIRST_YEAR), int(BirthColumn.FLAGS)
_IS_DAY, _IS_DEFAULT = int(BirthFlag.DAY), int(BirthFlag.DEFAULT)
_NOT_A_MONTH: Final = int(BirthFlag.YEAR | BirthFlag.RANGE | BirthFlag.CIRCA | BirthFlag.DEFAULT)


class Shares(NamedTuple):
    """What facts of a population tell if they agree with somebody's.

    Attributes:
        is_counted: 0 if the table says it instead; both arrays are empty then.
        births: float64 of shape (births, 3): that the day, the month, the year is the same.
        places: float64 of shape (places,): that the place is the same.
    """

    is_counted: int
    births: npt.NDArray[np.float64]
    places: npt.NDArray[np.float64]


def no_shares() -> Shares:
    """Return what says that nothing is counted."""
    return Shares(0, np.zeros((0, len(_COUNTED_BIRTHS))), np.zeros(0))


def fact_shares(facts: FactArrays) -> Shares:
    """Return what the facts of a population tell in it."""
    size, births = len(facts.sexes), facts.births
    is_day = (births[:, _FLAGS] & (_IS_DAY | _IS_DEFAULT)) == _IS_DAY
    is_month = (births[:, _FLAGS] & _NOT_A_MONTH) == 0
    keyed = (
        (births[:, _DAY], is_day),
        (births[:, _DATE] // 100, is_month),
        (births[:, _FIRST_YEAR], np.ones(len(births), bool)),
    )
    told = [_told(*key, size, rule) for key, rule in zip(keyed, _COUNTED_BIRTHS, strict=True)]
    places = facts.places[:, 0]
    return Shares(1, np.stack(told, axis=1), _told(places, np.ones(len(places), bool), size, Rule.PLACE_EQUAL))


def _told(values: npt.NDArray[Any], counted: npt.NDArray[np.bool_], size: int, rule: Rule) -> npt.NDArray[np.float64]:
    """Return what each of some values tells, by how often it stands among those counted."""
    table = RULE_BITS[rule]
    counts = np.zeros(len(values))
    _, which, times = np.unique(values[counted], return_inverse=True, return_counts=True)
    counts[counted] = times[which]
    expected = RECORDS_EXPECTED * 2.0 ** -(table + REGISTERS_DIFFER_BITS)
    share = (np.maximum(counts - 1.0, 0.0) + expected) / (max(size - 1, 0) + RECORDS_EXPECTED)
    return np.asarray(np.round(np.clip(-np.log2(share) - REGISTERS_DIFFER_BITS, 0.0, table + AGREEING_MOST_BITS), 2))


@inner
def weigh_by_shares(
    left: FactArrays, i: int, right: FactArrays, j: int, shares: Shares, told: npt.NDArray[np.float64]
) -> float:
    """Weigh again what agrees, in `told` as `weigh_pair` left it; return the bits that this adds."""
    added = 0.0
    if shares.is_counted and told[1, 0] == _PLACE_EQUAL:
        most = -1.0
        for mine in range(left.place_starts[i], left.place_starts[i + 1]):
            for other in range(right.place_starts[j], right.place_starts[j + 1]):
                if left.places[mine, 0] == right.places[other, 0] or left.places[mine, 1] == right.places[other, 1]:
                    most = max(most, shares.places[other])
        added += most - told[1, 1]
        told[1, 1] = most
    if shares.is_counted and told[0, 0] != NONE:
        most = -1.0
        for mine in range(left.birth_starts[i], left.birth_starts[i + 1]):
            for other in range(right.birth_starts[j], right.birth_starts[j + 1]):
                most = max(most, _birth_told(left.births[mine], right.births[other], shares.births[other], told[0, 0]))
        if most >= 0.0:
            added += most - told[0, 1]
            told[0, 1] = most
    return added


@inner
def _birth_told(a: Integers, b: Integers, bits: npt.NDArray[np.float64], rule: float) -> float:
    """Return what it tells that two births agree as a rule says, -1 if they do not."""
    if rule == _DAY_EQUAL and a[_DAY] == b[_DAY] and a[_FLAGS] & b[_FLAGS] & _IS_DAY:
        return float(bits[0])
    if rule == _MONTH_EQUAL and a[_DATE] // 100 == b[_DATE] // 100:
        return float(bits[1])
    if rule == _YEAR_EQUAL and a[_FIRST_YEAR] == b[_FIRST_YEAR]:
        return float(bits[2])
    return -1.0


@kernel
def word_shares(spelled: Longs, spellings: Integers, worth: Floats, held: Longs, size: int) -> Floats:
    """Return what each spelling of each word tells in a population: never more than it is worth elsewhere.

    A word that is spelled as near or nearer in one record of a thousand parts one record from a thousand.

    Args:
        spelled, spellings, worth: See `candidates.Asked`, the dearest of each word first.
        held: int64 of shape (words,): how many records hold each word.
        size: How many records there are.
    """
    here = np.empty_like(worth)
    for word in range(len(spelled) - 1):
        last, near, others = spelled[word + 1], spelled[word], -1.0
        for at in range(spelled[word], last):
            while near < last and worth[near] >= worth[at] - AS_NEAR_BITS:
                others += held[spellings[near]]
                near += 1
            share = (max(others, 0.0) + RECORDS_EXPECTED * 2.0 ** -worth[at]) / (max(size - 1, 0) + RECORDS_EXPECTED)
            here[at] = min(worth[at], -log2(share))
    return here


__all__ = [
    "Identity",
    "Shares",
    "fact_arrays",
    "fact_shares",
    "no_shares",
    "read_facts",
    "weigh_by_shares",
    "word_shares",
]
