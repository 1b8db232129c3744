"""The learned model, read from the file that `make train` writes: counts, turned into tables of probabilities.

Rules: the file holds numbers only: counts of emissions, of letters in a row, and of words and pairs of words under a
hash, so that no dictionary can be read out of it. `model.md` beside it is its card.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from tansiq.matching.channels import Floats, Trie, build_trie, chances
from tansiq.matching.features import COUNT
from tansiq.matching.letters import ARABIC_UNITS, LATIN_UNITS, LETTERS, NEXT, PLACES

FILE: Final = "model.npz"
CHANNELS: Final = ("arabic_latin", "latin_arabic", "latin_latin", "arabic_arabic")
SCRIPTS: Final = ("latin", "arabic")
_BIGRAM_WEIGHT: Final = 8.0
_TRIGRAM_WEIGHT: Final = 4.0
_SHARE_OF_COUNTS: Final = 0.6

Hashes = npt.NDArray[np.uint32]


class Model(NamedTuple):
    """Everything learned, as arrays that kernels take.

    Attributes:
        tries, chances: Of the four channels, in the order of `CHANNELS`; see `channels.emitted`.
        letters: float32 of shape (2, LETTERS, LETTERS, LETTERS): log2 of the chance of a letter after two others, by
            script (`SCRIPTS`); 0 stands before the first letter and after the last.
        word_hashes, word_shares: Hashes of the words met in training, ascending, and the share of each in its script.
        pair_lefts, pair_rights, pair_counts: Hashes of an Arabic and a Latin word that wrote one name, by Arabic hash
            ascending, and how often.
        name_weights: What each observation of a name pair is worth, in bits; see `features`.
        pair_totals, pair_kinds: How often each word stands in a pair at all, and with how many others, aligned with
            `word_hashes`.
        word_reaches: float32 of shape (2, words), aligned with `word_hashes`: the share of what the channels make of
            a word, across scripts and within its own, that are other words met in training.
    """

    tries: tuple[Trie, Trie, Trie, Trie]
    chances: tuple[Floats, Floats, Floats, Floats]
    letters: Floats
    word_hashes: Hashes
    word_shares: Floats
    pair_keys: npt.NDArray[np.uint64]
    pair_counts: Floats
    pair_totals: Floats
    pair_kinds: Floats
    word_reaches: Floats
    name_weights: Floats


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Return the model that comes with the package."""
    with np.load(Path(__file__).with_name(FILE)) as data:
        return read_model({name: data[name] for name in data.files})


@lru_cache(maxsize=1)
def model_checksum() -> int:
    """Return a number that tells the model that comes with the package from any other."""
    return crc32(Path(__file__).with_name(FILE).read_bytes())


def read_model(data: dict[str, npt.NDArray[np.generic]]) -> Model:
    """Return the model behind the arrays of a file."""
    channels = [_channel(data, name) for name in CHANNELS]
    return Model(
        tries=tuple(trie for trie, _ in channels),  # type: ignore[arg-type]
        chances=tuple(chance for _, chance in channels),  # type: ignore[arg-type]
        letters=np.stack([_letter_bits(data[f"{script}_letters"]) for script in SCRIPTS]),
        word_hashes=data["word_hashes"].astype(np.uint32),
        word_shares=data["word_shares"].astype(np.float32),
        pair_keys=data["pair_keys"].astype(np.uint64),
        pair_counts=data["pair_counts"].astype(np.float32),
        pair_totals=data["pair_totals"].astype(np.float32),
        pair_kinds=data["pair_kinds"].astype(np.float32),
        word_reaches=data["word_reaches"].astype(np.float32),
        name_weights=data["name_weights"].astype(np.float32) if "name_weights" in data else np.zeros(COUNT, np.float32),
    )


def _channel(data: dict[str, npt.NDArray[np.generic]], name: str) -> tuple[Trie, Floats]:
    trie, strings = build_trie(str(data[f"{name}_strings"]).split(" "))
    units = ARABIC_UNITS if name.startswith("arabic") else LATIN_UNITS
    counts = np.zeros(units * NEXT * PLACES * len(strings), np.float32)
    places = np.cumsum(data[f"{name}_steps"].astype(np.int64))
    counts[places] = data[f"{name}_counts"].astype(np.float32)
    return trie, chances(counts.reshape(-1, len(strings)), strings)


def _letter_bits(sparse: npt.NDArray[np.generic]) -> Floats:
    """Return log2 of the chance of a letter after two others, backed off to one and none."""
    counts = np.zeros((LETTERS, LETTERS, LETTERS))
    counts.ravel()[sparse[0].astype(np.int64)] = sparse[1]
    single = counts.sum(axis=(0, 1)) + 0.5
    single /= single.sum()
    pairs = counts.sum(axis=0)
    double = (pairs + _BIGRAM_WEIGHT * single) / (pairs.sum(axis=1, keepdims=True) + _BIGRAM_WEIGHT)
    triple = (counts + _TRIGRAM_WEIGHT * double) / (counts.sum(axis=2, keepdims=True) + _TRIGRAM_WEIGHT)
    return np.asarray(np.log2(triple), np.float32)


def hash_of(word: str, *, is_arabic: bool) -> int:
    """Return a 32-bit number for a word (FNV-1a over its letters' UTF-8 and its script)."""
    value = 2166136261 ^ is_arabic
    for byte in word.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value
