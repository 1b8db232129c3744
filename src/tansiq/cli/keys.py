"""Keys of a node: listed, rotated, locked anew, divided into printed shares and brought back from them."""

import secrets
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from tansiq import settings
from tansiq.cli.accounts import NodeFolder
from tansiq.services import keyrings
from tansiq.services.keyrings import Unlocking
from tansiq.settings import Settings
from tansiq.trust.errors import LockedError
from tansiq.trust.keyrings import Purpose, Secret

if TYPE_CHECKING:
    from tansiq.trust.keyrings import Keyring

keys_app = typer.Typer(help="Keys of a node.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Registers the commands of this page."""
    app.add_typer(keys_app, name="keys")


def unlocking(found: Settings) -> Unlocking:
    """With what the settings open the ring of a node."""
    return Unlocking(passphrase=found.passphrase, key_file=found.key_file)


def typed_passphrase(found: Settings) -> str | None:
    """The passphrase of a node whose ring nothing opens yet, asked for on the terminal; `None` where none is needed."""
    if not (found.folder / "keys" / keyrings.RING).exists():
        return None
    try:
        keyrings.open_keys(found.folder / "keys", unlocking(found))
    except LockedError as error:
        if error.tried != "nothing" or not sys.stdin.isatty():
            raise
        return str(typer.prompt("Passphrase of the keys", hide_input=True))
    return None


@keys_app.command("list")
def list_keys(node: NodeFolder) -> None:
    """Every key of a node: its name, what it is for, from when and until when; no key itself."""
    found = settings.load(node)
    _show(keyrings.open_keys(node / "keys", unlocking(found)).ring)


def _show(ring: "Keyring") -> None:
    table = Table("key", "for", "used from", "accepted until", box=None)
    for key in ring.keys:
        table.add_row(key.id, key.purpose.value, _day(key.active_from), _day(key.ends_at))
    Console().print(table)


def _day(at: datetime | None) -> str:
    return "" if at is None else at.date().isoformat()


@keys_app.command("rotate")
def rotate(
    purpose: Annotated[Purpose, typer.Argument(help="What the key is for.")],
    node: NodeFolder,
    *,
    at_once: Annotated[
        bool, typer.Option(help="After a theft: used now, and the old one is accepted no more.")
    ] = False,
) -> None:
    """A new key for one purpose, with overlap; stop the node before."""
    from tansiq.cli.partners import says
    from tansiq.domain.journal import Act, Entry
    from tansiq.node import clock, open_node
    from tansiq.services import cards, guards
    from tansiq.services.keeping import SYSTEM

    found, now = settings.load(node), clock()
    folder, opening = node / "keys", unlocking(found)
    ring = keyrings.rotate(folder, opening, purpose, now=now, entropy=secrets.token_bytes, at_once=at_once)
    opened = open_node(found)
    with opened.database.write() as tx:
        if purpose is Purpose.STORAGE:
            tx.seals.rewrap(ring.storage(now))
            guards.reseal(tx, opened.guards)
        detail = f"{purpose} {ring.of(purpose)[-1].id}"
        tx.journal.append(Entry(act=Act.KEY_ROTATED, officer=SYSTEM, at=now, detail=detail))
    if purpose is not Purpose.STORAGE and not at_once:  # no partner takes a card of a key that it never saw
        told = cards.announce(opened.database, says(found), ring, now=now)
        typer.echo(f"The new card waits for {told} partners.")
    opened.close()
    for old in ring.of(Purpose.STORAGE)[:-1] if purpose is Purpose.STORAGE else ():
        ring = keyrings.drop(folder, opening, old.id, now=now, entropy=secrets.token_bytes)
    _show(ring)


@keys_app.command("lock")
def lock(
    node: NodeFolder,
    *,
    file: Annotated[Path | None, typer.Option(help="Makes this key file instead of asking for a passphrase.")] = None,
) -> None:
    """Another lock on the ring: a passphrase, or a new key file; the one before opens nothing more."""
    from tansiq.node import clock

    found = settings.load(node)
    held = keyrings.open_keys(node / "keys", unlocking(found))
    secret = _new_secret(file)
    keyrings.lock_anew(node / "keys", held, secret, now=clock(), entropy=secrets.token_bytes)
    typer.echo("The ring opens with the new lock only. Check key_file in node.toml, or TANSIQ_PASSPHRASE.")


def _new_secret(file: Path | None) -> Secret:
    if file is not None:
        return keyrings.new_key_file(file, secrets.token_bytes)
    return Secret.passphrase(typer.prompt("New passphrase", hide_input=True, confirmation_prompt=True))


@keys_app.command("shares")
def shares(
    node: NodeFolder,
    *,
    need: Annotated[int, typer.Option(help="How many shares give the key back.")] = 3,
    of: Annotated[int, typer.Option(help="How many there are.")] = 5,
) -> None:
    """The master key of the ring as printed shares; each goes to another person, in a sealed envelope."""
    found = settings.load(node)
    printed = keyrings.divide(node / "keys", unlocking(found), need=need, of=of)
    for number, share in enumerate(printed, start=1):
        typer.echo(f"\nShare {number} of {of}, {need} are needed: {found.title}\n{share}")


@keys_app.command("recover")
def recover(
    node: NodeFolder,
    *,
    file: Annotated[Path | None, typer.Option(help="The new key file; keys/unlock.key if it is absent.")] = None,
) -> None:
    """The ring back from printed shares, typed one after the other; a new key file opens it from now on."""
    from tansiq.node import clock

    printed: list[str] = []
    while share := typer.prompt(f"Share {len(printed) + 1} (blank when all are typed)", default="", show_default=False):
        printed.append(share)
    held = keyrings.recover(node / "keys", printed)
    path = file or node / "keys" / keyrings.UNLOCK
    if path.exists():
        path.replace(path.with_suffix(".old"))  # it may open a ring of an older backup
    secret = keyrings.new_key_file(path, secrets.token_bytes)
    keyrings.lock_anew(node / "keys", held, secret, now=clock(), entropy=secrets.token_bytes)
    typer.echo(f"The ring opens with {path}.")
