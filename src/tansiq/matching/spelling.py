"""How many bits speak for two forms being one name: the learned log-likelihood ratio of two spellings.

score = 1/2 (log2 P(right | left) - log2 P(right)) + 1/2 (log2 P(left | right) - log2 P(left)). P(one | other) mixes the
channel, likelier to end at a word met in training than at another, with the counts of pairs met there; P(word) is the
share of people who bear it, mixed with the chance of its letters. Rules: the score is symmetric and depends on the two
forms alone.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching.channels import Floats, emitted
from tansiq.matching.kernels import inner
from tansiq.matching.letters import CODE, MAX_LETTERS, Codes, Rows, contexts, encode
from tansiq.matching.model import Hashes, Model, hash_of
from tansiq.matching.outlines import Outlines, outline

Ints = npt.NDArray[np.int32]

_A, _H, _HEH = CODE["a"], CODE["h"], CODE["ه"]
_STRENGTH: Final = 2.0
_DISCOUNT: Final = 0.6
"""How counts and channel are mixed: a Pitman-Yor process, where a word met in many spellings expects more of them."""
_SAME: Final = 0.5
"""Share of words that are spelled the same again in their own script."""
LEAST_WORTH: Final = 0.5
"""Bits below which two words are not one name."""
LEAST_SHARE: Final = 0.04
"""Share of what the commoner of two words tells that must be left when the spelling is paid for."""
RAREST: Final = 2.0**-24
"""No word is rarer than this: of the words of a register a good part was never met in training."""
FLOOR: Final = 1e-25
_SHARE_OF_COUNTS: Final = 0.6
_ALMOST: Final = 0.999
"""What rounding may take of a chance."""
_KNOWN: Final = 0.5
"""Share of the words met in training that are spelled as another word met there."""
_UNSURE: Final = 2.0**-20
"""Keeps a rare word, of which few spellings can have been met, from having a sure one; grows with what it tells."""


class Forms(NamedTuple):
    """Forms of words as arrays, one row each.

    Attributes:
        rows: int16 of shape (forms, MAX_LETTERS): units in context, see `letters.contexts`; `units` says how many.
        letters: uint8 of shape (forms, MAX_LETTERS); `lengths` says how many.
        scripts: uint8: 1 for Arabic.
        bits: float32: what the form tells, -log2 of the share of people who bear it.
        hashes: uint32.
        places: int32: place among the words met in training, -1 for a new one.
        outlines: uint64: see `outlines`.
    """

    rows: Rows
    units: Ints
    letters: Codes
    lengths: Ints
    scripts: Codes
    bits: Floats
    hashes: Hashes
    places: Ints
    outlines: Outlines


_FORM: Final = np.dtype(
    [
        ("rows", np.int16, MAX_LETTERS),
        ("letters", np.uint8, MAX_LETTERS),
        ("units", np.int32),
        ("lengths", np.int32),
        ("bits", np.float32),
        ("hashes", np.uint32),
        ("places", np.int32),
        ("scripts", np.uint8),
    ],
    align=True,
)
"""What is known of one form stands together: words meet in any order, and each place of memory asked for costs time."""
_FIELDS: Final = [name for name in Forms._fields if name != "outlines"]


def empty_forms(size: int) -> Forms:
    """Return room for `size` forms."""
    forms = forms_of(np.zeros(size, _FORM), np.zeros(size, np.uint64))
    forms.places[:] = -1
    return forms


def forms_of(known: npt.NDArray[np.void], outlines: Outlines) -> Forms:
    """Return forms from what is known of each; the arrays are views of it."""
    return Forms(outlines=outlines, **{name: known[name] for name in _FIELDS})


def packed(forms: Forms) -> npt.NDArray[np.uint8]:
    """Return what is known of each form as bytes, uint8 of shape (forms, bytes); outlines stand beside it."""
    known = np.zeros(len(forms.bits), _FORM)
    for name in _FIELDS:
        known[name] = getattr(forms, name)
    return known.view(np.uint8).reshape(len(known), _FORM.itemsize)


def unpacked(known: npt.NDArray[np.uint8], outlines: Outlines) -> Forms:
    """Return the forms that `packed` told; the arrays are views of its bytes."""
    return forms_of(known.reshape(-1).view(_FORM), outlines)


def put_form(forms: Forms, at: int, word: str, *, is_arabic: bool, model: Model) -> None:
    """Write the letters `word` as row `at`."""
    row, code = contexts(word, is_arabic=is_arabic), encode(word)
    forms.rows[at, : len(row)], forms.units[at] = row, len(row)
    forms.letters[at, : len(code)], forms.lengths[at] = code, len(code)
    forms.scripts[at] = is_arabic
    forms.outlines[at] = outline(word, is_arabic=is_arabic)
    value = hash_of(word, is_arabic=is_arabic)
    place = int(np.searchsorted(model.word_hashes, np.uint32(value)))
    is_known = place < len(model.word_hashes) and int(model.word_hashes[place]) == value
    share = float(model.word_shares[place]) if is_known else 0.0
    forms.hashes[at] = value
    forms.places[at] = place if is_known else -1
    spelled = 2.0 ** float(letter_bits(code, model.letters[int(is_arabic)]))
    forms.bits[at] = -np.log2(_SHARE_OF_COUNTS * share + (1 - _SHARE_OF_COUNTS) * spelled + RAREST)


def letter_bits(code: Codes, letters: Floats) -> float:
    """Return log2 of the chance of a word by its letters."""
    padded = np.concatenate([[0, 0], code, [0]]).astype(np.int64)
    return float(letters[padded[:-2], padded[1:-1], padded[2:]].sum())


class Seen(NamedTuple):
    """The counts of pairs of words met in training; see `Model`."""

    keys: npt.NDArray[np.uint64]
    counts: Floats
    totals: Floats
    kinds: Floats
    reaches: Floats


def seen_pairs(model: Model) -> Seen:
    """Return what a model knows of pairs."""
    return Seen(model.pair_keys, model.pair_counts, model.pair_totals, model.pair_kinds, model.word_reaches)


@inner
def score_pair(left, i, right, j, tries, chances, seen, scratch, wanted):
    """Return the score of one pair of forms; the same letters again are worth what they tell.

    A score below `wanted` need not be told: any number below it may come instead.
    """
    if left.hashes[i] == right.hashes[j]:
        return np.float64(min(left.bits[i], right.bits[j]))
    mine, other, across = left.places[i], right.places[j], left.scripts[i] != right.scripts[j]
    if not across and (_is_feminine(left, i, right, j) or _is_feminine(right, j, left, i)):
        return np.float64(0.0)
    told = left.bits[i] + right.bits[j]
    least = 2.0 ** (2.0 * max(LEAST_WORTH, LEAST_SHARE * min(left.bits[i], right.bits[j])) - told)
    sure, factor, other_factor = np.float32(0.0), 1.0, 1.0
    if mine >= 0 and other >= 0:
        within = 0 if across else 1
        factor = _among_known(seen.reaches[within, mine], left.bits[i])
        other_factor = _among_known(seen.reaches[within, other], right.bits[j])
        least /= factor * other_factor
    if not across:
        factor, other_factor = (1 - _SAME) * factor, (1 - _SAME) * other_factor
    elif mine >= 0 and other >= 0:
        arabic, latin = (left.hashes[i], right.hashes[j]) if left.scripts[i] == 1 else (right.hashes[j], left.hashes[i])
        met = _met(np.uint64(arabic) << np.uint64(32) | np.uint64(latin), seen.keys, seen.counts)
        sure = max(np.float32(0.0), met - np.float32(_DISCOUNT))
        factor *= _left_for_channel(seen, mine)
        other_factor *= _left_for_channel(seen, other)
    if sure == 0.0:
        least = max(least, _ALMOST * 2.0 ** (2.0 * wanted - told) / (factor * other_factor))
    if across and left.scripts[i] == 1:
        there, back = _both(left, i, right, j, tries[0], chances[0], tries[1], chances[1], scratch, least)
    elif across:
        back, there = _both(right, j, left, i, tries[0], chances[0], tries[1], chances[1], scratch, least)
    elif left.scripts[i] == 0:
        there, back = _both(left, i, right, j, tries[2], chances[2], tries[2], chances[2], scratch, least)
    else:
        there, back = _both(left, i, right, j, tries[3], chances[3], tries[3], chances[3], scratch, least)
    there, back = there * factor, back * other_factor
    if sure > 0.0:
        there += sure / (seen.totals[mine] + _STRENGTH)
        back += sure / (seen.totals[other] + _STRENGTH)
    return 0.5 * (np.log2(max(there, FLOOR)) + np.log2(max(back, FLOOR)) + told)


@inner
def _among_known(reach, told):
    """Return by how much a spelling is likelier for being a word met in training."""
    return 1.0 - _KNOWN + _KNOWN / (reach + _UNSURE * 2.0**told)


@inner
def _left_for_channel(seen, place):
    """Return the weight of the channel beside the counts of a word."""
    if seen.totals[place] > 0:
        return (_STRENGTH + _DISCOUNT * seen.kinds[place]) / (seen.totals[place] + _STRENGTH)
    return 1.0


@inner
def _is_feminine(one, i, other, j):
    """Return whether a form is another with a feminine ending: Karima is not Karim."""
    n, ending = other.lengths[j], one.lengths[i] - other.lengths[j]
    if ending < 1 or ending > 2:
        return False
    last = one.letters[i, n]
    if one.scripts[i] == 1:
        if ending > 1 or last != _HEH:
            return False
    elif last != _A or (ending == 2 and one.letters[i, n + 1] != _H):
        return False
    same = True
    for at in range(n):
        same = same and one.letters[i, at] == other.letters[j, at]
    return same


@inner
def _both(one, i, other, j, trie, chance, back_trie, back_chance, scratch, least):
    there = emitted(one.rows, i, one.units[i], other.letters, j, other.lengths[j], trie, chance, scratch, least)
    if there <= 0.0:
        return 0.0, 0.0
    back = emitted(
        other.rows, j, other.units[j], one.letters, i, one.lengths[i], back_trie, back_chance, scratch, least / there
    )
    return there, back


@inner
def _met(key, keys, counts):
    at = np.searchsorted(keys, key)
    if at < len(keys) and keys[at] == key:
        return counts[at]
    return np.float32(0.0)
