"""Records found by a name, finished or still being typed: shared words first, then the likest laid side by side.

Rule: what is found depends on the name and on the records alone, not on the order in which either came.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import numpy as np

from tansiq.matching.alignment import new_desk
from tansiq.matching.bounds import bounds_of
from tansiq.matching.channels import Floats
from tansiq.matching.columns import Texts
from tansiq.matching.evidence import Candidate, Evidence
from tansiq.matching.explanations import explain
from tansiq.matching.gathering import Asked, Scratch, scratch_for, shared_bits
from tansiq.matching.lexicon import Lexicon
from tansiq.matching.met_words import MetWord, MetWords
from tansiq.matching.model import load_model
from tansiq.matching.names import scores
from tansiq.matching.panels import number_table, read_panel
from tansiq.matching.ranking import Duel, find_best
from tansiq.matching.records import Records
from tansiq.matching.spelling import Ints
from tansiq.matching.word_tables import joined
from tansiq.matching.words import Kind, Word, read_name, worn

_MOST_LAID: Final = 1000
"""Names laid beside a name at most: of the exhaustive top ten of 1,000,000, .8 % is lost at 1,000, 1 % at 300."""


class Found(Candidate):
    """A candidate whose evidence is told when it is first asked for: most are only counted or listed."""

    __slots__ = ("_told",)
    _told: Callable[[], tuple[Evidence, ...]] | tuple[Evidence, ...]

    def __init__(self, key: str, score: float, tell: Callable[[], tuple[Evidence, ...]]) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "score", score)
        object.__setattr__(self, "_told", tell)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Why the record was found."""
        told = self._told
        if not isinstance(told, tuple):
            told = told()
            object.__setattr__(self, "_told", told)
        return told


class Searcher:
    """Searches some records; owned by an index, for one thread at a time (it keeps room for one search)."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._scratch = scratch_for(0)
        self._slots = np.zeros(0, np.int32)
        self._desk = new_desk()
        self._weights = load_model().name_weights
        self._bounds = bounds_of(self._weights)
        self._met = MetWords(records.lexicon)

    def search(self, name: str, limit: int, *, prefix: bool) -> list[Candidate]:
        """Return up to `limit` records with a name like `name`, best first."""
        reading = self._met.read(name)
        if not reading or limit < 1 or not len(self._records):
            return []
        keys, texts = self._records.keys, self._records.texts
        best = sorted((-bits, keys[row], at) for row, bits, at in self._best(reading, limit, prefix=prefix))[:limit]
        told = scores(np.array([-bits / 100.0 for bits, _, _ in best], np.float32)).tolist()
        return [
            Found(key, round(score, 6), partial(_told, reading, texts, at, prefix=prefix))
            for (_, key, at), score in zip(best, told, strict=True)
            if score > 0
        ]

    def sharing(self, names: Sequence[Sequence[Word]]) -> tuple[Ints, Floats]:
        """Return all rows that share a word with some names, and what each shares with the likest, in bits."""
        postings, of_names = self._records.postings.arrays, self._records.asked
        every = [self._asked(self._met.meet(name, unfinished=False), name) for name in names if name]
        found = [shared_bits(postings, asked, of_names.alive, self._room()) for asked in every]
        if not found:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        rows, bits = (
            of_names.owners[np.concatenate([one[0] for one in found])],
            np.concatenate([one[1] for one in found]),
        )
        order = np.lexsort((-bits, rows))
        rows, bits = rows[order], bits[order]
        is_first = np.ones(len(rows), np.bool_)
        is_first[1:] = rows[1:] != rows[:-1]
        return rows[is_first], bits[is_first]

    def _best(self, reading: tuple[Word, ...], limit: int, *, prefix: bool) -> list[tuple[int, int, int]]:
        """Return row, score in hundredths of a bit, and best name of the best records."""
        records = self._records
        met = self._met.meet(reading, unfinished=prefix)
        touched = np.unique(np.concatenate([word.words for word in met]))
        duel = self._duel(reading, met, touched)
        found = find_best(
            records.postings.arrays, self._asked(met, reading), records.asked, records.words_of_names, duel,
            self._room(), self._bounds, min(limit, len(records)), max(limit, _MOST_LAID),
        )  # fmt: skip
        self._slots[touched] = -1
        return list(zip(*(each.tolist() for each in found), strict=True))

    def _room(self) -> Scratch:
        names = len(self._records.texts)
        if len(self._scratch.sums) < names:
            self._scratch = scratch_for(names + names // 2)
        return self._scratch

    def _asked(self, met: Sequence[MetWord], reading: Sequence[Word]) -> Asked:
        sizes = self._records.postings.sizes
        held = []
        for word in met:
            is_held = word.words < len(sizes)
            words, fresh = (word.words, word.fresh) if is_held.all() else (word.words[is_held], word.fresh[is_held])
            held.append((int(sizes[words].sum()), words, fresh))
        held.sort(key=lambda one: one[0])
        starts = np.zeros(len(held) + 1, np.int64)
        np.cumsum([len(words) for _, words, _ in held], out=starts[1:])
        return Asked(
            starts=starts,
            spellings=np.concatenate([words for _, words, _ in held]),
            fresh=np.concatenate([fresh for _, _, fresh in held]),
            postings=np.array([postings for postings, _, _ in held], np.int64),
            script=2 if reading[0].is_arabic else 1,
            worn=worn(reading),
            initials=sum(word.kind is Kind.INITIAL for word in reading),
        )

    def _duel(self, reading: Sequence[Word], met: Sequence[MetWord], touched: Ints) -> Duel:
        lexicon, model = self._records.lexicon, load_model()
        if len(self._slots) < len(lexicon):
            self._slots = np.full(len(lexicon) + len(lexicon) // 2, -1, np.int32)
        self._slots[touched] = np.arange(len(touched), dtype=np.int32)
        dense = np.zeros((len(reading), max(1, len(touched))), np.float32)
        for at, word in enumerate(met):
            dense[at, self._slots[word.spellings.words]] = word.spellings.worth
        return Duel(
            words=np.arange(len(reading), dtype=np.int32),
            numbers=np.array([word.number for word in met], np.int32),
            table=joined([word.table for word in met]),
            lexicon=lexicon.table,
            slots=self._slots,
            dense=dense,
            desk=self._desk,
            tries=model.tries,
            chances=model.chances,
            weights=self._weights,
        )


def _told(reading: tuple[Word, ...], texts: Texts, at: int, *, prefix: bool) -> tuple[Evidence, ...]:
    """Return why two names were put together; texts keep their places, so it may be asked for at any time."""
    other = read_name(texts[at])
    lexicon = Lexicon(other)
    panel = read_panel(lexicon, [reading], unfinished=prefix)
    numbers = number_table([[lexicon.number(word) for word in other]])
    return explain(panel.laid(0, numbers[0]), load_model().name_weights)
