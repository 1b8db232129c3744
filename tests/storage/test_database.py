"""One transaction holds or does not; one writer at a time; a reader sees one state and changes none."""

import secrets
import threading
from datetime import timedelta

import pytest
from tests.conftest import NOW, STORAGE_KEYS, make_notice
from tests.storage.conftest import UndoneError

from tansiq.domain.journal import Act, Entry
from tansiq.storage.database import Database
from tansiq.storage.errors import BusyError, UnreachableError
from tansiq.storage.proposals import Proposal

WRITERS, WRITES = 4, 12


def entry(thing=None):
    return Entry(act=Act.NOTICE_ISSUED, officer="o", at=NOW, thing=thing)


def test_a_step_that_fails_takes_everything_back(database):
    record, other = make_notice(), make_notice()
    with pytest.raises(UndoneError), database.write() as tx:
        tx.records.add_many([record, other])
        tx.journal.append(entry(record.id))
        tx.journal.move_cursor("proposals", 1)
        tx.imports.set_entries("un", [("a", record.id, "1")])
        tx.proposals.replace(
            [record.id],
            [
                Proposal(
                    left=record.id,
                    right=other.id,
                    left_version=1,
                    right_version=1,
                    probability_ppm=1,
                    priority=1,
                    evidence=b"[]",
                    proposed_at=NOW,
                )
            ],
        )
        raise UndoneError
    with database.read() as tx:
        assert tx.records.history(record.id) == []
        assert tx.notices.all_ids() == []
        assert (tx.journal.last(), tx.journal.cursor("proposals")) == (0, 0)
        assert tx.imports.digests("un") == {}
        assert tx.proposals.get(record.id, other.id) is None


def test_a_reader_sees_one_state_while_another_writes(database):
    with database.read() as tx:
        assert tx.journal.last() == 0
        with database.write() as writer:
            writer.journal.append(entry())
        assert tx.journal.last() == 0
    with database.read() as tx:
        assert tx.journal.last() == 1


def write_often(database, number, failures):
    try:
        for n in range(WRITES):
            with database.write() as tx:
                record = make_notice(f"Invented {number} {n}", id=tx.new_id(NOW))
                seen = tx.journal.cursor("count")
                tx.records.add(record)
                tx.journal.append(entry(record.id))
                tx.journal.move_cursor("count", seen + 1)
    except Exception as error:  # noqa: BLE001 - the main thread tells
        failures.append(error)


def test_writers_at_once_lose_nothing(database):
    """Each has a `Database` of its own, as each process has."""
    others = [Database(database.url, entropy=secrets.token_bytes, keys=STORAGE_KEYS) for _ in range(WRITERS)]
    failures = []
    threads = [
        threading.Thread(target=write_often, args=(other, number, failures)) for number, other in enumerate(others)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for other in others:
        other.close()
    assert failures == []
    with database.read() as tx:
        assert len(tx.notices.all_ids()) == WRITERS * WRITES
        assert tx.journal.cursor("count") == WRITERS * WRITES
        assert sorted(line.seq for line in tx.journal.page(limit=999)) == list(range(1, WRITERS * WRITES + 1))


def test_threads_of_one_database_write_one_after_the_other(database):
    failures = []
    threads = [threading.Thread(target=write_often, args=(database, number, failures)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    with database.read() as tx:
        assert tx.journal.cursor("count") == WRITERS * WRITES


def test_a_writer_that_waits_too_long_is_told_that_the_database_is_busy(database, monkeypatch):
    monkeypatch.setattr("tansiq.storage.database.BUSY_SECONDS", 0.05)
    other = Database(database.url, entropy=secrets.token_bytes, keys=STORAGE_KEYS)
    with database.write() as tx:
        tx.journal.append(entry())
        with pytest.raises(BusyError), other.write():
            pass
    other.close()


def test_new_identifiers_are_ordered_by_time(database):
    assert database.new_id(NOW) < database.new_id(NOW + timedelta(milliseconds=1))
    assert len({database.new_id(NOW) for _ in range(100)}) == 100


def test_a_database_that_cannot_be_opened_says_so(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'missing' / 'node.db'}", entropy=secrets.token_bytes, keys=STORAGE_KEYS)
    with pytest.raises(UnreachableError), database.read():
        pass
    database.close()


def test_sqlite_keeps_what_it_said_it_kept(tmp_path):
    """WAL, synced at every commit: a power cut after the answer loses nothing."""
    database = Database(f"sqlite:///{tmp_path / 'node.db'}", entropy=secrets.token_bytes, keys=STORAGE_KEYS)
    with database.engine.connect() as connection:
        found = [connection.exec_driver_sql(f"pragma {p}").scalar() for p in ("journal_mode", "synchronous")]
    database.close()
    assert found == ["wal", 2]
