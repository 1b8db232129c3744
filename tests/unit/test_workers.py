"""The exchange at work: what is posted goes, urgent first, and what fails is tried again without harm to others."""

import threading
from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.unit.services.exchange import linked

from tansiq.couriers import CourierError
from tansiq.federation.conversation import Outgoing
from tansiq.federation.items import Lane
from tansiq.storage.partners import KeptCard
from tansiq.workers import Exchanger, OverloadedError


class Line:
    """A courier between peers in memory that can be cut."""

    def __init__(self, *peers):
        self.doors = {peer.state: peer.receive for peer in peers}
        self.is_cut = False
        self.carried = []

    def send(self, address, letters):
        if self.is_cut:
            raise CourierError("unreachable")
        self.carried.append(address)
        return self.doors[address](letters)

    def close(self):
        pass


@pytest.fixture
def pair(tmp_path):
    return linked("DZ", "TN", folder=tmp_path)


@pytest.fixture
def line(pair):
    dz, tn = pair
    card = KeptCard(state="TN", data=b"", address="TN", made_at=NOW, enrolled_at=NOW)
    with dz.database.write() as tx:
        tx.partners.set_card(card)
    return Line(dz, tn)


@pytest.fixture
def at_work(pair, line):
    dz, _ = pair
    made = Exchanger(dz.database, lambda: dz.own, line, clock=lambda: dz.now)
    made.start()
    yield made
    made.stop()


def until(true, seconds=20):
    pause = threading.Event()
    for _ in range(seconds * 50):
        if true():
            return
        pause.wait(0.02)
    raise AssertionError("it never came true")


def test_what_is_released_is_at_the_partner_without_anybody_asking(pair, at_work):
    dz, tn = pair
    record = dz.issue()
    at_work.wake()
    until(lambda: tn.holds(record) == 1)
    until(lambda: dz.lane(tn).outgoing is Outgoing.IN_STEP)


def test_a_cut_line_delays_and_loses_nothing(pair, line, at_work):
    dz, tn = pair
    line.is_cut = True
    record = dz.issue()
    at_work.wake()
    until(lambda: dz.lane(tn).outgoing is Outgoing.UNREACHABLE)
    assert dz.lane(tn).failures >= 1
    line.is_cut = False
    dz.now += timedelta(minutes=1)
    until(lambda: tn.holds(record) == 1)
    until(lambda: dz.lane(tn).failures == 0)


def test_a_recall_passes_what_is_still_being_copied(pair, line):
    dz, tn = pair
    gone = dz.issue()
    made = Exchanger(dz.database, lambda: dz.own, line, clock=lambda: dz.now)
    dz.post()
    for _ in range(3):
        dz.issue()
    dz.erase(gone)
    made.start()
    until(lambda: dz.lane(tn).waiting == 0 and dz.lane(tn, Lane.URGENT).waiting == 0)
    made.stop()
    assert tn.holds(gone) is None


def test_more_deliveries_than_can_be_taken_are_asked_to_come_again(pair, line):
    dz, _ = pair
    made = Exchanger(dz.database, lambda: dz.own, line, clock=lambda: dz.now)
    inside, done = threading.Event(), threading.Event()

    def slow():
        inside.set()
        done.wait(20)
        return dz.now

    made._clock = slow
    threads = [threading.Thread(target=made.receive, args=(b"",)) for _ in range(2)]
    for thread in threads:
        thread.start()
    until(lambda: made._doors._value == 0)
    with pytest.raises(OverloadedError):
        made.receive(b"")
    done.set()
    for thread in threads:
        thread.join()
    assert made.receive(b"") == b""


def test_a_partner_that_is_ended_is_told_nothing_more(pair, line, at_work):
    dz, tn = pair
    with dz.database.write() as tx:
        tx.partners.end("TN", at=NOW)
    at_work.wake()
    until(lambda: not at_work._senders)
    record = dz.issue()
    at_work.wake()
    assert tn.holds(record) is None
