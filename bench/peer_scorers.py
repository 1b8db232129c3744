"""The scorers of others, with the signature of `compare_many`, and their comparison of whole identities.

Rules: each is used as its documentation shows and with its own defaults; reading the names counts as its work.
Needs `requirements/peers.txt`, which `make bench-peers` installs beside the project, never into it.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

import icu
import numpy as np
import numpy.typing as npt
from followthemoney import EntityProxy, model
from nomenklatura.matching import LogicV2
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from tansiq.matching import Identity

Scores = npt.NDArray[np.float32]
NAMES_AT_ONCE: Final = 256
"""Names that logic-v2 keeps read while all queries pass: it remembers a thousand."""
ROMANISATION: Final = "Any-Latin; NFD; [:Nonspacing Mark:] Remove; NFC; Latin-ASCII; Lower"


@cache
def _transliterator() -> icu.Transliterator:
    return icu.Transliterator.createInstance(ROMANISATION)


def romanised(name: str) -> str:
    """Return a name in the plain letters a to z and blanks, as ICU romanises it."""
    return " ".join(re.sub("[^a-z ]", "", _transliterator().transliterate(name).replace("-", " ")).split())


def jaro_winkler(queries: Sequence[str], names: Sequence[str]) -> Scores:
    """Jaro and Winkler's similarity of the romanised names."""
    return _by_letters(queries, names, JaroWinkler.normalized_similarity)


def token_set_ratio(queries: Sequence[str], names: Sequence[str]) -> Scores:
    """RapidFuzz's token set ratio of the romanised names, the best of its ratios for aliases."""
    return _by_letters(queries, names, fuzz.token_set_ratio) / 100


def _by_letters(queries: Sequence[str], names: Sequence[str], scorer: Callable[..., float]) -> Scores:
    sides = [romanised(name) for name in queries], [romanised(name) for name in names]
    return process.cdist(*sides, scorer=scorer, dtype=np.float32, workers=1)


def logic_v2(queries: Sequence[str], names: Sequence[str]) -> Scores:
    """nomenklatura's logic-v2 of persons of whom the name alone is known."""
    config = LogicV2.default_config()
    left, right = (_persons(side, texts) for side, texts in (("query", queries), ("name", names)))
    scores = np.zeros((len(left), len(right)), np.float32)
    for start in range(0, len(right), NAMES_AT_ONCE):
        for row, query in enumerate(left):
            for column in range(start, min(start + NAMES_AT_ONCE, len(right))):
                scores[row, column] = LogicV2.compare(query, right[column], config).score
    return scores


def _persons(side: str, names: Sequence[str]) -> list[EntityProxy]:
    """Persons of one name; ids tell names apart, for logic-v2 remembers names by id."""
    return [_entity(f"{side} {name}", Identity(names=(name,))) for name in names]


def _entity(key: str, identity: Identity) -> EntityProxy:
    person = model.make_entity("Person")
    person.id = key
    person.add("name", identity.names)
    person.add("weakAlias", identity.weak_names)
    person.add("birthDate", [birth for one in identity.births for birth in _days(one.earliest, one.latest)])
    person.add("birthPlace", identity.places)
    person.add("nationality", [code.lower() for code in identity.nationalities])
    for document in identity.documents:
        person.add("passportNumber" if document.type == "passport" else "idNumber", document.number)
    return person


def _days(earliest: object, latest: object) -> list[str]:
    """A birth as that model writes it: a day, or as many of its parts as are known."""
    first, last = str(earliest), str(latest)
    if first == last:
        return [first]
    if first[:7] == last[:7]:
        return [first[:7]]
    return [str(year) for year in range(int(first[:4]), int(last[:4]) + 1)]


def logic_v2_identities(pairs: Sequence[tuple[str, str]], people: dict[str, Identity]) -> npt.NDArray[np.float64]:
    """Return logic-v2's score of each pair of people."""
    config = LogicV2.default_config()
    entities = {key: _entity(f"{id(people)} {key}", identity) for key, identity in people.items()}
    return np.array([LogicV2.compare(entities[a], entities[b], config).score for a, b in pairs])


def best_by_letters(pairs: Sequence[tuple[str, str]], people: dict[str, Identity]) -> npt.NDArray[np.float64]:
    """Return the best Jaro–Winkler similarity of a romanised name of the one with a name of the other."""
    names = {
        key: [romanised(name) for name in (*identity.names, *identity.weak_names)] for key, identity in people.items()
    }
    scorer = JaroWinkler.normalized_similarity
    return np.array([process.cdist(names[a], names[b], scorer=scorer).max() for a, b in pairs], np.float64)
