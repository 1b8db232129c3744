"""`make train`: learns the model from the public tables and writes it into the package."""

import argparse
from pathlib import Path

import numpy as np

from tansiq.matching.model import load_model
from train.data import read_material
from train.scorecard import is_for_scorecard, learn_scorecard
from train.spelling import learn_spelling
from train.split import is_kept_out

PACKAGE = Path(__file__).parents[1] / "src" / "tansiq" / "matching"


def main() -> None:
    """Learn the model: the spellings for the scorecard first, from other names than its own, then from all."""
    parser = argparse.ArgumentParser(prog="python -m train", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/names"), help="folder of the public tables")
    parser.add_argument("--out", type=Path, default=PACKAGE / "model.npz", help="the model file")
    parser.add_argument("--keep-out", action="store_true", help="leave one fifth of the people out, to measure on them")
    parser.add_argument("--unseen", action="store_true", help="learn no counts of pairs of words")
    options = parser.parse_args()
    kept_out = is_kept_out if options.keep_out else lambda _: False
    rest = read_material(options.data, lambda name: kept_out(name) or is_for_scorecard(name))
    data = learn_spelling(rest, seen=not options.unseen)
    np.savez_compressed(options.out, **data)
    load_model.cache_clear()
    whole = read_material(options.data, kept_out)
    weights = learn_scorecard(whole, is_for_scorecard)
    data = learn_spelling(whole, seen=not options.unseen)
    np.savez_compressed(options.out, **data, name_weights=weights)
    print(f"{options.out}: {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
