"""Two names laid side by side: which word answers which, and what the whole is worth in bits.

Rules: many pairs at once, never a Python loop over pairs; best pair of words first, each word used once; words left
over on both sides contradict each other, words left over on one side cost little (lists drop patronymics freely), and
given names that contradict cap the whole: father, son and brothers share all the rest.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tansiq.matching import weights

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
NO_ANSWER = np.float32(-1.0)


@dataclass(frozen=True, slots=True)
class Alignment:
    """n pairs of names, aligned; every array but `answer` and `words` has shape (n,), all weights are bits.

    Attributes:
        answer: int8 of shape (n, left words): the right word that answers each left word, or -1.
        words: float32 of shape (n, left words): what each answered word is worth.
        contradiction: Words left over on both sides.
        left_over: Further words left over on one side.
        given: A first word that is contradicted, or the first word of one side missing on the other.
        order: Words that answer each other in another order.
        is_given_contradiction: True where words contradict and one of them stands first: where a list puts the family
            first, the given name stands elsewhere on that side.
    """

    answer: npt.NDArray[np.int8]
    words: Floats
    contradiction: Floats
    left_over: Floats
    given: Floats
    order: Floats
    is_given_contradiction: Bools

    @property
    def bits(self) -> Floats:
        """The sum, float32 of shape (n,)."""
        total = self.words.sum(axis=1) + self.contradiction + self.left_over + self.given + self.order
        return np.asarray(total, np.float32)


def align(worth: Floats, left_words: npt.NDArray[np.intp], right_words: npt.NDArray[np.intp]) -> Alignment:
    """Align n pairs of names.

    Args:
        worth: float32 of shape (n, left, right): what each pair of words is worth, 0 where they are not one word.
        left_words: Number of words of each left name, shape (n,).
        right_words: Number of words of each right name, shape (n,).
    """
    answer, words = _answers(worth)
    is_left_over = (answer < 0) & (np.arange(worth.shape[1]) < left_words[:, None])
    answered = (answer >= 0).sum(axis=1)
    left_rest, right_rest = left_words - answered, right_words - answered
    both = np.minimum(left_rest, right_rest)
    right_first_answered = (answer == 0).any(axis=1)
    left_first_free, right_first_free = is_left_over[:, 0], ~right_first_answered & (right_words > 0)
    contradicts = (left_first_free | right_first_free) & (both > 0)
    missing = (left_first_free ^ right_first_free) & (both == 0) & (answered > 0)
    contradiction = np.where(
        both > 0, weights.FIRST_CONTRADICTION_BITS + (both - 1) * weights.NEXT_CONTRADICTION_BITS, 0.0
    )
    rest = np.minimum(np.abs(left_rest - right_rest), weights.MOST_LEFT_OVER)
    given = np.where(contradicts, weights.GIVEN_CONTRADICTION_BITS, np.where(missing, weights.GIVEN_MISSING_BITS, 0.0))
    given = _capped(given, words.sum(axis=1) + contradiction, contradicts=contradicts, missing=missing)
    return Alignment(
        answer=answer,
        words=words,
        contradiction=contradiction.astype(np.float32),
        left_over=(rest * weights.LEFT_OVER_BITS).astype(np.float32),
        given=given.astype(np.float32),
        order=(_inverted(answer) * weights.ORDER_BITS).astype(np.float32),
        is_given_contradiction=contradicts,
    )


def _answers(worth: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Return for each left word the right word that answers it, and its worth: greedy, best pair first."""
    n, rows, columns = worth.shape
    near = -np.abs(np.arange(rows)[:, None] - np.arange(columns)) - 0.01 * (
        np.arange(rows)[:, None] + np.arange(columns)
    )
    open_worth = np.where(worth > 0, worth + np.float32(1e-3) * near.astype(np.float32), NO_ANSWER)
    answer = np.full((n, rows), -1, np.int8)
    words = np.zeros((n, rows), np.float32)
    for _ in range(min(rows, columns)):
        best = open_worth.reshape(n, -1).argmax(axis=1)
        i, j = best // columns, best % columns
        live = np.flatnonzero(open_worth[np.arange(n), i, j] > 0)
        if not len(live):
            break
        answer[live, i[live]] = j[live]
        words[live, i[live]] = worth[live, i[live], j[live]]
        open_worth[live, i[live], :] = NO_ANSWER
        open_worth[live, :, j[live]] = NO_ANSWER
    return answer, words


def _capped(
    given: npt.NDArray[np.float64], rest: Floats, *, contradicts: Bools, missing: Bools
) -> npt.NDArray[np.float64]:
    """Return the weight of the given names such that kin cannot pass the ceiling set for them."""
    ceiling = np.where(contradicts, weights.KIN_CEILING_BITS, np.where(missing, weights.FATHER_CEILING_BITS, np.inf))
    return np.minimum(given, ceiling - rest)


def _inverted(answer: npt.NDArray[np.int8]) -> Bools:
    """Return where two answered words stand in another order."""
    latest = np.maximum.accumulate(answer, axis=1)
    return np.asarray(((answer >= 0) & (answer < latest)).any(axis=1))
