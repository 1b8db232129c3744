"""What is posted gets the next number, waits for its receipt, and believes no receipt that is not the partner's own."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.services.exchange import carry, linked

from tansiq.domain.errors import NotFoundError
from tansiq.federation.conversation import Outgoing
from tansiq.federation.errors import GateError
from tansiq.federation.items import ItemAct, Lane, Outcome, parse_item
from tansiq.federation.letters import Address, What, open_letter, write_letter
from tansiq.federation.steps import Step
from tansiq.services import outbox, partners
from tansiq.storage.feeds import Post

RECALL = Post(act=ItemAct.RECALL, body=b"{}")
RELEASE = Post(act=ItemAct.RELEASE, body=b"{}")


@pytest.fixture
def pair(tmp_path):
    return linked("DZ", "TN", folder=tmp_path)


def post(one, *posts, urgent=False, partner="TN"):
    with one.database.write() as tx:
        outbox.post(tx, one.state, partner, posts, now=one.now, urgent=urgent)


def opened(node, line):
    with node.database.read() as tx:
        return open_letter(line, partners.desk(tx, node.own), now=node.now)


def forged(tn, dz, answer, *, what=What.RECEIPT, address=None, **changes):
    """A partner's answer in which its own node says something else."""
    letter = opened(dz, answer.strip())
    data = letter.data
    for name, value in changes.items():
        data = data.replace(f'"{name}":{value[0]}'.encode(), f'"{name}":{value[1]}'.encode())
    with tn.database.read() as tx:
        sealing = partners.sealing_key(tx, "DZ", now=tn.now)
    return write_letter(what, data, address or letter.address, signing=tn.own.signing, sealing=sealing)


def refused(step, function, *given):
    with pytest.raises(GateError) as caught:
        function(*given)
    assert caught.value.step is step


def test_numbers_follow_each_other_in_each_lane(pair):
    dz, tn = pair
    post(dz, RELEASE, RECALL, RELEASE)
    post(dz, RECALL)
    assert (dz.lane(tn).posted, dz.lane(tn, Lane.URGENT).posted) == (2, 2)
    lines = dz.batch(tn, Lane.URGENT).data.splitlines()
    assert [parse_item(opened(tn, line).data).number for line in lines] == [1, 2]


def test_an_alert_goes_in_the_urgent_lane(pair):
    dz, tn = pair
    post(dz, RELEASE, urgent=True)
    assert (dz.lane(tn).posted, dz.lane(tn, Lane.URGENT).posted) == (0, 1)


def test_an_act_that_is_taken_back_takes_its_number_back(pair):
    dz, tn = pair

    def failing():
        with dz.database.write() as tx:
            outbox.post(tx, "DZ", "TN", [RELEASE], now=dz.now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    post(dz, RELEASE)
    assert dz.batch(tn).numbers == (1, 1)


def test_a_batch_begins_after_what_is_settled_and_ends_where_it_is_told(pair):
    dz, tn = pair
    post(dz, *[RELEASE] * 5)
    dz.take(tn.receive(dz.batch(tn, most=2).data))
    assert dz.batch(tn).numbers == (3, 5)
    assert dz.batch(tn, after=3, most=1).numbers == (4, 4)
    assert dz.batch(tn, after=5) is None


def test_the_same_batch_is_the_same_items_under_other_seals(pair):
    dz, tn = pair
    post(dz, RELEASE)
    one, other = dz.batch(tn).data, dz.batch(tn).data
    assert one != other
    assert opened(tn, one.strip()).data == opened(tn, other.strip()).data


def test_nothing_is_sealed_to_a_partner_without_a_key(pair):
    dz, _ = pair
    post(dz, RELEASE, partner="LY")
    with pytest.raises(NotFoundError):
        outbox.write_batch(dz.database, dz.own, "LY", Lane.ORDINARY, now=dz.now)


def test_an_older_receipt_again_takes_nothing_back(pair):
    dz, tn = pair
    dz.issue()
    dz.post()
    first = tn.receive(dz.batch(tn).data)
    dz.take(first)
    dz.issue()
    carry(dz, tn)
    state = dz.lane(tn)
    dz.take(first)
    assert (dz.lane(tn).settled, dz.lane(tn).outgoing) == (state.settled, Outgoing.IN_STEP)


def test_a_receipt_that_comes_too_late_settles_what_it_speaks_of(pair):
    dz, tn = pair
    post(dz, RELEASE, RELEASE)
    late = tn.receive(dz.batch(tn, most=1).data)
    dz.take(tn.receive(dz.batch(tn, after=1).data))
    assert (dz.lane(tn).settled, dz.lane(tn).outgoing) == (0, Outgoing.WAITING)
    dz.take(late)
    assert (dz.lane(tn).settled, dz.lane(tn).outgoing) == (2, Outgoing.IN_STEP)


@pytest.fixture
def answered(pair):
    dz, tn = pair
    post(dz, RELEASE)
    return dz, tn, tn.receive(dz.batch(tn).data)


def test_an_item_is_no_receipt(answered):
    dz, tn, answer = answered
    refused(Step.CONTENT, dz.take, forged(tn, dz, answer, what=What.ITEM))


def test_a_receipt_that_lay_in_another_lanes_envelope_is_refused(answered):
    dz, tn, answer = answered
    address = Address(sender="TN", receiver="DZ", lane=Lane.URGENT, number=1)
    refused(Step.SAME_ADDRESS, dz.take, forged(tn, dz, answer, address=address))


def test_a_receipt_for_an_item_that_was_never_sent_is_refused(answered):
    dz, tn, answer = answered
    refused(Step.ONCE, dz.take, forged(tn, dz, answer, number=(1, 2)))
    assert dz.lane(tn).settled == 0


def test_an_outcome_once_said_is_not_unsaid(answered):
    dz, tn, answer = answered
    dz.take(answer)
    other = forged(tn, dz, answer, outcome=('"refused"', '"applied"'), step=('"value"', "null"))
    dz.take(other)
    with dz.database.read() as tx:
        assert tx.feeds.posted("TN", Lane.ORDINARY, [1])[1].outcome == Outcome.REFUSED


def test_silence_is_noted_and_the_next_receipt_ends_it(answered):
    dz, tn, answer = answered
    for _ in range(2):
        state = outbox.note_unreachable(dz.database, "TN", Lane.ORDINARY, now=dz.now)
    assert (state.outgoing, state.failures) == (Outgoing.UNREACHABLE, 2)
    dz.now += timedelta(minutes=5)
    dz.take(answer)
    assert dz.lane(tn) == replace(dz.lane(tn), outgoing=Outgoing.IN_STEP, failures=0, heard_at=dz.now, tried_at=dz.now)


def test_a_partner_that_was_put_back_to_an_old_copy_is_told_to_people(pair):
    dz, tn = pair
    post(dz, RELEASE, RELEASE)
    dz.take(tn.receive(dz.batch(tn).data))
    with tn.database.write() as tx:
        tx.feeds.set_lane(replace(tx.feeds.lane("DZ", Lane.ORDINARY), received=1))
        tx.feeds._connection.exec_driver_sql("delete from incoming where number = 2")
    post(dz, RELEASE)
    dz.take(tn.receive(dz.batch(tn).data))
    assert (dz.lane(tn).outgoing, dz.lane(tn).halted_there, dz.lane(tn).waiting) == (Outgoing.WAITING, "order", 1)
