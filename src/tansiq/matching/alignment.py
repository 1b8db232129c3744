"""Two names laid side by side: which word answers which, and what is observed of the whole.

Rules: best pair of words first, each word used once; two neighbours may answer one word glued together; an initial
answers any word with its letter. What is observed fills the columns of `features`, whose weights are trained.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tansiq.matching.channels import Floats, emitted
from tansiq.matching.features import COUNT, Feature
from tansiq.matching.kernels import borrower, inner, kernel
from tansiq.matching.letters import MAX_LETTERS
from tansiq.matching.outlines import are_near, are_one_script
from tansiq.matching.spelling import FLOOR
from tansiq.matching.word_tables import FORMS, KINDS
from tansiq.matching.words import MAX_WORDS, WORN, Kind

INITIAL_WORTH: Final = 2.0
GLUE_COST: Final = 1.5
LEAST_GLUED: Final = 5.0
NO_ANSWER: Final = -1
_NEAR: Final = 1e-3
INITIAL_KIND: Final = KINDS.index(Kind.INITIAL)
_KUNYA: Final = KINDS.index(Kind.KUNYA)
_PREFIX: Final = KINDS.index(Kind.PREFIX)
_WORN: Final = tuple(KINDS.index(kind) for kind in sorted(WORN))
_NO_CLASS: Final = 255

# Kernels know integers, not enumerations.
(
    _START, _C8, _C16, _C32, _CB, _S8, _S16, _S32, _O4, _O8, _OB, _WEAKEST, _FIRSTS, _LASTS, _INITIALS, _GLUES,
    _KUNYA_ONLY, _TWO, _THREE, _FOUR, _ONE_OF_MANY, _SINGLE_MANY, _SINGLES, _NONE, _ACROSS, _BOTH_1, _BOTH_2, _BOTH_3,
    _BOTH_TOLD, _BOTH_LAST, _FIRST_FREE, _FIRSTS_FREE, _EXTRA_1, _EXTRA_2, _EXTRA_3, _EXTRA_TOLD, _EXTRA_FIRST,
    _EXTRA_FIRST_TOLD, _EXTRA_LAST, _EXTRA_TITLE, _ORDER,
) = (int(feature) for feature in Feature)  # fmt: skip


class Desk(NamedTuple):
    """Room for laying two names side by side, used again and again.

    Attributes:
        worth: float32 of shape (MAX_WORDS, MAX_WORDS): what each pair of words is worth.
        answer: int8 of shape (MAX_WORDS,): the right word that answers each left word, or -1.
        back: int8 of shape (MAX_WORDS,): the left word that answers each right word, or -1.
        spelled: float32 of shape (MAX_WORDS,): what the pair of each left word is worth, glue and all.
        seen: float32 of shape (COUNT,): the observations.
        scratch: For `channels.emitted`.
        rows, letters: A glued word.
    """

    worth: Floats
    answer: npt.NDArray[np.int8]
    back: npt.NDArray[np.int8]
    spelled: Floats
    seen: Floats
    scratch: Floats
    rows: npt.NDArray[np.int16]
    letters: npt.NDArray[np.uint8]


def new_desk() -> Desk:
    """Return a desk."""
    return Desk(
        np.zeros((MAX_WORDS, MAX_WORDS), np.float32),
        np.zeros(MAX_WORDS, np.int8),
        np.zeros(MAX_WORDS, np.int8),
        np.zeros(MAX_WORDS, np.float32),
        np.zeros(COUNT, np.float32),
        np.zeros((2, 2 * MAX_LETTERS + 2), np.float32),
        np.zeros((1, 2 * MAX_LETTERS), np.int16),
        np.zeros((1, 2 * MAX_LETTERS), np.uint8),
    )


@inner
def lay(left, nl, left_table, right, nr, right_table, slots, dense, desk, tries, chances):
    """Lay two names side by side: fills the desk; returns how many words are answered.

    Args:
        left: Words of the left name: rows of `left_table` and of `dense`; `nl` of them.
        left_table: See `WordTable`.
        right: Words of the right name, rows of `right_table`; `nr` of them.
        right_table: See `WordTable`.
        slots: int32 of shape (right words,): the column of `dense` that a word has, or -1.
        dense: float32 of shape (left words, columns): what each pair is worth; 0 where they are not one name.
        desk: See `Desk`.
        tries, chances: Of the model.
    """
    any_worth, initials = False, False
    for i in range(nl):
        desk.answer[i] = NO_ANSWER
        desk.spelled[i] = 0.0
        initials = initials or left_table.kinds[left[i]] == INITIAL_KIND
    for j in range(nr):
        desk.back[j] = NO_ANSWER
        slot = slots[right[j]]
        may_be_initial = initials or right_table.kinds[right[j]] == INITIAL_KIND
        for i in range(nl):
            value = dense[left[i], slot] if slot >= 0 else np.float32(0.0)
            if may_be_initial and value <= 0.0 and _is_initial_of(left_table, left[i], right_table, right[j]):
                value = np.float32(INITIAL_WORTH)
            desk.worth[i, j] = value
            any_worth = any_worth or value > 0.0
    answered = 0
    if any_worth:
        answered = _answer(desk, nl, nr)
    if (answered > 0 and answered < nl and answered < nr) or (nl + nr == 3 and answered == 0):
        answered += _glue(left, nl, left_table, right, nr, right_table, desk, tries, chances)
    return answered


@inner
def _is_initial_of(left_table, i, right_table, j):
    if left_table.kinds[i] != INITIAL_KIND and right_table.kinds[j] != INITIAL_KIND:
        return False
    return left_table.firsts[i] == right_table.firsts[j] and left_table.firsts[i] != _NO_CLASS


@inner
def _answer(desk, nl, nr):
    answered = 0
    for _ in range(min(nl, nr)):
        best, bi, bj = np.float32(0.0), -1, -1
        for i in range(nl):
            if desk.answer[i] >= 0:
                continue
            for j in range(nr):
                if desk.back[j] >= 0 or desk.worth[i, j] <= 0.0:
                    continue
                apart = min(abs(i - j), abs(nl - i - nr + j))
                value = desk.worth[i, j] - np.float32(_NEAR) * (apart + 0.01 * (i + j))
                if bi < 0 or value > best:
                    best, bi, bj = value, i, j
        if bi < 0:
            break
        desk.answer[bi], desk.back[bj] = bj, bi
        desk.spelled[bi] = desk.worth[bi, bj]
        answered += 1
    return answered


@inner
def _glue(left, nl, left_table, right, nr, right_table, desk, tries, chances):
    """Let two neighbours answer one word; returns how many words of the shorter side were answered so."""
    made = 0
    for i in range(nl):
        for j in range(nr):
            is_free = desk.answer[i] < 0 and desk.back[j] < 0
            if (
                is_free
                and i + 1 < nl
                and desk.answer[i + 1] < 0
                and _may_glue(left_table, left[i], left[i + 1], right_table, right[j])
            ):
                bits = _glued_bits(left_table, left[i], left[i + 1], right_table, right[j], desk, tries, chances)
                if bits >= LEAST_GLUED:
                    desk.answer[i], desk.answer[i + 1], desk.back[j] = j, j, i
                    desk.spelled[i], desk.spelled[i + 1] = bits, 0.0
                    made += 1
            is_free = desk.answer[i] < 0 and desk.back[j] < 0
            if (
                is_free
                and j + 1 < nr
                and desk.back[j + 1] < 0
                and _may_glue(right_table, right[j], right[j + 1], left_table, left[i])
            ):
                bits = _glued_bits(right_table, right[j], right[j + 1], left_table, left[i], desk, tries, chances)
                if bits >= LEAST_GLUED:
                    desk.answer[i], desk.back[j], desk.back[j + 1] = j, i, i
                    desk.spelled[i] = bits
                    made += 1
    return made


@inner
def _may_glue(two, a, b, one, c):
    """Return whether words a and b of one table may be word c of another: asked for every row, so without a call."""
    if two.firsts[a] != one.firsts[c] or two.counts[a] == 0 or two.counts[b] == 0 or one.counts[c] == 0:
        return False
    first, second = two.forms.outlines[a * FORMS], two.forms.outlines[b * FORMS]
    return are_one_script(first, second) and are_near(first, second, one.forms.outlines[c * FORMS])


@borrower
def _glued_bits(two, a, b, one, c, desk, tries, chances):
    """Return what it is worth that words a and b of one table are word c of another."""
    a, b, c = a * FORMS, b * FORMS, c * FORMS
    f, g, h = two.forms, two.forms, one.forms
    n = f.lengths[a] + g.lengths[b]
    if h.scripts[c] == f.scripts[a] and abs(n - h.lengths[c]) > 3:
        return np.float32(0.0)
    u = f.units[a] + g.units[b]
    for at in range(f.units[a]):
        desk.rows[0, at] = f.rows[a, at]
    for at in range(g.units[b]):
        desk.rows[0, f.units[a] + at] = g.rows[b, at]
    for at in range(f.lengths[a]):
        desk.letters[0, at] = f.letters[a, at]
    for at in range(g.lengths[b]):
        desk.letters[0, f.lengths[a] + at] = g.letters[b, at]
    if f.scripts[a] == 1:
        there_at, back_at = (0, 1) if h.scripts[c] == 0 else (3, 3)
    else:
        there_at, back_at = (1, 0) if h.scripts[c] == 1 else (2, 2)
    told = two.told[a // FORMS] + two.told[b // FORMS]
    least = max(FLOOR, 2.0 ** (2.0 * (LEAST_GLUED + GLUE_COST) - told - min(h.bits[c], told)))
    there = emitted(
        desk.rows, 0, u, h.letters, c, h.lengths[c], tries[there_at], chances[there_at], desk.scratch, least
    )
    if there < least:
        return np.float32(0.0)
    back = emitted(
        h.rows, c, h.units[c], desk.letters, 0, n, tries[back_at], chances[back_at], desk.scratch, least / there
    )
    if back <= 0.0:
        return np.float32(0.0)
    bits = 0.5 * (np.log2(max(there, FLOOR)) + np.log2(max(back, FLOOR)) + told + min(h.bits[c], told))
    return np.float32(bits - GLUE_COST)


@inner
def observe(left, nl, left_table, right, nr, right_table, answered, desk):
    """Fill `desk.seen` with what is observed of two names that were laid side by side."""
    seen = desk.seen
    seen[:] = 0.0
    seen[_START] = 1.0
    if answered == 0:
        seen[_NONE] = 1.0
        return
    across = left_table.forms.scripts[left[0] * FORMS] != right_table.forms.scripts[right[0] * FORMS]
    if across:
        seen[_ACROSS] = 1.0
    kunya_only = answered > 0
    pairs, highest, inverted = 0, -1, False
    mine, theirs = _begin(left, nl, left_table, right, nr, right_table, desk)
    seen[_EXTRA_TITLE] = mine + theirs
    left_free, left_told = _free(left, mine, nl, left_table, desk.answer)
    right_free, right_told = _free(right, theirs, nr, right_table, desk.back)
    weakest, whole = np.float32(99.0), np.float32(0.0)
    for i in range(mine, nl):
        j = desk.answer[i]
        if j == NO_ANSWER:
            continue
        if j < highest:
            inverted = True
        highest = max(highest, j)
        if desk.spelled[i] <= 0.0:
            continue
        pairs += 1
        weakest = min(weakest, desk.spelled[i])
        whole += desk.spelled[i]
        if left_table.kinds[left[i]] != _KUNYA and right_table.kinds[right[j]] != _KUNYA:
            kunya_only = False
        _observe_pair(left, (i, mine), nl, left_table, right, (j, theirs), nr, right_table, desk, seen)
    if kunya_only:
        seen[_KUNYA_ONLY] = 1.0
    seen[_WEAKEST] = min(weakest, 12.0)
    _observe_whole(whole, left_free, right_free, (mine, theirs), desk)
    seen[_TWO], seen[_THREE], seen[_FOUR] = pairs >= 2, pairs >= 3, pairs >= 4
    if pairs > 0:
        seen[_SINGLES] = nl == 1 and nr == 1
        seen[_SINGLE_MANY] = (nl == 1) != (nr == 1)
        seen[_ONE_OF_MANY] = pairs == 1 and nl > 1 and nr > 1
        seen[_ORDER] = inverted
    firsts = (mine, theirs)
    _observe_rest(
        left, nl, left_table, right, nr, right_table, firsts, left_free, right_free, left_told, right_told, desk
    )


@inner
def _free(name, start, words, table, answers):
    """Return how many words from `start` on are not answered, and what they tell."""
    count, told = 0, np.float32(0.0)
    for at in range(start, words):
        if answers[at] == NO_ANSWER:
            count += 1
            told += table.told[name[at]]
    return count, told


@inner
def _begin(left, nl, left_table, right, nr, right_table, desk):
    """Return where both names begin: a kunya, title, Mohamed or initial in front of one of them is worn, not borne."""
    if nl == 1 or nr == 1:
        return 0, 0
    mine, theirs = _begins(left, nl, left_table, desk.answer), _begins(right, nr, right_table, desk.back)
    if mine > 0 and theirs > 0:
        return 0, 0
    if mine > 0 and left_table.kinds[left[mine - 1]] == _PREFIX and desk.back[0] == NO_ANSWER:
        return 0, 0
    if theirs > 0 and right_table.kinds[right[theirs - 1]] == _PREFIX and desk.answer[0] == NO_ANSWER:
        return 0, 0
    return mine, theirs


@inner
def _begins(name, words, table, answers):
    """Return where a name begins that bears a kunya, a title or an initial in front which the other does not."""
    at = 0
    while at + 1 < words and answers[at] == NO_ANSWER:
        if table.kinds[name[at]] not in _WORN:
            break
        at += 1
    return at if answers[at] != NO_ANSWER or at + 1 < words else 0


@inner
def _observe_whole(whole, left_free, right_free, firsts, desk):
    seen = desk.seen
    first_missing = desk.answer[firsts[0]] == NO_ANSWER or desk.back[firsts[1]] == NO_ANSWER
    if (left_free == 0 or right_free == 0) and not (first_missing and left_free + right_free > 0):
        seen[_C8], seen[_C16] = min(whole, 8.0), min(max(whole - 8.0, 0.0), 8.0)
        seen[_C32], seen[_CB] = min(max(whole - 16.0, 0.0), 16.0), max(whole - 32.0, 0.0)
    else:
        seen[_S8], seen[_S16] = min(whole, 8.0), min(max(whole - 8.0, 0.0), 8.0)
        seen[_S32] = min(max(whole - 16.0, 0.0), 16.0)


@kernel
def observe_words(left, nl, left_table, right, nr, right_table, desk):
    """Return what each answered left word adds to the observations: float32 of shape (MAX_WORDS, COUNT)."""
    each = np.zeros((MAX_WORDS, COUNT), np.float32)
    firsts = _begin(left, nl, left_table, right, nr, right_table, desk)
    for i in range(nl):
        j = desk.answer[i]
        if j >= 0 and desk.spelled[i] > 0.0:
            _observe_pair(left, (i, firsts[0]), nl, left_table, right, (j, firsts[1]), nr, right_table, desk, each[i])
    return each


@inner
def _observe_pair(left, mine, nl, left_table, right, theirs, nr, right_table, desk, seen):
    (i, first), (j, other_first) = mine, theirs
    spelled = desk.spelled[i]
    if desk.worth[i, j] <= 0.0:
        seen[_GLUES] += 1.0
        odd = np.float32(0.0)
    elif left_table.kinds[left[i]] == INITIAL_KIND or right_table.kinds[right[j]] == INITIAL_KIND:
        seen[_INITIALS] += 1.0
        return
    else:
        odd = max(np.float32(0.0), np.float32(0.5) * (left_table.told[left[i]] + right_table.told[right[j]]) - spelled)
    seen[_O4] += min(max(odd - 1.0, 0.0), 3.0)
    seen[_O8] += min(max(odd - 4.0, 0.0), 4.0)
    seen[_OB] += max(odd - 8.0, 0.0)
    if i == first and j == other_first:
        seen[_FIRSTS] = 1.0
    if desk.back[nr - 1] >= 0 and desk.answer[nl - 1] == nr - 1 and j == nr - 1:
        seen[_LASTS] = 1.0


@inner
def _observe_rest(
    left, nl, left_table, right, nr, right_table, firsts, left_free, right_free, left_told, right_told, desk
):
    seen = desk.seen
    both = min(left_free, right_free)
    first_left, first_right = desk.answer[firsts[0]] < 0, desk.back[firsts[1]] < 0
    last_left, last_right = desk.answer[nl - 1] < 0, desk.back[nr - 1] < 0
    extra = max(left_free, right_free) - both
    seen[_EXTRA_1], seen[_EXTRA_2], seen[_EXTRA_3] = extra >= 1, extra >= 2, extra >= 3
    if both > 0:
        seen[_BOTH_1], seen[_BOTH_2], seen[_BOTH_3] = 1.0, both >= 2, both >= 3
        seen[_BOTH_TOLD] = min(left_told, right_told)
        seen[_BOTH_LAST] = last_left and last_right
        seen[_FIRST_FREE] = first_left or first_right
        seen[_FIRSTS_FREE] = first_left and first_right
    elif extra > 0:
        seen[_EXTRA_TOLD] = left_told + right_told
        seen[_EXTRA_FIRST] = first_left or first_right
        if first_left:
            seen[_EXTRA_FIRST_TOLD] = left_table.told[left[firsts[0]]]
        elif first_right:
            seen[_EXTRA_FIRST_TOLD] = right_table.told[right[firsts[1]]]
        seen[_EXTRA_LAST] = last_left or last_right
