"""Two names compared, or many with many, across scripts and spellings.

>>> compare("Zoubir Testaoui", "TESTAOUI Zoubir").score > 0.9
True
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from tansiq.matching.channels import Floats
from tansiq.matching.evidence import NameMatch
from tansiq.matching.explanations import explain, flipped
from tansiq.matching.lexicon import Lexicon
from tansiq.matching.model import load_model
from tansiq.matching.panels import Panel, nothing_bits, number_table, read_panel
from tansiq.matching.spelling import Ints
from tansiq.matching.variants import read_variants
from tansiq.matching.words import Reader, Word

Reading = tuple[Word, ...]

_HALF_BITS: Final = 13.5
"""Bits at which a name scores one half: where precision and recall balance on the UN list and on the test set."""
_BITS_A_STEP: Final = 2.0
"""Bits that double the odds of the score: so that a single float still tells one good match from another."""


def compare(a: str, b: str) -> NameMatch:
    """Return how alike two names are: 1 for the same words, 0 when nothing speaks for it.

    A rare name in another spelling scores more than a common one, which tells less.
    A text that holds several names ("Zoubir Testaoui, alias Abou Walid") is as like another as the likest of them.
    """
    first, second = min(a, b), max(a, b)
    reader = Reader()
    left, right = _readings(first, reader), _readings(second, reader)
    if not left or not right:
        return NameMatch(0.0)
    lexicon = Lexicon(word for reading in right for word in reading)
    panel, numbers = read_panel(lexicon, left), _numbers(lexicon, right)
    weights = load_model().name_weights
    mine, other = np.repeat(np.arange(len(left)), len(right)), np.tile(np.arange(len(right)), len(left))
    bits = panel.bits(mine, numbers[other], weights)
    best = int(bits.argmax())
    evidence = explain(panel.laid(int(mine[best]), numbers[other[best]]), weights)
    score = 1.0 if left[mine[best]] == right[other[best]] else float(scores(bits[best : best + 1])[0])
    return NameMatch(score, evidence if (first, second) == (a, b) else flipped(evidence))


def compare_many(queries: Sequence[str], names: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return the scores as float32 of shape (n_queries, n_names)."""
    reader = Reader()
    every = [_readings(name, reader) for name in names]
    flat = [reading for readings in every for reading in readings]
    lexicon = Lexicon(word for reading in flat for word in reading)
    numbers, counts = _numbers(lexicon, flat), np.array([len(readings) for readings in every], np.intp)
    result = np.zeros((len(queries), len(names)), np.float32)
    for row, query in enumerate(queries):
        mine = _readings(query, reader)
        if mine and flat:
            panel = read_panel(lexicon, mine)
            result[row] = _best(np.maximum.reduce([_against(panel, at, numbers) for at in range(len(mine))]), counts)
    return result


def _against(panel: Panel, at: int, numbers: Ints) -> Floats:
    """Return the scores of one name of a panel against all names, by their word numbers."""
    found = scores(panel.bits(np.full(len(numbers), at, np.intp), numbers, load_model().name_weights))
    found[(numbers == panel.numbers(at)).all(axis=1)] = 1.0
    return found


def scores(bits: Floats) -> Floats:
    """Return scores from 0 to 1 of name pairs worth some bits, float32 of the same shape; 0 for nothing in common."""
    found = 1.0 / (1.0 + np.exp2((_HALF_BITS - bits) / _BITS_A_STEP))
    return np.asarray(np.where(bits > nothing_bits(), found, 0.0), np.float32)


def _best(found: Floats, counts: npt.NDArray[np.intp]) -> Floats:
    """Return the best score of each text that holds so many names, 0 where it holds none."""
    if (counts == 1).all():
        return found
    result = np.zeros(len(counts), np.float32)
    starts = (np.cumsum(counts) - counts)[counts > 0]
    result[counts > 0] = np.maximum.reduceat(found, starts)
    return result


def _readings(name: str, reader: Reader) -> list[Reading]:
    return [reading for reading in map(reader.read, read_variants(name)) if reading]


def _numbers(lexicon: Lexicon, readings: Sequence[Reading]) -> Ints:
    return number_table([[lexicon.number(word) for word in reading] for reading in readings])
