"""What is looked for: words that nobody can guess, in answers; rows that changed, in the database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID

import pysqlite3

from tansiq.storage import tables

WORD = re.compile(r"zq[a-z]{10,14}", re.IGNORECASE)
IDENTIFIER = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)
DIGITS = set("0123456789abcdef")
LETTERS = "abcdefghijklmnoprstuvwy"


@dataclass(frozen=True)
class Change:
    """A row that is not as it was: `is_there` is false for what it was before."""

    table: str
    key: tuple[object, ...]
    is_there: bool


@dataclass(frozen=True)
class Secret:
    """Where a word stands: a record (or a row, or an account), which version of it, which field."""

    record: UUID
    version: int
    field: str


@dataclass
class Words:
    """Makes words and remembers where each stands."""

    rng: Random
    held: dict[str, Secret] = field(default_factory=dict)

    def make(self, record: UUID, version: int, field_: str) -> str:
        word = "zq" + "".join(self.rng.choice(LETTERS) for _ in range(14))
        self.held[word] = Secret(record, version, field_)
        return word

    def find(self, text: str) -> set[str]:
        """Words of ours in a text, cut short or not."""
        found = set()
        for match in WORD.findall(text):
            word = match.lower()
            found.update([word] if word in self.held else [w for w in self.held if w.startswith(word)])
        return found


def find_identifiers(text: str, known: set[UUID]) -> set[UUID]:
    """Identifiers of records in a text."""
    return {one for one in (UUID(match) for match in set(IDENTIFIER.findall(text))) if one in known}


KEYS: dict[str, tuple[str, ...]] = {
    "record": ("id", "version"),
    "tombstone": ("id",),
    "journal_leaf": ("seq",),
    "notice": ("id",),
    "judgement": ("link",),
    "deferral": ("left", "right"),
    "list_entry": ("list_key", "reference"),
    "upload": ("id",),
    "refusal": ("id",),
    "account": ("id",),
    "glass": ("id",),
    "passkey": ("id",),
    "partner_key": ("fingerprint",),
    "partner_card": ("state",),
    "agreement_signature": ("agreement", "version", "state"),
    "lane": ("partner", "lane"),
    "holding": ("partner", "record"),
    "mapping": ("header",),
    "label_policy": ("edition",),
}
"""Tables whose rows are watched, with what a row is called."""
FOLLOW = frozenset(
    {
        "data_key",
        "journal_opening",
        "journal_thing",
        "journal_tile",
        "journal_checkpoint",
        "journal_cosignature",
        "proposal",
        "contradiction",
        "measure_conflict",
        "notice_compartment",
        "dossier",
        "dossier_compartment",
        "dossier_thing",
        "source",
        "cursor",
        "session",
        "sign_in",
        "approval",
        "outgoing",
        "incoming",
        "receipt",
        "received",
        "witnessed",
    }
)
"""Tables that follow from the watched ones, sessions, proposals, which do nothing, and what goes to and fro."""


class UnknownTableError(Exception):
    """A table of which it is not said whether it is watched: say so in `bench.leaks.watch`."""


LEFT_OUT = {
    "notice": {"person"},  # joining two notices is what a judgement does
    "account": {"failures", "locked_until", "totp_step", "lang", "theme", "single_keys"},
}


class Watch:
    """The database of a node: what changed in it since it was made, and how to put it back."""

    def __init__(self, path: Path) -> None:
        if unknown := set(tables.metadata.tables) - KEYS.keys() - FOLLOW:
            raise UnknownTableError(", ".join(sorted(unknown)))
        self._path = path
        self._held = path.with_suffix(".kept")
        self._connection = pysqlite3.connect(str(path), isolation_level=None)
        kept = pysqlite3.connect(str(self._held))
        self._connection.backup(kept)
        kept.close()
        self._kept = pysqlite3.connect(str(self._held), isolation_level=None)
        self._connection.execute("attach database ? as kept", (str(self._held),))
        self._seen = self._version()

    def _version(self) -> int:
        return int(self._connection.execute("pragma main.data_version").fetchone()[0])

    def is_changed(self) -> bool:
        """Whether anything was written since the database was last put back."""
        return self._version() != self._seen

    def restore(self) -> None:
        """Puts every row back."""
        writer = pysqlite3.connect(str(self._path))
        self._kept.backup(writer)
        writer.close()
        self._seen = self._version()

    def settle(self) -> None:
        """Takes what was written as seen; it still counts as new."""
        self._seen = self._version()

    def changes(self) -> set[Change]:
        """Watched rows that are new, gone or other."""
        return {change for name in KEYS for change in self._changes(name)}

    def _changes(self, name: str) -> Iterator[Change]:
        columns = [c.name for c in tables.metadata.tables[name].columns if c.name not in LEFT_OUT.get(name, set())]
        listed = ", ".join(f'"{column}"' for column in columns)
        for is_there, (one, other) in ((True, ("main", "kept")), (False, ("kept", "main"))):
            query = f"select {listed} from {one}.{name} except select {listed} from {other}.{name}"  # noqa: S608
            for row in self._connection.execute(query):
                values = dict(zip(columns, row, strict=True))
                yield Change(name, tuple(_plain(values[key]) for key in KEYS[name]), is_there)

    def was_there(self, change: Change) -> bool:
        """Whether a changed row was there before."""
        table = tables.metadata.tables[change.table]
        where = " and ".join(f'"{key}" = ?' for key in KEYS[change.table])
        values = [one.hex if isinstance(one, UUID) else one for one in change.key]
        query = f"select 1 from kept.{table.name} where {where}"  # noqa: S608
        return self._connection.execute(query, values).fetchone() is not None

    def close(self) -> None:
        self._connection.close()
        self._kept.close()


def _plain(value: object) -> object:
    """An identifier as such; SQLite keeps it as 32 digits."""
    return UUID(value) if isinstance(value, str) and len(value) == 32 and set(value) <= DIGITS else value
