"""The exchange without a line between the nodes: letters on a medium, and how every lane stands."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from tansiq import settings
from tansiq.cli.accounts import NodeFolder
from tansiq.cli.lists import progress_bar

if TYPE_CHECKING:
    from tansiq.federation.bundles import Cover
    from tansiq.node import Node
    from tansiq.services.bundles import Taken

exchange_app = typer.Typer(help="The exchange with partners: on a medium, and how it stands.", no_args_is_help=True)
MEBIBYTE = 2**20


def add_to(app: typer.Typer) -> None:
    """Registers the commands of this page."""
    app.add_typer(exchange_app, name="exchange")


@exchange_app.command("export")
def export_letters(
    partner: Annotated[str, typer.Argument(help="Code of the partner's state.")],
    folder: Annotated[Path, typer.Argument(help="Where the files go: a medium.")],
    node: NodeFolder,
    *,
    mebibytes: Annotated[int, typer.Option(min=1, help="About how large one file may be.")] = 64,
) -> None:
    """Writes what waits for a partner to files; what has no receipt yet is written again the next time."""
    from tansiq.node import clock, open_node
    from tansiq.services import bundles

    opened = open_node(settings.load(node))
    now, count, files = clock(), 0, 0
    folder.mkdir(parents=True, exist_ok=True)
    parts = bundles.export(opened.database, opened.own, partner, now=now, most_bytes=mebibytes * MEBIBYTE)
    for part in parts:
        _write(folder / _name(opened.settings.state, partner, f"{now:%Y%m%dT%H%M%SZ}", part.cover.part), part.data)
        count, files = count + part.cover.letters, files + 1
    opened.close()
    typer.echo(f"{count} letters for {partner} are in {files} files in {folder}." if count else "Nothing waits.")


@exchange_app.command("import")
def import_letters(
    source: Annotated[Path, typer.Argument(help="A file of letters, or a folder of them.", exists=True)],
    node: NodeFolder,
    *,
    answers: Annotated[
        Path | None, typer.Option(help="Where the receipts go, to be carried back; beside the letters by default.")
    ] = None,
) -> None:
    """Takes letters from a medium; the same file twice does nothing the second time."""
    from tansiq.federation.bundles import ENDING
    from tansiq.node import open_node

    found = sorted(source.glob(f"*{ENDING}")) if source.is_dir() else [source]
    if not found:
        typer.echo(f"There is no file that ends in {ENDING} in {source}.")
        raise typer.Exit(1)
    opened = open_node(settings.load(node))
    places = answers or (source if source.is_dir() else source.parent)
    places.mkdir(parents=True, exist_ok=True)
    parts = sorted(((_cover(path), path) for path in found), key=lambda part: (part[0].part, part[1].name))
    mine = [part for part in parts if part[0].receiver == opened.settings.state]
    if not mine:
        typer.echo(f"No file here is for {opened.settings.state}.")
    is_whole = [_take(opened, cover, path, places) for cover, path in mine]  # an answer may lie on the same medium
    opened.close()
    if not all(is_whole):
        raise typer.Exit(1)


def _take(node: "Node", cover: "Cover", path: Path, answers: Path) -> bool:
    """Takes one file, writes the receipts for it, and says whether all of it was taken."""
    from tansiq.federation.bundles import Cover, write_bundle
    from tansiq.node import clock
    from tansiq.services import bundles

    now = clock()
    taken = bundles.Taken(ignored={})
    with path.open("rb") as lines, progress_bar(Console(stderr=True)) as bar:
        lines.readline()  # its cover
        task = bar.add_task(path.name, total=cover.letters)
        for taken in bundles.take(node.database, node.own, lines, now=now):
            bar.update(task, completed=taken.letters)
    is_whole = _tell(path, cover, taken)
    if taken.answer:
        count = taken.answer.count(b"\n")
        back = Cover(sender=cover.receiver, receiver=cover.sender, part=cover.part, letters=count)
        place = answers / _name(back.sender, back.receiver, f"{now:%Y%m%dT%H%M%SZ}-answer", cover.part)
        _write(place, write_bundle(back, taken.answer))
        typer.echo(f"  the receipts to carry back: {place}")
    return is_whole


def _cover(path: Path) -> "Cover":
    from tansiq.federation.bundles import parse_cover

    with path.open("rb") as lines:
        return parse_cover(lines.readline(4096).rstrip(b"\n"))


def _tell(path: Path, cover: "Cover", taken: "Taken") -> bool:
    """Says what became of a file, and whether all of it was taken."""
    typer.echo(
        f"{path.name}: {taken.letters} of {cover.letters} letters; {taken.applied} applied, {taken.refused} refused, "
        f"{taken.parked} put aside, {taken.receipts} receipts"
    )
    if taken.letters < cover.letters:
        typer.echo("  the file was cut short; copy it again and import it again")
    for step, count in taken.ignored.items():
        typer.echo(f"  {count} letters were ignored ({step}); see docs/protocol/exchange.md")
    if taken.halted is not None:
        typer.echo(f"  the exchange stands still ({taken.halted}); look at the page Exchange")
    elif taken.waiting:
        typer.echo(f"  {taken.waiting} wait for what goes before them; import the other files, then this one again")
    return taken.letters >= cover.letters and not taken.ignored and not taken.waiting and taken.halted is None


def _name(sender: str, receiver: str, when: str, part: int) -> str:
    from tansiq.federation.bundles import ENDING

    return f"tansiq-{sender}-{receiver}-{when}-{part:03}{ENDING}"


def _write(path: Path, data: bytes) -> None:
    """The whole file or none: a medium may be pulled out at any moment."""
    partial = path.with_suffix(".part")
    with partial.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(path)


@exchange_app.command("resume")
def resume_lane(
    partner: Annotated[str, typer.Argument(help="Code of the partner's state.")],
    lane: Annotated[str, typer.Argument(help="urgent or ordinary.")],
    node: NodeFolder,
) -> None:
    """Lets a halted lane go on, after both sides have talked: what comes next in it is taken again."""
    from tansiq.federation.items import Lane
    from tansiq.node import clock, open_node
    from tansiq.services import inbox
    from tansiq.services.keeping import SYSTEM

    if lane not in list(Lane):
        raise typer.BadParameter("urgent or ordinary", param_hint="LANE")
    opened = open_node(settings.load(node))
    with opened.database.write() as tx:
        inbox.resume(tx, partner, Lane(lane), by=SYSTEM, now=clock())
    opened.close()
    typer.echo(f"The lane {lane} from {partner} is taken again.")


@exchange_app.command("status")
def show_status(node: NodeFolder) -> None:
    """Says how every lane stands: in step to which item, how many wait, when the partner was last heard."""
    from tansiq.node import open_node

    opened = open_node(settings.load(node))
    with opened.database.read() as tx:
        lanes = tx.feeds.lanes()
    opened.close()
    table = Table("partner", "lane", "sent", "in step to", "waiting", "received to", "state", "last heard")
    for one in lanes:
        heard = "" if one.heard_at is None else f"{one.heard_at:%Y-%m-%d %H:%M:%S} UTC"
        state = one.outgoing.value if one.halted is None else f"halted here ({one.halted})"
        numbers = (one.posted, one.settled, one.waiting, one.received)
        table.add_row(one.partner, one.lane, *map(str, numbers), state, heard)
    Console().print(table)
