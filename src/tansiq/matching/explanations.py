"""An alignment told as evidence: one line for each pair of words, each contradiction, each word left over.

Rule: weights are rounded to a hundredth of a bit before they are added, so that what a person adds up is the score.
"""

from collections.abc import Iterator, Sequence

from tansiq.matching.alignment import Alignment
from tansiq.matching.evidence import Evidence, Part, Rule
from tansiq.matching.words import Kind, Word


def explain(alignment: Alignment, row: int, left: Sequence[Word], right: Sequence[Word]) -> tuple[Evidence, ...]:
    """Return why the two names of one row of an alignment are worth what they are worth."""
    answer = [int(place) for place in alignment.answer[row][: len(left)]]
    pieces = [*_answered(alignment, row, left, right), *_left_over(alignment, row, left, right)]
    order = _rounded(alignment.order[row])
    if order:
        shown = [word.text for word, place in zip(left, answer, strict=True) if place >= 0]
        others = [right[place].text for place in sorted(place for place in answer if place >= 0)]
        pieces.append(Evidence(Part.NAME, " ".join(shown), " ".join(others), Rule.NAME_ORDER, order))
    return tuple(pieces)


def flipped(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the same evidence seen from the other side."""
    return tuple(Evidence(piece.part, piece.right, piece.left, piece.rule, piece.weight_bits) for piece in pieces)


def _answered(alignment: Alignment, row: int, left: Sequence[Word], right: Sequence[Word]) -> Iterator[Evidence]:
    for at, word in enumerate(left):
        place = int(alignment.answer[row, at])
        if place >= 0:
            other = right[place]
            firsts, lasts = at == place == 0, at == len(left) - 1 and place == len(right) - 1
            part = _part(word, other, firsts=firsts, lasts=lasts)
            yield Evidence(part, word.text, other.text, _rule(word, other), _rounded(alignment.words[row, at]))


def _left_over(alignment: Alignment, row: int, left: Sequence[Word], right: Sequence[Word]) -> Iterator[Evidence]:
    answer = [int(place) for place in alignment.answer[row][: len(left)]]
    mine = [word.text for word, place in zip(left, answer, strict=True) if place < 0]
    theirs = [word.text for place, word in enumerate(right) if place not in answer]
    shown = " ".join(mine), " ".join(theirs)
    contradicts = bool(alignment.is_given_contradiction[row])
    given = _rounded(alignment.given[row])
    if alignment.contradiction[row]:
        yield Evidence(Part.NAME, *shown, Rule.NAME_CONTRADICTION, _rounded(alignment.contradiction[row]))
    if alignment.left_over[row]:
        yield Evidence(Part.NAME, *shown, Rule.NAME_LEFT_OVER, _rounded(alignment.left_over[row]))
    if given:
        firsts = left[0].text if answer[0] < 0 else "", right[0].text if 0 not in answer else ""
        rule = Rule.GIVEN_NAME_CONTRADICTION if contradicts else Rule.GIVEN_NAME_MISSING
        yield Evidence(Part.GIVEN_NAME, *firsts, rule, given)


def _part(word: Word, other: Word, *, firsts: bool, lasts: bool) -> Part:
    if Kind.KUNYA in (word.kind, other.kind):
        return Part.KUNYA
    if firsts:
        return Part.GIVEN_NAME
    return Part.FAMILY_NAME if lasts else Part.NAME


def _rule(word: Word, other: Word) -> Rule:
    if word.text == other.text:
        return Rule.NAME_EQUAL
    shared = {sounds for sounds, _ in word.forms} & {sounds for sounds, _ in other.forms}
    return Rule.NAME_SAME_SOUND if shared or word.is_arabic != other.is_arabic else Rule.NAME_SIMILAR


def _rounded(bits: float) -> float:
    return round(float(bits), 2)
