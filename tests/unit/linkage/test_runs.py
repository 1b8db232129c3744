import csv

import pytest

from tansiq.linkage.errors import ListFileError
from tansiq.linkage.local import join_here
from tansiq.linkage.runs import HEADER, Lists, Wish, match_lists
from tansiq.linkage.tables import read_list
from tansiq.matching import compare_identities, probability_of_bits

LEFT = """id,names,births,sex
L1,Zoubir Testaoui,1970-03-05,m
L2,Karim Essai,1981,m
L3,Nadir Boussaha,,m
"""
RIGHT = """id,names,births,sex
R1,زبير تستاوي,1970-03-05,m
R2,Testaoui Zoubir,1970,m
R3,Karim Essai,1981,f
R4,Walid Zemmouri,1990,m
"""


@pytest.fixture
def lists(tmp_path):
    (tmp_path / "left.csv").write_text(LEFT, encoding="utf-8")
    (tmp_path / "right.csv").write_text(RIGHT, encoding="utf-8")
    return Lists(tmp_path / "left.csv", tmp_path / "right.csv")


def quiet(*_):
    """Nobody looks on."""


def run(lists, **wish):
    out = lists.left.with_name("pairs.csv")
    count = match_lists(lists, out, Wish(**wish), engine=join_here, progress=quiet)
    header, *rows = csv.reader(out.read_text(encoding="utf-8").splitlines())
    assert tuple(header) == HEADER
    assert len(rows) == count
    return rows


def test_pairs_are_written_most_probable_first_of_each_record(lists):
    rows = run(lists, threshold=0.05)
    assert [row[:2] for row in rows][:2] == [["L1", "R1"], ["L1", "R2"]]
    assert float(rows[0][2]) > float(rows[1][2])


def added_up(evidence):
    return probability_of_bits(sum(float(piece.split(" (")[0].rsplit(" ", 1)[1]) for piece in evidence.split("; ")))


@pytest.mark.parametrize("explains", [False, True])
def test_a_probability_is_what_its_evidence_adds_up_to(lists, explains):
    for *_, probability, evidence in run(lists, threshold=0.0001, explains=explains):
        assert float(probability) == pytest.approx(added_up(evidence), abs=1e-6)


def test_in_short_lists_a_pair_weighs_nearly_what_it_does_alone(lists):
    people = dict(read_list(lists.left)) | dict(read_list(lists.right))
    for left, right, probability, _ in run(lists, threshold=0.0001):
        alone = compare_identities(people[left], people[right]).probability
        assert float(probability) == pytest.approx(alone, rel=0.1)


def test_names_that_fill_a_list_tell_less_in_it(lists):
    many = "".join(f"A{at},Zoubir Testaoui,{1940 + at % 60},m\n" for at in range(300))
    lists.right.write_text(RIGHT + many, encoding="utf-8")
    evidence = next(row[3] for row in run(lists, threshold=0.0001, explains=True) if row[:2] == ["L1", "R1"])
    assert "names_common_here -" in evidence


def test_the_evidence_names_rules_and_weights_that_add_up(lists):
    evidence = run(lists, threshold=0.05)[0][3]
    assert "birth_day_equal +11.00" in evidence
    assert evidence.endswith("prior -13.00")


def test_the_whole_evidence_names_the_values(lists):
    evidence = run(lists, threshold=0.05, explains=True)[0][3]
    assert "birth [1970-03-05 = 1970-03-05] birth_day_equal +11.00" in evidence
    assert "[zoubir = زبير]" in evidence


def test_a_limit_keeps_the_most_probable_pairs_of_both_sides(lists):
    rows = run(lists, threshold=0.0001, limit=1)
    assert rows[0][:2] == ["L1", "R1"]
    assert [row[0] for row in rows].count("L1") == 1


def test_one_file_gives_its_doubles(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text(RIGHT, encoding="utf-8")
    assert [row[:2] for row in run(Lists(path, path), threshold=0.05)] == [["R1", "R2"]]


def test_a_bad_list_leaves_no_file(lists):
    lists.right.write_text("id,names\n1,Zoubir\n1,Karim\n", encoding="utf-8")
    with pytest.raises(ListFileError):
        run(lists)
    assert not lists.left.with_name("pairs.csv").exists()


def test_bad_lines_are_counted_on_both_sides(lists):
    lists.right.write_text(RIGHT + "R5,Zoubir,soon,m\n", encoding="utf-8")
    run(lists, skips=True)
    assert (lists.left_reading.rows, lists.right_reading.rows, lists.right_reading.refused) == (3, 4, 1)


def test_large_lists_are_read_by_two_processes(lists, monkeypatch):
    monkeypatch.setattr("tansiq.linkage.local._LARGE_BYTES", 0)
    assert run(lists, threshold=0.05)[0][:2] == ["L1", "R1"]
    lists.right.write_text("id,names\n1,Zoubir\n1,Karim\n", encoding="utf-8")
    with pytest.raises(ListFileError) as refused:
        run(lists)
    assert refused.value.line == 3
