"""Content is sealed; the label policy has a table. What is there in clear is sealed at the first start with keys."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from tansiq.storage import tables
from tansiq.storage.seals import Seals, place
from tansiq.trust import canonical

revision = "0003"
down_revision = "0002"

BATCH = 1000
"""Rows that are sealed at a time."""
BYTES = {
    "tombstone": ["data"],
    "proposal": ["evidence"],
    "upload": ["data", "mapping", "error"],
    "mapping": ["data"],
    "refusal": ["data", "mapping"],
}
TEXTS = {"upload": ["file_name"], "refusal": ["digest", "reference"]}
"""Columns that are sealed where they are; records, entries and references have more to them."""
OPENED = {
    "sqlite": [
        "drop trigger record_is_kept_as_it_is",
        "drop trigger tombstone_is_kept_as_it_is",
    ],
    "postgresql": [
        "drop trigger record_is_kept_as_it_is on record",
        "drop trigger tombstone_is_kept_as_it_is on tombstone",
    ],
}
CLOSED = {
    "sqlite": [
        f"create trigger {table}_is_kept_as_it_is before update on {table} "
        f"begin select raise(abort, '{table} is never changed'); end"
        for table in ("record", "tombstone")
    ],
    "postgresql": [
        f"create trigger {table}_is_kept_as_it_is before update on {table} for each row execute function refuse()"
        for table in ("record", "tombstone")
    ],
}
"""The triggers that refuse a change stand aside for this one change, inside its transaction."""


def upgrade() -> None:
    _create_tables()
    dialect = op.get_bind().dialect.name
    for statement in OPENED[dialect]:
        op.execute(statement)
    _records(seal=True)
    _columns(seal=True)
    _references(seal=True)
    op.drop_column("record", "digest")
    _entries()
    for statement in CLOSED[dialect]:
        op.execute(statement)


def _create_tables() -> None:
    op.create_table(
        "data_key",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_data_key")),
    )
    op.create_index(op.f("ix_data_key_scope"), "data_key", ["scope"], unique=False)
    op.create_table(
        "label_policy",
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("adopted_by", sa.Text(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("edition", name=op.f("pk_label_policy")),
    )
    op.add_column("notice", sa.Column("label_review_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_notice_label_review_on"), "notice", ["label_review_on"], unique=False)


def _seals() -> Seals:
    seals: Seals = context.config.attributes["seals"]
    return seals


def _rows(table: sa.Table) -> Iterator[sa.Row[Any]]:
    """Every row of a table, a batch at a time, in the order of its key, which the work here does not change."""
    keys = list(table.primary_key.columns)
    last: tuple[Any, ...] | None = None
    while True:
        query = sa.select(*(c for c in table.c if c.name in _present(table))).order_by(*keys).limit(BATCH)
        if last is not None:
            query = query.where(
                sa.tuple_(*keys) > sa.tuple_(*(sa.literal(v, k.type) for v, k in zip(last, keys, strict=True)))
            )
        rows = op.get_bind().execute(query).all()
        if not rows:
            return
        yield from rows
        last = tuple(getattr(rows[-1], key.name) for key in keys)


def _present(table: sa.Table) -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table.name)}


def _change(table: sa.Table, row: sa.Row[Any], values: dict[str, Any]) -> None:
    same = [key == getattr(row, key.name) for key in table.primary_key.columns]
    op.get_bind().execute(sa.update(table).where(*same).values(values))


def _records(*, seal: bool) -> None:
    seals, table = _seals(), tables.record
    for row in _rows(table):
        where = place("record.data", row.id, row.version)
        if seal:
            said = canonical.decode(row.data, dict[str, Any])["label"]["compartments"]
            _change(table, row, {"data": seals.seal(where, row.data, said)})
        else:
            _change(table, row, {"data": seals.open(where, row.data)})


def _columns(*, seal: bool) -> None:
    seals = _seals()
    for name in sorted({*BYTES, *TEXTS}):
        table = tables.metadata.tables[name]
        for row in _rows(table):
            key = [getattr(row, column.name) for column in table.primary_key.columns]
            values: dict[str, Any] = {}
            for column in BYTES.get(name, ()):
                if held := getattr(row, column):
                    where = place(f"{name}.{column}", *key)
                    values[column] = seals.seal(where, held) if seal else seals.open(where, held)
            for column in TEXTS.get(name, ()):
                if (text := getattr(row, column)) is not None:
                    where = place(f"{name}.{column}", *key)
                    values[column] = seals.seal_text(where, text) if seal else seals.open_text(where, text)
            if values:
                _change(table, row, values)


def _references(*, seal: bool) -> None:
    seals, table, record = _seals(), tables.notice, tables.record.c
    for row in _rows(table):
        if seal:
            _change(table, row, {"reference": seals.tag("notice.reference", row.reference)})
            continue
        query = sa.select(record.data).where(record.id == row.id, record.version == row.version)
        held = canonical.decode(op.get_bind().execute(query).scalar_one(), dict[str, Any])
        _change(table, row, {"reference": held["body"]["reference"]})


def _entries() -> None:
    """Entries of lists get a keyed hash for their number, and one sealed value."""
    old = sa.table(
        "list_entry", sa.column("list_key"), sa.column("reference"), sa.column("notice", sa.Uuid()), sa.column("digest")
    )
    seals, held = _seals(), op.get_bind().execute(sa.select(old)).all()
    op.drop_table("list_entry")
    _create_entries("data", sa.LargeBinary())
    for row in held:
        tag = seals.tag("list_entry.reference", row.reference)
        where = place("list_entry.reference", row.list_key, tag)
        data = seals.seal(where, f"{row.digest} {row.reference}".encode())
        values = {"list_key": row.list_key, "reference": tag, "notice": row.notice, "data": data}
        op.get_bind().execute(sa.insert(tables.list_entry).values(values))


def _create_entries(column: str, kind: sa.types.TypeEngine[Any]) -> None:
    op.create_table(
        "list_entry",
        sa.Column("list_key", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("notice", sa.Uuid(), nullable=False),
        sa.Column(column, kind, nullable=False),
        sa.PrimaryKeyConstraint("list_key", "reference", name=op.f("pk_list_entry")),
        sa.UniqueConstraint("notice", name=op.f("uq_list_entry_notice")),
    )


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in OPENED[dialect]:
        op.execute(statement)
    _records(seal=False)
    _columns(seal=False)
    _references(seal=False)
    _open_entries()
    old = sa.table("record", sa.column("id", sa.Uuid()), sa.column("version"), sa.column("digest"))
    op.add_column("record", sa.Column("digest", sa.Text(), nullable=False, server_default=""))
    for row in _rows(tables.record):
        same = (old.c.id == row.id, old.c.version == row.version)
        op.get_bind().execute(sa.update(old).where(*same).values(digest=canonical.digest(row.data)))
    for statement in CLOSED[dialect]:
        op.execute(statement)
    op.drop_index(op.f("ix_notice_label_review_on"), "notice")
    op.drop_column("notice", "label_review_on")
    op.drop_table("label_policy")
    op.drop_table("data_key")


def _open_entries() -> None:
    seals, held = _seals(), op.get_bind().execute(sa.select(tables.list_entry)).all()
    op.drop_table("list_entry")
    _create_entries("digest", sa.Text())
    old = sa.table(
        "list_entry", sa.column("list_key"), sa.column("reference"), sa.column("notice", sa.Uuid()), sa.column("digest")
    )
    for row in held:
        plain = seals.open(place("list_entry.reference", row.list_key, row.reference), row.data).decode()
        digest, _, reference = plain.partition(" ")
        values = {"list_key": row.list_key, "reference": reference, "notice": row.notice, "digest": digest}
        op.get_bind().execute(sa.insert(old).values(values))
