"""Officers of every role, state, clearance, compartment, purpose, training, mandate, case and grant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from random import Random
from typing import Any
from uuid import UUID

from bench.leaks.oracle import Person
from bench.leaks.world import NOW, STATES, World
from tansiq.domain.access import CEILING, STATED, TRAINING, Glass, Officer, Purpose, Role
from tansiq.domain.label import Level
from tansiq.services.tokens import hash_token
from tansiq.storage.accounts import Account, OpenedGlass
from tansiq.storage.database import Transaction
from tansiq.storage.sessions import Session


def add_people(world: World, tx: Transaction) -> None:
    """Officers of every role and state, and some who lack something or have more; each with a session."""
    ids = list(world.notices)
    for number, officer in enumerate([*_usual(), *_special(world.rng, ids)]):
        named = replace(officer, id=f"{officer.role.value}-{officer.state}-{number}")
        token = f"leaks-{number}-{world.rng.randbytes(16).hex()}"
        _enrol(tx, named)
        _open_session(world, tx, named, token)
        world.people.append(_person(named))
        world.tokens[named.id] = token


def _enrol(tx: Transaction, officer: Officer) -> None:
    tx.accounts.add(
        Account(
            id=officer.id,
            name=officer.name,
            role=officer.role,
            state=officer.state,
            service=officer.service,
            clearance=officer.clearance,
            compartments=tuple(officer.compartments),
            trainings=tuple(officer.trainings),
            cases=tuple(officer.cases),
            mandate_until=officer.mandate_until,
            password_hash="none",  # noqa: S106 - nobody signs in with it
            lang="en",
            made_at=NOW,
        )
    )


def _opened(tx: Transaction, officer: Officer) -> OpenedGlass:
    assert officer.glass is not None
    return OpenedGlass(
        id=tx.new_id(NOW),
        account=officer.id,
        record=officer.glass.record,
        compartment=officer.glass.compartment,
        reason="He stands before me.",
        proposed_by=officer.id,
        approved_by="another",
        made_at=NOW,
        until=officer.glass.until,
    )


def _open_session(world: World, tx: Transaction, officer: Officer, token: str) -> None:
    account = tx.accounts.find(officer.id)
    assert account is not None
    if officer.glass is not None:
        tx.accounts.open_glass(_opened(tx, officer))
    if officer.purpose is None:
        return  # there is no session without one
    session = Session(
        id=tx.new_id(NOW),
        account=account,
        purpose=officer.purpose,
        made_at=NOW,
        seen_at=NOW,
        proved_at=NOW,
        expires_at=NOW + timedelta(hours=12),
        **world.node.guards.fresh(officer.id),
    )
    tx.sessions.open(hash_token(token), session)


def _officer(role: Role, state: str, **parts: Any) -> Officer:
    """Somebody who has all that the role presupposes, but for what is said."""
    usual = {
        "clearance": CEILING.get(role, Level.UNCLASSIFIED),
        "trainings": TRAINING[role],
        "purpose": STATED[role][0],
        "compartments": frozenset(),
        **parts,
    }
    name_ = f"A. {role.value}"
    return Officer(id=role.value, name=name_, role=role, state=state, service="National Registry", at=NOW, **usual)


def _usual() -> Iterator[Officer]:
    """Every role of every state."""
    for role, state in product(Role, STATES):
        yield _officer(role, state)


def _special(rng: Random, ids: list[UUID]) -> Iterator[Officer]:
    """Officers who lack something, or have more: by level, compartment, purpose, training, mandate, case and grant."""
    hour, readers = NOW + timedelta(hours=1), list(CEILING)
    for role, level in product(readers, (Level.UNCLASSIFIED, Level.RESTRICTED, Level.CONFIDENTIAL)):
        yield _officer(role, rng.choice(STATES[:2]), clearance=level)
    for role, inside in product(readers, (("blue",), ("red",), ("blue", "red", "green"))):
        yield _officer(role, rng.choice(STATES), compartments=frozenset(inside), cases=frozenset(ids[::4]))
    for role, purpose in product((Role.REGISTRY_OFFICER, Role.LIAISON_ANALYST, Role.WATCH_OFFICER), Purpose):
        if purpose is not STATED[role][0]:
            yield _officer(role, rng.choice(STATES[:2]), purpose=purpose)
    for role in readers:
        yield _officer(role, "DZ", trainings=frozenset())
        yield _officer(role, "DZ", mandate_until=NOW.date() - timedelta(days=1))
        yield _officer(role, "DZ", purpose=None)
    for state in STATES:
        yield _officer(Role.CASE_OFFICER, state, cases=frozenset(rng.sample(ids, len(ids) // 3)))
        yield _officer(Role.ADMINISTRATOR, state, glass=Glass(record=rng.choice(ids), until=hour))
        yield _officer(Role.POST_OFFICER, state, glass=Glass(record=rng.choice(ids), until=hour))
        yield _officer(Role.POST_OFFICER, state, glass=Glass(record=rng.choice(ids), until=NOW))
        yield _officer(Role.LIAISON_ANALYST, state, glass=Glass(compartment="blue", until=hour))


def _person(officer: Officer) -> Person:
    until, glass = officer.mandate_until, officer.opened
    opened = set() if glass is None or glass.compartment is None else {glass.compartment}
    return Person(
        account=officer.id,
        role=officer.role.value,
        state=officer.state,
        clearance=list(Level).index(officer.clearance),
        purpose="" if officer.purpose is None else officer.purpose.value,
        compartments=officer.compartments | opened,
        trainings=frozenset(t.value for t in officer.trainings),
        cases=officer.cases,
        is_over=until is not None and until < NOW.date(),
        opened=None if glass is None else glass.record,
        named=None if officer.glass is None else officer.glass.record,
    )
