"""The newest checkpoint of the journal, kept as a file outside the database: an older database put back is found out.

    keys/checkpoint    the checkpoint that was signed last

It is written after the checkpoint was committed, whole or not at all. So a database that is ahead of it is in order;
one that is behind it, or that has another history, is not the one that was signed. Then the file stays as it is,
whatever is signed later, until somebody takes it away.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from tansiq.domain.journal import Act, Entry
from tansiq.services import checkpoints
from tansiq.services.checkpoints import JournalKeys
from tansiq.services.keeping import SYSTEM
from tansiq.services.keyrings import write_whole
from tansiq.storage.database import Database, Transaction
from tansiq.trust.errors import KeyFileError, TileError

FILE = "checkpoint"


class Kind(StrEnum):
    """How a database is not the one that was signed."""

    BEHIND = "behind"
    FORKED = "forked"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A database that does not fit the kept checkpoint.

    Attributes:
        kept: how many entries the kept checkpoint is over; 0 if no key of this node signed it.
        held: how many entries the database has.
    """

    kind: Kind
    kept: int
    held: int


def find_mismatch(tx: Transaction, keys: JournalKeys, note: str | None) -> Mismatch | None:
    """How the journal does not fit the kept checkpoint; `None` if it does, or none was kept."""
    if note is None:
        return None
    kept, held = checkpoints.find_signed(note, keys), tx.journal.last()
    if kept is None:
        return Mismatch(kind=Kind.UNSIGNED, kept=0, held=held)
    if kept.size > held:
        return Mismatch(kind=Kind.BEHIND, kept=kept.size, held=held)
    try:
        is_same = tx.journal.tree.root(kept.size) == kept.root
    except TileError:
        is_same = False
    return None if is_same else Mismatch(kind=Kind.FORKED, kept=kept.size, held=held)


def read(folder: Path) -> str | None:
    """The kept checkpoint.

    Raises:
        KeyFileError: if it cannot be read.
    """
    try:
        return (folder / FILE).read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyFileError(f"{folder / FILE}: {error.strerror}") from error


def keep(tx: Transaction, folder: Path) -> int:
    """Writes the newest committed checkpoint to the file; returns how many entries it is over."""
    held = tx.journal.tree.checkpoint()
    if held is None:
        return 0
    if read(folder) != held.note:
        write_whole(folder / FILE, held.note, encoding="utf-8")
    return held.size


def note_mismatch(database: Database, found: Mismatch, *, now: datetime) -> None:
    """Journals that the node went on with a database that is not the one that was signed."""
    detail = f"{found.kind} {found.held} {found.kept}"
    with database.write() as tx:
        tx.journal.append(Entry(act=Act.JOURNAL_REPLACED, officer=SYSTEM, at=now, detail=detail))
