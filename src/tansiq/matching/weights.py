"""The weights of the matcher that are chosen, in bits, with the reason beside each: the one table to argue with.

Rule: what is learned of spellings and of names is in the model, see `model` and `features`; what decides a score
besides stands here.
"""

from enum import StrEnum
from typing import Final

from tansiq.matching.evidence import Rule

PRIOR_BITS: Final = -13.0
"""One candidate pair in 8,000 is one person: a list of some thousands, each with about one partner."""

RULE_BITS: Final[dict[Rule, float]] = {
    # "m" is the ratio measured on the cross-list: 1,076 true pairs of four public lists against 150,000 random ones.
    # Public lists copy each other, registers of two states do not: what agrees weighs less here, what differs less too.
    Rule.PRIOR: PRIOR_BITS,
    Rule.BIRTH_DAY_EQUAL: 11.0,  # m 12.6
    Rule.BIRTH_DEFAULT_DAY_EQUAL: 6.0,  # m 8.8; 1 January is a year whose day nobody knew
    Rule.BIRTH_DAY_MONTH_SWAPPED: 8.0,  # m 8.6, one pair; a usual slip between French and English dates
    Rule.BIRTH_ONE_DAY_APART: 6.0,  # m 5.8
    Rule.BIRTH_ONE_DIGIT_APART: 4.0,  # m 2.6; registers typed by hand slip more than lists
    Rule.BIRTH_MONTH_EQUAL: 6.5,  # m 5.7, two pairs; 12 times rarer than the year
    Rule.BIRTH_YEAR_EQUAL: 4.0,  # m 3.7
    Rule.BIRTH_SAME_YEAR_OTHER_DAY: -0.5,  # m -0.6
    Rule.BIRTH_OVERLAPS: 4.0,  # of one year; m 1.9 over all widths, and each doubling of the width takes a bit
    Rule.BIRTH_ONE_YEAR_APART: -1.0,  # m -2.6; births declared late are common in registers
    Rule.BIRTH_FEW_YEARS_APART: -3.0,  # m -3.8
    Rule.BIRTH_YEARS_APART: -5.0,  # m -4.9
    Rule.BIRTH_GENERATION_APART: -9.0,  # m -9.4: father and son
    Rule.PLACE_EQUAL: 4.5,  # m 9.1, but lists copy places; 400 municipalities of uneven size tell 5 to 8 bits
    Rule.PLACE_SHARES_WORD: 3.0,  # m 4.5
    Rule.PLACE_DIFFERENT: -1.5,  # m -5.9; a register has the place of birth, another that of registration
    Rule.SEX_EQUAL: 0.2,  # nine notices in ten are of men
    Rule.SEX_DIFFERENT: -7.0,  # not measured: a slip in one record of a hundred
    Rule.NATIONALITY_SHARED: 1.5,  # m 4.0 over the world; between neighbours much less
    Rule.NATIONALITY_DIFFERENT: -3.0,  # m -7.6; fighters hold two
    Rule.DOCUMENT_EQUAL: 20.0,  # 317 true pairs, 1 false in 150,000
    Rule.DOCUMENT_EQUAL_OTHER_COUNTRY: 3.0,  # not measured: short serial numbers coincide
    Rule.DOCUMENT_ONE_CHARACTER_APART: 6.0,  # 15 true pairs, 2 false
    Rule.DOCUMENT_DIFFERENT: -1.0,  # not measured: people hold several passports, one after another
}


class Form(StrEnum):
    """A way to read a word that is not its plainest."""

    WITHOUT_NASAB = "without_nasab"
    WITHOUT_BIN = "without_bin"
    WITHOUT_KUNYA = "without_kunya"
    WITH_ARTICLE = "with_article"
    WITHOUT_ARTICLE = "without_article"
    FUSED_L = "fused_l"
    BEL = "bel"
    BOU = "bou"
    WITHOUT_ABD = "without_abd"
    OTHER_LETTER = "other_letter"
    WITHOUT_DIN = "without_din"
    WITHOUT_ALLAH = "without_allah"


FORM_BITS: Final[dict[Form, float]] = {
    Form.WITHOUT_NASAB: 2.2,  # "Ben Ali" heard as "Ali": 1.5 nats in the prototype
    Form.WITHOUT_BIN: 0.7,  # Gulf and English lists write or drop "bin" freely
    Form.WITHOUT_KUNYA: 4.0,  # "Abu X" is the father of X, mostly another person
    Form.WITH_ARTICLE: 0.5,  # Elias, Alaa: the two letters belong to the name
    Form.WITHOUT_ARTICLE: 1.0,  # "Elhadi" for "Hadi": .7 nats in the prototype
    Form.FUSED_L: 1.5,  # "Lachheb", "Laribi" for "el ..."
    Form.BEL: 1.0,  # "Belhadj" for "Ben el Hadj": 3 of 17 rows with بن and an article
    Form.BOU: 1.0,  # "Bou" in the Maghreb for "Abou"
    Form.WITHOUT_ABD: 4.0,  # "Naceur", "Hakim" for Abdennaceur, Abdelhakim: some ten of 1,500 rows
    Form.OTHER_LETTER: 0.7,  # ق for ڨ, ڤ and گ, where the keyboard has no letter for g
    Form.WITHOUT_DIN: 2.5,  # "Houssem" for "Houssem Eddine", seen in Tunisian rows
    Form.WITHOUT_ALLAH: 3.5,
}


INITIAL_BITS: Final = 2.0
OTHER_WORD_BITS: Final = 6.0
"""A word of a script whose letters are not read, or a number: nothing is known of its frequency."""

# What the whole of two names, and of all names of two people, may tell.

NAME_CEILING_BITS: Final = 20.0
"""One bearer in a million: longer names do not prove more, since families reuse them."""
NAME_FLOOR_BITS: Final = -7.0
"""276 of 1,237 good aliases of the UN list share no word with the primary name: another name does not refute."""
UNFINISHED_BITS: Final = (1.0, 3.0, 5.0, 7.0)
"""What an unfinished word tells, by the consonants already typed: about two bits each."""
WEAK_ALIAS_FACTOR: Final = 0.6
"""What the source itself calls a weak alias tells a little more than half; not measured."""
ALIAS_SHARE: Final = 0.15
"""A second pair of names that agrees is mostly another spelling of the first."""
ALIAS_MOST_BITS: Final = 3.0
MANY_ALIASES_BITS: Final = -0.5
"""For each doubling of the number of name pairs tried: among many pairs one fits by chance."""
MOST_MANY_ALIASES_BITS: Final = -1.5
"""Long alias lists are mostly spellings of few names."""

# Whom the index looks at.

CANDIDATE_BITS: Final = 8.0
"""Words worth less than this together make no candidate: they could not lift a pair without a birth over one half."""
FAR_BIRTH_BITS: Final = 6.0
"""Taken off where the years of birth are more than two apart: such a pair needs a rarer name."""
NEAR_BIRTH_BITS: Final = 3.0
"""Given where the years of birth meet: two common names and one birth are worth a look."""

# What agrees within a list of which all records are known; see `shares`.

RECORDS_EXPECTED: Final = 1000.0
"""What is expected elsewhere counts as much as so many records of the list."""
REGISTERS_DIFFER_BITS: Final = 1.0
"""Of two true records at least half agree in a fact that both know: registers differ."""
AGREEING_MOST_BITS: Final = 3.0
"""However rare a day or a place is in a list, it tells at most so much more than the table says."""
AS_NEAR_BITS: Final = 1.0
"""Spellings are as near as another that cost at most so much more."""
