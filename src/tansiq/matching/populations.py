"""Many identities as arrays: what two lists are joined on, and what is saved and mapped from disk.

Rules: words are numbers within their own population, so that two processes can read two lists side by side; the names
of identity `i` stand from `starts[i]` to `starts[i + 1]`, good ones first; nothing is looked up.

>>> read_population([Identity(names=("Zoubir Testaoui", "Zoubir"))]).starts
array([0, 2])
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from tansiq.matching.fact_table import FactArrays, FactTable, Longs, code_of
from tansiq.matching.facts import FactReader
from tansiq.matching.identities import Identity
from tansiq.matching.persons import names_of
from tansiq.matching.words import MAX_WORDS, Reader, Word

Ints = npt.NDArray[np.int32]
_ARRAYS: Final = ("names", "starts", "strong", "codes")
_WORDS: Final = "words.msgpack"


@dataclass(frozen=True, slots=True)
class Population:
    """n identities.

    Attributes:
        words: The distinct words of all names; a word's number is its place here.
        names: int32 of shape (names, MAX_WORDS): word numbers, padded with -1.
        starts: int64 of shape (n + 1,): where the names of each identity begin.
        strong: int32 of shape (n,): how many of its names are good ones.
        codes: int64 of shape (names,): the code of each name as given.
        facts: What else is known.
    """

    words: tuple[Word, ...]
    names: Ints
    starts: Longs
    strong: Ints
    codes: Longs
    facts: FactArrays

    def __len__(self) -> int:
        return len(self.strong)


class PopulationReader:
    """Reads one identity after another; owned by whoever reads a list."""

    def __init__(self) -> None:
        self._reader = Reader()
        self._numbers: dict[int, int] = {}
        self._words: list[Word] = []
        self._names, self._padding = array("i"), array("i", [-1] * MAX_WORDS)
        self._starts, self._strong, self._codes = array("q", [0]), array("i"), array("q")
        self._facts, self._fact_reader = FactTable(), FactReader()

    def __len__(self) -> int:
        return len(self._strong)

    def add(self, identity: Identity) -> None:
        """Put one more identity in."""
        names = names_of(identity, self._reader)
        for text in names.texts:
            self._add_name(text)
        self._starts.append(len(self._names) // MAX_WORDS)
        self._strong.append(names.strong)
        self._facts.add(self._fact_reader.read(identity))

    def population(self) -> Population:
        """Return all identities so far."""
        return Population(
            words=tuple(self._words),
            names=np.array(self._names, np.int32).reshape(-1, MAX_WORDS),
            starts=np.array(self._starts, np.int64),
            strong=np.array(self._strong, np.int32),
            codes=np.array(self._codes, np.int64),
            facts=self._facts.arrays(),
        )

    def _add_name(self, text: str) -> None:
        row = [self._number(word) for word in self._reader.read(text)]
        self._codes.append(code_of(text))
        self._names.extend(row)
        self._names.extend(self._padding[len(row) :])

    def _number(self, word: Word) -> int:
        """Return the number of a word: the reader gives the same object for the same word, which is quickly found."""
        number = self._numbers.get(id(word))
        if number is None:
            number = self._numbers[id(word)] = len(self._words)
            self._words.append(word)
        return number


def read_population(identities: Iterable[Identity]) -> Population:
    """Return `identities` as arrays."""
    reader = PopulationReader()
    for identity in identities:
        reader.add(identity)
    return reader.population()


def save_population(population: Population, folder: Path) -> None:
    """Write a population into a new folder: an array a file, so that many processes can map it, and its words."""
    folder.mkdir(parents=True)
    arrays = {name: getattr(population, name) for name in _ARRAYS} | population.facts._asdict()
    for name, values in arrays.items():
        np.save(folder / f"{name}.npy", values, allow_pickle=False)
    (folder / _WORDS).write_bytes(msgspec.msgpack.encode(population.words))


def load_population(folder: Path) -> Population:
    """Return the population that is kept in a folder; its arrays are mapped, and copied only where written to."""
    facts = FactArrays(*(_mapped(folder, name) for name in FactArrays._fields))
    words = msgspec.msgpack.decode((folder / _WORDS).read_bytes(), type=tuple[Word, ...])
    return Population(words=words, facts=facts, **{name: _mapped(folder, name) for name in _ARRAYS})


def _mapped(folder: Path, name: str) -> npt.NDArray[Any]:
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="c", allow_pickle=False))
