"""An edition is a difference: shown, then applied whole or not at all; repeated, it changes nothing."""

from dataclasses import replace

import pytest
from tests.conftest import NOW
from tests.partners import know
from tests.unit.services.conftest import LABEL, mapping, officer, row, table

from tansiq.domain.access import Role
from tansiq.domain.edition import Edition, Entry
from tansiq.domain.errors import ConflictError, ForbiddenError, InvalidError
from tansiq.domain.journal import Act
from tansiq.domain.label import Level
from tansiq.domain.notice import name
from tansiq.domain.record import Owner
from tansiq.domain.source import Format
from tansiq.services import imports, notices
from tansiq.services.imports import File
from tansiq.storage.journal import Journal

UN = Owner(state="UN", service="Security Council")
FILE = File(name="list.xml", sha256="0" * 64)


def edition(*numbers, publisher=UN, day="2026-10-01", format_=Format.UN_XML, **changes):
    entries = tuple(Entry(reference=f"QDi.{n}", names=(name(f"Invented Person {'abcdef'[n]}"),)) for n in numbers)
    parts = {"list_key": "un", "title": "An invented list", **changes}
    return Edition(publisher=publisher, format=format_, edition=day, entries=entries, **parts)


def bring(desk, content, **agreed):
    plan = imports.plan(desk.database, desk.officer, content, FILE, label=LABEL, now=NOW)
    return imports.apply(desk.database, desk.officer, plan, now=NOW, **agreed)


def test_an_imported_row_becomes_a_notice_of_its_publisher(desk):
    desk.bring(table(row(1)))
    record = desk.notices()["R-1"]
    assert record.owner.state == "DZ"
    assert record.basis.reference == "1/2026"
    assert record.label == LABEL


def test_the_edition_says_what_it_did(desk):
    source = desk.bring(table(row(1), row(2), row(3, birth="yesterday")))
    assert (source.body.added, source.body.unchanged, source.body.quarantined) == (2, 0, 1)


def test_the_same_file_again_changes_nothing(desk):
    desk.bring(table(row(1), row(2)))
    before = desk.journal()
    assert desk.bring(table(row(1), row(2))) is None
    assert desk.journal() == before


def test_the_same_file_with_rows_put_aside_changes_nothing(desk):
    data = table(row(1), row(2, birth="yesterday"), row(3, facts=""), row(4, facts="He went to a مظاهرة."))
    assert desk.bring(data).body.quarantined == 3
    before = desk.journal()
    assert desk.bring(data) is None
    assert desk.journal() == before


def test_a_new_edition_is_a_difference(desk):
    desk.bring(table(row(1), row(2), row(3)))
    body = desk.bring(table(row(1), row(2, birth="1992"), row(4))).body
    assert (body.added, body.changed, body.removed, body.unchanged) == (1, 1, 1, 1)


def test_a_changed_entry_is_a_new_version_with_its_reason(desk):
    desk.bring(table(row(1)))
    desk.bring(table(row(1, birth="1992")))
    record = desk.notices()["R-1"]
    assert record.version == 2
    assert record.reason.startswith("Registry of the tests")


def test_a_removed_entry_ends_with_a_reason_and_is_erased_when_the_day_is_over(desk):
    desk.bring(table(row(1), row(2)))
    desk.bring(table(row(1)))
    record = desk.notices()["R-2"]
    assert record.body.ended.reason.startswith("Registry of the tests")
    assert record.retain_until == NOW.date()


def test_a_partial_file_removes_nothing(desk):
    desk.bring(table(row(1), row(2)))
    desk.bring(table(row(3)), chosen=mapping(complete=False))
    assert {r.body.ended for r in desk.notices().values()} == {None}


def test_an_entry_whose_row_broke_is_not_removed(desk):
    desk.bring(table(row(1), row(2)))
    desk.bring(table(row(1), row(2, birth="yesterday")))
    assert desk.notices()["R-2"].body.ended is None


def test_an_entry_that_comes_back_is_a_new_notice(desk):
    desk.bring(table(row(1), row(2)))
    gone = desk.bring(table(row(1)))
    back = desk.bring(table(row(1), row(2)))
    assert (gone.body.removed, back.body.added) == (1, 1)


def test_many_removals_need_a_person_who_says_so(desk):
    whole = table(*(row(n) for n in range(20)))
    desk.bring(whole)
    with pytest.raises(ConflictError, match="many_removals"):
        desk.bring(table(row(1)))
    assert desk.bring(table(row(1)), confirmed=True).body.removed == 19


def test_a_list_that_changed_since_the_plan_is_not_overwritten(desk):
    upload = desk.stage(table(row(1)))
    desk.choose(upload, mapping())
    plan = desk.plan(upload)
    desk.bring(table(row(2)))
    with pytest.raises(ConflictError, match="version"):
        imports.apply(desk.database, desk.officer, plan, now=NOW)


def test_a_failing_journal_takes_everything_back(desk, monkeypatch):
    appended = Journal.append_many

    def fail(self, entries):
        if any(e.act is Act.NOTICE_ISSUED for e in entries):
            raise OSError
        appended(self, entries)

    monkeypatch.setattr(Journal, "append_many", fail)
    with pytest.raises(OSError):
        desk.bring(table(row(1)))
    assert desk.notices() == {}
    with desk.database.read() as tx:
        assert tx.imports.sources() == []
        assert tx.imports.digests("csv/registry") == {}


def test_a_foreign_entry_keeps_its_owner_and_its_basis(desk):
    bring(desk, edition(1))
    record = desk.notices()["QDi.1"]
    assert record.owner == UN
    assert (record.basis.authority, record.basis.reference) == ("Security Council", "QDi.1")
    assert record.body.origin.list_key == "un"


def test_a_published_list_is_no_secret_and_can_be_read_here(desk):
    bring(desk, edition(1))
    record = desk.notices()["QDi.1"]
    assert record.label.level is Level.UNCLASSIFIED
    with desk.database.read() as tx:
        assert notices.get(tx, officer(Role.POST_OFFICER), record.id) == record


def test_a_list_has_one_publisher(desk):
    bring(desk, edition(1))
    with pytest.raises(ConflictError, match="publisher"):
        bring(desk, edition(2, publisher=Owner(state="FR", service="Somebody")))


def test_a_partner_sends_signed_lists_only(desk):
    with desk.database.write() as tx:
        know(tx, "ab" * 16, "TN", b"\0" * 32, at=NOW)
    with pytest.raises(InvalidError, match="publisher"):
        bring(desk, edition(1, publisher=Owner(state="TN", service="Registry"), format_=Format.FTM))


def test_national_notices_are_imported_by_those_who_write_them(desk):
    desk.officer = officer(Role.LIAISON_ANALYST)
    bring(desk, edition(1))
    with pytest.raises(ForbiddenError):
        bring(desk, edition(2, publisher=Owner(state="DZ", service="Registry"), list_key="ftm/own"))


def test_who_may_not_import_may_not_plan(desk):
    desk.officer = officer(Role.POST_OFFICER)
    with pytest.raises(ForbiddenError):
        bring(desk, edition(1))


def test_a_reference_that_is_there_twice_is_put_aside(desk):
    twice = edition(1)
    source = bring(desk, replace(twice, entries=twice.entries * 2))
    assert (source.body.added, source.body.quarantined) == (1, 1)


def test_a_forbidden_ground_is_counted_once(desk):
    data = table(row(1, facts="He went to a مظاهرة."))
    desk.bring(data)
    desk.bring(data)
    with desk.database.read() as tx:
        assert tx.journal.count(Act.NOTICE_REFUSED) == 1


def test_another_difference_has_another_fingerprint(desk):
    upload = desk.stage(table(row(1)))
    desk.choose(upload, mapping())
    before = desk.plan(upload).fingerprint
    assert desk.plan(upload).fingerprint == before
    desk.bring(table(row(1), row(2)))
    assert desk.plan(upload).fingerprint != before


def test_an_edition_that_seems_older_is_told(desk):
    bring(desk, edition(1, day="2026-10-02"))
    older = imports.plan(desk.database, desk.officer, edition(2, day="2026-10-01"), FILE, label=LABEL, now=NOW)
    newer = imports.plan(desk.database, desk.officer, edition(2, day="2026-10-03"), FILE, label=LABEL, now=NOW)
    assert older.is_older
    assert not newer.is_older


def test_a_foreign_entry_that_is_still_listed_is_renewed_before_its_notice_ends(desk):
    bring(desk, edition(0, 1))
    first = desk.notices()["QDi.0"]
    later = bring_at(desk, edition(0, 1, day="2029-09-01"), at=NOW.replace(year=2029, month=9))
    again = bring_at(desk, edition(0, 1, day="2029-09-02"), at=NOW.replace(year=2029, month=9))
    renewed = desk.notices()["QDi.0"]
    assert (later.body.changed, again) == (2, None)
    assert renewed.id == first.id
    assert renewed.retain_until > first.retain_until


def bring_at(desk, content, *, at):
    plan = imports.plan(desk.database, desk.officer, content, FILE, label=LABEL, now=at)
    return imports.apply(desk.database, desk.officer, plan, now=at)


def test_a_national_notice_is_not_renewed_by_an_import(desk):
    desk.bring(table(row(1)))
    end = desk.notices()["R-1"].retain_until
    assert desk.bring(table(row(1))) is None
    assert desk.notices()["R-1"].retain_until == end
