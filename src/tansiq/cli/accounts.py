"""Accounts and partners of a node."""

from pathlib import Path
from typing import Annotated

import typer

from tansiq import settings
from tansiq.domain.access import Role

account_app = typer.Typer(help="Accounts of a node.", no_args_is_help=True)
partner_app = typer.Typer(help="Partners whose signed lists a node takes.", no_args_is_help=True)
NodeFolder = Annotated[Path, typer.Option("--node", help="The folder of the node.")]


def add_to(app: typer.Typer) -> None:
    """Registers the commands of this page."""
    app.add_typer(account_app, name="account")
    app.add_typer(partner_app, name="partner")


@account_app.command("add")
def add_account(
    account: Annotated[str, typer.Argument(help="The name to sign in with.")],
    node: NodeFolder,
    name: Annotated[str, typer.Option(help="The officer's name as pages show it.")],
    role: Annotated[Role, typer.Option(help="The officer's role.")],
    *,
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for if not given.")
    ],
) -> None:
    """Makes an account of the node's own state and service."""
    from tansiq.node import clock, open_node
    from tansiq.services import accounts

    opened = open_node(settings.load(node))
    new = accounts.NewAccount(
        id=account,
        name=name,
        role=role,
        state=opened.settings.state,
        service=opened.settings.service,
        password=password,
    )
    accounts.create(opened.database, opened.passwords, new, now=clock())
    opened.close()
    typer.echo(f"{account} can sign in at http://127.0.0.1:{opened.settings.port}/sign-in as {role}.")


@account_app.command("password")
def change_password(
    account: Annotated[str, typer.Argument(help="The account.")],
    node: NodeFolder,
    *,
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for if not given.")
    ],
) -> None:
    """Sets another password: sessions of the account end, and if it waits after wrong passwords, it waits no more."""
    from tansiq.node import clock, open_node
    from tansiq.services import accounts

    opened = open_node(settings.load(node))
    accounts.change_password(opened.database, opened.passwords, account, password, now=clock())
    opened.close()
    typer.echo(f"{account} signs in with the new password from now on.")


@partner_app.command("add")
def add_partner(
    state: Annotated[str, typer.Argument(help="Code of the partner's state.")],
    key: Annotated[Path, typer.Argument(help="The partner's keys/signing.pub.")],
    node: NodeFolder,
) -> None:
    """Trusts a partner's key for that partner's list; compare the fingerprint with the partner first."""
    from tansiq.node import clock, open_node
    from tansiq.services import partners
    from tansiq.trust.keys import PublicKey

    opened = open_node(settings.load(node))
    public = PublicKey.from_text(key.read_text(encoding="ascii"))
    with opened.database.write() as tx:
        partners.enrol(tx, opened.settings.state, state, public, now=clock())
    opened.close()
    typer.echo(f"Lists of {state} signed by {public.fingerprint} are taken from now on.")
