"""Many candidate pairs judged together: all their names aligned in one go, evidence told only for what may count.

Rule: the answer for a pair is the one `compare_identities` gives; the batch only saves time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from tansiq.matching import weights
from tansiq.matching.evidence import IdentityMatch
from tansiq.matching.facts import Facts, read_facts, weigh_facts
from tansiq.matching.identities import Identity
from tansiq.matching.lexicon import Ints
from tansiq.matching.panels import Panel
from tansiq.matching.persons import Block, Names, judged, names_of, weigh_names, weighed_bits
from tansiq.matching.records import Records
from tansiq.matching.words import Reader

_NAME_PAIRS_AT_ONCE: Final = 40_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One identity, read for comparison."""

    names: Names
    facts: Facts


@dataclass(frozen=True, slots=True)
class Task:
    """One identity to compare with some rows; its names stand in the panel from `first` on."""

    entry: Entry
    first: int
    rows: Ints


@dataclass(frozen=True, slots=True)
class _Pair:
    task: Task
    row: int
    size: int


def read_entry(identity: Identity, reader: Reader) -> Entry:
    """Return `identity` read for comparison."""
    return Entry(names_of(identity, reader), read_facts(identity, reader))


class Judge:
    """Compares tasks with the records of an index."""

    def __init__(self, records: Records, entries: Mapping[int, Entry]) -> None:
        self._records = records
        self._entries = entries

    def matches(
        self, panel: Panel, tasks: Sequence[Task], least_bits: float
    ) -> Iterator[tuple[Task, int, IdentityMatch]]:
        """Yield task, row and match of every pair whose log2 odds are `least_bits` or more."""
        batch: list[_Pair] = []
        filled = 0
        for pair in self._pairs(tasks):
            if filled + pair.size > _NAME_PAIRS_AT_ONCE:
                yield from self._judged(panel, batch, least_bits)
                batch, filled = [], 0
            batch.append(pair)
            filled += pair.size
        yield from self._judged(panel, batch, least_bits)

    def _pairs(self, tasks: Sequence[Task]) -> Iterator[_Pair]:
        for task in tasks:
            mine = len(task.entry.names.texts)
            for row, count in zip(task.rows.tolist(), self._records.counts(task.rows).tolist(), strict=True):
                yield _Pair(task, row, mine * count)

    def _judged(
        self, panel: Panel, pairs: Sequence[_Pair], least_bits: float
    ) -> Iterator[tuple[Task, int, IdentityMatch]]:
        named = [pair for pair in pairs if pair.size]
        if named:
            yield from self._named(panel, named, least_bits)
        for pair in pairs:
            if not pair.size:
                match = judged((), tuple(weigh_facts(pair.task.entry.facts, self._entries[pair.row].facts)))
                if match.bits >= least_bits:
                    yield pair.task, pair.row, match

    def _named(
        self, panel: Panel, pairs: Sequence[_Pair], least_bits: float
    ) -> Iterator[tuple[Task, int, IdentityMatch]]:
        block, best = self._aligned(panel, pairs)
        start = 0
        for pair, bits in zip(pairs, best, strict=True):
            match = self._match(pair, Block(block.alignment, block.bits, start), bits, least_bits)
            start += pair.size
            if match is not None:
                yield pair.task, pair.row, match

    def _match(self, pair: _Pair, block: Block, best: float, least_bits: float) -> IdentityMatch | None:
        """Return the match of one pair, None where it falls short; the facts, quickly weighed, come first."""
        names = max(best + weights.ALIAS_MOST_BITS, weights.NAME_FLOOR_BITS)
        most = min(names, weights.NAME_CEILING_BITS) + weights.PRIOR_BITS
        mine, other = pair.task.entry, self._entries[pair.row]
        if most + weights.MOST_FACT_BITS < least_bits and not (mine.facts.documents and other.facts.documents):
            return None
        facts = tuple(weigh_facts(mine.facts, other.facts))
        if most + sum(piece.weight_bits for piece in facts) < least_bits - 0.05:
            return None
        match = judged(weigh_names(mine.names, other.names, block), facts)
        return match if match.bits >= least_bits else None

    def _aligned(self, panel: Panel, pairs: Sequence[_Pair]) -> tuple[Block, list[float]]:
        """Return all names of all pairs aligned, and the best of each pair in bits."""
        sizes = np.array([pair.size for pair in pairs], np.int64)
        rows = np.array([pair.row for pair in pairs], np.int32)
        starts = np.cumsum(sizes) - sizes
        place = np.arange(int(sizes.sum())) - np.repeat(starts, sizes)
        counts = np.repeat(self._records.counts(rows).astype(np.int64), sizes)
        mine, other = place // np.maximum(counts, 1), place % np.maximum(counts, 1)
        left = mine + np.repeat(np.array([pair.task.first for pair in pairs], np.int64), sizes)
        right = other + np.repeat(self._records.firsts(rows), sizes)
        alignment = panel.align(left, self._records.numbers(right))
        bits = alignment.bits
        is_weak = (mine >= _strong([pair.task.entry for pair in pairs], sizes)) | (
            other >= _strong([self._entries[pair.row] for pair in pairs], sizes)
        )
        best = np.maximum.reduceat(weighed_bits(bits, is_weak), starts)
        return Block(alignment, bits, 0), best.tolist()


def _strong(entries: Sequence[Entry], sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.repeat(np.array([entry.names.strong for entry in entries], np.int64), sizes)
