"""A spelling channel learned from pairs of words by expectation-maximisation."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tansiq.matching.channels import MOST_EMITTED, build_trie, chances
from tansiq.matching.kernels import kernel
from tansiq.matching.letters import (
    ARABIC_UNITS,
    LATIN_UNITS,
    MAX_LETTERS,
    NEXT,
    PLACES,
    contexts,
    encode,
    units_of,
)
from train.prior import OBVIOUS, TRADITIONS, prior

ROUNDS = 8
DROPPED_AFTER = (3, 6)
"""Rounds after which the worst pairs are dropped: rows that are misaligned or wrong."""
DROPPED = 0.03
LEAST = 2.0
"""A string emitted less often than this is not kept."""
OFTEN = 25.0
"""Consonants and vowels emitted as often as this are kept in all combinations."""
APART = 0.03
"""Share of digraphs that are two letters."""
TRADITIONAL = 0.02
UNHEARD = 0.5
"""Share of letters that are written as in German or Turkish lists."""
_COARSE_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Pairs:
    """Words of a source and a target with weights, as arrays padded with 0."""

    rows: np.ndarray
    units: np.ndarray
    letters: np.ndarray
    lengths: np.ndarray
    weights: np.ndarray

    def only(self, chosen: np.ndarray) -> "Pairs":
        """Return the chosen pairs."""
        return Pairs(*(getattr(self, name)[chosen] for name in ("rows", "units", "letters", "lengths", "weights")))


def read_pairs(pairs: Sequence[tuple[str, str, float]], *, arabic_source: bool) -> Pairs:
    """Return pairs of words, each with its weight, as arrays."""
    n = len(pairs)
    rows = np.zeros((n, MAX_LETTERS), np.int16)
    letters = np.zeros((n, MAX_LETTERS), np.uint8)
    units, lengths = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for at, (source, target, _) in enumerate(pairs):
        row, code = contexts(source, is_arabic=arabic_source), encode(target)
        rows[at, : len(row)], letters[at, : len(code)] = row, code
        units[at], lengths[at] = len(row), len(code)
    return Pairs(rows, units, letters, lengths, np.array([w for _, _, w in pairs], np.float64))


def train(
    pairs: Pairs, strings: list[str], *, arabic_source: bool, arabic_target: bool
) -> tuple[np.ndarray, list[str]]:
    """Return the counts (units x contexts, strings) and the strings that are kept."""
    units = ARABIC_UNITS if arabic_source else LATIN_UNITS
    trie, nodes = build_trie(strings)
    for coarse in (True, False):
        start = prior(nodes, arabic_source=arabic_source, arabic_target=arabic_target)
        counts = np.repeat(start, NEXT * PLACES, axis=0)
        for round_ in range(_COARSE_ROUNDS if coarse else ROUNDS):
            wide = counts.reshape(units, -1, len(nodes))
            if coarse:
                wide = wide.sum(axis=1, keepdims=True)
            chance = chances(np.broadcast_to(wide, (units, NEXT * PLACES, len(nodes))).reshape(-1, len(nodes)), nodes)
            counts = np.zeros(chance.shape, np.float64)
            total = np.zeros(len(pairs.weights))
            expect(pairs.rows, pairs.units, pairs.letters, pairs.lengths, pairs.weights, trie, chance, counts, total)
            if not coarse and round_ + 1 in DROPPED_AFTER:
                fit = total / (pairs.units + pairs.lengths)
                pairs = pairs.only(fit > np.quantile(fit, DROPPED))
        if coarse:
            trie, nodes = build_trie(kept_strings(nodes, counts.sum(axis=0), arabic=arabic_target))
    if not arabic_source:
        counts += letter_by_letter(counts, nodes)
    if arabic_source != arabic_target:
        counts += traditional(counts, nodes, arabic_source=arabic_source)
    order = np.argsort(-counts.sum(axis=0), kind="stable")
    order = np.concatenate([[0], order[order != 0]])
    return counts[:, order].astype(np.float32), [nodes[at] for at in order]


def letter_by_letter(counts: np.ndarray, nodes: list[str]) -> np.ndarray:
    """Return what digraphs emit when they are two letters after all: Shili is S-hili, Fethi is Fet-hi."""
    units, place = units_of(arabic=False), {node: at for at, node in enumerate(nodes)}
    whole = counts.reshape(len(units), -1, len(nodes)).sum(axis=1)
    share = whole / np.maximum(whole.sum(axis=1, keepdims=True), 1e-9)
    more = np.zeros((len(units), NEXT * PLACES, len(nodes)))
    singles = [at for at, node in enumerate(nodes) if len(node) <= 1]
    for at, unit in enumerate(units):
        if unit[-1] != "h" or len(unit) != 2:
            continue
        first, second = (share[units.index(letter)] for letter in unit)
        apart = np.zeros(len(nodes))
        for one in singles:
            for other in singles:
                string = place.get(nodes[one] + nodes[other])
                if string is not None:
                    apart[string] += first[one] * second[other]
        of_contexts = counts.reshape(len(units), -1, len(nodes))[at].sum(axis=1)
        more[at] = APART * of_contexts[:, None] * apart
    return more.reshape(counts.shape)


def traditional(counts: np.ndarray, nodes: list[str], *, arabic_source: bool) -> np.ndarray:
    """Return what the letters emit, or are emitted by, in the traditions of German and Turkish lists."""
    units, place = units_of(arabic=arabic_source), {node: at for at, node in enumerate(nodes)}
    full = counts.reshape(len(units), NEXT * PLACES, len(nodes))
    more = np.zeros_like(full)
    for letter, heads in TRADITIONS.items():
        for head in heads.split():
            if not arabic_source:
                if letter in place and head in units:
                    met = full[units.index(head)].sum(axis=1)
                    more[units.index(head), :, place[letter]] += np.maximum(TRADITIONAL * met, UNHEARD)
                continue
            at = units.index(letter)
            for string, column in place.items():
                usual = next((base for base in OBVIOUS[letter].split() if string.startswith(base)), None)
                tail = string[len(usual) :] if usual else "-"
                if head + tail in place and not tail.strip("aeiouy"):
                    more[at, :, place[head + tail]] += TRADITIONAL * full[at, :, column]
    return more.reshape(counts.shape)


def kept_strings(nodes: list[str], counts: np.ndarray, *, arabic: bool) -> list[str]:
    """Return the strings that are emitted often enough, and the frequent consonants with any frequent vowels."""
    kept = {node for node, n in zip(nodes, counts, strict=True) if n >= LEAST}
    if arabic:
        return sorted(kept)
    heads: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    for node, n in zip(nodes, counts.tolist(), strict=True):
        head = node.rstrip("aeiouy")
        heads[head] += n
        tails[node[len(head) :]] += n
    often = [[part for part, n in sorted(parts.items()) if n >= OFTEN] for parts in (heads, tails)]
    often[0] += [head for heads in TRADITIONS.values() for head in heads.split()]
    return sorted(kept | {head + tail for head in often[0] for tail in often[1] if len(head + tail) <= MOST_EMITTED})


@kernel
def expect(rows, units, letters, lengths, weights, trie, chance, counts, total):
    """Add the expected emissions of all pairs to `counts`; `total` gets the log probability of each pair."""
    n_max = letters.shape[1] + 1
    alpha = np.zeros((rows.shape[1] + 1, n_max))
    beta = np.zeros((rows.shape[1] + 1, n_max))
    for p in range(len(units)):
        u, n = units[p], lengths[p]
        alpha[: u + 1, : n + 1] = 0.0
        beta[: u + 1, : n + 1] = 0.0
        alpha[0, 0] = 1.0
        beta[u, n] = 1.0
        for i in range(u):
            row = chance[rows[p, i]]
            for j in range(n + 1):
                a = alpha[i, j]
                if a <= 0.0:
                    continue
                alpha[i + 1, j] += a * row[0]
                node = 0
                for k in range(j, min(j + MOST_EMITTED, n)):
                    node = trie[node, letters[p, k]]
                    if node == 0:
                        break
                    alpha[i + 1, k + 1] += a * row[node]
        whole = alpha[u, n]
        if whole <= 1e-60:
            total[p] = -140.0
            continue
        total[p] = np.log(whole)
        for i in range(u - 1, -1, -1):
            r = rows[p, i]
            row = chance[r]
            for j in range(n + 1):
                b = beta[i + 1, j] * row[0]
                a = alpha[i, j] * weights[p] / whole
                counts[r, 0] += a * b
                node = 0
                for k in range(j, min(j + MOST_EMITTED, n)):
                    node = trie[node, letters[p, k]]
                    if node == 0:
                        break
                    way = row[node] * beta[i + 1, k + 1]
                    b += way
                    counts[r, node] += a * way
                beta[i, j] = b
