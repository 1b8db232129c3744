"""One database: opened, migrated, read and written in transactions.

`read()` and `write()` are the only doors, beside `journal()` for acts that only read. A write is one transaction:
whatever fails inside leaves nothing behind, and what it returned is on the disk. There is one writer at a time, of all
processes, from its first statement on: so a reader that turns writer cannot be refused half way, and journal numbers
appear in order, which whoever follows the journal relies on. SQLite has `BEGIN IMMEDIATE` for it, PostgreSQL an
advisory lock.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError

from tansiq.domain.journal import Entry
from tansiq.storage.accounts import Accounts
from tansiq.storage.approvals import Approvals
from tansiq.storage.dossiers import Dossiers
from tansiq.storage.errors import BusyError, StorageError, UnreachableError
from tansiq.storage.feeds import Feeds
from tansiq.storage.holdings import Holdings
from tansiq.storage.imports import Imports
from tansiq.storage.journal import Journal
from tansiq.storage.label_policies import LabelPolicies
from tansiq.storage.links import Links
from tansiq.storage.notices import Notices
from tansiq.storage.partners import Partners
from tansiq.storage.proposals import Proposals
from tansiq.storage.records import Records
from tansiq.storage.seals import Seals, Vault
from tansiq.storage.sessions import Sessions
from tansiq.storage.witnessed import WitnessedJournals
from tansiq.trust.identifiers import uuid7
from tansiq.trust.keyrings import StorageKeys

BUSY_SECONDS = 60
"""How long a writer waits for another process: an import of 100,000 notices writes for about ten seconds."""
WRITER = 7_426_133
"""The advisory lock of PostgreSQL that the writer holds; any number does that nothing else in the database uses."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """The tables, in one transaction; each attribute is one subject."""

    records: Records
    journal: Journal
    notices: Notices
    links: Links
    proposals: Proposals
    imports: Imports
    accounts: Accounts
    sessions: Sessions
    approvals: Approvals
    seals: Seals
    label_policies: LabelPolicies
    partners: Partners
    feeds: Feeds
    holdings: Holdings
    witnessed: WitnessedJournals
    dossiers: Dossiers
    new_id: Callable[[datetime], UUID]


def _transaction(database: "Database", connection: sa.Connection, *, purpose: str, writes: bool) -> Transaction:
    seals = Seals(connection, database.vault, writes=writes)
    notices = Notices(connection, seals)
    links = Links(connection)
    imports = Imports(connection, seals)
    dossiers = Dossiers(connection)
    return Transaction(
        records=Records(connection, seals, notices=notices, links=links, imports=imports, dossiers=dossiers),
        journal=Journal(connection, database.entropy, purpose=purpose, writes=writes),
        notices=notices,
        links=links,
        proposals=Proposals(connection, seals),
        imports=imports,
        accounts=Accounts(connection, seals),
        sessions=Sessions(connection, seals),
        approvals=Approvals(connection, seals),
        seals=seals,
        label_policies=LabelPolicies(connection),
        partners=Partners(connection),
        feeds=Feeds(connection, seals),
        holdings=Holdings(connection),
        witnessed=WitnessedJournals(connection),
        dossiers=dossiers,
        new_id=database.new_id,
    )


class Database:
    """A database by its address, `sqlite:///path` or `postgresql+psycopg://…`.

    Args:
        url: the address.
        entropy: gives that many random bytes, for identifiers of new records.
        keys: what its data keys are wrapped with; without the right ones its content does not open.

    Example:
        >>> database = Database("sqlite:///node.db", entropy=secrets.token_bytes, keys=keys)  # doctest: +SKIP
        >>> with database.write() as tx:  # doctest: +SKIP
        ...     tx.records.add(record)
    """

    def __init__(self, url: str, *, entropy: Callable[[int], bytes], keys: StorageKeys) -> None:
        self.url = url
        self.entropy = entropy
        self.vault = Vault(keys, entropy)
        self._engine = _sqlite(url) if url.startswith("sqlite") else _postgresql(url)
        self._writing = threading.Lock()
        self._writer: int | None = None
        self._turn = threading.Condition()
        self._is_appending = False
        self._queue: deque[_Ticket] = deque()

    @property
    def engine(self) -> sa.Engine:
        """For migrations and tests only."""
        return self._engine

    @contextmanager
    def read(self, *, purpose: str = "") -> Iterator[Transaction]:
        """A consistent view of the database; nothing is written but, once the block ended well, what it journalled.

        Args:
            purpose: what the session states, for every entry of the transaction.
        """
        with _wrapped(), self._engine.connect() as connection, connection.begin():
            tx = _transaction(self, connection, purpose=purpose, writes=False)
            yield tx
        if tx.journal.waiting:
            self.journal(tx.journal.waiting)

    @contextmanager
    def write(self, *, purpose: str = "") -> Iterator[Transaction]:
        """A transaction that is committed, durably, when the block ends without an error, and otherwise never was."""
        with _wrapped(), self._writing:
            self._writer = threading.get_ident()
            try:
                with self._begun(purpose) as tx:
                    yield tx
            finally:
                self._writer = None

    def journal(self, entries: Sequence[Entry]) -> None:
        """Appends entries of acts that change nothing else; they are on the disk afterwards.

        Whoever is the next to write takes along what others brought meanwhile, so many readers share one commit.
        """
        if self._writer == threading.get_ident():
            raise StorageError("read within a write: the write journals itself")  # it would wait for itself
        ticket = _Ticket(entries)
        with self._turn:
            self._queue.append(ticket)
            while self._is_appending and not ticket.is_done:
                self._turn.wait()
            if not ticket.is_done:
                self._is_appending = True
        if not ticket.is_done:
            self._append_waiting()
        if ticket.error is not None:
            raise ticket.error

    def _append_waiting(self) -> None:
        """One commit for all that wait; a lock alone would let whoever comes back first pass those who wait longer."""
        tickets: list[_Ticket] = []
        error: StorageError | None = StorageError("not appended")
        try:
            with _wrapped(), self._writing:
                tickets = [self._queue.popleft() for _ in range(len(self._queue))]
                with self._begun() as tx:
                    tx.journal.append_many([entry for ticket in tickets for entry in ticket.entries])
            error = None
        except StorageError as failed:
            error = failed
        finally:
            with self._turn:
                for ticket in tickets:
                    ticket.error, ticket.is_done = error, True
                self._is_appending = False
                self._turn.notify_all()

    @contextmanager
    def _begun(self, purpose: str = "") -> Iterator[Transaction]:
        with self._engine.connect() as plain:
            connection = plain.execution_options(tx="immediate")
            with connection.begin():
                yield _transaction(self, connection, purpose=purpose, writes=True)

    def new_id(self, at: datetime) -> UUID:
        """An identifier for a record made at this time."""
        return uuid7(at, self.entropy(10))

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()


@dataclass(slots=True)
class _Ticket:
    """Entries that wait for the next commit."""

    entries: Sequence[Entry]
    is_done: bool = False
    error: StorageError | None = None


@contextmanager
def _wrapped() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if any(word in str(error.orig) for word in ("locked", "busy", "lock timeout")):
            raise BusyError from error
        raise UnreachableError(str(error.orig)) from error
    except DBAPIError as error:
        raise StorageError(str(error.orig)) from error


def _sqlite(url: str) -> sa.Engine:
    from pysqlite3 import dbapi2  # noqa: PLC0415 - a PostgreSQL node need not have it

    engine = sa.create_engine(url, module=dbapi2)

    @sa.event.listens_for(engine, "connect")
    def connect(connection, _record) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        connection.isolation_level = None  # SQLAlchemy and we say BEGIN, nobody else
        for pragma in (
            "journal_mode=wal",
            "synchronous=full",
            "foreign_keys=on",
            "secure_delete=on",  # what is erased is overwritten, not only unlinked
            f"busy_timeout={BUSY_SECONDS * 1000}",
        ):
            connection.execute(f"pragma {pragma}")
        connection.execute("pragma cache_size=-65536")  # 64 MiB: the notice table of 100,000 rows stays in memory

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        mode = connection.get_execution_options().get("tx", "deferred")
        connection.exec_driver_sql(f"pragma query_only={'off' if mode == 'immediate' else 'on'}")
        connection.exec_driver_sql(f"begin {mode}")

    return engine


def _postgresql(url: str) -> sa.Engine:
    engine = sa.create_engine(url, pool_pre_ping=True)

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("tx") == "immediate":
            connection.exec_driver_sql(f"set local lock_timeout = '{BUSY_SECONDS}s'")
            connection.exec_driver_sql(f"select pg_advisory_xact_lock({WRITER})")
        else:
            connection.exec_driver_sql("set transaction isolation level repeatable read, read only")

    return engine
