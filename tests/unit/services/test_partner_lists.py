"""A partner's signed list comes in as it was signed; what its owner no longer holds goes here, too."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW, make_notice
from tests.partners import know
from tests.unit.services.conftest import Desk

from tansiq.domain.errors import ConflictError
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.domain.source import Format
from tansiq.formats.errors import DamagedFileError, FileProblem
from tansiq.services import exports, notices, uploads
from tansiq.services.keeping import keep, keep_many
from tansiq.trust import canonical
from tansiq.trust.keys import SigningKey

KEY = SigningKey(b"\1" * 32)


@pytest.fixture
def partner(make_desk):
    return make_desk("TN")


@pytest.fixture
def enrolled(desk):
    with desk.database.write() as tx:
        know(tx, KEY.public.fingerprint, "TN", KEY.public.raw, at=NOW)
    return desk


def fill(partner, count=3):
    records = [make_notice(f"Invented {'abcdefghijkl'[n]}", state="TN") for n in range(count)]
    with partner.database.write() as tx:
        keep_many(tx, records, Act.NOTICE_ISSUED)
    return records


def signed(partner: Desk, *, to="DZ", minutes=0):
    with partner.database.write() as tx:
        made = exports.export_signed(
            tx, partner.officer, to, KEY, title="List of the tests", now=NOW + timedelta(minutes=minutes)
        )
        return b"".join(made.parts)


def bring(desk, data, **agreed):
    return desk.bring(data, Format.SIGNED, **agreed)


def correct(partner, record, minutes=1):
    with partner.database.write() as tx:
        at = NOW + timedelta(minutes=minutes)
        keep(tx, record.amended(by="registry", at=at, reason="mended"), Act.NOTICE_CORRECTED)


def erase(partner, record):
    with partner.database.write() as tx:
        notices.erase(tx, record.id, by="registry", reason="retention", now=NOW)


def test_records_come_as_they_were_signed(enrolled, partner):
    records = fill(partner)
    source = bring(enrolled, signed(partner))
    assert (source.body.added, source.body.signed_by) == (3, KEY.public.fingerprint)
    with enrolled.database.read() as tx:
        for record, data in tx.records.heads_as_kept([r.id for r in records]):
            assert data == canonical.encode(record)
            assert record in records


def test_the_same_list_again_changes_nothing(enrolled, partner):
    fill(partner)
    bring(enrolled, signed(partner))
    before = enrolled.journal()
    assert bring(enrolled, signed(partner)) is None
    assert enrolled.journal() == before


def test_a_correction_arrives_as_the_owners_next_version(enrolled, partner):
    first = fill(partner)[0]
    bring(enrolled, signed(partner))
    correct(partner, first)
    assert bring(enrolled, signed(partner, minutes=2)).body.changed == 1
    with enrolled.database.read() as tx:
        assert tx.records.get(first.id).version == 2


def test_what_the_owner_erased_is_erased_here_and_leaves_a_tombstone(enrolled, partner):
    first = fill(partner)[0]
    bring(enrolled, signed(partner))
    erase(partner, first)
    assert bring(enrolled, signed(partner, minutes=2)).body.removed == 1
    with enrolled.database.read() as tx:
        assert tx.records.heads([first.id]) == {}
        assert tx.records.tombstone(first.id).reason == "erased by its owner"


def test_what_was_erased_here_stays_erased(enrolled, partner):
    first = fill(partner)[0]
    bring(enrolled, signed(partner))
    erase(enrolled, first)
    bring(enrolled, signed(partner, minutes=2))
    with enrolled.database.read() as tx:
        assert tx.records.heads([first.id]) == {}


def test_an_older_edition_is_refused(enrolled, partner):
    first = fill(partner)[0]
    old = signed(partner)
    erase(partner, first)
    bring(enrolled, signed(partner, minutes=2))
    with pytest.raises(ConflictError, match="older_edition"):
        bring(enrolled, old)


def test_a_later_edition_that_changes_nothing_is_noted_so_that_none_before_it_comes_in(enrolled, partner):
    fill(partner)
    bring(enrolled, signed(partner))
    between = signed(partner, minutes=1)
    assert bring(enrolled, signed(partner, minutes=2)).body.unchanged == 3
    with pytest.raises(ConflictError, match="older_edition"):
        bring(enrolled, between)


def test_an_unknown_key_is_refused(desk, partner):
    fill(partner)
    with pytest.raises(DamagedFileError, match="unknown_key"):
        bring(desk, signed(partner))


def test_a_changed_byte_is_refused(enrolled, partner):
    fill(partner)
    data = signed(partner).replace(b"inquiry_check", b"arrest_______", 1)
    with pytest.raises(DamagedFileError):
        bring(enrolled, data)
    assert enrolled.notices() == {}


def test_a_list_written_for_another_state_is_refused(enrolled, partner):
    record = make_notice(state="TN", label=Label(policy="TN-national", level=Level.RESTRICTED, releasable_to=("LY",)))
    with partner.database.write() as tx:
        keep(tx, record, Act.NOTICE_ISSUED)
    with pytest.raises(ConflictError, match="not_releasable"):
        bring(enrolled, signed(partner, to="LY"))


def test_many_erasures_need_a_person_who_says_so(enrolled, partner):
    records = fill(partner, 8)
    bring(enrolled, signed(partner))
    for record in records[:7]:
        erase(partner, record)
    data = signed(partner, minutes=2)
    with pytest.raises(ConflictError, match="many_removals"):
        bring(enrolled, data)
    assert bring(enrolled, data, confirmed=True).body.removed == 7


def test_a_list_that_came_meanwhile_is_not_overwritten(enrolled, partner):
    fill(partner)
    upload = enrolled.stage(signed(partner), Format.SIGNED)
    plan = enrolled.plan(upload)
    bring(enrolled, signed(partner, minutes=1))
    with pytest.raises(ConflictError, match="version"):
        uploads.apply(enrolled.database, enrolled.officer, plan, now=NOW)


def test_a_list_does_not_overwrite_what_another_state_keeps(enrolled, partner):
    mine = make_notice("Zoubir Nejmaoui")
    theirs = replace(make_notice(state="TN"), id=mine.id).amended(by="registry", at=NOW, reason="mine now")
    with enrolled.database.write() as tx:
        keep(tx, mine, Act.NOTICE_ISSUED)
    with partner.database.write() as tx:
        keep(tx, theirs, Act.NOTICE_ISSUED)
    with pytest.raises(DamagedFileError) as caught:
        bring(enrolled, signed(partner))
    assert (caught.value.problem, caught.value.detail) == (FileProblem.WRONG_OWNER, str(mine.id))
    with enrolled.database.read() as tx:
        assert tx.records.get(mine.id) == mine
