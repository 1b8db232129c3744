"""The errors of this room, and who must act.

LinkageError
├── CellError       (who brought the file) a cell that says nothing; becomes a ListFileError of its line
├── ListFileError   (who brought the file) a list cannot be read: names file, line, column and problem
└── EngineError     (who runs the command) the engine is not there: names what is missing

A bad line is the first of the two as well; those who skip bad lines get it in a report instead.
"""

from enum import StrEnum
from pathlib import Path
from typing import Any


class ListProblem(StrEnum):
    """What may be wrong with a list; wire values never change."""

    EMPTY_FILE = "empty_file"
    """No header at all."""
    NO_ROWS = "no_rows"
    """A header, and nobody below it."""
    WRONG_ENCODING = "wrong_encoding"
    """Not UTF-8."""
    WRONG_SEPARATOR = "wrong_separator"
    """The columns are separated by something else than a comma; `detail` names it."""
    MISSING_COLUMN = "missing_column"
    DOUBLED_COLUMN = "doubled_column"
    MALFORMED = "malformed"
    """Quotes that do not close, or a field without end."""
    RAGGED = "ragged"
    """More or fewer fields than columns; `detail` has both numbers."""
    NO_ID = "no_id"
    DOUBLED_ID = "doubled_id"
    NO_NAME = "no_name"
    """Nothing in the cell of names can be read as a name."""
    NOT_A_DATE = "not_a_date"
    NOT_A_SEX = "not_a_sex"
    NOT_A_COUNTRY = "not_a_country"
    """Not two letters, as ISO 3166-1 has them."""


class Lack(StrEnum):
    """What an engine cannot run without; wire values never change."""

    PACKAGES = "packages"
    JAVA = "java"


class LinkageError(Exception):
    """Root of what this room raises."""


class CellError(LinkageError):
    """A cell that says nothing: `problem`, and in `detail` what it holds."""

    def __init__(self, problem: ListProblem, detail: str) -> None:
        super().__init__(f"{problem} ({detail})")
        self.problem = problem
        self.detail = detail


class ListFileError(LinkageError):
    """A list cannot be read.

    Attributes:
        file: which.
        problem: what is wrong.
        line: the line (1 is the header) where the row begins, if it is about one.
        column: the column, if it is about one.
        detail: the value or number that helps to mend it; never shown without escaping.
    """

    def __init__(
        self, file: Path, problem: ListProblem, *, line: int | None = None, column: str | None = None, detail: str = ""
    ) -> None:
        place = "".join((f" line {line}" if line else "", f" {column}" if column else ""))
        super().__init__(f"{file}:{place} {problem}" + (f" ({detail})" if detail else ""))
        self.file = file
        self.problem = problem
        self.line = line
        self.column = column
        self.detail = detail

    def __reduce__(self) -> tuple[object, ...]:
        """Let another process raise it here."""
        return _list_file_error, (self.file, self.problem, self.line, self.column, self.detail)


def _list_file_error(file: Path, problem: ListProblem, *place: Any) -> ListFileError:
    line, column, detail = place
    return ListFileError(file, problem, line=line, column=column, detail=detail)


class EngineError(LinkageError):
    """The engine cannot run here: `lack` says what is missing, `detail` which."""

    def __init__(self, lack: Lack, detail: str = "") -> None:
        super().__init__(f"{lack}" + (f" ({detail})" if detail else ""))
        self.lack = lack
        self.detail = detail
