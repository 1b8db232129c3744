"""The spelling model: four channels, the letters of each script, words and pairs as hashed counts."""

from collections import Counter
from math import log

import numpy as np

from tansiq.matching.letters import LETTERS, encode
from tansiq.matching.model import hash_of, read_model
from train.channel import read_pairs, train
from train.data import Material
from train.prior import emissible
from train.reach import word_reaches

MOST_REPEATED = 3.0
LEAST_COUNT = 0.02
LEAST_PAIRS = 2
LEAST_WORDS = 2


def learn_spelling(material: Material, *, seen: bool = True) -> dict[str, np.ndarray]:
    """Return the arrays of the model file; without `seen`, no counts of pairs of words."""
    across = material.aligned + material.listed
    back = Counter({(latin, arabic): times for (arabic, latin), times in across.items()})
    data: dict[str, np.ndarray] = {}
    for name, pairs in (
        ("arabic_latin", across),
        ("latin_arabic", back),
        ("latin_latin", material.latin),
        ("arabic_arabic", material.arabic),
    ):
        data |= _channel(name, pairs)
    for script, counts in zip(("latin", "arabic"), material.words, strict=True):
        data[f"{script}_letters"] = _letters(counts)
    data |= _words(material, seen=seen)
    data["word_reaches"] = np.zeros((2, len(data["word_hashes"])), np.float16)
    data["word_reaches"] = word_reaches(material.words, read_model(data)).astype(np.float16)
    return data


def _channel(name: str, pairs: Counter[tuple[str, str]]) -> dict[str, np.ndarray]:
    source, target = (script == "arabic" for script in name.split("_"))
    weighed = [(a, b, 1 + MOST_REPEATED * log(n)) for (a, b), n in sorted(pairs.items())]
    strings = emissible((b for _, b, _ in weighed), arabic=target)
    counts, nodes = train(
        read_pairs(weighed, arabic_source=source), strings, arabic_source=source, arabic_target=target
    )
    flat = counts.ravel()
    places = np.flatnonzero(flat >= LEAST_COUNT)
    return {
        f"{name}_strings": np.array(" ".join(nodes[1:])),
        f"{name}_steps": np.diff(places, prepend=0).astype(np.uint32),
        f"{name}_counts": flat[places].astype(np.float16),
    }


def _letters(words: Counter[str]) -> np.ndarray:
    counts = np.zeros((LETTERS, LETTERS, LETTERS))
    for word, times in sorted(words.items()):
        code = np.concatenate([[0, 0], encode(word), [0]]).astype(np.int64)
        np.add.at(counts, (code[:-2], code[1:-1], code[2:]), 1 + log(times))
    flat = counts.ravel()
    places = np.flatnonzero(flat)
    return np.array([places, np.round(flat[places])], np.uint32)


def _words(material: Material, *, seen: bool) -> dict[str, np.ndarray]:
    shares: dict[int, float] = {}
    for script, counts in enumerate(material.words):
        whole = sum(counts.values())
        for word, times in counts.items():
            if times >= LEAST_WORDS:
                shares[hash_of(word, is_arabic=bool(script))] = times / whole
    totals: Counter[int] = Counter()
    kinds: Counter[int] = Counter()
    pairs: dict[int, int] = {}
    for (arabic, latin), times in material.aligned.items():
        left, right = hash_of(arabic, is_arabic=True), hash_of(latin, is_arabic=False)
        totals[left] += times
        totals[right] += times
        kinds.update((left, right))
        if times >= LEAST_PAIRS:
            pairs[left << 32 | right] = times
    hashes = np.array(sorted(shares), np.uint32)
    keys = np.array(sorted(pairs) if seen else [], np.uint64)
    return {
        "word_hashes": hashes,
        "word_shares": np.array([shares[int(h)] for h in hashes], np.float32),
        "pair_keys": keys,
        "pair_counts": np.array([pairs[int(key)] for key in keys], np.float32),
        "pair_totals": np.array([totals[int(h)] if seen else 0 for h in hashes], np.float32),
        "pair_kinds": np.array([kinds[int(h)] if seen else 0 for h in hashes], np.float32),
    }
