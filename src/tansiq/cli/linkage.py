"""Names and lists of people compared without a node."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from tansiq.cli.errors import words_of

if TYPE_CHECKING:
    from tansiq.linkage.runs import Engine, Lists
    from tansiq.linkage.runs import Progress as Step
    from tansiq.matching import NameMatch
    from tansiq.matching.words import Word

THRESHOLD = 0.5
"""A pair is written when it is more likely than not that it is one person."""


class EngineName(StrEnum):
    """Where lists are joined."""

    LOCAL = "local"
    SPARK = "spark"


def add_to(app: typer.Typer) -> None:
    """Registers the commands of this page."""
    app.command()(names)
    app.command()(match)


def names(
    first: Annotated[str, typer.Argument(metavar="A", help="A name, in any script and spelling.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another.")],
) -> None:
    """Compares two names and says why: the score, each piece of evidence, and what each name was read as."""
    from tansiq.matching import compare
    from tansiq.matching.words import read_name

    console = Console(highlight=False)
    found = compare(first, second)
    console.print(f"score {found.score:.3f}")
    console.print(_evidence(found))
    for name in (first, second):
        console.print(_reading(name, read_name(name)))


def _evidence(found: "NameMatch") -> Table:
    table = Table("part", "A", "B", "rule", "bits", title="evidence", title_justify="left")
    table.columns[-1].justify = "right"
    for piece in found.evidence:
        table.add_row(
            piece.part.value, escape(piece.left), escape(piece.right), piece.rule.value, f"{piece.weight_bits:+.2f}"
        )
    if found.evidence:
        table.add_section()
        table.add_row("sum", "", "", "", f"{sum(piece.weight_bits for piece in found.evidence):+.2f}")
    return table


def _reading(name: str, read: "tuple[Word, ...]") -> Table:
    table = Table("word", "kind", "read as (bits it costs)", title=f"{escape(name)} is read as", title_justify="left")
    for word in read:
        forms = ", ".join(f"{letters} ({bits:.1f})" if bits else letters for letters, bits in word.forms)
        table.add_row(escape(word.text), word.kind.value, escape(forms) or "itself only")
    return table


def match(
    left: Annotated[Path, typer.Argument(help="A CSV file: id, names and more, see the page on commands.")],
    right: Annotated[Path, typer.Argument(help="Another; the same file finds the doubles in it.")],
    out: Annotated[Path, typer.Option(help="The file of pairs to write.")],
    *,
    threshold: Annotated[float, typer.Option(min=0, max=1, help="The least probability of a pair.")] = THRESHOLD,
    limit_per_record: Annotated[int | None, typer.Option(min=1, help="The most pairs that a record is in.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Write every piece of evidence with its values.")] = False,
    skip_bad_lines: Annotated[bool, typer.Option("--skip-bad-lines", help="Leave out what cannot be read.")] = False,
    engine: Annotated[EngineName, typer.Option(help="Where the lists are joined.")] = EngineName.LOCAL,
    master: Annotated[str, typer.Option(help="For spark: the address of the cluster.")] = "",
    work: Annotated[Path | None, typer.Option(help="For spark: a folder that every worker can read.")] = None,
) -> None:
    """Finds the pairs of two lists that may be the same person, each with its probability and evidence."""
    from tansiq.linkage.runs import Lists, Wish, match_lists

    if not out.absolute().parent.is_dir() or any(out.absolute() == one.absolute() for one in (left, right)):
        raise typer.BadParameter("the folder must be there, and the file none of the lists", param_hint="--out")
    wish = Wish(threshold=threshold, limit=limit_per_record, explains=explain, skips=skip_bad_lines)
    lists = Lists(left, right)
    with _steps() as progress:
        count = match_lists(lists, out, wish, engine=_engine(engine, master, work), progress=progress)
    _tell(lists)
    typer.echo(f"{count:,} pairs of {lists.left_reading.rows:,} and {lists.right_reading.rows:,} records are in {out}.")


def _engine(name: EngineName, master: str, work: Path | None) -> "Engine":
    if name is EngineName.LOCAL:
        from tansiq.linkage.local import join_here

        return join_here
    from tansiq.linkage.spark import SparkEngine

    return SparkEngine(master=master, work=work)


def _tell(lists: "Lists") -> None:
    """Says what was left out of the files."""
    for path, reading in ((lists.left, lists.left_reading), (lists.right, lists.right_reading)):
        if reading.ignored:
            typer.echo(f"{path}: columns that are not read: {', '.join(reading.ignored)}", err=True)
        if reading.refused:
            typer.echo(f"{path}: {reading.refused:,} lines were left out", err=True)
        for refusal in reading.refusals:
            typer.echo(f"  {words_of(refusal)}", err=True)


@contextmanager
def _steps() -> "Iterator[Step]":
    """Shows long work: bars where somebody looks on, lines where the output goes to a file.

    They are drawn when there is news, by no thread of its own: the work forks.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, auto_refresh=False) as bar:

        def told(step: str, done: int, total: int | None) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total, refresh=True)

        yield told


def _lines() -> "Step":
    """Writes a line where a step begins, at each tenth of one whose end is known, else at each doubling."""
    due: dict[str, int] = {}

    def told(step: str, done: int, total: int | None) -> None:
        if done >= due.get(step, 0):
            typer.echo(f"{step}: {done:,}" + (f" of {total:,}" if total else ""), err=True)
            due[step] = max(done + 1, 2 * done if total is None else min(total, done + -(-total // 10)))

    return told
