"""The matcher at scale, on invented people: `python -m bench names-scale [--only compare search match match-large]`.

Rules: nothing of this runs unless it is asked for; what is compiled at first use is compiled before the clock starts;
queries are other spellings of people in the index, and one in five has a word that no list has ever held.

Example:
    python -m bench names-scale --only search --size 100000 --folder var/people   # the lists are kept there
"""

import argparse
import csv
import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from bench import match_lists, name_data, people, rankings
from bench.figures import Figure, Spent, console, memory, of_time, quantile, show, timed
from tansiq.matching import NameIndex, compare_many

KEYS = ("compare", "search", "match", "match-large")
MILLION = 1_000_000
QUERIES = 2_000
EXHAUSTIVE = 240
"""Queries that are also compared with every name of the index, some at once: a score of each record is kept."""
EXHAUSTIVE_AT_ONCE = 80
NEW_WORD = 5
"""One query of so many has a word never met."""
NAMES_AT_ONCE = 100_000


def main(arguments: Sequence[str]) -> None:
    """Measures what the arguments name, and prints one table."""
    given = _arguments(arguments)
    figures: list[Figure] = []
    with TemporaryDirectory(prefix="tansiq-scale-") as made:
        folder = given.folder or Path(made)
        for key in given.only or KEYS:
            for figure in _stage(key, folder, given.size):
                print(figure.what, figure.spent, figure.unit, figure.note, flush=True)
                figures.append(figure)
    show(figures, console())


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench names-scale", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=KEYS, metavar="STAGE", help="of " + ", ".join(KEYS))
    parser.add_argument("--size", type=int, default=MILLION, help="identities in the index, and of match-large")
    parser.add_argument("--folder", type=Path, help="kept; lists that it holds are not made again")
    return parser.parse_args(arguments)


def _stage(key: str, folder: Path, size: int) -> Iterator[Figure]:
    if key == "compare":
        return compare_figures()
    if key == "search":
        return search_figures(_lists(folder, size))
    return match_figures(_lists(folder, size if key == "match-large" else min(size, 100_000)))


def _lists(folder: Path, size: int) -> Path:
    """The folder of two lists of so many people, made if there is none."""
    made = folder / str(size)
    if not (made / "truth.csv").exists():
        made.mkdir(parents=True, exist_ok=True)
        people.write(made, size)
    return made


def compare_figures(queries: int = 1_000, names: int = 10_000) -> Iterator[Figure]:
    """Yields the time of a pair of `compare_many`, on public names, with all reading."""
    rows = name_data.full_names()
    left = list(dict.fromkeys(row.arabic for row in rows[:: len(rows) // (2 * queries)]))[:queries]
    right = list(dict.fromkeys(row.latin for row in rows[:: len(rows) // (2 * names)]))[:names]
    compare_many(left[:2], right[:2])
    with timed() as spent:
        compare_many(left, right)
    pairs = len(left) * len(right) / 1e6
    note = f"{len(left):,} Arabic × {len(right):,} Latin public names, {spent.wall:.1f} s"
    yield Figure(
        what="compare_many, per pair", spent=spent.wall / pairs, cpu=spent.cpu / pairs, unit="µs", asked=1, note=note
    )


@dataclass(frozen=True, slots=True)
class Search:
    """A query: a name, the key of the person meant if the index holds them, and whether a word of it is new."""

    name: str
    key: str | None
    is_new: bool


def search_figures(folder: Path) -> Iterator[Figure]:
    """Yields building, memory, searching and what the search misses."""
    items = _items(folder / "left.csv")
    queries = searches(folder, items)
    for found in NameIndex.build(items[:50]).search(items[0][1][0]):  # compiles what is compiled at first use
        del found
    gc.collect()
    before = _resident()
    with timed() as built:
        index = NameIndex.build(items)
    gc.collect()
    size = f"{len(items):,} identities, {sum(len(names) for _, names in items):,} names"
    yield of_time("index built", built, asked=120, note=size)
    yield Figure(what="memory of the index", spent=_resident() - before, unit="MiB", asked=2048, note="resident")
    yield memory("building the index")
    yield from _timed_searches(index, queries)
    yield from _recall(index, items, queries[:: max(1, len(queries) // EXHAUSTIVE)][:EXHAUSTIVE])
    yield from _kept(index, folder / "names.index")


def _items(path: Path) -> list[tuple[str, list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["id"], row["names"].split(";")) for row in csv.DictReader(file)]


def searches(folder: Path, items: Sequence[tuple[str, Sequence[str]]]) -> list[Search]:
    """Return the queries: names as the other list spells them; in some the last word is made of two halves."""
    other = dict(_items(folder / "right.csv"))
    true = sorted(match_lists.read_truth(folder / "truth.csv"), key=lambda pair: pair[1])
    known = {
        word for names in (*(names for _, names in items), *other.values()) for name in names for word in name.split()
    }
    step = max(1, len(true) // QUERIES)
    found = []
    for at, (key, right) in enumerate(true[::step][:QUERIES]):
        name = other[right][0]
        mixed = _mixed(name, other[true[(at * step + 1) % len(true)][1]][0])
        is_new = at % NEW_WORD == 0 and mixed.split()[-1] not in known
        found.append(Search(mixed if is_new else name, None if is_new else key, is_new))
    return found


def _mixed(name: str, another: str) -> str:
    """The name with the end of another's last word on its own last word."""
    mine, theirs = name.rsplit(maxsplit=1)[-1], another.rsplit(maxsplit=1)[-1]
    return " ".join((*name.split()[:-1], mine[: (len(mine) + 1) // 2] + theirs[len(theirs) // 2 :]))


def _timed_searches(index: NameIndex, queries: Sequence[Search]) -> Iterator[Figure]:
    spent: list[Spent] = []
    found = 0
    for query in queries:
        with timed() as one:
            answers = index.search(query.name, 10)
        spent.append(one)
        found += query.key in {answer.key for answer in answers}
    yield from _percentiles("search", spent, asked=(1, 10))
    new = [one for one, query in zip(spent, queries, strict=True) if query.is_new]
    yield from _percentiles("search with a word never met", new)
    known = sum(query.key is not None for query in queries)
    note = f"of {known:,} people, spelled as another list spells them"
    yield Figure(what="the person meant is in ten", spent=found / known, unit="", is_least=True, note=note)


def _percentiles(
    what: str, spent: Sequence[Spent], *, asked: Sequence[float | None] = (None, None)
) -> Iterator[Figure]:
    walls, cpus = [1000 * one.wall for one in spent], [1000 * one.cpu for one in spent]
    for name, share, limit in zip(("p50", "p99"), (0.5, 0.99), asked, strict=True):
        note = f"{len(walls):,} queries once each, worst {max(walls):.1f}"
        wall, cpu = quantile(walls, share), quantile(cpus, share)
        yield Figure(what=f"{what}, {name}", spent=wall, cpu=cpu, unit="ms", asked=limit, note=note)


def _recall(
    index: NameIndex, items: Sequence[tuple[str, Sequence[str]]], queries: Sequence[Search]
) -> Iterator[Figure]:
    """Yields the share of the exhaustive top ten that the index returns; who ties with the tenth may stand for it."""
    place, records = {key: at for at, (key, _) in enumerate(items)}, [names for _, names in items]
    limits = (("", 1e-9, 0.99), (" of score 0.5 or more", 0.5, None))
    shares: dict[str, list[float]] = {what: [] for what, _, _ in limits}
    for start in range(0, len(queries), EXHAUSTIVE_AT_ONCE):
        some = queries[start : start + EXHAUSTIVE_AT_ONCE]
        for row, query in zip(exhaustive([query.name for query in some], records), some, strict=True):
            returned = [place[found.key] for found in index.search(query.name, 10)]
            for what, least, _ in limits:
                share = _share_of_ten(row, returned, least)
                shares[what] += [] if share is None else [share]
    note = f"{len(queries)} queries compared with every name"
    for what, _, asked in limits:
        value = float(np.mean(shares[what])) if shares[what] else None
        named = f"share of the exhaustive top ten{what}"
        yield Figure(what=named, spent=value, unit="", asked=asked, is_least=True, note=note)


def _share_of_ten(row: npt.NDArray[np.float32], returned: Sequence[int], least: float) -> float | None:
    """Of the ten best records of at least that score, the share returned; nothing if there are none."""
    wanted = min(10, int((row >= least).sum()))
    tenth = max(least, float(np.partition(row, -10)[-10]))
    return int((row[list(returned)] >= tenth).sum()) / wanted if wanted else None


def exhaustive(queries: Sequence[str], records: Sequence[Sequence[str]]) -> npt.NDArray[np.float32]:
    """Return the score of each record, that of its best name, float32 of shape (n_queries, n_records)."""
    names = [name for record in records for name in record]
    starts = np.cumsum([0, *(len(record) for record in records)])[:-1]
    parts = [compare_many(queries, names[at : at + NAMES_AT_ONCE]) for at in range(0, len(names), NAMES_AT_ONCE)]
    return np.maximum.reduceat(np.concatenate(parts, axis=1), starts, axis=1)


def _kept(index: NameIndex, path: Path) -> Iterator[Figure]:
    """Yields saving and opening again."""
    with timed() as saved:
        index.save(path)
    held = path.stat().st_size if path.is_file() else sum(one.stat().st_size for one in path.rglob("*"))
    yield of_time("index saved", saved, note=f"{held / 2**20:,.0f} MiB")
    with timed() as opened:
        NameIndex.load(path)
    yield of_time("index opened again", opened)


def _resident() -> float:
    """MiB that this process holds now."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


ASKED_OF_MATCH = {100_000: (30.0, None), MILLION: (720.0, 8192.0)}
"""Seconds and MiB."""


def match_figures(folder: Path) -> Iterator[Figure]:
    """Yields time, memory, F1 and calibration of `tansiq match`: names and births alone, then everything."""
    size = int(folder.name)
    truth = match_lists.read_truth(folder / "truth.csv")
    match_lists.warm_up(folder / "left.csv", folder / "right.csv")
    few = [
        match_lists.only_names_and_births(folder / f"{side}.csv", folder / f"{side}-births.csv")
        for side in ("left", "right")
    ]
    yield from _match_figures(f"match {size:,} × {size:,}, names and births", few, truth, size=size)
    whole = [folder / f"{side}.csv" for side in ("left", "right")]
    yield from _match_figures(f"match {size:,} × {size:,}, everything", whole, truth, size=size)


def _match_figures(what: str, sides: Sequence[Path], truth: set[tuple[str, str]], *, size: int) -> Iterator[Figure]:
    out = sides[0].with_name("pairs.csv")
    run = match_lists.match(*sides, out)
    found = match_lists.read_pairs(out)
    pairs = match_lists.as_pairs(found, truth)
    seconds, mib = ASKED_OF_MATCH.get(size, (None, None))
    yield Figure(what=f"{what}: time", spent=run.wall, unit="s", asked=seconds, note=f"{run.cpu:.0f} s of all cores")
    yield Figure(what=f"{what}: memory", spent=run.memory, unit="MiB", asked=mib)
    right, wrong = int((pairs.true >= 0.5).sum()), int((pairs.false >= 0.5).sum())
    note = (
        f"found {right / len(truth):.3f} of {len(truth):,}; {right / max(1, right + wrong):.3f} of those said is true"
    )
    yield Figure(what=f"{what}: F1 at 0.5", spent=pairs.f1_at(0.5), unit="", asked=0.92, is_least=True, note=note)
    best, threshold = pairs.best_f1()
    yield Figure(what=f"{what}: best F1", spent=best, unit="", is_least=True, note=f"at {threshold:.3f}")
    said = np.array(list(found.values()))
    error = rankings.calibration_error(rankings.bins(said, np.array([key in truth for key in found]), equal_mass=False))
    yield Figure(what=f"{what}: calibration error of the pairs", spent=error, unit="", note=f"{len(found):,} pairs")
