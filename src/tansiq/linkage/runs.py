"""One run: two lists are read, joined, and the pairs written with their evidence.

Rules: nothing is written if anything fails; the right file may be the left one, then each pair stands once and nobody
is compared with himself; every probability is what its evidence adds up to: what `compare_identities` says of the two
rows, with a prior for lists of this length, and with what agrees weighed by how common it is in the right list.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from tansiq.linkage.pairs import explain, in_order, most_probable, prior_shift, write_evidence
from tansiq.linkage.tables import Reading, read_list, write_rows
from tansiq.matching import Identity, compare_identities, probability_of_bits
from tansiq.matching.evidence import bits_of_probability
from tansiq.matching.fact_table import Integers
from tansiq.matching.joins import Joined

HEADER: Final = ("left", "right", "probability", "evidence")
Progress = Callable[[str, int, int | None], None]
"""Called now and then with the step at hand, how much of it is done and of how much, if that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of a run.

    Attributes:
        threshold: The least probability of a pair that is written.
        limit: The most pairs that one record, of either list, may be in; all if None.
        explains: Whether every piece of evidence is written with its values.
        skips: Whether bad lines are left out and told, instead of ending the run.
    """

    threshold: float = 0.5
    limit: int | None = None
    explains: bool = False
    skips: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found: the keys of both lists in their order, and the pairs as places in them."""

    left: list[str]
    right: list[str]
    joined: Joined


class Engine(Protocol):
    """Joins two lists."""

    def __call__(self, lists: "Lists", wish: Wish, progress: Progress) -> Found:
        """Return the pairs of two lists."""
        ...


@dataclass(frozen=True, slots=True)
class Lists:
    """Two lists, and what is known of each after it was read."""

    left: Path
    right: Path
    left_reading: Reading = field(default_factory=Reading)
    right_reading: Reading = field(default_factory=Reading)

    @property
    def is_self(self) -> bool:
        """Whether both are one file."""
        return self.left.exists() and self.right.exists() and self.left.samefile(self.right)


def match_lists(lists: Lists, out: Path, wish: Wish, *, engine: Engine, progress: Progress) -> int:
    """Write the pairs of two lists to `out`; return how many.

    Raises:
        ListFileError: A list cannot be read.
        EngineError: The engine is not there.
    """
    found = engine(lists, wish, progress)
    shift = prior_shift(max(len(found.left), len(found.right)))
    probable = np.flatnonzero(found.joined.bits + shift >= bits_of_probability(wish.threshold))
    found = Found(found.left, found.right, found.joined.take(probable).shifted(shift))
    places = in_order(found.joined)
    if wish.limit is not None:
        kept = set(most_probable(found.joined, wish.limit).tolist())
        places = np.array([place for place in places.tolist() if place in kept], np.int64)
    joined = found.joined.take(places)
    return write_rows(out, HEADER, _rows(lists, found, joined, wish=wish, progress=progress))


def _rows(lists: Lists, found: Found, joined: Joined, *, wish: Wish, progress: Progress) -> Iterator[tuple[str, ...]]:
    shift = prior_shift(max(len(found.left), len(found.right)))
    told = _explained(lists, joined, shift, progress) if wish.explains else write_evidence(joined, shift)
    lefts, rights = joined.left.tolist(), joined.right.tolist()
    for number, (left, right, bits, text) in enumerate(zip(lefts, rights, joined.bits.tolist(), told, strict=True)):
        yield found.left[left], found.right[right], f"{probability_of_bits(bits):.7f}", text
        if number % 1000 == 0:
            progress("writing", number, len(lefts))


def _explained(lists: Lists, joined: Joined, shift: float, progress: Progress) -> Iterator[str]:
    """Yield the whole evidence of each pair; its rows are read again, so that lists of millions need not be kept."""
    left = _identities(lists.left, joined.left, progress)
    right = _identities(lists.right, joined.right, progress)
    pairs = zip(joined.left.tolist(), joined.right.tolist(), joined.names.tolist(), joined.told, strict=True)
    for mine, other, names, told in pairs:
        yield explain(compare_identities(left[mine], right[other]), names, told, shift)


def _identities(path: Path, places: Integers, progress: Progress) -> dict[int, Identity]:
    wanted = set(np.unique(places).tolist())
    progress("reading again", 0, None)
    return {at: identity for at, (_, identity) in enumerate(read_list(path, skip_bad_lines=True)) if at in wanted}
