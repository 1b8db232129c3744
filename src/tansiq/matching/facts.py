"""What is known of a person besides the names, read once and weighed against another's.

Rules: what one side does not know gives no evidence; places meet by the consonants of their words, so that scripts do
not matter; document numbers are compared without blanks and signs.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from tansiq.matching.births import birth_bits, weigh_births
from tansiq.matching.evidence import Evidence, Part, Rule
from tansiq.matching.identities import Birth, Document, Identity
from tansiq.matching.keys import skeletons
from tansiq.matching.weights import RULE_BITS
from tansiq.matching.words import Reader

SHORTEST_NUMBER: Final = 5
"""A shorter document number is no evidence: there are too few of them."""
_SHORTEST_FOR_SLIPS: Final = 7
_MOST: Final = 50
"""Births, places and documents read of one identity: bounds the time of one comparison."""
_SIGNS = re.compile(r"[\W_]+")
_GENERAL_WORDS: Final = frozenset(
    re.split(
        " ",
        "district province city village wilaya governorate region near unknown town area state of de la le les du"
        " the ولايه محافظه مدينه بلديه دائره قريه",
    )
)
"""Words that many places share."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place as given, and the consonants of each word that names it (not those of the country after the comma).

    `joined` is those of all words in their order: "Bu Tawus" is بوطاووس.
    """

    text: str
    words: frozenset[str]
    joined: str

    def is_same(self, other: "Place") -> bool:
        """Whether both names have the same consonants, in words or run together."""
        return self.words == other.words or self.joined == other.joined


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one identity, read for comparison."""

    births: tuple[Birth, ...]
    places: tuple[Place, ...]
    sex: str | None
    nationalities: frozenset[str]
    documents: tuple[tuple[str, Document], ...]


def read_facts(identity: Identity, reader: Reader) -> Facts:
    """Return the facts of `identity`."""
    places = (_read_place(text, reader) for text in dict.fromkeys(identity.places[:_MOST]))
    documents = ((plain_number(document.number), document) for document in identity.documents[:_MOST])
    return Facts(
        births=tuple(dict.fromkeys(identity.births[:_MOST])),
        places=tuple(place for place in places if place.words),
        sex=identity.sex,
        nationalities=frozenset(code.upper() for code in identity.nationalities),
        documents=tuple(pair for pair in documents if len(pair[0]) >= SHORTEST_NUMBER),
    )


def plain_number(number: str) -> str:
    """Return a document number in capitals and European digits, without blanks and signs."""
    text = unicodedata.normalize("NFKC", number[:64]).upper()
    return _SIGNS.sub("", "".join(str(unicodedata.digit(sign, sign)) for sign in text))


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
        yield max(found, key=lambda piece: (piece.weight_bits, sorted((piece.left, piece.right))))


def most_fact_bits(left: Facts, right: Facts) -> float:
    """Return the most that `weigh_facts` can add up to, without telling it: most pairs are refused by this."""
    bits = birth_bits(left.births, right.births)
    if left.places and right.places:
        bits += RULE_BITS[_place_rule(left.places, right.places)]
    if left.sex is not None and right.sex is not None:
        bits += RULE_BITS[Rule.SEX_EQUAL if left.sex == right.sex else Rule.SEX_DIFFERENT]
    if left.nationalities and right.nationalities:
        is_shared = not left.nationalities.isdisjoint(right.nationalities)
        bits += RULE_BITS[Rule.NATIONALITY_SHARED if is_shared else Rule.NATIONALITY_DIFFERENT]
    if left.documents and right.documents:
        is_shared = any(mine == other for mine, _ in left.documents for other, _ in right.documents)
        bits += RULE_BITS[Rule.DOCUMENT_EQUAL if is_shared else Rule.DOCUMENT_ONE_CHARACTER_APART]
    return bits


def _place_rule(left: tuple[Place, ...], right: tuple[Place, ...]) -> Rule:
    """Return the best that two of these places can be."""
    if any(mine.is_same(other) for mine in left for other in right):
        return Rule.PLACE_EQUAL
    is_shared = any(not mine.words.isdisjoint(other.words) for mine in left for other in right)
    return Rule.PLACE_SHARES_WORD if is_shared else Rule.PLACE_DIFFERENT


def _evidence(part: Part, left: str, right: str, rule: Rule) -> Evidence:
    return Evidence(part, left, right, rule, RULE_BITS[rule])


def _read_place(text: str, reader: Reader) -> Place:
    parts = [part for part in re.split(r"[,،;/()]", text[:200]) if part.strip()]
    named = parts[:-1] if len(parts) > 1 else parts
    words = (word for part in named for word in reader.read(part) if word.text not in _GENERAL_WORDS)
    sounds = [skeletons(word.forms[0][0])[0] if word.forms else word.text for word in words]
    return Place(text, frozenset(sounds) - {""}, "".join(sounds))


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
    same_country = one.country is None or two.country is None or one.country.upper() == two.country.upper()
    if mine == other:
        rule = Rule.DOCUMENT_EQUAL if same_country else Rule.DOCUMENT_EQUAL_OTHER_COUNTRY
    elif (
        same_country
        and min(len(mine), len(other)) >= _SHORTEST_FOR_SLIPS
        and OSA.distance(mine, other, score_cutoff=1) == 1
    ):
        rule = Rule.DOCUMENT_ONE_CHARACTER_APART
    elif one.type is not None and one.type == two.type and one.country is not None and one.country == two.country:
        rule = Rule.DOCUMENT_DIFFERENT
    else:
        return None
    return _evidence(Part.DOCUMENT, one.number, two.number, rule)
