from datetime import timedelta, timezone

import pytest
from tests.conftest import NOW, make_id
from tests.storage.conftest import UndoneError

from tansiq.domain.journal import NOTICE_CHANGES, Act, Entry
from tansiq.domain.record import Kind

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
