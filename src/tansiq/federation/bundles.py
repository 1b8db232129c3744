"""Bundles: letters as files, for a medium that crosses an air gap.

The same letters as on a line, after one line that says where the file belongs.

* A bundle proves nothing by itself; every letter in it does. A part that is lost or damaged costs its letters only.
* The answer is a bundle, too, and goes back on the medium.

    {"format":"tansiq-bundle/1","letters":500,"part":1,"receiver":"TN","sender":"DZ"}
    {"format":"tansiq-envelope/1",…}
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tansiq.federation.errors import BundleError
from tansiq.federation.letters import LARGEST
from tansiq.trust import canonical
from tansiq.trust.errors import CanonicalError

BUNDLE = "tansiq-bundle/1"
ENDING = ".letters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The first line of a bundle.

    Attributes:
        letters: how many follow; fewer mean that the file was cut short.
        part: 1, 2, 3 … of one export; parts are read in this order.
    """

    format: str = BUNDLE
    sender: str
    receiver: str
    part: int
    letters: int


def write_bundle(cover: Cover, letters: bytes) -> bytes:
    """A file."""
    return canonical.encode(cover) + b"\n" + letters


def parse_cover(line: bytes) -> Cover:
    """What the first line of a file says.

    Raises:
        BundleError: if it is no bundle of this version.
    """
    try:
        cover = canonical.decode(line, Cover)
    except CanonicalError as error:
        raise BundleError("no_bundle", 1) from error
    if cover.format != BUNDLE:
        raise BundleError("unknown_version", 1)
    return cover


def split_letters(lines: Iterable[bytes], *, most: int, most_bytes: int) -> Iterator[bytes]:
    """The letters of a file in deliveries, each small enough to be taken at once.

    Raises:
        BundleError: if a line is longer than any letter.
    """
    held: list[bytes] = []
    size = 0
    for number, line in enumerate(lines, start=2):
        if len(line) > LARGEST:
            raise BundleError("too_long", number)
        if held and (len(held) == most or size + len(line) > most_bytes):
            yield b"".join(held)
            held, size = [], 0
        held.append(line if line.endswith(b"\n") else line + b"\n")
        size += len(line)
    if held:
        yield b"".join(held)
