"""The engine of one machine: two processes read the lists into arrays, every core joins them."""

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from tansiq.linkage.pairs import prior_shift
from tansiq.linkage.runs import Found, Lists, Progress, Wish
from tansiq.linkage.tables import Reading, read_list
from tansiq.matching.evidence import bits_of_probability
from tansiq.matching.joins import Target
from tansiq.matching.populations import Population, PopulationReader

_LARGE_BYTES: Final = 2_000_000
"""A smaller list is read before a second process has started."""
_ROWS_TOLD: Final = 10_000

Read = tuple[list[str], Population, Reading]


def join_here(lists: Lists, wish: Wish, progress: Progress) -> Found:
    """Return the pairs of two lists."""
    least_bits = bits_of_probability(wish.threshold)
    if lists.is_self:
        keys, population = _kept(read_people(lists.left, wish.skips, progress), lists.left_reading)
        least_bits -= prior_shift(len(keys))
        lists.right_reading.take(lists.left_reading)
        found = Target(population, counts=True).join_itself(
            least_bits=least_bits, progress=_named("comparing", progress)
        )
        return Found(keys, keys, found)
    left, right = _read_both(lists, wish.skips, progress)
    left_keys, asked = _kept(left, lists.left_reading)
    right_keys, searched = _kept(right, lists.right_reading)
    least_bits -= prior_shift(max(len(left_keys), len(right_keys)))
    progress("comparing", 0, len(left_keys))
    found = Target(searched, counts=True).join(asked, least_bits=least_bits, progress=_named("comparing", progress))
    return Found(left_keys, right_keys, found)


def read_people(path: Path, skips: bool, progress: Progress | None = None) -> Read:
    """Return keys and people of a list, and what is known of the file."""
    reading, reader, keys = Reading(), PopulationReader(), []
    for key, identity in read_list(path, skip_bad_lines=skips, reading=reading):
        keys.append(key)
        reader.add(identity)
        if progress is not None and len(keys) % _ROWS_TOLD == 0:
            progress(f"reading {path.name}", len(keys), None)
    return keys, reader.population(), reading


def _read_both(lists: Lists, skips: bool, progress: Progress) -> tuple[Read, Read]:
    is_large = max(lists.left.stat().st_size, lists.right.stat().st_size) > _LARGE_BYTES
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) if is_large else nullcontext() as pool:
        right: Future[Read] | None = None if pool is None else pool.submit(read_people, lists.right, skips)
        left = read_people(lists.left, skips, progress)
        return left, read_people(lists.right, skips, progress) if right is None else right.result()


def _kept(read: Read, told: Reading) -> tuple[list[str], Population]:
    """Return keys and people; what is known of the file goes into `told`."""
    keys, population, reading = read
    told.take(reading)
    return keys, population


def _named(step: str, progress: Progress) -> Callable[[int, int], None]:
    return lambda done, total: progress(step, done, total)
