"""Revisions lead from nothing to the declared tables, on both engines, and the triggers are there afterwards."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tansiq.storage import schema, tables
from tansiq.storage.errors import SchemaError

TRIGGERS = {
    "sqlite": "select name from sqlite_master where type = 'trigger'",
    "postgresql": "select tgname from pg_trigger where not tgisinternal",
}
KEPT = {f"{table}_is_kept_as_it_is" for table in ("record", "tombstone", "journal")} | {
    f"{table}_is_kept" for table in ("record", "tombstone", "journal")
}
EMPTIED = {f"{table}_is_not_emptied" for table in ("record", "tombstone", "journal")}


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
        revisions = [r.revision for r in ScriptDirectory.from_config(schema._config(connection)).walk_revisions()]
    assert sorted(revisions) == [f"{n:04}" for n in range(1, len(revisions) + 1)]


def test_back_to_nothing_and_forth_again(empty):
    from alembic import command

    schema.migrate(empty)
    with empty.engine.connect().execution_options(tx="immediate") as connection, connection.begin():
        command.downgrade(schema._config(connection), "base")
    assert triggers(empty) == set()
    schema.migrate(empty)
    assert schema.is_current(empty)
