"""The tree of the journal: full tiles of its hashes, its roots, its signed checkpoints and who cosigned them.

Only full tiles are kept, as they become full; partial ones are read from the leaves, or from the roots of the tiles
below. So appending costs one row in 256, and the root of any size is computed from a few tiles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tansiq.storage import tables
from tansiq.trust import tiles
from tansiq.trust.merkle import Nodes, range_root, root_of
from tansiq.trust.tiles import WIDTH

LEAF, TILE, HELD, COSIGNED = (
    tables.journal_leaf.c,
    tables.journal_tile.c,
    tables.journal_checkpoint.c,
    tables.journal_cosignature.c,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A signed checkpoint as it is kept."""

    size: int
    at: datetime
    note: str


class Tree:
    """The tree within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._nodes: dict[int, Nodes] = {}

    def grow(self, begin: int, hashes: Sequence[bytes], *, level: int = 0) -> None:
        """Keeps the tiles that became full when these hashes were added to a level of tiles.

        Args:
            begin: how many hashes the level had before.
        """
        first = begin // WIDTH
        full = (begin + len(hashes)) // WIDTH
        if full == first:
            return
        held = self._hashes(level, first * WIDTH, begin - first * WIDTH) + list(hashes)
        cut = [held[at : at + WIDTH] for at in range(0, (full - first) * WIDTH, WIDTH)]
        rows = [
            {"level": level, "number": number, "hashes": b"".join(tile), "root": root_of(tile)}
            for number, tile in enumerate(cut, first)
        ]
        self._connection.execute(sa.insert(tables.journal_tile), rows)
        self.grow(first, [row["root"] for row in rows], level=level + 1)  # type: ignore[misc]

    def _hashes(self, level: int, begin: int, count: int) -> list[bytes]:
        """Hashes of a level of tiles that are not yet, or not only, in a full tile."""
        if not count:
            return []
        if level == 0:
            query = sa.select(LEAF.hash).where(LEAF.seq > begin, LEAF.seq <= begin + count).order_by(LEAF.seq)
        else:
            within = (TILE.level == level - 1, TILE.number >= begin, TILE.number < begin + count)
            query = sa.select(TILE.root).where(*within).order_by(TILE.number)
        return list(self._connection.execute(query).scalars())

    def tile(self, level: int, number: int, width: int) -> bytes:
        """The first `width` hashes of a tile; fewer, if the journal does not have so many."""
        if width == WIDTH:
            query = sa.select(TILE.hashes).where(TILE.level == level, TILE.number == number)
            return self._connection.execute(query).scalar() or b""
        return b"".join(self._hashes(level, number * WIDTH, width))

    def entries(self, number: int, width: int) -> list[bytes]:
        """The first `width` leaves of a bundle; fewer, if the journal does not have so many."""
        begin = number * WIDTH
        query = sa.select(LEAF.leaf).where(LEAF.seq > begin, LEAF.seq <= begin + width).order_by(LEAF.seq)
        return list(self._connection.execute(query).scalars())

    def nodes(self, size: int) -> Nodes:
        """The subtrees of the tree of this size, for proofs; each tile is read once in a transaction."""
        if size not in self._nodes:
            self._nodes[size] = tiles.nodes(size, self.tile)
        return self._nodes[size]

    def root(self, size: int) -> bytes:
        """The root of the tree of the first `size` entries."""
        return range_root(0, size, self.nodes(size))

    def add_checkpoint(self, size: int, note: str, *, at: datetime) -> None:
        """Keeps a signed checkpoint."""
        self._connection.execute(sa.insert(tables.journal_checkpoint).values(size=size, at=at, note=note))

    def checkpoint(self) -> Held | None:
        """The newest checkpoint."""
        return self._checkpoint(sa.select(tables.journal_checkpoint).order_by(HELD.size.desc()))

    def checkpoint_over(self, seq: int) -> Held | None:
        """The oldest checkpoint that has this entry."""
        return self._checkpoint(sa.select(tables.journal_checkpoint).where(HELD.size >= seq).order_by(HELD.size))

    def _checkpoint(self, query: sa.Select[tuple[object, ...]]) -> Held | None:
        row = self._connection.execute(query.limit(1)).first()
        return None if row is None else Held(size=row.size, at=row.at, note=row.note)

    def add_cosignature(self, size: int, name: str, line: str, *, at: datetime) -> None:
        """Keeps a partner's cosignature of a checkpoint, which was verified."""
        self._connection.execute(sa.insert(tables.journal_cosignature).values(size=size, name=name, at=at, line=line))

    def cosignatures(self, size: int) -> list[str]:
        """The cosignatures of a checkpoint, a line each."""
        query = sa.select(COSIGNED.line).where(COSIGNED.size == size).order_by(COSIGNED.name)
        return list(self._connection.execute(query).scalars())
