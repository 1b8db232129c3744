from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from tests.conftest import NOW, make_id
from tests.unit.services.conftest import officer

from tansiq.domain import approval
from tansiq.domain.access import GRANTS, Permission, Role
from tansiq.domain.approval import RULES, WAYS, Approval, Objection, State, Step, TwoPersonAct
from tansiq.domain.errors import ConflictError, ForbiddenError, InvalidError

WAITS = Approval(
    id=make_id(),
    act=TwoPersonAct.RELEASE,
    subject="thing",
    state_code="DZ",
    payload=b"{}",
    digest="0" * 64,
    reason="Because.",
    proposed_by="registrar",
    proposed_at=NOW,
    expires_at=NOW + timedelta(days=2),
)
SECOND = replace(officer(Role.REGISTRY_OFFICER), id="second")


ABOUT_THE_NODE = (
    TwoPersonAct.ACCOUNT,
    TwoPersonAct.PRIVILEGED_ACCOUNT,
    TwoPersonAct.RECOVERY,
    TwoPersonAct.PARTNER_ENROLMENT,
    TwoPersonAct.PARTNER_KEY,
)
"""Accounts and keys: no content, so administrators may be the second person."""


def test_every_act_has_a_rule_and_somebody_who_may_approve():
    assert set(RULES) == set(TwoPersonAct)
    for rule in RULES.values():
        assert rule.approvers
        assert all(Permission.APPROVAL_DECIDE in GRANTS[role] for role in rule.approvers)
        assert timedelta(0) < rule.stands <= timedelta(days=7)


def test_every_act_can_be_proposed_by_somebody():
    assert all(any(rule.proposing in granted for granted in GRANTS.values()) for rule in RULES.values())


def test_inspectors_decide_nothing_and_administrators_nothing_about_content():
    for act, rule in RULES.items():
        assert Role.OVERSIGHT_INSPECTOR not in rule.approvers
        assert (Role.ADMINISTRATOR in rule.approvers) == (act in ABOUT_THE_NODE)


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_only_what_waits_has_ways_out(state, step):
    held = replace(WAITS, state=state)
    by = officer(Role.REGISTRY_OFFICER) if step is Step.WITHDRAW else SECOND
    held = replace(held, proposed_by=by.id) if step is Step.WITHDRAW else held
    if step is Step.EXPIRE or (state, step) in WAYS:
        return
    with pytest.raises(ConflictError):
        approval.taken(held, step, by, reason="no", now=NOW)


def test_a_step_notes_who_when_and_why():
    moved = approval.taken(WAITS, Step.APPROVE, SECOND, reason=" It is right. ", now=NOW)
    assert (moved.state, moved.decided_by, moved.decided_at) == (State.APPROVED, "second", NOW)
    assert moved.decision == "It is right."
    assert moved.payload is WAITS.payload


def test_a_rejection_needs_a_reason():
    with pytest.raises(InvalidError):
        approval.taken(WAITS, Step.REJECT, SECOND, reason=" ", now=NOW)


@pytest.mark.parametrize(
    ("who", "objection"),
    [
        (replace(SECOND, id="registrar"), Objection.OWN_PROPOSAL),
        (replace(SECOND, id="thing"), Objection.ABOUT_ONESELF),
        (replace(SECOND, state="TN"), Objection.NOT_APPROVER),
        (replace(SECOND, role=Role.LIAISON_ANALYST), Objection.NOT_APPROVER),
    ],
)
def test_never_oneself_and_never_who_is_not_in_the_table(who, objection):
    for step in (Step.APPROVE, Step.REJECT):
        with pytest.raises(ForbiddenError, match=objection):
            approval.taken(WAITS, step, who, reason="no", now=NOW)


def test_a_proposal_is_over_at_its_end_whether_that_was_noted_or_not():
    assert WAITS.state_at(WAITS.expires_at - timedelta(seconds=1)) is State.PROPOSED
    assert WAITS.state_at(WAITS.expires_at) is State.EXPIRED
    assert replace(WAITS, state=State.REJECTED).state_at(WAITS.expires_at) is State.REJECTED
    assert approval.expired(WAITS, WAITS.expires_at).state is State.EXPIRED
    with pytest.raises(ConflictError, match="expired"):
        approval.taken(WAITS, Step.APPROVE, SECOND, reason="", now=WAITS.expires_at)


@pytest.mark.parametrize(("seconds", "counts"), [(0, True), (300, True), (301, False), (-1, False)])
def test_a_proof_counts_for_five_minutes(seconds, counts):
    if counts:
        approval.check_fresh(NOW - timedelta(seconds=seconds), NOW)
    else:
        with pytest.raises(approval.StaleProofError):
            approval.check_fresh(NOW - timedelta(seconds=seconds), NOW)
