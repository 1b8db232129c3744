"""Lists: import, export, unify."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tansiq import settings
from tansiq.cli.accounts import NodeFolder
from tansiq.cli.officers import Account, PasswordFile, Why, act_as
from tansiq.domain.edition import ColumnMapping, Target
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.record import Owner
from tansiq.domain.source import Format
from tansiq.services.exports import ExportFormat
from tansiq.services.keeping import noting_refusals
from tansiq.storage.imports import UploadState

if TYPE_CHECKING:
    from tansiq.services.uploads import AnyPlan


def add_to(app: typer.Typer) -> None:
    """Registers the commands of this page."""
    app.command("import")(import_list)
    app.command("export")(export_list)
    app.command()(unify)


def progress_bar(console: Console | None = None) -> Progress:
    """The bar of long work."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console or Console(stderr=True))


def import_list(
    format_: Annotated[Format, typer.Argument(metavar="FORMAT")],
    files: Annotated[list[Path], typer.Argument(help="The file; for ofac-csv sdn.csv, alt.csv and add.csv.")],
    node: NodeFolder,
    account: Account,
    purpose: Why,
    *,
    password_file: PasswordFile = None,
    list_key: Annotated[str, typer.Option("--list", help="For tables: the list that this is an edition of.")] = "",
    publisher: Annotated[str, typer.Option(help="For tables: STATE/Service whose list it is; yours by default.")] = "",
    constant: Annotated[list[str] | None, typer.Option("--set", help="For tables: target=value of every row.")] = None,
    complete: Annotated[bool, typer.Option(help="For tables: entries that are missing here are removed.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Show the difference and apply nothing.")] = False,
    confirm: Annotated[bool, typer.Option(help="Apply even if more than a fifth of the list ends.")] = False,
) -> None:
    """Imports an edition of a list: shows how it differs, then applies it whole or not at all."""
    from tansiq.node import clock, open_node
    from tansiq.services import uploads

    opened = open_node(settings.load(node))
    officer = act_as(opened, account, purpose=purpose, password_file=password_file)
    now = clock()
    with noting_refusals(opened.database, officer, now=now), opened.database.write(purpose=officer.stated) as tx:
        upload = uploads.stage(tx, officer, format_, {f.name: f.read_bytes() for f in files}, now=now)
    try:
        with noting_refusals(opened.database, officer, now=now):
            with opened.database.write(purpose=officer.stated) as tx:
                reading = uploads.read(tx, officer, upload)
                if format_ in uploads.TABLES and reading.content is None:
                    chosen = _mapping(reading.mapping, list_key, publisher, constant or [], complete=complete)
                    uploads.choose_mapping(tx, officer, upload, chosen, now=now)
                    reading = uploads.read(tx, officer, upload)
            with progress_bar() as bar:
                task = bar.add_task("building", total=None)
                plan = uploads.plan(
                    opened.database,
                    officer,
                    reading,
                    label=opened.default_label,
                    now=now,
                    progress=lambda done, total: bar.update(task, completed=done, total=total),
                )
            _show(plan)
            if dry_run:
                typer.echo("Nothing was applied (--dry-run).")
                return
            source = uploads.apply(opened.database, officer, plan, now=now, confirmed=confirm)
    finally:
        with opened.database.write(purpose=officer.stated) as tx:
            if uploads.get(tx, officer, upload).state is UploadState.READY:
                uploads.discard(tx, officer, upload)
        opened.close()
    typer.echo("Nothing differed; nothing was written." if source is None else f"Applied as edition {source.id}.")


def _mapping(
    suggested: ColumnMapping | None, list_key: str, publisher: str, constants: list[str], *, complete: bool
) -> ColumnMapping:

    if suggested is None:
        raise InvalidError("columns", Problem.REQUIRED, "no column for a reference and a name was recognised")
    state, _, service = publisher.partition("/")
    given = []
    for word in constants:
        target, separator, value = word.partition("=")
        if not separator or target not in list(Target):
            raise InvalidError("--set", Problem.NOT_IN_LIST, word)
        given.append((Target(target), value))
    return replace(
        suggested,
        list_key=list_key or suggested.list_key,
        title=list_key or suggested.title,
        publisher=Owner(state=state, service=service or state) if publisher else suggested.publisher,
        constants=tuple(given),
        complete=complete,
    )


def _show(plan: "AnyPlan") -> None:
    difference = plan.difference
    typer.echo(
        f"{len(difference.added)} added, {len(difference.changed)} changed, {len(difference.removed)} removed, "
        f"{difference.unchanged} unchanged"
    )
    refusals = getattr(plan, "refusals", ())
    for refusal in refusals[:20]:
        where = f"line {refusal.line}" if refusal.line else dict(refusal.row).get("reference", "")
        typer.echo(f"  put aside: {where}, {refusal.field}: {refusal.problem} {refusal.detail}".rstrip())
    if len(refusals) > 20:
        typer.echo(f"  and {len(refusals) - 20} more; mend them on the page Imports")


def export_list(
    format_: Annotated[ExportFormat, typer.Argument(metavar="FORMAT")],
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    node: NodeFolder,
    account: Account,
    purpose: Why,
    *,
    password_file: PasswordFile = None,
    to: Annotated[str, typer.Option(help="For the signed list: the partner state that receives it.")] = "",
) -> None:
    """Writes the list: what the account may see as CSV or FollowTheMoney, or our signed list for a partner."""
    from tansiq.node import clock, open_node
    from tansiq.services import exports

    opened = open_node(settings.load(node))
    officer = act_as(opened, account, purpose=purpose, password_file=password_file)
    partial = file.with_name(file.name + ".part")
    now = clock()
    with noting_refusals(opened.database, officer, now=now), opened.database.write(purpose=officer.stated) as tx:
        if format_ is ExportFormat.SIGNED:
            export = exports.export_signed(tx, officer, to, opened.key, title=opened.settings.title, now=now)
        else:
            export = exports.export_table(tx, officer, format_, now=now)
        with partial.open("wb") as out:
            out.writelines(export.parts)
    partial.replace(file)
    opened.close()
    typer.echo(f"{export.count} notices are in {file}.")


def unify(node: NodeFolder) -> None:
    """Finds the pairs of notices that may be the same person, for every notice that changed since the last time."""
    from tansiq.node import clock, open_node
    from tansiq.services import unification

    opened = open_node(settings.load(node))
    with progress_bar() as bar:
        task = bar.add_task("comparing", total=None)
        changed = unification.catch_up(
            opened.database,
            opened.identities,
            now=clock(),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    opened.close()
    typer.echo(f"{changed} notices had changed; their proposals are up to date.")
