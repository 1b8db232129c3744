r"""What one cell of a table says: the small grammar that CSV and XLSX share, read and written.

A cell may hold several values, separated by `;`; a value may have parts, separated by `|`. A backslash before one of
them, before `?` or before itself makes them ordinary characters.

* name: `words`; a leading `?` says that the source trusts it little
* birth: `date|words of the source`; the date as `domain.dates.read_date` reads it
* place: `words|country`; without a bar the country is looked for in the words
* document: `number|country|issued|expires|note|type`; the type only in the column of other documents

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula (CWE-1236). Such a cell is written after
an apostrophe, and so is one that begins with apostrophes before such a sign; reading takes one away.

>>> split_cell(r"Exemple; Autre\; nom|DZ")
[['Exemple'], ['Autre; nom', 'DZ']]
>>> guard("=1+1"), unguard("'=1+1"), unguard("'Abd")
("'=1+1", '=1+1', "'Abd")
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tansiq.domain import text
from tansiq.domain.dates import Calendar, PartialDate, read_date, write_date
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.notice import Document, DocumentType, Name, NameKind, Place, Quality, name
from tansiq.formats.countries import find_country
from tansiq.formats.vocabulary import read_choice

FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")
SPECIAL = re.compile(r"([\\;|])")
PIECE = re.compile(r"\\[\\;|?]|[;|]|[^\\;|]+|\\")
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def guard(cell: str) -> str:
    """The cell as it is written, so that no spreadsheet computes it."""
    return "'" + cell if FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    """The cell that `guard` was given."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def split_cell(cell: str) -> list[list[str]]:
    """The values of a cell, each a list of parts; blank values are left out."""
    if "\\" not in cell:
        values = [[part.strip() for part in value.split("|")] for value in cell.split(";")]
    else:
        values = [[_unescaped(part) for part in value] for value in _pieces(cell)]
    return [value for value in values if any(value)]


def _pieces(cell: str) -> list[list[list[str]]]:
    values: list[list[list[str]]] = [[[]]]
    for piece in PIECE.findall(cell):
        if piece == ";":
            values.append([[]])
        elif piece == "|":
            values[-1].append([])
        else:
            values[-1][-1].append(piece)
    return values


def _unescaped(pieces: list[str]) -> str:
    return "".join(piece[1:] if len(piece) == 2 and piece[0] == "\\" else piece for piece in pieces).strip()


def join_cell(values: Iterable[Iterable[str]]) -> str:
    """The cell that `split_cell` reads back; empty parts at the end of a value are left out."""
    written = []
    for value in values:
        parts = [SPECIAL.sub(r"\\\1", part) for part in value]
        while len(parts) > 1 and not parts[-1]:
            parts.pop()
        written.append("|".join(parts))
    return "; ".join(written)


def read_names(cell: str, kind: NameKind) -> tuple[Name, ...]:
    """The names in a cell; a bar has no meaning here."""
    if "\\" not in cell:
        values = [words for value in cell.split(";") if (words := value.strip())]
        return tuple([_read_name(words, kind, low=words[0] == "?") for words in values])
    found = []
    for parts in _pieces(cell):
        first = next((piece for part in parts for piece in part if piece.strip()), "")
        words = "|".join(_unescaped(part) for part in parts)
        if words:
            found.append(_read_name(words, kind, low=first.lstrip().startswith("?")))
    return tuple(found)


def _read_name(words: str, kind: NameKind, *, low: bool) -> Name:
    return name(words[1:], kind, Quality.LOW) if low else name(words, kind)


def write_names(values: Iterable[Name]) -> str:
    """The cell that `read_names` reads back, but for the kinds."""
    return "; ".join(map(_write_name, values))


def _write_name(value: Name) -> str:
    words = SPECIAL.sub(r"\\\1", value.value)
    if value.quality is Quality.LOW:
        return "?" + words
    return "\\" + words if words.startswith("?") else words


def read_births(cell: str) -> tuple[PartialDate, ...]:
    """The dates of birth in a cell."""
    return tuple(_read_birth(*parts[:2]) for parts in split_cell(cell))


def _read_birth(words: str, said: str = "") -> PartialDate:
    value = read_date("births", words)
    if not said:
        return value
    return replace(value, text=text.clean("births", said))


def write_birth(value: PartialDate) -> tuple[str, str]:
    """The parts of a cell that `read_births` reads back."""
    return write_date(value), value.text


def read_places(cell: str) -> tuple[Place, ...]:
    """The places in a cell."""
    return tuple(_read_place(parts) for parts in split_cell(cell))


def _read_place(parts: list[str]) -> Place:
    words = text.required("birth_places", parts[0])
    if len(parts) > 1:
        return Place(value=words, country=parts[1].upper() or None)
    return Place(value=words, country=find_country_in(words))


def find_country_in(words: str) -> str | None:
    """The country that the words of a place name: all of them, or what follows the last comma."""
    return find_country(words) or find_country(re.split("[,،]", words)[-1])


def write_place(value: Place) -> str:
    """The value of a cell that `read_places` reads back; already escaped."""
    words = SPECIAL.sub(r"\\\1", value.value)
    return words if find_country_in(value.value) == value.country else f"{words}|{value.country or ''}"


def read_documents(cell: str, type_: DocumentType) -> tuple[Document, ...]:
    """The documents in a cell; a value's own type outweighs that of the column."""
    return tuple(_read_document([*parts, "", "", "", "", ""], type_) for parts in split_cell(cell))


def _read_document(parts: list[str], type_: DocumentType) -> Document:
    number, country, issued, expires, note, own_type = parts[:6]
    return Document(
        type=read_choice("documents", own_type, DocumentType) if own_type else type_,
        number=text.required("documents", number),
        country=read_country("documents", country) if country else None,
        issued_on=read_day("documents", issued) if issued else None,
        expires_on=read_day("documents", expires) if expires else None,
        note=text.clean("documents", note, limit=text.LONG, lines=True),
    )


def write_document(value: Document, type_: DocumentType) -> tuple[str, ...]:
    """The parts of a cell that `read_documents` reads back, in the column of a type."""
    return (
        value.number,
        value.country or "",
        value.issued_on.isoformat() if value.issued_on else "",
        value.expires_on.isoformat() if value.expires_on else "",
        value.note,
        "" if value.type is type_ else value.type,
    )


def read_day(field: str, words: str) -> date:
    """A whole Gregorian day.

    Raises:
        InvalidError: if it is a partial or a Hijri date, or none.
    """
    if ISO_DAY.fullmatch(words):
        try:
            return date.fromisoformat(words)
        except ValueError as error:
            raise InvalidError(field, Problem.NOT_A_DATE, words) from error
    value = read_date(field, words)
    if value.month is None or value.day is None or value.calendar is Calendar.HIJRI or value.circa:
        raise InvalidError(field, Problem.NOT_A_DATE, words)
    return date(value.year, value.month, value.day)


def read_country(field: str, words: str) -> str:
    """The alpha-2 code of a state.

    Raises:
        InvalidError: if no state is known by these words.
    """
    if len(words) == 2 and words.isascii() and words.isupper():
        return words
    if (country := find_country(words)) is None:
        raise InvalidError(field, Problem.NOT_IN_LIST, words)
    return country
