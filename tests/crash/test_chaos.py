"""Two nodes are killed and cut off for a while, and nothing is lost; the verdict is shown to see what is wrong."""

import subprocess
import sys
from dataclasses import replace

import pytest
from bench.chaos.ledger import Ledger, Line
from bench.chaos.setting import invented, make
from bench.chaos.verdict import judge
from tests.conftest import make_id

from tansiq.domain.journal import Act
from tansiq.federation.items import Lane
from tansiq.services import inbox, outbox, outflow
from tansiq.services.keeping import keep
from tansiq.services.partners import Own
from tansiq.trust import canonical


def test_a_short_chaos_is_clean():
    ran = subprocess.run(
        [sys.executable, "-m", "bench.chaos", "--seed", "3", "--kills", "10"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.splitlines()[-1].endswith("kills 10, lost 0, doubled 0, overwritten 0")


@pytest.fixture
def nodes(tmp_path):
    """Two nodes in step, one notice each way."""
    settings = make(tmp_path, (1, 2))
    for one in settings:
        issue(one)
    exchange(*settings)
    assert judge(*settings).is_clean
    return settings


def issue(one):
    record = invented(make_id(), one.state, 1, now=one.begun)
    database = one.open()
    with database.write() as tx:
        keep(tx, record, Act.NOTICE_ISSUED)
    one.ledger.note(Line(record.id, 1, canonical.digest(canonical.encode(record))))
    database.close()
    return record


def exchange(*settings):
    databases = {one.state: one.open() for one in settings}
    owns = {one.state: Own.of(one.state, one.ring, one.begun) for one in settings}
    for one in settings:
        outflow.catch_up(databases[one.state], one.state, now=one.begun)
        for lane in Lane:
            batch = outbox.write_batch(databases[one.state], owns[one.state], one.partner, lane, now=one.begun)
            if batch is not None:
                answer = inbox.receive(databases[one.partner], owns[one.partner], batch.data, now=one.begun)
                outbox.take_receipts(databases[one.state], owns[one.state], answer, now=one.begun)
    for database in databases.values():
        database.close()


def alter(one, statement):
    database = one.open()
    with database.write() as tx:
        for trigger in ("record_is_kept", "record_is_kept_as_it_is"):
            tx.records._connection.exec_driver_sql(f"drop trigger if exists {trigger}")
        tx.records._connection.exec_driver_sql(statement)
    database.close()


def test_a_version_that_was_acknowledged_and_is_not_there_is_lost(nodes):
    nodes[0].ledger.note(Line(make_id(), 1, "0" * 64))
    assert len(judge(*nodes).lost) == 1


def test_an_erasure_that_did_not_stay_is_lost(nodes):
    first = next(iter(nodes[0].ledger.lines()))
    nodes[0].ledger.note(replace(first, version=0))
    assert len(judge(*nodes).lost) == 1


def test_what_the_partner_lacks_is_lost(nodes):
    issue(nodes[0])
    assert len(judge(*nodes).lost) == 1


def test_what_the_partner_holds_alone_is_found(nodes):
    first = next(iter(nodes[0].ledger.lines())).record
    alter(nodes[0], f"delete from record where id = '{first.hex}'")
    alter(nodes[0], f"delete from notice where id = '{first.hex}'")
    verdict = judge(*nodes)
    assert len(verdict.lost) == 1
    assert len(verdict.apart) == 1


def test_another_version_than_the_one_acknowledged_was_overwritten(nodes):
    first = next(iter(nodes[0].ledger.lines()))
    Ledger(nodes[0].folder / f"{nodes[0].state}.ledger").note(replace(first, digest="0" * 64))
    assert len(judge(*nodes).overwritten) == 1


def test_an_item_without_a_receipt_is_lost(nodes):
    alter(nodes[1], "update lane set settled = 0")
    assert len(judge(*nodes).lost) == 1


def test_a_line_that_a_kill_cut_short_was_never_acknowledged(tmp_path):
    ledger = Ledger(tmp_path / "ledger")
    ledger.note(Line(make_id(), 1, "0" * 64))
    with (tmp_path / "ledger").open("ab") as out:
        out.write(b"01a20846-fe00-7000")
    assert len(list(ledger.lines())) == 1
