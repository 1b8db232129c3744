"""Who is who: names and identities compared across scripts and spellings, with evidence.

Rules: pure values in memory; no other room is imported; only `save` and `load` touch a file, at the path given.

    >>> from tansiq.matching import compare
    >>> compare("Zoubir Testaoui", "TESTAOUI Zoubir").score > 0.9
    True
"""

from tansiq.matching.errors import FullIndexError, IdentityError, IndexFileError, MatchingError, UnknownKeyError
from tansiq.matching.evidence import Candidate, Evidence, IdentityMatch, NameMatch, Part, Rule, probability_of_bits
from tansiq.matching.identities import Birth, Document, Identity, Precision, Sex
from tansiq.matching.identity_index import IdentityIndex
from tansiq.matching.name_index import NameIndex
from tansiq.matching.names import compare, compare_many
from tansiq.matching.persons import compare_identities

__all__ = [
    "Birth",
    "Candidate",
    "Document",
    "Evidence",
    "FullIndexError",
    "Identity",
    "IdentityError",
    "IdentityIndex",
    "IdentityMatch",
    "IndexFileError",
    "MatchingError",
    "NameIndex",
    "NameMatch",
    "Part",
    "Precision",
    "Rule",
    "Sex",
    "UnknownKeyError",
    "compare",
    "compare_identities",
    "compare_many",
    "probability_of_bits",
]
