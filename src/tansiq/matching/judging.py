"""Candidate pairs judged one by one, evidence told only for what may count.

Rule: the answer for a pair is the one `compare_identities` gives.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tansiq.matching.evidence import IdentityMatch
from tansiq.matching.facts import Facts, read_facts, weigh_facts
from tansiq.matching.identities import Identity
from tansiq.matching.lexicon import Ints
from tansiq.matching.panels import Panel
from tansiq.matching.persons import Names, judged, names_of, weigh_names
from tansiq.matching.records import Records
from tansiq.matching.words import Reader


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


def read_entry(identity: Identity, reader: Reader) -> Entry:
    """Return `identity` read for comparison."""
    return Entry(names_of(identity, reader), read_facts(identity))


class Judge:
    """Compares tasks with the records of an index."""

    def __init__(self, records: Records, entries: Mapping[int, Entry]) -> None:
        self._records = records
        self._entries = entries

    def matches(
        self, _panel: Panel, tasks: Sequence[Task], least_bits: float
    ) -> Iterator[tuple[Task, int, IdentityMatch]]:
        """Yield task, row and match of every pair whose log2 odds are `least_bits` or more."""
        for task in tasks:
            for row in task.rows.tolist():
                mine, other = task.entry, self._entries[row]
                facts = tuple(weigh_facts(mine.facts, other.facts))
                told = mine.names.texts and other.names.texts
                names = weigh_names(mine.names, other.names, self._records.reader) if told else ()
                match = judged(names, facts)
                if match.bits >= least_bits:
                    yield task, row, match
