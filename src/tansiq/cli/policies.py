"""The label policy: an example to begin with, signed by each state, adopted at each node."""

from pathlib import Path
from typing import Annotated

import typer

from tansiq import settings
from tansiq.cli.accounts import NodeFolder

policy_app = typer.Typer(help="The label policy that the states sign.", no_args_is_help=True)
label_app = typer.Typer(help="Labels as other systems write them (ADatP-4774).", no_args_is_help=True)
LabelFile = Annotated[Path, typer.Argument(help="The label, an XML file.")]
PolicyFile = Annotated[Path, typer.Argument(help="The policy's file.")]


def add_to(app: typer.Typer) -> None:
    """Registers the commands of this page."""
    app.add_typer(policy_app, name="policy")
    app.add_typer(label_app, name="label")


@policy_app.command("example")
def example(file: PolicyFile) -> None:
    """Writes the exercise's policy, unsigned: a first text for the two states to change and confirm."""
    from tansiq.demo.policies import demo_policy
    from tansiq.formats.label_policy import write_label_policy
    from tansiq.node import clock

    file.write_bytes(write_label_policy(demo_policy(clock().date())))
    typer.echo(f"{file} holds an example. Nothing in it is law; see docs/protocol/label-policy.md.")


@policy_app.command("sign")
def sign(file: PolicyFile, node: NodeFolder) -> None:
    """Adds the signature of the node's state to a policy."""
    from tansiq.formats.label_policy import sign_label_policy
    from tansiq.node import open_node

    opened = open_node(settings.load(node))
    file.write_bytes(sign_label_policy(file.read_bytes(), opened.settings.state, opened.key))
    opened.close()
    typer.echo(f"{file} is signed by {opened.settings.state}.")


@policy_app.command("adopt")
def adopt(file: PolicyFile, node: NodeFolder) -> None:
    """Puts a policy in force that every state has signed; labels that were given keep the edition before."""
    from tansiq.node import clock, open_node
    from tansiq.services import labels

    opened, now = open_node(settings.load(node)), clock()
    with opened.database.write() as tx:
        keys = labels.known_keys(tx, opened.settings.state, opened.signing_keys)
        signed = labels.adopt(tx, file.read_bytes(), keys, now=now)
    opened.close()
    typer.echo(f"Edition {signed.policy.edition} of {signed.policy.id} is in force ({signed.digest[:16]}).")


@label_app.command("import")
def import_label(file: LabelFile, node: NodeFolder) -> None:
    """Tells what a label of another system says, and what it is here; nothing of it is kept."""
    from tansiq.node import open_node
    from tansiq.services import labels

    opened = open_node(settings.load(node))
    try:
        with opened.database.read() as tx:
            read, policy = labels.read_foreign(tx, file.read_bytes()), labels.current(tx)
    finally:
        opened.close()
    label = read.label
    here = None if policy is None else policy.equivalent(label, opened.settings.state)
    typer.echo(f"{label.policy}: {label.words}, given {read.created:%Y-%m-%d}")
    typer.echo(f"here: {label.level if here is None else here.en} ({label.level})")
    rows = (("releasable to", label.releasable_to), ("compartments", label.compartments), ("handling", label.codes))
    for name, values in rows:
        if values:
            typer.echo(f"{name}: {', '.join(values)}")
