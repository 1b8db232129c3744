"""The short leak test; `make leaks` is the long one. And that the test itself finds leaks and wrong writes."""

import logging
from dataclasses import replace
from itertools import islice
from random import Random
from uuid import UUID

import litestar
import pytest
from bench.leaks.oracle import READS_NOTICES as READERS
from bench.leaks.routes import UnknownRouteError, enumerate_routes, targets
from bench.leaks.run import Run, Tally, drawn
from bench.leaks.watch import UnknownTableError, Watch
from litestar.di import Provide

from tansiq.domain import access
from tansiq.services import persons
from tansiq.storage import tables
from tansiq.web import routing
from tansiq.web.desk import Desk

SEED = 20261123


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small world, asked by each test; every request leaves it as it was."""
    logging.disable(logging.CRITICAL)
    found = Run(tmp_path_factory.mktemp("leaks"), seed=SEED, notices=48)
    yield found
    found.close()
    logging.disable(logging.NOTSET)


@pytest.fixture
def tally(made):
    made.tally = Tally()
    return made.tally


def probe(made, path, *, method="GET", roles=READERS, things=8):
    """Asks one route as every officer of some roles, for some things each, until something is found."""
    route = next(r for r in made.routes if (r.method, r.path) == (method, path))
    for number, person in enumerate(p for p in made.world.people if p.role in roles):
        held = targets(made.world, route)
        for at in range(things):
            made.addressed(person, route, held[(number + 7 * at) % len(made.world.notices)])
            if made.tally.leaks or made.tally.wrong_writes:
                return


def test_nothing_leaks_and_nothing_is_wrongly_written(made, tally):
    for person in made.world.people[::40]:
        made.whole(person)
    for person, route, target in islice(drawn(made, made.world.people[::5], Random(SEED)), 200):
        made.addressed(person, route, target)
    assert tally.leaks == []
    assert tally.wrong_writes == []
    assert tally.cases > 2_000
    assert 500 not in tally.statuses


def allowing(*ignored):
    """The policy, blind for these reasons."""
    may = access.may

    def wrong(officer, permission, thing=None):
        verdict = may(officer, permission, thing)
        blind = isinstance(verdict, access.Refused) and verdict.reason in ignored
        return access.Allowed() if blind else verdict

    return wrong


@pytest.mark.parametrize(
    "reason", [access.Reason.LEVEL, access.Reason.NOT_RELEASABLE, access.Reason.COMPARTMENT, access.Reason.CASE]
)
def test_a_policy_that_forgets_a_rule_is_found_out(made, tally, monkeypatch, reason):
    monkeypatch.setattr(access, "may", allowing(reason))
    probe(made, "/notices/{notice:uuid}")
    assert tally.leaks != []


def test_a_policy_that_forgets_children_is_found_out(made, tally, monkeypatch):
    monkeypatch.setattr(access, "may", allowing(access.Reason.MINOR))
    probe(made, "/notices/{notice:uuid}", things=24, roles={"watch_officer"})
    assert tally.leaks != []


def test_a_policy_that_forgets_the_owner_is_found_out(made, tally, monkeypatch):
    monkeypatch.setattr(access, "may", allowing(access.Reason.NOT_OWNER))
    probe(made, "/notices/{notice:uuid}/end", method="POST", roles={"registry_officer"}, things=16)
    assert tally.wrong_writes != []


def test_lists_that_are_wider_than_the_policy_are_found_out(made, tally, monkeypatch):
    scope = access.scope
    monkeypatch.setattr(access, "scope", lambda *given: replace(scope(*given), minors=True))
    made.whole(next(p for p in made.world.people if p.role == "liaison_analyst"))
    assert tally.leaks != []


def test_a_page_that_shows_every_version_is_found_out(made, tally, monkeypatch):
    monkeypatch.setattr(persons, "_history", lambda tx, _, notice: tx.records.history(notice))
    probe(made, "/persons/{person:uuid}", roles={"registry_officer"}, things=16)
    assert tally.leaks != []


def test_what_is_hidden_and_says_so_is_found_out(made, tally, monkeypatch):
    monkeypatch.setattr(access, "require_shown", access.require)
    probe(made, "/notices/{notice:uuid}", things=6)
    assert any("is not as what does not exist" in leak.what for leak in tally.leaks)


@routing.get("/files/{file:uuid}")
def unknown_place(desk: Desk, file: UUID) -> None:
    """A place that names something else than what is known."""


@routing.post("/notices/{notice:uuid}/forward")
def unknown_act(desk: Desk, notice: UUID) -> None:
    """An act of which nobody said what it may change."""


@routing.get("/somewhere")
def unknown_query(desk: Desk, colour: str = "") -> None:
    """A query of which nobody said what it may be."""


@pytest.mark.parametrize("handler", [unknown_place, unknown_act, unknown_query])
def test_a_route_that_nobody_said_how_to_fill_fails(handler):
    with pytest.raises(UnknownRouteError):
        enumerate_routes(litestar.Litestar([handler], dependencies={"desk": Provide(object, sync_to_thread=False)}))


def test_a_table_that_nobody_said_how_to_watch_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(tables.metadata, "tables", {**tables.metadata.tables, "new": None})
    with pytest.raises(UnknownTableError):
        Watch(tmp_path / "node.db")
