"""Editions of lists, rows that were put aside, files in hand."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

from bench.leaks import oracle
from bench.leaks.world import NOW, World, marks_of
from tansiq.domain.edition import ColumnMapping, Refusal, Target
from tansiq.domain.errors import Problem
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.domain.source import Format, Source
from tansiq.services.keeping import keep
from tansiq.storage.database import Transaction
from tansiq.storage.imports import KeptRefusal, Upload
from tansiq.trust import canonical

LISTED = "csv/leaks"
COLUMNS = (
    (Target.REFERENCE, "no"),
    (Target.NAME, "name"),
    (Target.BIRTH, "birth"),
    (Target.BASIS, "basis"),
    (Target.AUTHORITY, "authority"),
    (Target.THRESHOLD, "facts"),
    (Target.MINOR, "minor"),
)
CONSTANTS = ((Target.OFFENCE, "travel"), (Target.MEASURE, "inquiry_check"), (Target.REVIEWER, "desk 4"))
ROW_LEVEL = 1
"""A row of a table is restricted at least, as the notice would be that it did not become."""


def add_sources(world: World, tx: Transaction) -> None:
    """Editions of three levels of two states."""
    for owner, level in product(("DZ", "TN"), (Level.UNCLASSIFIED, Level.RESTRICTED, Level.SECRET)):
        new = world.new_id()
        record = Record(
            id=new,
            kind=Kind.SOURCE,
            owner=Owner(state=owner, service="National Registry"),
            version=1,
            label=Label(policy=owner, level=level),
            basis=Basis(authority="Court of the Blue Oasis", reference=world.words.make(new, 1, "basis")),
            retain_until=NOW.date() + timedelta(days=300),
            made_by="registry",
            made_at=NOW,
            body=Source(
                list_key=f"csv/{world.words.make(new, 1, 'list_key')}",
                title=f"List {world.words.make(new, 1, 'title')}",
                format=Format.CSV,
                edition=world.words.make(new, 1, "edition"),
                file_name=f"{world.words.make(new, 1, 'file')}.csv",
                sha256="0" * 64,
                added=1,
                changed=0,
                removed=0,
                unchanged=0,
                quarantined=4,
            ),
        )
        keep(tx, record, Act.LIST_IMPORTED)
        world.sources[new] = marks_of(record)


def _mapping(list_key: str, *, publisher: str) -> ColumnMapping:
    return ColumnMapping(
        list_key=list_key,
        title="A list",
        publisher=Owner(state=publisher, service="National Registry"),
        columns=COLUMNS,
        constants=CONSTANTS,
        complete=False,
    )


def add_rows(world: World, tx: Transaction) -> None:
    """Rows that were put aside, four of each edition."""
    for number, source in enumerate(product(world.sources, range(4))):
        new, child = world.new_id(), number % 4 == 3
        key = tx.records.get(source[0]).body.list_key
        cells = {column: world.words.make(new, 1, column) for _, column in COLUMNS}
        cells |= {"birth": "not a date", "minor": "yes" if child else ""}
        refusal = Refusal(line=number + 2, row=tuple(cells.items()), field="births", problem=Problem.NOT_A_DATE)
        data = canonical.encode(refusal)
        owner = world.sources[source[0]].owner
        tx.imports.add_refusals(
            [
                KeptRefusal(
                    id=new,
                    source=source[0],
                    list_key=key,
                    data=data,
                    digest=canonical.digest(data),
                    mapping=canonical.encode(_mapping(key, publisher="MA" if number % 2 else owner)),
                )
            ]
        )
        world.rows[new] = (source[0], replace(world.sources[source[0]], level=ROW_LEVEL, child=child))


def add_uploads(world: World, tx: Transaction) -> None:
    """Files in hand, of some who import."""
    importers = [p for p in world.people if oracle.works(p, oracle.IMPORTS)]
    for number, person in enumerate(world.rng.sample(importers, k=min(8, len(importers)))):
        new = world.new_id()
        cells = {column: world.words.make(new, 1, column) for _, column in COLUMNS} | {"birth": "1991", "minor": ""}
        rows = [";".join(cells), ";".join(cells.values())]
        tx.imports.add_upload(
            Upload(
                id=new,
                officer=person.account,
                made_at=NOW,
                format=Format.CSV.value,
                file_name=f"{world.words.make(new, 1, 'file')}.csv",
                data="\n".join(rows).encode(),
                mapping=canonical.encode(_mapping(LISTED, publisher="MA")) if number % 2 else None,
            )
        )
        world.uploads[new] = person.account
