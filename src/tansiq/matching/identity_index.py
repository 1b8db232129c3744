"""An index over identities: who may be this person, and all pairs that may be one person.

Rules: candidates share words worth a few bits, in any script, or a document number; every answer is what
`compare_identities` says of the two, whatever else is in the index and in whatever order it came.

>>> index = IdentityIndex.build([("1", Identity(names=("Zoubir Testaoui",))), ("2", Identity(names=("زبير تستاوي",)))])
>>> [(left, right) for left, right, _ in index.pairs(0.5)]
[('1', '2')]
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Self

import numpy as np

from tansiq.matching import weights
from tansiq.matching.evidence import Candidate, IdentityMatch, bits_of_probability
from tansiq.matching.facts import Facts
from tansiq.matching.identities import Identity
from tansiq.matching.judging import Entry, Judge, Task, read_entry
from tansiq.matching.lexicon import Ints
from tansiq.matching.panels import Panel, read_panel
from tansiq.matching.records import Holders, Records
from tansiq.matching.searches import search_records
from tansiq.matching.words import Reader, read_name

_MOST_CANDIDATES: Final = 300
"""Identities compared in full with one: those that share the most."""
_ENTRIES_AT_ONCE: Final = 64
_NO_YEARS: Final = (-9999, 9999)
_FAR_YEARS: Final = 2


class IdentityIndex:
    """Identities by names and documents; owned by whoever builds it, not safe for changes from two threads at once."""

    def __init__(self) -> None:
        self._records = Records()
        self._entries: dict[int, Entry] = {}
        self._documents: dict[str, list[int]] = {}
        self._years = np.zeros((64, 2), np.int32)

    @classmethod
    def build(cls, items: Iterable[tuple[str, Identity]]) -> Self:
        """Return an index over `items` (key, identity)."""
        index = cls()
        for key, identity in items:
            index.add(key, identity)
        index._records.lexicon.prepare()
        return index

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, key: object) -> bool:
        return key in self._records.rows

    def add(self, key: str, identity: Identity) -> None:
        """Put an identity in, in place of an earlier one with the same key."""
        if key in self:
            self.remove(key)
        entry = read_entry(identity, self._records.reader)
        row = self._records.add(key, entry.names.texts)
        while row >= len(self._years):
            self._years = np.concatenate([self._years, np.zeros_like(self._years)])
        self._years[row] = _years(entry.facts)
        self._entries[row] = entry
        for number in {number for number, _ in entry.facts.documents}:
            self._documents.setdefault(number, []).append(row)

    def remove(self, key: str) -> None:
        """Take an identity out.

        Raises:
            UnknownKeyError: It is not in.
        """
        row = self._records.remove(key)
        for number in {number for number, _ in self._entries.pop(row).facts.documents}:
            self._documents[number].remove(row)
            if not self._documents[number]:
                del self._documents[number]

    def search(self, name: str, limit: int = 10, *, prefix: bool = False) -> list[Candidate]:
        """Return the identities with a name most like `name`; see `NameIndex.search`."""
        return search_records(self._records, name, limit, prefix=prefix)

    def neighbours(
        self, identity: Identity, *, limit: int = 50, threshold: float = 0.01
    ) -> list[tuple[str, IdentityMatch]]:
        """Return who in the index may be `identity`, most probable first, from probability `threshold` up."""
        entry = read_entry(identity, Reader())
        panel = read_panel(self._records.lexicon, [read_name(name) for name in entry.names.texts])
        rows = self._candidates(entry, panel.rows, self._records.shared(panel))
        found = Judge(self._records, self._entries).matches(
            panel, [Task(entry, 0, rows)], bits_of_probability(threshold)
        )
        named = [(str(self._records.keys[row]), match) for _, row, match in found]
        return sorted(named, key=lambda pair: (-pair[1].probability, pair[0]))[:limit]

    def pairs(
        self, threshold: float, progress: Callable[[int, int], None] | None = None
    ) -> Iterator[tuple[str, str, IdentityMatch]]:
        """Yield every pair whose probability is `threshold` or more, smaller key first.

        Args:
            threshold: The least probability.
            progress: Called with the number of identities done and of all, now and then.
        """
        judge, run = Judge(self._records, self._entries), _Run(self._records)
        keys = sorted(self._records.rows)
        for start in range(0, len(keys), _ENTRIES_AT_ONCE):
            chunk = keys[start : start + _ENTRIES_AT_ONCE]
            entries = [self._entries[self._records.rows[key]] for key in chunk]
            panel, shared = run.panel([self._records.rows[key] for key in chunk])
            tasks, first = [], 0
            for key, entry in zip(chunk, entries, strict=True):
                last = first + len(entry.names.texts)
                rows = self._candidates(entry, panel.rows[first:last], shared)
                later = [row for row in rows.tolist() if str(self._records.keys[row]) > key]
                tasks.append(Task(entry, first, np.array(later, np.int32)))
                first = last
            owner = {id(task): key for task, key in zip(tasks, chunk, strict=True)}
            for task, row, match in judge.matches(panel, tasks, bits_of_probability(threshold)):
                yield owner[id(task)], str(self._records.keys[row]), match
            if progress is not None:
                progress(start + len(chunk), len(keys))

    def _candidates(self, entry: Entry, names: Ints, shared: list[Holders]) -> Ints:
        """Return the rows that share enough with `entry`: words worth some bits, or a document number."""
        scores = self._records.scores(names, shared)
        earliest, latest = _years(entry.facts)
        years = self._years[: len(scores)]
        is_far = (years[:, 0] > latest + _FAR_YEARS) | (years[:, 1] < earliest - _FAR_YEARS)
        scores[is_far] -= np.float32(weights.FAR_BIRTH_BITS)
        if entry.facts.births:
            is_near = (years[:, 0] <= latest) & (years[:, 1] >= earliest) & (years[:, 0] != _NO_YEARS[0])
            scores[is_near & (scores > 0)] += np.float32(weights.NEAR_BIRTH_BITS)
        rows = self._records.best_rows(scores, _MOST_CANDIDATES, least=weights.CANDIDATE_BITS)
        documents = [row for number, _ in entry.facts.documents for row in self._documents.get(number, ())]
        return np.unique(np.concatenate([rows, np.array(documents, np.int32)]))


class _Run:
    """What one walk over all pairs looks up once for each word; lives as long as the walk."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._spellings = records.lexicon.every_spelling()
        self._holders: dict[int, Holders] = {}

    def panel(self, rows: list[int]) -> tuple[Panel, list[Holders]]:
        """Return a panel of all names of some rows, and for each of its words the rows that hold it."""
        names = self._records.numbers(self._records.names_of(np.array(rows, np.int32)))
        used, places = np.unique(np.append(names, -1), return_inverse=True)
        rows_of_words = np.asarray(places[:-1] - 1, np.int32).reshape(names.shape)
        words = used[1:].tolist()
        panel = Panel(rows_of_words, [self._spellings[word] for word in words], vocabulary=len(self._spellings))
        return panel, [self._holders_of(word) for word in words]

    def _holders_of(self, word: int) -> Holders:
        known = self._holders.get(word)
        if known is None:
            known = self._holders[word] = self._records.holders(self._spellings[word])
        return known


def _years(facts: Facts) -> tuple[int, int]:
    """Return the first and the last year in which the person may be born."""
    if not facts.births:
        return _NO_YEARS
    return min(birth.earliest.year for birth in facts.births), max(birth.latest.year for birth in facts.births)
