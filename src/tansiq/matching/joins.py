"""Two populations joined: every pair that is probable enough, with what names and facts weigh in it.

Rules: the answer for a pair is the one `compare_identities` gives, to a hundredth of a bit; pairs come in the order of
the left population, then of the right one, whatever the number of threads. Names and facts are compared in full only
for candidates (`candidates`).

>>> people = [Identity(names=("Zoubir Testaoui",)), Identity(names=("زبير تستاوي",)), Identity(names=("Karim Essai",))]
>>> found = Target(read_population(people)).join_itself(least_bits=0.0)
>>> list(zip(found.left.tolist(), found.right.tolist()))
[(0, 1)]
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from queue import Queue
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tansiq.matching.candidates import Asked, dearest_first, postings, record_years
from tansiq.matching.channels import Floats
from tansiq.matching.fact_table import Integers, Longs
from tansiq.matching.identities import Identity
from tansiq.matching.join_kernels import Bench, Left, Quest, Right, join_records, new_bench
from tansiq.matching.lexicon import Lexicon, Spellings
from tansiq.matching.model import load_model
from tansiq.matching.populations import Population, read_population
from tansiq.matching.shares import fact_shares, no_shares, word_shares
from tansiq.matching.word_tables import WordTable, joined, word_table
from tansiq.matching.words import Word

_RECORDS_AT_ONCE: Final = 1000
_WORDS_AT_ONCE: Final = 2000
THREADS: Final = 2
Progress = Callable[[int, int], None]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Joined:
    """n pairs.

    Attributes:
        left, right: int32 of shape (n,): places in the two populations.
        bits: float64 of shape (n,): the log2 odds.
        names: float64 of shape (n,): what all evidence of names adds up to.
        told: float64 of shape (n, 5, 2): rule and weight of each fact, see `fact_kernels`.
    """

    left: Integers
    right: Integers
    bits: Doubles
    names: Doubles
    told: Doubles

    def __len__(self) -> int:
        return len(self.bits)

    def take(self, places: npt.NDArray[np.int64]) -> "Joined":
        """Return the pairs at some places, in their order."""
        return Joined(self.left[places], self.right[places], self.bits[places], self.names[places], self.told[places])

    def shifted(self, bits: float) -> "Joined":
        """Return the pairs with so much added to their log2 odds."""
        return Joined(self.left, self.right, self.bits + bits, self.names, self.told)


class Target:
    """A population made ready to be joined with others; read-only once it is made, so threads may share it."""

    def __init__(self, population: Population, *, counts: bool = False) -> None:
        """Make a population ready.

        Args:
            population: Who may be found.
            counts: Whether what agrees weighs by how many records of this population agree as well, see `shares`; a
                pair then weighs something else than when it is compared alone.
        """
        self._lexicon = Lexicon()
        numbers = np.array([*map(self._lexicon.number, population.words), -1], np.int32)
        self._population = population
        names = numbers[population.names]
        self._right = Right(
            posted=postings(names, population.starts, population.facts, words=len(self._lexicon)),
            names=names,
            starts=population.starts,
            strong=population.strong,
            codes=population.codes,
            facts=population.facts,
            shares=fact_shares(population.facts) if counts else no_shares(),
            table=self._lexicon.table,
        )

    def __len__(self) -> int:
        return len(self._population)

    def join(self, left: Population, *, least_bits: float, progress: Progress | None = None) -> Joined:
        """Return all pairs of somebody of `left` and somebody of this population of `least_bits` log2 odds or more."""
        return _all(list(self._parts(left, least_bits, 0, progress)))

    def join_itself(self, *, least_bits: float, progress: Progress | None = None) -> Joined:
        """Return all pairs within this population, each once, the earlier record on the left."""
        return _all(list(self._parts(self._population, least_bits, 1, progress)))

    def _parts(
        self, people: Population, least_bits: float, is_itself: int, progress: Progress | None
    ) -> Iterator[Joined]:
        left = self._left(people)
        spans = list(pairwise([*range(0, len(people), _RECORDS_AT_ONCE), len(people)]))
        benches: Queue[Bench] = Queue()
        for _ in range(THREADS):
            benches.put(new_bench(left, self._right, load_model()))

        def walk(span: tuple[int, int]) -> Joined:
            bench = benches.get()
            try:
                records, told = join_records(left, self._right, bench, Quest(least_bits, is_itself, *span))
            finally:
                benches.put(bench)
            return Joined(records[:, 0], records[:, 1], told[:, 0], told[:, 1], told[:, 2:].reshape(-1, 5, 2))

        with ThreadPoolExecutor(THREADS) as pool:
            for (_, done), part in zip(spans, pool.map(walk, spans), strict=True):
                yield part
                if progress is not None:
                    progress(done, len(people))

    def _left(self, people: Population) -> Left:
        table, (spelled, spellings, worth) = self._read(people.words)
        dearest_first(spelled, spellings, worth)
        held = np.diff(self._right.posted.starts)
        here = word_shares(spelled, spellings, worth, held, len(self)) if self._right.shares.is_counted else worth
        asked = Asked(
            names=people.names,
            starts=people.starts,
            facts=people.facts,
            years=record_years(people.facts),
            spelled=spelled,
            spellings=spellings,
            worth=worth,
            here=here,
        )
        return Left(asked, people.strong, people.codes, table)

    def _read(self, words: Sequence[Word]) -> tuple[WordTable, tuple[Longs, Integers, Floats]]:
        """Return some words as arrays, and what each may be here: where its spellings begin, which, what worth."""
        chunks = [words[start : start + _WORDS_AT_ONCE] for start in range(0, len(words), _WORDS_AT_ONCE)]
        with ThreadPoolExecutor(THREADS) as pool:
            parts = list(pool.map(self._read_some, chunks))
        found = [each for _, part in parts for each in part]
        counts = np.array([len(each.words) for each in found], np.int64)
        return joined([table for table, _ in parts]), (
            np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]),
            _chained([each.words for each in found], np.int32),
            _chained([each.worth for each in found], np.float32),
        )

    def _read_some(self, words: Sequence[Word]) -> tuple[WordTable, list[Spellings]]:
        table = word_table(words)
        return table, self._lexicon.spellings(words, table=table)


def _all(parts: Sequence[Joined]) -> Joined:
    """Return the pairs of several runs, one after another."""
    return Joined(
        _chained([part.left for part in parts], np.int32),
        _chained([part.right for part in parts], np.int32),
        _chained([part.bits for part in parts], np.float64),
        _chained([part.names for part in parts], np.float64),
        _chained([part.told for part in parts], np.float64).reshape(-1, 5, 2),
    )


def _chained(parts: Sequence[npt.NDArray[np.generic]], kind: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, kind)


__all__ = ["Identity", "Joined", "Target", "read_population"]
