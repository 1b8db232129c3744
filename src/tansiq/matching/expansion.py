"""Which words of a lexicon may spell a word: they meet under a key, and are then heard letter by letter.

Rules: a meeting is symmetric and depends on the two words alone; every array of the key index may be mapped from disk.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching.channels import Floats
from tansiq.matching.kernels import borrower, inner, kernel
from tansiq.matching.letters import MAX_LETTERS
from tansiq.matching.model import Model
from tansiq.matching.outlines import are_near
from tansiq.matching.spelling import LEAST_SHARE, LEAST_WORTH, Ints, score_pair, seen_pairs
from tansiq.matching.word_tables import FORMS, WordTable

_NEARLY: Final = 1e-3


class KeyIndex(NamedTuple):
    """Forms by key: an open hash table of keys, each the head of a chain of entries.

    Attributes:
        slots: uint32: the key in each slot; `heads` -1 where the slot is free.
        heads: int32: the last entry of the key.
        forms: int32: the form of each entry.
        chain: int32: the entry before it, -1 at the end.
        used: int64 of shape (2,): slots taken, entries taken.
    """

    slots: npt.NDArray[np.uint32]
    heads: Ints
    forms: Ints
    chain: Ints
    used: npt.NDArray[np.int64]


class Expansions(NamedTuple):
    """For each of some words, the words of a lexicon that may spell it: rows of a table in compressed form.

    Attributes:
        starts: int64 of shape (words + 1,): where the spellings of each word begin.
        words: int32: their numbers, ascending within each word.
        worth: float32: what each is worth, in bits.
    """

    starts: npt.NDArray[np.int64]
    words: Ints
    worth: Floats


class Room(NamedTuple):
    """Room for looking for one word after another.

    Attributes:
        met: int64 for each word of a lexicon: the look-up in which it was met last.
        found: int32 for each word.
        last: int64 of shape (1,): the last look-up.
    """

    met: npt.NDArray[np.int64]
    found: Ints
    last: npt.NDArray[np.int64]


def room_for(words: int) -> Room:
    """Return room for a lexicon of so many words."""
    return Room(np.zeros(words, np.int64), np.zeros(words, np.int32), np.zeros(1, np.int64))


def empty_keys(slots: int = 1024, entries: int = 1024) -> KeyIndex:
    """Return an index without entries; `slots` is a power of two."""
    return KeyIndex(
        np.zeros(slots, np.uint32),
        np.full(slots, -1, np.int32),
        np.zeros(entries, np.int32),
        np.zeros(entries, np.int32),
        np.zeros(2, np.int64),
    )


KEY_DTYPES: Final = {"key_slots": "u4", "key_heads": "i4", "key_forms": "i4", "key_chain": "i4", "keys_used": "i8"}
"""What `key_columns` returns, and of what type."""


def key_columns(index: KeyIndex) -> dict[str, npt.NDArray[Any]]:
    """Return an index as arrays by name, without its room for more; see `keys_of_columns`."""
    entries = int(index.used[1])
    tight = index._replace(forms=index.forms[:entries], chain=index.chain[:entries])
    return dict(zip(KEY_DTYPES, tight, strict=True))


def keys_of_columns(columns: Mapping[str, npt.NDArray[Any]]) -> KeyIndex:
    """Return the index that `key_columns` told; the arrays are held, not copied."""
    return KeyIndex(*(columns[name] for name in KEY_DTYPES))


def put_keys(index: KeyIndex, keys: npt.NDArray[np.uint32], forms: Ints) -> KeyIndex:
    """Return the index with entries (key, form) added; its arrays are replaced by larger ones when they are full."""
    needed = int(index.used[1]) + len(keys)
    if needed > len(index.forms):
        more = np.zeros(max(needed, 2 * len(index.forms)) - len(index.forms), np.int32)
        index = index._replace(forms=np.concatenate([index.forms, more]), chain=np.concatenate([index.chain, more]))
    if 2 * (int(index.used[0]) + len(keys)) > len(index.slots):
        size = 1 << int(4 * (int(index.used[0]) + len(keys))).bit_length()
        wider = index._replace(slots=np.zeros(size, np.uint32), heads=np.full(size, -1, np.int32))
        _rehash(index.slots, index.heads, wider.slots, wider.heads)
        index = wider
    _insert(index, keys, forms)
    return index


def renumbered(index: KeyIndex, numbers: Ints) -> KeyIndex:
    """Return the index of the same words under new numbers, entries in their order: what meets lies together.

    Args:
        numbers: The new number of each word.
    """
    entries = int(index.used[1])
    keys, forms = np.zeros(entries, np.uint32), np.zeros(entries, np.int32)
    _list_entries(index.slots, index.heads, index.forms, index.chain, keys, forms)
    forms = numbers[forms // FORMS] * FORMS + forms % FORMS
    order = np.argsort(forms, kind="stable")
    fresh = empty_keys(len(index.slots), entries)
    _insert(fresh, keys[order], forms[order])
    return fresh


def expand(
    queries: WordTable,
    keys: tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]],
    table: WordTable,
    index: KeyIndex,
    model: Model,
    *,
    room: Room,
) -> Expansions:
    """Return what may spell each query word.

    Args:
        queries: The words.
        keys: Their keys, and where those of each word begin, shape (words + 1,).
        table: The words of the lexicon.
        index: Their forms by key.
        model: The learned model.
        room: For as many words as `table` has at least.
    """
    found = _expand(queries, keys[0], keys[1], table, index, model.tries, model.chances, seen_pairs(model), room)
    return Expansions(*found)


@borrower
def _slot_of(slots, heads, key):
    mask = len(slots) - 1
    at = (np.int64(key) * 2654435761) & mask
    while heads[at] >= 0 and slots[at] != key:
        at = (at + 1) & mask
    return at


@kernel
def _rehash(slots, heads, new_slots, new_heads):
    for at in range(len(slots)):
        if heads[at] >= 0:
            to = _slot_of(new_slots, new_heads, slots[at])
            new_slots[to], new_heads[to] = slots[at], heads[at]


@kernel
def _list_entries(slots, heads, forms, chain, keys, found):
    count = 0
    for at in range(len(slots)):
        entry = heads[at]
        while entry >= 0:
            keys[count], found[count] = slots[at], forms[entry]
            count += 1
            entry = chain[entry]


@borrower
def _insert(index, keys, forms):
    for n in range(len(keys)):
        at = _slot_of(index.slots, index.heads, keys[n])
        entry = index.used[1]
        index.used[1] += 1
        if index.heads[at] < 0:
            index.slots[at] = keys[n]
            index.used[0] += 1
        index.forms[entry] = forms[n]
        index.chain[entry] = index.heads[at]
        index.heads[at] = entry


@kernel
def _expand(queries, keys, starts, table, index, tries, chances, seen, room):
    n = len(starts) - 1
    bounds = np.zeros(n + 1, np.int64)
    words = np.empty(max(64, 64 * n), np.int32)
    worth = np.empty(len(words), np.float32)
    met, found = room.met, room.found
    scratch = np.zeros((2, MAX_LETTERS + 2), np.float32)
    used = 0
    for q in range(n):
        room.last[0] += 1
        count = _meet(keys[starts[q] : starts[q + 1]], index, met, found, room.last[0])
        count = _near(queries, q, table, found, count)
        if used + count > len(words):
            words = np.concatenate((words, np.empty(len(words) + count, np.int32)))
            worth = np.concatenate((worth, np.empty(len(words), np.float32)))
        used = _hear(queries, q, table, np.sort(found[:count]), tries, chances, seen, scratch, words, worth, used)
        bounds[q + 1] = used
    return bounds, words[:used].copy(), worth[:used].copy()


@borrower
def _hear(queries, q, table, ordered, tries, chances, seen, scratch, words, worth, used):
    for at in range(len(ordered)):
        least = max(LEAST_WORTH, LEAST_SHARE * min(queries.told[q], table.told[ordered[at]]))
        bits = word_bits(queries, q, table, ordered[at], tries, chances, seen, scratch, least)
        if bits >= least:
            words[used], worth[used] = ordered[at], bits
            used += 1
    return used


@borrower
def _near(queries, q, table, found, count):
    """Keep those words found that have a form near one of the query's; return how many."""
    kept = 0
    for at in range(count):
        word = found[at]
        is_near = False
        for b in range(word * FORMS, word * FORMS + table.counts[word]):
            for a in range(q * FORMS, q * FORMS + queries.counts[q]):
                is_near = is_near or are_near(queries.forms.outlines[a], np.uint64(0), table.forms.outlines[b])
        if is_near:
            found[kept] = word
            kept += 1
    return kept


@borrower
def _meet(keys, index, met, found, stamp):
    count = 0
    for n in range(len(keys)):
        entry = index.heads[_slot_of(index.slots, index.heads, keys[n])]
        while entry >= 0:
            word = index.forms[entry] // FORMS
            if met[word] != stamp:
                met[word] = stamp
                found[count] = word
                count += 1
            entry = index.chain[entry]
    return count


@inner
def word_bits(left, i, right, j, tries, chances, seen, scratch, least):
    """Return what it is worth, in bits, that word i of one table is word j of another: the likeliest pair of forms.

    Less than `least` need not be told: any number below it may come instead.
    """
    best = np.float64(least - _NEARLY)
    for a in range(i * FORMS, i * FORMS + left.counts[i]):
        for b in range(j * FORMS, j * FORMS + right.counts[j]):
            if not are_near(left.forms.outlines[a], np.uint64(0), right.forms.outlines[b]):
                continue
            most = left.forms.bits[a] + right.forms.bits[b]
            cost = left.costs[a] + right.costs[b]
            if 0.5 * most - cost > best:
                bits = score_pair(left.forms, a, right.forms, b, tries, chances, seen, scratch, best + cost) - cost
                best = max(best, bits)
    return best
