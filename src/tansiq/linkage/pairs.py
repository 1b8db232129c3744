"""The pairs of a run: the most probable ones of each record, and their evidence as one cell of text.

Rules: a pair more probable goes before another, then the one that stands earlier in the lists; of a record, of either
list, no more pairs are kept than were asked for. Without --explain the evidence is rules and weights in bits; with it,
the two values of every piece as well. What agrees weighs by how many records of the right list agree as well
(`matching.shares`), so a weight may differ from pair to pair; where that takes from names, --explain has a line more.

    names +14.21; birth_day_equal +11.00; sex_equal +0.20; prior -13.00
"""

from collections.abc import Iterator
from dataclasses import replace
from math import log2
from typing import Final

import numpy as np
import numpy.typing as npt

from tansiq.matching import Evidence, IdentityMatch, Part
from tansiq.matching.fact_kernels import FACT_PARTS, NONE, RULES
from tansiq.matching.facts import Force, force_of
from tansiq.matching.joins import Doubles, Joined
from tansiq.matching.weights import PRIOR_BITS

_PAIRS_FOR_A_TRUE_ONE: Final = 10.0
COMMON_HERE: Final = "names_common_here"
"""What is taken from names because many records of the right list bear them."""
_LEAST_TOLD: Final = 0.005
_FORCES: Final = {Force.VETO: " (veto)", Force.NEAR_PROOF: " (near proof)", None: ""}


def most_probable(joined: Joined, limit: int) -> npt.NDArray[np.int64]:
    """Return the places of the pairs to keep if no record may be in more than `limit` of them, best first."""
    order = np.lexsort((joined.right, joined.left, -joined.bits))
    lefts: dict[int, int] = {}
    rights: dict[int, int] = {}
    kept = []
    for at, left, right in zip(order.tolist(), joined.left[order].tolist(), joined.right[order].tolist(), strict=True):
        mine, other = lefts.get(left, 0), rights.get(right, 0)
        if mine < limit and other < limit:
            lefts[left], rights[right] = mine + 1, other + 1
            kept.append(at)
    return np.array(kept, np.int64)


def in_order(joined: Joined) -> npt.NDArray[np.int64]:
    """Return the places of all pairs: as the left list stands, and of a record the most probable first."""
    return np.lexsort((joined.right, -joined.bits, joined.left))


def prior_shift(size: int) -> float:
    """Return how much less probable than by `PRIOR_BITS` a pair is before anything is compared, in bits, 0 or less.

    Args:
        size: Records of the longer list. Of two lists of a million, more namesakes meet than of two of thousands: the
            prior is one true pair for ten records of the longer list.
    """
    return min(0.0, round(-log2(_PAIRS_FOR_A_TRUE_ONE * max(1, size)) - PRIOR_BITS, 2))


def write_evidence(joined: Joined, shift: float) -> Iterator[str]:
    """Yield the evidence of each pair: rules and weights; `shift` as `prior_shift` gives it."""
    codes, weights = joined.told[:, :, 0].astype(int).tolist(), joined.told[:, :, 1].tolist()
    known: dict[tuple[int, float], str] = {}
    prior = f"prior {PRIOR_BITS + shift:+.2f}"
    for names, rules, bits in zip(joined.names.tolist(), codes, weights, strict=True):
        pieces = [f"names {names:+.2f}"]
        for fact in zip(rules, bits, strict=True):
            if fact[0] != NONE:
                if fact not in known:
                    known[fact] = f"{RULES[fact[0]]} {fact[1]:+.2f}"
                pieces.append(known[fact])
        pieces.append(prior)
        yield "; ".join(pieces)


def explain(match: IdentityMatch, names: float, told: Doubles, shift: float) -> str:
    """Return the whole evidence of a match: part, the two values, rule and weight of every piece.

    Args:
        match: The pair compared alone.
        names, told: What names and facts of the pair weigh in its lists, see `Joined`.
        shift: As `prior_shift` gives it.
    """
    weights = dict(zip(FACT_PARTS, told[:, 1].tolist(), strict=True))
    pieces, rest = [], names
    for piece in match.evidence:
        if piece.part is Part.PRIOR:
            pieces.append(f"{piece.rule} {piece.weight_bits + shift:+.2f}")
        elif piece.part in weights:
            pieces.append(_shown(replace(piece, weight_bits=weights[piece.part])))
        else:
            rest -= piece.weight_bits
            pieces.append(_shown(piece))
    return "; ".join([*pieces, f"{COMMON_HERE} {rest:+.2f}"] if abs(rest) >= _LEAST_TOLD else pieces)


def _shown(piece: Evidence) -> str:
    weight = f"{piece.rule} {piece.weight_bits:+.2f}{_FORCES[force_of(piece)]}"
    return f"{piece.part} {_values(piece.left, piece.right)}{weight}"


def _values(left: str, right: str) -> str:
    return f"[{left} = {right}] " if left or right else ""
