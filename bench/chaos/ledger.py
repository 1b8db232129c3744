"""What a node said was done, before anything could happen to it: a line on the disk after each act."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Line:
    """One act: a version that was kept with this digest; 0 for an erasure, -1 for one that is about to be tried."""

    record: UUID
    version: int
    digest: str


class Ledger:
    """The acknowledged acts of one node, over all its lives."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, line: Line) -> None:
        """Notes an act; it is on the disk when this returns."""
        with self._path.open("ab") as out:
            out.write(f"{line.record} {line.version} {line.digest or '-'}\n".encode())
            out.flush()
            os.fsync(out.fileno())

    def lines(self) -> Iterator[Line]:
        """What was noted; a line that a kill cut short was never acknowledged."""
        if not self._path.exists():
            return
        for raw in self._path.read_bytes().split(b"\n")[:-1]:
            parts = raw.decode().split(" ")
            if len(parts) == 3:
                yield Line(UUID(parts[0]), int(parts[1]), parts[2])
