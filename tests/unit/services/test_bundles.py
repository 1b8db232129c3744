"""Letters on a medium: the same as on a line, in any order, lost or doubled without harm."""

import pytest
from tests.unit.services.exchange import linked

from tansiq.federation.bundles import Cover, parse_cover, write_bundle
from tansiq.federation.errors import BundleError
from tansiq.federation.items import Lane
from tansiq.services import bundles
from tansiq.storage.holdings import HoldingState


@pytest.fixture
def pair(tmp_path):
    return linked("DZ", "TN", folder=tmp_path)


def export(one, other, **options):
    one.post()
    return list(bundles.export(one.database, one.own, other.state, now=one.now, **options))


def take(peer, data):
    lines = data.splitlines(keepends=True)[1:]
    return list(bundles.take(peer.database, peer.own, lines, now=peer.now))[-1]


def test_what_waits_goes_on_a_medium_and_the_receipts_come_back_on_it(pair):
    dz, tn = pair
    record = dz.issue()
    (part,) = export(dz, tn)
    assert parse_cover(part.data.splitlines()[0]) == Cover(sender="DZ", receiver="TN", part=1, letters=1)
    taken = take(tn, part.data)
    assert (taken.applied, tn.holds(record)) == (1, 1)
    back = take(dz, write_bundle(Cover(sender="TN", receiver="DZ", part=1, letters=1), taken.answer))
    assert back.receipts == 1
    assert dz.copy(record, tn).state is HoldingState.HELD
    assert export(dz, tn) == []


def test_a_medium_that_is_lost_is_written_again(pair):
    dz, tn = pair
    dz.issue()
    assert [p.cover.letters for p in export(dz, tn)] == [p.cover.letters for p in export(dz, tn)] == [1]


def test_parts_are_as_large_as_asked_and_later_ones_wait_for_earlier_ones(pair):
    dz, tn = pair
    records = [dz.issue(f"Invented {n}") for n in "abc"]
    first, *rest = export(dz, tn, most_bytes=1)
    assert not rest  # a batch is not divided
    lines = first.data.splitlines(keepends=True)
    early = take(tn, b"".join([lines[0], *lines[2:]]))
    assert (early.applied, early.waiting) == (0, 2)
    assert take(tn, b"".join(lines[:2])).applied == 1
    assert take(tn, b"".join([lines[0], *lines[2:]])).applied == 2
    assert [tn.holds(r) for r in records] == [1, 1, 1]


def test_the_same_file_twice_gives_the_same_receipts(pair):
    dz, tn = pair
    dz.issue()
    (part,) = export(dz, tn)
    assert take(tn, part.data).applied == take(tn, part.data).applied == 1
    assert tn.lane(dz).received == 1


def test_a_file_that_was_cut_short_gives_what_it_holds(pair):
    dz, tn = pair
    one, two = dz.issue(), dz.issue()
    (part,) = export(dz, tn)
    taken = take(tn, part.data[:-100])
    assert (taken.applied, sum(taken.ignored.values())) == (1, 1)
    assert (tn.holds(one), tn.holds(two)) == (1, None)
    assert take(tn, part.data).applied == 2


def test_what_is_urgent_is_read_first(pair):
    dz, tn = pair
    gone = dz.issue()
    dz.post()
    dz.erase(gone)
    (part,) = export(dz, tn)
    taken = take(tn, part.data)
    assert (taken.applied, taken.refused, tn.holds(gone)) == (1, 1, None)
    assert tn.lane(dz, Lane.URGENT).received == 1


@pytest.mark.parametrize(
    ("line", "why"),
    [(b"", "no_bundle"), (b"{}", "no_bundle"), (b"\xff", "no_bundle")],
)
def test_another_file_is_no_bundle(line, why):
    with pytest.raises(BundleError) as caught:
        parse_cover(line)
    assert caught.value.why == why


def test_a_later_version_is_refused_by_its_name():
    data = write_bundle(Cover(format="tansiq-bundle/2", sender="DZ", receiver="TN", part=1, letters=0), b"")
    with pytest.raises(BundleError) as caught:
        parse_cover(data)
    assert caught.value.why == "unknown_version"
