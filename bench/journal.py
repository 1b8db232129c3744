"""The journal: how many entries a second are on the disk, what a proof costs, whether any mutated log passes.

Entries come from several threads, as pages do, and share commits; one after the other each waits for the disk alone,
so that figure is the disk's. A mutated log has one entry changed, removed, moved or added somewhere; half of them have
their tree rebuilt around it, as somebody would who holds the database.
"""

import random
import secrets
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from bench.figures import Figure, slowest, timed
from tansiq.domain.journal import Act, Entry
from tansiq.domain.record import Kind
from tansiq.formats.errors import LogError
from tansiq.formats.journal_log import verify_log
from tansiq.services import checkpoints
from tansiq.services.checkpoints import JournalKeys, State
from tansiq.storage import schema
from tansiq.storage.database import Database, Transaction
from tansiq.trust import tiles
from tansiq.trust.keyrings import Keyring
from tansiq.trust.keys import SigningKey
from tansiq.trust.notes import Signer

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
READERS = 16
SHARED, ALONE = 3000, 500
MUTATED, LOG_ENTRIES = 10_000, 300
ROWS = 50
"""How many notices a page of the list shows."""


def measure(folder: Path, size: int) -> list[Figure]:
    """Every figure of the journal, in a database of its own of `size` entries."""
    signer = Signer("tansiq/DZ", SigningKey(secrets.token_bytes(32)))
    keys = JournalKeys(signer, (signer.verifier,))
    with tempfile.TemporaryDirectory(dir=folder) as made:
        ring = Keyring.made(now=NOW, entropy=secrets.token_bytes)
        url = f"sqlite:///{made}/journal.db"
        database = Database(url, keys=ring.storage(NOW), entropy=secrets.token_bytes)
        schema.migrate(database)
        log = _small_log(database, keys)
        found = [*_rates(database), _page(database), *_proofs(database, keys, size), _mutations(log, keys)]
        database.close()
    return found


def _entry(*things: UUID) -> Entry:
    given = things or (uuid4(),)
    return Entry(act=Act.NOTICE_READ, officer="k.analyst", at=NOW, kind=Kind.NOTICE, others=given, purpose="liaison")


def _rates(database: Database) -> list[Figure]:
    with timed() as shared, ThreadPoolExecutor(READERS) as pool:
        list(pool.map(lambda _: database.journal([_entry()]), range(SHARED)))
    with timed() as alone:
        for _ in range(ALONE):
            database.journal([_entry()])
    with timed() as acts:
        for _ in range(ALONE):
            with database.write() as tx:
                tx.journal.append(_entry())
    return [
        _rate(f"journal, durable entries of {READERS} readers", SHARED, shared.wall, shared.cpu, asked=1000),
        _rate("journal, durable entries one after the other", ALONE, alone.wall, alone.cpu),
        _rate("journal, acts of one entry one after the other", ALONE, acts.wall, acts.cpu),
    ]


def _rate(what: str, count: int, wall: float, cpu: float, *, asked: float | None = None) -> Figure:
    note = f"{count / cpu:.0f} a second by CPU; the rest is the disk"
    return Figure(what=what, spent=count / wall, unit="/s", asked=asked, is_least=True, note=note)


def _page(database: Database) -> Figure:
    def journalled() -> None:
        database.journal([_entry(*(uuid4() for _ in range(ROWS)))])

    return slowest(f"journal, one page of {ROWS} notices noted", [journalled] * 100)


def _proofs(database: Database, keys: JournalKeys, size: int) -> list[Figure]:
    with database.read() as tx:
        held = tx.journal.last()
    with timed() as filled, database.write() as tx:
        tx.journal.append_many([_entry() for _ in range(size - held)])
    with timed() as signed:
        checkpoints.sign(database, keys, now=NOW)
    chance = random.Random(1)
    numbers = [chance.randrange(1, size) for _ in range(100)]

    def proof(number: int) -> Callable[[], object]:
        def work() -> None:
            with database.read() as tx:
                _verify(tx, keys, [number])

        return work

    def page() -> None:
        with database.read() as tx:
            _verify(tx, keys, range(size - ROWS, size))

    return [
        Figure(what=f"journal, {size - held:,} entries in one act", spent=filled.wall, cpu=filled.cpu, unit="s"),
        Figure(what=f"journal, checkpoint of {size:,} entries", spent=signed.wall * 1000, unit="ms"),
        slowest(f"journal, a proof of {size:,} made and verified", [proof(n) for n in numbers], asked=10),
        slowest(f"journal, {ROWS} lines proved for a page", [page] * 20),
    ]


def _verify(tx: Transaction, keys: JournalKeys, numbers: Sequence[int]) -> None:
    proofs = checkpoints.prove(tx, tx.journal.lines(numbers), checkpoints.standing(tx, keys))
    if {proof.state for proof in proofs.values()} != {State.VERIFIED}:
        raise ValueError(numbers)


def _small_log(database: Database, keys: JournalKeys) -> dict[str, bytes]:
    database.journal([_entry() for _ in range(LOG_ENTRIES)])
    checkpoints.sign(database, keys, now=NOW)
    with database.read() as tx:
        return dict(checkpoints.files(tx, None, keys, now=NOW))


def _mutations(log: dict[str, bytes], keys: JournalKeys) -> Figure:
    leaves = [
        entry
        for number, width in tiles.bundles_of(LOG_ENTRIES)
        for entry in tiles.decode_bundle(log[tiles.entries_path(number, width)], width)
    ]
    verify_log(log.get, keys.known)
    chance = random.Random(2)
    with timed() as spent:
        found = sum(_is_found(mutated(log, leaves, chance), keys) for _ in range(MUTATED))
    return Figure(
        what=f"journal, mutated logs found of {MUTATED:,}",
        spent=found,
        unit="",
        asked=MUTATED,
        is_least=True,
        note=f"{LOG_ENTRIES} entries each, {spent.cpu / MUTATED * 1000:.1f} ms to make and verify one",
    )


def mutated(log: dict[str, bytes], leaves: Sequence[bytes], chance: random.Random) -> dict[str, bytes]:
    """A log with one entry changed, removed, moved or added; its tree is as it was, or rebuilt."""
    mine, at = list(leaves), chance.randrange(len(leaves))
    kind = chance.randrange(4)
    if kind == 0:
        place = chance.randrange(len(mine[at]))
        mine[at] = mine[at][:place] + bytes([mine[at][place] ^ 1 << chance.randrange(8)]) + mine[at][place + 1 :]
    elif kind == 1:
        del mine[at]
    elif kind == 2:
        mine.insert((at + chance.randrange(1, len(mine))) % len(mine), mine.pop(at))
    else:
        mine.insert(at, chance.choice(leaves).replace(b"notice_read", b"list_imported"))
    bundles = {  # where a reader looks for them, whatever their number is now
        tiles.entries_path(n, width): tiles.encode_bundle(mine[n * tiles.WIDTH : (n + 1) * tiles.WIDTH])
        for n, width in tiles.bundles_of(len(leaves))
    }
    return {**log, **bundles} if chance.randrange(2) else {**log, **tiles.layout(mine), **bundles}


def _is_found(log: dict[str, bytes], keys: JournalKeys) -> bool:
    try:
        verify_log(log.get, keys.known)
    except LogError:
        return True
    return False
