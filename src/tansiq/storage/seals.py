"""Content sealed on its way into the tables, and opened on its way out; keyed hashes to find it by.

Each set of compartments has a data key of its own; `data_key` keeps them, wrapped by the node's storage key. So a copy
of the database without the ring of keys reads nothing. What is sealed is bound to its row and column.

A key that a transaction makes is known to the others only once it is committed: a key that was rolled back must not
seal anything.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa

from tansiq.storage import tables
from tansiq.trust import vaults
from tansiq.trust.errors import SealError
from tansiq.trust.keyrings import StorageKeys
from tansiq.trust.vaults import NONCE_BYTES, DataKey

K = tables.data_key.c
GENERAL = "general"
"""What has no compartment."""
INDEX = "index"
"""What keyed hashes are made with."""
DATA_KEY_BYTES = 32


@dataclass(slots=True)
class Vault:
    """The data keys that one database has committed, unwrapped; filled as they are needed.

    Attributes:
        current: the number of the key that each scope is sealed with.
    """

    storage: StorageKeys
    entropy: Callable[[int], bytes]
    keys: dict[int, DataKey] = field(default_factory=dict, repr=False)
    current: dict[str, int] = field(default_factory=dict)

    def forget(self) -> None:
        """Takes every data key out of memory; each is read again when it is needed."""
        self.keys.clear()
        self.current.clear()


class Seals:
    """Sealing and opening within one transaction; one that only reads makes no keys, and finds nothing without."""

    def __init__(self, connection: sa.Connection, vault: Vault, *, writes: bool = True) -> None:
        self._connection = connection
        self._vault = vault
        self._writes = writes
        self._made: dict[str, DataKey] = {}

    def seal(self, place: str, plain: bytes, compartments: Iterable[str] = ()) -> bytes:
        """Bytes that open at this place only; see `place`."""
        key = self._current(self._scope(compartments))
        return key.seal(place.encode(), plain, self._vault.entropy(NONCE_BYTES))

    def open(self, place: str, sealed: bytes) -> bytes:
        """What was sealed at this place.

        Raises:
            SealError: if it was not, or the node's keys are of another database.
        """
        return self._key(vaults.number_of(sealed)).open(place.encode(), sealed)

    def seal_text(self, place: str, plain: str) -> str:
        """`seal` for a column of text."""
        return self.seal(place, plain.encode()).hex()

    def open_text(self, place: str, sealed: str) -> str:
        """`open` for a column of text."""
        try:
            return self.open(place, bytes.fromhex(sealed)).decode()
        except ValueError as error:
            raise SealError(place.partition("|")[0]) from error

    def tag(self, place: str, value: str) -> str:
        """The keyed hash by which a value is found in a column; empty, which nothing has, while there is no key."""
        key = self._find(INDEX) if not self._writes else self._current(INDEX)
        return "" if key is None else key.tag(place.encode(), value)

    def check(self) -> None:
        """True keys are those of this database: the latest data key opens with them, if there is one.

        Raises:
            SealError: if it does not.
        """
        row = self._connection.execute(sa.select(tables.data_key).order_by(K.number.desc()).limit(1)).first()
        if row is not None:
            self._unwrapped(row)

    def rewrap(self, storage: StorageKeys) -> int:
        """Wraps every data key with the current storage key, and says how many were wrapped with another."""
        others = self._connection.execute(sa.select(tables.data_key).where(K.storage_key != storage.current)).all()
        for row in others:
            key = vaults.unwrap(self._storage_key(row.storage_key), row.number, row.scope, row.wrapped)
            values = self._wrapped(key, row.scope, storage)
            self._connection.execute(sa.update(tables.data_key).where(K.number == row.number).values(values))
        return len(others)

    def _scope(self, compartments: Iterable[str]) -> str:
        """The name of a set of compartments, which tells nothing of it."""
        names = sorted(compartments)
        return self.tag("data_key.scope", "\0".join(names)) if names else GENERAL

    def _current(self, scope: str) -> DataKey:
        return self._find(scope) or self._make(scope)

    def _find(self, scope: str) -> DataKey | None:
        if (number := self._vault.current.get(scope)) is not None:
            return self._vault.keys[number]
        if (made := self._made.get(scope)) is not None:
            return made
        query = sa.select(tables.data_key).where(K.scope == scope).order_by(K.number.desc()).limit(1)
        row = self._connection.execute(query).first()
        if row is None:
            return None
        key = self._unwrapped(row)
        self._vault.current[scope] = key.number
        return key

    def _make(self, scope: str) -> DataKey:
        last = self._connection.execute(sa.select(sa.func.max(K.number))).scalar() or 0
        key = DataKey(last + 1, self._vault.entropy(DATA_KEY_BYTES))
        values = self._wrapped(key, scope, self._vault.storage)
        self._connection.execute(sa.insert(tables.data_key).values(number=key.number, scope=scope, **values))
        self._made[scope] = key
        return key

    def _key(self, number: int) -> DataKey:
        if (known := self._vault.keys.get(number)) is not None:
            return known
        made = next((key for key in self._made.values() if key.number == number), None)
        if made is not None:
            return made
        row = self._connection.execute(sa.select(tables.data_key).where(K.number == number)).first()
        if row is None:
            raise SealError("data_key")
        return self._unwrapped(row)

    def _unwrapped(self, row: sa.Row[tuple[object, ...]]) -> DataKey:
        key = vaults.unwrap(self._storage_key(row.storage_key), row.number, row.scope, row.wrapped)
        self._vault.keys[key.number] = key
        return key

    def _storage_key(self, key_id: str) -> bytes:
        found = self._vault.storage.keys.get(key_id)
        if found is None:
            raise SealError("storage_key")
        return found

    def _wrapped(self, key: DataKey, scope: str, storage: StorageKeys) -> dict[str, object]:
        nonce = self._vault.entropy(NONCE_BYTES)
        wrapped = vaults.wrap(storage.keys[storage.current], key, scope, nonce)
        return {"wrapped": wrapped, "storage_key": storage.current}


def place(column: str, *key: object) -> str:
    """Where something is sealed: `table.column` and the key of its row."""
    return "|".join((column, *map(str, key)))
