"""Two identities compared: one probability, and the evidence whose weights add up to its odds.

>>> one, two = Identity(names=("Zoubir Testaoui",)), Identity(names=("Karim Essai",))
>>> compare_identities(one, one).probability > compare_identities(one, two).probability
True
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np
import numpy.typing as npt

from tansiq.matching import weights
from tansiq.matching.channels import Floats
from tansiq.matching.evidence import Evidence, IdentityMatch, Part, Rule, probability_of_bits, sum_of_bits
from tansiq.matching.explanations import explain
from tansiq.matching.fact_table import code_of
from tansiq.matching.facts import read_facts, weigh_facts
from tansiq.matching.identities import Identity
from tansiq.matching.lexicon import Lexicon
from tansiq.matching.model import load_model
from tansiq.matching.panels import number_table, read_panel
from tansiq.matching.variants import read_variants
from tansiq.matching.words import MAX_NAMES, Kind, Reader

_PRIOR = Evidence(Part.PRIOR, "", "", Rule.PRIOR, weights.PRIOR_BITS)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one identity as given, good ones first."""

    texts: tuple[str, ...]
    strong: int


def names_of(identity: Identity, reader: Reader) -> Names:
    """Return the names that are compared, each once; a name that is both good and weak is good.

    A text may hold several: aliases in brackets, a name before marriage, the Arabic behind a passport's letters.
    """
    held = tuple(dict.fromkeys(_held(identity.names, reader)))
    strong = (*held, *_with_kunya(held, reader))
    weak = (name for name in _held(identity.weak_names, reader) if name not in strong)
    return Names((*strong, *dict.fromkeys(weak))[:MAX_NAMES], len(strong))


def _held(texts: Sequence[str], reader: Reader) -> Iterator[str]:
    return (name for text in texts[:MAX_NAMES] for name in read_variants(text) if reader.is_name(name))


def _with_kunya(names: Sequence[str], reader: Reader) -> Iterator[str]:
    """Yield the first full name with the first kunya before it: who is Abou Omar, too, may be listed as Abou Omar X."""
    readings = [(name, reader.read(name)) for name in names]
    kunya = next((name for name, words in readings if len(words) == 1 and words[0].kind is Kind.KUNYA), None)
    full = [(name, words) for name, words in readings if len(words) > 1 and words[0].kind is not Kind.KUNYA]
    if kunya is not None and full:
        is_arabic = reader.read(kunya)[0].is_arabic
        yield f"{kunya} {next((name for name, words in full if words[0].is_arabic == is_arabic), full[0][0])}"


def compare_identities(a: Identity, b: Identity) -> IdentityMatch:
    """Return the probability that `a` and `b` are one person, with its evidence."""
    reader = Reader()
    left, right = names_of(a, reader), names_of(b, reader)
    facts = tuple(weigh_facts(read_facts(a), read_facts(b)))
    if not left.texts or not right.texts:
        return judged((), facts)
    return judged(weigh_names(left, right, reader), facts)


def judged(names: Sequence[Evidence], facts: Sequence[Evidence]) -> IdentityMatch:
    """Return the match that the evidence of names and facts makes."""
    evidence = (_PRIOR, *names, *facts)
    return IdentityMatch(probability_of_bits(sum_of_bits(evidence)), evidence)


def weighed_bits(bits: Floats, is_weak: npt.NDArray[np.bool_]) -> Floats:
    """Return what name pairs are worth when a weak alias takes part: less of what speaks for them."""
    return np.asarray(np.where(is_weak & (bits > 0), bits * np.float32(weights.WEAK_ALIAS_FACTOR), bits), np.float32)


def weigh_names(left: Names, right: Names, reader: Reader) -> tuple[Evidence, ...]:
    """Return the evidence of the best pair of names, and of a second pair that also agrees."""
    shape = len(left.texts), len(right.texts)
    readings = [reader.read(name) for name in left.texts], [reader.read(name) for name in right.texts]
    lexicon = Lexicon(word for reading in readings[1] for word in reading)
    numbers = number_table([[lexicon.number(word) for word in reading] for reading in readings[1]])
    panel, scorecard = read_panel(lexicon, readings[0]), load_model().name_weights
    mine = np.repeat(np.arange(shape[0]), shape[1])
    bits = panel.bits(mine, np.tile(numbers, (shape[0], 1)), scorecard, of_persons=True).reshape(shape)
    is_weak = (np.arange(shape[0]) >= left.strong)[:, None] | (np.arange(shape[1]) >= right.strong)
    worth = np.round(weighed_bits(bits, is_weak), 2)
    best = _best(worth, left.texts, right.texts)
    pieces = list(explain(panel.laid(best[0], numbers[best[1]]), scorecard, of_persons=True))
    if is_weak[best]:
        pieces += _adjusted(pieces, Rule.NAME_WEAK_ALIAS, factor=weights.WEAK_ALIAS_FACTOR)
    pieces += _also(worth, left.texts, right.texts, best=best)
    tried = max(weights.MOST_MANY_ALIASES_BITS, weights.MANY_ALIASES_BITS * log2(shape[0] * shape[1]))
    if tried and sum_of_bits(pieces) > 0:
        pieces.append(Evidence(Part.ALIAS, str(shape[0]), str(shape[1]), Rule.NAME_MANY_ALIASES, round(tried, 2)))
    return (*pieces, *_bounded(sum_of_bits(pieces)))


def _best(worth: Floats, left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    places = np.argwhere(worth >= worth.max() - 0.011).tolist()
    i, j = min(
        places,
        key=lambda place: (
            -round(float(worth[tuple(place)]), 1),
            *sorted((code_of(left[place[0]]), code_of(right[place[1]]))),
        ),
    )
    return i, j


def _adjusted(pieces: Sequence[Evidence], rule: Rule, *, factor: float) -> list[Evidence]:
    total = sum_of_bits(pieces)
    return [Evidence(Part.ALIAS, "", "", rule, round((factor - 1.0) * total, 2))] if total > 0 else []


def _also(worth: Floats, left: Sequence[str], right: Sequence[str], *, best: tuple[int, int]) -> list[Evidence]:
    """Return the evidence that another name of the one also agrees with another name of the other."""
    rest = np.delete(np.delete(worth, best[0], axis=0), best[1], axis=1)
    if not rest.size or rest.max() <= 0:
        return []
    others = (
        [name for at, name in enumerate(left) if at != best[0]],
        [name for at, name in enumerate(right) if at != best[1]],
    )
    i, j = _best(rest, *others)
    bits = round(min(weights.ALIAS_MOST_BITS, weights.ALIAS_SHARE * float(rest[i, j])), 2)
    return [Evidence(Part.ALIAS, others[0][i], others[1][j], Rule.ALIAS_ALSO_AGREES, bits)]


def _bounded(total: float) -> list[Evidence]:
    if total > weights.NAME_CEILING_BITS:
        return [Evidence(Part.NAME, "", "", Rule.NAME_CEILING, round(weights.NAME_CEILING_BITS - total, 2))]
    if total < weights.NAME_FLOOR_BITS:
        return [Evidence(Part.NAME, "", "", Rule.NAME_FLOOR, round(weights.NAME_FLOOR_BITS - total, 2))]
    return []
