"""`may` and the condition of the database are one rule: every role, every state, every label, every owner."""

from itertools import pairwise, product

from tests.conftest import make_notice, make_officer
from tests.storage.test_records import link

from tansiq.domain.access import Allowed, Permission, Role, may, scope
from tansiq.domain.label import Label, Level
from tansiq.domain.link import Judgement
from tansiq.domain.offence import Measure
from tansiq.storage.notices import Filter

STATES = ("DZ", "TN", "MA")
RELEASES = ((), ("DZ",), ("TN",), ("DZ", "TN"))


def officers():
    return [make_officer(role, state) for role, state in product(Role, STATES)]


def every_notice():
    made = []
    for owner, level, release, closed, minor in product(("DZ", "TN"), Level, RELEASES, (False, True), (False, True)):
        label = Label(policy="x", level=level, releasable_to=release, compartments=("blue",) if closed else ())
        measure = Measure.PROTECT if minor else Measure.ARREST
        made.append(make_notice(state=owner, label=label, minor=minor, measure=measure))
    return made


def allowed(officer, records):
    return {r.id for r in records if may(officer, Permission.NOTICE_READ, r) == Allowed()}


def test_every_list_and_count_holds_exactly_what_the_officer_may_read(database, keep):
    records = keep(*every_notice())
    assert len(records) == 160
    with database.read() as tx:
        for officer in officers():
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
