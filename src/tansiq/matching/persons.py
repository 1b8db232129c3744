"""Two identities compared: one probability with its evidence."""

from tansiq.matching.evidence import Evidence, IdentityMatch, Part, Rule, probability_of_bits
from tansiq.matching.identities import Identity
from tansiq.matching.names import compare
from tansiq.matching.weights import PRIOR_BITS


def compare_identities(a: Identity, b: Identity) -> IdentityMatch:
    """Return the probability that `a` and `b` are one person, with its evidence."""
    score, left, right = max((compare(m, n).score, m, n) for m in a.names for n in b.names)
    evidence = (
        Evidence(Part.PRIOR, "", "", Rule.PRIOR, PRIOR_BITS),
        Evidence(Part.NAME, left, right, Rule.NAME_SIMILAR, 20.0 * score),
    )
    return IdentityMatch(probability_of_bits(sum(piece.weight_bits for piece in evidence)), evidence)
