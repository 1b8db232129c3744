"""Revisions lead from nothing to the declared tables, on both engines, and the triggers are there afterwards."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tansiq.storage import schema, tables
from tansiq.storage.errors import SchemaError
from tansiq.trust.merkle import leaf_hash, root_of

TRIGGERS = {
    "sqlite": "select name from sqlite_master where type = 'trigger'",
    "postgresql": "select tgname from pg_trigger where not tgisinternal",
}
TABLES = ("record", "tombstone", *(name for name in tables.metadata.tables if name.startswith("journal_")))
KEPT = {f"{table}_is_kept_as_it_is" for table in TABLES} | {f"{table}_is_kept" for table in TABLES}
EMPTIED = {f"{table}_is_not_emptied" for table in TABLES}


def triggers(database):
    with database.engine.connect() as connection:
        return set(connection.exec_driver_sql(TRIGGERS[connection.dialect.name]).scalars())


def test_from_nothing_to_the_head(empty):
    assert not schema.is_current(empty)
    schema.migrate(empty)
    assert schema.is_current(empty)


def test_migrating_again_changes_nothing(database):
    before = triggers(database)
    schema.migrate(database)
    assert schema.is_current(database)
    assert triggers(database) == before


def test_the_head_is_the_declared_tables(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_what_is_kept_has_its_triggers(database):
    truncates = EMPTIED if database.engine.dialect.name == "postgresql" else set()
    assert triggers(database) == KEPT | truncates


def test_postgresql_refuses_to_empty_what_is_kept(database):
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no truncate")
    with database.write() as tx, pytest.raises(sa.exc.DBAPIError, match="never changed"):
        tx.records._connection.exec_driver_sql("truncate record")


def test_a_revision_of_a_newer_program_stops_the_start(database):
    with database.write() as tx:
        tx.records._connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    with pytest.raises(SchemaError):
        schema.migrate(database)


def test_revisions_are_one_line_numbered_from_one(database):
    with database.engine.connect() as connection:
        revisions = [
            r.revision for r in ScriptDirectory.from_config(schema._config(connection, database)).walk_revisions()
        ]
    assert sorted(revisions) == [f"{n:04}" for n in range(1, len(revisions) + 1)]


def test_back_to_nothing_and_forth_again(empty):
    from alembic import command

    schema.migrate(empty)
    with empty.engine.connect().execution_options(tx="immediate") as connection, connection.begin():
        command.downgrade(schema._config(connection, empty), "base")
    assert triggers(empty) == set()
    schema.migrate(empty)
    assert schema.is_current(empty)


OLD_LINES = [
    (1, "2026-01-02 03:04:05", "o", "notice_issued", "notice", 1, 1, "a" * 64, ""),
    (2, "2026-01-02 03:04:06", "o", "signed_in", None, None, None, None, ""),
    (3, "2026-01-02 03:04:07", "o", "notice_issued", "notice", 2, 1, "b" * 64, "csv/x"),
    (4, "2026-01-02 03:04:08", "node", "record_erased", "notice", 2, None, None, "retention"),
]


def test_the_lines_of_an_older_journal_become_leaves(empty):
    schema.migrate(empty, "0001")
    first, last = ("seq", "at", "officer", "act", "kind"), ("version", "digest", "detail")
    journal = sa.table("journal", *map(sa.column, first), sa.column("thing", sa.Uuid()), *map(sa.column, last))
    with empty.engine.connect().execution_options(tx="immediate") as connection, connection.begin():
        for seq, at, *parts in OLD_LINES:
            names = ("officer", "act", "kind", "thing", "version", "digest", "detail")
            row = dict(zip(names, parts, strict=True))
            row["thing"] = None if row["thing"] is None else UUID(int=row["thing"])
            when = datetime.fromisoformat(at).replace(tzinfo=UTC)
            time = when if connection.dialect.name == "postgresql" else at + ".000000"
            connection.execute(sa.insert(journal).values(seq=seq, at=time, **row))
        connection.execute(sa.insert(tables.tombstone).values(id=UUID(int=2), data=b"{}"))
    schema.migrate(empty)
    with empty.read() as tx:
        lines = tx.journal.page()
        assert [line.seq for line in lines] == [4, 3, 2, 1]
        assert [line.entry.thing for line in lines] == [UUID(int=2), None, None, UUID(int=1)]
        assert (lines[1].entry.detail, lines[1].count, lines[3].entry.digest) == ("csv/x", 1, "a" * 64)
        assert lines[3].entry.at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        assert tx.journal.tree.root(4) == root_of([leaf_hash(leaf) for leaf in tx.journal.tree.entries(0, 4)])


def test_what_older_rows_say_of_officers_is_sealed_where_it_is(empty):
    schema.migrate(empty, "0006")
    account, glass = UUID(int=7), UUID(int=8)
    texts = {"name": "'I. Invented'", "compartments": """'["blue"]'""", "cases": f"'{UUID(int=9)}'"}
    false = "false" if empty.engine.dialect.name == "postgresql" else "0"
    usual = {
        "id": "'i.invented'",
        "skeleton": "'i.invented'",
        "role": "'case_officer'",
        "state": "'DZ'",
        "service": "'Registry'",
        "clearance": "'secret'",
        "trainings": "''",
        "password_hash": "'none'",
        "must_change": false,
        "totp_step": "0",
        "single_keys": false,
        "failures": "0",
        "made_at": "'2026-01-02 03:04:05.000000+00:00'",
    }
    opened = {
        "id": f"'{glass.hex}'",
        "account": "'i.invented'",
        "record": f"'{account.hex}'",
        "reason": "'Before the gate.'",
        "proposed_by": "'i.invented'",
        "approved_by": "'another'",
        "made_at": "'2026-01-02 03:04:05.000000+00:00'",
        "until": "'2026-01-02 04:04:05.000000+00:00'",
    }
    with empty.engine.connect().execution_options(tx="immediate") as connection, connection.begin():
        for table, row in (("account", usual | texts), ("glass", opened)):
            connection.exec_driver_sql(f"insert into {table} ({', '.join(row)}) values ({', '.join(row.values())})")
    schema.migrate(empty)
    with empty.read() as tx:
        held = tx.accounts.find("i.invented")
        assert (held.name, held.compartments, held.cases) == ("I. Invented", ("blue",), (UUID(int=9),))
        assert [one.reason for one in tx.accounts.glasses()] == ["Before the gate."]
    with empty.engine.connect() as connection:
        said = [*connection.exec_driver_sql("select name from account").scalars()]
        said += connection.exec_driver_sql("select reason from glass").scalars()
    assert all(bytes.fromhex(text) for text in said)
