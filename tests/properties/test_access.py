"""What must hold of every verdict, whatever the role, the label and the owner."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import OFFICERS, records

from tansiq.domain import access
from tansiq.domain.access import CEILING, GRANTS, Allowed, Permission, may
from tansiq.domain.errors import ForbiddenError
from tansiq.domain.label import Level

PERMISSIONS = st.sampled_from(Permission)


def allowed(officer, permission, record):
    return may(officer, permission, record) == Allowed()


@settings(max_examples=50)
@given(OFFICERS, PERMISSIONS, records())
def test_a_thing_is_never_more_open_than_its_permission(officer, permission, record):
    if allowed(officer, permission, record):
        assert permission in GRANTS[officer.role]


@settings(max_examples=50)
@given(OFFICERS, PERMISSIONS, records())
def test_nothing_is_open_to_a_state_that_neither_owns_it_nor_may_have_it(officer, permission, record):
    if officer.state != record.owner.state and officer.state not in record.label.releasable_to:
        assert not allowed(officer, permission, record)


@settings(max_examples=50)
@given(OFFICERS, PERMISSIONS, records(), st.sampled_from(Level))
def test_raising_the_level_opens_nothing(officer, permission, record, level):
    higher = replace(record, label=replace(record.label, level=max(level, record.label.level, key=lambda x: x.rank)))
    if allowed(officer, permission, higher):
        assert allowed(officer, permission, record)
        assert higher.label.level.rank <= CEILING.get(officer.role, Level.UNCLASSIFIED).rank


@settings(max_examples=50)
@given(OFFICERS, PERMISSIONS, records())
def test_taking_states_from_a_label_opens_nothing(officer, permission, record):
    narrower = replace(record, label=replace(record.label, releasable_to=record.label.releasable_to[1:]))
    if allowed(officer, permission, narrower):
        assert allowed(officer, permission, record)


@settings(max_examples=50)
@given(OFFICERS, PERMISSIONS, records())
def test_require_and_may_say_the_same(officer, permission, record):
    try:
        access.require(officer, permission, record)
    except ForbiddenError:
        assert not allowed(officer, permission, record)
    else:
        assert allowed(officer, permission, record)
