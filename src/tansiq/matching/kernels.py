"""The one door to compiled code: a function over arrays, compiled at first use and kept on disk.

Rules: kernels take and return arrays and numbers, never Python objects; they release the interpreter's lock, so threads
run them side by side; same input, same output, on every machine.

>>> double = kernel(lambda values: values * 2)
>>> double(21)
42
"""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def kernel(function: Function) -> Function:
    """Return `function` compiled for the types that it is first called with; kept beside the source where possible."""
    return cast(Function, numba.njit(cache=True, nogil=True)(function))
