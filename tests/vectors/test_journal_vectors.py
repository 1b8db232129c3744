"""Each log fails at the step in its name, and at no earlier one; `good` ones verify."""

from pathlib import Path

import pytest
from tools.journal_vectors import journal_vectors

from tansiq.formats.errors import LogError
from tansiq.formats.journal_log import parse_keys, verify_extract, verify_log

HERE = Path(__file__).parent / "journal"
LOGS = sorted(path.name for path in HERE.iterdir() if path.name != "extract")


def read(folder, path):
    return (folder / path).read_bytes() if (folder / path).is_file() else None


def verify(name):
    folder = HERE / name
    known = parse_keys((folder / "key").read_text(), "")
    return verify_log(lambda path: read(folder, path), known, older=read(folder, "older"))


@pytest.mark.parametrize("name", LOGS)
def test_a_log_fails_at_the_step_of_its_name(name):
    if name.startswith("good"):
        assert verify(name).entries in (5, 257)
        return
    with pytest.raises(LogError) as caught:
        verify(name)
    assert name.startswith(f"step_{caught.value.step}_")


def test_every_step_has_a_vector():
    assert {name.split("_")[1] for name in LOGS if name.startswith("step")} == {str(step) for step in range(1, 10)}


def test_the_extract_proves_itself():
    known = parse_keys((HERE / "extract" / "key").read_text(), "")
    assert verify_extract((HERE / "extract" / "good.jsonl").read_bytes(), known)[0].entries == 2


def test_every_file_is_made_by_the_tool():
    made = {name for name, _ in journal_vectors()}
    assert {str(path.relative_to(HERE)) for path in HERE.rglob("*") if path.is_file()} == made
