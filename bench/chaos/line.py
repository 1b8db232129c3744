"""The line between two nodes: cut, slow, and damaging what it carries. Each fault has its share in one table."""

import random
import time
from collections.abc import Callable

from tansiq.couriers import CourierError, HttpCourier

Fault = Callable[[random.Random, bytes], bytes]


def _cut(_: random.Random, __: bytes) -> bytes:
    raise CourierError("unreachable")


def _reordered(chance: random.Random, letters: bytes) -> bytes:
    lines = letters.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def _doubled(chance: random.Random, letters: bytes) -> bytes:
    lines = letters.splitlines(keepends=True)
    return b"".join(line * chance.randint(1, 3) for line in lines)


def _truncated(chance: random.Random, letters: bytes) -> bytes:
    return letters[: chance.randint(0, len(letters))]


def _corrupted(chance: random.Random, letters: bytes) -> bytes:
    damaged = bytearray(letters)
    for _ in range(chance.randint(1, 4)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _slow(chance: random.Random, letters: bytes) -> bytes:
    time.sleep(chance.uniform(0, 0.05))
    return letters


def _gaps(chance: random.Random, letters: bytes) -> bytes:
    return b"".join(line for line in letters.splitlines(keepends=True) if chance.random() < 0.7)


FAULTS: dict[Fault, float] = {
    _cut: 0.10,
    _slow: 0.15,
    _reordered: 0.10,
    _doubled: 0.08,
    _truncated: 0.06,
    _corrupted: 0.08,
    _gaps: 0.05,
}
"""How often each happens to a delivery; the same happen to answers. The rest arrives as it was sent."""


class FaultyCourier:
    """A courier that does harm, until it is told that all is well."""

    def __init__(self, chance: random.Random, *, is_well: bool) -> None:
        self._chance = chance
        self._is_well = is_well
        self._courier = HttpCourier()

    def send(self, address: str, letters: bytes) -> bytes:
        """Brings letters and an answer, each as good as the line lets it."""
        if self._is_well:
            return self._courier.send(address, letters)
        answer = self._courier.send(address, self._harm(letters))
        return self._harm(answer) if answer else answer

    def _harm(self, letters: bytes) -> bytes:
        at = self._chance.random()
        for fault, share in FAULTS.items():
            if at < share:
                return fault(self._chance, letters)
            at -= share
        return letters

    def close(self) -> None:
        """Lets its connections go."""
        self._courier.close()
