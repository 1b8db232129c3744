"""Whether another node keeps the protocol: it is spoken to as a partner would, well and badly."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tansiq import settings
from tansiq.cli.accounts import NodeFolder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tansiq.services.conformance import Finding


class Halting(StrEnum):
    """Steps that halt a lane."""

    ONCE = "once"
    VERSION = "version"
    CONTENT = "content"
    SAME_ADDRESS = "same_address"


def add_to(app: typer.Typer) -> None:
    """Registers the command of this page."""
    app.command("conformance")(conformance)


def conformance(
    url: Annotated[str, typer.Argument(help="Scheme, host and port of the node that is tried.")],
    partner: Annotated[str, typer.Argument(help="Its state.")],
    node: NodeFolder,
    *,
    halting: Annotated[
        Halting | None, typer.Option(help="Try this step at the end; people of the other side must resume the lane.")
    ] = None,
) -> None:
    """Sends a node good and faulty letters, compares its answers with the page, and ends with status 1 if one differs.

    --node is a node of a state of its own that was made for this, and that the tried node knows as a partner; see
    docs/protocol/exchange.md. What is released is recalled at the end.
    """
    import secrets

    from tansiq.couriers import CourierError, HttpCourier
    from tansiq.federation.steps import Step
    from tansiq.node import clock, open_node
    from tansiq.services import partners
    from tansiq.services.conformance import author_of, examine
    from tansiq.trust.identifiers import uuid7

    opened, courier, now = open_node(settings.load(node)), HttpCourier(), clock()

    def send(letters: bytes) -> tuple[bytes, str]:
        try:
            return courier.send(url, letters), ""
        except CourierError as error:
            return b"", error.why

    with opened.database.read() as tx:
        author, desk = author_of(tx, opened.own, partner, now=now), partners.desk(tx, opened.own)
    ids = iter(lambda: uuid7(now, secrets.token_bytes(10)), None)
    step = None if halting is None else Step(halting)
    findings = examine(author, desk, send, ids=ids, now=now, halt=step)
    courier.close()
    opened.close()
    _print(findings)
    if not all(finding.is_good for finding in findings):
        raise typer.Exit(1)


def _print(findings: "Sequence[Finding]") -> None:
    """A line for each trial: the step, its name, what was expected, what came."""
    for one in findings:
        number = f"{one.step.number:2}" if one.step is not None else "  "
        told = "" if one.is_good else f"   BUT {one.answered}"
        typer.echo(f"{'ok  ' if one.is_good else 'FAIL'} {number} {one.name:28} {one.expected}{told}")
    good = sum(one.is_good for one in findings)
    typer.echo(f"{good} of {len(findings)} answers are as docs/protocol/exchange.md asks for.")
