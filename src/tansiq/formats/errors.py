"""The errors of this room, and who must act.

FormatError
├── DamagedFileError  (officer) the whole file is refused; nothing of it was taken
├── LogError          (oversight) a journal as files is not what was signed: names the step and the file
├── PolicyFileError   (operator) a label policy is refused; the one in force stays
└── LabelFileError    (officer) a label from outside cannot be read, or says what this node cannot keep to

A single bad row is no error: it is a `domain.edition.Refusal` among good entries.
"""

from enum import StrEnum

from tansiq.domain.source import Format


class FileProblem(StrEnum):
    """Why a whole file is refused; each has its own advice on the page. Wire values never change."""

    EMPTY = "empty"
    """No bytes at all: choose another file."""
    TOO_LARGE = "too_large"
    """Larger than any list: see `limits`; choose another file, or split it."""
    TOO_MANY_ROWS = "too_many_rows"
    """More rows or persons than any list has; split it."""
    BOMB = "bomb"
    """Small, but expands beyond the limits: made to do harm, do not open it."""
    WRONG_FORMAT = "wrong_format"
    """Something else than the chosen format; `detail` says what it looks like."""
    WRONG_ENCODING = "wrong_encoding"
    """Not UTF-8 (nor UTF-16 with its mark): save it as UTF-8; `detail` names the encoding it looks like."""
    FORBIDDEN_MARKUP = "forbidden_markup"
    """A document type definition or an entity, which no list needs and attacks use."""
    MALFORMED = "malformed"
    """Broken at this line: fetch it again."""
    TRUNCATED = "truncated"
    """Stops in the middle: fetch it again, whole."""
    ENCRYPTED = "encrypted"
    """Protected by a password: save it without one."""
    MISSING_FILE = "missing_file"
    """One of the files that make the list is absent; `field` names it."""
    NO_HEADER = "no_header"
    """The first row does not name the columns: add them."""
    DOUBLED_COLUMN = "doubled_column"
    """Two columns have the name in `field`: rename one."""
    MISSING_COLUMN = "missing_column"
    """The mapping needs the column in `field`, or no column for this target was recognised: choose the columns."""
    NO_PERSONS = "no_persons"
    """Well formed, but nobody is in it."""
    UNKNOWN_VERSION = "unknown_version"
    """Written by another version of this format; `detail` names it: ask for one that this node reads."""
    UNKNOWN_KEY = "unknown_key"
    """Signed by a key that this node does not know; `detail` is its fingerprint: compare and register it first."""
    BAD_SIGNATURE = "bad_signature"
    """Changed after it was signed, or not signed by that key: fetch it again; if that fails, call the partner."""
    WRONG_COUNT = "wrong_count"
    """Other than the number of records that its header promises."""
    NOT_CANONICAL = "not_canonical"
    """The record at this line is not written in the one canonical way, or is no record that this node can read."""
    WRONG_KIND = "wrong_kind"
    """The record at this line is not a notice."""
    WRONG_OWNER = "wrong_owner"
    """The record at this line belongs to another state than the signer's."""
    DOUBLED_RECORD = "doubled_record"
    """The record at this line was there already."""


class FormatError(Exception):
    """Root of what this room raises."""


class LogError(FormatError):
    """A journal does not verify.

    Attributes:
        step: the step of `docs/protocol/journal.md` that failed.
        place: the file, and the line if it has lines.
    """

    def __init__(self, step: int, place: str) -> None:
        super().__init__(f"step {step}: {place}")
        self.step = step
        self.place = place


class DamagedFileError(FormatError):
    """The whole file is refused.

    Attributes:
        format: what it was read as; `None` where columns are matched without a file.
        line: the line (1 is the first) or row of a sheet where it broke, as far as that is known.
        field: the column, element, member or header that is wrong.
        detail: a value or limit that helps to mend it; never shown without escaping.
    """

    def __init__(
        self,
        format: Format | None,  # noqa: A002 - the word of the domain
        problem: FileProblem,
        *,
        line: int | None = None,
        field: str | None = None,
        detail: str = "",
    ) -> None:
        place = "".join((f" line {line}" if line else "", f" {field}" if field else ""))
        super().__init__(f"{format or 'file'}:{place} {problem}" + (f" ({detail})" if detail else ""))
        self.format = format
        self.problem = problem
        self.line = line
        self.field = field
        self.detail = detail


class PolicyProblem(StrEnum):
    """Why a label policy is refused. Wire values never change."""

    WRONG_SIZE = "wrong_size"
    TRUNCATED = "truncated"
    WRONG_FORMAT = "wrong_format"
    MALFORMED = "malformed"
    NOT_CANONICAL = "not_canonical"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    NOT_SIGNED_BY_ALL = "not_signed_by_all"


class PolicyFileError(FormatError):
    """A label policy is refused whole.

    Attributes:
        line: 1 is the policy, the others are signatures.
        detail: a value that helps to mend it; never shown without escaping.
    """

    def __init__(self, problem: PolicyProblem, *, line: int | None = None, detail: str = "") -> None:
        super().__init__(f"line {line}: {problem} ({detail})")
        self.problem = problem
        self.line = line
        self.detail = detail


class LabelProblem(StrEnum):
    """Why a label from outside is refused. Wire values never change."""

    WRONG_SIZE = "wrong_size"
    WRONG_FORMAT = "wrong_format"
    MALFORMED = "malformed"
    FORBIDDEN_MARKUP = "forbidden_markup"
    UNKNOWN_POLICY = "unknown_policy"
    UNKNOWN_CLASSIFICATION = "unknown_classification"
    UNKNOWN_CATEGORY = "unknown_category"


class LabelFileError(FormatError):
    """A label from outside is refused; `detail` is a value that helps to mend it, never shown without escaping."""

    def __init__(self, problem: LabelProblem, detail: str = "") -> None:
        super().__init__(f"{problem} ({detail})")
        self.problem = problem
        self.detail = detail
