"""The nodes that are measured: made in a folder, opened, filled from files as an officer would."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tansiq import settings
from tansiq.domain.access import CEILING, STATED, TRAINING, Officer, Role
from tansiq.domain.label import Level
from tansiq.domain.source import Format
from tansiq.node import Node, clock, init_node, open_node
from tansiq.services import accounts, uploads
from tansiq.settings import Settings

SEED = 20261123
PASSWORD = "ten invented words"  # noqa: S105 - of a node that lives as long as the measurement
SERVICE = "National Registry (bench)"


def officer(role: Role) -> Officer:
    """The officer of a role."""
    return Officer(
        id=role.value,
        name=f"B. {role.value}",
        role=role,
        state="DZ",
        service=SERVICE,
        clearance=CEILING.get(role, Level.UNCLASSIFIED),
        trainings=TRAINING[role],
        purpose=STATED[role][0],
    )


@contextmanager
def opened(folder: Path) -> Iterator[Node]:
    """The node in a folder, made if there is none."""
    if not (folder / "node.toml").exists():
        _make(folder)
    node = open_node(settings.load(folder))
    try:
        yield node
    finally:
        node.close()


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{(folder / 'node.db').resolve()}"
    init_node(
        Settings(
            folder=folder,
            state="DZ",
            service=SERVICE,
            title="Bench",
            port=8101,
            database_url=url,
            partners=("TN",),
        )
    )
    node = open_node(settings.load(folder))
    for role in (Role.REGISTRY_OFFICER, Role.LIAISON_ANALYST):
        who = officer(role)
        new = accounts.NewAccount(
            id=who.id, name=who.name, role=role, state=who.state, service=who.service, password=PASSWORD
        )
        accounts.create(node.database, node.passwords, new, now=clock())
    node.close()


def bring(node: Node, format_: Format, path: Path) -> int:
    """Imports a file as `tansiq import` does, from its bytes to the last row in the database.

    Returns:
        How many notices it added.
    """
    who, now = officer(Role.REGISTRY_OFFICER), clock()
    with node.database.write() as tx:
        upload = uploads.stage(tx, who, format_, {path.name: path.read_bytes()}, now=now)
        reading = uploads.read(tx, who, upload)
        if format_ in uploads.TABLES:
            if reading.mapping is None:
                raise ValueError(path)
            uploads.choose_mapping(tx, who, upload, reading.mapping, now=now)
            reading = uploads.read(tx, who, upload)
    plan = uploads.plan(node.database, who, reading, label=node.default_label, now=now)
    uploads.apply(node.database, who, plan, now=now)
    return len(plan.difference.added)


def write_table(path: Path, count: int, *, seed: int = SEED) -> Path:
    """A file of so many invented people, unless it is there."""
    if not path.exists():
        from tansiq.demo.tables import table  # noqa: PLC0415 - the generator is not part of what is measured

        partial = path.with_suffix(".part")
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as out:
            out.writelines(table(seed, count, clock()))
        partial.replace(path)
    return path
