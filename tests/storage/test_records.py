from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from tests.conftest import NOW, make_id, make_notice

from tansiq.domain.errors import ConflictError, NotFoundError
from tansiq.domain.journal import Act, Entry
from tansiq.domain.link import Judgement, Link
from tansiq.domain.record import Kind, Record, Tombstone
from tansiq.domain.source import Format, Source
from tansiq.storage import tables
from tansiq.storage.errors import StorageError
from tansiq.trust import canonical

REFUSED = [
    "update record set kind = ''",
    "update record set data = data",
    "delete from record",
    "update journal_leaf set act = 'signed_out'",
    "delete from journal_leaf",
    "update journal_opening set officer = 'other'",
    "delete from journal_opening",
    "update journal_thing set place = 7",
    "delete from journal_thing",
    "update journal_tile set root = hashes",
    "delete from journal_tile",
    "update journal_checkpoint set note = ''",
    "delete from journal_checkpoint",
    "update journal_cosignature set line = ''",
    "delete from journal_cosignature",
    "update tombstone set data = data",
    "delete from tombstone",
]


def link(left, right, judgement=Judgement.SAME):
    one, other = sorted((left, right), key=lambda record: record.id)
    body = Link(left=one.id, right=other.id, left_version=1, right_version=1, judgement=judgement)
    return replace(left, id=make_id(), kind=Kind.LINK, reason="seen", body=body)


def source(list_key="un", edition="2026-10-01"):
    counts = dict.fromkeys(("added", "changed", "removed", "unchanged", "quarantined"), 0)
    words = {"title": "An invented list", "file_name": "list.xml", "sha256": "0" * 64}
    body = Source(list_key=list_key, edition=edition, format=Format.UN_XML, **words, **counts)
    return replace(make_notice(), id=make_id(), kind=Kind.SOURCE, body=body)


def next_version(record, **body):
    return record.amended(by="other", at=NOW, reason="slip", body=replace(record.body, **body))


def tombstone(record, *digests):
    return Tombstone(
        id=record.id,
        kind=record.kind,
        owner=record.owner,
        digests=digests,
        erased_by="node",
        erased_at=NOW,
        reason="retention",
    )


@pytest.mark.parametrize("make", [make_notice, lambda: link(make_notice(), make_notice()), source])
def test_a_record_is_read_as_it_was_kept(database, keep, make):
    (record,) = keep(make())
    with database.read() as tx:
        assert tx.records.get(record.id) == record
        assert tx.records.digests(record.id) == (canonical.digest(canonical.encode(record)),)


def test_every_version_stays(database, keep):
    (first,) = keep(make_notice(description="old"))
    (second,) = keep(next_version(first, description="new"))
    with database.read() as tx:
        assert tx.records.history(first.id) == [second, first]
        assert tx.records.get(first.id) == second
        assert tx.records.get(first.id, 1) == first
        assert tx.records.heads([first.id]) == {first.id: second}


def test_what_there_is_not_is_not_found(database):
    with database.read() as tx:
        with pytest.raises(NotFoundError):
            tx.records.get(make_id())
        assert tx.records.history(make_id()) == []
        assert tx.records.tombstone(make_id()) is None


@pytest.mark.parametrize("version", [1, 2])
def test_a_version_that_is_there_is_a_conflict(database, keep, version):
    (first,) = keep(make_notice())
    (second,) = keep(next_version(first))
    with pytest.raises(ConflictError), database.write() as tx:
        tx.records.add((first, second)[version - 1])
    with database.read() as tx:
        assert tx.records.history(first.id) == [second, first]


def test_many_records_are_kept_and_read_at_once(database, keep):
    records = keep(*(make_notice(f"Invented {n}") for n in range(1200)))
    with database.read() as tx:
        assert tx.records.heads(r.id for r in records) == {r.id: r for r in records}


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_itself_refuses_to_change_what_is_kept(database, keep, statement):
    one, other = keep(make_notice(), make_notice())
    with database.write() as tx:
        tx.records.erase(tombstone(other))
        tx.journal.append_many([Entry(act=Act.NOTICE_READ, officer="o", at=NOW, thing=one.id)] * 256)
        tx.journal.tree.add_checkpoint(256, "note", at=NOW)
        tx.journal.tree.add_cosignature(256, "name", "line", at=NOW)
    writer = database.engine.connect().execution_options(tx="immediate")
    with writer as connection, pytest.raises(sa.exc.DBAPIError, match=r"is never|only with a tombstone"):
        connection.execute(sa.text(statement))
    with database.read() as tx:
        assert tx.records.get(one.id) == one


def test_an_erased_record_leaves_a_tombstone_and_nothing_else(database, keep):
    (record,) = keep(make_notice())
    keep(next_version(record))
    with database.write() as tx:
        kept = tombstone(record, *tx.records.digests(record.id))
        tx.records.erase(kept)
    with database.read() as tx:
        assert tx.records.history(record.id) == []
        assert tx.records.tombstone(record.id) == kept
        assert len(kept.digests) == 2
        assert tx.records.erased([record.id, make_id()]) == {record.id}
        assert tx.notices.all_ids() == []


def test_what_was_erased_does_not_come_back(database, keep):
    (record,) = keep(make_notice())
    with database.write() as tx:
        tx.records.erase(tombstone(record))
    with pytest.raises(ConflictError, match="erased"), database.write() as tx:
        tx.records.add(record)


def test_received_bytes_are_kept_as_they_came(database):
    record = replace(make_notice(state="TN"), version=3, reason="third")
    data = canonical.encode(record)
    with database.write() as tx:
        tx.records.add_received([(record, data)])
    with database.read() as tx:
        assert list(tx.records.heads_as_kept([record.id])) == [(record, data)]
        assert tx.records.find_kind(Kind.NOTICE) == [record.id]


def test_what_is_over_is_found_by_its_latest_version(database, keep):
    today = NOW.date()
    over, renewed, running = keep(
        make_notice(retain_until=today), make_notice(retain_until=today), make_notice(retain_until=date(2027, 9, 1))
    )
    keep(renewed.amended(by="o", at=NOW, reason="still sought", retain_until=date(2027, 9, 1)))
    with database.read() as tx:
        assert tx.records.find_overdue(today, 9) == []
        assert tx.records.find_overdue(today + timedelta(days=1), 9) == [over.id]
        assert tx.records.find_overdue(date(2028, 1, 1), 1) == [over.id]
        assert set(tx.records.find_overdue(date(2028, 1, 1), 9)) == {over.id, renewed.id, running.id}


def test_a_judgement_is_not_over_before_its_notices_are_erased(database, keep):
    one, other = keep(make_notice(), make_notice())
    (judged,) = keep(replace(link(one, other), retain_until=NOW.date()))
    with database.read() as tx:
        assert judged.id not in tx.records.find_overdue(date(2028, 1, 1), 9)
    with database.write() as tx:
        tx.records.erase(tombstone(one))
        assert judged.id in tx.records.find_overdue(date(2028, 1, 1), 9)


def test_kinds_are_found_oldest_first(database, keep):
    one, other = keep(make_notice(), make_notice())
    keep(next_version(one))
    (edition,) = keep(source())
    with database.read() as tx:
        assert tx.records.find_kind(Kind.NOTICE) == [one.id, other.id]
        assert tx.records.find_kind(Kind.SOURCE) == [edition.id]
        assert tx.records.find_kind(Kind.LINK) == []


def rows(database, table):
    with database.read() as tx:
        return sorted(map(tuple, tx.records._connection.execute(sa.select(table))), key=str)


def test_the_indexes_can_be_computed_again_from_the_records(database, keep):
    one, other = keep(make_notice("Invented A"), make_notice("Invented B"))
    keep(next_version(one, description="new"), source(), source("ofac", "7"))
    (judged,) = keep(link(one, other))
    keep(judged.amended(by="o", at=NOW, reason="no", body=replace(judged.body, withdrawn=True)))
    indexes = (tables.notice, tables.judgement, tables.source)
    before = [rows(database, table) for table in indexes]
    assert [len(some) for some in before] == [2, 1, 2]
    with database.write() as tx:
        for table in indexes:
            tx.records._connection.execute(sa.delete(table))
        tx.records.rebuild_indexes()
    assert [rows(database, table) for table in indexes] == before


def test_a_kind_has_bytes_of_its_own():
    from tansiq.storage.records import BODIES

    assert set(BODIES) == set(Kind)
    assert all(body.__origin__ is Record for body in BODIES.values())


def test_a_reader_writes_nothing(database):
    with pytest.raises(StorageError), database.read() as tx:
        tx.records.add(make_notice())
    with database.read() as tx:
        assert tx.notices.all_ids() == []
