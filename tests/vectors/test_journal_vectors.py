"""Each log fails at the step in its name, and at no earlier one; `good` ones verify."""

import hashlib
from pathlib import Path

import pytest
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
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


class Folder:
    """A log as the independent library reads it."""

    def __init__(self, name):
        self.name = name

    def get(self, *path):
        return read(HERE / self.name, "/".join(path))


def verified_by_others(name):
    """What docs/protocol/journal.md tells a third party to do, with no code of ours."""
    log = TilesReader(Folder(name))
    checkpoint = log.get_checkpoint()
    checkpoint.verify(Vkey.from_string((HERE / name / "key").read_text().strip()))
    hashes = [hashlib.sha256(b"\0" + log.get_entry(index)).digest() for index in range(log.size)]
    root = log.calculate_root_hash()
    return root == checkpoint.root_hash == tree_hash(hashes)


def tree_hash(hashes):
    """RFC 6962, section 2.1, over the entries themselves."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + tree_hash(hashes[:split]) + tree_hash(hashes[split:])).digest()


@pytest.mark.parametrize("name", [name for name in LOGS if not name.startswith(("step_7", "step_8", "step_9"))])
def test_software_of_others_comes_to_the_same_verdict(name):
    try:
        found = verified_by_others(name)
    except Exception:  # noqa: BLE001 - the library has errors of many kinds
        found = False
    assert found == name.startswith("good")
