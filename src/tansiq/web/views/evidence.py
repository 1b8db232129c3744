"""Evidence as a page shows it: from the prior on, part by part, to the sum; and the sign of each compared field.

Weights are bits. A part that one side does not know is shown as missing, with nothing added.

    shown = steps(words, pair.evidence, turned=False)      # {"prior": -13.0, "parts": [...], "total": 4.2}
    signs(pair.evidence)[Part.BIRTH]                       # "near"
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tansiq.matching import Part, Rule, probability_of_bits
from tansiq.services.unification import Step
from tansiq.web.languages import Words
from tansiq.web.vocabulary import PARTS, RULES

NAMES: Final = (Part.NAME, Part.GIVEN_NAME, Part.FAMILY_NAME, Part.KUNYA, Part.ALIAS)
FACTS: Final = (Part.BIRTH, Part.PLACE, Part.SEX, Part.NATIONALITY, Part.DOCUMENT)
TOLD: Final = frozenset({Part.PLACE, Part.SEX, Part.NATIONALITY, Part.DOCUMENT})
"""Parts whose rules name them: their words need no heading."""
WORDLESS: Final = frozenset(
    {
        Rule.NAME_WHOLE,
        Rule.NAME_CEILING,
        Rule.NAME_FLOOR,
        Rule.NAME_MANY_ALIASES,
        Rule.NAME_ORDER,
        Rule.ALIAS_ALSO_AGREES,
    }
)
"""Rules whose values are counts, nothing or the whole name: their words say enough."""

SIGNS: Mapping[Rule, str] = {
    Rule.BIRTH_DAY_EQUAL: "same",
    Rule.BIRTH_DEFAULT_DAY_EQUAL: "near",
    Rule.BIRTH_DAY_MONTH_SWAPPED: "near",
    Rule.BIRTH_ONE_DAY_APART: "near",
    Rule.BIRTH_ONE_DIGIT_APART: "near",
    Rule.BIRTH_MONTH_EQUAL: "near",
    Rule.BIRTH_YEAR_EQUAL: "near",
    Rule.BIRTH_SAME_YEAR_OTHER_DAY: "near",
    Rule.BIRTH_OVERLAPS: "near",
    Rule.BIRTH_ONE_YEAR_APART: "near",
    Rule.BIRTH_FEW_YEARS_APART: "differs",
    Rule.BIRTH_YEARS_APART: "differs",
    Rule.BIRTH_GENERATION_APART: "differs",
    Rule.PLACE_EQUAL: "same",
    Rule.PLACE_SHARES_WORD: "near",
    Rule.PLACE_DIFFERENT: "differs",
    Rule.SEX_EQUAL: "same",
    Rule.SEX_DIFFERENT: "differs",
    Rule.NATIONALITY_SHARED: "same",
    Rule.NATIONALITY_DIFFERENT: "differs",
    Rule.DOCUMENT_EQUAL: "same",
    Rule.DOCUMENT_EQUAL_OTHER_COUNTRY: "near",
    Rule.DOCUMENT_ONE_CHARACTER_APART: "near",
    Rule.DOCUMENT_DIFFERENT: "differs",
}
"""What a rule says of a field: the same, nearly the same, different."""


def steps(words: Words, evidence: Iterable[Step], *, turned: bool) -> dict[str, Any]:
    """The waterfall.

    Args:
        evidence: as it is kept, told from the left notice's side.
        turned: whether the right notice stands first on the page.
    """
    found = list(evidence)
    prior = sum(step.weight_millibits for step in found if step.part is Part.PRIOR)
    total = sum(step.weight_millibits for step in found)
    known = {step.part for step in found}
    shown = [_part(words, step, turned=turned) for step in found if step.part is not Part.PRIOR]
    return {
        "prior": prior / 1000,
        "parts": shown + [_missing(words, part) for part in FACTS if part not in known],
        "total": total / 1000,
        "probability": probability_of_bits(total / 1000),
    }


def _part(words: Words, step: Step, *, turned: bool) -> dict[str, Any]:
    mine, other = (step.right, step.left) if turned else (step.left, step.right)
    is_word = step.part in NAMES and step.rule not in WORDLESS
    part, rule = words.gettext(PARTS[step.part]), words.gettext(RULES[step.rule])
    return {
        "part": rule if step.part in TOLD else part,
        "rule": "" if step.part in TOLD else rule,
        "value": (mine or other) if is_word else "",
        "weight": step.weight_millibits / 1000,
        "missing": False,
    }


def _missing(words: Words, part: Part) -> dict[str, Any]:
    return {"part": words.gettext(PARTS[part]), "rule": "", "value": "", "weight": 0, "missing": True}


def signs(evidence: Iterable[Step]) -> dict[Part, str]:
    """The sign of each fact that was compared; a fact that is absent was not."""
    return {step.part: SIGNS[step.rule] for step in evidence if step.rule in SIGNS}


def name_weight(evidence: Iterable[Step]) -> int:
    """What all names together say, in thousandths of a bit."""
    return sum(step.weight_millibits for step in evidence if step.part in NAMES)
