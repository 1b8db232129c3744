"""The wiring: from settings to a node. Nobody else opens a database, reads a key or reads the clock.

node = open_node(load(Path("var/dz")))
with node.database.read() as tx: …
"""

import logging
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from tansiq import settings as settings_file
from tansiq.couriers import HttpCourier
from tansiq.domain.label import Label, Level
from tansiq.services import (
    approvals,
    checkpoints,
    inbox,
    kept_checkpoints,
    keyrings,
    notices,
    quarantine,
    unification,
    uploads,
)
from tansiq.services.checkpoints import JournalKeys
from tansiq.services.guards import Guards
from tansiq.services.identities import Identities
from tansiq.services.kept_checkpoints import Mismatch
from tansiq.services.keyrings import Unlocking
from tansiq.services.partners import Own
from tansiq.settings import Settings, SettingsError
from tansiq.storage import schema
from tansiq.storage.database import Database
from tansiq.trust.errors import KeyFileError, SignatureError
from tansiq.trust.keyrings import Keyring, Purpose
from tansiq.trust.keys import PublicKey, SigningKey
from tansiq.trust.notes import Signer, Verifier
from tansiq.trust.one_time_codes import OneTimeCodes
from tansiq.trust.passkeys import Site
from tansiq.trust.passwords import Passwords
from tansiq.workers import Exchanger

log = logging.getLogger("tansiq")

LOOK_SECONDS = 0.5
"""How often the keeper looks at the journal for what another process wrote; own changes wake it at once."""
SWEEP_MINUTES = 10
"""How often it looks for what is to be erased; the rule is within 24 hours."""

CHECKPOINT_SECONDS = 10
"""How often the journal is signed, when something happened."""


def clock() -> datetime:
    """The time, aware UTC; read once per request or command and passed down."""
    return datetime.now(UTC)  # noqa: TID251 - this is the wiring


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One state's node, ready to serve."""

    settings: Settings
    database: Database
    identities: Identities
    passwords: Passwords
    guards: Guards
    ring: Keyring
    jobs: "Jobs"
    keeper: "Keeper"
    notary: "Notary"
    exchanger: Exchanger
    clock: Callable[[], datetime] = clock

    @property
    def key(self) -> SigningKey:
        """The key that signs the state's lists now."""
        return self.ring.signing_key(self.clock())

    @property
    def own(self) -> Own:
        """What the node signs and opens letters with now."""
        return Own.of(self.settings.state, self.ring, self.clock())

    @property
    def signing_keys(self) -> list[PublicKey]:
        """The keys that sign, or signed and are still accepted, for this state."""
        return [SigningKey(key.raw).public for key in self.ring.of(Purpose.SIGNING)]

    @property
    def journal_keys(self) -> JournalKeys:
        """The key that signs the journal's checkpoints now, and those that did before."""
        return _journal_keys(self.settings, self.ring, self.clock())

    @property
    def default_label(self) -> Label:
        """The label of what is entered or imported here and not labelled otherwise."""
        return Label(
            policy=f"{self.settings.state}-national", level=Level.RESTRICTED, releasable_to=self.settings.partners
        )

    def new_token(self) -> str:
        """A session token: 256 random bits."""
        return secrets.token_urlsafe(32)

    def new_password(self) -> str:
        """A first password: 96 random bits, in signs that one can read to somebody."""
        return "-".join(secrets.token_hex(3) for _ in range(4))

    def wake(self) -> None:
        """Says to the background work that something changed."""
        self.keeper.wake()
        self.exchanger.wake()

    def close(self) -> None:
        """Stops the background work and closes the database."""
        self.exchanger.stop()
        self.keeper.stop()
        self.notary.stop()
        self.jobs.close()
        self.database.close()


def init_node(settings: Settings) -> None:
    """Makes the folder, the settings file, the keys and the tables of a node; what is there stays as it is.

    Raises:
        KeyFileError: if the passphrase is too short, or keys are there that do not open.
    """
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.folder.chmod(0o700)  # the database and the keys are for the node's own account
    _keys(settings).mkdir(exist_ok=True, mode=0o700)
    ring = _open_ring(settings)
    settings_file.write(settings)
    database = Database(settings.database_url, entropy=secrets.token_bytes, keys=ring.storage(clock()))
    schema.migrate(database)
    database.close()


def _keys(settings: Settings) -> Path:
    return settings.folder / "keys"


def _open_ring(settings: Settings) -> Keyring:
    unlocking = Unlocking(passphrase=settings.passphrase, key_file=settings.key_file)
    return keyrings.make(_keys(settings), unlocking, now=clock(), entropy=secrets.token_bytes)


def _journal_keys(settings: Settings, ring: Keyring, now: datetime) -> JournalKeys:
    name = checkpoints.origin(settings.state)
    held = [SigningKey(key.raw) for key in ring.of(Purpose.JOURNAL)]
    return JournalKeys(
        Signer(name, ring.signing_key(now, Purpose.JOURNAL)), tuple(Verifier(name, key.public) for key in held)
    )


def open_node(settings: Settings, *, passwords: Passwords | None = None) -> Node:
    """Opens a node that `init_node` made.

    Args:
        passwords: another cost of hashing than the usual one.

    Raises:
        KeyFileError: if its keys cannot be read.
        LockedError: if they do not open with the passphrase or key file of the settings.
        SchemaError: if its database is of a newer program.
    """
    if not any((_keys(settings) / name).exists() for name in (keyrings.RING, keyrings.PLAIN)):
        raise KeyFileError(f"{_keys(settings)} holds no keys")  # a database whose keys are lost gets no new ones
    ring = _open_ring(settings)
    if settings.exercise:
        _check_mark(settings, ring)
    database = Database(settings.database_url, entropy=secrets.token_bytes, keys=ring.storage(clock()))
    schema.migrate(database)
    hashing = passwords or Passwords()
    identities = Identities()
    return Node(
        settings=settings,
        database=database,
        identities=identities,
        passwords=hashing,
        guards=_guards(settings, ring, hashing),
        ring=ring,
        jobs=Jobs(),
        keeper=Keeper(database, identities),
        notary=_notary(settings, database, ring),
        exchanger=Exchanger(database, lambda: Own.of(settings.state, ring, clock()), HttpCourier(), clock=clock),
    )


def _notary(settings: Settings, database: Database, ring: Keyring) -> "Notary":
    notary = Notary(database, lambda now: _journal_keys(settings, ring, now), _keys(settings))
    notary.look(clock())
    return notary


def _guards(settings: Settings, ring: Keyring, passwords: Passwords) -> Guards:
    current = ring.in_use(Purpose.STORAGE, clock())
    others = [key for key in ring.of(Purpose.STORAGE) if key.id != current.id]
    return Guards(
        passwords=passwords,
        codes=OneTimeCodes.of(current, others),
        site=Site(name=settings.title, address=settings.site),
        entropy=secrets.token_bytes,
        second_factor=not settings.exercise,
    )


EXERCISE = "tansiq exercise"
MARK = "exercise.mark"


def mark_exercise(settings: Settings) -> None:
    """Notes that the exercise made this node; without it the setting `exercise` stops the start."""
    key = _open_ring(settings).signing_key(clock())
    (settings.folder / MARK).write_text(key.sign(EXERCISE, settings.state.encode()).hex() + "\n", encoding="ascii")


def _check_mark(settings: Settings, ring: Keyring) -> None:
    """Passes a node that the exercise made: its mark is signed by one of its own keys.

    Raises:
        SettingsError: for any other, so that no node of real notices lets people in by password alone.
    """
    try:
        signature = bytes.fromhex((settings.folder / MARK).read_text(encoding="ascii"))
    except (OSError, ValueError):
        signature = b""
    for key in ring.of(Purpose.SIGNING):
        with suppress(SignatureError):
            SigningKey(key.raw).public.verify(EXERCISE, settings.state.encode(), signature)
            return
    raise SettingsError("exercise", "is for nodes that `tansiq run` or `tansiq demo` made; take it out of node.toml")


class Keeper:
    """The background work of a node: proposals after each change, erasure after each end."""

    def __init__(self, database: Database, identities: Identities) -> None:
        self._database = database
        self._identities = identities
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._swept = datetime.min.replace(tzinfo=UTC)

    def start(self) -> None:
        """Starts the background work; what the last run left half done is marked as failed."""
        uploads.interrupt(self._database)
        self._thread.start()

    def wake(self) -> None:
        """Says that something changed."""
        self._woken.set()

    def stop(self) -> None:
        """Ends the background work and waits for the step in hand."""
        self._stopped.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=60)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._step(clock())
            except Exception:  # the work is repeated at the next step; the reason must not be lost
                log.exception("keeper")
                self._stopped.wait(5)
            self._woken.wait(LOOK_SECONDS)
            self._woken.clear()

    def _step(self, now: datetime) -> None:
        unification.catch_up(self._database, self._identities, now=now)
        if now - self._swept > timedelta(minutes=SWEEP_MINUTES):
            while notices.erase_overdue(self._database, now=now) or inbox.erase_over(self._database, now=now):
                pass
            while quarantine.drop_old(self._database, now=now):
                pass
            uploads.drop_old(self._database, now=now)
            with self._database.write() as tx:
                approvals.expire(tx, now=now)
            self._swept = now


class Notary:
    """Signs a checkpoint of the journal every ten seconds in which something happened, and a last one at the end.

    It has a thread of its own: proposals after a large import take minutes, and a checkpoint does not wait for them.

    Attributes:
        mismatch: how the database was not the one that was signed, when the node opened it; then the kept checkpoint
            stays as it is.
    """

    def __init__(self, database: Database, keys: Callable[[datetime], JournalKeys], folder: Path) -> None:
        self._database = database
        self._keys = keys
        self._folder = folder
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="notary", daemon=True)
        self.mismatch: Mismatch | None = None

    def look(self, now: datetime) -> None:
        """Compares the journal with the checkpoint that is kept outside the database."""
        with self._database.read() as tx:
            found = kept_checkpoints.find_mismatch(tx, self._keys(now), kept_checkpoints.read(self._folder))
        self.mismatch = found
        if found is not None:
            where = self._folder / kept_checkpoints.FILE
            log.error(
                "the database is not the one whose journal was signed last (%s): it has %d entries, %s is over %d; "
                "see docs/operate/oversight.md, An older database",
                found.kind,
                found.held,
                where,
                found.kept,
            )

    def start(self) -> None:
        """Starts signing; a database that was put back is journalled."""
        if self.mismatch is not None:
            kept_checkpoints.note_mismatch(self._database, self.mismatch, now=clock())
        self._thread.start()

    def stop(self) -> None:
        """Signs once more, if it was started, and ends."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=60)

    def sign(self) -> None:
        """Signs what there is, and keeps it; a journal that does not verify is reported, and not signed."""
        now = clock()
        try:
            checkpoints.sign(self._database, self._keys(now), now=now)
            if self.mismatch is None:
                with self._database.read() as tx:
                    kept_checkpoints.keep(tx, self._folder)
        except Exception:  # the next try may succeed, and the reason must not be lost
            log.exception("notary")

    def _run(self) -> None:
        while not self._stopped.wait(CHECKPOINT_SECONDS):
            self.sign()
        self.sign()


@dataclass(slots=True)
class Progress:
    """How far a job is; `total` is 0 while that is unknown."""

    done: int = 0
    total: int = 0


@dataclass(slots=True)
class Jobs:
    """Long work of the pages, one at a time, with its progress. What a job did is in the database, not here."""

    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="job"))
    _running: dict[UUID, Progress] = field(default_factory=dict)

    def start(self, job: UUID, work: Callable[[Callable[[int, int], None]], None]) -> None:
        """Runs `work(report)` in the background; `report(done, total)` notes its progress."""
        progress = self._running[job] = Progress()

        def report(done: int, total: int) -> None:
            progress.done, progress.total = done, total

        def run() -> None:
            try:
                work(report)
            except Exception:  # the work notes its own errors; this is what it did not foresee
                log.exception("job %s", job)
            finally:
                self._running.pop(job, None)

        self._pool.submit(run)

    def progress(self, job: UUID) -> Progress | None:
        """How far a job is; `None` once it is over, or was never started."""
        return self._running.get(job)

    def close(self) -> None:
        """Waits for the job in hand; later ones are dropped, and their uploads can be applied again."""
        self._pool.shutdown(wait=True, cancel_futures=True)
