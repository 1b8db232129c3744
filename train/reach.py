"""How much of what a channel makes of a word is itself a word met in training."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from tansiq.matching.channels import emitted
from tansiq.matching.kernels import kernel
from tansiq.matching.letters import MAX_LETTERS
from tansiq.matching.model import Model
from tansiq.matching.spelling import Forms, empty_forms, put_form

LEAST = 2.0**-20


def word_reaches(words: Sequence[Counter[str]], model: Model) -> np.ndarray:
    """Return the sum of the chances of all other words, float64 of shape (2, words): across scripts, and within one.

    Args:
        words: The words of the Latin and of the Arabic script.
        model: Its words are those that count.
    """
    latin, arabic = (_known(sorted(words[script]), model, is_arabic=bool(script)) for script in (0, 1))
    reaches = np.zeros((2, len(model.word_hashes)))
    for channel, (within, source, target) in enumerate(
        ((0, arabic, latin), (0, latin, arabic), (1, latin, latin), (1, arabic, arabic))
    ):
        reaches[within, source.places] = _sums(source, target, model.tries[channel], model.chances[channel])
    return reaches


def _known(words: Sequence[str], model: Model, *, is_arabic: bool) -> Forms:
    forms = empty_forms(len(words))
    for at, word in enumerate(words):
        put_form(forms, at, word, is_arabic=is_arabic, model=model)
    chosen = forms.places >= 0
    return Forms(*(column[chosen] for column in forms))


@kernel
def _sums(sources, targets, trie, chance):
    result = np.zeros(len(sources.units))
    scratch = np.zeros((2, MAX_LETTERS + 2), np.float32)
    rows, units, letters, lengths = sources.rows, sources.units, targets.letters, targets.lengths
    for i in range(len(units)):
        for j in range(len(lengths)):
            if sources.hashes[i] != targets.hashes[j]:
                result[i] += emitted(rows, i, units[i], letters, j, lengths[j], trie, chance, scratch, LEAST)
    return result
