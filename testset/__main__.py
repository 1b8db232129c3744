"""The command: scores every pair with our matcher, or reads somebody else's scores, and prints the figures.

python -m testset                                    # ours, both tasks
python -m testset --scores mine.csv                  # id,score of another matcher, by all that is given
python -m testset --scores mine.csv --task names     # the same, by the names alone
python -m testset --write ours.csv --task names      # keeps our scores
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from testset.measure import RECALL, Report, Share, Task, report
from testset.pairs import Label, Pair, read_pairs, read_scores, write_scores

THRESHOLD = 0.5


def main() -> None:
    """Prints the figures of one task or of both."""
    given = _arguments()
    if given.difficulties:
        _explain()
        return
    pairs = read_pairs()
    console = Console(width=None if sys.stdout.isatty() else 120)
    tasks = [Task(given.task)] if given.task else [Task.IDENTITIES] if given.scores else list(Task)
    for task in tasks:
        scores = _scores(given, pairs, task)
        _show(console, report(pairs, scores, task, threshold=given.threshold))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m testset", description=__doc__.partition("\n")[0])
    parser.add_argument("--task", choices=list(Task), help="both by default; of --scores: identities")
    parser.add_argument("--threshold", type=float, default=THRESHOLD, help=f"{THRESHOLD} by default")
    parser.add_argument("--scores", type=Path, help="measures these instead: CSV with the columns id and score")
    parser.add_argument("--write", type=Path, help="keeps the scores of one task in this file")
    parser.add_argument("--difficulties", action="store_true", help="tells what each difficulty is, and ends")
    given = parser.parse_args()
    if given.write and not given.task:
        parser.error("--write needs --task")
    return given


def _explain() -> None:
    from testset.cast import Cast  # noqa: PLC0415 - the generator is needed for this alone
    from testset.make import difficulties  # noqa: PLC0415 - see above

    table = Table("difficulty", "truth", "pairs", "what is hard")
    for one in difficulties(Cast.gathered()):
        table.add_row(one.key, one.label, str(one.count), one.about)
    Console(width=None if sys.stdout.isatty() else 140).print(table)


def _scores(given: argparse.Namespace, pairs: list[Pair], task: Task) -> Mapping[str, float]:
    if given.scores:
        return _of_file(given.scores, pairs)
    from testset.scores import our_scores  # noqa: PLC0415 - another matcher's are measured without ours

    found = our_scores(pairs, task)
    if given.write:
        write_scores(given.write, found)
    return found


def _of_file(path: Path, pairs: list[Pair]) -> Mapping[str, float]:
    found = read_scores(path)
    missing = [pair.id for pair in pairs if pair.id not in found]
    if missing:
        sys.exit(f"{path}: no score for {len(missing)} pairs, {missing[0]} the first")
    return found


def _show(console: Console, found: Report) -> None:
    table = Table(title=f"by {found.task}, from {found.at:g} on called the same")
    for column in ("difficulty", "truth", "pairs", "called the same", "recall", "false same"):
        table.add_column(column, justify="left" if column in {"difficulty", "truth"} else "right")
    for line in found.lines:
        share = f"{line.called_same.value:.3f}"
        figures = (share, "") if line.label is Label.SAME else ("", share)
        table.add_row(line.difficulty, line.label, str(line.called_same.whole), str(line.called_same.part), *figures)
    console.print(table)
    console.print(f"recall {_told(found.recall)}, precision {_told(found.precision)} at {found.at:g}")
    console.print(f"at recall {RECALL} (from {found.at_recall:.6g} on), called the same:")
    console.print(f"  kin {_told(found.kin)}")
    console.print(f"  kin with births {_told(found.kin_with_births)}, without {_told(found.kin_without)}")
    console.print(f"  other pairs of two people {_told(found.others)}\n")


def _told(share: Share) -> str:
    return f"{share.value:.4f} ({share.part:,} of {share.whole:,})"


if __name__ == "__main__":
    main()
