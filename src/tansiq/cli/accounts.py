"""Accounts of a node, for its operator at the machine.

The operator founds a node: the first administrator, the first inspector, officers of other roles. With `--as
ADMINISTRATOR` an account is proposed, and somebody else approves it on the pages.
"""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tansiq import settings
from tansiq.cli.officers import act_as, read_password
from tansiq.domain.access import Role, Training
from tansiq.domain.label import Level

if TYPE_CHECKING:
    from tansiq.domain.access import Officer
    from tansiq.node import Node
    from tansiq.services.accounts import NewAccount

account_app = typer.Typer(help="Accounts of a node.", no_args_is_help=True)
NodeFolder = Annotated[Path, typer.Option("--node", help="The folder of the node.")]
AccountName = Annotated[str, typer.Argument(help="The account.")]


def add_to(app: typer.Typer) -> None:
    """Registers the commands of this page."""
    app.add_typer(account_app, name="account")


@account_app.command("add")
def add_account(
    account: Annotated[str, typer.Argument(help="The name to sign in with.")],
    node: NodeFolder,
    name: Annotated[str, typer.Option(help="The officer's name as pages show it.")],
    role: Annotated[Role, typer.Option(help="The officer's role.")],
    *,
    clearance: Annotated[Level | None, typer.Option(help="The highest level; what the role reads if absent.")] = None,
    compartment: Annotated[list[str] | None, typer.Option(help="A compartment; repeat it.")] = None,
    training: Annotated[list[Training] | None, typer.Option(help="What the officer was taught; repeat it.")] = None,
    mandate_until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day of the mandate; a year if absent.")
    ] = None,
    proposer: Annotated[
        str | None, typer.Option("--as", help="The administrator who proposes it to a second person.")
    ] = None,
    reason: Annotated[str, typer.Option(help="With --as: what the second person needs to know.")] = "",
    password: Annotated[
        str | None, typer.Option(help="The first password; asked for if absent. With --as none is given.")
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(
            help="A file whose first line is the password, with --as the administrator's; - reads standard input."
        ),
    ] = None,
) -> None:
    """Makes an account of the node's own state and service, or proposes it."""
    from tansiq.node import open_node
    from tansiq.services import accounts

    opened = open_node(settings.load(node))
    new = accounts.NewAccount(
        id=account,
        name=name,
        role=role,
        state=opened.settings.state,
        service=opened.settings.service,
        password="" if proposer else password or read_password(password_file, confirmed=True),
        clearance=clearance,
        compartments=tuple(compartment or ()),
        trainings=tuple(training or ()),
        mandate_until=None if mandate_until is None else mandate_until.date(),
        must_change=True,
    )
    if proposer:
        typer.echo(_propose(opened, new, act_as(opened, proposer, password_file=password_file), reason))
    else:
        typer.echo(_make(opened, new))
    opened.close()


def _make(opened: "Node", new: "NewAccount") -> str:
    from tansiq.node import clock
    from tansiq.services import accounts

    now = clock()
    grant = new.grant(now.date())
    accounts.create(opened.database, opened.passwords, new, now=now)
    missing = ", ".join(grant.missing)
    lacks = f" It may do nothing until this training is noted: {missing}." if missing else ""
    return (
        f"{grant.id} can sign in at {opened.settings.site}/sign-in as {grant.role} until {grant.mandate_until}.{lacks}"
    )


def _propose(opened: "Node", new: "NewAccount", officer: "Officer", reason: str) -> str:
    from tansiq.node import clock
    from tansiq.services import accounts

    now = clock()
    with opened.database.write(purpose=officer.stated) as tx:
        proposed = accounts.propose(tx, officer, new.grant(now.date()), reason=reason, now=now)
    return f"Proposed; a second person decides at {opened.settings.site}/approvals/{proposed.id}."


def found_administrator(folder: Path, account: str, name: str, password_file: Path | None) -> None:
    """The node's first administrator can sign in; the secret of their codes is printed, this once."""
    import segno

    from tansiq.node import clock, open_node
    from tansiq.services import accounts

    opened = open_node(settings.load(folder))
    new = accounts.NewAccount(
        id=account,
        name=name,
        role=Role.ADMINISTRATOR,
        state=opened.settings.state,
        service=opened.settings.service,
        password=read_password(password_file, confirmed=True),
    )
    grant = new.grant(clock().date())
    accounts.create(opened.database, opened.passwords, new, now=clock())
    secret, address = accounts.give_codes(opened.database, opened.guards, grant.id, now=clock())
    opened.close()
    if sys.stdout.isatty():
        segno.make(address, error="m").terminal(compact=True)
    typer.echo(f"{grant.id} is the administrator. Secret of the one-time codes, shown this once: {secret}\n{address}")


@account_app.command("list")
def list_accounts(node: NodeFolder) -> None:
    """Every account, with its role, the end of its mandate and whether it is open."""
    from tansiq.node import clock, open_node

    opened = open_node(settings.load(node))
    with opened.database.read() as tx:
        found = tx.accounts.all()
    for one in found:
        state = "open" if one.is_open(clock()) else "closed" if one.closed_at else "mandate ended"
        typer.echo(f"{one.id:<32} {one.role:<22} {one.mandate_until or '-'!s:<12} {state}")
    opened.close()


@account_app.command("close")
def close_account(account: AccountName, node: NodeFolder) -> None:
    """Nobody signs in with the account any more; its sessions end at once."""
    from tansiq.node import clock, open_node
    from tansiq.services import accounts

    opened = open_node(settings.load(node))
    with opened.database.write() as tx:
        accounts.close_at_machine(tx, account, now=clock())
    opened.close()
    typer.echo(f"{account} is closed.")


@account_app.command("password")
def change_password(
    account: AccountName,
    node: NodeFolder,
    *,
    forget_factors: Annotated[bool, typer.Option(help="Second factors go as well; new ones are enrolled.")] = False,
    password: Annotated[str | None, typer.Option(help="Asked for if not given.")] = None,
    password_file: Annotated[
        Path | None, typer.Option(help="A file whose first line is the password; - reads standard input.")
    ] = None,
) -> None:
    """Sets a first password anew: sessions end, waiting ends, and the officer chooses another one at sign-in."""
    from tansiq.node import clock, open_node
    from tansiq.services import accounts

    opened = open_node(settings.load(node))
    accounts.change_password(
        opened.database,
        opened.passwords,
        account,
        password or read_password(password_file, confirmed=True),
        now=clock(),
        forget_factors=forget_factors,
    )
    opened.close()
    typer.echo(f"{account} signs in with the new password from now on.")
