"""`python -m bench.chaos --seed 1 --kills 1000`: ends with 1 unless nothing was lost, doubled or overwritten."""

import argparse
import os
import random
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path

from bench.chaos.life import live
from bench.chaos.setting import Setting, make
from bench.chaos.verdict import judge

SHORTEST, LONGEST = 0.02, 0.6
"""Seconds that a life lasts once its node answers."""
REST_SECONDS = 300
SHOWN = 20


def main() -> int:
    """Kills, lets the nodes come to rest, compares, and says the count last."""
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="tansiq-chaos-") as folder:
        settings = make(Path(folder), _ports())
        begun = time.monotonic()
        _torment(settings, given.seed, given.kills)
        tormented = time.monotonic() - begun
        rest = _rest(settings)
        verdict = judge(*settings)
    for kind in ("lost", "doubled", "overwritten", "apart"):
        found = getattr(verdict, kind)
        for line in found[:SHOWN]:
            print(f"{kind}: {line}")
    print(f"killed for {tormented:.0f} s, in step {rest:.1f} s after the last")
    print(
        f"items {verdict.items}, kills {given.kills}, lost {len(verdict.lost) + len(verdict.apart)}, "
        f"doubled {len(verdict.doubled)}, overwritten {len(verdict.overwritten)}"
    )
    return 0 if verdict.is_clean else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=1000)
    return parser.parse_args()


def _ports() -> tuple[int, int]:
    """Two ports that nothing uses; they are used again in every life."""
    with socket.socket() as one, socket.socket() as two:
        for probe in (one, two):
            probe.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def _torment(settings: list[Setting], seed: int, kills: int) -> None:
    """Kills one of the two again and again; the other one goes on meanwhile."""
    chance = random.Random(seed)
    lives = {one.state: _born(one, chance.randrange(2**32)) for one in settings}
    for _ in range(kills):
        one = chance.choice(settings)
        time.sleep(chance.uniform(SHORTEST, LONGEST))
        _kill(lives[one.state])
        lives[one.state] = _born(one, chance.randrange(2**32))
    for life in lives.values():
        _kill(life)


def _rest(settings: list[Setting]) -> float:
    """Both nodes on a good line until every item has its receipt; says how many seconds that took."""
    lives = [_born(one, 0, is_well=True) for one in settings]
    begun = time.monotonic()
    databases = [one.open() for one in settings]
    quiet = 0
    while quiet < 5 and time.monotonic() - begun < REST_SECONDS:
        time.sleep(0.5)
        waiting = 0
        for database in databases:
            with database.read() as tx:
                waiting += sum(lane.waiting for lane in tx.feeds.lanes())
        quiet = 0 if waiting else quiet + 1
    for database in databases:
        database.close()
    for life in lives:
        _kill(life)
    return time.monotonic() - begun


def _born(setting: Setting, seed: int, *, is_well: bool = False) -> int:
    """A process of a node, once it answers. It is a fork, so that a life begins in milliseconds."""
    ready = setting.folder / f"{setting.state}.ready"
    ready.unlink(missing_ok=True)
    life = os.fork()
    if life == 0:
        try:
            live(setting, seed, is_well=is_well)
        finally:
            os._exit(1)
    for _ in range(3000):
        if ready.exists():
            return life
        time.sleep(0.01)
    raise RuntimeError(f"{setting.state} did not come to life")


def _kill(life: int) -> None:
    os.kill(life, signal.SIGKILL)
    os.waitpid(life, 0)


if __name__ == "__main__":
    sys.exit(main())
