"""Rows put aside: mended and tried again, or let go; never for ever, and never shown to who may not see them."""

from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.unit.services.conftest import LABEL, mapping, officer, row, table

from tansiq.domain.access import Role
from tansiq.domain.errors import ConflictError, InvalidError, NotFoundError
from tansiq.services import quarantine

BAD = row(2, birth="yesterday")


def only(desk):
    with desk.database.read() as tx:
        (found,) = quarantine.waiting(tx, desk.officer)
    return found


def mend(desk, **cells):
    found = only(desk)
    with desk.database.write() as tx:
        return quarantine.mend(
            tx, desk.officer, found.id, tuple({**dict(found.row), **cells}.items()), label=LABEL, now=NOW
        )


def test_a_row_waits_with_its_line_and_its_reason(desk):
    desk.bring(table(row(1), BAD))
    found = only(desk)
    assert (found.refusal.line, found.refusal.field, found.refusal.problem) == (3, "birth", "not_a_date")
    assert dict(found.row)["birth"] == "yesterday"


def test_a_row_that_breaks_a_rule_of_notices_keeps_its_cells(desk):
    desk.bring(table(row(1), row(2, facts="")))
    found = only(desk)
    assert (found.refusal.line, found.refusal.field) == (3, "threshold")
    assert dict(found.row)["authority"] == "Court of the Blue Oasis"


def test_a_mended_row_is_in_the_list(desk):
    source = desk.bring(table(row(1), BAD))
    record = mend(desk, birth="1992")
    assert desk.notices()["R-2"] == record
    assert record.body.origin.source == source.id


def test_after_mending_the_same_file_changes_nothing(desk):
    desk.bring(table(row(1), BAD))
    mend(desk, birth="1992")
    before = desk.journal()
    assert desk.bring(table(row(1), BAD)) is None
    assert desk.journal() == before


def test_a_row_mended_in_its_number_stays_when_the_same_file_comes_again(desk):
    data = table(row(1), row(2, no=""))
    desk.bring(data)
    mend(desk, no="R-9")
    assert desk.bring(data) is None
    assert desk.notices()["R-9"].body.ended is None


def test_a_mended_row_that_arrives_mended_is_unchanged(desk):
    desk.bring(table(row(1), BAD))
    mend(desk, birth="1992")
    assert desk.bring(table(row(1), row(2, birth="1992"))) is None
    assert desk.notices()["R-2"].version == 1


def test_a_row_that_is_still_wrong_says_so_and_waits_on(desk):
    desk.bring(table(row(1), BAD))
    with pytest.raises(InvalidError, match="birth"):
        mend(desk, birth="the day before")
    assert only(desk).refusal.line == 3


def test_a_number_that_is_in_the_list_is_refused(desk):
    desk.bring(table(row(1), BAD))
    with pytest.raises(ConflictError, match="listed"):
        mend(desk, no="R-1", birth="1992")


def test_a_row_is_mended_once(desk):
    desk.bring(table(row(1), BAD))
    found = only(desk)
    mend(desk, birth="1992")
    with desk.database.write() as tx, pytest.raises(NotFoundError):
        quarantine.mend(tx, desk.officer, found.id, found.row, label=LABEL, now=NOW)


def test_a_row_let_go_does_not_come_back_with_the_same_file(desk):
    data = table(row(1), BAD)
    desk.bring(data)
    found = only(desk)
    with desk.database.write() as tx:
        quarantine.discard(tx, desk.officer, found.id, now=NOW)
    assert desk.bring(data) is None
    with desk.database.read() as tx:
        assert quarantine.waiting(tx, desk.officer) == []


def test_of_a_settled_row_only_a_digest_is_kept(desk):
    desk.bring(table(row(1), BAD))
    found = only(desk)
    mend(desk, birth="1992")
    with desk.database.read() as tx:
        assert tx.imports.get_refusal(found.id).data is None


def test_a_row_that_nobody_mends_is_let_go(desk):
    desk.bring(table(row(1), BAD))
    assert quarantine.drop_old(desk.database, now=NOW + timedelta(days=29)) == 0
    assert quarantine.drop_old(desk.database, now=NOW + timedelta(days=31)) == 1


def test_a_short_row_gets_the_cells_that_it_lacked(desk):
    desk.bring(table(row(1), "R-2;Zoubir Nejmaoui"))
    mend(desk, birth="1992", basis="2/2026", authority="Court of the Blue Oasis", facts="Seen.")
    assert "R-2" in desk.notices()


def test_a_row_about_a_child_exists_for_those_who_read_childrens_notices(desk):
    desk.bring(table(row(1), row(2, minor="oui")))
    with desk.database.read() as tx:
        assert quarantine.waiting(tx, officer(Role.LIAISON_ANALYST)) == []
        assert len(quarantine.waiting(tx, officer(Role.REGISTRY_OFFICER))) == 1


def test_a_new_whole_edition_says_its_rows_anew(desk):
    desk.bring(table(row(1), BAD))
    desk.bring(table(row(1), row(3), row(4, birth="never")))
    assert only(desk).refusal.line == 4


def test_a_partial_file_leaves_other_rows_waiting(desk):
    desk.bring(table(row(1), BAD), chosen=mapping(complete=False))
    desk.bring(table(row(3)), chosen=mapping(complete=False))
    assert only(desk).refusal.line == 3
