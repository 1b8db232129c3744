from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW, make_id
from tests.storage.test_records import source

from tansiq.domain.errors import NotFoundError
from tansiq.storage.imports import KeptRefusal, RefusalState, Upload, UploadState


def upload(officer="o", **parts):
    whole = {"id": make_id(), "made_at": NOW, "format": "csv", "file_name": "list.csv", "data": b"a;b", **parts}
    return Upload(officer=officer, **whole)


def refusal(source_id=None, list_key="csv/x", digest="0" * 64):
    return KeptRefusal(
        id=make_id(), source=source_id or make_id(), list_key=list_key, data=b"{}", digest=digest, mapping=b"m"
    )


def test_the_entries_of_a_list_are_replaced_and_removed(database):
    one, other = make_id(), make_id()
    with database.write() as tx:
        tx.imports.set_entries("un", [("a", one, "1"), ("b", other, "1")])
        tx.imports.set_entries("un", [("b", other, "2")])
        tx.imports.set_entries("ofac", [("a", make_id(), "9")])
        assert tx.imports.digests("un") == {"a": "1", "b": "2"}
        assert tx.imports.notices("un") == {"a": one, "b": other}
        assert tx.imports.notices("un", ["b"]) == {"b": other}
        tx.imports.remove_entries("un", ["a"])
        assert tx.imports.digests("un") == {"b": "2"}
        assert tx.imports.digests("ofac") == {"a": "9"}


def test_many_entries_are_removed_at_once(database):
    with database.write() as tx:
        tx.imports.set_entries("un", [(str(n), make_id(), "1") for n in range(1300)])
        tx.imports.remove_entries("un", [str(n) for n in range(1299)])
        assert tx.imports.digests("un") == {"1299": "1"}


def test_editions_come_newest_first(database, keep):
    first, second, other = keep(source(edition="1"), source(edition="2"), source("ofac", "9"))
    with database.read() as tx:
        assert tx.imports.sources() == [other.id, second.id, first.id]
        assert tx.imports.sources(list_key="un") == [second.id, first.id]
        assert tx.imports.sources(limit=1) == [other.id]
        assert tx.imports.latest_edition("un") == "2"
        assert tx.imports.latest_edition("eu") is None


def test_an_upload_goes_from_ready_to_applied_and_lets_its_bytes_go(database):
    held, edition = upload(), make_id()
    with database.write() as tx:
        tx.imports.add_upload(held)
        assert tx.imports.get_upload(held.id) == held
        tx.imports.change_upload(held.id, state=UploadState.RUNNING.value, mapping=b"m")
        assert tx.imports.get_upload(held.id).state is UploadState.RUNNING
        tx.imports.finish_upload(held.id, edition)
        found = tx.imports.get_upload(held.id)
    assert (found.state, found.source, found.data) == (UploadState.APPLIED, edition, b"")


def test_an_upload_that_is_not_there_is_not_found(database):
    with pytest.raises(NotFoundError), database.read() as tx:
        tx.imports.get_upload(make_id())


def test_an_officer_sees_their_own_files_in_hand_without_their_bytes(database):
    mine, theirs, applied = upload(), upload("other"), upload(state=UploadState.APPLIED)
    with database.write() as tx:
        for held in (mine, theirs, applied):
            tx.imports.add_upload(held)
        assert tx.imports.uploads("o") == [replace(mine, data=b"")]


def test_what_was_running_when_the_node_stopped_has_failed(database):
    running, ready = upload(state=UploadState.RUNNING), upload()
    with database.write() as tx:
        tx.imports.add_upload(running)
        tx.imports.add_upload(ready)
        assert tx.imports.interrupt_running(b"stopped") == 1
        assert tx.imports.get_upload(running.id).state is UploadState.FAILED
        assert tx.imports.get_upload(ready.id).state is UploadState.READY


def test_old_uploads_are_dropped(database):
    old, new = upload(made_at=NOW - timedelta(days=2)), upload()
    with database.write() as tx:
        tx.imports.add_upload(old)
        tx.imports.add_upload(new)
        tx.imports.drop_uploads(NOW - timedelta(days=1))
        assert [u.id for u in tx.imports.uploads("o")] == [new.id]


def test_a_mapping_is_remembered_by_its_header_and_replaced(database):
    with database.write() as tx:
        assert tx.imports.remembered("h") is None
        tx.imports.remember("h", b"1", by="o", at=NOW)
        tx.imports.remember("h", b"2", by="o", at=NOW)
        assert tx.imports.remembered("h") == b"2"


def test_rows_put_aside_wait_until_they_are_settled(database):
    edition = make_id()
    one, other = refusal(edition, digest="1" * 64), refusal(list_key="csv/y")
    with database.write() as tx:
        tx.imports.add_refusals([one, other])
        assert tx.imports.count_refusals() == 2
        assert tx.imports.refusals([edition]) == [one]
        assert set(tx.imports.refused_sources()) == {edition, other.source}
        assert tx.imports.count_refusals([edition]) == 1
        tx.imports.close_refusals([one.id], RefusalState.MENDED, reference="R-1")
        assert tx.imports.refusals() == [other]


def test_a_settled_row_keeps_its_digest_and_not_its_words(database):
    one = refusal()
    with database.write() as tx:
        tx.imports.add_refusals([one])
        tx.imports.close_refusals([one.id], RefusalState.DISCARDED)
        found = tx.imports.get_refusal(one.id)
        assert tx.imports.refused("csv/x") == {one.digest: found}
    assert (found.data, found.mapping, found.state) == (None, None, RefusalState.DISCARDED)


def test_rows_that_wait_too_long_are_found_and_dropped(database):
    old, new = refusal(), refusal()
    with database.write() as tx:
        tx.imports.add_refusals([old, new])
        assert tx.imports.waiting_since(new.id, 9) == [old]
        tx.imports.drop_refusals([old.id])
        assert tx.imports.refusals() == [new]
        with pytest.raises(NotFoundError):
            tx.imports.get_refusal(old.id)
