"""Arrays and texts that grow at their end, in memory or begun from a file mapped into it.

Rules: what stands in a column keeps its place; a mapped column is copied when it first grows, so that the file and
other processes never see a change.

>>> texts = Texts.of(["Zoubir", "زبير"])
>>> texts.append("Nadir")
>>> len(texts), texts[1], texts[2]
(3, 'زبير', 'Nadir')
"""

from collections.abc import Iterable, Iterator
from typing import Generic, Self, TypeVar

import numpy as np
import numpy.typing as npt

_Scalar = TypeVar("_Scalar", bound=np.generic)
Places = npt.NDArray[np.int64]


class Column(Generic[_Scalar]):
    """An array that grows at its end; rows of any fixed shape."""

    def __init__(self, values: npt.NDArray[_Scalar]) -> None:
        self._room = values
        self._used = len(values)

    def __len__(self) -> int:
        return self._used

    @property
    def values(self) -> npt.NDArray[_Scalar]:
        """The rows so far; writing to it changes the column. Ask again after the column grew."""
        return self._room[: self._used]

    def extend(self, fresh: npt.NDArray[_Scalar]) -> None:
        """Put rows at the end."""
        needed = self._used + len(fresh)
        if needed > len(self._room):
            room = np.zeros((max(64, needed + needed // 2), *self._room.shape[1:]), self._room.dtype)
            room[: self._used] = self.values
            self._room = room
        self._room[self._used : needed] = fresh
        self._used = needed

    def fill_up(self, length: int, value: int) -> None:
        """Put `value` at the end until the column has at least `length` rows."""
        if length > self._used:
            self.extend(np.full((length - self._used, *self._room.shape[1:]), value, self._room.dtype))


class Texts:
    """Texts one after another as UTF-8: the bytes of text n end at byte `ends[n]`."""

    def __init__(self, blob: npt.NDArray[np.uint8], ends: Places) -> None:
        self._blob = Column(blob)
        self._ends = Column(ends)

    @classmethod
    def of(cls, texts: Iterable[str] = ()) -> Self:
        """Return these texts."""
        held = cls(np.zeros(0, np.uint8), np.zeros(0, np.int64))
        held.extend(texts)
        return held

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, place: int) -> str:
        ends = self._ends.values
        start = int(ends[place - 1]) if place else 0
        return self._blob.values[start : int(ends[place])].tobytes().decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        whole, start = self.blob.tobytes(), 0
        for end in self.ends.tolist():
            yield whole[start:end].decode("utf-8", "surrogatepass")
            start = end

    @property
    def blob(self) -> npt.NDArray[np.uint8]:
        """The bytes of all texts."""
        return self._blob.values

    @property
    def ends(self) -> Places:
        """Where the bytes of each text end, ascending."""
        return self._ends.values

    def append(self, text: str) -> None:
        """Put a text at the end."""
        self.extend((text,))

    def extend(self, texts: Iterable[str]) -> None:
        """Put texts at the end."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        start = len(self._blob)
        self._blob.extend(np.frombuffer(b"".join(encoded), np.uint8))
        self._ends.extend(start + np.cumsum([len(piece) for piece in encoded], dtype=np.int64))

    def taken(self, places: Places) -> "Texts":
        """Return the texts at `places`, in that order."""
        starts = np.concatenate([np.zeros(1, np.int64), self.ends])[places]
        lengths = self.ends[places] - starts
        return Texts(self.blob[spans(starts, lengths)], np.cumsum(lengths, dtype=np.int64))


def spans(starts: Places, lengths: npt.NDArray[np.integer]) -> Places:
    """Return the places `start`, `start` + 1 ... of every span, one span after another."""
    ends = np.cumsum(lengths, dtype=np.int64)
    within = np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.int64)
    return within + np.repeat(starts - (ends - lengths), lengths)
