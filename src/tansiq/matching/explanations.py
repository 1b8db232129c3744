"""A pair of names told as evidence: one line for each pair of words, each contradiction, each word left over.

Rule: every weight of the scorecard stands in one line, rounded to a hundredth of a bit before it is added, so that what
a person adds up is the score.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tansiq.matching.alignment import Desk
from tansiq.matching.channels import Floats
from tansiq.matching.evidence import Evidence, Part, Rule
from tansiq.matching.features import Feature
from tansiq.matching.kin import kin_bits
from tansiq.matching.words import Kind, Word

CONTRADICTION: Final = (
    Feature.NONE_ANSWERED,
    Feature.BOTH_1,
    Feature.BOTH_2,
    Feature.BOTH_3,
    Feature.BOTH_TOLD,
    Feature.BOTH_LAST,
)
LEFT_OVER: Final = (
    Feature.EXTRA_1, Feature.EXTRA_2, Feature.EXTRA_3, Feature.EXTRA_TOLD, Feature.EXTRA_LAST, Feature.EXTRA_TITLE,
)  # fmt: skip
WHOLE: Final = (
    Feature.START, Feature.ACROSS, Feature.KUNYA_ONLY, Feature.TWO_ANSWERED, Feature.THREE_ANSWERED,
    Feature.FOUR_ANSWERED, Feature.ONE_OF_MANY, Feature.SINGLE_AND_MANY, Feature.SINGLE_BOTH, Feature.WEAKEST,
)  # fmt: skip
SPELLED: Final = (
    Feature.CLEAN_TO_8, Feature.CLEAN_TO_16, Feature.CLEAN_TO_32, Feature.CLEAN_BEYOND,
    Feature.SHARED_TO_8, Feature.SHARED_TO_16, Feature.SHARED_TO_32,
)  # fmt: skip
"""What the answered words are worth together; each has its share of it."""
LEAST_SPELLED: Final = 1e-6
GIVEN_CONTRADICTS: Final = (Feature.FIRST_FREE, Feature.FIRSTS_FREE)
GIVEN_MISSING: Final = (Feature.EXTRA_FIRST, Feature.EXTRA_FIRST_TOLD)


@dataclass(frozen=True, slots=True)
class Laid:
    """Two names laid side by side.

    Attributes:
        left, right: Their words.
        desk: Which word answers which, and what is observed of the whole.
        each: float32 of shape (left words, COUNT): what each answered left word adds to it.
    """

    left: Sequence[Word]
    right: Sequence[Word]
    desk: Desk
    each: Floats


def explain(laid: Laid, weights: Floats, *, of_persons: bool = False) -> tuple[Evidence, ...]:
    """Return why two names are worth what they are worth, in bits; `of_persons` as in `Panel.bits`."""
    worth = {feature: float(laid.desk.seen[feature]) * float(weights[feature]) for feature in Feature}
    spelled = sum(worth[feature] for feature in SPELLED)
    kin = kin_bits(laid.desk.seen, weights) if of_persons else 0.0
    return (*_answered(laid, weights, spelled), *_free(laid, worth, _rounded(kin)), *_whole(laid, worth, _rounded(kin)))


def flipped(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the same evidence seen from the other side."""
    return tuple(Evidence(piece.part, piece.right, piece.left, piece.rule, piece.weight_bits) for piece in pieces)


def _answered(laid: Laid, weights: Floats, spelled: float) -> Iterator[Evidence]:
    whole = max(float(laid.desk.spelled[: len(laid.left)].astype(np.float64).sum()), LEAST_SPELLED)
    for mine, theirs in _groups(laid):
        one, other = laid.left[mine[0]], laid.right[theirs[0]]
        seen = laid.each[mine[0]]
        bits = _sum(seen, weights) + spelled * float(laid.desk.spelled[mine[0]]) / whole
        shown = _text(laid.left, mine), _text(laid.right, theirs)
        firsts = mine[0] == theirs[0] == 0
        lasts = mine[-1] == len(laid.left) - 1 and theirs[-1] == len(laid.right) - 1
        rule = Rule.NAME_GLUED if len(mine) + len(theirs) > 2 else _rule(one, other, seen)
        yield Evidence(_part(one, other, firsts=firsts, lasts=lasts), *shown, rule, _rounded(bits))


def _groups(laid: Laid) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the words that answer each other: one and one, or two that are written as one."""
    answer, back = laid.desk.answer[: len(laid.left)].tolist(), laid.desk.back[: len(laid.right)].tolist()
    for at, place in enumerate(answer):
        if place >= 0 and laid.desk.spelled[at] > 0:
            mine = [at, at + 1] if at + 1 < len(answer) and answer[at + 1] == place else [at]
            yield mine, [other for other, owner in enumerate(back) if owner == at]


def _free(laid: Laid, worth: dict[Feature, float], kin: float) -> Iterator[Evidence]:
    contradicts = bool(laid.desk.seen[Feature.FIRST_FREE])
    misses = _misses(laid)
    mine = [at for at, place in enumerate(laid.desk.answer[: len(laid.left)].tolist()) if place < 0]
    theirs = [at for at, place in enumerate(laid.desk.back[: len(laid.right)].tolist()) if place < 0]
    shown = _text(laid.left, mine), _text(laid.right, theirs)
    firsts = _text(laid.left, mine[:1] if 0 in mine else []), _text(laid.right, theirs[:1] if 0 in theirs else [])
    for part, texts, rule, features, more in (
        (Part.NAME, shown, Rule.NAME_CONTRADICTION, CONTRADICTION, 0.0),
        (Part.NAME, shown, Rule.NAME_LEFT_OVER, LEFT_OVER, 0.0),
        (Part.GIVEN_NAME, firsts, Rule.GIVEN_NAME_CONTRADICTION, GIVEN_CONTRADICTS, kin if contradicts else 0.0),
        (Part.GIVEN_NAME, firsts, Rule.GIVEN_NAME_MISSING, GIVEN_MISSING, kin if misses else 0.0),
    ):
        bits = _rounded(_rounded(sum(worth[feature] for feature in features)) + more)
        if bits:
            yield Evidence(part, *texts, rule, bits)


def _whole(laid: Laid, worth: dict[Feature, float], kin: float) -> Iterator[Evidence]:
    mine = [at for at, place in enumerate(laid.desk.answer[: len(laid.left)].tolist()) if place >= 0]
    theirs = [at for at, place in enumerate(laid.desk.back[: len(laid.right)].tolist()) if place >= 0]
    shown = _text(laid.left, mine), _text(laid.right, theirs)
    if worth[Feature.ORDER]:
        yield Evidence(Part.NAME, *shown, Rule.NAME_ORDER, _rounded(worth[Feature.ORDER]))
    is_given = laid.desk.seen[Feature.FIRST_FREE] or _misses(laid)
    bits = _rounded(_rounded(sum(worth[feature] for feature in WHOLE)) + (0.0 if is_given else kin))
    if bits:
        yield Evidence(Part.NAME, *shown, Rule.NAME_WHOLE, bits)


def _misses(laid: Laid) -> bool:
    """Return whether a first name is missing, and nothing worse is the case."""
    seen = laid.desk.seen
    return bool(seen[Feature.EXTRA_FIRST] and not seen[Feature.FIRST_FREE] and not seen[Feature.KUNYA_ONLY])


def _text(words: Sequence[Word], places: Sequence[int]) -> str:
    return " ".join(words[at].text for at in places)


def _part(word: Word, other: Word, *, firsts: bool, lasts: bool) -> Part:
    if Kind.KUNYA in (word.kind, other.kind):
        return Part.KUNYA
    if firsts:
        return Part.GIVEN_NAME
    return Part.FAMILY_NAME if lasts else Part.NAME


def _rule(word: Word, other: Word, seen: Floats) -> Rule:
    if word.text == other.text:
        return Rule.NAME_EQUAL
    if seen[Feature.INITIAL]:
        return Rule.NAME_INITIAL
    is_odd = seen[Feature.ODD_BEYOND] if word.is_arabic != other.is_arabic else seen[Feature.ODD_TO_4]
    return Rule.NAME_SIMILAR if is_odd else Rule.NAME_SAME_SOUND


def _sum(seen: Floats, weights: Floats) -> float:
    """Return what observations weigh; in double precision, so that no order of adding changes a rounded hundredth."""
    return float(seen.astype(np.float64) @ weights.astype(np.float64))


def _rounded(bits: float) -> float:
    return round(bits, 2)
