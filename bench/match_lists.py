"""Two lists matched from files to pairs, by `tansiq match`, and how its pairs compare with the truth."""

import csv
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.rankings import Pairs

Found = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Run:
    """What a command cost: seconds by the clock, seconds of all cores, and the most memory it held in MiB."""

    wall: float
    cpu: float
    memory: float


def match(left: Path, right: Path, out: Path, *options: str) -> Run:
    """Run `tansiq match` as an operator would.

    Raises:
        subprocess.CalledProcessError: if it fails.
    """
    return measured([sys.executable, "-m", "tansiq", "match", str(left), str(right), "--out", str(out), *options])


def warm_up(left: Path, right: Path) -> None:
    """Match the first few people of two lists, so that what is compiled at first use is compiled."""
    with TemporaryDirectory(prefix="tansiq-warm-") as made:
        few = [_first(path, Path(made) / f"{at}.csv") for at, path in enumerate((left, right))]
        match(*few, Path(made) / "pairs.csv")


def _first(path: Path, to: Path, lines: int = 60) -> Path:
    with path.open(encoding="utf-8", newline="") as file:
        to.write_text("".join(islice(file, lines)), encoding="utf-8")
    return to


def measured(command: list[str]) -> Run:
    """Run a command to its end.

    Raises:
        subprocess.CalledProcessError: if it fails.
    """
    started, before = time.perf_counter(), os.times()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - this program
    most = [0.0]
    watch = threading.Thread(target=_watch, args=(process, most), daemon=True)
    watch.start()
    status = process.wait()
    watch.join()
    wall, after = time.perf_counter() - started, os.times()
    if status:
        raise subprocess.CalledProcessError(status, command)
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(wall, cpu, most[0])


def _watch(process: subprocess.Popen, most: list[float]) -> None:
    """Keeps the most memory of a process and its children, asked for five times a second."""
    while process.poll() is None:
        most[0] = max(most[0], sum(_held(pid) for pid in _family(process.pid)))
        time.sleep(0.2)


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in _family(int(child)))]


def _held(pid: int) -> float:
    """MiB of a process, what it shares with others counted by its share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def read_pairs(path: Path) -> dict[tuple[str, str], float]:
    """Return the pairs of an output of `tansiq match` with their probabilities."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["left"], row["right"]): float(row["probability"]) for row in csv.DictReader(file)}


def read_truth(path: Path) -> set[tuple[str, str]]:
    """Return the pairs that are one person."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["left"], row["right"]) for row in csv.DictReader(file)}


def as_pairs(found: Found, truth: set[tuple[str, str]]) -> Pairs:
    """The pairs found, and those of the truth that are missing."""
    missed = [-np.inf] * len(truth - found.keys())
    keys = list(found)
    is_true = np.array([key in truth for key in keys] + [True] * len(missed))
    return Pairs.of_pairs(np.array([*(found[key] for key in keys), *missed]), is_true)


def only_names_and_births(path: Path, to: Path) -> Path:
    """Write a list again with its names and births alone."""
    with path.open(encoding="utf-8", newline="") as file, to.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ["id", "names", "births"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(csv.DictReader(file))
    return to
