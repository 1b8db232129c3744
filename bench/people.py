"""Two lists of invented people for matching, with the truth beside them.

`python -m bench people --size 100000 --folder F` leaves left.csv, right.csv and truth.csv in F.
"""

from pathlib import Path

from bench.figures import Figure, memory, of_time, timed
from tansiq.demo import write_lists

SEED = 20261123


def write(folder: Path, size: int) -> list[Figure]:
    """The two lists of `size` records each, a fifth of the people in both."""
    with timed() as spent:
        write_lists(folder, SEED, size)
    return [
        of_time(f"two lists of {size:,} invented people written", spent, asked=60 if size == 1_000_000 else None),
        memory("writing them"),
    ]
