"""What an index remembers of the words it is asked: how they are read, what spells them, what names gain by that.

Rules: what is remembered is forgotten as soon as the lexicon meets a new word, so an answer is never behind, and when
it has grown too large.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from tansiq.matching.bounds import gains
from tansiq.matching.lexicon import Lexicon, Spellings
from tansiq.matching.spelling import Ints
from tansiq.matching.word_tables import WordTable, row_of, word_table
from tansiq.matching.words import Reader, Word

_MOST_WORDS: Final = 10_000
"""The spellings of a word take about two kilobytes."""
NOT_IN: Final = -2


@dataclass(frozen=True, slots=True)
class MetWord:
    """One word of a name, as it stands there.

    Attributes:
        spellings: The words of the lexicon that may spell it.
        number: Its own number in the lexicon, `NOT_IN` if it is not in.
        words: The same as in `spellings`, the very word first, then the dearest.
        fresh: uint32: what a name gains that holds each of `words`, see `gathering.Asked`.
        table: The word as arrays, one row.
    """

    spellings: Spellings
    number: int
    words: Ints
    fresh: npt.NDArray[np.uint32]
    table: WordTable


class MetWords:
    """The words of the names that one lexicon was asked; owned by an index."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._reader = Reader()
        self._spellings: dict[tuple[Word, bool], tuple[Spellings, WordTable]] = {}
        self._met: dict[tuple[Word, bool, bool, bool], MetWord] = {}
        self._words = len(lexicon)

    def read(self, name: str) -> tuple[Word, ...]:
        """Return the words of `name`."""
        return self._reader.read(name)

    def meet(self, words: Sequence[Word], *, unfinished: bool) -> list[MetWord]:
        """Return the words of a name, the last of which may be unfinished."""
        if self._words != len(self._lexicon) or len(self._met) > _MOST_WORDS:
            self._spellings, self._met, self._words, self._reader = {}, {}, len(self._lexicon), Reader()
        last = len(words) - 1
        asked = [(word, unfinished and at == last, at == 0, at == last) for at, word in enumerate(words)]
        self._expand([one[:2] for one in asked if one not in self._met])
        for word, is_unfinished, is_first, is_last in asked:
            if (word, is_unfinished, is_first, is_last) not in self._met:
                found, table = self._spellings[word, is_unfinished]
                met = self._met_word(word, found, table, is_first=is_first, is_last=is_last)
                self._met[word, is_unfinished, is_first, is_last] = met
        return [self._met[one] for one in asked]

    def _expand(self, asked: Sequence[tuple[Word, bool]]) -> None:
        unknown = [one for one in dict.fromkeys(asked) if one not in self._spellings]
        if unknown:
            words = [word for word, _ in unknown]
            table = word_table(words)
            found = self._lexicon.spellings(words, unfinished=unknown[-1][1], table=table)
            for at, (one, spellings) in enumerate(zip(unknown, found, strict=True)):
                self._spellings[one] = spellings, row_of(table, at)

    def _met_word(self, word: Word, found: Spellings, table: WordTable, *, is_first: bool, is_last: bool) -> MetWord:
        order = np.argsort(-found.worth, kind="stable")
        words, number = found.words[order], self._lexicon.known(word)
        number = NOT_IN if number is None else number
        is_same = words == number
        fresh = gains(found.worth[order], is_same, is_first=is_first, is_last=is_last)
        if is_same.any() and not is_same[0]:
            order = np.argsort(~is_same, kind="stable")
            words, fresh = words[order], fresh[order]
        return MetWord(found, number, words, fresh, table)
