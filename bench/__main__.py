"""The command: runs stages, each in a process of its own, and prints one table."""

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from bench import figures
from bench.figures import Figure

LARGE, SMALL = 100_000, 4_000
STAGES = (
    "un",
    "quality",
    "names",
    "table",
    "import",
    "unify",
    "search",
    "pages",
    "change",
    "people",
    "journal",
    "exchange",
    "policy",
)
SERVED = frozenset({"search", "pages", "change"})
NEEDS = {"import": "table", "unify": "import", "policy": "import", **dict.fromkeys(SERVED, "unify")}
"""What must have filled the folder before."""

ALONE = {
    "names": "bench.names",
    "kept-out": "bench.kept_out",
    "names-scale": "bench.names_scale",
    "peers": "bench.peers",
}
"""Commands with options of their own; each is read only when it is asked for."""


def main() -> None:
    """Measures what the arguments name; everything by default."""
    if sys.argv[1:2] and sys.argv[1] in ALONE:
        importlib.import_module(ALONE[sys.argv[1]]).main(sys.argv[2:])
        return
    asked = _arguments()
    size = SMALL if asked.small else asked.size
    if asked.stage:
        _write(_measure(asked.stage, asked.folder, size), asked.answer)
        return
    with tempfile.TemporaryDirectory(prefix="tansiq-bench-") as made:
        folder = asked.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        console = figures.console()
        console.print(
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {_load()}"
        )
        found = [figure for group in _groups(asked.stages, folder) for figure in _run(group, folder, size)]
        figures.show(found, console)
        console.print(f"load at the end {_load()}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "stages",
        nargs="*",
        metavar="STAGE",
        help="all by default, of " + ", ".join(STAGES) + "; or alone, of " + ", ".join(ALONE),
    )
    parser.add_argument("--small", action="store_true", help=f"{SMALL:,} notices instead of {LARGE:,}")
    parser.add_argument("--size", type=int, default=LARGE, help="how many notices are many")
    parser.add_argument("--folder", type=Path, help="kept; what a stage needs and it holds is not made again")
    parser.add_argument("--stage", help=argparse.SUPPRESS)
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if unknown := set(given.stages) - set(STAGES):
        parser.error(f"no such stage: {', '.join(sorted(unknown))}")
    return given


def _load() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg())


def _groups(stages: list[str], folder: Path) -> list[str]:
    """What runs in one process each, in order, with what must come before."""
    wanted = set(stages or STAGES)
    for name in reversed(STAGES):
        before = NEEDS.get(name)
        if name in wanted and before is not None and not (folder / f"{before}.done").exists():
            wanted.add(before)
    served = [name for name in STAGES if name in wanted & SERVED]
    return [*(name for name in STAGES if name in wanted - SERVED), *([",".join(served)] if served else [])]


def _run(group: str, folder: Path, size: int) -> list[Figure]:
    answer = folder / f"{group}.json"
    answer.unlink(missing_ok=True)
    print(f"… {group}", file=sys.stderr, flush=True)
    given = ["--stage", group, "--folder", str(folder), "--size", str(size), "--answer", str(answer)]
    done = subprocess.run([sys.executable, "-m", "bench", *given], check=False)  # noqa: S603 - this program
    if done.returncode or not answer.exists():
        return [Figure(what=group, spent=None, unit="", note=f"ended with status {done.returncode}")]
    return [Figure(**one) for one in json.loads(answer.read_text())]


def _measure(group: str, folder: Path, size: int) -> list[Figure]:
    if group == "people":
        from bench import people  # noqa: PLC0415 - which needs neither a node nor the matcher

        return people.write(folder, size)
    from bench import exchange, journal, lists, names, policy, quality, served  # noqa: PLC0415 - each process reads the program anew

    alone = {
        "un": lists.measure_un,
        "quality": quality.measure,
        "names": names.measure,
        "table": lists.write_large,
        "import": lists.measure_import,
        "unify": lists.measure_unify,
        "journal": journal.measure,
        "exchange": exchange.measure,
        "policy": policy.measure,
    }
    found = alone[group](folder, size) if group in alone else served.measure(folder, size, group.split(","))
    (folder / f"{group}.done").touch()
    return found


def _write(found: list[Figure], answer: Path) -> None:
    answer.write_text(json.dumps([asdict(figure) for figure in found]))


if __name__ == "__main__":
    main()
