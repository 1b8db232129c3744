"""Lanes on both engines: numbers, what waits, what is settled, and that what an item says goes with its receipt."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from tests.conftest import NOW, make_id
from tests.unit.federation.correspondence import make_item

from tansiq.federation.conversation import Incoming, Outgoing
from tansiq.federation.items import ItemAct, Lane, Outcome, Settled, digest
from tansiq.storage import exchange_tables as tables
from tansiq.storage.errors import StorageError
from tansiq.storage.feeds import Came, LaneState, Post, SignedReceipt

RECORD = make_id()
PLAIN = Lane.ORDINARY


def post_many(database, *numbers, size=0, lane=PLAIN, partner="TN"):
    body = b'{"x":"' + b"a" * size + b'"}'
    written = [
        (make_item(number=n, lane=lane, body=body), Post(act=ItemAct.RELEASE, body=body, record=RECORD, version=n))
        for n in numbers
    ]
    with database.write() as tx:
        tx.feeds.add_outgoing(partner, lane, written)
    return [item for item, _ in written]


def settle(database, *numbers):
    settled = [Settled(number=n, digest="", outcome=Outcome.APPLIED, at=NOW) for n in numbers]
    with database.write() as tx:
        tx.feeds.settle("TN", PLAIN, settled)


def waiting(database, *, after=0, most=10, most_bytes=10**6):
    with database.read() as tx:
        return tx.feeds.waiting("TN", PLAIN, after=after, most=most, most_bytes=most_bytes)


def receipt(through):
    return SignedReceipt(through=through, at=NOW, key="a" * 32, signature=b"s", data=str(through).encode())


def test_a_lane_in_which_nothing_happened_is_new(database):
    with database.read() as tx:
        assert tx.feeds.lane("TN", PLAIN) == LaneState(partner="TN", lane=PLAIN)
        assert tx.feeds.lanes() == []


def test_where_a_lane_is_is_kept(database):
    state = LaneState(
        partner="TN",
        lane=PLAIN,
        received=2**40,
        incoming=Incoming.HALTED,
        halted="once",
        posted=9,
        settled=4,
        outgoing=Outgoing.UNREACHABLE,
        halted_there="version",
        failures=3,
        heard_at=NOW,
        tried_at=NOW + timedelta(seconds=1),
    )
    urgent = LaneState(partner="TN", lane=Lane.URGENT)
    with database.write() as tx:
        tx.feeds.set_lane(replace(state, received=1))
        tx.feeds.set_lane(urgent)
        tx.feeds.set_lane(state)
    with database.read() as tx:
        assert tx.feeds.lanes() == [state, urgent]
        assert tx.feeds.lane("TN", PLAIN).waiting == 5


def test_what_waits_is_as_it_was_written_in_its_order(database):
    items = post_many(database, 1, 2, 3)
    assert waiting(database) == [(item.number, item.to_wire()) for item in items]
    assert [n for n, _ in waiting(database, after=1, most=1)] == [2]


def test_a_batch_holds_no_more_bytes_than_fit_and_at_least_one_item(database):
    items = post_many(database, 1, 2, 3, size=1000)
    size = len(items[0].to_wire())
    assert [n for n, _ in waiting(database, most_bytes=2 * size)] == [1, 2]
    assert [n for n, _ in waiting(database, most_bytes=1)] == [1]


def test_lanes_and_partners_do_not_mix(database):
    post_many(database, 1)
    post_many(database, 1, lane=Lane.URGENT)
    post_many(database, 1, partner="LY")
    assert len(waiting(database)) == 1


def test_a_number_is_given_once(database):
    post_many(database, 1)
    with pytest.raises(StorageError):
        post_many(database, 1)


def test_what_is_settled_waits_no_longer_and_says_nothing_any_more(database):
    items = post_many(database, 1, 2, 3)
    settle(database, 1, 2)
    assert [n for n, _ in waiting(database)] == [3]
    with database.read() as tx:
        assert tx.feeds.first_waiting("TN", PLAIN, after=0) == 3
        held = tx.feeds.posted("TN", PLAIN, [1, 3, 99])
        query = sa.select(tables.outgoing.c.number).where(tables.outgoing.c.data.is_not(None))
        assert list(tx.feeds._connection.execute(query).scalars()) == [3]
    assert sorted(held) == [1, 3]
    assert (held[1].outcome, held[3].outcome) == ("applied", None)
    assert (held[1].digest, held[1].record, held[1].version) == (digest(items[0].to_wire()), RECORD, 1)


def test_an_item_between_settled_ones_still_waits(database):
    post_many(database, 1, 2, 3)
    settle(database, 1, 3)
    with database.read() as tx:
        assert tx.feeds.first_waiting("TN", PLAIN, after=1) == 2
        assert tx.feeds.first_waiting("TN", PLAIN, after=2) is None
    assert [n for n, _ in waiting(database)] == [2]


def test_the_oldest_that_waits_says_since_when(database):
    with database.read() as tx:
        assert tx.feeds.waiting_since("TN", PLAIN) is None
    post_many(database, 1, 2)
    with database.read() as tx:
        assert tx.feeds.waiting_since("TN", PLAIN) == NOW


def test_the_first_receipt_that_covers_an_item_is_found(database):
    with database.write() as tx:
        for through in (3, 7, 7):
            tx.feeds.add_receipt("TN", PLAIN, receipt(through))
    with database.read() as tx:
        found = [tx.feeds.find_receipt("TN", PLAIN, n) for n in (1, 3, 4, 8)]
    assert found == [receipt(3), receipt(3), receipt(7), None]


def test_what_came_is_kept_and_only_what_is_parked_with_its_bytes(database):
    came = [
        Came(number=1, act="release", digest="a" * 64, outcome=Outcome.APPLIED, record=RECORD, version=1),
        Came(number=2, act="release", digest="b" * 64, outcome=Outcome.REFUSED, step="label"),
        Came(number=3, act="later", digest="c" * 64, outcome=Outcome.PARKED, step="act", data=b"as it came"),
    ]
    with database.write() as tx:
        tx.feeds.add_incoming("TN", PLAIN, came, at=NOW)
    with database.read() as tx:
        held = tx.feeds.came("TN", PLAIN, [1, 2, 3, 4])
        rows = tx.feeds._connection.execute(sa.select(tables.incoming.c.data).order_by(tables.incoming.c.number))
        data = [row[0] for row in rows]
    assert held == {
        one.number: Settled(number=one.number, digest=one.digest, outcome=one.outcome, step=one.step, at=NOW)
        for one in came
    }
    assert (data[:2], b"as it came" in data[2]) == ([None, None], False)


def test_no_item_that_came_is_settled_twice(database):
    one = Came(number=1, act="release", digest="a" * 64, outcome=Outcome.APPLIED)
    with pytest.raises(StorageError), database.write() as tx:
        tx.feeds.add_incoming("TN", PLAIN, [one, one], at=NOW)


def test_nothing_to_keep_is_nothing_to_do(database):
    with database.write() as tx:
        tx.feeds.add_outgoing("TN", PLAIN, [])
        tx.feeds.add_incoming("TN", PLAIN, [], at=NOW)
        tx.feeds.settle("TN", PLAIN, [])
        assert tx.feeds.recent("TN") == ([], [])


def test_the_newest_that_went_and_came_are_shown_first(database):
    post_many(database, 1, 2, 3)
    with database.write() as tx:
        came = [Came(number=n, act="release", digest="a" * 64, outcome=Outcome.APPLIED) for n in (1, 2)]
        tx.feeds.add_incoming("TN", PLAIN, came, at=NOW)
    with database.read() as tx:
        went, took = tx.feeds.recent("TN", limit=2)
    assert ([row.number for row in went], [row.number for row in took]) == ([3, 2], [2, 1])


def test_what_a_partner_recalled_is_known_by_partner(database):
    gone, refused, here = make_id(), make_id(), make_id()
    came = [
        Came(number=1, act="recall", digest="a" * 64, outcome=Outcome.APPLIED, record=gone),
        Came(number=2, act="recall", digest="b" * 64, outcome=Outcome.REFUSED, step="owner", record=refused),
        Came(number=3, act="release", digest="c" * 64, outcome=Outcome.APPLIED, record=here, version=1),
    ]
    with database.write() as tx:
        tx.feeds.add_incoming("TN", Lane.URGENT, came, at=NOW)
    with database.read() as tx:
        assert tx.feeds.recalled("TN", [gone, refused, here]) == {gone}
        assert tx.feeds.recalled("LY", [gone]) == set()


def test_what_is_parked_is_let_go_with_its_record(database):
    came = [
        Came(number=n, act="release", digest="a" * 64, outcome=Outcome.PARKED, step="act", record=r, data=b"x")
        for n, r in ((1, RECORD), (2, make_id()))
    ]
    with database.write() as tx:
        tx.feeds.add_incoming("TN", PLAIN, came, at=NOW)
        tx.feeds.drop_parked("TN", RECORD)
        kept = tx.feeds._connection.execute(
            sa.select(tables.incoming.c.number).where(tables.incoming.c.data.is_not(None))
        )
        assert list(kept.scalars()) == [2]


def test_the_newest_outcome_of_an_act_and_what_was_applied_before_are_known(database):
    sizes = {1: 10, 2: 20, 3: 30}
    written = [
        (
            make_item(number=n, lane=Lane.URGENT, act=ItemAct.CHECKPOINT),
            Post(act=ItemAct.CHECKPOINT, body=b"{}", version=size),
        )
        for n, size in sizes.items()
    ]
    outcomes = [Outcome.APPLIED, Outcome.APPLIED, Outcome.REFUSED]
    settled = [Settled(number=n, digest="", outcome=o, at=NOW) for n, o in enumerate(outcomes, start=1)]
    with database.write() as tx:
        assert tx.feeds.latest("TN", ItemAct.CHECKPOINT) == (None, 0)
        tx.feeds.add_outgoing("TN", Lane.URGENT, written)
        tx.feeds.settle("TN", Lane.URGENT, settled)
    with database.read() as tx:
        assert tx.feeds.latest("TN", ItemAct.CHECKPOINT) == ("refused", 20)
        assert tx.feeds.latest("LY", ItemAct.CHECKPOINT) == (None, 0)
