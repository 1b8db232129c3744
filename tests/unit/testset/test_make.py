import pytest
from testset import make
from testset.cast import Cast
from testset.pairs import FILE, write_pairs

CAST = Cast.gathered()


@pytest.mark.slow
def test_the_committed_file_is_what_the_generator_writes(tmp_path):
    write_pairs(tmp_path / "pairs.csv", make.made(CAST))
    assert (tmp_path / "pairs.csv").read_bytes() == FILE.read_bytes()


def test_every_difficulty_says_what_is_hard_and_has_its_own_key():
    found = make.difficulties(CAST)
    assert len({difficulty.key for difficulty in found}) == len(found)
    assert all(difficulty.about for difficulty in found)
