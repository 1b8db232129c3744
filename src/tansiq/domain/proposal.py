"""When a pair is proposed to people, and which pair they should look at first."""

from tansiq.domain.offence import URGENCY, Measure

PROPOSE_FROM_PPM = 300_000
"""Least probability at which a pair is shown to people, in parts per million; docs/matching.md tells what it costs."""

BANDS = 5
"""Probability counts in this many bands only: within a band the measure decides, then age, because an order by score
alone sways whoever judges (Dror 2012, doi 10.1111/j.1556-4029.2011.02013.x)."""


def priority(probability_ppm: int, left: Measure, right: Measure) -> int:
    """How urgent a pair is; larger is sooner. Pairs of one priority are looked at oldest first."""
    band = min(BANDS - 1, probability_ppm * BANDS // 1_000_000)
    return band * 10 + max(URGENCY[left], URGENCY[right])
