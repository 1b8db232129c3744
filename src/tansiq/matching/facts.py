"""What is known of a person besides the names, read once and weighed against another's.

Rules: what one side does not know gives no evidence; places meet by the consonants of their words, so that scripts do
not matter; document numbers are compared without blanks and signs. A fact that outweighs every name is a veto, one that
needs no name is a near proof, and both say so. `fact_kernels` does the same over arrays.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import OSA

from tansiq.matching import weights
from tansiq.matching.births import weigh_births
from tansiq.matching.evidence import Evidence, Part, Rule
from tansiq.matching.identities import Birth, Document, Identity
from tansiq.matching.places import Place, read_place
from tansiq.matching.weights import RULE_BITS

SHORTEST_NUMBER: Final = 5
"""A shorter document number is no evidence: there are too few of them."""
SHORTEST_FOR_SLIPS: Final = 7
"""Of shorter numbers, one character apart is mostly another person's."""
_MOST: Final = 50
"""Births, places and documents read of one identity: bounds the time of one comparison."""
_SIGNS = re.compile(r"[\W_]+")
_PLAIN: Final = re.compile("[0-9A-Z]+")


class Force(StrEnum):
    """What a hard fact does to a match."""

    VETO = "veto"
    NEAR_PROOF = "near_proof"


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one identity, read for comparison; documents as (plain number, document)."""

    births: tuple[Birth, ...]
    places: tuple[Place, ...]
    sex: str | None
    nationalities: frozenset[str]
    documents: tuple[tuple[str, Document], ...]


class FactReader:
    """Reads facts and keeps the places it met, so that each is taken apart once; owned by whoever reads a list."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}

    def read(self, identity: Identity) -> Facts:
        """Return the facts of `identity`."""
        places = map(self._place, dict.fromkeys(identity.places[:_MOST])) if identity.places else ()
        numbered = (
            [(plain_number(document.number), document) for document in identity.documents[:_MOST]]
            if identity.documents
            else ()
        )
        return Facts(
            births=tuple(dict.fromkeys(identity.births[:_MOST])) if len(identity.births) > 1 else identity.births,
            places=tuple(place for place in places if place.words),
            sex=identity.sex,
            nationalities=frozenset(map(str.upper, identity.nationalities)),
            documents=tuple(pair for pair in numbered if len(pair[0]) >= SHORTEST_NUMBER),
        )

    def _place(self, text: str) -> Place:
        known = self._places.get(text)
        if known is None:
            known = self._places[text] = read_place(text)
        return known


def read_facts(identity: Identity) -> Facts:
    """Return the facts of one identity; `FactReader` reads many."""
    return FactReader().read(identity)


def plain_number(number: str) -> str:
    """Return a document number in capitals and European digits, without blanks and signs."""
    if _PLAIN.fullmatch(number[:64]):
        return number[:64]
    text = unicodedata.normalize("NFKC", number[:64]).upper()
    return _SIGNS.sub("", "".join(str(unicodedata.digit(sign, sign)) for sign in text))


def force_of(evidence: Evidence) -> Force | None:
    """Return whether a fact decides nearly alone.

    A veto leaves the likest names at even odds or less; a near proof lifts a pair over them that nothing else supports.
    """
    if evidence.part in (Part.PRIOR, Part.NAME, Part.GIVEN_NAME, Part.FAMILY_NAME, Part.KUNYA, Part.ALIAS):
        return None
    if evidence.weight_bits >= -weights.PRIOR_BITS:
        return Force.NEAR_PROOF
    return Force.VETO if evidence.weight_bits <= -(weights.NAME_CEILING_BITS + weights.PRIOR_BITS) else None


def weigh_facts(left: Facts, right: Facts) -> Iterator[Evidence]:
    """Yield the evidence of births, places, sex, nationalities and documents, where both sides know them."""
    births = weigh_births(left.births, right.births)
    if births is not None:
        yield births
    if left.places and right.places:
        yield _weigh_places(left.places, right.places)
    if left.sex is not None and right.sex is not None:
        yield _evidence(Part.SEX, left.sex, right.sex, Rule.SEX_EQUAL if left.sex == right.sex else Rule.SEX_DIFFERENT)
    if left.nationalities and right.nationalities:
        is_shared = left.nationalities & right.nationalities
        rule = Rule.NATIONALITY_SHARED if is_shared else Rule.NATIONALITY_DIFFERENT
        yield _evidence(
            Part.NATIONALITY, " ".join(sorted(left.nationalities)), " ".join(sorted(right.nationalities)), rule
        )
    documents = [_weigh_documents(mine, other) for mine in left.documents for other in right.documents]
    found = [evidence for evidence in documents if evidence is not None]
    if found:
        yield max(found, key=lambda piece: (piece.weight_bits, piece.rule, sorted((piece.left, piece.right))))


def _evidence(part: Part, left: str, right: str, rule: Rule) -> Evidence:
    return Evidence(part, left, right, rule, RULE_BITS[rule])


def _weigh_places(left: tuple[Place, ...], right: tuple[Place, ...]) -> Evidence:
    def alike(pair: tuple[Place, Place]) -> tuple[bool, int, list[str]]:
        mine, other = pair
        return mine.is_same(other), len(mine.words & other.words), sorted((mine.text, other.text))

    mine, other = max(((mine, other) for mine in left for other in right), key=alike)
    if mine.is_same(other):
        return _evidence(Part.PLACE, mine.text, other.text, Rule.PLACE_EQUAL)
    rule = Rule.PLACE_SHARES_WORD if mine.words & other.words else Rule.PLACE_DIFFERENT
    return _evidence(Part.PLACE, mine.text, other.text, rule)


def _weigh_documents(left: tuple[str, Document], right: tuple[str, Document]) -> Evidence | None:
    (mine, one), (other, two) = left, right
    here, there = (one.country or "").upper(), (two.country or "").upper()
    same_country = not here or not there or here == there
    if mine == other:
        rule = Rule.DOCUMENT_EQUAL if same_country else Rule.DOCUMENT_EQUAL_OTHER_COUNTRY
    elif (
        same_country
        and min(len(mine), len(other)) >= SHORTEST_FOR_SLIPS
        and OSA.distance(mine, other, score_cutoff=1) == 1
    ):
        rule = Rule.DOCUMENT_ONE_CHARACTER_APART
    elif one.type is not None and one.type == two.type and here and here == there:
        rule = Rule.DOCUMENT_DIFFERENT
    else:
        return None
    return _evidence(Part.DOCUMENT, one.number, two.number, rule)
