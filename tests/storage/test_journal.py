import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone

import pytest
from tests.conftest import NOW, make_id, make_notice
from tests.storage.conftest import UndoneError

from tansiq.domain.journal import NOTICE_CHANGES, Act, Entry, Filter, Leaf
from tansiq.domain.record import Kind, Tombstone
from tansiq.storage.errors import StorageError
from tansiq.trust import canonical
from tansiq.trust.commitments import opens

ONE, OTHER = make_id(), make_id()


def entry(act=Act.NOTICE_ISSUED, thing=ONE, **parts):
    return Entry(act=act, officer="o", at=NOW, kind=Kind.NOTICE, thing=thing, version=1, digest="0" * 64, **parts)


def append(database, *entries):
    with database.write() as tx:
        tx.journal.append_many(entries)


def test_an_entry_is_read_as_it_was_appended(database):
    whole, short = entry(detail="csv/x"), Entry(act=Act.SIGNED_IN, officer="o", at=NOW)
    append(database, whole, short)
    with database.read() as tx:
        assert [(line.seq, line.entry) for line in tx.journal.page()] == [(2, short), (1, whole)]


def test_an_empty_journal_has_no_last_entry(database):
    with database.read() as tx:
        assert tx.journal.last() == 0
        assert tx.journal.page() == []


def test_what_is_taken_back_leaves_no_gap(database):
    append(database, entry())
    with pytest.raises(UndoneError), database.write() as tx:
        tx.journal.append_many([entry()] * 5)
        raise UndoneError
    append(database, entry())
    with database.read() as tx:
        assert [line.seq for line in tx.journal.page()] == [2, 1]


def test_times_come_back_in_utc(database):
    at = NOW.astimezone(timezone(timedelta(hours=1)))
    append(database, Entry(act=Act.SIGNED_IN, officer="o", at=at))
    with database.read() as tx:
        read = tx.journal.page()[0].entry.at
    assert read == NOW
    assert read.utcoffset() == timedelta(0)


def test_what_changed_since_is_told_once_each_and_up_to_a_line(database):
    append(database, entry(), entry(Act.NOTICE_PRINTED, OTHER), entry(Act.NOTICE_CORRECTED), entry(thing=OTHER))
    with database.read() as tx:
        assert tx.journal.things_since(0, NOTICE_CHANGES, until=3) == [ONE]
        assert set(tx.journal.things_since(0, NOTICE_CHANGES, until=4)) == {ONE, OTHER}
        assert tx.journal.things_since(3, NOTICE_CHANGES, until=4) == [OTHER]
        assert tx.journal.things_since(4, NOTICE_CHANGES, until=4) == []


def test_the_lines_about_one_record_are_found(database):
    append(database, entry(), entry(thing=OTHER), entry(Act.NOTICE_PRINTED))
    with database.read() as tx:
        assert [line.seq for line in tx.journal.of(ONE)] == [3, 1]


def test_pages_go_back_from_a_line(database):
    append(database, *[entry() for _ in range(5)])
    with database.read() as tx:
        assert [line.seq for line in tx.journal.page(limit=2)] == [5, 4]
        assert [line.seq for line in tx.journal.page(before=4, limit=2)] == [3, 2]


def test_acts_are_counted(database):
    append(database, entry(), entry(Act.NOTICE_REFUSED), entry(Act.NOTICE_REFUSED))
    with database.read() as tx:
        assert tx.journal.count(Act.NOTICE_REFUSED) == 2
        assert tx.journal.count(Act.NOTICE_ENDED) == 0


def test_a_cursor_begins_at_nothing_and_stays_where_it_was_moved(database):
    with database.write() as tx:
        assert tx.journal.cursor("proposals") == 0
        tx.journal.move_cursor("proposals", 3)
        tx.journal.move_cursor("proposals", 7)
        tx.journal.move_cursor("other", 1)
    with database.read() as tx:
        assert tx.journal.cursor("proposals") == 7


def test_a_cursor_moves_with_its_transaction_or_not_at_all(database):
    with pytest.raises(UndoneError), database.write() as tx:
        tx.journal.move_cursor("proposals", 3)
        raise UndoneError
    with database.read() as tx:
        assert tx.journal.cursor("proposals") == 0


def test_in_a_transaction_that_reads_entries_wait_until_it_ended_well(database):
    with database.read() as tx:
        tx.journal.append(entry(Act.NOTICE_READ))
        assert tx.journal.last() == 0
    with pytest.raises(UndoneError), database.read() as tx:
        tx.journal.append(entry(Act.NOTICE_READ))
        raise UndoneError
    with database.read() as tx:
        assert [line.entry.act for line in tx.journal.page()] == [Act.NOTICE_READ]


def test_many_at_once_share_commits_and_lose_nothing(database):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: database.journal([entry(Act.NOTICE_READ, detail=str(n))]), range(100)))
    with database.read() as tx:
        lines = tx.journal.page(limit=200)
    assert sorted(int(line.entry.detail) for line in lines) == list(range(100))
    assert [line.seq for line in lines] == list(range(100, 0, -1))


def test_what_cannot_be_appended_is_told_to_whoever_brought_it(database):
    with pytest.raises(StorageError):
        database.journal([entry(detail=None)])
    database.journal([entry()])
    with database.read() as tx:
        assert tx.journal.last() == 1


def test_an_entry_of_several_records_is_found_by_each(database):
    append(database, entry(Act.SEARCHED, None, others=(ONE, OTHER)), entry(Act.NOTICE_READ, OTHER))
    with database.read() as tx:
        assert [line.seq for line in tx.journal.of(ONE)] == [1]
        assert [line.seq for line in tx.journal.of(OTHER)] == [2, 1]
        (line,) = tx.journal.of(ONE)
    assert line.entry.things == (ONE, OTHER)
    assert line.count == 2


def test_officer_act_period_and_record_are_looked_for_together(database):
    later = NOW + timedelta(hours=1)
    mine = {"act": Act.NOTICE_READ, "officer": "m", "purpose": "registry"}
    append(database, entry(), Entry(**mine, at=NOW, thing=ONE), Entry(**mine, at=later, thing=OTHER))
    with database.read() as tx:
        find = tx.journal.find
        assert [line.seq for line in find(Filter(officer="m"))] == [3, 2]
        assert [line.seq for line in find(Filter(acts=(Act.NOTICE_READ,), until=later))] == [2]
        assert [line.seq for line in find(Filter(since=later))] == [3]
        assert [line.seq for line in find(Filter(things=(ONE, OTHER)), before=3)] == [2, 1]
        assert find(Filter(officer="m", things=(OTHER,), until=later)) == []
        assert find(Filter(officer="m"))[0].entry.purpose == "registry"


def test_acts_are_counted_within_a_period(database):
    later = NOW + timedelta(hours=1)
    append(database, entry(), Entry(act=Act.ACCESS_REFUSED, officer="o", at=later))
    with database.read() as tx:
        assert tx.journal.counts(tuple(Act)) == {Act.NOTICE_ISSUED: 1, Act.ACCESS_REFUSED: 1}
        assert tx.journal.counts(tuple(Act), until=later) == {Act.NOTICE_ISSUED: 1}


def erase(database, *records):
    with database.write() as tx:
        for record in records:
            tx.records.erase(tombstone(record))
            tx.journal.append(Entry(act=Act.RECORD_ERASED, officer="node", at=NOW, thing=record.id))


def tombstone(record):
    kept = {"id": record.id, "kind": record.kind, "owner": record.owner, "digests": ()}
    return Tombstone(**kept, erased_by="node", erased_at=NOW, reason="retention")


def test_an_erased_record_leaves_entries_that_no_longer_name_it(database, keep):
    one, other = keep(make_notice(), make_notice())
    append(database, entry(Act.NOTICE_READ, one.id), entry(Act.SEARCHED, None, others=(one.id, other.id)))
    with database.read() as tx:
        before, root = tx.journal.sealed([1, 2]), tx.journal.tree.root(2)
    erase(database, one)
    with database.read() as tx:
        after = tx.journal.sealed([1, 2])
        assert tx.journal.tree.root(2) == root
        assert [line.entry.things for line in tx.journal.page()] == [(one.id,), (other.id,), ()]
        assert [line.count for line in tx.journal.page()] == [1, 2, 1]
        assert [line.entry.act for line in tx.journal.of(one.id)] == [Act.RECORD_ERASED]
    assert after[1].commitments == before[1].commitments
    assert set(after[2].things) == {1}
    assert after[2].leaf == before[2].leaf


def test_a_leaf_opens_to_what_was_done_and_tells_nothing_of_it(database):
    append(database, entry(detail="csv/x"), entry(Act.SEARCHED, None, others=(ONE, OTHER)))
    with database.read() as tx:
        found = tx.journal.sealed([1, 2])
    for sealed in found.values():
        leaf = canonical.decode(sealed.leaf, Leaf)
        assert opens(bytes.fromhex(leaf.commitment), sealed.salt, sealed.opening)
        assert sealed.opening.things == hashlib.sha256(b"".join(sealed.commitments)).hexdigest()
        assert all(opens(sealed.commitments[place], *sealed.things[place]) for place in sealed.things)
        assert str(ONE).encode() not in sealed.leaf
    assert found[2].things[1][1].id == OTHER


def test_no_salt_is_used_twice(database):
    append(database, *[entry(Act.SEARCHED, None, others=(ONE, OTHER))] * 3)
    with database.read() as tx:
        found = tx.journal.sealed([1, 2, 3]).values()
    salts = [s.salt for s in found] + [salt for s in found for salt, _ in s.things.values()]
    assert len(set(salts)) == 9


def test_a_read_within_a_write_is_refused_and_does_not_wait_for_ever(database):
    with database.write() as tx:
        with pytest.raises(StorageError, match="within a write"):
            database.journal([entry()])
        tx.journal.append(entry())
    database.journal([entry()])
    with database.read() as tx:
        assert tx.journal.last() == 2


def test_readers_are_counted_with_their_purposes_and_their_last_time(database):
    later = NOW + timedelta(hours=1)
    read = {"act": Act.NOTICE_READ, "officer": "m", "thing": ONE}
    append(
        database,
        Entry(**read, at=NOW, purpose="registry"),
        Entry(**read, at=later, purpose="registry"),
        Entry(**read, at=NOW, purpose="oversight"),
        entry(Act.NOTICE_READ, OTHER),
    )
    with database.read() as tx:
        found = tx.journal.readers(Filter(things=(ONE,)))
    assert found == [("m", "oversight", 1, NOW), ("m", "registry", 2, later)]
