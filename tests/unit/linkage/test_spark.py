"""The same lists on Spark: same pairs, same scores, same file."""

import shutil

import pytest

from tansiq.demo.two_lists import write_lists
from tansiq.linkage import spark
from tansiq.linkage.errors import EngineError, Lack
from tansiq.linkage.local import join_here
from tansiq.linkage.runs import Lists, Wish, match_lists


def quiet(*_):
    """Nobody looks on."""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java on this machine")
@pytest.mark.filterwarnings("default")
def test_spark_writes_the_file_that_one_machine_writes(tmp_path):
    write_lists(tmp_path, 3, 200, 80)
    lists = Lists(tmp_path / "left.csv", tmp_path / "right.csv")
    wish = Wish(threshold=0.1)
    here, there = tmp_path / "here.csv", tmp_path / "there.csv"
    count = match_lists(lists, here, wish, engine=join_here, progress=quiet)
    engine = spark.SparkEngine(master="local[2]", work=tmp_path)
    assert match_lists(lists, there, wish, engine=engine, progress=quiet) == count > 20
    assert there.read_bytes() == here.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "here.csv",
        "left.csv",
        "right.csv",
        "there.csv",
        "truth.csv",
    ]


def test_a_package_that_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(spark, "_PACKAGES", ("pyarrow_of_nobody",))
    with pytest.raises(EngineError) as refused:
        spark.SparkEngine()(Lists(tmp_path, tmp_path), Wish(), quiet)
    assert (refused.value.lack, refused.value.detail) == (Lack.PACKAGES, "pyarrow_of_nobody")
