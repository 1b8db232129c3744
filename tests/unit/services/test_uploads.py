"""A file in hand: staged, mapped, run once; what stops it is kept with it and nothing of it is applied."""

import io
import zipfile
from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.partners import know
from tests.unit.services.conftest import HEADER, LABEL, mapping, officer, row, table

from tansiq.domain.access import Role
from tansiq.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tansiq.domain.source import Format
from tansiq.formats.errors import DamagedFileError
from tansiq.services import uploads
from tansiq.services.uploads import Order, Stage
from tansiq.storage.imports import UploadState
from tansiq.storage.journal import Journal

DATA = table(row(1), row(2))


def ready(desk, data=DATA, chosen=None):
    upload = desk.stage(data)
    desk.choose(upload, chosen or mapping())
    return upload


def run(desk, upload, **agreed):
    with desk.database.write() as tx:
        uploads.begin(tx, desk.officer, upload)
    return uploads.run(desk.database, desk.officer, Order(upload=upload, label=LABEL, **agreed), now=NOW)


def held(desk, upload):
    with desk.database.read() as tx:
        return tx.imports.get_upload(upload)


def test_a_table_waits_for_its_columns(desk):
    upload = desk.stage(DATA)
    with desk.database.read() as tx:
        reading = uploads.read(tx, desk.officer, upload)
    assert reading.content is None
    assert reading.table.header == HEADER
    assert dict(reading.mapping.columns)["reference"] == "no"
    with pytest.raises(InvalidError, match="mapping"):
        desk.plan(upload)


def test_a_mapping_is_remembered_for_the_next_file_with_the_same_header(desk):
    ready(desk)
    with desk.database.read() as tx:
        reading = uploads.read(tx, desk.officer, desk.stage(table(row(7))))
    assert reading.mapping == mapping()


def test_a_table_cannot_pass_for_another_list(desk):
    with pytest.raises(InvalidError, match="list_key"):
        ready(desk, chosen=mapping("FR", list_key="un"))


def test_a_table_cannot_speak_for_a_partner(desk):
    with desk.database.write() as tx:
        know(tx, "ab" * 16, "TN", b"\0" * 32, at=NOW)
    with pytest.raises(InvalidError, match="publisher"):
        ready(desk, chosen=mapping("TN"))


def test_a_table_of_the_own_state_needs_the_right_to_write_notices(desk):
    desk.officer = officer(Role.LIAISON_ANALYST)
    with pytest.raises(ForbiddenError):
        ready(desk)


def test_a_mapping_of_a_column_that_is_not_there_is_refused(desk):
    with pytest.raises(DamagedFileError, match="missing_column"):
        ready(desk, chosen=mapping(columns=(("reference", "no"), ("name", "nobody"))))


def test_a_run_applies_the_file_and_lets_go_of_its_bytes(desk):
    upload = ready(desk)
    source = run(desk, upload)
    after = held(desk, upload)
    assert (after.state, after.source, after.data) == (UploadState.APPLIED, source.id, b"")
    assert len(desk.notices()) == 2


def test_a_file_is_run_once(desk):
    upload = ready(desk)
    run(desk, upload)
    with pytest.raises(ConflictError, match="applied"):
        run(desk, upload)


def test_a_file_that_changes_nothing_is_applied_without_an_edition(desk):
    run(desk, ready(desk))
    upload = ready(desk)
    assert run(desk, upload) is None
    assert (held(desk, upload).state, held(desk, upload).source) == (UploadState.APPLIED, None)


def test_a_conflict_is_kept_with_the_file_which_can_be_tried_again(desk):
    desk.bring(table(*(row(n) for n in range(20))))
    upload = ready(desk)
    assert run(desk, upload) is None
    failure = uploads.failure_of(held(desk, upload))
    assert (failure.stage, failure.problem) == (Stage.CONFLICT, "many_removals")
    assert run(desk, upload, confirmed=True).body.removed == 18


def test_a_difference_that_nobody_saw_is_not_applied(desk):
    upload = ready(desk)
    seen = desk.plan(upload).fingerprint
    desk.bring(table(row(1)))
    run(desk, upload, seen=seen)
    assert uploads.failure_of(held(desk, upload)).problem == "version"
    assert set(desk.notices()) == {"R-1"}


def test_a_damaged_file_says_where(desk):
    upload = desk.stage(b'no;name\n1;"open', Format.CSV)
    with desk.database.read() as tx, pytest.raises(DamagedFileError) as raised:
        uploads.read(tx, desk.officer, upload)
    failure = uploads.failure(raised.value)
    assert (failure.stage, failure.problem, failure.line) == (Stage.FILE, "truncated", 2)


def test_a_fault_leaves_the_file_failed_and_nothing_applied(desk, monkeypatch):
    upload = ready(desk)

    def fail(self, entries):
        raise MemoryError

    monkeypatch.setattr(Journal, "append_many", fail)
    with pytest.raises(MemoryError):
        run(desk, upload)
    assert uploads.failure_of(held(desk, upload)).problem == "fault"
    assert desk.notices() == {}


def test_what_ran_when_the_node_stopped_failed_and_can_be_tried_again(desk):
    upload = ready(desk)
    with desk.database.write() as tx:
        uploads.begin(tx, desk.officer, upload)
    assert uploads.interrupt(desk.database) == 1
    assert uploads.failure_of(held(desk, upload)).problem == "stopped"
    assert run(desk, upload) is not None


def test_a_running_file_is_not_let_go(desk):
    upload = ready(desk)
    with desk.database.write() as tx:
        uploads.begin(tx, desk.officer, upload)
        with pytest.raises(ConflictError, match="running"):
            uploads.discard(tx, desk.officer, upload)


def test_a_file_let_go_is_gone(desk):
    upload = ready(desk)
    with desk.database.write() as tx:
        uploads.discard(tx, desk.officer, upload)
        with pytest.raises(NotFoundError):
            uploads.get(tx, desk.officer, upload)
    assert held(desk, upload).data == b""


def test_a_file_exists_for_who_brought_it(desk):
    upload = desk.stage(DATA)
    with desk.database.read() as tx, pytest.raises(NotFoundError):
        uploads.get(tx, officer(Role.LIAISON_ANALYST), upload)


def test_a_file_that_nobody_applied_is_dropped_after_a_day(desk):
    upload = desk.stage(DATA)
    uploads.drop_old(desk.database, now=NOW + timedelta(hours=23))
    assert held(desk, upload).data == DATA
    uploads.drop_old(desk.database, now=NOW + timedelta(hours=25))
    with pytest.raises(NotFoundError):
        held(desk, upload)


def test_several_files_are_kept_as_one_archive(desk):
    upload = desk.stage({"sdn.csv": b"1", "alt.csv": b"2"}, Format.OFAC_CSV)
    with zipfile.ZipFile(io.BytesIO(held(desk, upload).data)) as archive:
        assert {n: archive.read(n) for n in archive.namelist()} == {"sdn.csv": b"1", "alt.csv": b"2"}
