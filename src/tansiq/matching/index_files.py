"""An index on disk: a folder with one file for each array, and a header that says which folder within holds them.

Rules: `save` writes a new generation beside the old one and then puts the header in its place in one step, so whatever
happens meanwhile, power included, the folder holds one whole index, the old or the new; one process saves at a time.
`load` checks every byte against the header, then maps the files: processes share their memory, and what one of them
changes stays its own. A generation that others have mapped may be replaced: they keep what they mapped.

The folder::

    names.index/
    ├── header.json      format, version, generation, and of each file its bytes and checksum
    └── 7/               the generation
        ├── keys.npy ...
"""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from tansiq.matching.errors import IndexFileError

Arrays = dict[str, npt.NDArray[Any]]
HEADER: Final = "header.json"
_VERSION: Final = 4


def save_arrays(folder: Path, arrays: Mapping[str, npt.NDArray[Any]], *, format_name: str) -> None:
    """Write `arrays` to `folder`, in place of what it held."""
    folder.mkdir(parents=True, exist_ok=True)
    generation = str(1 + max((int(child.name) for child in folder.iterdir() if child.name.isdigit()), default=0))
    (folder / generation).mkdir()
    files = {name: _write_array(folder / generation / f"{name}.npy", values) for name, values in arrays.items()}
    _sync(folder / generation)
    header = {"format": format_name, "version": _VERSION, "generation": generation, "files": files}
    fresh = folder / f"{HEADER}.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(header, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / HEADER)
    _sync(folder)
    for child in folder.iterdir():
        if child.name.isdigit() and child.name != generation:
            shutil.rmtree(child, ignore_errors=True)


def load_arrays(folder: Path, dtypes: Mapping[str, str], *, format_name: str) -> Arrays:
    """Return the arrays that `save_arrays` wrote, mapped.

    Args:
        dtypes: The arrays there must be, and of what type.

    Raises:
        IndexFileError: It is not such a folder, is of another version, or is damaged.
    """
    header = _header(folder, format_name)
    files, place = header["files"], folder / header["generation"]
    return {name: _load_array(place, name, files.get(name), dtype) for name, dtype in dtypes.items()}


def _write_array(path: Path, values: npt.NDArray[Any]) -> dict[str, int]:
    with path.open("wb") as file:
        np.save(file, np.ascontiguousarray(values), allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    return {"bytes": path.stat().st_size, "crc32": _checksum(path)}


def _checksum(path: Path) -> int:
    value = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 22):
            value = crc32(piece, value)
    return value


def _sync(folder: Path) -> None:
    """Make the names in a folder last, where the system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _header(folder: Path, format_name: str) -> dict[str, Any]:
    try:
        header: dict[str, Any] = json.loads((folder / HEADER).read_bytes())
    except OSError as error:
        raise IndexFileError(HEADER, "missing") from error
    except ValueError as error:
        raise IndexFileError(HEADER, "not JSON") from error
    match header:
        case {"format": str(found), "version": int(version), "generation": str(generation), "files": dict()}:
            if found != format_name or version != _VERSION:
                raise IndexFileError(HEADER, "of another format or version")
            if generation.isdigit():
                return header
    raise IndexFileError(HEADER, "not a header")


def _load_array(place: Path, name: str, known: Any, dtype: str) -> npt.NDArray[Any]:
    file = f"{name}.npy"
    try:
        if not isinstance(known, dict):
            raise IndexFileError(file, "not in the header")
        if (place / file).stat().st_size != known.get("bytes"):
            raise IndexFileError(file, "cut short or of another index")
        if _checksum(place / file) != known.get("crc32"):
            raise IndexFileError(file, "damaged")
        mapped = np.load(place / file, mmap_mode="c", allow_pickle=False)
    except OSError as error:
        raise IndexFileError(file, "missing") from error
    except ValueError as error:
        raise IndexFileError(file, "not an array") from error
    if mapped.dtype != np.dtype(dtype):
        raise IndexFileError(file, "of another type")
    return np.asarray(mapped)
