r"""Canonical bytes (RFC 8785) of values, and their digest.

Values hold no floats, keys are ASCII and integers stay below 2^53, so msgspec's sorted output is the canonical form; a
test compares it with an independent implementation. What comes in must encode to itself again: that refuses doubled
keys, escapes and blanks, so one value has one spelling.

>>> encode({"b": 1, "a": "é"})
b'{"a":"\xc3\xa9","b":1}'
"""

import hashlib
from typing import Any, TypeVar

import msgspec

from tansiq.trust.errors import CanonicalError

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder(order="sorted")


def _refuse(number: str) -> None:
    raise CanonicalError(f"not a whole number: {number[:20]}")


_WHOLE_NUMBERS = msgspec.json.Decoder(float_hook=_refuse)


def encode(value: Any) -> bytes:
    """The canonical bytes of a value made of dataclasses, tuples, strings, integers, dates and `None`."""
    return _ENCODER.encode(value)


def decode(data: bytes, type_: type[T]) -> T:
    """The value of this type that the bytes say.

    Raises:
        CanonicalError: if they do not, with the path that is wrong.
    """
    try:
        return msgspec.json.decode(data, type=type_)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CanonicalError(str(error)) from error


def verify_canonical(data: bytes) -> None:
    """True bytes are the canonical form of the value that they say.

    Raises:
        CanonicalError: if another spelling of the same value would be canonical.
    """
    try:
        value = _WHOLE_NUMBERS.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CanonicalError(str(error)) from error
    if encode(value) != data:
        raise CanonicalError("not the canonical form")


def digest(data: bytes) -> str:
    """SHA-256 of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
