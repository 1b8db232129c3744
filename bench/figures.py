"""Figures: what was measured, beside what was asked; how time and memory are taken.

with timed() as spent:
    work()
Figure(what="work", spent=spent.wall, unit="s", asked=3)
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table.

    Attributes:
        spent: what was measured; `None` if it was not, and `note` says why.
        cpu: of it, seconds or milliseconds of this process; the rest was the disk, or other work on the machine.
        asked: the most that was asked for; `None` if nothing was.
        is_least: what was asked for is the least, as of a share that is found.
    """

    what: str
    spent: float | None
    unit: str
    asked: float | None = None
    cpu: float | None = None
    note: str = ""
    is_least: bool = False

    @property
    def met(self) -> str:
        """Whether it is what was asked: by the clock, or at least by the work that it cost this process."""
        if self.asked is None:
            return ""
        if self.spent is None:
            return "not measured"
        if self.spent >= self.asked if self.is_least else self.spent <= self.asked:
            return "yes"
        return "by CPU" if self.cpu is not None and self.cpu <= self.asked else "NO"


@dataclass(slots=True)
class Spent:
    """Seconds by the clock, and of this process."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def timed() -> Iterator[Spent]:
    """Measures a block."""
    spent = Spent()
    wall, cpu = time.perf_counter(), time.process_time()
    yield spent
    spent.wall, spent.cpu = time.perf_counter() - wall, time.process_time() - cpu


def slowest(what: str, works: Sequence[Callable[[], object]], *, asked: float | None = None) -> Figure:
    """The 95th percentile of these, in milliseconds; the first tenth only warms up and is done again."""
    for work in works[: max(1, len(works) // 10)]:
        work()
    walls, cpus = [], []
    for work in works:
        with timed() as spent:
            work()
        walls.append(spent.wall * 1000)
        cpus.append(spent.cpu * 1000)
    note = f"median {quantile(walls, 0.5):.1f}, p99 {quantile(walls, 0.99):.1f}, {len(walls)} times"
    return Figure(
        what=f"{what}, p95",
        spent=quantile(walls, 0.95),
        cpu=quantile(cpus, 0.95),
        unit="ms",
        asked=asked,
        note=note,
    )


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of the values does not exceed."""
    return sorted(values)[max(0, -int(-len(values) * share // 1) - 1)]


def of_time(what: str, spent: Spent, *, asked: float | None = None, note: str = "") -> Figure:
    """A figure in seconds."""
    return Figure(what=what, spent=spent.wall, cpu=spent.cpu, unit="s", asked=asked, note=note)


def memory(what: str, *, asked: float | None = None) -> Figure:
    """The most memory that this process held until now."""
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # KiB on Linux
    return Figure(what=f"{what}, peak memory", spent=peak_kib / 1024, unit="MiB", asked=asked)


def console() -> Console:
    """Where tables are printed: as wide as the terminal, wide enough for one line each in a file."""
    return Console(width=None if sys.stdout.isatty() else 160)


def show(figures: Sequence[Figure], where: Console) -> None:
    """Prints the table."""
    table = Table("what", "asked", "measured", "CPU", "met", "note", title="Figures")
    for column in table.columns[1:4]:
        column.justify = "right"
    for figure in figures:
        table.add_row(
            figure.what,
            "" if figure.asked is None else _wanted(figure),
            "" if figure.spent is None else _written(figure.spent, figure.unit),
            "" if figure.cpu is None else f"{figure.cpu:.2g}" if figure.cpu < 10 else f"{figure.cpu:.0f}",
            figure.met,
            figure.note,
            style="bold red" if figure.met == "NO" else None,
        )
    where.print(table)


def _wanted(figure: Figure) -> str:
    return f"{'≥' if figure.is_least else '≤'} {figure.asked:g} {figure.unit}".rstrip()


def _written(value: float, unit: str) -> str:
    """Shares, which have no unit, with four digits; the rest with three."""
    if not unit:
        return f"{value:.4f}"
    return f"{value:.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"
