"""The exchange: a first copy of a large list, items in the steady state, alerts, recalls, receipts.

Two nodes in one process, each with its own database; between them a line of 100 ms round trip on which one delivery in
a hundred is lost and comes again after the usual pause. What the two nodes would do at the same time is done one after
the other here, so that the rates are lower than those of two machines.
"""

import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import UUID

from bench.chaos.setting import Setting, invented, make
from bench.figures import Figure, timed
from tansiq.couriers import CourierError
from tansiq.domain.journal import Act
from tansiq.federation.items import Lane
from tansiq.services import inbox, notices, outbox, outflow
from tansiq.services.keeping import keep, keep_many
from tansiq.services.partners import Own
from tansiq.storage.database import Database
from tansiq.trust.identifiers import uuid7
from tansiq.workers import Exchanger

ROUND_TRIP_SECONDS, LOST = 0.1, 0.01
ALERTS = 300
PIECE = 2000


class Line:
    """A line between two nodes in one process."""

    def __init__(self, doors: dict[str, "_Node"]) -> None:
        self._doors = doors
        self._chance = Random(1)  # a line that loses the same in every run
        self.is_cut = False

    def send(self, address: str, letters: bytes) -> bytes:
        """Brings letters, and the answer back, after the time that this takes; or neither."""
        time.sleep(ROUND_TRIP_SECONDS)
        if self.is_cut or self._chance.random() < LOST:
            raise CourierError("unreachable")
        node = self._doors[address]
        return inbox.receive(node.database, node.own, letters, now=_now())

    def close(self) -> None:
        """Nothing is open."""


class _Node:
    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.database: Database = setting.open()
        self.own = Own.of(setting.state, setting.ring, setting.begun)


def measure(folder: Path, size: int) -> list[Figure]:
    """Every figure of the exchange."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        nodes = {f"http://127.0.0.1:{s.port}": _Node(s) for s in make(Path(made), (1, 2))}
        one, other = nodes.values()
        line = Line(nodes)
        found = [*_first_copy(one, other, line, size), *_steady(one, line), *_alerts(one, other, line)]
        for node in (one, other):
            node.database.close()
    return found


def _first_copy(one: _Node, other: _Node, line: Line, size: int) -> list[Figure]:
    now = _now()
    for start in range(0, size, PIECE):
        records = [invented(uuid7(now, secrets.token_bytes(10)), "DZ", start + n, now=now) for n in range(PIECE)]
        with one.database.write() as tx:
            keep_many(tx, records, Act.NOTICE_ISSUED)
    with timed() as posting:
        posted = outflow.catch_up(one.database, "DZ", now=now)
    with timed() as carrying:
        _carry(one, other, line)
    with other.database.read() as tx:
        held = len(tx.notices.all_ids(owner="DZ"))
    wall, cpu = posting.wall + carrying.wall, posting.cpu + carrying.cpu
    note = f"{held} of {posted} there; posted in {posting.wall:.0f} s; {held / cpu:.0f} a second by CPU of both nodes"
    return [_rate("exchange, first copy of a list", held / wall, note, asked=600)]


def _carry(one: _Node, other: _Node, line: Line) -> None:
    """Until nothing waits; a delivery that is lost comes again after the first pause."""
    while (batch := _batch(one)) is not None:
        try:
            answer = line.send(f"http://127.0.0.1:{other.setting.port}", batch.data)
        except CourierError:
            time.sleep(0.2)
            continue
        outbox.take_receipts(one.database, one.own, answer, now=_now())


def _batch(one: _Node) -> outbox.Batch | None:
    now = _now()
    found = (outbox.write_batch(one.database, one.own, one.setting.partner, lane, now=now) for lane in Lane)
    return next((batch for batch in found if batch is not None), None)


def _steady(one: _Node, line: Line, count: int = 3000) -> list[Figure]:
    """Single acts at the sender, each its own transaction, while the exchange runs."""
    with _running(one, line) as exchanger, timed() as spent:
        for number in range(count):
            _issue(one, number)
            if number % 20 == 0:
                exchanger.wake()
        _until(lambda: _is_in_step(one))
    note = f"{count} acts of one notice each, posted, carried and receipted; {count / spent.cpu:.0f} a second by CPU"
    return [_rate("exchange, steady state", count / spent.wall, note, asked=200)]


def _alerts(one: _Node, other: _Node, line: Line) -> list[Figure]:
    with _running(one, line) as exchanger:
        arrived = [_arrival(one, other, exchanger)[0] for _ in range(ALERTS)]
        recalled = [_recall(one, other, exchanger) for _ in range(ALERTS // 10)]
        again = _after_a_cut(one, other, line, exchanger)
        _until(lambda: _is_in_step(one))
    with one.database.read() as tx:
        waiting = sum(lane.waiting for lane in tx.feeds.lanes())
    return [
        _seconds("exchange, an alert is at the partner, p95", _at(arrived, 0.95), asked=2),
        _seconds("exchange, an alert is at the partner, p99", _at(arrived, 0.99), asked=5),
        _seconds("exchange, a recall is applied, slowest", max(recalled), asked=60),
        _seconds("exchange, a recall is applied after reconnection", again, asked=60),
        Figure(what="exchange, items without receipt", spent=waiting, unit="", asked=0),
    ]


def _arrival(one: _Node, other: _Node, exchanger: Exchanger) -> tuple[float, UUID]:
    begun = time.monotonic()
    record = _issue(one, 0)
    exchanger.wake()
    _until(lambda: _holds(other, record))
    return time.monotonic() - begun, record


def _recall(one: _Node, other: _Node, exchanger: Exchanger) -> float:
    _, record = _arrival(one, other, exchanger)
    begun = time.monotonic()
    _erase(one, record)
    exchanger.wake()
    _until(lambda: not _holds(other, record))
    return time.monotonic() - begun


def _erase(one: _Node, record: UUID) -> None:
    with one.database.write() as tx:
        notices.erase(tx, record, by="bench", reason="mistake", now=_now())


def _after_a_cut(one: _Node, other: _Node, line: Line, exchanger: Exchanger, seconds: float = 20) -> float:
    """A recall that is posted while the line is cut: how long after the line is whole again it is applied."""
    _, record = _arrival(one, other, exchanger)
    line.is_cut = True
    _erase(one, record)
    exchanger.wake()
    time.sleep(seconds)
    line.is_cut = False
    begun = time.monotonic()
    _until(lambda: not _holds(other, record))
    return time.monotonic() - begun


@contextmanager
def _running(one: _Node, line: Line) -> Iterator[Exchanger]:
    made = Exchanger(one.database, lambda: one.own, line, clock=_now)
    made.start()
    yield made
    made.stop()


def _issue(one: _Node, number: int) -> UUID:
    now = _now()
    record = invented(uuid7(now, secrets.token_bytes(10)), "DZ", number, now=now)
    with one.database.write() as tx:
        keep(tx, record, Act.NOTICE_ISSUED)
    return record.id


def _holds(node: _Node, record: UUID) -> bool:
    with node.database.read() as tx:
        return bool(tx.records.versions([record]))


def _is_in_step(one: _Node) -> bool:
    with one.database.read() as tx:
        lanes = tx.feeds.lanes()
        behind = tx.journal.cursor("outflow TN") < tx.journal.last() - PIECE
        return not behind and all(lane.waiting == 0 for lane in lanes)


def _until(true: Callable[[], bool], seconds: float = 120) -> None:
    pause = threading.Event()
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError("the exchange did not come to rest")
        pause.wait(0.01)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a bench is its own wiring


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _rate(what: str, value: float, note: str, *, asked: float) -> Figure:
    return Figure(what=what, spent=value, unit="/s", asked=asked, is_least=True, note=note)


def _seconds(what: str, value: float, *, asked: float) -> Figure:
    return Figure(what=what, spent=value, unit="s", asked=asked)
