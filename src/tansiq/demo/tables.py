"""A table of notices as comma-separated values, for measurements with many rows.

Columns are those of our own export (`Target`), in UTF-8 with CRLF. Rows are made one by one, so memory does
not grow with the table.
"""

import csv
import io
import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from tansiq.demo.births import entry_births
from tansiq.demo.errors import SizeError
from tansiq.demo.habits import Tradition, draw_habit, draw_hand
from tansiq.demo.names import SHAPES, Manner, join_arabic, join_latin
from tansiq.demo.notices import REGISTERS, draw_spell
from tansiq.demo.people import Person, Wordbook, dice_of, invent
from tansiq.demo.sentences import MEASURES, OFFENCES, THRESHOLDS
from tansiq.demo.spelling import Word, spell_arabic, spell_latin
from tansiq.domain.dates import write_date
from tansiq.domain.edition import Target
from tansiq.domain.notice import DocumentType

COLUMNS = tuple(Target)
MANNERS = 32
"""How many clerks write a table."""


class _Clerk:
    """A manner, and the words that it has spelled already: most of the time goes into spelling."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        self._latin: dict[Word, str] = {}
        self._arabic: dict[Word, str] = {}

    def latin(self, word: Word) -> str:
        found = self._latin.get(word)
        if found is None:
            found = self._latin[word] = spell_latin(word, self.manner.habit)
        return found

    def arabic(self, word: Word) -> str:
        found = self._arabic.get(word)
        if found is None:
            found = self._arabic[word] = spell_arabic(word, self.manner.hand)
        return found


def table(seed: int, count: int, now: datetime) -> Iterator[bytes]:
    """The lines of a table of so many people, its header first.

    Args:
        seed: the same seed and time give the same lines, and a longer table begins with a shorter one.
        count: rows beside the header.
        now: aware; all rows are in force then.

    Raises:
        SizeError: if `count` is negative.
    """
    if count < 0:
        raise SizeError("count", count)
    return _lines(dice_of(seed, "table"), count, now)


def _lines(dice: random.Random, count: int, now: datetime) -> Iterator[bytes]:
    words = Wordbook.build()
    clerks = [_Clerk(_manner(dice)) for _ in range(MANNERS)]
    yield _line([target.value for target in COLUMNS])
    for number in range(1, count + 1):
        person = invent(dice, words)
        row = _row(dice, person, dice.choice(clerks), now=now) | {Target.REFERENCE: f"T-{number:07}"}
        yield _line([row.get(target, "") for target in COLUMNS])


def _line(cells: list[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue().encode()


def _manner(dice: random.Random) -> Manner:
    tradition = dice.choice((Tradition.ALGERIAN, Tradition.TUNISIAN, Tradition.ENGLISH))
    return Manner(
        shape=dice.choice(SHAPES["TN"]),
        habit=draw_habit(dice, tradition),
        hand=draw_hand(dice),
        linked=dice.random() < 0.5,
    )


def _row(dice: random.Random, person: Person, clerk: _Clerk, *, now: datetime) -> dict[Target, str]:
    measure, offence = dice.choice(MEASURES), dice.choice(OFFENCES)
    spell = draw_spell(dice, measure, now)
    arabic = dice.random() < 0.5
    register = REGISTERS[person.town.country]
    ordered = spell.made_at.date() - timedelta(days=20)
    return {
        **_who(dice, person, clerk),
        Target.OFFENCE: offence.value,
        Target.MEASURE: measure.value,
        Target.AUTHORITY: register.courts[0][arabic],
        Target.BASIS: f"Ordonnance n° {dice.randrange(1, 4000)}/{ordered.year}",
        Target.BASIS_DATE: ordered.isoformat(),
        Target.THRESHOLD: THRESHOLDS[offence][arabic],
        Target.REVIEWER: f"Bureau de contrôle {dice.randrange(1, 9)}",
        Target.LISTED_ON: spell.made_at.date().isoformat(),
    }


def _who(dice: random.Random, person: Person, clerk: _Clerk) -> dict[Target, str]:
    numbers = {document.type: document.number for document in person.documents}
    return {
        Target.NAME: join_latin(person, clerk.manner, {word: clerk.latin(word) for word in person.chain}),
        Target.NAME_ARABIC: join_arabic(person, clerk.manner, {word: clerk.arabic(word) for word in person.chain}),
        Target.BIRTH: "".join(write_date(birth) for birth in entry_births(dice, person)[:1]),
        Target.BIRTH_PLACE: person.town.french,
        Target.SEX: person.sex.value,
        Target.NATIONALITY: ";".join(person.nationalities),
        Target.PASSPORT: numbers.get(DocumentType.PASSPORT, ""),
        Target.NATIONAL_ID: numbers.get(DocumentType.NATIONAL_ID, ""),
    }
