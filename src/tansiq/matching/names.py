"""Two names compared. First version: folded words and edit distance, behind the final interface.

>>> compare("Zoubir Testaoui", "TESTAOUI Zoubir").score > 0.9
True
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from tansiq.matching.evidence import Evidence, NameMatch, Part, Rule


def compare(a: str, b: str) -> NameMatch:
    """Return how alike two names are."""
    left, right = sorted((a, b))
    score = fuzz.token_sort_ratio(left.casefold(), right.casefold()) / 100.0
    return NameMatch(score, (Evidence(Part.NAME, a, b, Rule.NAME_SIMILAR, score),))


def compare_many(queries: Sequence[str], names: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return the scores as float32 of shape (n_queries, n_names)."""
    return np.array([[compare(query, name).score for name in names] for query in queries], dtype=np.float32).reshape(
        len(queries), len(names)
    )
