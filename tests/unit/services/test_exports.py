"""Exports hold what the officer may see, and of that only what may go where it goes."""

import pytest
from tests.conftest import NOW, make_notice
from tests.unit.services.conftest import officer

from tansiq.domain.access import Role
from tansiq.domain.errors import ForbiddenError
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.domain.offence import Measure
from tansiq.domain.record import Owner
from tansiq.domain.source import Format
from tansiq.formats.mapping import map_table, suggest_mapping
from tansiq.formats.signed_list import parse_signed_list
from tansiq.formats.tables import read_csv
from tansiq.services import exports
from tansiq.services.exports import ExportFormat
from tansiq.services.keeping import keep_many
from tansiq.trust.keys import SigningKey

KEY = SigningKey(b"\2" * 32)


def label(level=Level.RESTRICTED, *states, **parts):
    return Label(policy="DZ-national", level=level, releasable_to=states, **parts)


PLAIN = make_notice("Plain Person", reference="plain")
CHILD = make_notice("Child Person", reference="child", minor=True, measure=Measure.PROTECT)
HOME = make_notice("Home Person", reference="home", label=label())
TOP = make_notice("Top Person", reference="top", label=label(Level.TOP_SECRET, "TN"))
CLOSED = make_notice("Closed Person", reference="closed", label=label(Level.RESTRICTED, "TN", compartments=("x",)))
THEIRS = make_notice("Their Person", reference="theirs", state="TN")
KEPT_BY_THEM = make_notice("Far Person", reference="far", state="TN", label=label(Level.RESTRICTED, "LY"))


@pytest.fixture
def filled(desk):
    with desk.database.write() as tx:
        keep_many(tx, [PLAIN, CHILD, HOME, TOP, CLOSED, THEIRS, KEPT_BY_THEM], Act.NOTICE_ISSUED)
    return desk


def exported(desk, role, format_=ExportFormat.CSV):
    with desk.database.write() as tx:
        made = exports.export_table(tx, officer(role), format_, now=NOW)
    return made, b"".join(made.parts)


def references(data):
    table = read_csv(data)
    chosen = suggest_mapping(table.header, Owner(state="XX", service="x"), "csv/x", title="x")
    return {e.reference for e in map_table(table, chosen, format=Format.CSV, edition="1").entries}


def test_a_table_holds_what_the_officer_sees(filled):
    made, data = exported(filled, Role.REGISTRY_OFFICER)
    assert references(data) == {"plain", "child", "home", "theirs"}
    assert made.count == 4


def test_childrens_notices_leave_only_with_who_reads_them(filled):
    _, data = exported(filled, Role.LIAISON_ANALYST)
    assert references(data) == {"plain", "home", "theirs"}


def test_the_count_before_is_the_count_of_the_file(filled):
    for role in (Role.REGISTRY_OFFICER, Role.LIAISON_ANALYST):
        with filled.database.read() as tx:
            before = exports.count(tx, officer(role))
        assert sum(before.values()) == exported(filled, role)[0].count


def test_followthemoney_holds_the_same(filled):
    made, data = exported(filled, Role.LIAISON_ANALYST, ExportFormat.FTM)
    assert data.count(b'"schema":"Person"') == made.count == 3


def test_an_export_is_journalled_with_its_format_and_count(filled):
    exported(filled, Role.REGISTRY_OFFICER)
    with filled.database.read() as tx:
        entry = tx.journal.page(limit=1)[0].entry
    assert (entry.act, entry.detail) == (Act.LIST_EXPORTED, "csv 4")


def test_who_may_not_export_gets_nothing(filled):
    with pytest.raises(ForbiddenError):
        exported(filled, Role.WATCH_OFFICER)


def sign(desk, role=Role.REGISTRY_OFFICER, partner="TN"):
    with desk.database.write() as tx:
        made = exports.export_signed(tx, officer(role), partner, KEY, title="Ours", now=NOW)
    return made, parse_signed_list(b"".join(made.parts), {KEY.public.fingerprint: ("DZ", KEY.public)})


def test_a_signed_list_holds_our_notices_that_the_partner_may_have(filled):
    made, read = sign(filled)
    assert {r.body.reference for r, _ in read.records} == {"plain", "child"}
    assert made.count == 2
    with filled.database.read() as tx:
        assert exports.count(tx, officer(), partner="TN") == {Level.RESTRICTED: 2}


def test_a_list_that_would_lack_childrens_notices_is_not_signed(filled):
    with pytest.raises(ForbiddenError):
        sign(filled, Role.LIAISON_ANALYST)
    assert not exports.may_sign(officer(Role.LIAISON_ANALYST))
    assert exports.may_sign(officer())


def test_a_list_for_another_partner_holds_what_is_releasable_there(filled):
    assert sign(filled, partner="LY")[1].records == ()


def test_a_file_name_says_whose_list_went_to_whom_and_when(filled):
    assert sign(filled)[0].file_name == "tansiq-DZ-TN-2026-11-23-restricted.tansiq"


def test_a_file_goes_out_in_few_pieces(filled):
    with filled.database.write() as tx:
        made = exports.export_table(tx, officer(), ExportFormat.CSV, now=NOW)
    assert len(list(made.parts)) == 1
