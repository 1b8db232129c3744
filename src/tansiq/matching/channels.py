"""How one spelling emits another: each unit of the source writes none, one or some letters of the target.

A channel is a table of probabilities, one row for each unit in its context, one column for each string of letters that
a unit may emit; the strings form a trie, so that the probability of a whole word is a short walk over its letters.
Method: a monotone noisy channel with context, trained by expectation-maximisation (Brill and Moore 2000 without its
windows); backed off from unit with both contexts to unit with next to unit alone.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from tansiq.matching.kernels import borrower
from tansiq.matching.letters import LETTERS, NEXT, PLACES, Codes, Rows, encode

Floats = npt.NDArray[np.float32]
Trie = npt.NDArray[np.int16]

MOST_EMITTED: Final = 5
_BACK_OFF: Final = 15.0
_SHARES_BACK: Final = (0.4, 0.3, 0.15)
"""Observations that the next coarser context counts for, and a share of those met; vowels hang little on contexts."""
NEGLIGIBLE: Final = 1e-7
"""Alignments this much rarer than the likeliest are left out."""
_SOUNDS: Final = 100.0
"""Observations that the vowels of all units count for, for each."""
_SLIP: Final = 0.002
"""Share of units that are a slip of the pen: any one letter, or none."""


def build_trie(strings: list[str]) -> tuple[Trie, list[str]]:
    """Return the trie of `strings` and its nodes as strings: the empty one, then the given, most frequent first.

    Every beginning becomes a node; frequent strings stand close together, so that few lines of memory are touched.
    """
    beginnings = (string[:end] for string in strings for end in range(1, len(string)))
    nodes = list(dict.fromkeys(["", *strings, *beginnings]))
    number = {string: at for at, string in enumerate(nodes)}
    trie = np.zeros((len(nodes), LETTERS), np.int16)
    for string, at in number.items():
        if string:
            trie[number[string[:-1]], encode(string[-1])[0]] = at
    return trie, nodes


def chances(counts: Floats, strings: list[str]) -> Floats:
    """Return the probabilities behind observed emissions, smoothed by coarser contexts and by slips.

    Args:
        counts: float32 of shape (units x contexts, strings).
        strings: The string of each column.
    """
    full = counts.reshape(-1, NEXT, PLACES, counts.shape[1])
    after = full.sum(axis=2, keepdims=True)
    unit = after.sum(axis=1, keepdims=True)
    chance = _in_two_parts(unit[:, 0, 0], strings)[:, None, None]
    for level, share in zip((unit, after, full), _SHARES_BACK, strict=True):
        met = level.sum(axis=3, keepdims=True)
        back = _BACK_OFF + share * met
        chance = (level + back * chance) / (met + back)
    lengths = np.array([len(string) for string in strings])
    slips = np.where(lengths == 0, 0.5, np.where(lengths == 1, 0.5 / max(1, int((lengths == 1).sum())), 0.0))
    chance *= 1 - _SLIP
    chance += (_SLIP * slips).astype(np.float32)
    return np.ascontiguousarray(chance.reshape(counts.shape), np.float32)


def _in_two_parts(unit: Floats, strings: list[str]) -> Floats:
    """Return the chance of each string as that of its consonants times its vowels: some never met.

    Which sound the vowels are depends on the unit; how that sound is spelled does not. Of Arabic letters the first is
    the unit's own, the rest anybody's.

    Args:
        unit: float32 of shape (units, strings): observed emissions of each unit.
        strings: The string of each column.
    """
    parts = [_parted(string) for string in strings]
    heads, head = np.unique([first for first, _ in parts], return_inverse=True)
    tails, tail = np.unique([rest for _, rest in parts], return_inverse=True)
    sounds, sound = np.unique([_sound(rest) for rest in tails], return_inverse=True)
    of_heads, of_sounds = _summed(unit, head, len(heads)), _summed(unit, sound[tail], len(sounds))
    of_tails = _summed(unit.sum(axis=0, keepdims=True), tail, len(tails))[0]
    of_tails /= np.maximum(_summed(of_tails[None], sound, len(sounds))[0][sound], 1e-9)
    of_heads += 1e-3
    of_sounds += _SOUNDS * of_sounds.sum(axis=0) / max(1e-9, of_sounds.sum())
    product = of_heads[:, head] / of_heads.sum(axis=1, keepdims=True)
    product *= of_sounds[:, sound[tail]] / of_sounds.sum(axis=1, keepdims=True) * of_tails[tail]
    return np.asarray(product / product.sum(axis=1, keepdims=True), np.float32)


def _parted(string: str) -> tuple[str, str]:
    if string[:1] > "z":
        return string[:1], string[1:]
    head = string.rstrip("aeiouy")
    return head, string[len(head) :]


def _sound(vowels: str) -> str:
    return {"e": "a", "y": "i", "u": "o"}.get(vowels[:1], vowels[:1])


def _summed(counts: Floats, groups: npt.NDArray[np.intp], size: int) -> npt.NDArray[np.float64]:
    """Return the counts of each row added up by the group of their column."""
    result = np.zeros((len(counts), size))
    np.add.at(result.T, groups, counts.T)
    return result


@borrower
def emitted(
    rows: Rows, i: int, units: int, letters: Codes, j: int, length: int, trie: Trie, chance: Floats,
    scratch: Floats, least: float,
) -> float:  # fmt: skip
    """Return the probability that a source is written as a target: the sum over all alignments.

    Args:
        rows: int16 of shape (forms, units): rows of `chance`; the source is row i, its first `units`.
        letters: uint8 of shape (forms, letters): the target is row j, its first `length`.
        trie: int16 of shape (strings, LETTERS): the string one letter longer, or 0; string 0 is the empty one.
        chance: float32 of shape (units x contexts, strings).
        scratch: float32 of shape (2, letters + 1 or more), overwritten.
        least: A probability below this need not be told from 0.
    """
    here, there = 0, 1
    scratch[0, : length + 1] = 0.0
    scratch[0, 0] = 1.0
    first, last = 0, 0
    for step in range(units):
        row = np.uint64(rows[i, step])
        for k in range(first, min(last + MOST_EMITTED, length) + 1):
            scratch[there, k] = 0.0
        most = np.float32(0.0)
        reach = first
        nothing = chance[row, 0]
        for start in range(first, last + 1):
            share = scratch[here, start]
            if share <= 0.0:
                continue
            value = scratch[there, start] + share * nothing
            scratch[there, start] = value
            most = max(most, value)
            node = np.uint64(0)
            for k in range(start, min(start + MOST_EMITTED, length)):
                node = np.uint64(trie[node, letters[j, k]])
                if node == 0:
                    break
                value = scratch[there, k + 1] + share * chance[row, node]
                scratch[there, k + 1] = value
                reach = max(reach, k + 1)
                most = max(most, value)
        if most * (reach - first + 1) < least:
            return 0.0
        negligible = most * NEGLIGIBLE
        last = reach
        while first < last and scratch[there, first] < negligible:
            first += 1
        here, there = there, here
    return scratch[here, length] if last >= length else 0.0
