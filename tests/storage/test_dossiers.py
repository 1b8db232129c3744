"""What lists of reports and requests hold is what the policy lets the officer read, one by one."""

from dataclasses import replace
from itertools import product

import pytest
from tests.conftest import make_id, make_officer, make_report, make_request

from tansiq.domain import access
from tansiq.domain.access import Permission, Role
from tansiq.domain.label import Label, Level
from tansiq.domain.record import Kind
from tansiq.domain.report import Subject

OFFICERS = [
    make_officer(role, state, compartments=frozenset(compartments), clearance=clearance)
    for role, state, compartments, clearance in product(
        (Role.LIAISON_ANALYST, Role.REGISTRY_OFFICER, Role.POST_OFFICER),
        ("DZ", "TN"),
        ((), ("blue",), ("blue", "red")),
        (Level.RESTRICTED, Level.SECRET),
    )
]


def labels(owner):
    for level, release, compartments in product(Level, ((), ("DZ",), ("TN",)), ((), ("blue",), ("blue", "red"))):
        yield Label(policy=owner, level=level, releasable_to=release, compartments=compartments)


@pytest.fixture
def filled(database):
    records = [make_report(label, state=owner) for owner in ("DZ", "TN") for label in labels(owner)]
    records += [make_request(state="TN", to="DZ", label=label) for label in labels("TN")]
    with database.write() as tx:
        tx.records.add_many(records)
    return database, records


@pytest.mark.parametrize("kind", [Kind.REPORT, Kind.REQUEST])
def test_a_list_and_its_count_hold_what_may_be_read_and_nothing_else(filled, kind):
    database, records = filled
    permission = access.READING[kind]
    for officer in OFFICERS:
        expected = {r.id for r in records if r.kind is kind and access.reads(officer, r)}
        with database.read() as tx:
            within = access.scope(officer, permission)
            assert set(tx.dossiers.newest(kind, within, limit=1000)) == expected
            assert tx.dossiers.count(kind, within) == len(expected)


def test_what_is_about_a_thing_is_found_from_it_within_the_scope(database):
    thing, low = make_id(), Label(policy="DZ", level=Level.RESTRICTED)
    open_ = make_report(low, subjects=(Subject(notice=thing),))
    closed = make_report(replace(low, level=Level.TOP_SECRET), subjects=(Subject(notice=thing),))
    with database.write() as tx:
        tx.records.add_many([open_, closed])
    with database.read() as tx:
        within = access.scope(make_officer(), Permission.REPORT_READ)
        assert tx.dossiers.about([thing], within, Kind.REPORT) == {thing: [open_.id]}
        assert tx.dossiers.about([thing], within, Kind.REQUEST) == {}


def test_the_index_shows_the_latest_version_alone(database):
    record = make_report(Label(policy="DZ", level=Level.RESTRICTED))
    with database.write() as tx:
        tx.records.add(record)
        body = replace(record.body, title="Another")
        tx.records.add(record.amended(by="x", at=record.made_at, reason="mended", body=body))
    with database.read() as tx:
        within = access.scope(make_officer(), Permission.REPORT_READ)
        assert tx.dossiers.newest(Kind.REPORT, within) == [record.id]
