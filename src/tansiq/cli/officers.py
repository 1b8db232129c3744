"""In whose name a command acts: an account, proved by its password, for a purpose that the journal names.

It proves that somebody at the machine knows the officer's password. Who runs the command as the node's user and can
open its keys is the operator, and reaches everything without it.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tansiq.domain.access import Purpose
from tansiq.domain.errors import NotFoundError

if TYPE_CHECKING:
    from tansiq.domain.access import Officer
    from tansiq.node import Node

Account = Annotated[str, typer.Option("--as", help="The account that acts; its role must allow it.")]
Why = Annotated[Purpose, typer.Option("--purpose", help="Why it acts; the journal names it with each act.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        help="A file whose first line is the password of --as; - reads standard input; asked for if absent.",
    ),
]


def act_as(
    node: "Node", account: str, *, purpose: Purpose | None = None, password_file: Path | None = None
) -> "Officer":
    """The officer of an account, who acts now; only an exercise asks for no password.

    Args:
        purpose: `None` is the usual one of the role.

    Raises:
        SignInError: if the password is wrong, the account waits, is closed, or is none.
        InvalidError: `purpose`, if the role does not state it.
    """
    from tansiq.node import clock
    from tansiq.services import sign_ins
    from tansiq.services.sign_ins import Credentials

    password = read_password(password_file, f"Password of {account}") if node.guards.second_factor else ""
    given = Credentials(account=account, password=password)
    return sign_ins.act_at_machine(node.database, node.guards, given, purpose, now=clock())


def find_officer(node: "Node", account: str) -> "Officer":
    """The officer of an account that an exercise made itself; nobody is asked for anything.

    Raises:
        NotFoundError: if there is no such account.
    """
    with node.database.read() as tx:
        found = tx.accounts.find(account)
    if found is None:
        raise NotFoundError(f"account {account}")
    return found.officer_at(node.clock())


def read_password(file: Path | None, prompt: str = "Password", *, confirmed: bool = False) -> str:
    """The first line of a file or of standard input; asked for where there is none."""
    if file is None:
        found: str = typer.prompt(prompt, hide_input=True, confirmation_prompt=confirmed)
        return found
    text = sys.stdin.readline() if str(file) == "-" else file.read_text(encoding="utf-8")
    return text.partition("\n")[0].rstrip("\r")
