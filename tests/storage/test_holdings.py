"""Who holds what, on both engines: copies at partners with what is known of each, and partners' records here."""

from dataclasses import replace
from datetime import timedelta

from tests.conftest import NOW, make_id, make_notice

from tansiq.domain.record import Kind, Owner, Tombstone
from tansiq.storage.holdings import CHUNK, Holding, HoldingState, Received

AGREEMENT = make_id()
TODAY = NOW.date()


def make_holding(**changes):
    parts = {
        "partner": "TN",
        "record": make_id(),
        "kind": "notice",
        "service": "Registry",
        "agreement": AGREEMENT,
        "standing": True,
        "version": 1,
        "digest": "a" * 64,
        "released_at": NOW,
        **changes,
    }
    return Holding(**parts)


def make_received(**changes):
    parts = {
        "record": make_id(),
        "partner": "DZ",
        "agreement": AGREEMENT,
        "version": 1,
        "digest": "a" * 64,
        "received_at": NOW,
        **changes,
    }
    return Received(**parts)


def put(database, *holdings):
    with database.write() as tx:
        tx.holdings.put(holdings)


def of_each_state(**changes):
    return {state: make_holding(state=state, **changes) for state in HoldingState}


def records(holdings):
    return sorted(one.record for one in holdings)


def test_a_copy_is_kept_with_all_that_is_known_of_it(database):
    one = make_holding(state=HoldingState.GONE, confirmed=1, step="label", recalled_at=NOW, gone_at=NOW)
    put(database, one)
    with database.read() as tx:
        assert tx.holdings.of([one.record]) == [one]


def test_what_is_said_later_of_a_copy_replaces_what_was_known(database):
    one = make_holding()
    put(database, one)
    put(database, replace(one, state=HoldingState.HELD, confirmed=1))
    with database.read() as tx:
        assert [h.state for h in tx.holdings.of([one.record])] == [HoldingState.HELD]


def test_copies_of_one_record_at_two_partners_are_two(database):
    here = make_holding()
    there = replace(here, partner="LY")
    put(database, here, there)
    with database.read() as tx:
        assert tx.holdings.of([here.record]) == [there, here]
        assert tx.holdings.of([here.record], "TN") == [here]
        assert tx.holdings.of([make_id()]) == []


def test_more_copies_than_one_query_takes_are_found(database):
    many = [make_holding() for _ in range(CHUNK + 3)]
    put(database, *many)
    with database.read() as tx:
        assert records(tx.holdings.of([one.record for one in many])) == records(many)


def test_copies_of_what_was_erased_here_are_found_until_they_are_recalled(database):
    notice, other = make_notice(), make_notice()
    kept = [make_holding(record=notice.id), make_holding(record=notice.id, partner="LY", state=HoldingState.RECALLED)]
    put(database, *kept, make_holding(record=other.id))
    with database.write() as tx:
        tx.records.add_many([notice, other])
        tx.records.erase(
            Tombstone(
                id=notice.id,
                kind=Kind.NOTICE,
                owner=Owner(state="DZ", service="Registry"),
                digests=(),
                erased_by="registry",
                erased_at=NOW,
                reason="mistake",
            )
        )
    with database.read() as tx:
        assert tx.holdings.erased() == kept[:1]


def test_what_an_agreement_carried_is_found_while_partners_may_have_it(database):
    held = of_each_state()
    put(database, *held.values(), make_holding(agreement=make_id()))
    with database.read() as tx:
        found = records(tx.holdings.under(AGREEMENT))
        assert len(tx.holdings.under(AGREEMENT, limit=1)) == 1
    assert found == records(held[s] for s in (HoldingState.SENT, HoldingState.HELD, HoldingState.REFUSED))


def test_unanswered_recalls_are_found_oldest_first(database):
    late = make_holding(state=HoldingState.RECALLED, recalled_at=NOW)
    early = make_holding(state=HoldingState.RECALLED, recalled_at=NOW - timedelta(hours=1), partner="LY")
    put(database, late, early, make_holding(state=HoldingState.GONE, recalled_at=NOW))
    with database.read() as tx:
        assert tx.holdings.recalled() == [early, late]
        assert tx.holdings.recalled("TN") == [late]


def test_copies_are_counted_by_partner_and_state(database):
    put(database, make_holding(), make_holding(), make_holding(partner="LY", state=HoldingState.HELD))
    with database.read() as tx:
        assert tx.holdings.counts() == {("TN", HoldingState.SENT): 2, ("LY", HoldingState.HELD): 1}


def test_what_is_shared_with_a_partner_is_what_it_is_to_hold(database):
    held = of_each_state()
    put(database, *held.values())
    with database.read() as tx:
        shared = tx.holdings.shared_with("TN")
    assert [one[0] for one in shared] == records(held[s] for s in (HoldingState.SENT, HoldingState.HELD))
    assert shared[0][1:] == (1, "a" * 64)


def test_what_came_is_known_until_it_is_dropped(database):
    one, other = make_received(), make_received(keep_until=TODAY)
    newer = replace(one, version=2, digest="b" * 64)
    with database.write() as tx:
        tx.holdings.take([one, other])
        tx.holdings.take([newer])
    with database.read() as tx:
        assert tx.holdings.find_received(one.record) == newer
        assert tx.holdings.received_from("DZ") == sorted(
            [(one.record, 2, "b" * 64), (other.record, 1, "a" * 64)], key=lambda row: row[0]
        )
        assert tx.holdings.received_from("LY") == []
    with database.write() as tx:
        tx.holdings.drop([one.record])
    with database.read() as tx:
        assert tx.holdings.find_received(one.record) is None


def test_what_may_be_kept_no_longer_is_found_the_day_after(database):
    one, unlimited = make_received(keep_until=TODAY), make_received()
    with database.write() as tx:
        tx.holdings.take([one, unlimited])
    with database.read() as tx:
        assert tx.holdings.over(TODAY) == []
        assert tx.holdings.over(TODAY + timedelta(days=1)) == [one.record]


def test_nothing_is_put_or_taken_without_harm(database):
    with database.write() as tx:
        tx.holdings.put([])
        tx.holdings.take([])
        tx.holdings.drop([])
        assert tx.holdings.counts() == {}


def refused_ones(database, *, hours=0):
    with database.read() as tx:
        return tx.holdings.refused("agreement", until=NOW + timedelta(hours=hours))


def test_of_what_a_partner_refused_whole_only_the_oldest_goes_again(database):
    one = make_holding(state=HoldingState.REFUSED, step="agreement")
    late = [replace(one, record=make_id(), released_at=NOW + timedelta(minutes=n)) for n in (1, 2)]
    put(database, one, *late)
    assert refused_ones(database) == []
    assert refused_ones(database, hours=1) == [one]


def test_while_one_is_on_its_way_no_other_goes_again(database):
    refused = {"state": HoldingState.REFUSED, "step": "agreement"}
    put(database, make_holding(**refused), make_holding(), make_holding(**refused, partner="LY", standing=False))
    assert refused_ones(database, hours=1) == []


def test_once_a_partner_holds_something_all_that_it_refused_goes_again(database):
    refused = [make_holding(state=HoldingState.REFUSED, step="agreement") for _ in range(3)]
    label = make_holding(state=HoldingState.REFUSED, step="label")
    put(database, *refused, label, make_holding(state=HoldingState.HELD))
    assert records(refused_ones(database, hours=1)) == records(refused)
