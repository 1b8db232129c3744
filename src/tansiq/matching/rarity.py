"""How much a word of a name tells: -log2 of the share of people who bear it.

Rules: the table of common words first, then the number of consonants; pure functions of the word, so that two nodes
weigh the same pair the same.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from tansiq.matching import weights
from tansiq.matching.keys import skeletons
from tansiq.matching.sounds import Floats, encode, spelling_bits
from tansiq.matching.words import ABD, Kind, Word, read_name


def _common_words() -> dict[str, list[tuple[str, float]]]:
    """Return the common words as sounds, with their information, by their consonants."""
    table: dict[str, list[tuple[str, float]]] = {}
    for text, bits in weights.COMMON_WORDS.items():
        sounds = read_name(text)[0].forms[0][0]
        table.setdefault(skeletons(sounds)[0], []).append((sounds, bits))
    return table


_COMMON: Final = _common_words()


def information_bits(words: Sequence[Word]) -> Floats:
    """Return how much it tells that two names share each word: float32 of shape (words,)."""
    heard = [(at, sounds, bits) for at, word in enumerate(words) for sounds, bits in _similar_common_words(word)]
    told = np.array([_untabled_bits(word) for word in words], np.float32)
    if heard:
        close = spelling_bits(
            np.array([encode(words[at].forms[0][0]) for at, _, _ in heard]),
            np.array([encode(sounds) for _, sounds, _ in heard]),
            left_arabic=np.array([words[at].is_arabic for at, _, _ in heard], np.uint8),
            right_arabic=np.ones(len(heard), np.uint8),
        )
        for (at, _, bits), cost in zip(heard, close.tolist(), strict=True):
            if cost <= weights.MOST_COMMON_SPELLING_BITS:
                told[at] = min(float(told[at]), bits)
    nasab = [at for at, word in enumerate(words) if word.kind is Kind.NASAB and word.forms]
    if nasab:
        governed = information_bits([_governed(words[at]) for at in nasab])
        told[nasab] = np.minimum(told[nasab], governed + np.float32(weights.NASAB_BITS))
    return told


def unfinished_bits(word: Word) -> float:
    """Return how much an unfinished word tells."""
    if not word.forms:
        return weights.OTHER_WORD_BITS
    consonants = len(skeletons(word.forms[0][0])[0])
    typed = weights.UNFINISHED_BITS[min(consonants, len(weights.UNFINISHED_BITS) - 1)]
    return typed if word.kind is Kind.INITIAL else min(typed, float(information_bits([word])[0]))


def _similar_common_words(word: Word) -> list[tuple[str, float]]:
    """Return the common words with the same consonants; whether they sound alike is yet to be heard."""
    if not word.forms or word.kind is Kind.INITIAL:
        return []
    return _COMMON.get(skeletons(word.forms[0][0])[0], [])


def _untabled_bits(word: Word) -> float:
    if word.kind is Kind.INITIAL:
        return weights.INITIAL_BITS
    if not word.forms:
        return weights.OTHER_WORD_BITS
    sounds = word.forms[0][0]
    told = weights.WORD_BITS[min(len(skeletons(sounds)[0]), len(weights.WORD_BITS) - 1)]
    if word.kind is Kind.KUNYA:
        return min(told, weights.MOST_KUNYA_BITS)
    return min(told, weights.MOST_ABD_BITS) if sounds.startswith(ABD) else told


def _governed(word: Word) -> Word:
    """Return the name that "ben" governs: the form without it is the dearest."""
    return Word(text="", kind=Kind.PLAIN, is_arabic=word.is_arabic, forms=word.forms[-1:])
