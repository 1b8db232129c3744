"""Every weight of the matcher, in bits, with the reason beside it: the one table to argue with.

Rule: a number that decides a score stands here and nowhere else. `docs/matching.md` tells how they were measured.
"""

from tansiq.matching.evidence import Rule

PRIOR_BITS = -13.0
"""One candidate pair in 8,000 is one person: a list of some thousands, each with about one partner."""

RULE_BITS: dict[Rule, float] = {
    Rule.PRIOR: PRIOR_BITS,
}
