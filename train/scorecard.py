"""The scorecard of a name pair: the weight of each observation, learned by logistic regression.

True pairs are spellings of one person's name; the false ones are the hardest rivals among all other names, and invented
kin: brothers, father and son, made of aligned words. Weights are bits (log2 of a likelihood ratio): the posterior of
the regression, less the prior that one name in the pool is the right one.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log, log2

import numpy as np

from tansiq.matching.features import COUNT, Feature
from tansiq.matching.lexicon import Lexicon
from tansiq.matching.panels import number_table, read_panel
from tansiq.matching.words import Reader
from train.data import Material

QUERIES = 2_000
POOL = 15_000
RIVALS = 15
FURTHER, SOME = 600, 20
"""Of the next best rivals some are taken, each for many."""
MISTAKEN = -12.0
"""True pairs that agree less than this by the first guess are mistakes of the tables."""
FAMILIES = 1_500
KIN_WEIGHT = 0.5
"""How often a pair of kin is met, for each person met: lists hold families."""
SHORT_WEIGHT = 0.08
"""The same of names of which words are left out."""
RIDGE = 0.02
ROUNDS = 60

Writer = Callable[[Sequence[tuple[str, str]], np.random.Generator], Iterator[tuple[str, str, bool]]]

FIRST_GUESS = {
    **{feature: 1.0 for feature in Feature if feature.name.startswith(("CLEAN", "SHARED"))},
    **dict.fromkeys((Feature.BOTH_1, Feature.BOTH_2, Feature.BOTH_3), -7.0),
    **dict.fromkeys((Feature.EXTRA_1, Feature.EXTRA_2, Feature.EXTRA_3), -3.5),
    Feature.BOTH_TOLD: -0.3,
    Feature.EXTRA_TOLD: -0.15,
    Feature.ORDER: -2.0,
    Feature.GLUED: -1.0,
    Feature.NONE_ANSWERED: -40.0,
}
"""Ranks the rivals before anything is learned."""

_SPEAK_FOR = ("CLEAN", "SHARED", "WEAKEST", "INITIAL")
_SPEAK_AGAINST = ("ODD", "BOTH", "EXTRA", "FIRST_FREE", "FIRSTS_FREE", "ORDER", "GLUED", "NONE", "KUNYA")
UP = {feature for feature in Feature if feature.name.startswith(_SPEAK_FOR)}
DOWN = {feature for feature in Feature if feature.name.startswith(_SPEAK_AGAINST)} - UP


@dataclass(frozen=True, slots=True)
class Sample:
    """Observed pairs: float32 of shape (n, COUNT), whether each is true, and how much it counts."""

    seen: np.ndarray
    true: np.ndarray
    weight: np.ndarray


def is_for_scorecard(arabic: str) -> bool:
    """Whether a name teaches the scorecard: the spelling model that is loaded then must not have met it."""
    return _order(arabic + "scorecard")[0] % 10 < 3


def learn_scorecard(material: Material, is_query: Callable[[str], bool]) -> np.ndarray:
    """Return the weights, float32 of shape (COUNT,), in bits; `is_query` tells the Arabic names that ask."""
    invented = (_invented(material, is_query, _family, KIN_WEIGHT), _invented(material, is_query, _short, SHORT_WEIGHT))
    samples = [*_real(material, is_query), *invented]
    sample = Sample(*(np.concatenate([getattr(s, name) for s in samples]) for name in ("seen", "true", "weight")))
    weights = fit(sample) / log(2)
    weights[Feature.START] += log2(POOL)
    return weights.astype(np.float32)


def fit(sample: Sample) -> np.ndarray:
    """Return the weights of a logistic regression in nats, with the signs that are known: projected Newton steps."""
    x, y, importance = sample.seen.astype(np.float64), sample.true.astype(np.float64), sample.weight.astype(np.float64)
    low = np.array([0.0 if f in UP else -np.inf for f in Feature])
    high = np.array([0.0 if f in DOWN else np.inf for f in Feature])
    weights = np.zeros(COUNT)

    def loss(weights: np.ndarray) -> float:
        odds = x @ weights
        return float(importance @ (np.logaddexp(0, odds) - y * odds) + RIDGE / 2 * weights @ weights)

    now = loss(weights)
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -60, 60)))
        slope = x.T @ (importance * (chance - y)) + RIDGE * weights
        bend = (x * (importance * chance * (1 - chance))[:, None]).T @ x + RIDGE * np.eye(COUNT)
        free = ~(((weights <= low) & (slope > 0)) | ((weights >= high) & (slope < 0)))
        step = np.zeros(COUNT)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        size, before = 1.0, now
        while size > 1e-4:
            tried = np.clip(weights - size * step, low, high)
            now = loss(tried)
            if now < before:
                weights = tried
                break
            size /= 2
        if before - now < 1e-9 * abs(before):
            break
    return weights


def _order(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _real(material: Material, is_query: Callable[[str], bool]) -> Iterator[Sample]:
    """Yield true pairs and their hardest rivals: across scripts both ways, and among Latin spellings."""
    arabic_of: dict[str, set[str]] = {}
    latin_of: dict[str, set[str]] = {}
    for arabic, latin, _ in material.names:
        arabic_of.setdefault(latin, set()).add(arabic)
        latin_of.setdefault(arabic, set()).add(latin)
    preferred = {
        name for arabic, latin, country in material.names if country in {"DZ", "TN"} for name in (arabic, latin)
    }
    single = [{pair[script] for pair in material.spellings if " " not in pair[script]} for script in (0, 1)]
    asked = {arabic for arabic in latin_of if is_query(arabic)}
    yield _ranked(latin_of, asked, preferred, single[1])
    asked_latin = {latin for latin, names in arabic_of.items() if names <= asked}
    yield _ranked(arabic_of, asked_latin, preferred, single[0])
    siblings = {latin: set.union(*(latin_of[a] for a in names)) - {latin} for latin, names in arabic_of.items()}
    yield _ranked({latin: others for latin, others in siblings.items() if others}, asked_latin, preferred, single[1])


def _ranked(true: dict[str, set[str]], asked: set[str], preferred: set[str], further: set[str]) -> Sample:
    """Return `QUERIES` names against a pool that holds their true partners: the true pairs and the best rivals."""
    queries = sorted(asked & true.keys(), key=lambda name: (name not in preferred, _order(name)))[:QUERIES]
    needed = {name for query in queries for name in true[query]}
    others = sorted({name for names in true.values() for name in names} - needed | further, key=_order)
    pool = [*sorted(needed), *others][:POOL]
    place = {name: at for at, name in enumerate(pool)}
    reader = Reader()
    readings = [reader.read(name) for name in pool]
    lexicon = Lexicon(word for reading in readings for word in reading)
    numbers = number_table([[lexicon.number(word) for word in reading] for reading in readings])
    guess = np.array([FIRST_GUESS.get(f, 0.0) for f in Feature], np.float32)
    seen, is_true, weight = [], [], []
    for query in queries:
        reading = reader.read(query)
        if not reading:
            continue
        panel = read_panel(lexicon, [reading])
        bits = panel.bits(np.zeros(len(pool), np.intp), numbers, guess)
        mine = {place[name] for name in true[query]}
        mine = {at for at in mine if bits[at] > MISTAKEN}
        itself = true[query] | {query}
        best = np.argsort(-bits, kind="stable")[: RIVALS + FURTHER + len(itself)]
        others = np.array([at for at in best.tolist() if pool[at] not in itself])
        some = others[RIVALS:][:: FURTHER // SOME]
        chosen = np.array([*sorted(mine), *others[:RIVALS], *some])
        seen.append(panel.observations(np.zeros(len(chosen), np.intp), numbers[chosen]))
        is_true.append(np.arange(len(chosen)) < len(mine))
        weight.append(np.repeat([1.0, 1.0, FURTHER / SOME], [len(mine), len(others[:RIVALS]), len(some)]))
    return Sample(np.concatenate(seen), np.concatenate(is_true), np.concatenate(weight))


def _invented(material: Material, is_query: Callable[[str], bool], write: Writer, weight: float) -> Sample:
    """Return pairs of invented names made of aligned words; `write` says which, and whether they are one person's."""
    dice = np.random.default_rng(1)
    seen, true = [], []
    reader = Reader()
    words = list(_pairs_of_words(material, is_query, reader))
    for _ in range(FAMILIES):
        picked = [words[int(dice.integers(len(words)))] for _ in range(8)]
        for left, right, same in write(picked, dice):
            one, other = reader.read(left), reader.read(right)
            if one and other:
                lexicon = Lexicon(other)
                panel = read_panel(lexicon, [one])
                numbers = number_table([[lexicon.number(word) for word in other]])
                seen.append(panel.observations(np.zeros(1, np.intp), numbers))
                true.append(same)
    is_true = np.array(true)
    return Sample(np.concatenate(seen), is_true, np.full(len(true), weight))


def _pairs_of_words(material: Material, is_query: Callable[[str], bool], reader: Reader) -> Iterator[tuple[str, str]]:
    for arabic_name, latin_name, _ in material.names:
        arabic, latin = reader.read(arabic_name), reader.read(latin_name)
        if is_query(arabic_name) and len(arabic) == len(latin):
            yield from ((one.text, other.text) for one, other in zip(arabic, latin, strict=True))


def _family(picked: Sequence[tuple[str, str]], dice: np.random.Generator) -> Iterator[tuple[str, str, bool]]:
    given, brother, father, grandfather, family, other, _, _ = picked
    scripts = [(0, 1), (1, 0), (1, 1)][int(dice.integers(3))]

    def write(script: int, *words: tuple[str, str]) -> str:
        return " ".join(word[script] for word in words)

    left, right = scripts
    full = (given, father, grandfather, family)
    yield write(left, given, father, family), write(right, brother, father, family), False
    yield write(left, *full), write(right, brother, father, grandfather, family), False
    yield write(left, given, family), write(right, brother, family), False
    yield write(left, given, father, family), write(right, father, grandfather, family), False
    yield write(left, *full), write(right, father, grandfather, other, family), False
    yield write(left, given, father, family), write(right, father, family), False
    yield write(left, given, father, family), write(right, given, grandfather, family), False
    yield write(left, given, father, family), write(right, given, father, other), False
    yield write(left, *full), write(right, given, family), True
    yield write(left, *full), write(right, given, father, family), True
    yield write(left, given, father, family), write(right, family, given, father), True
    yield write(left, given, family), write(right, family, given), True


def _short(picked: Sequence[tuple[str, str]], dice: np.random.Generator) -> Iterator[tuple[str, str, bool]]:
    """Long names of which some words are left out, wherever they stand, and those of fathers and grandfathers."""
    given, second, father, grandfather, great, family, _, _ = picked
    scripts = [(0, 1), (1, 0), (1, 1)][int(dice.integers(3))]

    def write(side: int, *words: tuple[str, str]) -> str:
        return " ".join(word[scripts[side]] for word in words)

    long = (given, father, grandfather, great, family)
    yield write(0, *long), write(1, *long), True
    yield write(0, *long[:4]), write(1, *long[:4]), True
    yield write(0, given, second, family), write(1, given, second, family), True
    yield write(0, *long), write(1, given, great, family), True
    yield write(0, *long), write(1, given, family), True
    yield write(0, *long), write(1, given, father, family), True
    yield write(0, given, second, father, grandfather, family), write(1, given, second), True
    yield write(0, given, father, family), write(1, given, father), True
    yield write(0, second, given, father, family), write(1, given, father, family), True
    yield write(0, *long[:4]), write(1, *long[:3]), True
    yield write(0, *long), write(1, *long[1:]), False
    yield write(0, given, father, grandfather, family), write(1, grandfather, family), False
