"""Indexes over names and identities. First version: a plain walk, behind the final interface."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

from tansiq.matching.errors import IndexFileError, UnknownKeyError
from tansiq.matching.evidence import Candidate, IdentityMatch
from tansiq.matching.identities import Identity
from tansiq.matching.names import compare
from tansiq.matching.persons import compare_identities


class NameIndex:
    """Records by their names."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, ...]] = {}

    @classmethod
    def build(cls, items: Iterable[tuple[str, Sequence[str]]]) -> Self:
        """Return an index over `items` (key, names)."""
        index = cls()
        for key, names in items:
            index.add(key, names)
        return index

    def __len__(self) -> int:
        return len(self._names)

    def add(self, key: str, names: Sequence[str]) -> None:
        """Put a record in, in place of an earlier one with the same key."""
        self._names[key] = tuple(names)

    def remove(self, key: str) -> None:
        """Take a record out."""
        if key not in self._names:
            raise UnknownKeyError(key)
        del self._names[key]

    def search(self, name: str, limit: int = 10, *, prefix: bool = False) -> list[Candidate]:
        """Return the records most like `name`, best first; with `prefix` its last word may be unfinished."""
        del prefix
        found = []
        for key, names in self._names.items():
            best = max((compare(name, other) for other in names), key=lambda match: match.score, default=None)
            if best is not None and best.score > 0:
                found.append(Candidate(key, best.score, best.evidence))
        return sorted(found, key=lambda candidate: (-candidate.score, candidate.key))[:limit]

    def save(self, path: Path) -> None:
        """Write the index to `path`."""
        path.write_text(json.dumps(self._names, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the index that `save` wrote to `path`."""
        try:
            return cls.build(json.loads(path.read_text(encoding="utf-8")).items())
        except (ValueError, AttributeError, TypeError) as error:
            raise IndexFileError(1, "not an index") from error


class IdentityIndex:
    """Identities by names and documents: neighbours of one, and all probable pairs."""

    def __init__(self) -> None:
        self._identities: dict[str, Identity] = {}

    @classmethod
    def build(cls, items: Iterable[tuple[str, Identity]]) -> Self:
        """Return an index over `items` (key, identity)."""
        index = cls()
        for key, identity in items:
            index.add(key, identity)
        return index

    def __len__(self) -> int:
        return len(self._identities)

    def __contains__(self, key: object) -> bool:
        return key in self._identities

    def add(self, key: str, identity: Identity) -> None:
        """Put an identity in, in place of an earlier one with the same key."""
        self._identities[key] = identity

    def remove(self, key: str) -> None:
        """Take an identity out."""
        if key not in self._identities:
            raise UnknownKeyError(key)
        del self._identities[key]

    def search(self, name: str, limit: int = 10, *, prefix: bool = False) -> list[Candidate]:
        """Return the identities with a name most like `name`; see `NameIndex.search`."""
        items = ((key, identity.names + identity.weak_names) for key, identity in self._identities.items())
        return NameIndex.build(items).search(name, limit, prefix=prefix)

    def neighbours(
        self, identity: Identity, *, limit: int = 50, threshold: float = 0.01
    ) -> list[tuple[str, IdentityMatch]]:
        """Return who in the index may be `identity`, most probable first, from probability `threshold` up."""
        found = [(key, compare_identities(identity, other)) for key, other in self._identities.items()]
        kept = [pair for pair in found if pair[1].probability >= threshold]
        return sorted(kept, key=lambda pair: (-pair[1].probability, pair[0]))[:limit]

    def pairs(
        self, threshold: float, progress: Callable[[int, int], None] | None = None
    ) -> Iterator[tuple[str, str, IdentityMatch]]:
        """Yield every pair (smaller key first) whose probability is `threshold` or more."""
        keys = sorted(self._identities)
        for position, left in enumerate(keys):
            for right in keys[position + 1 :]:
                match = compare_identities(self._identities[left], self._identities[right])
                if match.probability >= threshold:
                    yield left, right, match
            if progress is not None:
                progress(position + 1, len(keys))
