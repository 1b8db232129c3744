"""What a list says, before it becomes notices; and how a new edition differs from what is held.

`formats` turns bytes into an `Edition`; `services` turns its entries into notices. A row that cannot be read becomes a
`Refusal` that an officer can mend, so that a single bad row does not stop a good file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tansiq.domain.dates import PartialDate
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.notice import Document, Name, Place, Sex
from tansiq.domain.offence import Caution, Measure, Offence
from tansiq.domain.record import Basis, Owner
from tansiq.domain.source import Format


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One person on one list, with as much of a notice as the list gives.

    Attributes:
        reference: the publisher's identifier of the entry, unique within the list.
        basis: for a national list, the order behind the entry; a foreign list is its own basis.
        ends_on: the end that the list itself states.
    """

    reference: str
    names: tuple[Name, ...]
    births: tuple[PartialDate, ...] = ()
    birth_places: tuple[Place, ...] = ()
    sex: Sex | None = None
    nationalities: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    description: str = ""
    listed_on: date | None = None
    offence: Offence | None = None
    measure: Measure | None = None
    basis: Basis | None = None
    threshold: str = ""
    cautions: tuple[Caution, ...] = ()
    minor: bool = False
    reviewer: str = ""
    review_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A row that was put aside, with its reason.

    Attributes:
        line: line of the file (1 is the first), or the row of a sheet.
        row: column names and values as they stood, so that they can be mended.
        field: our field that could not be filled.
    """

    line: int
    row: tuple[tuple[str, str], ...]
    field: str
    problem: Problem
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of one list, read.

    Attributes:
        list_key: which list; see `Source.list_key`.
        edition: what the publisher calls this edition; ISO dates compare.
        publisher: whose list it is; the owner of the notices that come of it.
        complete: whether an entry that is missing here is removed; a partial file only adds and changes.
        skipped: how many things the file holds that are not persons (companies, ships).
    """

    list_key: str
    title: str
    publisher: Owner
    format: Format
    edition: str
    entries: tuple[Entry, ...]
    refusals: tuple[Refusal, ...] = ()
    complete: bool = True
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What applying an edition would do, as references in the order of the file."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.changed or self.removed)


def with_renewals(difference: Difference, ending: Iterable[str], edition: Edition) -> Difference:
    """The difference in which entries that are still listed are renewed before their notices end.

    Args:
        ending: references of the list whose notices end soon.
    """
    lasting = {entry.reference for entry in edition.entries if entry.ends_on is None}
    renewed = tuple(r for r in ending if r in lasting and r not in difference.changed)
    return replace(difference, changed=(*difference.changed, *renewed), unchanged=difference.unchanged - len(renewed))


MANY_REMOVALS = (20, 5)
"""A difference that ends more than 20 % of a list, and more than 5 entries, is confirmed by itself: it is what a
truncated or a wrong file looks like."""


def compare(held: Mapping[str, str], new: Mapping[str, str], *, complete: bool) -> Difference:
    """The difference between what is held and a new edition.

    Args:
        held: digest of each entry in force, by reference.
        new: digest of each entry of the new edition, by reference, in the order of the file.
        complete: whether a missing entry is removed.
    """
    return Difference(
        added=tuple(r for r in new if r not in held),
        changed=tuple(r for r, digest in new.items() if r in held and held[r] != digest),
        removed=tuple(r for r in held if r not in new) if complete else (),
        unchanged=sum(1 for r, digest in new.items() if held.get(r) == digest),
    )


def is_suspicious(difference: Difference, held: int) -> bool:
    """Whether so much would be removed that a person should say so explicitly."""
    percent, least = MANY_REMOVALS
    return len(difference.removed) > least and 100 * len(difference.removed) > percent * held


class Target(StrEnum):
    """The fields of an `Entry` that a column of a table can fill. Several values of one cell are separated by `;`."""

    REFERENCE = "reference"
    NAME = "name"
    NAME_ARABIC = "name_arabic"
    GIVEN_NAME = "given_name"
    FATHER_NAME = "father_name"
    FAMILY_NAME = "family_name"
    ALIASES = "aliases"
    KUNYA = "kunya"
    MAIDEN_NAME = "maiden_name"
    BIRTH = "birth"
    BIRTH_PLACE = "birth_place"
    SEX = "sex"
    NATIONALITY = "nationality"
    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    OTHER_DOCUMENT = "other_document"
    DESCRIPTION = "description"
    LISTED_ON = "listed_on"
    OFFENCE = "offence"
    MEASURE = "measure"
    AUTHORITY = "authority"
    BASIS = "basis"
    BASIS_DATE = "basis_date"
    THRESHOLD = "threshold"
    CAUTIONS = "cautions"
    MINOR = "minor"
    REVIEWER = "reviewer"
    REVIEW_ON = "review_on"
    ENDS_ON = "ends_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """How the columns of a table become entries; remembered for the next file with the same header.

    Attributes:
        list_key: the list that the file is an edition of.
        publisher: whose list it is.
        columns: for each target its column name; targets without a column are absent.
        constants: for targets without a column, the value of every row.
        complete: see `Edition.complete`.
    """

    list_key: str
    title: str
    publisher: Owner
    columns: tuple[tuple[Target, str], ...]
    constants: tuple[tuple[Target, str], ...] = ()
    complete: bool = False

    def __post_init__(self) -> None:
        targets = [target for target, _ in (*self.columns, *self.constants)]
        if len(set(targets)) != len(targets):
            raise InvalidError("columns", Problem.SAME_THING_TWICE)
        if not {Target.NAME, Target.NAME_ARABIC, Target.FAMILY_NAME} & {t for t, _ in self.columns}:
            raise InvalidError("columns", Problem.NO_PRIMARY_NAME)
        if Target.REFERENCE not in dict(self.columns):
            raise InvalidError("columns", Problem.REQUIRED, Target.REFERENCE)
