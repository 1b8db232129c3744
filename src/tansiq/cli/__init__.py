"""What one types: the operator's commands. Each is thin: read arguments, call a service, print the answer.

tansiq run                              two linked nodes of invented people, under var/
tansiq init --state DZ … FOLDER         a node of one's own
tansiq import un-xml list.xml --node FOLDER --as ACCOUNT
tansiq match left.csv right.csv --out pairs.csv     without a node
"""

import logging
import sys

import typer

from tansiq.cli import (
    accounts,
    conformance,
    exchange,
    exercises,
    journals,
    keys,
    linkage,
    lists,
    nodes,
    partners,
    policies,
)
from tansiq.cli.errors import told

app = typer.Typer(
    name="tansiq",
    help="Coordination between neighbouring states: one wanted list, under control.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)
nodes.add_to(app)
accounts.add_to(app)
lists.add_to(app)
exercises.add_to(app)
exchange.add_to(app)
conformance.add_to(app)
linkage.add_to(app)
journals.add_to(app)
keys.add_to(app)
policies.add_to(app)
partners.add_to(app)


def main() -> None:
    """The entry point: a known error is told in one sentence, with what to do, and ends with status 1."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with told():
        app()
    sys.exit(0)
