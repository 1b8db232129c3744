"""Makes the node of the leak test, from a seed."""

from dataclasses import replace
from pathlib import Path
from random import Random

from argon2 import PasswordHasher

from bench.leaks import content, dossiers, lists, people
from bench.leaks.watch import Words
from bench.leaks.world import NOW, World
from tansiq.node import init_node, open_node
from tansiq.services import unification
from tansiq.settings import Settings
from tansiq.trust.passwords import Passwords

CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def make(folder: Path, *, seed: int, notices: int = 160) -> World:
    """The world of a seed, in a folder of its own."""
    rng = Random(seed)
    settings = _settings(folder)
    init_node(settings)
    node = replace(open_node(settings, passwords=CHEAP), clock=lambda: NOW)
    world = World(node=node, words=Words(rng), rng=rng)
    with node.database.write() as tx:
        lists.add_sources(world, tx)
        content.add_notices(world, tx, notices)
        content.add_links(world, tx)
        dossiers.add_dossiers(world, tx)
        lists.add_rows(world, tx)
        people.add_people(world, tx)
        lists.add_uploads(world, tx)
    unification.catch_up(node.database, node.identities, now=NOW)
    return world


def _settings(folder: Path) -> Settings:
    return Settings(
        folder=folder,
        state="DZ",
        service="National Registry",
        title="Node of the leak test",
        port=8101,
        database_url=f"sqlite:///{folder / 'node.db'}",
        partners=("TN",),
    )
