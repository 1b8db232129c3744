from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.conftest import NOW, make_notice
from tests.unit.services.conftest import officer

from tansiq.domain.access import Role
from tansiq.domain.errors import ComplianceError, ConflictError, ForbiddenError, InvalidError, NotFoundError, Problem
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.domain.link import Judgement
from tansiq.domain.notice import NoticeState
from tansiq.domain.offence import Measure
from tansiq.services import links, notices, persons
from tansiq.services.identities import Identities
from tansiq.services.keeping import keep
from tansiq.services.links import Decision
from tansiq.services.notices import Draft
from tansiq.storage.journal import Journal

LATER = NOW + timedelta(days=1)
ANALYST = officer(Role.LIAISON_ANALYST)


def draft(**parts):
    record = make_notice(**parts)
    return Draft(body=record.body, basis=record.basis, label=record.label, retain_until=record.retain_until)


@pytest.fixture
def write(desk):
    """Calls a service of notices in a transaction of its own, as the registry officer."""

    def call(service, *args, by=None, now=NOW, **options):
        with desk.database.write() as tx:
            return service(tx, by or desk.officer, *args, now=now, **options)

    return call


@pytest.fixture
def issued(write):
    return write(notices.issue, draft())


def acts(desk, thing):
    with desk.database.read() as tx:
        return [line.entry.act for line in tx.journal.of(thing)]


def held(desk, notice):
    with desk.database.read() as tx:
        return tx.records.get(notice)


def keep_all(desk, *records):
    with desk.database.write() as tx:
        for record in records:
            keep(tx, record, Act.NOTICE_ISSUED)
    return records


def judge(desk, one, other, judgement=Judgement.SAME, now=NOW):
    decision = Decision(
        left=one.id, right=other.id, left_version=1, right_version=1, judgement=judgement, reason="compared"
    )
    with desk.database.write() as tx:
        return links.judge(tx, ANALYST, decision, now=now)


def test_an_issued_notice_is_the_officers_states_own_and_journalled(desk, issued):
    assert issued.owner.state == "DZ"
    assert (issued.version, issued.made_by, issued.made_at) == (1, desk.officer.id, NOW)
    assert held(desk, issued.id) == issued
    assert acts(desk, issued.id) == [Act.NOTICE_ISSUED]


def test_a_preview_keeps_nothing(desk, write):
    record = write(notices.preview, draft())
    with desk.database.read() as tx:
        assert tx.records.history(record.id) == []
        assert tx.journal.last() == 0


def test_who_writes_no_notices_issues_none(desk, write):
    with pytest.raises(ForbiddenError):
        write(notices.issue, draft(), by=ANALYST)


def test_nobody_issues_what_they_could_not_read(write):
    top = Label(policy="DZ-national", level=Level.TOP_SECRET)
    with pytest.raises(ForbiddenError):
        write(notices.issue, draft(label=top))


def test_a_number_names_one_notice_of_its_owner(write, issued):
    with pytest.raises(InvalidError) as caught:
        write(notices.issue, draft(reference=issued.body.reference))
    assert caught.value.problem is Problem.SAME_THING_TWICE


def test_a_partners_notice_may_bear_the_same_number(desk, write):
    (theirs,) = keep_all(desk, make_notice(state="TN"))
    assert write(notices.issue, draft(reference=theirs.body.reference)).version == 1


def test_a_failing_journal_takes_the_notice_back(desk, write, monkeypatch):
    def fail(self, entries):
        raise OSError

    monkeypatch.setattr(Journal, "append_many", fail)
    with pytest.raises(OSError):
        write(notices.issue, draft())
    with desk.database.read() as tx:
        assert tx.notices.all_ids() == []


def test_a_correction_is_a_new_version_and_the_old_one_stays(desk, write, issued):
    new = write(notices.correct, issued.id, draft(description="new"), seen=1, reason="a slip", now=LATER)
    assert (new.version, new.reason, new.body.description) == (2, "a slip", "new")
    with desk.database.read() as tx:
        versions = notices.history(tx, desk.officer, issued.id)
    assert [v.record.version for v in versions] == [2, 1]
    assert "description" in {change.field for change in versions[0].changes}
    assert versions[1].changes == ()
    assert acts(desk, issued.id) == [Act.HISTORY_READ, Act.NOTICE_CORRECTED, Act.NOTICE_ISSUED]


SERVICES = [
    (notices.correct, (draft(),)),
    (notices.renew, (date(2027, 10, 1),)),
    (notices.end, ()),
]


@pytest.mark.parametrize(("service", "args"), SERVICES)
def test_what_somebody_changed_meanwhile_is_not_overwritten(desk, write, issued, service, args):
    write(notices.correct, issued.id, draft(), seen=1, reason="first")
    with pytest.raises(ConflictError, match="version"):
        write(service, issued.id, *args, seen=1, reason="second")
    assert held(desk, issued.id).version == 2


@pytest.mark.parametrize(("service", "args"), SERVICES)
def test_only_the_owner_changes_a_notice(desk, write, service, args):
    (theirs,) = keep_all(desk, make_notice(state="TN"))
    with pytest.raises(ForbiddenError):
        write(service, theirs.id, *args, seen=1, reason="ours now")


@pytest.mark.parametrize(("service", "args"), SERVICES)
def test_every_change_has_a_reason(write, issued, service, args):
    with pytest.raises(InvalidError):
        write(service, issued.id, *args, seen=1, reason=" ")


@pytest.mark.parametrize(("service", "args"), SERVICES)
def test_a_notice_that_ended_is_changed_no_more(write, issued, service, args):
    write(notices.end, issued.id, seen=1, reason="over")
    with pytest.raises(ConflictError, match="ended"):
        write(service, issued.id, *args, seen=2, reason="again")


def test_a_renewal_moves_the_end_and_the_review(write, issued):
    new = write(notices.renew, issued.id, date(2027, 11, 1), seen=1, reason="still sought", now=LATER)
    assert new.retain_until == date(2027, 11, 1)
    assert new.body.review_on == date(2027, 11, 1)


def test_a_renewal_goes_no_further_than_the_measure_allows(write, issued):
    with pytest.raises(InvalidError) as caught:
        write(notices.renew, issued.id, date(2027, 11, 24), seen=1, reason="for ever")
    assert caught.value.problem is Problem.AFTER_RETENTION


def test_an_ended_notice_is_kept_until_the_day_is_over(desk, write, issued):
    new = write(notices.end, issued.id, seen=1, reason="arrested")
    assert new.body.state is NoticeState.ENDED
    assert new.retain_until == NOW.date()
    assert notices.erase_overdue(desk.database, now=NOW) == 0
    assert notices.erase_overdue(desk.database, now=LATER) == 1
    with pytest.raises(NotFoundError):
        held(desk, issued.id)


def test_an_ending_can_be_taken_back_and_the_notice_ends_when_it_was_to_end_before(write, issued):
    write(notices.end, issued.id, seen=1, reason="over")
    again = write(notices.reopen, issued.id, seen=2, reason="not over")
    assert again.body.state is NoticeState.ACTIVE
    assert (again.version, again.retain_until) == (3, issued.retain_until)


def test_an_active_notice_is_not_reopened(write, issued):
    with pytest.raises(ConflictError, match="active"):
        write(notices.reopen, issued.id, seen=1, reason="why not")


def test_an_erased_notice_leaves_a_tombstone_and_a_line(desk, issued):
    with desk.database.write() as tx:
        digests = tx.records.digests(issued.id)
        notices.erase(tx, issued.id, by="node", reason="retention", now=LATER)
        found = tx.records.tombstone(issued.id)
    assert (found.digests, found.erased_at, found.reason) == (digests, LATER, "retention")
    assert acts(desk, issued.id)[0] is Act.RECORD_ERASED


def test_judgements_go_with_the_notices_that_they_name_and_persons_are_recomputed(desk):
    a, b, c = keep_all(desk, make_notice("Invented A"), make_notice("Invented B"), make_notice("Invented C"))
    judge(desk, a, b)
    judge(desk, a, c)
    with desk.database.write() as tx:
        notices.erase(tx, a.id, by="node", reason="retention", now=LATER)
        assert tx.notices.persons_of([b.id, c.id]) == {b.id: b.id, c.id: c.id}
        assert tx.links.of_notices([b.id, c.id]) == []


def test_a_contradiction_goes_with_the_notice_that_made_it(desk):
    a, b, c = keep_all(desk, make_notice("Invented A"), make_notice("Invented B"), make_notice("Invented C"))
    judge(desk, b, c, Judgement.DIFFERENT)
    judge(desk, a, b)
    judge(desk, a, c, now=LATER)
    with desk.database.write() as tx:
        assert len(tx.links.contradictions(access_all())) == 1
        notices.erase(tx, b.id, by="node", reason="retention", now=LATER)
        assert tx.links.contradictions(access_all()) == []
        assert tx.notices.persons_of([a.id, c.id]) == {a.id: a.id, c.id: a.id}


def access_all():
    from tansiq.domain.access import scope

    return scope(officer())


def test_notices_and_their_judgement_that_end_on_one_day_are_erased_together(desk):
    a, b = keep_all(desk, make_notice("Invented A"), make_notice("Invented B"))
    judge(desk, a, b)
    assert notices.erase_overdue(desk.database, now=NOW + timedelta(days=500)) > 0
    assert notices.erase_overdue(desk.database, now=NOW + timedelta(days=500)) == 0
    with desk.database.read() as tx:
        assert tx.notices.all_ids() == []
        assert tx.links.component([a.id]) == []


def test_a_judgement_stays_while_its_notices_are_renewed(desk, write):
    a, b = write(notices.issue, draft()), write(notices.issue, draft())
    judge(desk, a, b)
    for one in (a, b):
        write(notices.renew, one.id, date(2027, 11, 1), seen=1, reason="still sought")
    notices.erase_overdue(desk.database, now=NOW + timedelta(days=300))
    with desk.database.read() as tx:
        assert set(tx.notices.persons_of([a.id, b.id]).values()) == {min(a.id, b.id)}
        assert len(tx.links.component([a.id])) == 1


@pytest.mark.parametrize(
    "parts",
    [
        {"state": "TN", "label": Label(policy="TN-national", level=Level.RESTRICTED)},
        {"label": Label(policy="DZ-national", level=Level.TOP_SECRET)},
        {"minor": True, "measure": Measure.PROTECT},
    ],
)
def test_what_an_officer_may_not_read_does_not_exist_for_them(desk, parts):
    (record,) = keep_all(desk, make_notice(**parts))
    with desk.database.read() as tx:
        for call in (notices.get, notices.view, notices.history):
            with pytest.raises(NotFoundError):
                call(tx, ANALYST, record.id)


def test_a_notice_is_shown_with_its_person_and_its_officers(desk, issued):
    (other,) = keep_all(desk, make_notice("Invented B", state="TN"))
    judge(desk, issued, other)
    with desk.database.read() as tx:
        view = notices.view(tx, ANALYST, other.id)
    assert view.record == other
    assert {r.id for r in view.person.notices} == {issued.id, other.id}
    assert view.source is None


def test_a_refusal_is_counted_without_its_words(desk):
    with pytest.raises(ComplianceError) as caught:
        draft(threshold="Took part in a peaceful march.")
    with desk.database.write() as tx:
        notices.note_refusal(tx, desk.officer, caught.value, now=NOW)
        line = tx.journal.page()[0]
    assert (line.entry.act, line.entry.detail) == (Act.NOTICE_REFUSED, "assembly")


def test_printed_copies_are_numbered_and_known(desk, issued):
    with desk.database.write() as tx:
        assert [notices.note_printed(tx, desk.officer, issued.id, now=NOW) for _ in range(2)] == [1, 2]
        line, record = notices.printing(tx, desk.officer, issued.id, 1)
        assert (line.entry.officer, record) == (desk.officer.id, issued)
        with pytest.raises(NotFoundError):
            notices.printing(tx, desk.officer, issued.id, 3)


def test_what_a_notice_would_hit_is_shown_before_it_is_issued(desk, write):
    keep_all(desk, make_notice("Zoubir Nejmaoui", state="TN"), make_notice("Someone Else"))
    with desk.database.write() as tx:
        record = notices.preview(tx, desk.officer, draft(), now=NOW)
        record = replace(record, body=replace(record.body, names=make_notice("Zoubir Nejmaoui").body.names))
        found = notices.similar(tx, desk.officer, Identities(), record)
    assert [hit.person.notices[0].owner.state for hit in found] == ["TN"]
    assert found[0].match.probability > 0.3


def test_every_index_can_be_computed_again(desk):
    a, b, c = keep_all(
        desk,
        make_notice("Invented A", measure=Measure.ARREST),
        make_notice("Invented B", state="TN", measure=Measure.DISCREET_CHECK),
        make_notice("Invented C"),
    )
    judge(desk, a, b)
    judge(desk, b, c, Judgement.DIFFERENT)
    judge(desk, a, c, now=LATER)
    with desk.database.write() as tx:
        before = (
            tx.notices.persons_of([a.id, b.id, c.id]),
            tx.notices.conflicts(access_all()),
            tx.links.contradictions(access_all()),
        )
        persons.rebuild(tx)
        after = (
            tx.notices.persons_of([a.id, b.id, c.id]),
            tx.notices.conflicts(access_all()),
            tx.links.contradictions(access_all()),
        )
    assert after == before
    assert len(before[1]) == len(before[2]) == 1
