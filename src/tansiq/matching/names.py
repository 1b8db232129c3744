"""Two names compared, or many with many, across scripts and spellings.

>>> compare("Zoubir Testaoui", "TESTAOUI Zoubir").score > 0.9
True
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from tansiq.matching import weights
from tansiq.matching.alignment import Floats
from tansiq.matching.evidence import NameMatch
from tansiq.matching.explanations import explain, flipped
from tansiq.matching.lexicon import Lexicon
from tansiq.matching.panels import number_table, read_panel, told_bits
from tansiq.matching.words import read_name

_PAIRS_AT_ONCE: Final = 50_000


def compare(a: str, b: str) -> NameMatch:
    """Return how alike two names are: 1 for the same name, 0 when nothing speaks for it."""
    first, second = min(a, b), max(a, b)
    left, right = read_name(first), read_name(second)
    if not left or not right:
        return NameMatch(0.0)
    lexicon = Lexicon(right)
    panel, numbers = read_panel(lexicon, [left]), number_table([[lexicon.number(word) for word in right]])
    alignment = panel.align(np.zeros(1, np.intp), numbers)
    evidence = explain(alignment, 0, left, right)
    told = np.full(1, panel.told_bits(0), np.float32)
    score = float(scores(alignment.bits, alignment.words.sum(axis=1), told, told_bits(lexicon, numbers))[0])
    return NameMatch(score, evidence if (first, second) == (a, b) else flipped(evidence))


def compare_many(queries: Sequence[str], names: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return the scores as float32 of shape (n_queries, n_names)."""
    readings = [read_name(name) for name in names]
    lexicon = Lexicon(word for reading in readings for word in reading)
    numbers = number_table([[lexicon.number(word) for word in reading] for reading in readings])
    told = told_bits(lexicon, numbers)
    result = np.zeros((len(queries), len(names)), np.float32)
    for row, query in enumerate(queries):
        reading = read_name(query)
        if not reading:
            continue
        panel = read_panel(lexicon, [reading])
        for start in range(0, len(names), _PAIRS_AT_ONCE):
            part = slice(start, start + _PAIRS_AT_ONCE)
            found = panel.align(np.zeros(len(numbers[part]), np.intp), numbers[part])
            mine = np.full(len(told[part]), panel.told_bits(0), np.float32)
            result[row, part] = scores(found.bits, found.words.sum(axis=1), mine, told[part])
    return result


def scores(bits: Floats, found: Floats, left: Floats, right: Floats) -> Floats:
    """Return scores from 0 to 1: the bits found of those that the two names could have told.

    Where the words that contradict outweigh those that agree, a little is left for the words that agree, so that a
    search still ranks what it found.

    Args:
        bits: What each pair of names is worth.
        found: What its answered words alone are worth.
        left: What the left name could have told.
        right: What the right name could have told.
    """
    whole = np.maximum((left + right) / 2, 1e-6)
    little = np.float32(weights.SMALLEST_SCORE) * np.minimum(found / whole, 1.0)
    return np.asarray(np.clip(np.maximum(bits / whole, little), 0.0, 1.0), np.float32)
