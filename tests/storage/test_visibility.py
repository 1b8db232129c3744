"""`may` and the condition of the database are one rule: every role, every state, every label, every owner."""

from datetime import timedelta
from itertools import pairwise, product

from tests.conftest import NOW, make_notice, make_officer
from tests.storage.test_records import link

from tansiq.domain.access import Allowed, Glass, Permission, Purpose, Role, may, scope
from tansiq.domain.label import Label, Level
from tansiq.domain.link import Judgement
from tansiq.domain.offence import Measure
from tansiq.storage.notices import Filter

STATES = ("DZ", "TN", "MA")
CLOSED = ((), ("blue",), ("blue", "red"))
RELEASES = ((), ("DZ",), ("TN",), ("DZ", "TN"))


def officers():
    everybody = [make_officer(role, state) for role, state in product(Role, STATES)]
    return [*everybody, *(special for state in STATES for special in special_officers(state))]


def special_officers(state):
    """Officers who differ from their role's usual ones."""
    yield make_officer(Role.REGISTRY_OFFICER, state, compartments=frozenset({"blue"}))
    yield make_officer(Role.WATCH_OFFICER, state, compartments=frozenset({"blue", "red", "green"}))
    yield make_officer(Role.LIAISON_ANALYST, state, compartments=frozenset({"red"}))
    yield make_officer(Role.REGISTRY_OFFICER, state, clearance=Level.UNCLASSIFIED)
    yield make_officer(Role.REGISTRY_OFFICER, state, purpose=Purpose.LIAISON)
    yield make_officer(Role.WATCH_OFFICER, state, purpose=None)
    yield make_officer(Role.WATCH_OFFICER, state, trainings=frozenset())
    yield make_officer(Role.LIAISON_ANALYST, state, mandate_until=NOW.date() - timedelta(days=1))


def with_things(state, records):
    """Officers to whom single records are opened."""
    hour = NOW + timedelta(hours=1)
    yield make_officer(Role.CASE_OFFICER, state, cases=frozenset(r.id for r in records[::3]))
    yield make_officer(Role.POST_OFFICER, state, glass=Glass(compartment="blue", until=hour))
    for record in records[:: len(records) // 7]:
        yield make_officer(Role.ADMINISTRATOR, state, glass=Glass(record=record.id, until=hour))
        yield make_officer(Role.POST_OFFICER, state, glass=Glass(record=record.id, until=hour))
        yield make_officer(Role.POST_OFFICER, state, glass=Glass(record=record.id, until=NOW))


def every_notice():
    made = []
    for owner, level, release, closed, minor in product(("DZ", "TN"), Level, RELEASES, CLOSED, (False, True)):
        label = Label(policy="x", level=level, releasable_to=release, compartments=closed)
        measure = Measure.PROTECT if minor else Measure.ARREST
        made.append(make_notice(state=owner, label=label, minor=minor, measure=measure))
    return made


def allowed(officer, records):
    return {r.id for r in records if may(officer, Permission.NOTICE_READ, r) == Allowed()}


def test_every_list_and_count_holds_exactly_what_the_officer_may_read(database, keep):
    records = keep(*every_notice())
    assert len(records) == 240
    special = [one for state in STATES for one in with_things(state, records)]
    with database.read() as tx:
        for officer in [*officers(), *special]:
            may_read, within = allowed(officer, records), scope(officer)
            assert set(tx.notices.all_ids(within)) == may_read
            assert set(tx.notices.visible([r.id for r in records], within)) == may_read
            assert set(tx.notices.persons(Filter(), within, limit=999)) == may_read
            assert tx.notices.count_persons(Filter(), within) == len(may_read)
            assert sum(tx.notices.count_by_owner(within).values()) == len(may_read)
            assert sum(tx.notices.count_by_measure(within).values()) == len(may_read)
            assert sum(tx.notices.count_by_level(within).values()) == len(may_read)
            assert set(tx.notices.members([r.id for r in records], within)) == may_read


def test_a_number_finds_only_what_the_officer_may_read(database, keep):
    records = keep(*every_notice())
    with database.read() as tx:
        for officer in officers():
            for record in records[::11]:
                found = tx.notices.find_reference(record.body.reference, scope(officer))
                assert (found == [record.id]) is (record.id in allowed(officer, [record]))


def test_a_pair_with_one_hidden_side_does_not_exist(database, keep):
    records = keep(*every_notice()[::7])
    pairs = list(pairwise(records))
    with database.write() as tx:
        tx.records.add_many([link(a, b, Judgement.SAME) for a, b in pairs])
        tx.notices.set_conflicts(records[0].id, [(a.id, b.id) for a, b in pairs])
    with database.read() as tx:
        for officer in officers():
            may_read = allowed(officer, records)
            expected = {(a.id, b.id) for a, b in pairs if {a.id, b.id} <= may_read}
            assert {(j.left, j.right) for j in tx.links.latest(scope(officer), limit=99)} == expected
            assert set(tx.notices.conflicts(scope(officer))) == expected


def test_what_an_officer_may_take_out_or_change_is_the_same_rule(database, keep):
    records = keep(*every_notice())
    with database.read() as tx:
        for officer in officers():
            for permission in (Permission.NOTICE_EXPORT, Permission.NOTICE_WRITE, Permission.NOTICE_RELEASE):
                expected = {r.id for r in records if may(officer, permission, r) == Allowed()}
                assert set(tx.notices.all_ids(scope(officer, permission))) == expected


def test_a_compartment_that_is_not_indexed_is_closed_to_everybody(database, keep):
    (record,) = keep(make_notice(label=Label(policy="x", level=Level.RESTRICTED, compartments=("blue",))))
    within = scope(make_officer(compartments=frozenset({"blue"})))
    with database.write() as tx:
        tx.notices._connection.exec_driver_sql("delete from notice_compartment")
        assert tx.notices.all_ids(within) == []
        tx.records.rebuild_indexes()
        assert tx.notices.all_ids(within) == [record.id]
