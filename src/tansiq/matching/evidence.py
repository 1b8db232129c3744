"""Why two names or two persons were put together: values every answer travels with.

Rules: the keys of `Part` and `Rule` never change (pages translate them); weights are bits, that is, log2 of a
likelihood ratio: +1 doubles the odds that it is one person, -1 halves them; the weights of a match add up to its odds.

>>> probability_of_bits(0.0)
0.5
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import exp2, inf, log2


class Part(StrEnum):
    """Which part of an identity a piece of evidence is about."""

    PRIOR = "prior"
    NAME = "name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    KUNYA = "kunya"
    ALIAS = "alias"
    BIRTH = "birth"
    PLACE = "place"
    SEX = "sex"
    NATIONALITY = "nationality"
    DOCUMENT = "document"


class Rule(StrEnum):
    """Which rule gave a piece of evidence its weight."""

    PRIOR = "prior"
    NAME_EQUAL = "name_equal"
    NAME_SAME_SOUND = "name_same_sound"
    NAME_SIMILAR = "name_similar"
    NAME_INITIAL = "name_initial"
    NAME_GLUED = "name_glued"
    NAME_WHOLE = "name_whole"
    NAME_LEFT_OVER = "name_left_over"
    NAME_CONTRADICTION = "name_contradiction"
    GIVEN_NAME_CONTRADICTION = "given_name_contradiction"
    GIVEN_NAME_MISSING = "given_name_missing"
    NAME_ORDER = "name_order"
    NAME_WEAK_ALIAS = "name_weak_alias"
    NAME_CEILING = "name_ceiling"
    NAME_FLOOR = "name_floor"
    NAME_MANY_ALIASES = "name_many_aliases"
    ALIAS_ALSO_AGREES = "alias_also_agrees"
    BIRTH_DAY_EQUAL = "birth_day_equal"
    BIRTH_DEFAULT_DAY_EQUAL = "birth_default_day_equal"
    BIRTH_DAY_MONTH_SWAPPED = "birth_day_month_swapped"
    BIRTH_ONE_DAY_APART = "birth_one_day_apart"
    BIRTH_ONE_DIGIT_APART = "birth_one_digit_apart"
    BIRTH_MONTH_EQUAL = "birth_month_equal"
    BIRTH_YEAR_EQUAL = "birth_year_equal"
    BIRTH_SAME_YEAR_OTHER_DAY = "birth_same_year_other_day"
    BIRTH_OVERLAPS = "birth_overlaps"
    BIRTH_ONE_YEAR_APART = "birth_one_year_apart"
    BIRTH_FEW_YEARS_APART = "birth_few_years_apart"
    BIRTH_YEARS_APART = "birth_years_apart"
    BIRTH_GENERATION_APART = "birth_generation_apart"
    PLACE_EQUAL = "place_equal"
    PLACE_SHARES_WORD = "place_shares_word"
    PLACE_DIFFERENT = "place_different"
    SEX_EQUAL = "sex_equal"
    SEX_DIFFERENT = "sex_different"
    NATIONALITY_SHARED = "nationality_shared"
    NATIONALITY_DIFFERENT = "nationality_different"
    DOCUMENT_EQUAL = "document_equal"
    DOCUMENT_EQUAL_OTHER_COUNTRY = "document_equal_other_country"
    DOCUMENT_ONE_CHARACTER_APART = "document_one_character_apart"
    DOCUMENT_DIFFERENT = "document_different"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece: the two values as given (empty where one side has none), the rule, its weight in bits."""

    part: Part
    left: str
    right: str
    rule: Rule
    weight_bits: float


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How alike two names are: score from 0 to 1, with its evidence."""

    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record found by name: its key, and how alike its best name is to the one searched."""

    key: str
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class IdentityMatch:
    """How probable it is that two identities are one person; the weights add up to the log2 odds."""

    probability: float
    evidence: tuple[Evidence, ...] = ()

    @property
    def bits(self) -> float:
        """The log2 odds: what the weights add up to."""
        return sum_of_bits(self.evidence)


def sum_of_bits(pieces: Iterable[Evidence]) -> float:
    """Return what the weights of some evidence add up to, to a hundredth of a bit."""
    return round(sum(piece.weight_bits for piece in pieces), 2)


def probability_of_bits(bits: float) -> float:
    """Return the probability whose log2 odds are `bits`."""
    return 1.0 / (1.0 + exp2(max(-1000.0, min(1000.0, -bits))))


def bits_of_probability(probability: float) -> float:
    """Return the log2 odds of a probability."""
    if probability <= 0:
        return -inf
    return inf if probability >= 1 else log2(probability / (1.0 - probability))
