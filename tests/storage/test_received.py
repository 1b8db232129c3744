"""Whatever a partner signs, it is settled by name or halts its lane, on both engines: nothing of it stops the node."""

import secrets

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import NOW, make_id
from tests.unit.services.exchange import Peer, agree, make_agreement, make_peer

from tansiq.federation import trials
from tansiq.federation.items import Lane
from tansiq.federation.trials import Trial
from tansiq.services import conformance
from tansiq.trust import canonical
from tansiq.trust.keyrings import Keyring

TEXT = st.text(max_size=6) | st.sampled_from(("\0", "\u202e", "\ud7ff", "é" * 300, "a\nb", "0001-01-01", "9999-12-31"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**64) | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


@pytest.fixture
def parties(database, tmp_path):
    tn = Peer(state="TN", database=database, ring=Keyring.made(now=NOW, entropy=secrets.token_bytes))
    dz = make_peer("DZ", tmp_path)
    dz.know(tn)
    tn.know(dz)
    agree(make_agreement("DZ", "TN"), dz, tn)
    return dz, tn


def author_of(dz):
    with dz.database.read() as tx:
        return conformance.author_of(tx, dz.own, "TN", now=NOW)


def leaves(value, path=()):
    """Where something stands in a body."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from leaves(value[key], (*path, key))
    if isinstance(value, list):
        for at, one in enumerate(value):
            yield from leaves(one, (*path, at))


def replaced(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


def spoilt(members, draw):
    """An item of which one or two parts of the body say anything."""
    body = canonical.decode(members["body"], dict)
    for _ in range(draw(st.integers(1, 2))):
        body = replaced(body, draw(st.sampled_from(list(leaves(body)))), draw(VALUES))
        if not isinstance(body, dict):
            break
    return {**members, "body": canonical.encode(body)}


def settle(dz, tn, trial):
    """The item goes under the next number; how far the lane was and is."""
    number = tn.lane(dz, trial.lane).received + 1
    data = trial.data(author_of(dz), number=number)
    tn.receive(author_of(dz).letter(data, number=number, lane=trial.lane))
    state = tn.lane(dz, trial.lane)
    return number, state


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_what_a_partner_signs_is_settled_or_halts(parties, data):
    dz, tn = parties
    author = author_of(dz)
    good = data.draw(st.sampled_from((trials.released(author, make_id()), trials.recalled(make_id()))))
    number, state = settle(dz, tn, Trial(name="spoilt", step=None, members=spoilt(good, data.draw)))
    assert (state.received, state.halted) == (number, None)


def test_a_number_that_no_database_counts_to_is_a_partners_fault_and_not_ours(parties):
    dz, tn = parties
    author = author_of(dz)
    line = author.letter(trials.good_release(author, make_id()).data(author, number=2**53 - 1), number=2**53 - 1)
    assert tn.receive(line)
    assert tn.receive(line.replace(b"9007199254740991", b"9" * 40)) == b""
    assert tn.lane(dz, Lane.ORDINARY).received == 0
