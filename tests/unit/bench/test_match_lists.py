import sys

import pytest
from bench.match_lists import _first, as_pairs, measured, only_names_and_births, read_pairs, read_truth


def test_a_missed_pair_costs_recall_and_a_wrong_one_precision():
    pairs = as_pairs({("a", "b"): 0.9, ("a", "c"): 0.8}, {("a", "b"), ("d", "e")})
    assert pairs.f1_at(0.5) == pytest.approx(0.5)


def test_pairs_and_truth_are_read_from_their_files(tmp_path):
    (tmp_path / "pairs.csv").write_text("left,right,probability,evidence\na,b,0.5,\n")
    (tmp_path / "truth.csv").write_text("left,right\na,b\n")
    assert read_pairs(tmp_path / "pairs.csv").keys() == read_truth(tmp_path / "truth.csv")


def test_a_list_is_cut_to_names_and_births(tmp_path):
    (tmp_path / "whole.csv").write_text("id,names,births,sex\n1,Zoubir Testaoui,1970,m\n")
    cut = only_names_and_births(tmp_path / "whole.csv", tmp_path / "cut.csv")
    assert cut.read_text().split() == ["id,names,births", "1,Zoubir", "Testaoui,1970"]


def test_the_memory_of_a_command_is_measured():
    run = measured([sys.executable, "-c", "import time; held = bytes(range(256)) * 400_000; time.sleep(0.6)"])
    assert run.memory > 80


def test_only_the_first_people_of_a_list_warm_up(tmp_path):
    (tmp_path / "whole.csv").write_text("id\n" + "".join(f"{at}\n" for at in range(100)))
    assert len(_first(tmp_path / "whole.csv", tmp_path / "few.csv", 10).read_text().split()) == 10
