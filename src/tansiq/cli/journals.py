"""The journal: taken out as files, verified without a node."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tansiq import settings
from tansiq.cli.accounts import NodeFolder
from tansiq.cli.officers import PasswordFile, act_as

if TYPE_CHECKING:
    from tansiq.trust.notes import Verifier

journal_app = typer.Typer(help="The journal: taken out, verified off line.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Registers the commands of this page."""
    app.add_typer(journal_app, name="journal")


@journal_app.command("export")
def export_journal(
    folder: Annotated[Path, typer.Argument(help="Where the files go; an earlier export there is brought up to date.")],
    node: NodeFolder,
    *,
    account: Annotated[
        str | None, typer.Option("--as", help="An inspector's account: what the entries say goes along.")
    ] = None,
    password_file: PasswordFile = None,
) -> None:
    """Signs the journal and writes it as files that anybody can verify; without --as, only what tells of nobody."""
    from tansiq.node import clock, open_node
    from tansiq.services import checkpoints

    opened = open_node(settings.load(node))
    keys, now = opened.journal_keys, clock()
    officer = None if account is None else act_as(opened, account, password_file=password_file)
    checkpoints.sign(opened.database, keys, now=now)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "openings.jsonl").unlink(missing_ok=True)  # it may name what was erased since
    purpose = "" if officer is None else officer.stated
    begun: set[str] = set()
    with opened.database.read(purpose=purpose) as tx:
        for path, data in checkpoints.files(tx, officer, keys, now=now):
            _write(folder / path, data, append=path in begun)
            begun.add(path)
    opened.close()
    typer.echo(
        f"{len(begun)} files are in {folder}. Verify: tansiq journal verify {folder} --key {node}/keys/journal.pub"
    )


def _write(path: Path, data: bytes, *, append: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab" if append else "wb") as out:
        out.write(data)


@journal_app.command("verify")
def verify_journal(
    journal: Annotated[Path, typer.Argument(help="A folder that export wrote, or a file of the journal's pages.")],
    *,
    key: Annotated[
        Path | None, typer.Option(help="The log's key, had over another channel: keys/journal.pub, or a key line.")
    ] = None,
    older: Annotated[
        Path | None, typer.Option(help="A checkpoint kept from before: the log must have grown out of it.")
    ] = None,
) -> None:
    """Verifies a journal without a node and without a network; ends with status 1 if one byte is not as signed."""
    from tansiq.formats import journal_log

    if journal.is_dir():
        root = journal.resolve()
        note = (root / journal_log.CHECKPOINT).read_bytes()
        known = _keys(key or root / journal_log.KEYS, journal_log.find_origin(note))
        found = journal_log.verify_log(
            lambda path: _read(root / path), known, older=None if older is None else older.read_bytes()
        )
    else:
        data = journal.read_bytes()
        if key is None:
            raise typer.BadParameter("a single file brings no keys along: give --key", param_hint="--key")
        found, _ = journal_log.verify_extract(data, _keys(key, journal_log.find_extract_origin(data)))
    signed = found.checkpoint
    typer.echo(f"Verified: {found.entries} entries of {signed.origin}, signed up to {signed.size}.")
    typer.echo(f"Root: {signed.root.hex()}")
    typer.echo(f"Opened: {found.opened} entries, {found.things} records; {found.erased} more were erased since.")
    if key is None:
        typer.echo("The key came with the export: it shows that the files fit together, not whose they are. Use --key.")


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _keys(path: Path, origin: str) -> list["Verifier"]:
    from tansiq.formats import journal_log

    return journal_log.parse_keys(path.read_text(encoding="utf-8"), origin)
