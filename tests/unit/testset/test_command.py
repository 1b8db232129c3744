import pytest
from testset.__main__ import main
from testset.pairs import Label, read_pairs, write_scores

PAIRS = read_pairs()


def run(monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", ["testset", *arguments])
    main()


def test_the_scores_of_another_matcher_are_measured(tmp_path, monkeypatch, capsys):
    path = tmp_path / "scores.csv"
    write_scores(path, {pair.id: float(pair.label is Label.SAME) for pair in PAIRS})
    run(monkeypatch, "--scores", str(path))
    told = capsys.readouterr().out
    assert "recall 1.0000" in told
    assert "kin 0.0000" in told


def test_scores_that_lack_pairs_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "scores.csv"
    write_scores(path, {PAIRS[0].id: 1.0})
    with pytest.raises(SystemExit, match=f"no score for {len(PAIRS) - 1} pairs, {PAIRS[1].id} the first"):
        run(monkeypatch, "--scores", str(path))


def test_every_difficulty_is_explained(monkeypatch, capsys):
    run(monkeypatch, "--difficulties")
    told = capsys.readouterr().out
    assert all(pair.difficulty in told for pair in PAIRS)
