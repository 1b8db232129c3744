"""The quality of the matcher on public names: `python -m bench names [--only M1 T1 ...] [--model FILE]`.

Rules: every figure stands beside what was asked. The people of M1 are the fifth that training can leave out; the model
of the package may have seen them, so `python -m bench kept-out` trains models that have not, and measures those. Any
scorer with the signature of `compare_many` can be measured in its place.

Example:
    python -m bench names --only M1 lists --plots docs/plots
    python -m bench names --only M1 --model var/kept-out.npz
"""

import argparse
import importlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
from testset.measure import Task as Told
from testset.measure import report
from testset.pairs import read_pairs
from testset.scores import our_scores

from bench import list_data, name_data, plots, rankings
from bench.figures import Figure, console, show
from bench.list_data import Setting
from bench.name_data import DATA, Task
from bench.rankings import Pairs
from tansiq.matching import compare_identities, compare_many

Scorer = Callable[[Sequence[str], Sequence[str]], npt.NDArray[np.float32]]
QUERIES_AT_ONCE = 200
USUAL = ("M1", "T1", "T2", "T3", "lists", "kin")
KEYS = ("M1", "M1-unseen", "M1-new-words", "T1", "T2", "T3", "lists", "kin")
"""M1-unseen is M1, and what is asked of a model without counts of pairs; M1-new-words its queries with a new word."""
ASKED = {
    "M1": {"first": 0.975, "ten": 0.99, "1e-5": 0.96},
    "M1-unseen": {"first": 0.93, "1e-5": 0.88},
    "T1": {"first": 0.985, "f1": 0.96, "1e-4": 0.95},
    "T2": {"first": 0.985, "f1": 0.96, "1e-4": 0.95},
    "T3": {"first": 0.62},
}
ASKED_F1 = {Setting.FIRST_NAME: 0.79, Setting.NAMES: 0.985, Setting.EVERYTHING: 0.995}
ASKED_CALIBRATION = 0.02
ASKED_KIN = 0.01


def main(arguments: Sequence[str]) -> None:
    """Measures what the arguments name, and prints one table."""
    given = _arguments(arguments)
    if given.model is not None:
        _use_model(given.model)
    scorer = _scorer(given.scorer) if given.scorer else compare_many
    figures = list(measure_with(scorer, only=given.only or USUAL, all_people=given.all_people))
    show(figures, console())
    if given.answer is not None:
        given.answer.write_text(json.dumps([asdict(figure) for figure in figures]))
    if given.plots is not None:
        draw(scorer, given.plots)


def draw(scorer: Scorer, folder: Path) -> None:
    """Writes the plots of `docs/matching.md` into a folder: calibration.svg and found.svg."""
    folder.mkdir(parents=True, exist_ok=True)
    said = {setting.value: list_probabilities(setting) for setting in Setting}
    curves = {name: rankings.bins(*found, equal_mass=False) for name, found in said.items()}
    title = "Probabilities of the judged pairs of four lists"
    (folder / "calibration.svg").write_text(plots.calibration(title, curves), encoding="utf-8")
    pairs = {
        f"{task.key} {task.title}": Pairs.of_task(all_scores(task, scorer), task.right)
        for task in tasks(("M1", "T1", "T2"))
    }
    title = "True pairs found by the share of false pairs let through"
    (folder / "found.svg").write_text(plots.found_by_rate(title, pairs, least=0.5), encoding="utf-8")


def measure(_folder: object = None, _size: int = 0) -> list[Figure]:
    """All tasks with the matcher as it is; a stage of `make bench`."""
    if not DATA.is_dir():
        return [Figure(what="names", spent=None, unit="", note="the public names are not beside this checkout")]
    return list(measure_with(compare_many, only=USUAL))


def measure_with(scorer: Scorer, *, only: Sequence[str], all_people: bool = False) -> Iterator[Figure]:
    """Yields the figures of the tasks named."""
    for task in tasks(only, all_people=all_people):
        yield from task_figures(task, scorer)
    if "lists" in only:
        for setting in Setting:
            yield from list_figures(setting)
    if "kin" in only:
        yield from kin_figures()


def tasks(only: Sequence[str], *, all_people: bool = False) -> Iterator[Task]:
    """Yields the searches named, in the order of `KEYS`."""
    if any(key.startswith("M1") for key in only):
        found = name_data.maghreb(all_people=all_people)
        unseen = found.renamed("M1-unseen", "Arabic → own Latin name, no seen pairs")
        new = name_data.with_unseen_words(found).renamed("M1-new-words", "Arabic → own Latin name, a word is new")
        yield from (task for task in (found, unseen, new) if task.key in only)
    if {"T1", "T2", "T3"} & set(only):
        yield from (task for task in name_data.un_tasks() if task.key in only)


def task_figures(task: Task, scorer: Scorer) -> Iterator[Figure]:
    """Yields places and shares found of one search."""
    started = time.process_time()
    scores = all_scores(task, scorer)
    spent = time.process_time() - started
    asked = ASKED.get(task.key, {})
    pairs = Pairs.of_task(scores, task.right)
    best, threshold = pairs.best_f1()
    size = f"{len(task.queries):,} × {len(task.names):,} names, {len(pairs.true):,} true pairs"
    measured = (
        ("right one first", "first", rankings.share_in_first(scores, task.right, 1), size),
        ("right one in ten", "ten", rankings.share_in_first(scores, task.right, 10), ""),
        ("best F1", "f1", best, f"at {threshold:.3f}"),
        ("found at 1 in 10,000", "1e-4", pairs.found_at(1e-4), f"{int(1e-4 * len(pairs.false))} false"),
        ("found at 1 in 100,000", "1e-5", pairs.found_at(1e-5), f"{int(1e-5 * len(pairs.false))} false"),
    )
    for what, key, value, note in measured:
        yield _share(f"{task.key} {task.title}: {what}", value, asked.get(key), note)
    yield Figure(
        what=f"{task.key}: time of a pair", spent=1e6 * spent / scores.size, unit="µs", note="CPU, with reading"
    )


def all_scores(task: Task, scorer: Scorer) -> npt.NDArray[np.float32]:
    """Return the scores of all queries with all names, float32 of shape (n_queries, n_names)."""
    starts = range(0, len(task.queries), QUERIES_AT_ONCE)
    parts = [np.asarray(scorer(task.queries[at : at + QUERIES_AT_ONCE], task.names), np.float32) for at in starts]
    return np.concatenate(parts)


def list_figures(setting: Setting) -> Iterator[Figure]:
    """Yields F1 and calibration on the judged pairs of the four lists."""
    probabilities, is_true = list_probabilities(setting)
    pairs = Pairs.of_pairs(probabilities, is_true)
    best, threshold = pairs.best_f1()
    asked = ASKED_F1[setting]
    yield _share(f"lists, {setting}: F1 at 0.5", pairs.f1_at(0.5), asked, f"{is_true.sum():,} of {len(is_true):,} true")
    yield _share(f"lists, {setting}: best F1", best, asked, f"at {threshold:.3f}")
    for mass, name in ((False, "equal width"), (True, "equal mass")):
        error = rankings.calibration_error(rankings.bins(probabilities, is_true, equal_mass=mass))
        what = f"lists, {setting}: calibration error, {name}"
        yield Figure(what=what, spent=error, unit="", asked=ASKED_CALIBRATION)


def list_probabilities(setting: Setting) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return the probability of each judged pair, and whether it is one person."""
    people = {key: list_data.listed_identity(record, setting) for key, record in list_data.list_records().items()}
    judged = list_data.judged_pairs()
    said = [compare_identities(people[left], people[right]).probability for left, right, _ in judged]
    return np.array(said), np.array([is_one for _, _, is_one in judged])


def kin_figures() -> Iterator[Figure]:
    """Yields who of the project's own test set is taken for a relative, where .95 of the true pairs are found."""
    pairs = read_pairs()
    for task, asked in ((Told.IDENTITIES, ASKED_KIN), (Told.NAMES, None)):
        found = report(pairs, our_scores(pairs, task), task, threshold=0.5)
        head = f"test set, by {'all that is given' if task is Told.IDENTITIES else 'names alone'}"
        note = f"{found.kin.part} of {found.kin.whole:,}; with births {found.kin_with_births.value:.4f}"
        what = f"{head}: kin called one person at recall .95"
        yield Figure(what=what, spent=found.kin.value, unit="", asked=asked, note=note)
        note = f"{found.others.part} of {found.others.whole:,}, at {found.at_recall:.3f}"
        yield Figure(what=f"{head}: others called one person", spent=found.others.value, unit="", note=note)
        yield _share(f"{head}: recall at 0.5", found.recall.value, None)
        yield _share(f"{head}: precision at 0.5", found.precision.value, None)


def _share(what: str, value: float, asked: float | None, note: str = "") -> Figure:
    return Figure(what=what, spent=value, unit="", asked=asked, is_least=True, note=note)


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench names", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=KEYS, metavar="TASK", help="of " + ", ".join(KEYS))
    parser.add_argument("--all-people", action="store_true", help="M1 also on people that training saw")
    parser.add_argument("--scorer", metavar="MODULE:NAME", help="in place of tansiq.matching:compare_many")
    parser.add_argument("--model", type=Path, metavar="FILE", help="in place of the model of the package")
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--plots", type=Path, metavar="FOLDER", help="also draws calibration and found pairs there")
    return parser.parse_args(arguments)


def _scorer(where: str) -> Scorer:
    module, _, name = where.partition(":")
    found: Scorer = getattr(importlib.import_module(module), name)
    return found


def _use_model(path: Path) -> None:
    """Lets the matcher of this process read another model; it reads one at first use and keeps it."""
    from tansiq.matching import model  # noqa: PLC0415 - older versions of the matcher can be measured too

    read = model.read_model
    with np.load(path) as data:
        arrays = {name: data[name] for name in data.files}
    model.read_model = lambda _: read(arrays)
    model.load_model.cache_clear()
