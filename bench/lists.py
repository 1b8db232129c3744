"""Stages that fill a node: the real UN list, and the large list from a table."""

import shutil
from pathlib import Path

from bench.figures import Figure, memory, of_time, timed
from bench.nodes import bring, officer, opened, write_table
from tansiq.domain import access
from tansiq.domain.access import Role
from tansiq.domain.source import Format
from tansiq.node import Node, clock
from tansiq.services import unification

UN_LIST = Path(__file__).parents[2] / "shared" / "data" / "un" / "un_consolidated_2026-02-27.xml"
INVENTED = 5_000
"""Notices beside the UN list."""


def measure_un(folder: Path, size: int) -> list[Figure]:
    """The UN list beside 5,000 invented notices, from the two files to proposals in the database."""
    if not UN_LIST.exists():
        reason = "the public lists are not beside this checkout"
        return [
            Figure(what="the UN list imported", spent=None, unit="s", asked=3, note=reason),
            Figure(what="the UN list unified with 5,000", spent=None, unit="s", asked=10, note=reason),
        ]
    shutil.rmtree(folder / "un", ignore_errors=True)
    count = min(INVENTED, size)
    table = write_table(folder / f"{count}.csv", count)
    with opened(folder / "un") as node, timed() as whole:
        with timed() as brought:
            bring(node, Format.CSV, table)
        with timed() as un:
            added = bring(node, Format.UN_XML, UN_LIST)
        with timed() as unified:
            unification.catch_up(node.database, node.identities, now=clock())
        proposed = _proposed(node)
    note = f"table {brought.wall:.1f} s, list {un.wall:.1f} s, the rest unifying"
    return [
        of_time("the UN list imported", un, asked=3, note=f"{added} persons"),
        of_time(f"the UN list unified with {count:,} invented notices", unified, asked=10, note=f"{proposed:,} pairs"),
        of_time("the same from the two files to proposals in the database", whole, asked=10, note=note),
    ]


def write_large(folder: Path, size: int) -> list[Figure]:
    """The file of the large list; its making is not measured."""
    write_table(folder / f"{size}.csv", size)
    return []


def measure_import(folder: Path, size: int) -> list[Figure]:
    """The large table, from its bytes to the last row in the database."""
    table = folder / f"{size}.csv"
    shutil.rmtree(folder / "node", ignore_errors=True)
    with opened(folder / "node") as node, timed() as spent:
        added = bring(node, Format.CSV, table)
    file_mib, database_mib = (p.stat().st_size / 2**20 for p in (table, folder / "node" / "node.db"))
    note = f"{added:,} added; file {file_mib:.0f} MiB, database {database_mib:.0f} MiB"
    return [
        of_time(f"{size:,} notices imported from CSV", spent, asked=60 * size / 100_000, note=note),
        memory("the import", asked=1024),
    ]


def measure_unify(folder: Path, size: int) -> list[Figure]:
    """The index of the large node, and the proposals of all its notices."""
    with opened(folder / "node") as node:
        with node.database.write() as tx:
            tx.journal.move_cursor(unification.CURSOR, 0)
        with timed() as built, node.database.read() as tx:
            node.identities.refresh(tx)
        index = memory("the index")
        with timed() as spent:
            unification.catch_up(node.database, node.identities, now=clock())
        proposed = _proposed(node)
    return [
        of_time(f"the index of {size:,} notices built, at each start", built),
        index,
        of_time(f"{size:,} notices unified with each other", spent, note=f"{proposed:,} pairs"),
        memory("unifying"),
    ]


def _proposed(node: Node) -> int:
    within = access.scope(officer(Role.REGISTRY_OFFICER))
    with node.database.read() as tx:
        return tx.proposals.count_waiting(within, now=clock())
