"""What a partner sends is applied once and in order, or not at all; what nobody is known to have sent is ignored."""

import secrets
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from tests.conftest import NOW, make_notice
from tests.unit.services.exchange import agree, carry, linked, make_agreement, make_peer

from tansiq.domain.journal import Act
from tansiq.domain.label import Level
from tansiq.federation.conversation import Incoming, Outgoing
from tansiq.federation.errors import GateError
from tansiq.federation.gate import ReleaseBody
from tansiq.federation.items import ItemAct, Lane
from tansiq.federation.steps import Step
from tansiq.services import agreements, cards, inbox, outbox
from tansiq.storage.feeds import Post
from tansiq.storage.holdings import HoldingState
from tansiq.trust import canonical
from tansiq.trust.keyrings import Purpose


@pytest.fixture
def pair(tmp_path):
    return linked("DZ", "TN", folder=tmp_path)


def sent(one, other):
    one.post()
    return one.batch(other)


def test_a_releasable_notice_is_at_the_partner_as_it_was_kept(pair):
    dz, tn = pair
    record = dz.issue("Zoubir Nejmaoui")
    carry(dz, tn)
    with tn.database.read() as tx, dz.database.read() as own:
        assert tx.records.get(record.id) == record
        assert tx.records.digests(record.id) == own.records.digests(record.id)
    assert Act.NOTICE_RECEIVED in tn.acts()
    assert dz.copy(record, tn).state is HoldingState.HELD


def test_what_is_not_releasable_to_the_partner_stays(pair):
    dz, tn = pair
    hidden = dz.issue(label={"releasable_to": ()})
    kept = dz.issue(label={"compartments": ("OASIS",)})
    high = dz.issue(label={"level": Level.TOP_SECRET})
    carry(dz, tn)
    assert [tn.holds(r) for r in (hidden, kept, high)] == [None, None, None]


def test_a_correction_follows_to_whoever_holds_the_notice(pair):
    dz, tn = pair
    record = dz.issue()
    carry(dz, tn)
    dz.correct(record)
    carry(dz, tn)
    assert tn.holds(record) == 2
    assert dz.copy(record, tn).confirmed == 2


def test_an_erased_notice_is_recalled_and_the_owner_learns_when_it_is_gone(pair):
    dz, tn = pair
    record = dz.issue()
    carry(dz, tn)
    dz.erase(record)
    dz.post()
    assert dz.copy(record, tn).state is HoldingState.RECALLED
    carry(dz, tn)
    assert tn.holds(record) is None
    assert dz.copy(record, tn).state is HoldingState.GONE
    assert dz.copy(record, tn).gone_at == tn.now
    assert Act.RECALL_APPLIED in tn.acts()


def test_what_is_no_longer_releasable_is_recalled(pair):
    dz, tn = pair
    record = dz.issue()
    carry(dz, tn)
    dz.correct(record, label=replace(record.label, releasable_to=()))
    carry(dz, tn)
    assert tn.holds(record) is None
    assert dz.holds(record) == 2


def test_a_recall_that_overtakes_its_release_keeps_it_out(pair):
    dz, tn = pair
    record = dz.issue()
    late = sent(dz, tn)
    dz.erase(record)
    dz.post()
    urgent = dz.batch(tn, Lane.URGENT)
    dz.take(tn.receive(urgent.data))
    dz.take(tn.receive(late.data))
    assert tn.holds(record) is None
    assert dz.copy(record, tn).state is HoldingState.GONE
    assert dz.lane(tn).outgoing is Outgoing.IN_STEP


def test_the_same_letters_again_change_nothing_and_get_the_same_receipt(pair):
    dz, tn = pair
    record = dz.issue()
    batch = sent(dz, tn)
    first = tn.receive(batch.data)
    tn.now += timedelta(hours=1)
    again = tn.receive(batch.data)
    receipts = [dz.take(answer)[0] for answer in (first, again)]
    assert receipts[0].settled == receipts[1].settled
    assert tn.holds(record) == 1
    assert tn.lane(dz).received == 1


def test_an_answer_that_was_lost_is_given_again(pair):
    dz, tn = pair
    dz.issue()
    tn.receive(sent(dz, tn).data)
    assert dz.lane(tn).waiting == 1
    carry(dz, tn)
    assert dz.lane(tn).waiting == 0


def test_letters_of_any_order_in_one_delivery_are_applied_in_theirs(pair):
    dz, tn = pair
    records = [dz.issue() for _ in range(5)]
    lines = sent(dz, tn).data.splitlines(keepends=True)
    dz.take(tn.receive(b"".join([*reversed(lines), *lines])))
    assert [tn.holds(r) for r in records] == [1] * 5
    assert dz.lane(tn).outgoing is Outgoing.IN_STEP


def test_what_comes_before_its_turn_waits(pair):
    dz, tn = pair
    for _ in range(3):
        dz.issue()
    lines = sent(dz, tn).data.splitlines(keepends=True)
    receipt = dz.take(tn.receive(lines[2]))[0]
    assert (receipt.through, receipt.settled) == (0, ())
    dz.take(tn.receive(lines[0]))
    assert (dz.lane(tn).settled, tn.lane(dz).received) == (1, 1)
    carry(dz, tn)
    assert dz.lane(tn).settled == 3


def test_a_damaged_letter_is_ignored_and_journalled_and_the_rest_is_taken(pair):
    dz, tn = pair
    one, two = dz.issue(), dz.issue()
    first, second = sent(dz, tn).data.splitlines(keepends=True)
    damaged = second.replace(b'"sealed":"', b'"sealed":"AAAA', 1)
    dz.take(tn.receive(first + damaged + b"nonsense\n\n"))
    assert (tn.holds(one), tn.holds(two)) == (1, None)
    assert Act.LETTER_REFUSED in tn.acts()
    carry(dz, tn)
    assert tn.holds(two) == 1


def test_an_envelope_that_was_renumbered_on_the_way_does_not_open(pair):
    dz, tn = pair
    dz.issue()
    moved = sent(dz, tn).data.replace(b'"number":1', b'"number":2')
    assert tn.receive(moved) == b""
    assert tn.lane(dz).received == 0


def test_letters_of_a_stranger_get_no_answer(pair, tmp_path):
    _, tn = pair
    stranger = make_peer("LY", tmp_path)
    stranger.know(tn)
    with stranger.database.write() as tx:
        outbox.post(tx, "LY", "TN", [Post(act=ItemAct.RECALL, body=b"{}")], now=stranger.now)
    assert tn.receive(stranger.batch(tn, Lane.URGENT).data) == b""
    assert Act.LETTER_REFUSED in tn.acts()


@pytest.fixture
def two_stories(pair):
    """The sender was put back to an old copy of itself, and tells something else under a number that it used."""
    dz, tn = pair
    dz.issue()
    dz.take(tn.receive(sent(dz, tn).data))
    with dz.database.write() as tx:
        tx.feeds.set_lane(replace(tx.feeds.lane("TN", Lane.ORDINARY), posted=0, settled=0))
        for table in ("outgoing", "holding"):
            tx.feeds._connection.exec_driver_sql(f"delete from {table}")
    other = dz.issue("Another One")
    dz.post()
    return dz, tn, other


def test_another_item_under_a_settled_number_halts_the_lane(two_stories):
    dz, tn, other = two_stories
    tn.receive(sent(dz, tn).data)
    assert (tn.lane(dz).incoming, tn.lane(dz).halted) == (Incoming.HALTED, "once")
    assert Act.LANE_HALTED in tn.acts()
    assert tn.holds(other) is None


def test_a_halted_lane_takes_nothing_until_people_let_it_go_on(pair):
    dz, tn = pair
    with tn.database.write() as tx:
        tx.feeds.set_lane(replace(tx.feeds.lane("DZ", Lane.ORDINARY), incoming=Incoming.HALTED, halted="once"))
    record = dz.issue()
    dz.take(tn.receive(sent(dz, tn).data))
    assert tn.holds(record) is None
    assert (dz.lane(tn).outgoing, dz.lane(tn).halted_there) == (Outgoing.HALTED, "once")
    with tn.database.write() as tx:
        inbox.resume(tx, "DZ", Lane.ORDINARY, by="a", now=tn.now)
    carry(dz, tn)
    assert tn.holds(record) == 1
    assert dz.lane(tn).outgoing is Outgoing.IN_STEP


def test_a_receipt_for_what_was_never_sent_is_refused(pair):
    dz, tn = pair
    dz.issue()
    answer = tn.receive(sent(dz, tn).data)
    with dz.database.write() as tx:
        tx.feeds._connection.exec_driver_sql("update outgoing set digest = 'another'")
    with pytest.raises(GateError) as caught:
        dz.take(answer)
    assert caught.value.step is Step.ONCE


def test_without_an_agreement_signed_by_both_nothing_leaves(tmp_path):
    dz, tn = make_peer("DZ", tmp_path), make_peer("TN", tmp_path)
    dz.know(tn)
    tn.know(dz)
    agree(make_agreement("DZ", "TN"), dz, tn, signers=[dz])
    dz.issue()
    assert dz.post() == 0


def test_what_only_the_sender_believes_to_be_agreed_is_refused_by_the_receiver(tmp_path):
    dz, tn = make_peer("DZ", tmp_path), make_peer("TN", tmp_path)
    dz.know(tn)
    tn.know(dz)
    agree(make_agreement("DZ", "TN"), dz, tn)
    with tn.database.write() as tx:
        tx.partners._connection.exec_driver_sql("delete from agreement_signature where state = 'TN'")
    notice = dz.issue()
    carry(dz, tn)
    assert tn.holds(notice) is None
    copy = dz.copy(notice, tn)
    assert (copy.state, copy.step) == (HoldingState.REFUSED, "agreement")
    assert Act.ITEM_REFUSED in tn.acts()
    assert Act.ITEM_REFUSED_THERE in dz.acts()


def test_what_was_refused_before_the_partner_signed_goes_again_once_it_did(tmp_path):
    dz, tn = make_peer("DZ", tmp_path), make_peer("TN", tmp_path)
    dz.know(tn)
    tn.know(dz)
    agree(make_agreement("DZ", "TN"), dz, tn)
    with tn.database.write() as tx:
        kept = [s for some in tx.partners.signatures().values() for s in some if s.state == "TN"]
        tx.partners._connection.exec_driver_sql("delete from agreement_signature where state = 'TN'")
    records = [dz.issue() for _ in range(3)]
    carry(dz, tn)
    posted = dz.lane(tn).posted
    dz.now = tn.now = dz.now + timedelta(hours=2)
    carry(dz, tn)
    assert dz.lane(tn).posted == posted + 1
    with tn.database.write() as tx:
        tx.partners.add_signature(kept[0])
    dz.now = tn.now = dz.now + timedelta(hours=2)
    carry(dz, tn)
    assert [tn.holds(record) for record in records] == [1, 1, 1]


def test_an_ended_agreement_recalls_what_it_carried(tmp_path):
    brief = make_agreement("DZ", "TN", valid_until=NOW.date() + timedelta(days=30))
    dz, tn = linked("DZ", "TN", folder=tmp_path, agreement=brief)
    record = dz.issue()
    carry(dz, tn)
    dz.now = tn.now = dz.now + timedelta(days=60)
    carry(dz, tn)
    assert (dz.holds(record), tn.holds(record)) == (1, None)
    assert dz.copy(record, tn).state is HoldingState.GONE


def test_an_agreement_that_takes_the_place_of_another_keeps_what_that_carried(tmp_path):
    brief = make_agreement("DZ", "TN", valid_until=NOW.date() + timedelta(days=30))
    dz, tn = linked("DZ", "TN", folder=tmp_path, agreement=brief)
    record = dz.issue()
    carry(dz, tn)
    following = agree(make_agreement("DZ", "TN"), dz, tn)
    dz.now = tn.now = dz.now + timedelta(days=60)
    carry(dz, tn)
    assert tn.holds(record) == 1
    assert (dz.copy(record, tn).state, dz.copy(record, tn).agreement) == (HoldingState.HELD, following.id)
    dz.correct(record)
    carry(dz, tn)
    assert tn.holds(record) == 2


def test_what_was_there_before_an_agreement_came_into_force_goes_then(tmp_path):
    later = make_agreement("DZ", "TN", valid_from=NOW.date() + timedelta(days=5))
    dz, tn = linked("DZ", "TN", folder=tmp_path, agreement=later)
    record = dz.issue()
    assert carry(dz, tn) == 0
    dz.now = tn.now = dz.now + timedelta(days=5)
    carry(dz, tn)
    assert tn.holds(record) == 1


def test_three_states_share_unevenly(tmp_path):
    dz, tn, ly = linked("DZ", "TN", "LY", folder=tmp_path)
    shared = dz.issue(label={"releasable_to": ("TN", "LY")})
    narrow = dz.issue(label={"releasable_to": ("TN",)})
    carry(dz, tn)
    carry(dz, ly)
    assert (tn.holds(shared), tn.holds(narrow)) == (1, 1)
    assert (ly.holds(shared), ly.holds(narrow)) == (1, None)


def test_both_sides_agree_on_the_digest_of_what_they_share(pair):
    dz, tn = pair
    for n in range(5):
        record = dz.issue(f"Invented {'abcde'[n]}")
    dz.correct(record)
    carry(dz, tn)
    with dz.database.read() as own, tn.database.read() as theirs:
        assert own.holdings.shared_with("TN") == theirs.holdings.received_from("DZ")
        assert len(own.holdings.shared_with("TN")) == 5


def test_no_partner_overwrites_a_record_of_another_state(pair):
    dz, tn = pair
    mine = tn.issue()
    with dz.database.write() as tx:
        theirs = replace(make_notice(label=mine.label), id=mine.id).amended(by="r", at=NOW, reason="mine now")
        (agreement,) = agreements.with_partner(tx, "TN")
        body = canonical.encode(ReleaseBody(record=msgspec.Raw(canonical.encode(theirs))))
        outbox.post(tx, "DZ", "TN", [Post(act=ItemAct.RELEASE, body=body, agreement=agreement)], now=dz.now)
    receipt = dz.take(tn.receive(dz.batch(tn).data))[0]
    assert receipt.settled[0].step == Step.OWNER
    with tn.database.read() as tx:
        assert tx.records.get(mine.id) == mine


def told(one, other, act, body, *, lane=Lane.ORDINARY):
    """What becomes of an item that says what no service would say."""
    with one.database.write() as tx:
        key = next(iter(agreements.with_partner(tx, other.state)), None)
        outbox.post(
            tx, one.state, other.state, [Post(act=act, body=canonical.encode(body), agreement=key)], now=one.now
        )
    return one.take(other.receive(one.batch(other, lane).data))[0].settled[-1]


def recall_of(record, **changes):
    return {"record": record, "kind": "notice", "service": "Registry", "reason": "erased", **changes}


def parked(node):
    with node.database.read() as tx:
        rows = tx.feeds._connection.exec_driver_sql("select data from incoming where outcome = 'parked'")
        return [row[0] is not None for row in rows]


def weather_of(record):
    return {"record": {**canonical.decode(canonical.encode(record), dict), "kind": "weather"}}


def test_a_recall_of_another_states_record_keeps_nothing_out(tmp_path):
    dz, tn, ly = linked("DZ", "TN", "LY", folder=tmp_path)
    record = ly.issue(label={"releasable_to": ("TN", "DZ")})
    carry(ly, tn)
    assert told(tn, dz, ItemAct.RECALL, recall_of(record.id), lane=Lane.URGENT).outcome == "applied"
    carry(ly, dz)
    assert dz.holds(record) == 1
    assert told(tn, dz, ItemAct.RECALL, recall_of(record.id), lane=Lane.URGENT).step == Step.OWNER
    assert dz.holds(record) == 1


def test_a_recall_reaches_what_is_parked(pair):
    dz, tn = pair
    record = make_notice()
    assert told(dz, tn, ItemAct.RELEASE, weather_of(record)).outcome == "parked"
    assert parked(tn) == [True]
    body = recall_of(record.id, kind="weather")
    assert told(dz, tn, ItemAct.RECALL, body, lane=Lane.URGENT).outcome == "applied"
    assert parked(tn) == [False]


def test_what_was_recalled_before_it_is_parked_is_not_kept(pair):
    dz, tn = pair
    record = make_notice()
    told(dz, tn, ItemAct.RECALL, recall_of(record.id, kind="weather"), lane=Lane.URGENT)
    assert told(dz, tn, ItemAct.RELEASE, weather_of(record)).outcome == "parked"
    assert parked(tn) == [False]


def test_an_agreement_and_its_signatures_travel_by_themselves(tmp_path):
    dz, tn = make_peer("DZ", tmp_path), make_peer("TN", tmp_path)
    dz.know(tn)
    tn.know(dz)
    agreement, record = make_agreement("DZ", "TN"), dz.issue()
    with dz.database.write() as tx:
        agreements.propose(tx, agreement)
        agreements.sign(tx, agreement.id, dz.own.signing, state="DZ", by="x", now=dz.now)
        agreements.announce(tx, agreement.id, own="DZ", now=dz.now)
    carry(dz, tn)
    assert tn.holds(record) is None
    with tn.database.write() as tx:
        agreements.sign(tx, agreement.id, tn.own.signing, state="TN", by="x", now=tn.now)
        agreements.announce(tx, agreement.id, own="TN", now=tn.now)
    carry(dz, tn)
    assert tn.holds(record) == 1


def test_what_an_agreement_carried_both_ways_is_recalled_when_one_party_ends_it(pair):
    dz, tn = pair
    ours, theirs = dz.issue(), tn.issue()
    carry(dz, tn)
    with tn.database.write() as tx:
        (agreement,) = agreements.held(tx)
        agreements.end(tx, agreement, state="TN", by="x", reason="over", now=tn.now)
    carry(dz, tn)
    assert (tn.holds(ours), dz.holds(theirs)) == (None, None)
    assert (dz.holds(ours), tn.holds(theirs)) == (1, 1)


def test_a_rotated_key_is_told_before_it_signs(pair):
    dz, tn = pair
    later = dz.now + timedelta(days=20)
    dz.ring = dz.ring.rotated(
        Purpose.SIGNING, now=dz.now, lead=timedelta(days=14), overlap=timedelta(days=60), entropy=secrets.token_bytes
    )
    cards.announce(dz.database, cards.Says(state="DZ", title="Algeria", address=""), dz.ring, now=dz.now)
    carry(dz, tn)
    dz.now = tn.now = later
    record = dz.issue(made_at=later)
    carry(dz, tn)
    assert tn.holds(record) == 1


def test_what_an_agreement_lets_a_partner_keep_for_so_long_is_erased_there_then(tmp_path):
    term = make_agreement("DZ", "TN").body.terms[0]
    brief = make_agreement("DZ", "TN", terms=(replace(term, retention_days=10),))
    dz, tn = linked("DZ", "TN", folder=tmp_path, agreement=brief)
    record = dz.issue()
    carry(dz, tn)
    assert inbox.erase_over(tn.database, now=tn.now + timedelta(days=10)) == 0
    assert inbox.erase_over(tn.database, now=tn.now + timedelta(days=11)) == 1
    assert (tn.holds(record), dz.holds(record)) == (None, 1)
    dz.correct(record)
    carry(dz, tn)
    assert dz.copy(record, tn).step == "erased"
