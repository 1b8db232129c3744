"""Splink on two lists of people, set up as its documentation shows: romanised names, births, and the rest if told.

Rules: names in any script are romanised by ICU, for Splink compares letters; its weights are learned from the lists
themselves, without the truth, as its users would; pairs are blocked on what romanised names and births allow.
"""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_level_library as levels
from splink import comparison_library as comparisons

from bench.peer_scorers import romanised

LEAST = 0.01
"""Pairs of less probability are not asked for."""
FACTS = ("nationalities", "sex", "places", "documents")


def link(left: Path, right: Path, *, everything: bool) -> dict[tuple[str, str], float]:
    """Return the pairs that Splink proposes, with their probabilities.

    Args:
        everything: All columns; otherwise names and births alone.
    """
    api = DuckDBAPI()
    tables = [api.register(_table(path), dataset_display_name=name) for path, name in ((left, "a"), (right, "b"))]
    linker = Linker(tables, _settings(everything=everything))
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("birth", "last")], recall=0.2)
    training.estimate_u_using_random_sampling(max_pairs=2e6)
    training.estimate_parameters_using_expectation_maximisation(block_on("birth"))
    training.estimate_parameters_using_expectation_maximisation(block_on("first", "last"))
    found = linker.inference.predict(threshold_match_probability=LEAST).as_duckdbpyrelation()
    rows = found.select("unique_id_l, unique_id_r, match_probability").fetchall()
    return {(a, b) if a[0] == "L" else (b, a): probability for a, b, probability in rows}


def _settings(*, everything: bool) -> SettingsCreator:
    rules = [block_on("birth"), block_on("first", "last"), block_on("year", "substr(first,1,1)", "substr(last,1,1)")]
    compared = [
        comparisons.PairwiseStringDistanceFunctionAtThresholds("names", "jaro_winkler", [0.95, 0.85, 0.75, 0.65]),
        comparisons.JaroWinklerAtThresholds("first", [0.92, 0.8, 0.7]).configure(term_frequency_adjustments=True),
        comparisons.JaroWinklerAtThresholds("last", [0.92, 0.8, 0.7]).configure(term_frequency_adjustments=True),
        comparisons.CustomComparison(
            output_column_name="birth",
            comparison_levels=[
                levels.NullLevel("year"),
                levels.ExactMatchLevel("birth"),
                levels.DamerauLevenshteinLevel("birth", 1),
                levels.ExactMatchLevel("year"),
                levels.ElseLevel(),
            ],
        ),
    ]
    if everything:
        rules.append(block_on("document"))
        compared += [
            comparisons.ExactMatch("nationality"),
            comparisons.ExactMatch("sex"),
            comparisons.JaroWinklerAtThresholds("place", [0.92, 0.8]),
            comparisons.LevenshteinAtThresholds("document", [1]),
        ]
    return SettingsCreator(link_type="link_only", comparisons=compared, blocking_rules_to_generate_predictions=rules)


def _table(path: Path) -> pa.Table:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [[romanised(name) for name in row["names"].split(";")] for row in rows]
    words = [name[0].split() or [""] for name in names]

    def first_of(column: str, reading: Callable[[str], str] = str) -> list[str | None]:
        return [reading((row.get(column) or "").split(";")[0]) or None for row in rows]

    births = first_of("births")
    return pa.table(
        {
            "unique_id": [row["id"] for row in rows],
            "names": names,
            "first": [one[0] or None for one in words],
            "last": [one[-1] or None for one in words],
            "birth": [birth if birth and len(birth) == 10 else None for birth in births],
            "year": [_year(birth) for birth in births],
            "nationality": first_of("nationalities"),
            "sex": first_of("sex"),
            "place": first_of("places", romanised),
            "document": first_of("documents"),
        }
    )


def _year(birth: str | None) -> str | None:
    found = re.search(r"\d{4}", birth or "")
    return found[0] if found else None
