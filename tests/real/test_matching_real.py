"""The matcher on public lists, few and fast: figures that may only rise. `docs/matching.md` has the whole table."""

import csv
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tansiq.matching import Birth, Identity, IdentityIndex, compare_identities, compare_many

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the public lists of ../shared/data are not here")


def read_table(path, delimiter=","):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, quoting=csv.QUOTE_NONE))


def is_maghreb(row):
    return row["country"] in {"DZ", "TN"} and row["source"] == "wikidata"


@pytest.fixture(scope="module")
def names():
    return read_table(DATA / "names" / "wikidata_fullnames_dev.tsv", delimiter="\t")


def parse_birth(text):
    if len(text) == 4:
        return Birth.of_year(int(text))
    return Birth.of_month(int(text[:4]), int(text[5:])) if len(text) == 7 else Birth.of_day(date.fromisoformat(text))


@pytest.fixture(scope="module")
def people():
    found = {}
    for line in (DATA / "crosslist" / "records_dev.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found[record["id"]] = Identity(
            names=(*record["names"], *record["original_script"]),
            weak_names=tuple(record["weak"]),
            births=tuple(parse_birth(text) for text in record["dob"] if "/" not in text),
            places=tuple(record["pob"]),
        )
    return found


def f1(found, true):
    return 2 * len(found & true) / (len(found) + len(true))


def test_an_arabic_name_finds_its_latin_spelling_among_thousands(names):
    own = {}
    for row in names:
        if is_maghreb(row) and " " in row["arabic_key"]:
            own.setdefault(row["arabic_key"], set()).add(row["latin"])
    queries = sorted(own)[::20]
    pool = sorted({row["latin"] for row in names if is_maghreb(row)})
    scores = compare_many(queries, pool)
    place = {name: at for at, name in enumerate(pool)}
    first = [
        scores[row, [place[name] for name in own[query]]].max() >= scores[row].max() > 0
        for row, query in enumerate(queries)
    ]
    assert np.mean(first) >= 0.95


def test_judged_pairs_of_four_lists_are_told_apart_at_one_half(people):
    rows = read_table(DATA / "crosslist" / "pairs_dev.csv")
    pairs = [(people[row["left"]], people[row["right"]]) for row in rows]
    found = {at for at, pair in enumerate(pairs) if compare_identities(*pair).probability >= 0.5}
    assert f1(found, {at for at, row in enumerate(rows) if row["label"] == "1"}) >= 0.98


def test_the_index_finds_the_clusters_of_four_lists(people):
    cluster = {row["record_id"]: row["cluster_id"] for row in read_table(DATA / "crosslist" / "clusters_dev.csv")}
    found = {(left, right) for left, right, _ in IdentityIndex.build(people.items()).pairs(0.5)}
    ids = sorted(cluster)
    true = {(a, b) for at, a in enumerate(ids) for b in ids[at + 1 :] if cluster[a] == cluster[b]}
    assert f1(found, true) >= 0.97
