from collections import defaultdict
from datetime import date

import pytest
from testset.pairs import FILE, KIN, Label, Pair, Side, read_pairs, read_scores, write_pairs, write_scores
from testset.scores import identity

PAIRS = read_pairs()
BY_DIFFICULTY = defaultdict(list)
for one in PAIRS:
    BY_DIFFICULTY[one.difficulty].append(one)
YEAR = 365


def days_between(pair):
    """The fewest and the most days between the two births, over everything that both sides say."""
    left, right = (identity(side).births for side in (pair.left, pair.right))
    gaps = [
        gap
        for one in left
        for other in right
        for gap in ((one.earliest - other.latest).days, (other.earliest - one.latest).days)
    ]
    spans = [abs((one.earliest - other.earliest).days) for one in left for other in right]
    return max(0, *gaps), max(spans)


def with_births(difficulty):
    return [pair for pair in BY_DIFFICULTY[difficulty] if pair.has_births]


def test_there_are_thousands_of_pairs_of_many_difficulties():
    assert len(PAIRS) >= 6_000
    assert len(BY_DIFFICULTY) >= 25
    assert min(len(group) for group in BY_DIFFICULTY.values()) >= 100


def test_every_identifier_stands_once():
    assert len({pair.id for pair in PAIRS}) == len(PAIRS)


def test_every_pair_of_a_difficulty_has_its_labels():
    for group in BY_DIFFICULTY.values():
        assert len({(pair.label, pair.names_label) for pair in group}) == 1


def test_names_alone_never_say_the_opposite_of_the_truth():
    assert {(pair.label, pair.names_label) for pair in PAIRS} <= {
        (Label.SAME, Label.SAME),
        (Label.SAME, Label.UNDECIDABLE),
        (Label.DIFFERENT, Label.DIFFERENT),
        (Label.DIFFERENT, Label.UNDECIDABLE),
        (Label.UNDECIDABLE, Label.UNDECIDABLE),
    }


def test_no_two_pairs_say_the_same_and_are_labelled_otherwise():
    seen = {}
    for pair in PAIRS:
        said = tuple(sorted((repr(pair.left), repr(pair.right))))
        assert seen.setdefault(said, pair.label) == pair.label, pair.id


def test_pairs_that_are_two_people_by_their_names_have_no_equal_name():
    for pair in PAIRS:
        if pair.names_label is Label.DIFFERENT and pair.difficulty != "shared-kunya":
            assert not set(pair.left.names) & set(pair.right.names), pair.id


def test_nobody_is_of_two_sexes():
    for pair in PAIRS:
        if pair.label is Label.SAME and pair.left.facts.get("sex") and pair.right.facts.get("sex"):
            assert pair.left.facts["sex"] == pair.right.facts["sex"], pair.id


def test_two_people_share_no_document():
    for pair in PAIRS:
        if pair.label is Label.DIFFERENT:
            documents = [set(side.facts.get("documents", ())) for side in (pair.left, pair.right)]
            assert not documents[0] & documents[1], pair.id


def test_what_cannot_be_decided_has_no_facts():
    assert not any(pair.left.facts or pair.right.facts for pair in PAIRS if pair.label is Label.UNDECIDABLE)


@pytest.mark.parametrize("difficulty", KIN)
def test_kin_have_births_in_some_pairs_and_in_others_none(difficulty):
    births = [pair.has_births for pair in BY_DIFFICULTY[difficulty]]
    assert any(births)
    assert difficulty == "twins" or not all(births)


@pytest.mark.parametrize("difficulty", ["father-and-son", "father-in-son", "son-after-grandfather"])
def test_a_son_is_eighteen_years_younger_at_least(difficulty):
    for pair in with_births(difficulty):
        assert days_between(pair)[1] >= 18 * YEAR - 1.1 * YEAR, pair.id
        left, right = (identity(side).births for side in (pair.left, pair.right))
        assert left[0].earliest < right[0].earliest


def test_brothers_are_one_to_fifteen_years_apart():
    for pair in with_births("brothers"):
        least, most = days_between(pair)
        assert least > 0, pair.id
        assert most < 17 * YEAR, pair.id


def test_twins_and_nobody_else_of_kin_are_of_one_day():
    assert all(days_between(pair) == (0, 0) for pair in with_births("twins"))
    for difficulty in set(KIN) - {"twins"}:
        assert all(days_between(pair)[0] > 0 for pair in with_births(difficulty))


def test_namesakes_were_born_in_other_years():
    assert all(days_between(pair)[0] > YEAR for pair in with_births("namesakes"))


def test_what_is_written_is_read_again(tmp_path):
    pair = Pair(
        id="x-001",
        difficulty="x",
        label=Label.SAME,
        names_label=Label.UNDECIDABLE,
        left=Side(names=("Ali Fanous", 'علي، "فانوس"'), facts={"births": ("1984", "1985-01"), "sex": ("m",)}),
        right=Side(names=("A. Fanous",)),
    )
    write_pairs(tmp_path / "pairs.csv", [pair])
    assert read_pairs(tmp_path / "pairs.csv") == [pair]


def test_births_are_of_this_world():
    for pair in PAIRS:
        for side in (pair.left, pair.right):
            assert all(date(1930, 1, 1) < b.earliest <= b.latest < date(2030, 1, 1) for b in identity(side).births)


def test_the_page_tells_how_many_pairs_there_are():
    assert f"{len(PAIRS):,} labelled pairs" in FILE.with_name("README.md").read_text(encoding="utf-8")


def test_scores_are_read_as_they_were_written(tmp_path):
    scores = {"a-001": 0.1 + 0.2, "b-001": 1.0}
    write_scores(tmp_path / "scores.csv", scores)
    assert read_scores(tmp_path / "scores.csv") == scores
