"""The one door to compiled code: a function over arrays, compiled at first use and kept on disk.

Rules: kernels take and return arrays and numbers, never Python objects; they release the interpreter's lock, so threads
run them side by side; same input, same output. What is kept on disk is kept for exactly these sources: numba notices a
change of the kernel itself, but not of a kernel in another file that it calls.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

import numba

_Function = TypeVar("_Function", bound=Callable[..., object])


def _cache_folder() -> Path:
    here = Path(__file__).parent
    sources = sha256(b"".join(file.read_bytes() for file in sorted(here.glob("*.py"))))
    return here / "__pycache__" / sources.hexdigest()[:16]


numba.config.CACHE_DIR = str(_cache_folder())  # type: ignore[attr-defined]


def kernel(function: _Function) -> _Function:
    """Return `function` compiled for the types that it is first called with."""
    return cast("_Function", numba.njit(cache=True, nogil=True)(function))


def borrower(function: _Function) -> _Function:
    """Return `function` compiled without counting who holds its arrays; it may neither make an array nor return one.

    An array in a tuple is otherwise counted each time it is read: that was most of the time of a row beside a name.
    """
    return cast("_Function", numba.njit(cache=True, nogil=True, _nrt=False)(function))  # type: ignore[call-overload]


def inner(function: _Function) -> _Function:
    """Return `function` as a part of the kernels that call it: what it takes is not handed over, only named."""
    return cast("_Function", numba.njit(inline="always")(function))
