import json

import numpy as np
import pytest

from tansiq.matching import IndexFileError
from tansiq.matching.index_files import HEADER, load_arrays, save_arrays

DTYPES = {"rows": "i4", "bits": "f4"}
ARRAYS = {"rows": np.arange(6, dtype=np.int32).reshape(3, 2), "bits": np.zeros(0, np.float32)}


def load(folder):
    return load_arrays(folder, DTYPES, format_name="test")


@pytest.fixture
def saved(tmp_path):
    folder = tmp_path / "deep" / "index"
    save_arrays(folder, ARRAYS, format_name="test")
    return folder


def test_arrays_come_back_as_they_were(saved):
    back = load(saved)
    assert {name: values.tolist() for name, values in back.items()} == {"rows": [[0, 1], [2, 3], [4, 5]], "bits": []}


def test_what_is_changed_after_loading_stays_out_of_the_file(saved):
    load(saved)["rows"][0, 0] = 99
    assert load(saved)["rows"][0, 0] == 0


def test_saving_again_replaces_what_was_there_and_keeps_what_is_mapped(saved):
    mapped = load(saved)
    save_arrays(saved, {**ARRAYS, "rows": np.zeros((1, 2), np.int32)}, format_name="test")
    assert load(saved)["rows"].tolist() == [[0, 0]]
    assert mapped["rows"].tolist() == [[0, 1], [2, 3], [4, 5]]
    assert sorted(child.name for child in saved.iterdir()) == ["2", HEADER]


def test_a_save_that_was_cut_off_leaves_the_old_index(saved):
    (saved / "2").mkdir()
    (saved / "2" / "rows.npy").write_bytes(b"half")
    (saved / f"{HEADER}.new").write_text("{")
    assert load(saved)["rows"].shape == (3, 2)
    save_arrays(saved, ARRAYS, format_name="test")
    assert sorted(child.name for child in saved.iterdir()) == ["3", HEADER]


def _flip(path):
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))


def _header(folder, **changes):
    header = json.loads((folder / HEADER).read_text())
    (folder / HEADER).write_text(json.dumps({**header, **changes}))


@pytest.mark.parametrize(
    ("damage", "file", "reason"),
    [
        (lambda folder: (folder / HEADER).unlink(), HEADER, "missing"),
        (lambda folder: (folder / HEADER).write_bytes(b"\xff\xfe\x00"), HEADER, "not JSON"),
        (lambda folder: (folder / HEADER).write_text("[]"), HEADER, "not a header"),
        (lambda folder: _header(folder, format="other"), HEADER, "of another format or version"),
        (lambda folder: _header(folder, version=1), HEADER, "of another format or version"),
        (lambda folder: _header(folder, generation="../1"), HEADER, "not a header"),
        (lambda folder: _header(folder, files={}), "rows.npy", "not in the header"),
        (lambda folder: (folder / "1" / "rows.npy").unlink(), "rows.npy", "missing"),
        (lambda folder: (folder / "1" / "rows.npy").write_bytes(b""), "rows.npy", "cut short or of another index"),
        (lambda folder: _flip(folder / "1" / "rows.npy"), "rows.npy", "damaged"),
    ],
)
def test_a_damaged_folder_is_refused_by_the_name_of_what_is_wrong(saved, damage, file, reason):
    damage(saved)
    with pytest.raises(IndexFileError) as refused:
        load(saved)
    assert (refused.value.file, refused.value.reason) == (file, reason)


def test_an_array_of_another_type_is_refused(tmp_path):
    save_arrays(tmp_path, {**ARRAYS, "rows": np.zeros(3)}, format_name="test")
    with pytest.raises(IndexFileError) as refused:
        load(tmp_path)
    assert (refused.value.file, refused.value.reason) == ("rows.npy", "of another type")


def test_a_file_that_is_no_array_is_refused(tmp_path):
    save_arrays(tmp_path, ARRAYS, format_name="test")
    path = tmp_path / "1" / "rows.npy"
    path.write_bytes(b"x" * 10)
    from zlib import crc32

    _header(tmp_path, files={"rows": {"bytes": 10, "crc32": crc32(b"x" * 10)}})
    with pytest.raises(IndexFileError) as refused:
        load(tmp_path)
    assert (refused.value.file, refused.value.reason) == ("rows.npy", "not an array")


def test_where_there_is_no_folder_there_is_no_index(tmp_path):
    with pytest.raises(IndexFileError):
        load(tmp_path / "nothing")
