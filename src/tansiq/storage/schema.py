"""The schema is brought to the head revision, or the start stops with the reason."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from tansiq.storage.database import Database
from tansiq.storage.errors import SchemaError
from tansiq.storage.seals import Seals

IN_CLEAR = frozenset({"0001", "0002", "0003", "0004", "0005", "0006"})
"""Revisions that kept content, or names of officers, as they were written."""


def migrate(database: Database, revision: str = "head") -> None:
    """Brings the tables to a revision, in one transaction.

    Raises:
        SchemaError: if the database is of a revision that this program does not know.
        SealError: if its content was sealed with other keys than these.
    """
    with database.engine.connect() as plain:
        connection = plain.execution_options(tx="immediate")
        with connection.begin():
            held = MigrationContext.configure(connection).get_current_revision()
            config = _config(connection, database)
            try:
                command.upgrade(config, revision)
            except CommandError as error:
                raise SchemaError(str(error)) from error
    if held in IN_CLEAR:
        _overwrite(database)
    if revision == "head":
        with database.read() as tx:
            tx.seals.check()


def _overwrite(database: Database) -> None:
    """Content that lay in clear before it was sealed is taken out of the files, not only out of the tables."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.engine.dialect.name == "postgresql":
            connection.exec_driver_sql("vacuum full")
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        for statement in ("pragma query_only=off", "vacuum", "pragma wal_checkpoint(truncate)"):
            driver.execute(statement)


def is_current(database: Database) -> bool:
    """Whether the tables are those of the head revision."""
    with database.engine.connect() as connection:
        held = MigrationContext.configure(connection).get_current_revision()
        return held == ScriptDirectory.from_config(_config(connection, database)).get_current_head()


def _config(connection: sa.Connection, database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    config.attributes["seals"] = Seals(connection, database.vault)  # for revisions that carry content over
    return config
