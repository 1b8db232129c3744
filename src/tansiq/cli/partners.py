"""Partners and agreements at the machine: this node's card, a partner enrolled at set-up, agreements on a medium.

tansiq partner card dz.card --node FOLDER              a file for the partner; its words are printed
tansiq partner enrol tn.card --node FOLDER             prints the words, asks whether they were compared
tansiq agreement export ID FILE --node FOLDER          what goes to a node that no network reaches
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from tansiq import settings
from tansiq.cli.accounts import NodeFolder
from tansiq.domain.errors import ConflictError, InvalidError, Problem

if TYPE_CHECKING:
    from tansiq.federation.cards import Card
    from tansiq.services.cards import Says
    from tansiq.settings import Settings

partner_app = typer.Typer(help="Partners whose letters and lists a node takes.", no_args_is_help=True)
agreement_app = typer.Typer(help="Agreements on a medium, for nodes that no network joins.", no_args_is_help=True)
AgreementFile = Annotated[Path, typer.Argument(help="The file.")]


def add_to(app: typer.Typer) -> None:
    """Registers the commands of this page."""
    app.add_typer(partner_app, name="partner")
    app.add_typer(agreement_app, name="agreement")


def says(found: "Settings") -> "Says":
    """What stands on the card of a node beside its keys; without an address only media reach it."""
    from tansiq.services.cards import Says

    address = f"http://127.0.0.1:{found.port}" if found.exercise else found.address
    return Says(state=found.state, title=found.title, address=address)


@partner_app.command("card")
def card(file: Annotated[Path, typer.Argument(help="The file to write.")], node: NodeFolder) -> None:
    """Writes this node's card for its partners, and prints the words that both sides compare."""
    from tansiq.federation.cards import parse_card
    from tansiq.node import clock, open_node
    from tansiq.services import cards

    opened = open_node(settings.load(node))
    data = cards.own_card(says(opened.settings), opened.ring, now=clock())
    opened.close()
    file.write_bytes(data + b"\n")
    typer.echo(f"{file} goes to the partner by any way. They see these words; read them to each other:")
    _print_words(parse_card(data).card)


def _print_words(one: "Card") -> None:
    from tansiq.federation import card_words
    from tansiq.federation.cards import words

    for language in card_words.LISTS:
        typer.echo(f"  {language}  {' '.join(words(one, language))}")


@partner_app.command("enrol")
def enrol(
    file: Annotated[Path, typer.Argument(help="The partner's card.")],
    node: NodeFolder,
    *,
    compared: Annotated[bool, typer.Option(help="The words were compared; do not ask.")] = False,
) -> None:
    """Knows a partner by its card; somebody else has to have compared the words with you, by voice."""
    from tansiq.node import clock, open_node
    from tansiq.services import enrolments
    from tansiq.services.keeping import SYSTEM

    opened = open_node(settings.load(node))
    with opened.database.read() as tx:
        signed = enrolments.check(tx, opened.settings.state, file.read_bytes())
    typer.echo(f"{signed.card.state}, {signed.card.title}, {signed.card.address or 'reached by media only'}")
    _print_words(signed.card)
    if compared or typer.confirm("Did the partner read you the same words, in a voice that you know?"):
        with opened.database.write() as tx:
            enrolments.enrol(tx, opened.settings.state, signed.data, by=SYSTEM, now=clock())
        typer.echo(f"Letters and lists of {signed.card.state} are taken from now on.")
    else:
        typer.echo("Nothing was enrolled.")
    opened.close()


@agreement_app.command("export")
def export_agreement(
    agreement: Annotated[UUID, typer.Argument(help="Its identifier, from the page Agreements.")],
    file: AgreementFile,
    node: NodeFolder,
) -> None:
    """Writes an agreement with the signatures on it that are here."""
    from tansiq.node import open_node
    from tansiq.services import agreements

    opened = open_node(settings.load(node))
    with opened.database.read() as tx:
        data = agreements.to_body(tx, agreement)
    opened.close()
    file.write_bytes(data + b"\n")
    typer.echo(f"{file} holds the agreement and its signatures.")


@agreement_app.command("import")
def import_agreement(
    file: AgreementFile,
    node: NodeFolder,
    sender: Annotated[str, typer.Option("--from", help="Code of the state that brought it.")],
) -> None:
    """Takes an agreement, signatures on one, or the end of one, as if the partner's node had told it."""
    from tansiq.federation.errors import GateError
    from tansiq.node import clock, open_node
    from tansiq.services import agreements

    opened = open_node(settings.load(node))
    try:
        with opened.database.write() as tx:
            if sender not in tx.partners.states():
                raise InvalidError("--from", Problem.NOT_IN_LIST, sender)
            found = agreements.take(tx, sender, file.read_bytes().strip(), clock(), own=opened.settings.state)
    except GateError as error:
        raise ConflictError(str(file), f"the step {error.step} of the gate refuses it") from error
    finally:
        opened.close()
    typer.echo(f"Agreement {found} is here; it allows nothing until every party signed it.")
