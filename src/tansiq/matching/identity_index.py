"""An index over identities: who may be this person, and all pairs that may be one person.

Rules: candidates share words worth a few bits, in any script, or a document number; every answer is what
`compare_identities` says of the two, whatever else is in the index and in whatever order it came. One thread at a time
uses an index, see `name_index`; a walk over all pairs (`pairs`) holds what it needs from its first step on, so the
index may be asked, but not changed, while it goes on.

>>> index = IdentityIndex.build([("1", Identity(names=("Zoubir Testaoui",))), ("2", Identity(names=("زبير تستاوي",)))])
>>> [(left, right) for left, right, _ in index.pairs(0.5)]
[('1', '2')]
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, Self

import numpy as np

from tansiq.matching import weights
from tansiq.matching.candidates import FAR_YEARS
from tansiq.matching.columns import Column, Texts
from tansiq.matching.evidence import Candidate, IdentityMatch, bits_of_probability
from tansiq.matching.facts import Facts, read_facts
from tansiq.matching.identities import Identity
from tansiq.matching.identity_lines import from_line, to_line
from tansiq.matching.index_files import Arrays, load_arrays, save_arrays
from tansiq.matching.joins import Target
from tansiq.matching.persons import compare_identities, names_of
from tansiq.matching.populations import read_population
from tansiq.matching.records import Records
from tansiq.matching.searches import Searcher
from tansiq.matching.spelling import Ints

_MOST_CANDIDATES: Final = 300
"""Identities compared in full with one: those that share the most."""
_NO_YEARS: Final = (-9999, 9999)
_FORMAT: Final = "tansiq-identity-index"
_DTYPES: Final = Records.DTYPES | {"years": "i4", "lines": "u1", "line_ends": "i8"}


class IdentityIndex:
    """Identities by names and documents; owned by whoever builds it, for one thread at a time."""

    def __init__(self, records: Records | None = None) -> None:
        self._records = Records() if records is None else records
        self._searcher = Searcher(self._records)
        self._lines = Texts.of()
        self._years = Column(np.zeros((0, 2), np.int32))
        self._holders: dict[str, list[int]] | None = {}

    @classmethod
    def build(cls, items: Iterable[tuple[str, Identity]]) -> Self:
        """Return an index over `items` (key, identity); of items with one key the last counts."""
        index = cls()
        latest = dict(items)
        index._records.fill((key, index._put(identity)) for key, identity in latest.items())
        index._holders = None
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
        row = self._records.add(key, self._put(identity))
        for number in _numbers(read_facts(identity)):
            self._documents.setdefault(number, []).append(row)

    def remove(self, key: str) -> None:
        """Take an identity out.

        Raises:
            UnknownKeyError: It is not in.
        """
        documents = self._documents
        row = self._records.remove(key)
        for number in _numbers(read_facts(from_line(self._lines[row]))):
            documents[number].remove(row)
        if self._records.is_loose:
            self._compact()

    def search(self, name: str, limit: int = 10, *, prefix: bool = False) -> list[Candidate]:
        """Return the identities with a name most like `name`; see `NameIndex.search`."""
        return self._searcher.search(name, limit, prefix=prefix)

    def neighbours(
        self, identity: Identity, *, limit: int = 50, threshold: float = 0.01
    ) -> list[tuple[str, IdentityMatch]]:
        """Return who in the index may be `identity`, most probable first, from probability `threshold` up."""
        rows = self._candidates(identity).tolist()
        if not rows:
            return []
        others = [from_line(self._lines[row]) for row in rows]
        least = bits_of_probability(threshold)
        found = Target(read_population(others)).join(read_population([identity]), least_bits=least).right.tolist()
        named = [(self._records.keys[rows[at]], compare_identities(identity, others[at])) for at in found]
        return sorted(named, key=lambda pair: (-pair[1].probability, pair[0]))[:limit]

    def pairs(
        self, threshold: float, progress: Callable[[int, int], None] | None = None
    ) -> Iterator[tuple[str, str, IdentityMatch]]:
        """Yield every pair whose probability is `threshold` or more, smaller key first.

        Args:
            threshold: The least probability.
            progress: Called with the number of identities done and of all, now and then.
        """
        keys = sorted(self._records.rows)
        people = [from_line(self._lines[self._records.rows[key]]) for key in keys]
        if not people:
            return
        target = Target(read_population(people))
        found = target.join_itself(least_bits=bits_of_probability(threshold), progress=progress)
        for left, right in zip(found.left.tolist(), found.right.tolist(), strict=True):
            yield keys[left], keys[right], compare_identities(people[left], people[right])

    def save(self, path: Path) -> None:
        """Write the index to the folder `path`, in place of one that is there; see `index_files`."""
        self._compact()
        own: Arrays = {"years": self._years.values, "lines": self._lines.blob, "line_ends": self._lines.ends}
        save_arrays(path, self._records.columns() | own, format_name=_FORMAT)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the index that `save` wrote to `path`, mapped from there.

        Raises:
            IndexFileError: The folder is not one, is damaged, or of another version.
        """
        columns = load_arrays(path, _DTYPES, format_name=_FORMAT)
        index = cls(Records.of_columns(columns))
        index._years = Column(columns["years"])
        index._lines = Texts(columns["lines"], columns["line_ends"])
        index._holders = None
        return index

    @property
    def _documents(self) -> dict[str, list[int]]:
        """The rows that hold each document number; made when first asked for."""
        if self._holders is None:
            self._holders = {}
            for row in np.flatnonzero(self._records.alive).tolist():
                for number in _numbers(read_facts(from_line(self._lines[row]))):
                    self._holders.setdefault(number, []).append(row)
        return self._holders

    def _put(self, identity: Identity) -> tuple[str, ...]:
        """Keep what is known of one more row beside its names; return those."""
        self._lines.append(to_line(identity))
        self._years.extend(np.array([_years(read_facts(identity))], np.int32))
        return names_of(identity, self._records.reader).texts

    def _compact(self) -> None:
        kept = self._records.compact()
        if len(kept) < len(self._lines):
            self._lines, self._years = self._lines.taken(kept), Column(self._years.values[kept])
            self._holders = None

    def _candidates(self, identity: Identity) -> Ints:
        """Return the rows that share enough with `identity`: words worth some bits, or a document number."""
        facts, reader = read_facts(identity), self._records.reader
        rows, bits = self._searcher.sharing([reader.read(name) for name in names_of(identity, reader).texts])
        earliest, latest = _years(facts)
        years = self._years.values[rows]
        is_far = (years[:, 0] > latest + FAR_YEARS) | (years[:, 1] < earliest - FAR_YEARS)
        bits[is_far] -= np.float32(weights.FAR_BIRTH_BITS)
        if facts.births:
            is_near = (years[:, 0] <= latest) & (years[:, 1] >= earliest) & (years[:, 0] != _NO_YEARS[0])
            bits[is_near] += np.float32(weights.NEAR_BIRTH_BITS)
        rows, bits = rows[bits >= weights.CANDIDATE_BITS], bits[bits >= weights.CANDIDATE_BITS]
        chosen = rows[np.lexsort((self._records.ties[rows], -bits))[:_MOST_CANDIDATES]]
        documents = [row for number in _numbers(facts) for row in self._documents.get(number, ())]
        return np.unique(np.concatenate([chosen, np.array(documents, np.int32)]))


def _numbers(facts: Facts) -> set[str]:
    return {number for number, _ in facts.documents}


def _years(facts: Facts) -> tuple[int, int]:
    """Return the first and the last year in which the person may be born."""
    if not facts.births:
        return _NO_YEARS
    return min(birth.earliest.year for birth in facts.births), max(birth.latest.year for birth in facts.births)
