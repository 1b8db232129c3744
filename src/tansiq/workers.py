"""The exchange at work: one thread says what is to be told, one for each partner sends it.

A partner that does not answer keeps nobody else waiting. Whatever fails is tried again: what is told, and how far, is
in the database.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from tansiq.couriers import CourierError
from tansiq.federation.conversation import HALTED_PAUSE, Outgoing, pause
from tansiq.federation.errors import GateError
from tansiq.federation.items import Lane
from tansiq.services import inbox, outbox, outflow
from tansiq.services.partners import Own
from tansiq.storage.database import Database
from tansiq.storage.feeds import LaneState

log = logging.getLogger("tansiq.exchange")

AT_ONCE = 2
"""Deliveries that are taken at the same time; who comes meanwhile is asked to wait."""
LOOK_SECONDS = 0.5
"""How often it looks for what another process posted; own acts wake it at once."""


class Courier(Protocol):
    """What carries letters."""

    def send(self, address: str, letters: bytes) -> bytes:
        """Brings letters to an address, and its answer back."""

    def close(self) -> None:
        """Lets go of what it holds."""


class OverloadedError(Exception):
    """So many deliveries are being taken that this one must come again."""


class Exchanger:
    """Takes what comes, posts what partners are to be told, and keeps one sender for each that has an address."""

    def __init__(
        self, database: Database, own: Callable[[], Own], courier: Courier, *, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._own = own
        self._courier = courier
        self._clock = clock
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._senders: dict[str, _Sender] = {}
        self._doors = threading.BoundedSemaphore(AT_ONCE)
        self._thread = threading.Thread(target=self._run, name="exchange", daemon=True)

    def start(self) -> None:
        """Starts the work."""
        self._thread.start()

    def wake(self) -> None:
        """Says that something changed."""
        self._woken.set()

    def stop(self) -> None:
        """Ends the work, and waits for deliveries in hand."""
        self._stopped.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=60)
        for sender in self._senders.values():
            sender.stop()
        self._courier.close()

    def receive(self, letters: bytes) -> bytes:
        """Takes a delivery, and gives the receipts for it.

        Raises:
            OverloadedError: if too many are being taken already.
        """
        if not self._doors.acquire(blocking=False):
            raise OverloadedError
        try:
            return inbox.receive(self._database, self._own(), letters, now=self._clock())
        finally:
            self._doors.release()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.step()
            except Exception:  # the work is repeated at the next step; the reason must not be lost
                log.exception("exchange")
                self._stopped.wait(5)
            self._woken.wait(LOOK_SECONDS)
            self._woken.clear()

    def step(self) -> None:
        """Posts what is new, and sees that every partner has its sender."""
        outflow.catch_up(self._database, self._own().state, now=self._clock())
        with self._database.read() as tx:
            addresses = {s: c.address for s, c in tx.partners.cards().items() if c.address and c.ended_at is None}
        for state, address in addresses.items():
            if state not in self._senders:
                self._senders[state] = _Sender(self._database, self._own, self._courier, state, self._clock)
                self._senders[state].start()
            self._senders[state].wake(address)
        for state in self._senders.keys() - addresses.keys():
            self._senders.pop(state).stop()


class _Sender:
    """Sends one partner what waits for it, urgent items first."""

    def __init__(
        self, database: Database, own: Callable[[], Own], courier: Courier, partner: str, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._own = own
        self._courier = courier
        self._partner = partner
        self._clock = clock
        self._address = ""
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"to {partner}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self, address: str) -> None:
        self._address = address
        self._woken.set()

    def stop(self) -> None:
        self._stopped.set()
        self._woken.set()
        self._thread.join(timeout=60)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._woken.wait()
            self._woken.clear()
            try:
                while not self._stopped.is_set() and self._send_next(self._clock()):
                    pass
            except Exception:
                log.exception("to %s", self._partner)
                self._stopped.wait(5)

    def _send_next(self, now: datetime) -> bool:
        """Sends one batch of the first lane that has one and is not resting; says whether that went forward."""
        with self._database.read() as tx:
            lanes = [tx.feeds.lane(self._partner, lane) for lane in Lane]
        return any(self._send(state, now) for state in lanes if state.waiting > 0 and not _rests(state, now))

    def _send(self, state: LaneState, now: datetime) -> bool:
        try:
            batch = outbox.write_batch(self._database, self._own(), self._partner, state.lane, now=now)
            if batch is None:
                return False
            answer = self._courier.send(self._address, batch.data)
            receipts = outbox.take_receipts(self._database, self._own(), answer, now=self._clock())
        except (CourierError, GateError) as error:
            log.warning("to %s, %s: %s", self._partner, state.lane, error)
            receipts = []
        with self._database.read() as tx:
            went = tx.feeds.lane(self._partner, state.lane).settled > state.settled
        if not went and not any(receipt.halted for receipt in receipts):
            outbox.note_unreachable(self._database, self._partner, state.lane, now=now)
        return went


def _rests(state: LaneState, now: datetime) -> bool:
    """Whether it is too early to try again."""
    if state.tried_at is None or now < state.tried_at:  # a clock that was set back does not stop the exchange
        return False
    wait = HALTED_PAUSE if state.outgoing is Outgoing.HALTED else pause(state.failures)
    return now < state.tried_at + wait
