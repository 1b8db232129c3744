"""Records found by a name, finished or still being typed: shared words first, then the best laid side by side."""

from typing import Final

import numpy as np

from tansiq.matching.evidence import Candidate
from tansiq.matching.explanations import explain
from tansiq.matching.model import load_model
from tansiq.matching.names import scores
from tansiq.matching.panels import read_panel
from tansiq.matching.records import Records
from tansiq.matching.words import read_name

_MOST_ALIGNED: Final = 300
"""Records laid side by side with the name: the notes' prototype lost 2 % of the exhaustive top ten at 200."""
_LEAST_BITS: Final = 0.2


def search_records(records: Records, name: str, limit: int, *, prefix: bool) -> list[Candidate]:
    """Return up to `limit` records with a name like `name`, best first."""
    reading = read_name(name)
    if not reading or limit < 1:
        return []
    panel = read_panel(records.lexicon, [reading], unfinished=prefix)
    rows = records.best_rows(
        records.scores(panel.rows, records.shared(panel)), max(_MOST_ALIGNED, limit), least=_LEAST_BITS
    )
    if not len(rows):
        return []
    names, numbers, counts = records.names_of(rows), records.numbers(records.names_of(rows)), records.counts(rows)
    weights = load_model().name_weights
    found = scores(panel.bits(np.zeros(len(names), np.intp), numbers, weights))
    starts = np.cumsum(counts) - counts
    best = np.maximum.reduceat(found, starts)
    order = sorted(
        (-round(float(best[at]), 4), str(records.keys[row]), at) for at, row in enumerate(rows) if best[at] > 0
    )
    result = []
    for score, key, at in order[:limit]:
        place = int(starts[at]) + int(found[starts[at] : starts[at] + counts[at]].argmax())
        evidence = explain(panel.laid(0, numbers[place]), weights)
        result.append(Candidate(key, -score, evidence))
    return result
