"""The one table of roles, walked whole: what is not in it here is refused."""

import pytest
from tests.conftest import make_notice

from tansiq.domain import access
from tansiq.domain.access import CEILING, GRANTS, Allowed, Officer, Permission, Reason, Refused, Role, may
from tansiq.domain.errors import ForbiddenError
from tansiq.domain.label import Label, Level
from tansiq.domain.offence import Measure

P = Permission
TABLE = {
    P.NOTICE_READ: {"registry_officer", "liaison_analyst", "post_officer", "watch_officer", "case_officer"},
    P.NOTICE_READ_MINOR: {"registry_officer", "case_officer"},
    P.NOTICE_WRITE: {"registry_officer"},
    P.NOTICE_EXPORT: {"registry_officer", "liaison_analyst"},
    P.SOURCE_READ: {"registry_officer", "liaison_analyst"},
    P.SOURCE_IMPORT: {"registry_officer", "liaison_analyst"},
    P.LINK_READ: {"registry_officer", "liaison_analyst", "watch_officer"},
    P.LINK_JUDGE: {"liaison_analyst"},
    P.JOURNAL_READ: {"oversight_inspector"},
    P.NODE_READ: {"administrator"},
}
"""Who may, written a second time and the other way round."""
CONTENT = {p for p in P if p.partition(":")[0] in {"notice", "source", "link"}}
WITHOUT_CONTENT = (Role.BORDER_PLANNER, Role.COMMITTEE_SECRETARY, Role.OVERSIGHT_INSPECTOR, Role.ADMINISTRATOR)


def officer(role=Role.LIAISON_ANALYST, state="DZ"):
    return Officer(id="o", name="A. Officer", role=role, state=state, service="Registry")


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
        allowed = may(officer(role), P.NOTICE_READ, labelled(level)) == Allowed()
        assert allowed is (level.rank <= CEILING[role].rank)


def test_a_compartment_is_closed_to_everybody_yet():
    assert may(officer(), P.NOTICE_READ, labelled(compartments=("blue",))) == Refused(Reason.COMPARTMENT)


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
    verdict = may(officer(Role(role)), P.NOTICE_READ, make_notice(minor=True, measure=Measure.PROTECT))
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
