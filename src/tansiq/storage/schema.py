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


def migrate(database: Database, revision: str = "head") -> None:
    """Brings the tables to a revision, in one transaction.

    Raises:
        SchemaError: if the database is of a revision that this program does not know.
    """
    with database.engine.connect() as plain:
        connection = plain.execution_options(tx="immediate")
        with connection.begin():
            config = _config(connection)
            try:
                command.upgrade(config, revision)
            except CommandError as error:
                raise SchemaError(str(error)) from error


def is_current(database: Database) -> bool:
    """Whether the tables are those of the head revision."""
    with database.engine.connect() as connection:
        held = MigrationContext.configure(connection).get_current_revision()
        return held == ScriptDirectory.from_config(_config(connection)).get_current_head()


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
