import csv

import pytest
from typer.testing import CliRunner

from tansiq.cli import app
from tansiq.cli.errors import LACKS, LIST_PROBLEMS, words_of
from tansiq.linkage.errors import EngineError, Lack, ListFileError, ListProblem

LISTS = {
    "left.csv": "id,names,births,remarks\nL1,Zoubir Testaoui,1970-03-05,\nL2,Karim Essai,1981,\n",
    "right.csv": "id,names,births\nR1,زبير تستاوي,1970-03-05\nR2,Walid Zemmouri,soon\n",
}


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in LISTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_two_names_are_compared_and_explained(run):
    done = run("names", "Zoubir Testaoui", "زبير تستاوي")
    assert done.exit_code == 0
    assert "score" in done.output
    assert "family_name" in done.output
    assert "is read as" in done.output


def test_a_name_with_brackets_is_shown_as_it_is(run):
    assert "[bold]" in run("names", "Zoubir [bold]", "[bold]").output


def test_a_name_without_letters_gets_an_answer(run):
    assert run("names", "", "🙂").exit_code == 0


def test_two_lists_are_matched(run, tmp_path):
    done = run("match", "left.csv", "right.csv", "--out", "pairs.csv", "--skip-bad-lines")
    assert done.exit_code == 0
    assert "1 pairs of 2 and 1 records are in pairs.csv." in done.output
    assert "remarks" in done.output
    assert "line 3, births" in done.output
    rows = list(csv.DictReader((tmp_path / "pairs.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["left"], row["right"]) for row in rows] == [("L1", "R1")]


def test_where_nobody_looks_on_progress_is_told_in_lines(run):
    told = run("match", "left.csv", "right.csv", "--out", "pairs.csv", "--skip-bad-lines").output.splitlines()
    assert "comparing: 0 of 2" in told
    assert "comparing: 2 of 2" in told


def test_a_bad_line_ends_the_run_and_leaves_no_file(run, tmp_path):
    done = run("match", "left.csv", "right.csv", "--out", "pairs.csv")
    assert isinstance(done.exception, ListFileError)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["left.csv", "right.csv"]


@pytest.mark.parametrize("out", ["left.csv", "nowhere/pairs.csv"])
def test_a_place_where_nothing_can_be_written_is_refused_first(run, out):
    assert run("match", "left.csv", "right.csv", "--out", out).exit_code == 2


@pytest.mark.parametrize(
    ("option", "value"), [("--threshold", "2"), ("--limit-per-record", "0"), ("--engine", "abacus")]
)
def test_a_wrong_option_is_refused(run, option, value):
    assert run("match", "left.csv", "right.csv", "--out", "pairs.csv", option, value).exit_code == 2


def test_every_problem_and_lack_has_its_sentence(tmp_path):
    assert set(LIST_PROBLEMS) == set(ListProblem)
    assert set(LACKS) == set(Lack)
    told = words_of(ListFileError(tmp_path / "a.csv", ListProblem.NOT_A_DATE, line=3, column="births", detail="soon"))
    assert told.startswith(f"{tmp_path / 'a.csv'}, line 3, births: this is no date")
    assert told.endswith("(soon).")
    assert "Java 17" in words_of(EngineError(Lack.JAVA))
