"""A node that is killed at any statement of an import has applied all of it or nothing, and goes on from there.

The import runs in a forked process that kills itself with SIGKILL before its n-th statement, for each n.
"""

import os
import secrets
import signal
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.conftest import NOW, STORAGE_KEYS
from tests.unit.services.conftest import LABEL, Desk, mapping, row, table

from tansiq.domain.journal import Act
from tansiq.services import uploads
from tansiq.services.uploads import Order
from tansiq.storage import schema
from tansiq.storage.database import Database
from tansiq.storage.imports import UploadState

BEFORE = table(*(row(n) for n in range(1, 9)))
AFTER = table(row(1), row(2, birth="1992"), *(row(n) for n in range(3, 8)), row(9), row(10, birth="never"))


def open_database(path):
    return Database(f"sqlite:///{path}", entropy=secrets.token_bytes, keys=STORAGE_KEYS)


def begun(path):
    """A node with a first edition, and a second one that is being applied: the file in hand."""
    database = open_database(path)
    schema.migrate(database)
    desk = Desk(database)
    desk.bring(BEFORE)
    upload = desk.stage(AFTER)
    desk.choose(upload, mapping())
    with database.write() as tx:
        uploads.begin(tx, desk.officer, upload)
    database.close()
    return desk.officer, upload


def run_and_die(path, officer, upload, at):
    """Runs the import in another process, which dies before its statement `at`; whether it died."""
    child = os.fork()
    if child == 0:
        database, seen = open_database(path), []

        def count(*_args):
            seen.append(1)
            if len(seen) == at:
                os.kill(os.getpid(), signal.SIGKILL)

        sa.event.listen(database.engine, "before_cursor_execute", count)
        sa.event.listen(database.engine, "commit", count)
        uploads.run(database, officer, Order(upload=upload, label=LABEL), now=NOW)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def state_of(desk, upload):
    with desk.database.read() as tx:
        held = tx.imports.get_upload(upload).state
        journal = {act: tx.journal.count(act) for act in (Act.LIST_IMPORTED, Act.NOTICE_ISSUED, Act.NOTICE_ENDED)}
        return held, sorted(tx.imports.digests("csv/registry")), journal, len(tx.imports.refusals())


OLD = [f"R-{n}" for n in range(1, 9)]
NEW = sorted([*(f"R-{n}" for n in range(1, 8)), "R-9"])


@pytest.mark.slow
def test_killed_at_any_statement_an_import_is_whole_or_was_never(tmp_path: Path):
    at, died = 0, True
    while died:
        at += 1
        path = tmp_path / f"{at}.db"
        officer, upload = begun(path)
        died = run_and_die(path, officer, upload, at)
        desk = Desk(open_database(path))
        held, references, journal, waiting = state_of(desk, upload)
        if held is UploadState.RUNNING:
            assert (references, waiting, journal[Act.LIST_IMPORTED]) == (OLD, 0, 1)
            assert uploads.interrupt(desk.database) == 1
            with desk.database.write() as tx:
                uploads.begin(tx, officer, upload)
            uploads.run(desk.database, officer, Order(upload=upload, label=LABEL), now=NOW)
            held, references, journal, waiting = state_of(desk, upload)
        assert (held, references, waiting) == (UploadState.APPLIED, NEW, 1)
        assert journal == {Act.LIST_IMPORTED: 2, Act.NOTICE_ISSUED: 9, Act.NOTICE_ENDED: 1}
        assert desk.bring(AFTER) is None
        desk.database.close()
    assert at > 20
