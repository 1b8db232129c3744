"""How good scores are: places of the right names, shares found while few wrong pairs are let through, F1, calibration.

Rules: a tie is never won. Where a right name ties with wrong ones, a query counts by the share of the orders of the tie
in which the right one would come in time: half, if one right name ties with one wrong one. Among pairs, those that tie
pass a threshold together or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.floating]
BINS: Final = 10


def share_in_first(scores: Scores, right: Sequence[Sequence[int]], places: int) -> float:
    """Return the share of the queries that have a right name within the first `places`, ties counted as they may fall.

    Args:
        scores: One row for each query, one column for each name.
        right: For each query, the columns that are right.
    """
    return float(np.mean([_chance(row, list(own), places) for row, own in zip(scores, right, strict=True)]))


def _chance(row: Scores, own: list[int], places: int) -> float:
    best = row[own].max()
    above = int((row > best).sum())
    tied, tied_right = int((row == best).sum()), int((row[own] == best).sum())
    missed = 1.0
    for taken in range(max(0, min(places - above, tied))):
        missed *= max(0, tied - tied_right - taken) / (tied - taken)
    return 1.0 - missed if places > above else 0.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """All pairs of a task: the scores of those that are true and of those that are false, best first.

    A true pair that was never looked at has the score minus infinity.
    """

    true: Scores
    false: Scores

    @classmethod
    def of_task(cls, scores: Scores, right: Sequence[Sequence[int]]) -> "Pairs":
        """The pairs of every query with every name."""
        is_true = np.zeros(scores.shape, bool)
        for row, own in enumerate(right):
            is_true[row, list(own)] = True
        return cls.of_pairs(scores.ravel(), is_true.ravel())

    @classmethod
    def of_pairs(cls, scores: Scores, is_true: npt.NDArray[np.bool_]) -> "Pairs":
        """The pairs with these scores."""
        return cls(-np.sort(-scores[is_true]), -np.sort(-scores[~is_true]))

    def found_at(self, rate: float) -> float:
        """Return the share of the true pairs above every threshold that lets no more false ones through than `rate`.

        Args:
            rate: A share of the false pairs; rounded down to whole pairs.
        """
        allowed = int(rate * len(self.false))
        if allowed >= len(self.false):
            return 1.0
        return float((self.true > self.false[allowed]).mean())

    def f1_at(self, threshold: float) -> float:
        """Return the F1 of the pairs that reach a threshold."""
        return self._f1(int((self.true >= threshold).sum()), int((self.false >= threshold).sum()))

    def best_f1(self) -> tuple[float, float]:
        """Return the best F1 of any threshold, and that threshold."""
        thresholds = np.unique(self.true[np.isfinite(self.true)])
        if not len(thresholds):
            return 0.0, 0.0
        true = len(self.true) - np.searchsorted(self.true[::-1], thresholds)
        false = len(self.false) - np.searchsorted(self.false[::-1], thresholds)
        f1 = 2 * true / (true + false + len(self.true))
        best = int(f1.argmax())
        return float(f1[best]), float(thresholds[best])

    def _f1(self, true: int, false: int) -> float:
        return 2 * true / (true + false + len(self.true))


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of about one probability: how many, the mean that was said, and the share that is true."""

    pairs: int
    said: float
    true: float


def bins(probabilities: Scores, is_true: npt.NDArray[np.bool_], *, equal_mass: bool) -> list[Bin]:
    """Return ten bins of equal width, or of about equally many pairs; empty ones are left out."""
    order = np.argsort(probabilities, kind="stable")
    if equal_mass:
        parts = np.array_split(order, BINS)
    else:
        number = np.minimum((probabilities * BINS).astype(int), BINS - 1)
        parts = [np.flatnonzero(number == one) for one in range(BINS)]
    return [
        Bin(len(part), float(probabilities[part].mean()), float(is_true[part].mean())) for part in parts if len(part)
    ]


def calibration_error(found: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean of the distance between said and true, weighed by pairs."""
    whole = sum(one.pairs for one in found)
    return sum(one.pairs * abs(one.said - one.true) for one in found) / whole
