"""Limits on what is read, each with its reason. They are far above any real list and always on."""

from tansiq.domain.source import Format
from tansiq.formats.errors import DamagedFileError, FileProblem

MAX_BYTES = 256 * 2**20
"""Largest file. The UN list has 2 MB, OFAC's 10 MB, a million rows of our own CSV about 250 MB."""
MAX_ROWS = 2_000_000
"""Most rows or persons of one file: ten times the largest national register of wanted persons that is published."""
MAX_COLUMNS = 500
"""Most columns of a table; an Excel sheet of 16,384 empty ones is a fault or an attack."""
MAX_CELLS = 40_000_000
"""Most cells of a sheet, empty ones between others included: a million rows of our forty columns."""
MAX_UNPACKED_BYTES = 512 * 2**20
"""Most that an archive may unpack to: a sheet of a million rows has about 400 MB of XML."""
MAX_RATIO = 200
"""Most that a member of an archive may grow: sheets reach 30, zip bombs 1,000 and more."""
RATIO_FROM_BYTES = 2**20
"""The ratio is looked at above this size: a short and empty member may well shrink a thousandfold."""
MAX_MEMBERS = 1_000
"""Most members of an archive: a workbook has some twenty."""


def check_size(format: Format, data: bytes) -> None:  # noqa: A002 - the word of the domain
    """True data is neither empty nor larger than any list.

    Raises:
        DamagedFileError: if it is.
    """
    if not data:
        raise DamagedFileError(format, FileProblem.EMPTY)
    if len(data) > MAX_BYTES:
        raise DamagedFileError(format, FileProblem.TOO_LARGE, detail=str(MAX_BYTES))
