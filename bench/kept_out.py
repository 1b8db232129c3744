"""What models can do that never saw the people they are measured on: `python -m bench kept-out`.

Rules: two models are trained here, on all names but those of one fifth of the Algerian and Tunisian people: one as the
package's, one without counts of pairs of words. Nothing of the package is changed.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure, console, show
from bench.name_data import DATA

MODELS = {
    "kept-out": ((), ("M1", "M1-new-words", "T1", "T2", "T3", "lists", "kin")),
    "unseen": (("--unseen",), ("M1-unseen",)),
}
"""For each model how it is trained, beside keeping people out, and what it is measured on."""


def main(arguments: Sequence[str]) -> None:
    """Trains, measures, and prints one table."""
    parser = argparse.ArgumentParser(prog="python -m bench kept-out", description=__doc__)
    parser.add_argument("--folder", type=Path, help="kept; a model that it holds is not trained again")
    given = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="tansiq-models-") as made:
        folder = given.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        figures = [figure for name in MODELS for figure in _measured(name, folder)]
    show(figures, console())


def _measured(name: str, folder: Path) -> list[Figure]:
    training, tasks = MODELS[name]
    model, answer = folder / f"{name}.npz", folder / f"{name}.json"
    if not model.exists():
        partial = folder / f"{name}.part.npz"
        _run("train", "--data", str(DATA / "names"), "--keep-out", *training, "--out", str(partial))
        partial.rename(model)
    _run("bench", "names", "--model", str(model), "--answer", str(answer), "--only", *tasks)
    return [Figure(**one) for one in json.loads(answer.read_text())]


def _run(*arguments: str) -> None:
    """A process of its own, for each reads one model."""
    subprocess.run([sys.executable, "-m", *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - this program
