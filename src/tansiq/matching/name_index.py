"""An index over names: records found by a name in another spelling or script, also while it is being typed.

Rules: one thread at a time uses an index, a search included (it keeps room for one); threads and processes that share a
saved index load it each for themselves: the files are mapped, so the memory is theirs together, and what one of them
adds or removes stays its own until it is saved.

>>> index = NameIndex.build([("1", ["Zoubir Testaoui"]), ("2", ["كريم السعيدي"])])
>>> [found.key for found in index.search("Karim Essaidi")]
['2']
>>> [found.key for found in index.search("zoub", prefix=True)]
['1']
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, Self

from tansiq.matching.evidence import Candidate
from tansiq.matching.index_files import load_arrays, save_arrays
from tansiq.matching.records import Records
from tansiq.matching.searches import Searcher

_FORMAT: Final = "tansiq-name-index"


class NameIndex:
    """Records by their names; owned by whoever builds it, for one thread at a time."""

    def __init__(self, records: Records | None = None) -> None:
        self._records = Records() if records is None else records
        self._searcher = Searcher(self._records)

    @classmethod
    def build(cls, items: Iterable[tuple[str, Sequence[str]]]) -> Self:
        """Return an index over `items` (key, names); of items with one key the last counts."""
        records = Records()
        records.fill(items)
        records.lexicon.prepare()
        return cls(records)

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, key: object) -> bool:
        return key in self._records.rows

    def add(self, key: str, names: Sequence[str]) -> None:
        """Put a record in, in place of an earlier one with the same key."""
        self._records.add(key, names)
        self._tidy()

    def remove(self, key: str) -> None:
        """Take a record out.

        Raises:
            UnknownKeyError: It is not in.
        """
        self._records.remove(key)
        self._tidy()

    def search(self, name: str, limit: int = 10, *, prefix: bool = False) -> list[Candidate]:
        """Return the records most like `name`, best first.

        Args:
            name: In any script and spelling.
            limit: The most that are returned.
            prefix: The last word of `name` may be unfinished.
        """
        return self._searcher.search(name, limit, prefix=prefix)

    def save(self, path: Path) -> None:
        """Write the index to the folder `path`, in place of one that is there; see `index_files`."""
        self._records.compact()
        save_arrays(path, self._records.columns(), format_name=_FORMAT)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the index that `save` wrote to `path`, mapped from there.

        Raises:
            IndexFileError: The folder is not one, is damaged, or of another version.
        """
        return cls(Records.of_columns(load_arrays(path, Records.DTYPES, format_name=_FORMAT)))

    def _tidy(self) -> None:
        if self._records.is_loose:
            self._records.compact()
