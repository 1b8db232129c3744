from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.conftest import NOW, make_notice, make_officer
from tests.partners import know

from tansiq.demo.policies import demo_policy
from tansiq.domain.access import Role
from tansiq.domain.approval import Step
from tansiq.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, Problem
from tansiq.domain.journal import Act
from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.domain.label_policy import Aggregation, Ceiling
from tansiq.formats.errors import PolicyFileError
from tansiq.formats.label_policy import sign_label_policy, write_label_policy
from tansiq.services import approvals, exports, label_reviews, labels, notices
from tansiq.services.approvals import Decision
from tansiq.services.approved_acts import PERFORMERS
from tansiq.services.exports import ExportFormat
from tansiq.services.keeping import keep
from tansiq.services.label_reviews import Downgrade, Review
from tansiq.services.notices import Draft
from tansiq.trust.keys import SigningKey

DZ, TN = SigningKey(bytes([1] * 32)), SigningKey(bytes([2] * 32))
POLICY = demo_policy(date(2026, 1, 1))
OFFICER, OTHER = make_officer(Role.REGISTRY_OFFICER), replace(make_officer(Role.REGISTRY_OFFICER), id="second")
LATER = NOW + timedelta(days=1)


def signed(policy=POLICY):
    return sign_label_policy(sign_label_policy(write_label_policy(policy), "DZ", DZ), "TN", TN)


@pytest.fixture
def adopt(desk):
    with desk.database.write() as tx:
        know(tx, TN.public.fingerprint, "TN", TN.public.raw, at=NOW)

    def call(policy=POLICY, now=NOW, data=None):
        with desk.database.write() as tx:
            keys = labels.known_keys(tx, "DZ", [DZ.public])
            return labels.adopt(tx, data or signed(policy), keys, now=now)

    return call


def label(level=Level.RESTRICTED, **parts):
    return Label(policy="DZ-national", level=level, **{"releasable_to": ("TN",), **parts})


def draft(**parts):
    record = make_notice(**parts)
    return Draft(body=record.body, basis=record.basis, label=record.label, retain_until=record.retain_until)


def issue(desk, held, now=NOW):
    with desk.database.write() as tx:
        return notices.issue(tx, OFFICER, draft(label=held), now=now)


def correct(desk, record, changed):
    with desk.database.write() as tx:
        given = replace(draft(), body=record.body, basis=record.basis, label=changed)
        return notices.correct(tx, OFFICER, record.id, given, seen=record.version, reason="Label.", now=LATER)


def test_a_policy_that_both_states_signed_is_in_force_and_in_the_journal(desk, adopt):
    made = adopt()
    with desk.database.read() as tx:
        assert labels.current(tx) == POLICY
        (line,) = tx.journal.page(limit=1)
    assert line.entry.act is Act.LABEL_POLICY_ADOPTED
    assert line.entry.detail == f"1 {made.digest}"


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        (POLICY, "older_policy"),
        (replace(POLICY, id="another", edition=2), "other_policy"),
        (replace(POLICY, edition=2, valid_from=date(2027, 1, 1)), "future_policy"),
    ],
    ids=["the same again", "another policy", "its day has not come"],
)
def test_what_does_not_follow_the_edition_in_force_is_refused(desk, adopt, policy, why):
    adopt()
    with pytest.raises(ConflictError) as refused:
        adopt(policy)
    assert refused.value.why == why


def test_a_policy_of_one_state_alone_changes_nothing(desk, adopt):
    with pytest.raises(PolicyFileError):
        adopt(data=sign_label_policy(write_label_policy(POLICY), "DZ", DZ))
    with desk.database.read() as tx:
        assert labels.current(tx) is None


def test_a_label_given_under_a_policy_has_its_words_and_a_review(desk, adopt):
    adopt()
    given = issue(desk, label(Level.SECRET)).label
    assert (given.policy, given.edition, given.words) == ("DZ-national", 1, "سري")
    assert given.review_on == date(2031, 11, 23)


def test_older_labels_keep_their_edition(desk, adopt):
    adopt()
    record = issue(desk, label())
    adopt(replace(POLICY, edition=2))
    with desk.database.read() as tx:
        assert tx.records.get(record.id).label.edition == 1
        assert list(labels.editions(tx)) == [2, 1]
    again = correct(desk, record, record.label)
    assert again.label == record.label


def test_a_raised_level_is_of_the_edition_in_force(desk, adopt):
    adopt()
    record = issue(desk, label())
    adopt(replace(POLICY, edition=2))
    raised = correct(desk, record, replace(record.label, level=Level.SECRET))
    assert (raised.label.edition, raised.label.words) == (2, "سري")


@pytest.mark.parametrize(
    "lower",
    [{"level": Level.RESTRICTED}, {"codes": ()}],
    ids=["a lower level", "a handling code less"],
)
def test_nobody_lowers_a_label_alone(desk, lower):
    record = issue(desk, label(Level.SECRET, codes=(HandlingCode.COURT_USE,)))
    with pytest.raises(InvalidError) as refused:
        correct(desk, record, replace(record.label, **lower))
    assert refused.value.problem is Problem.NEEDS_SECOND_PERSON


def test_a_service_lets_go_of_nothing_above_its_ceiling(desk, adopt):
    lower = Ceiling(role=Role.REGISTRY_OFFICER, level=Level.RESTRICTED, service=OFFICER.service)
    adopt(replace(POLICY, ceilings=(lower,)))
    with pytest.raises(InvalidError) as refused:
        issue(desk, label(Level.CONFIDENTIAL))
    assert (refused.value.field, refused.value.problem) == ("label.releasable_to", Problem.ABOVE_CEILING)
    assert issue(desk, label(Level.CONFIDENTIAL, releasable_to=())).label.level is Level.CONFIDENTIAL


def test_labels_that_are_due_are_listed_the_soonest_first(desk):
    days = (date(2026, 12, 1), date(2026, 11, 1), date(2028, 1, 1))
    made = [issue(desk, label(review_on=day)) for day in days]
    with desk.database.read() as tx:
        found = label_reviews.due(tx, OFFICER, date(2026, 12, 31))
    assert [r.id for r in found] == [made[1].id, made[0].id]


def test_who_changes_no_labels_sees_none_that_are_due(desk):
    with desk.database.read() as tx, pytest.raises(ForbiddenError):
        label_reviews.due(tx, make_officer(Role.LIAISON_ANALYST), date(2026, 12, 31))


def test_a_partners_label_is_not_ours_to_look_at(desk):
    foreign = make_notice(state="TN", label=label(review_on=date(2026, 11, 1), releasable_to=("DZ",)))
    with desk.database.write() as tx:
        keep(tx, foreign, Act.NOTICE_RECEIVED)
        assert label_reviews.due(tx, OFFICER, date(2026, 12, 31)) == []
        with pytest.raises((ForbiddenError, NotFoundError)):
            said = Review(notice=foreign.id, seen=1, until=date(2027, 1, 1), reason="Still right.")
            label_reviews.confirm(tx, OFFICER, said, now=NOW)


def test_a_level_that_stays_has_a_later_review(desk, adopt):
    adopt()
    record = issue(desk, label(review_on=date(2026, 11, 1)))
    said = Review(notice=record.id, seen=1, until=date(2028, 1, 1), reason="Still right.")
    with desk.database.write() as tx:
        made = label_reviews.confirm(tx, OFFICER, said, now=LATER)
        assert made.label == replace(record.label, review_on=date(2028, 1, 1))
        assert label_reviews.due(tx, OFFICER, date(2026, 12, 31)) == []


@pytest.mark.parametrize("until", [date(2026, 11, 24), date(2040, 1, 1)], ids=["past", "too late"])
def test_a_next_review_is_neither_past_nor_never(desk, adopt, until):
    adopt()
    record = issue(desk, label())
    with desk.database.write() as tx, pytest.raises(InvalidError):
        said = Review(notice=record.id, seen=1, until=until, reason="Still right.")
        label_reviews.confirm(tx, OFFICER, said, now=LATER)


def lowered(record, **changes):
    label = replace(record.label, level=Level.RESTRICTED)
    return Downgrade(**{"notice": record.id, "seen": 1, "label": label, "reason": "Known to all by now.", **changes})


def downgrade(desk, what, approver=OTHER):
    with desk.database.write() as tx:
        return label_reviews.downgrade(tx, approver, what, proposed_by=OFFICER.id, now=LATER)


def test_a_downgrade_is_a_new_version_and_the_old_one_keeps_its_label(desk, adopt):
    adopt()
    record = issue(desk, label(Level.SECRET))
    made = downgrade(desk, lowered(record))
    assert (made.version, made.label.level, made.label.words) == (2, Level.RESTRICTED, "توزيع محدود")
    assert made.made_by == OFFICER.id
    with desk.database.read() as tx:
        assert tx.records.get(record.id, 1) == record
        assert tx.journal.of(record.id)[0].entry.act is Act.LABEL_DOWNGRADED
        assert tx.journal.of(record.id)[0].entry.detail == "secret restricted"


def test_nobody_approves_their_own_downgrade(desk):
    record = issue(desk, label(Level.SECRET))
    with pytest.raises(ConflictError):
        downgrade(desk, lowered(record), approver=OFFICER)


def test_a_downgrade_of_what_changed_meanwhile_is_not_done(desk):
    record = issue(desk, label(Level.SECRET))
    correct(desk, record, record.label)
    with pytest.raises(ConflictError):
        downgrade(desk, lowered(record))


def test_a_higher_label_is_no_downgrade(desk):
    record = issue(desk, label())
    with pytest.raises(InvalidError):
        downgrade(desk, lowered(record, label=replace(record.label, level=Level.SECRET)))


def take_out(desk, officer=OFFICER):
    with desk.database.write() as tx:
        return exports.export_table(tx, officer, ExportFormat.CSV, now=NOW)


def test_a_file_bears_the_label_of_all_that_it_holds(desk, adopt):
    adopt()
    issue(desk, label())
    issue(desk, label(Level.SECRET, releasable_to=(), codes=(HandlingCode.COURT_USE,)))
    made = take_out(desk)
    lines = b"".join(made.parts).decode().splitlines()
    assert made.file_name == "tansiq-DZ-2026-11-23-secret.csv"
    assert {line.rpartition(",")[2] for line in lines[1:]} == {"Secret // DZ // court_use"}


def test_a_file_of_many_records_is_handled_above_each_of_them(desk, adopt):
    few = Aggregation(level=Level.RESTRICTED, more_than=2, handled_as=Level.CONFIDENTIAL)
    adopt(replace(POLICY, aggregations=(few,)))
    for _ in range(3):
        issue(desk, label())
    made = take_out(desk)
    assert (made.whole.handled_as, made.whole.label.level) == (Level.CONFIDENTIAL, Level.RESTRICTED)
    assert "confidential" in made.file_name


def test_a_file_handled_above_the_ceiling_does_not_leave(desk, adopt):
    few = Aggregation(level=Level.RESTRICTED, more_than=2, handled_as=Level.SECRET)
    adopt(replace(POLICY, aggregations=(few,)))
    for _ in range(3):
        issue(desk, label())
    with pytest.raises(ForbiddenError):
        take_out(desk, make_officer(Role.LIAISON_ANALYST))
    with desk.database.read() as tx:
        assert tx.journal.count(Act.LIST_EXPORTED) == 0


def test_a_downgrade_is_proposed_by_one_and_made_by_the_approval_of_another(desk, adopt):
    adopt()
    record = issue(desk, label(Level.SECRET))
    with desk.database.write() as tx:
        waiting = label_reviews.propose_downgrade(tx, OFFICER, lowered(record), now=LATER)
        assert tx.records.get(record.id) == record
    with desk.database.write() as tx:
        decision = Decision(id=waiting.id, digest=waiting.digest, step=Step.APPROVE)
        approvals.decide(tx, OTHER, decision, PERFORMERS, proved_at=LATER, now=LATER)
    with desk.database.read() as tx:
        made = tx.records.get(record.id)
        acts = [line.entry.act for line in tx.journal.page(limit=2)]
    assert (made.label.level, made.made_by) == (Level.RESTRICTED, OFFICER.id)
    assert acts == [Act.LABEL_DOWNGRADED, Act.APPROVAL_APPROVED]


def test_nobody_approves_what_they_proposed(desk, adopt):
    adopt()
    record = issue(desk, label(Level.SECRET))
    with desk.database.write() as tx:
        waiting = label_reviews.propose_downgrade(tx, OFFICER, lowered(record), now=LATER)
    with desk.database.write() as tx, pytest.raises(ForbiddenError):
        decision = Decision(id=waiting.id, digest=waiting.digest, step=Step.APPROVE)
        approvals.decide(tx, OFFICER, decision, PERFORMERS, proved_at=LATER, now=LATER)


def test_a_notice_that_changed_since_is_not_lowered_by_a_late_approval(desk, adopt):
    adopt()
    record = issue(desk, label(Level.SECRET))
    with desk.database.write() as tx:
        waiting = label_reviews.propose_downgrade(tx, OFFICER, lowered(record), now=LATER)
    correct(desk, record, record.label)
    with desk.database.write() as tx, pytest.raises(ConflictError):
        decision = Decision(id=waiting.id, digest=waiting.digest, step=Step.APPROVE)
        approvals.decide(tx, OTHER, decision, PERFORMERS, proved_at=LATER, now=LATER)
    with desk.database.read() as tx:
        assert tx.records.get(record.id).label.level is Level.SECRET
