"""From errors to sentences for an operator: one table from class to words."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console

from tansiq.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tansiq.formats.errors import DamagedFileError
from tansiq.settings import SettingsError
from tansiq.storage.errors import BusyError, SchemaError, StorageError
from tansiq.trust.errors import TrustError

CONFLICTS = {
    "version": "Somebody changed this meanwhile; run the command again.",
    "many_removals": "This edition ends more than a fifth of the list. Look at the file; if it is right, --confirm.",
    "older_edition": "A later edition of this list is in force; the older one is not applied.",
    "taken": "This name is taken; choose another.",
}


def _damaged(error: DamagedFileError) -> str:
    place = ", ".join(
        part for part in (f"line {error.line}" if error.line else "", error.field or "", error.detail or "") if part
    )
    return f"The file is refused whole and nothing of it was taken: {error.problem}{f' ({place})' if place else ''}."


WORDS: Mapping[type[Exception], Callable[[Any], str]] = {
    DamagedFileError: _damaged,
    InvalidError: lambda e: f"{e.field}: {e.problem}{f' ({e.detail})' if e.detail else ''}.",
    ForbiddenError: lambda e: f"The policy refuses {e.permission} ({e.reason}); use an account whose role allows it.",
    NotFoundError: lambda e: f"There is no {e.thing} here.",
    ConflictError: lambda e: f"{e.thing}: {CONFLICTS.get(e.why, e.why)}",
    SettingsError: lambda e: f"Setting {e.name}: {e.reason}.",
    BusyError: lambda _: "Another process holds the database; wait until it is done and run the command again.",
    SchemaError: lambda e: f"The database is of another version of this program: {e}.",
    StorageError: lambda e: f"The database cannot be used: {e}.",
    TrustError: lambda e: f"A key or a signature is wrong: {type(e).__name__} {e}.",
    OSError: lambda e: f"{e.filename or 'A file'}: {e.strerror}.",
}
"""The words of every error that an operator can meet."""


def words_of(error: Exception) -> str | None:
    """The sentence of a known error."""
    found = next((WORDS[cls] for cls in type(error).__mro__ if cls in WORDS), None)
    return None if found is None else found(error)


@contextmanager
def told() -> Iterator[None]:
    """Tells a known error in a sentence and ends the program; a fault of ours keeps its traceback."""
    try:
        yield
    except Exception as error:
        sentence = words_of(error)
        if sentence is None:
            raise
        Console(stderr=True).print(sentence, style="bold", highlight=False)
        sys.exit(1)
