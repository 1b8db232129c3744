"""Ours and the others side by side in one run: `make bench-peers`, or `python -m bench peers [--queries 200]`.

Rules: every system gets the same queries, names, pairs and lists in the same process; the others are used as their
documentation shows, and their F1 is that at the threshold which suits each best. Slow ones get a sample of the queries,
evenly taken, and then all get the same sample. Needs the environment that `make bench-peers` makes.

Example:
    python -m bench peers --only T1 lists --markdown peers.md
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import numpy.typing as npt
from rich.table import Table
from testset.measure import Task as Told
from testset.measure import report
from testset.pairs import read_pairs
from testset.scores import identity

from bench import list_data, match_lists, peer_scorers, people, rankings
from bench.figures import console
from bench.list_data import Setting
from bench.name_data import Task
from bench.names import tasks
from bench.rankings import Pairs
from tansiq.matching import Identity, compare_identities, compare_many

OURS = "Tansiq"
SYSTEMS = (OURS, "logic-v2", "Jaro–Winkler, ICU", "token set, ICU", "Splink, ICU")
SCORERS = dict(
    zip(
        SYSTEMS,
        (compare_many, peer_scorers.logic_v2, peer_scorers.jaro_winkler, peer_scorers.token_set_ratio),
        strict=False,
    )
)
KEYS = ("M1", "T1", "T2", "T3", "lists", "testset", "match")
QUERIES = 200
USUAL = 0.7
"""The threshold that logic-v2 is commonly used with."""
PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of all systems, as written; a system that does not do this has none."""

    what: str
    figures: dict[str, str]


def main(arguments: Sequence[str]) -> None:
    """Measures what the arguments name, and prints one table."""
    given = _arguments(arguments)
    rows = []
    for key in given.only or KEYS:
        for row in _rows(key, given):
            print(row.what, row.figures, flush=True)
            rows.append(row)
    _show(rows)
    if given.markdown is not None:
        given.markdown.write_text(markdown(rows), encoding="utf-8")


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench peers", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=KEYS, metavar="TASK", help="of " + ", ".join(KEYS))
    parser.add_argument("--queries", type=int, default=QUERIES, help="at most so many of each task")
    parser.add_argument("--people", type=int, default=PEOPLE, help="records in each of the two lists of `match`")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="also writes the table there")
    return parser.parse_args(arguments)


def _rows(key: str, given: argparse.Namespace) -> Iterator[Row]:
    if key == "lists":
        return (row for setting in Setting for row in list_rows(setting))
    if key == "testset":
        return testset_rows()
    if key == "match":
        return match_rows(given.people)
    return (row for task in tasks([key]) for row in task_rows(task.sample(given.queries)))


def task_rows(task: Task) -> Iterator[Row]:
    """Yields the figures of one search: those of the first two columns of the issue, and the time of a pair."""
    found: dict[str, dict[str, str]] = {}
    for system, scorer in SCORERS.items():
        scorer(task.queries[:1], task.names[:2])  # what is compiled or loaded at first use is no time of a pair
        started = time.process_time()
        scores = scorer(task.queries, task.names)
        spent = time.process_time() - started
        pairs = Pairs.of_task(scores, task.right)
        values = {
            "right one first": _share(rankings.share_in_first(scores, task.right, 1)),
            "right one in ten": _share(rankings.share_in_first(scores, task.right, 10)),
            "best F1": _share(pairs.best_f1()[0]),
            "found at 1 in 10,000": _share(pairs.found_at(1e-4)),
            "found at 1 in 100,000": _share(pairs.found_at(1e-5)),
            "CPU per pair": f"{1e6 * spent / scores.size:.2f} µs",
        }
        for what, value in values.items():
            found.setdefault(what, {})[system] = value
    head = f"{task.key} ({len(task.queries):,} × {len(task.names):,})"
    return (Row(f"{head}: {what}", figures) for what, figures in found.items())


def list_rows(setting: Setting) -> Iterator[Row]:
    """Yields F1 on the judged pairs of the four lists: at the best threshold of each, and at the usual one."""
    people_ = {key: list_data.listed_identity(record, setting) for key, record in list_data.list_records().items()}
    judged = list_data.judged_pairs()
    is_true = np.array([is_one for _, _, is_one in judged])
    named = [(left, right) for left, right, _ in judged]
    best, usual = {}, {}
    for system, (compare, threshold) in COMPARISONS.items():
        pairs = Pairs.of_pairs(compare(named, people_), is_true)
        best[system] = _share(pairs.best_f1()[0])
        if threshold is not None:
            usual[system] = f"{_share(pairs.f1_at(threshold))} (at {threshold:g})"
    yield Row(f"lists, {setting}: best F1", best)
    yield Row(f"lists, {setting}: F1 at its usual threshold", usual)


def _our_identities(pairs: Sequence[tuple[str, str]], people_: dict[str, Identity]) -> npt.NDArray[np.float64]:
    return np.array([compare_identities(people_[a], people_[b]).probability for a, b in pairs])


COMPARISONS: Final[dict[str, tuple[Callable[..., npt.NDArray[np.float64]], float | None]]] = {
    OURS: (_our_identities, 0.5),
    SYSTEMS[1]: (peer_scorers.logic_v2_identities, USUAL),
    SYSTEMS[2]: (peer_scorers.best_by_letters, None),
}
"""What compares whole identities, and the threshold at which it is used."""


def testset_rows() -> Iterator[Row]:
    """Yields the figures of the project's own test set, by all that is given, where .95 of the true pairs are found."""
    pairs = read_pairs()
    people_ = {f"{pair.id} {at}": identity(side) for pair in pairs for at, side in enumerate((pair.left, pair.right))}
    named = [(f"{pair.id} 0", f"{pair.id} 1") for pair in pairs]
    found: dict[str, dict[str, str]] = {}
    for system, (compare, _) in COMPARISONS.items():
        scores = dict(zip((pair.id for pair in pairs), compare(named, people_).tolist(), strict=True))
        told = report(pairs, scores, Told.IDENTITIES, threshold=0.5)
        shares = {"kin": told.kin, "kin with births": told.kin_with_births, "others": told.others}
        for who, share in shares.items():
            found.setdefault(who, {})[system] = _share(share.value)
    return (Row(f"test set: {who} called one person at recall .95", figures) for who, figures in found.items())


def match_rows(size: int) -> Iterator[Row]:
    """Yields time and F1 of two lists of invented people matched: names and births alone, and everything."""
    with TemporaryDirectory(prefix="tansiq-peers-") as made:
        folder = Path(made)
        people.write(folder, size)
        truth = match_lists.read_truth(folder / "truth.csv")
        match_lists.warm_up(folder / "left.csv", folder / "right.csv")
        sides = tuple(
            match_lists.only_names_and_births(folder / f"{side}.csv", folder / f"{side}-births.csv")
            for side in ("left", "right")
        )
        yield from _match_rows("names and births", sides, truth, everything=False)
        yield from _match_rows("everything", (folder / "left.csv", folder / "right.csv"), truth, everything=True)


def _match_rows(told: str, sides: tuple[Path, ...], truth: set[tuple[str, str]], *, everything: bool) -> Iterator[Row]:
    from bench import splink_lists  # noqa: PLC0415 - it takes a second

    left, right = sides
    out = left.with_name("pairs.csv")
    run = match_lists.match(left, right, out)
    started = time.perf_counter()
    found = splink_lists.link(left, right, everything=everything)
    spent = time.perf_counter() - started
    both = {
        OURS: match_lists.as_pairs(match_lists.read_pairs(out), truth),
        SYSTEMS[4]: match_lists.as_pairs(found, truth),
    }
    head = f"match, {told}"
    yield Row(f"{head}: F1 at 0.5", {name: _share(pairs.f1_at(0.5)) for name, pairs in both.items()})
    yield Row(f"{head}: best F1", {name: _share(pairs.best_f1()[0]) for name, pairs in both.items()})
    yield Row(f"{head}: time", {OURS: f"{run.wall:.0f} s", SYSTEMS[4]: f"{spent:.0f} s"})


def _share(value: float) -> str:
    return f"{value:.3f}"


def _show(rows: Sequence[Row]) -> None:
    table = Table("task", *SYSTEMS, title="Peers")
    for row in rows:
        table.add_row(row.what, *(row.figures.get(system, "") for system in SYSTEMS))
    console().print(table)


def markdown(rows: Sequence[Row]) -> str:
    """Return the table in Markdown."""
    lines = [("task", *SYSTEMS), ("---",) * (len(SYSTEMS) + 1)]
    lines += [(row.what, *(row.figures.get(system, "–") for system in SYSTEMS)) for row in rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
