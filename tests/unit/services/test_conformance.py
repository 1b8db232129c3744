"""A node that keeps the protocol passes every trial; one that breaks it somewhere is found out, by the step."""

import pytest
from tests.conftest import NOW, make_id
from tests.unit.services.exchange import agree, linked, make_agreement, make_peer

from tansiq.domain.errors import ConflictError, NotFoundError
from tansiq.federation.steps import Consequence, Step
from tansiq.services import conformance, partners
from tansiq.services.conformance import HALTING, examine


@pytest.fixture
def pair(tmp_path):
    return linked("XA", "TN", folder=tmp_path)


def tried(one, other, *, send=None, **options):
    with one.database.read() as tx:
        author = conformance.author_of(tx, one.own, other.state, now=NOW)
        desk = partners.desk(tx, one.own)
    send = send or (lambda letters: (other.receive(letters), ""))
    return examine(author, desk, send, ids=iter(make_id, None), now=NOW, **options)


def bad(findings):
    return {finding.name for finding in findings if not finding.is_good}


def test_a_node_that_keeps_the_protocol_passes_every_trial(pair):
    findings = tried(*pair)
    assert [f for f in findings if not f.is_good] == []
    assert len(findings) > 35


def test_it_passes_again_and_again(pair):
    tried(*pair)
    assert bad(tried(*pair)) == set()


def test_nothing_of_the_trials_is_left(pair):
    one, other = pair
    tried(one, other)
    with other.database.read() as tx:
        assert tx.holdings.received_from(one.state) == []
        assert tx.notices.all_ids(owner=one.state) == []


@pytest.mark.parametrize("step", HALTING)
def test_a_lane_is_halted_if_one_asks_for_it(pair, step):
    findings = tried(*pair, halt=step)
    assert bad(findings) == set()
    assert (findings[-1].step, findings[-1].answered) == (step, f"halted {step}")


def test_a_halted_lane_is_told_and_not_tried_further(pair):
    tried(*pair, halt=Step.ONCE)
    findings = tried(*pair)
    assert [f.answered for f in findings] == ["waits", "halted once"]


def test_every_step_is_tried(pair):
    steps = {finding.step for finding in tried(*pair)}
    assert steps >= set(Step) - set(HALTING)


def test_a_node_that_does_not_answer_fails(pair):
    findings = tried(*pair, send=lambda _: (b"", "unreachable"))
    assert [(f.expected, f.answered) for f in findings] == [("waits", "unreachable")]


def test_a_node_that_answers_nonsense_fails(pair):
    assert tried(*pair, send=lambda _: (b"OK\n", ""))[0].answered == "no receipt: frame"


def test_a_node_that_refuses_the_size_at_its_door_passes(pair):
    _, other = pair

    def send(letters):
        return (b"", "status 413") if len(letters) > 10**7 else (other.receive(letters), "")

    assert bad(tried(*pair, send=send)) == set()


def test_a_node_that_answers_with_an_older_receipt_fails(pair):
    one, other = pair
    answers = []

    def send(letters):
        answers.append(other.receive(letters))
        return next(a for a in answers if a), ""

    assert bad(tried(one, other, send=send))


def test_a_node_that_did_not_sign_the_agreement_refuses_what_others_apply(pair):
    one, other = pair
    with other.database.write() as tx:
        tx.partners._connection.exec_driver_sql("delete from agreement_signature where state = 'TN'")
    assert {"release", "three_in_no_order"} <= bad(tried(one, other))


def test_nobody_is_tried_without_an_agreement(tmp_path):
    one, other = make_peer("XA", tmp_path), make_peer("TN", tmp_path)
    one.know(other)
    agree(make_agreement("XA", "TN"), one)
    with pytest.raises(NotFoundError):
        tried(one, other)


def test_a_node_that_exchanges_with_its_partner_does_not_try_it(pair):
    one, other = pair
    one.issue(label={"releasable_to": ("TN",)})
    one.post()
    with pytest.raises(ConflictError):
        tried(one, other)


def test_every_expectation_is_of_the_table():
    assert {conformance._expected(step).split()[0] for step in Step} == {
        "nothing" if c is Consequence.IGNORED else {"halts": "halted"}.get(c, c) for c in Consequence
    }
