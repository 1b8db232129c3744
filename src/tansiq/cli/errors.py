"""From errors to sentences for an operator: one table from class to words."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console

from tansiq.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tansiq.federation.errors import BundleError, CardError, CardProblem
from tansiq.formats.errors import DamagedFileError, LabelFileError, LogError, PolicyFileError
from tansiq.linkage.errors import EngineError, Lack, ListFileError, ListProblem
from tansiq.services.checkpoints import TamperedError
from tansiq.services.guards import CrowdedError
from tansiq.services.sign_ins import SignInError
from tansiq.settings import SettingsError
from tansiq.storage.errors import BusyError, SchemaError, StorageError
from tansiq.trust.errors import LockedError, SealError, TrustError

CONFLICTS = {
    "version": "Somebody changed this meanwhile; run the command again.",
    "many_removals": "This edition ends more than a fifth of the list. Look at the file; if it is right, --confirm.",
    "older_edition": "A later edition of this list is in force; the older one is not applied.",
    "older_policy": "This edition of the label policy, or a later one, is in force.",
    "other_policy": "Another policy is in force; only its next edition can follow it.",
    "future_policy": "The day from which this edition is used has not come.",
    "taken": "This name is taken; choose another.",
    "looks_like": "This name looks like another one here; choose one that nobody takes for it.",
    "two_persons": "There is one of this role; two persons make the next: propose it with --as ADMINISTRATOR.",
    "proposed": "This is proposed already and waits for the second person.",
    "last_administrator": "This is the last administrator; make another one first.",
    "in_use": "This node has posted items to that partner itself; try it from a node that was made for trials.",
    "not_halted": "This lane is not halted; `tansiq exchange status` says how every lane stands.",
    "enrolled": "This card is enrolled already.",
    "agreement_in_force": "An agreement with this state is in force; end it first: that recalls what it carried.",
    "no_party": "This state is no party to it.",
    "signed": "This state signed it already.",
    "ended": "It was ended before.",
    "has_factor": "This account has a second factor already.",
}


def _damaged(error: DamagedFileError) -> str:
    place = ", ".join(
        part for part in (f"line {error.line}" if error.line else "", error.field or "", error.detail or "") if part
    )
    return f"The file is refused whole and nothing of it was taken: {error.problem}{f' ({place})' if place else ''}."


LIST_PROBLEMS = {
    ListProblem.EMPTY_FILE: "the file is empty; its first line must name the columns",
    ListProblem.NO_ROWS: "nobody is in it",
    ListProblem.WRONG_ENCODING: "this is not UTF-8; save the file as UTF-8",
    ListProblem.WRONG_SEPARATOR: "columns must be separated by commas",
    ListProblem.MISSING_COLUMN: "there is no such column; id and names are needed",
    ListProblem.DOUBLED_COLUMN: "two columns have this name",
    ListProblem.MALFORMED: "quotes do not close",
    ListProblem.RAGGED: "the row has another number of fields than there are columns",
    ListProblem.NO_ID: "the row has no id",
    ListProblem.DOUBLED_ID: "an earlier row has this id",
    ListProblem.NO_NAME: "the row has no name",
    ListProblem.NOT_A_DATE: "this is no date; write 1980-03-05, 1980-03, 1980 or 1980/1985",
    ListProblem.NOT_A_SEX: "this is neither m nor f",
    ListProblem.NOT_A_COUNTRY: "this is no country code of two letters, such as DZ",
}
LACKS = {
    Lack.PACKAGES: "The engine spark needs packages that are not here: pip install 'tansiq[spark]'",
    Lack.JAVA: "The engine spark needs Java 17 or later; install it, or use --engine local",
}


def _list_file(error: ListFileError) -> str:
    place = ", ".join(part for part in (f"line {error.line}" if error.line else "", error.column or "") if part)
    return f"{error.file}{f', {place}' if place else ''}: {LIST_PROBLEMS[error.problem]}" + (
        f" ({error.detail})." if error.detail else "."
    )


def _not_they(error: SignInError) -> str:
    if error.ended:
        return "This account is closed, or its mandate has ended."
    wait = f" Wait {error.wait_seconds} seconds." if error.wait_seconds else ""
    return f"The account or its password is wrong; nothing was done.{wait}"


LOG_STEPS = {
    1: "the checkpoint is not signed by this key",
    2: "a tile is missing or cut",
    3: "a tile does not fit the one below it",
    4: "an entry is missing or malformed",
    5: "an entry is not the one whose hash is in the tree",
    6: "the tree has not the root that was signed",
    7: "the log did not grow out of the older checkpoint",
    8: "what entries say is out of order or malformed",
    9: "an entry does not say what it was committed to",
}
"""Steps of docs/protocol/journal.md, as they fail."""

CARDS = {
    CardProblem.MALFORMED: "this is no card, or it was damaged on the way",
    CardProblem.VERSION: "it is of a later version of this program",
    CardProblem.ADDRESS: "its address is not like https://registry.example",
    CardProblem.KEY: "a key is missing or malformed",
    CardProblem.UNKNOWN_KEY: "it is signed by a key that is not on it; call the partner",
    CardProblem.SIGNATURE: "it was changed after it was signed; call the partner",
}

WORDS: Mapping[type[Exception], Callable[[Any], str]] = {
    DamagedFileError: _damaged,
    LogError: lambda e: f"The journal does NOT verify: {LOG_STEPS[e.step]} ({e.place}, step {e.step}).",
    TamperedError: lambda _: (
        "The journal in the database is not the one that was signed before; nothing more of it is signed. Keep a copy "
        "of the database as it is, and call oversight."
    ),
    InvalidError: lambda e: f"{e.field}: {e.problem}{f' ({e.detail})' if e.detail else ''}.",
    ForbiddenError: lambda e: f"The policy refuses {e.permission} ({e.reason}); use an account whose role allows it.",
    NotFoundError: lambda e: f"There is no {e.thing} here.",
    ConflictError: lambda e: f"{e.thing}: {CONFLICTS.get(e.why, e.why)}",
    SignInError: _not_they,
    CrowdedError: lambda _: "Too many passwords are verified at this moment; run the command again.",
    SettingsError: lambda e: f"Setting {e.name}: {e.reason}.",
    BusyError: lambda _: "Another process holds the database; wait until it is done and run the command again.",
    SchemaError: lambda e: f"The database is of another version of this program: {e}.",
    StorageError: lambda e: f"The database cannot be used: {e}.",
    LockedError: lambda e: (
        "The keys do not open with this passphrase or key file."
        if e.tried != "nothing"
        else "The keys are locked: set TANSIQ_PASSPHRASE, or key_file in node.toml (docs/operate/keys.md)."
    ),
    SealError: lambda e: f"What is kept does not open ({e.place}): these are not the keys of this database.",
    BundleError: lambda e: f"This is no file of letters that this node reads ({e}); nothing of it was taken.",
    TrustError: lambda e: f"A key or a signature is wrong: {type(e).__name__} {e}.",
    PolicyFileError: lambda e: f"The label policy is refused: {e.problem}{f' ({e.detail})' if e.detail else ''}.",
    CardError: lambda e: f"The card is refused: {CARDS[e.problem]}{f' ({e.detail})' if e.detail else ''}.",
    LabelFileError: lambda e: f"The label is refused: {e.problem}{f' ({e.detail})' if e.detail else ''}.",
    ListFileError: _list_file,
    EngineError: lambda e: f"{LACKS[e.lack]}{f' ({e.detail})' if e.detail else ''}.",
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
