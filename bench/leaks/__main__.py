"""`python -m bench.leaks --seed 1 --cases 100000 --jobs 2`: ends with 1 if anything leaked or was wrongly written."""

import argparse
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.leaks.run import Finding, Tally, run

SHOWN = 40
SHARES = 4
"""The officers are asked in so many parts, whatever the number of processes, so that a seed always asks the same."""
MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory, where there is one


def main() -> int:
    """Asks, prints what was found, and says the count last."""
    given = _arguments()
    begun = time.monotonic()
    tally = Tally()
    for part in _parts(given):
        tally.add(part)
    _show(tally, time.monotonic() - begun)
    return 1 if tally.leaks or tally.wrong_writes else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.leaks", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def _parts(given: argparse.Namespace) -> list[Tally]:
    with ProcessPoolExecutor(given.jobs) as pool:
        asked = [pool.submit(_part, given.seed, -(-given.cases // SHARES), (share, SHARES)) for share in range(SHARES)]
        return [one.result() for one in asked]


def _part(seed: int, cases: int, share: tuple[int, int]) -> Tally:
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory(prefix="tansiq-leaks-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        return run(Path(folder), seed=seed, cases=cases, share=share)


def _show(tally: Tally, seconds: float) -> None:
    for found in (tally.leaks, tally.wrong_writes):
        _show_findings(found)
    for name, count in sorted(tally.routes.items()):
        print(
            f"{count:8} {name}" + (f" (changed something {tally.changed[name]} times)" if tally.changed[name] else "")
        )
    print(f"answers by status: {dict(sorted(tally.statuses.items()))}; {tally.requests} requests in {seconds:.0f} s")
    print(f"cases {tally.cases}, leaks {len(tally.leaks)}, wrong writes {len(tally.wrong_writes)}")


def _show_findings(found: list[Finding]) -> None:
    for (kind, route), count in Counter((f.kind, f.route) for f in found).most_common():
        print(f"{count:8} {kind} at {route}")
    for one in found[:SHOWN]:
        print(f"  {one.kind}: {one.route} as {one.person.account} ({one.person.purpose}): {one.what}")


if __name__ == "__main__":
    sys.exit(main())
