"""The one table of roles, walked whole: what is not in it here is refused."""

from datetime import timedelta

import pytest
from tests.conftest import NOW, make_notice, make_officer

from tansiq.domain import access
from tansiq.domain.access import (
    CEILING,
    GRANTS,
    PURPOSES,
    STATED,
    TRAINING,
    Allowed,
    Glass,
    Officer,
    Permission,
    Purpose,
    Reason,
    Refused,
    Role,
    may,
)
from tansiq.domain.errors import ForbiddenError
from tansiq.domain.label import Label, Level
from tansiq.domain.offence import Measure

P = Permission
STAFF = {"registry_officer", "liaison_analyst", "administrator"}
TABLE = {
    P.NOTICE_READ: {"registry_officer", "liaison_analyst", "post_officer", "watch_officer", "case_officer"},
    P.NOTICE_READ_MINOR: {"registry_officer", "case_officer"},
    P.NOTICE_WRITE: {"registry_officer"},
    P.NOTICE_EXPORT: {"registry_officer", "liaison_analyst"},
    P.NOTICE_RELEASE: {"registry_officer"},
    P.SOURCE_READ: {"registry_officer", "liaison_analyst"},
    P.SOURCE_IMPORT: {"registry_officer", "liaison_analyst"},
    P.LINK_READ: {"registry_officer", "liaison_analyst", "watch_officer"},
    P.LINK_JUDGE: {"liaison_analyst"},
    P.LABEL_CHANGE: {"registry_officer"},
    P.LABEL_DOWNGRADE: {"registry_officer"},
    P.JOURNAL_READ: {"oversight_inspector"},
    P.JOURNAL_VERIFY: {"oversight_inspector"},
    P.OVERSIGHT_READ: {"oversight_inspector"},
    P.APPROVAL_PROPOSE: STAFF | {"watch_officer", "case_officer"},
    P.APPROVAL_DECIDE: STAFF,
    P.BREAK_GLASS_PROPOSE: STAFF | {"watch_officer", "case_officer"},
    P.ACCOUNT_READ: {"administrator"},
    P.ACCOUNT_MANAGE: {"administrator"},
    P.KEY_ROTATE: {"administrator"},
    P.NODE_READ: {"administrator"},
    P.PARTNER_READ: STAFF,
    P.PARTNER_MANAGE: {"administrator"},
    P.AGREEMENT_READ: {"registry_officer", "liaison_analyst"},
    P.AGREEMENT_MANAGE: {"registry_officer", "liaison_analyst"},
    P.REPORT_READ: {"registry_officer", "liaison_analyst"},
    P.REPORT_WRITE: {"liaison_analyst"},
    P.REPORT_RELEASE: {"liaison_analyst"},
    P.REQUEST_READ: {"registry_officer", "liaison_analyst"},
    P.REQUEST_WRITE: {"liaison_analyst"},
}
"""Who may, written a second time and the other way round."""
CONTENT = {p for p in P if p.partition(":")[0] in {"notice", "source", "link", "label", "report", "request"}}
WITHOUT_CONTENT = (Role.BORDER_PLANNER, Role.COMMITTEE_SECRETARY, Role.OVERSIGHT_INSPECTOR, Role.ADMINISTRATOR)


def officer(role=Role.LIAISON_ANALYST, state="DZ", **parts):
    return make_officer(role, state, **parts)


def labelled(level=Level.RESTRICTED, releasable_to=("DZ", "TN"), compartments=(), **parts):
    label = Label(policy="DZ-national", level=level, releasable_to=releasable_to, compartments=compartments)
    return make_notice(label=label, **parts)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_may_what_the_table_says_and_nothing_else(role, permission):
    expected = Allowed() if role in TABLE[permission] else Refused(Reason.ROLE)
    assert may(officer(role), permission) == expected


def test_every_role_is_in_the_table():
    assert set(GRANTS) == set(Role)


@pytest.mark.parametrize("role", WITHOUT_CONTENT)
def test_who_needs_no_content_has_none(role):
    assert not CONTENT & GRANTS[role]
    assert role not in CEILING


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_is_a_subject_and_an_action(permission):
    subject, colon, action = permission.partition(":")
    assert (subject.isidentifier(), colon, action.isidentifier()) == (True, ":", True)


@pytest.mark.parametrize("role", CEILING)
def test_nobody_reads_above_their_ceiling(role):
    for level in Level:
        notice = labelled(level)
        allowed = may(officer(role, cases=frozenset({notice.id})), P.NOTICE_READ, notice) == Allowed()
        assert allowed is (level.rank <= CEILING[role].rank)


def test_nobody_reads_above_their_clearance():
    lower = officer(clearance=Level.RESTRICTED)
    assert may(lower, P.NOTICE_READ, labelled(Level.RESTRICTED)) == Allowed()
    assert may(lower, P.NOTICE_READ, labelled(Level.CONFIDENTIAL)) == Refused(Reason.LEVEL)


def test_a_high_clearance_does_not_lift_the_ceiling_of_the_role():
    cleared = officer(Role.POST_OFFICER, clearance=Level.TOP_SECRET)
    assert may(cleared, P.NOTICE_READ, labelled(Level.SECRET)) == Refused(Reason.LEVEL)


@pytest.mark.parametrize(
    ("within", "marked", "expected"),
    [
        ((), ("blue",), Refused(Reason.COMPARTMENT)),
        (("blue",), ("blue",), Allowed()),
        (("blue",), ("blue", "red"), Refused(Reason.COMPARTMENT)),
        (("blue", "red"), ("red",), Allowed()),
    ],
)
def test_a_reader_is_in_all_compartments_of_what_they_read(within, marked, expected):
    assert may(officer(compartments=frozenset(within)), P.NOTICE_READ, labelled(compartments=marked)) == expected


@pytest.mark.parametrize("role", Role)
def test_an_officer_of_whom_nothing_is_known_reads_nothing(role):
    unknown = Officer(id="o", name="A. Officer", role=role, state="DZ", service="Registry")
    assert all(may(unknown, p) != Allowed() for p in P)


@pytest.mark.parametrize("role", [role for role in Role if TRAINING[role]])
def test_a_role_presupposes_each_of_its_trainings(role):
    for missing in TRAINING[role]:
        untrained = officer(role, trainings=TRAINING[role] - {missing})
        assert {may(untrained, p) for p in GRANTS[role]} == {Refused(Reason.TRAINING)}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("purpose", [None, *Purpose])
def test_a_permission_holds_for_its_purposes_and_these_only(role, purpose):
    for permission in GRANTS[role]:
        fits = purpose in STATED[role] and purpose in PURPOSES[permission]
        assert may(officer(role, purpose=purpose), permission) == (Allowed() if fits else Refused(Reason.PURPOSE))


@pytest.mark.parametrize("role", Role)
def test_every_permission_of_a_role_holds_for_its_usual_purpose(role):
    assert all(STATED[role][0] in PURPOSES[permission] for permission in GRANTS[role])


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_has_a_purpose(permission):
    assert PURPOSES[permission]


def test_a_mandate_ends_with_its_last_day():
    today = NOW.date()
    assert may(officer(mandate_until=today), P.LINK_JUDGE) == Allowed()
    assert may(officer(mandate_until=today - timedelta(days=1)), P.LINK_JUDGE) == Refused(Reason.MANDATE)
    assert may(officer(mandate_until=today, at=None), P.LINK_JUDGE) == Refused(Reason.MANDATE)


def test_a_case_officer_reads_their_cases_only():
    theirs, other = make_notice(), make_notice()
    case_officer = officer(Role.CASE_OFFICER, cases=frozenset({theirs.id}))
    assert may(case_officer, P.NOTICE_READ, theirs) == Allowed()
    assert may(case_officer, P.NOTICE_READ, other) == Refused(Reason.CASE)


def test_what_leaves_the_node_has_a_ceiling_of_its_own():
    secret = labelled(Level.SECRET)
    assert may(officer(), P.NOTICE_READ, secret) == Allowed()
    assert may(officer(), P.NOTICE_EXPORT, secret) == Refused(Reason.RELEASE_LEVEL)
    assert may(officer(), P.NOTICE_EXPORT, labelled(Level.CONFIDENTIAL)) == Allowed()


def glass(role=Role.ADMINISTRATOR, *, minutes=60, **opened):
    return officer(role, glass=Glass(until=NOW + timedelta(minutes=minutes), **opened))


def test_break_glass_opens_one_record_for_reading():
    closed, other = labelled(Level.TOP_SECRET, compartments=("blue",)), labelled()
    opened = glass(record=closed.id)
    assert may(opened, P.NOTICE_READ, closed) == Allowed()
    assert may(opened, P.NOTICE_READ, other) == Refused(Reason.ROLE)
    assert {may(opened, p, closed) for p in (P.NOTICE_WRITE, P.NOTICE_EXPORT, P.LINK_JUDGE)} == {Refused(Reason.ROLE)}


def test_break_glass_ends():
    closed = labelled()
    assert may(glass(record=closed.id, minutes=0), P.NOTICE_READ, closed) == Refused(Reason.ROLE)


def test_break_glass_does_not_open_what_another_state_kept():
    kept = labelled(releasable_to=(), state="TN")
    assert may(glass(record=kept.id), P.NOTICE_READ, kept) == Refused(Reason.ROLE)


def test_break_glass_on_a_compartment_opens_that_compartment_and_no_level():
    opened = glass(Role.POST_OFFICER, compartment="blue")
    assert may(opened, P.NOTICE_READ, labelled(compartments=("blue",))) == Allowed()
    assert may(opened, P.NOTICE_READ, labelled(compartments=("blue", "red"))) == Refused(Reason.COMPARTMENT)
    assert may(opened, P.NOTICE_READ, labelled(Level.SECRET, compartments=("blue",))) == Refused(Reason.LEVEL)


def test_break_glass_does_not_outlive_the_mandate():
    closed = labelled()
    over = officer(
        mandate_until=NOW.date() - timedelta(days=1), glass=Glass(record=closed.id, until=NOW + timedelta(hours=1))
    )
    assert may(over, P.NOTICE_READ, closed) == Refused(Reason.MANDATE)
    assert access.scope(over).opened is None


def test_what_another_state_owns_is_read_only_if_it_is_releasable():
    assert may(officer(state="TN"), P.NOTICE_READ, labelled()) == Allowed()
    assert may(officer(state="MA"), P.NOTICE_READ, labelled()) == Refused(Reason.NOT_RELEASABLE)


def test_the_owner_reads_what_is_releasable_to_nobody():
    assert may(officer(state="DZ"), P.NOTICE_READ, labelled(releasable_to=())) == Allowed()


def test_only_the_owner_writes():
    registrar = officer(Role.REGISTRY_OFFICER, "TN")
    assert may(registrar, P.NOTICE_WRITE, labelled()) == Refused(Reason.NOT_OWNER)
    assert may(registrar, P.NOTICE_WRITE, make_notice(state="TN")) == Allowed()


@pytest.mark.parametrize("role", sorted(TABLE[P.NOTICE_READ]))
def test_children_have_their_own_readers(role):
    child = make_notice(minor=True, measure=Measure.PROTECT)
    verdict = may(officer(Role(role), cases=frozenset({child.id})), P.NOTICE_READ, child)
    assert verdict == (Allowed() if role in TABLE[P.NOTICE_READ_MINOR] else Refused(Reason.MINOR))


def test_a_refusal_carries_permission_and_reason():
    with pytest.raises(ForbiddenError) as caught:
        access.require(officer(Role.POST_OFFICER), P.LINK_JUDGE)
    assert (caught.value.permission, caught.value.reason) == (P.LINK_JUDGE, Reason.ROLE)


def test_what_is_allowed_passes():
    access.require(officer(), P.LINK_JUDGE, make_notice())


@pytest.mark.parametrize("role", WITHOUT_CONTENT)
def test_nothing_exists_for_who_reads_no_notices(role):
    assert access.scope(officer(role)).nothing
