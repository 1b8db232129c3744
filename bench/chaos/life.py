"""One life of a node: a process that works, exchanges and is killed at any moment.

It issues, corrects and erases notices, notes what was acknowledged, takes deliveries at a door and sends its own, all
by the same code as a node that serves. Its clock is off by days, its disk is full for a while, its line does harm.
"""

import logging
import random
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import sqlalchemy as sa

from bench.chaos.ledger import Line
from bench.chaos.line import FaultyCourier
from bench.chaos.setting import Setting, invented
from tansiq.domain.journal import Act
from tansiq.services import notices
from tansiq.services.keeping import keep
from tansiq.services.partners import Own
from tansiq.storage.database import Database
from tansiq.storage.errors import StorageError
from tansiq.trust import canonical
from tansiq.trust.identifiers import uuid7
from tansiq.workers import Exchanger, OverloadedError

CLOCK_DAYS = 3
FULL_EVERY, FULL_FOR = 4, 0.15
"""One life in four has a full disk, for so many seconds at a time."""
WORK_PAUSE = 0.004
FREE_PAGES = 2
"""Pages of a full disk that are still free: some acts fail in the middle."""


def live(setting: Setting, seed: int, *, is_well: bool) -> None:
    """Lives until it is killed.

    Args:
        is_well: whether nothing bad happens and nobody works any more: the exchange only comes to its end.
    """
    logging.disable(logging.ERROR)
    chance = random.Random(seed)
    database = setting.open()
    off = timedelta(0) if is_well else timedelta(days=chance.uniform(-CLOCK_DAYS, CLOCK_DAYS))

    def clock() -> datetime:
        return datetime.now(UTC) + off  # noqa: TID251 - a bench is its own wiring

    own = Own.of(setting.state, setting.ring, setting.begun)
    exchanger = Exchanger(database, lambda: own, FaultyCourier(chance, is_well=is_well), clock=clock)
    if not is_well and chance.randrange(FULL_EVERY) == 0:
        _fill_disk(database, chance)
    door = _Server(("127.0.0.1", setting.port), _door(exchanger))
    threading.Thread(target=door.serve_forever, daemon=True).start()
    exchanger.start()
    (setting.folder / f"{setting.state}.ready").touch()
    if is_well:
        threading.Event().wait()
    _work(setting, database, chance, clock, exchanger.wake)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Says nothing: whoever was killed cannot be answered."""


def _door(exchanger: Exchanger) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            letters = self.rfile.read(int(self.headers["content-length"]))
            status, answer = 200, b""
            try:
                answer = exchanger.receive(letters)
            except OverloadedError:
                status = 503
            except StorageError:
                status = 500
            self.send_response(status)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    return Door


def _fill_disk(database: Database, chance: random.Random) -> None:
    """The database cannot grow for a moment, again and again."""
    start = time.monotonic() + chance.uniform(0, 0.2)

    @sa.event.listens_for(database.engine, "begin")
    def begin(connection: sa.Connection) -> None:
        is_full = int((time.monotonic() - start) / FULL_FOR) % 2 == 0
        pages = connection.exec_driver_sql("pragma page_count").scalar() or 0
        connection.exec_driver_sql(f"pragma max_page_count={pages + FREE_PAGES if is_full else 2**30}")


def _work(
    setting: Setting, database: Database, chance: random.Random, clock: Callable[[], datetime], wake: Callable[[], None]
) -> None:
    """Acts until the end; what a full disk refuses is not noted, and must not have happened."""
    with database.read() as tx:
        mine = tx.notices.all_ids(owner=setting.state)
    while True:
        try:
            _act(setting, database, chance, mine, clock())
        except StorageError:
            continue
        finally:
            wake()
            time.sleep(chance.uniform(0, 2 * WORK_PAUSE))


def _act(setting: Setting, database: Database, chance: random.Random, mine: list[Any], now: datetime) -> None:
    what = chance.random()
    if what < 0.5 or not mine:
        record = invented(uuid7(now, secrets.token_bytes(10)), setting.state, chance.randrange(10**7), now=now)
        with database.write() as tx:
            keep(tx, record, Act.NOTICE_ISSUED)
        mine.append(record.id)
    elif what < 0.85:
        with database.write() as tx:
            held = tx.records.get(chance.choice(mine))
            body = replace(held.body, reference=f"{setting.state}-{chance.randrange(10**7):07d}")
            record = held.amended(by="chaos", at=now, reason="mended", body=body)
            keep(tx, record, Act.NOTICE_CORRECTED)
    else:
        gone = mine.pop(chance.randrange(len(mine)))
        setting.ledger.note(Line(gone, -1, ""))
        with database.write() as tx:
            notices.erase(tx, gone, by="chaos", reason="mistake", now=now)
        setting.ledger.note(Line(gone, 0, ""))
        return
    setting.ledger.note(Line(record.id, record.version, canonical.digest(canonical.encode(record))))
