"""The source: one edition of a list that was imported, and how it differed from the one before."""

import re
from dataclasses import dataclass
from enum import StrEnum

from tansiq.domain import text
from tansiq.domain.errors import InvalidError, Problem


class Format(StrEnum):
    """How a list is written. Wire values are also the words of `tansiq import`."""

    UN_XML = "un-xml"
    OFAC_CSV = "ofac-csv"
    CSV = "csv"
    XLSX = "xlsx"
    FTM = "ftm"
    SIGNED = "tansiq"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The body of a source.

    Attributes:
        list_key: which list, such as `un`, `ofac`, `csv/registry`, `tansiq/TN`; editions of one list share it.
        edition: what the publisher calls this edition, often a date.
        sha256: digest of the file, hexadecimal.
        added: how many entries it brought; `changed`, `removed`, `unchanged`, `quarantined` likewise.
        signed_by: fingerprint of the key that signed the file, if it was signed.
    """

    list_key: str
    title: str
    format: Format
    edition: str
    file_name: str
    sha256: str
    added: int
    changed: int
    removed: int
    unchanged: int
    quarantined: int
    signed_by: str | None = None

    def __post_init__(self) -> None:
        for field in ("list_key", "title", "edition", "file_name"):
            text.check(field, getattr(self, field))
        if not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise InvalidError("sha256", Problem.MALFORMED)
        if min(self.added, self.changed, self.removed, self.unchanged, self.quarantined) < 0:
            raise InvalidError("added", Problem.OUT_OF_RANGE)
