"""Two persons: what was proposed is what is done, once, by somebody else, in time."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from tests.conftest import NOW, make_id, make_notice
from tests.unit.services.conftest import officer

from tansiq.domain.access import Permission, Role
from tansiq.domain.approval import FRESH, RULES, StaleProofError, State, Step, TwoPersonAct
from tansiq.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.services import approvals, erasures
from tansiq.services.approvals import Decision, Proposal
from tansiq.services.approved_acts import PERFORMERS
from tansiq.services.erasures import EarlyErasure
from tansiq.services.keeping import keep
from tansiq.storage.errors import StorageError
from tansiq.trust.errors import SealError

REGISTRAR = officer(Role.REGISTRY_OFFICER)
SECOND = replace(REGISTRAR, id="second registrar")
LATE = NOW + RULES[TwoPersonAct.RELEASE].stands


@pytest.fixture
def database(desk):
    return desk.database


def propose(database, act=TwoPersonAct.RELEASE, subject="thing", what=None, by=REGISTRAR, now=NOW):
    with database.write() as tx:
        proposal = Proposal(act=act, subject=subject, what=what or {"n": 1}, reason="Because of the lake.")
        return approvals.propose(tx, by, proposal, now=now)


def decide(database, proposed, step=Step.APPROVE, by=SECOND, now=NOW, done=None, **changes):
    given = {"id": proposed.id, "digest": proposed.digest, "step": step, "reason": "", **changes}
    performers = {act: lambda _, deed: (done if done is not None else []).append(deed) for act in TwoPersonAct}
    with database.write() as tx:
        return approvals.decide(tx, by, Decision(**given), performers, proved_at=now, now=now)


@pytest.fixture
def visible(monkeypatch):
    """The subjects of these tests are no records."""
    monkeypatch.setattr(approvals, "RECORD_ACTS", frozenset())


def test_what_was_proposed_is_what_is_done(database, visible):
    done = []
    decide(database, propose(database, what={"b": 2, "a": 1}), done=done)
    assert done[0].approval.payload == b'{"a":1,"b":2}'
    assert done[0].officer == SECOND


def test_an_act_is_done_exactly_once(database, visible):
    done = []
    proposed = propose(database)
    decide(database, proposed, done=done)
    with pytest.raises(ConflictError, match="approved"):
        decide(database, proposed, done=done)
    assert len(done) == 1


def test_an_act_that_fails_leaves_the_proposal_waiting(database, visible):
    proposed = propose(database)

    def fail(tx, deed):
        raise ConflictError("thing", "changed")

    with pytest.raises(ConflictError), database.write() as tx:
        decision = Decision(id=proposed.id, digest=proposed.digest, step=Step.APPROVE)
        approvals.decide(tx, SECOND, decision, {proposed.act: fail}, proved_at=NOW, now=NOW)
    with database.read() as tx:
        assert tx.approvals.find(proposed.id).state is State.PROPOSED
        assert Act.APPROVAL_APPROVED not in [line.entry.act for line in tx.journal.page()]


def test_nobody_approves_or_rejects_what_they_proposed(database, visible):
    proposed = propose(database)
    for step in (Step.APPROVE, Step.REJECT):
        with pytest.raises(ForbiddenError, match="own_proposal"):
            decide(database, proposed, step, by=REGISTRAR, reason="no")


def test_the_database_itself_refuses_one_person(database, visible):
    proposed = propose(database)
    with pytest.raises(StorageError, match="two_persons"), database.write() as tx:
        tx.approvals.decide(replace(proposed, state=State.APPROVED, decided_by=REGISTRAR.id, decided_at=NOW))


@pytest.mark.parametrize("role", list(Role))
def test_only_the_roles_of_the_table_decide(database, visible, role):
    proposed = propose(database)
    if role in RULES[proposed.act].approvers:
        assert decide(database, proposed, by=replace(officer(role), id="x")).state is State.APPROVED
    else:
        with pytest.raises((ForbiddenError, NotFoundError)):
            decide(database, proposed, by=replace(officer(role), id="x"))


def test_an_officer_of_another_state_sees_nothing(database, visible):
    proposed = propose(database)
    with pytest.raises(NotFoundError):
        decide(database, proposed, by=officer(Role.REGISTRY_OFFICER, "TN"))


def test_a_rejection_needs_a_reason_and_does_nothing(database, visible):
    done = []
    proposed = propose(database)
    with pytest.raises(InvalidError, match="reason"):
        decide(database, proposed, Step.REJECT, done=done)
    assert decide(database, proposed, Step.REJECT, done=done, reason="Not now.").state is State.REJECTED
    assert done == []


def test_only_the_proposer_withdraws(database, visible):
    proposed = propose(database)
    with pytest.raises(ForbiddenError, match="not_proposer"):
        decide(database, proposed, Step.WITHDRAW)
    assert decide(database, proposed, Step.WITHDRAW, by=REGISTRAR).state is State.WITHDRAWN


def test_a_proposal_lapses_at_its_end(database, visible):
    proposed = propose(database)
    with pytest.raises(ConflictError, match="expired"):
        decide(database, proposed, now=LATE)
    with database.write() as tx:
        assert approvals.expire(tx, now=LATE) == 1
        assert approvals.expire(tx, now=LATE) == 0
        assert tx.approvals.find(proposed.id).state is State.EXPIRED
        assert tx.journal.page(limit=1)[0].entry.act is Act.APPROVAL_EXPIRED


def test_the_same_is_proposed_once_at_a_time(database, visible):
    propose(database)
    with pytest.raises(ConflictError, match="proposed"):
        propose(database, by=SECOND)
    assert propose(database, now=LATE).state is State.PROPOSED


def test_a_page_that_showed_other_bytes_decides_nothing(database, visible):
    with pytest.raises(ConflictError, match="changed"):
        decide(database, propose(database), digest="0" * 64)


def test_bytes_that_were_changed_in_the_database_are_not_done(database, visible):
    proposed = propose(database)
    with database.write() as tx:
        tx.approvals._connection.execute(sa.text("update approval set payload = :p"), {"p": b'{"n":2}'})
    with pytest.raises(SealError):
        decide(database, proposed)


def test_deciding_needs_a_proof_of_just_now(database, visible):
    proposed = propose(database)
    decision = Decision(id=proposed.id, digest=proposed.digest, step=Step.APPROVE)
    for proved_at in (NOW - FRESH - timedelta(seconds=1), NOW + timedelta(seconds=1)):
        with pytest.raises(StaleProofError), database.write() as tx:
            approvals.decide(tx, SECOND, decision, {}, proved_at=proved_at, now=NOW)


def test_what_waits_for_somebody_is_listed_for_them_alone(database, visible):
    proposed = propose(database)
    with database.read() as tx:
        assert [one.id for one in approvals.waiting(tx, SECOND, now=NOW)] == [proposed.id]
        assert approvals.waiting(tx, REGISTRAR, now=NOW) == []
        assert approvals.waiting(tx, SECOND, now=LATE) == []
        assert [one.id for one in approvals.listed(tx, REGISTRAR)] == [proposed.id]
        assert approvals.listed(tx, officer(Role.WATCH_OFFICER)) == []


def test_what_nobody_carries_out_is_not_approved(database, visible):
    proposed = propose(database)
    with pytest.raises(ConflictError, match="no_performer"), database.write() as tx:
        decision = Decision(id=proposed.id, digest=proposed.digest, step=Step.APPROVE)
        approvals.decide(tx, SECOND, decision, {}, proved_at=NOW, now=NOW)
    with database.read() as tx:
        assert tx.approvals.find(proposed.id).state is State.PROPOSED


@pytest.mark.parametrize("act", sorted(approvals.RECORD_ACTS))
def test_what_is_about_a_record_is_proposed_by_those_for_whom_it_exists(database, act):
    hidden = make_notice("Zoubir Nejmaoui", state="TN", label=Label(policy="TN-national", level=Level.RESTRICTED))
    with database.write() as tx:
        keep(tx, hidden, Act.NOTICE_ISSUED)
    for subject in (hidden.id, make_id()):
        with pytest.raises(NotFoundError):
            propose(database, act=act, subject=str(subject))


@pytest.mark.parametrize("act", [TwoPersonAct.RELEASE, TwoPersonAct.NAMESAKE_END, TwoPersonAct.COERCIVE_OUTCOME])
def test_acts_of_records_to_come_wait_for_their_second_person_and_their_performer(database, act):
    notice, done = make_notice("Zoubir Nejmaoui"), []
    with database.write() as tx:
        keep(tx, notice, Act.NOTICE_ISSUED)
    proposed = propose(database, act=act, subject=str(notice.id), what={"outcome": "arrest"})
    with database.read() as tx:
        assert [one.id for one in approvals.waiting(tx, SECOND, now=NOW)] == [proposed.id]
    with pytest.raises(ForbiddenError, match="own_proposal"):
        decide(database, proposed, by=REGISTRAR, done=done)
    assert decide(database, proposed, done=done).state is State.APPROVED
    assert done[0].approval.payload == b'{"outcome":"arrest"}'


def test_what_an_approval_is_about_is_journalled_as_read(database):
    notice = make_notice("Zoubir Nejmaoui")
    with database.write() as tx:
        keep(tx, notice, Act.NOTICE_ISSUED)
        erasure = EarlyErasure(notice=notice.id, version=1)
        proposed = erasures.propose(tx, REGISTRAR, erasure, reason="It is about somebody else.", now=NOW)
    with database.read() as tx:
        assert approvals.subject_of(tx, SECOND, proposed).record == notice
    with database.read() as tx:
        assert tx.journal.page(limit=1)[0].entry.act is Act.NOTICE_READ
        low = replace(SECOND, clearance=Level.UNCLASSIFIED)
        assert approvals.subject_of(tx, low, proposed) == approvals.NOBODY


@pytest.mark.parametrize("role", list(Role))
def test_as_many_are_counted_as_wait(database, role):
    ours, hidden = make_notice("Zoubir Nejmaoui"), make_notice("Hakim Ouahati")
    high = Label(policy="DZ-national", level=Level.SECRET, compartments=("LAKE",))
    with database.write() as tx:
        keep(tx, ours, Act.NOTICE_ISSUED)
        keep(tx, replace(hidden, label=high), Act.NOTICE_ISSUED)
    cleared = replace(REGISTRAR, compartments=frozenset({"LAKE"}))
    for act in TwoPersonAct:
        manages = RULES[act].proposing in (Permission.ACCOUNT_MANAGE, Permission.PARTNER_MANAGE)
        by = officer(Role.ADMINISTRATOR) if manages else cleared
        for subject in (ours, hidden):
            propose(database, act=act, subject=str(subject.id), by=by)
    who = replace(officer(role), id="x")
    with database.read() as tx:
        for now in (NOW, NOW + timedelta(hours=2), NOW + timedelta(days=8)):
            assert approvals.count_waiting(tx, who, now=now) == len(approvals.waiting(tx, who, now=now))
        assert approvals.count_waiting(tx, REGISTRAR, now=NOW) == len(approvals.waiting(tx, REGISTRAR, now=NOW))


def test_two_persons_erase_a_notice_before_its_time(database):
    notice = make_notice("Zoubir Nejmaoui")
    with database.write() as tx:
        keep(tx, notice, Act.NOTICE_ISSUED)
        erasure = EarlyErasure(notice=notice.id, version=1)
        proposed = erasures.propose(tx, REGISTRAR, erasure, reason="It is about somebody else.", now=NOW)
    with database.write() as tx:
        decision = Decision(id=proposed.id, digest=proposed.digest, step=Step.APPROVE)
        approvals.decide(tx, SECOND, decision, PERFORMERS, proved_at=NOW, now=NOW)
    with database.read() as tx:
        assert tx.records.tombstone(notice.id).reason == "early"


def test_a_proposal_about_a_hidden_record_does_not_exist(database):
    notice = make_notice("Zoubir Nejmaoui", minor=False)
    with database.write() as tx:
        keep(tx, notice, Act.NOTICE_ISSUED)
        erasure = EarlyErasure(notice=notice.id, version=1)
        proposed = erasures.propose(tx, REGISTRAR, erasure, reason="It is about somebody else.", now=NOW)
    uncleared = replace(SECOND, trainings=frozenset())
    with database.read() as tx:
        with pytest.raises((ForbiddenError, NotFoundError)):
            approvals.get(tx, uncleared, proposed.id)
        low = replace(SECOND, clearance=Level.UNCLASSIFIED)
        with pytest.raises(NotFoundError):
            approvals.get(tx, low, proposed.id)
        assert approvals.listed(tx, low) == []
