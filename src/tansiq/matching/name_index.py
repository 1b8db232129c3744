"""An index over names: records found by a name in another spelling or script, also while it is being typed.

>>> index = NameIndex.build([("1", ["Zoubir Testaoui"]), ("2", ["كريم السعيدي"])])
>>> [found.key for found in index.search("Karim Essaidi")]
['2']
>>> [found.key for found in index.search("zoub", prefix=True)]
['1']
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, Self

from tansiq.matching.errors import IndexFileError
from tansiq.matching.evidence import Candidate
from tansiq.matching.records import Records
from tansiq.matching.searches import search_records

_HEADER: Final = {"format": "tansiq-name-index", "version": 1}


class NameIndex:
    """Records by their names; owned by whoever builds it, not safe for changes from two threads at once."""

    def __init__(self) -> None:
        self._records = Records()

    @classmethod
    def build(cls, items: Iterable[tuple[str, Sequence[str]]]) -> Self:
        """Return an index over `items` (key, names)."""
        index = cls()
        for key, names in items:
            index.add(key, names)
        index._records.lexicon.prepare()
        return index

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, key: object) -> bool:
        return key in self._records.rows

    def add(self, key: str, names: Sequence[str]) -> None:
        """Put a record in, in place of an earlier one with the same key."""
        self._records.add(key, names)

    def remove(self, key: str) -> None:
        """Take a record out.

        Raises:
            UnknownKeyError: It is not in.
        """
        self._records.remove(key)

    def search(self, name: str, limit: int = 10, *, prefix: bool = False) -> list[Candidate]:
        """Return the records most like `name`, best first.

        Args:
            name: In any script and spelling.
            limit: The most that are returned.
            prefix: The last word of `name` may be unfinished.
        """
        return search_records(self._records, name, limit, prefix=prefix)

    def save(self, path: Path) -> None:
        """Write the index to `path`: a header line, then one JSON line for each record."""
        with path.open("w", encoding="utf-8") as file:
            file.write(json.dumps({**_HEADER, "records": len(self)}) + "\n")
            file.writelines(json.dumps([key, self._records.texts(key)]) + "\n" for key in sorted(self._records.rows))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the index that `save` wrote to `path`, built anew.

        Raises:
            IndexFileError: The file is not one, is cut short, or of another version.
        """
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError as error:
            raise IndexFileError(1, "not text") from error
        expected = _records_announced(_parsed(1, lines[0] if lines else ""))
        index = cls.build(_parse_record(line, text) for line, text in enumerate(lines[1:], start=2))
        if len(index) != expected:
            raise IndexFileError(len(index) + 2, "cut short")
        return index


def _records_announced(header: Any) -> int:
    if not isinstance(header, dict) or any(header.get(field) != value for field, value in _HEADER.items()):
        raise IndexFileError(1, "not an index of this version")
    records = header.get("records")
    if not isinstance(records, int):
        raise IndexFileError(1, "no number of records")
    return records


def _parse_record(line: int, text: str) -> tuple[str, list[str]]:
    match _parsed(line, text):
        case [str(key), list(names)] if all(isinstance(name, str) for name in names):
            return key, names
        case _:
            raise IndexFileError(line, "not a record")


def _parsed(line: int, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise IndexFileError(line, "not JSON") from error
