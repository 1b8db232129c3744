"""Who may see and change what, said a second time: from the rules, with none of the program's tables or functions.

Facts are plain words and numbers, so that a mistake in the program's policy is not repeated here.
"""

from dataclasses import dataclass
from uuid import UUID

READS_UP_TO = {  # levels are counted from 0, unclassified, to 4, top secret
    "registry_officer": 3,
    "liaison_analyst": 3,
    "post_officer": 2,
    "watch_officer": 3,
    "case_officer": 3,
}
READS_NOTICES = {
    "registry_officer": {"registry", "liaison"},
    "liaison_analyst": {"liaison", "operations"},
    "post_officer": {"screening"},
    "watch_officer": {"operations", "screening"},
    "case_officer": {"casework"},
}
READS_CHILDREN = {"registry_officer": {"registry"}, "case_officer": {"casework"}}
READS_LINKS = {
    "registry_officer": {"registry", "liaison"},
    "liaison_analyst": {"liaison", "operations"},
    "watch_officer": {"operations"},
}
READS_SOURCES = {"registry_officer": {"registry", "liaison"}, "liaison_analyst": {"liaison"}}
IMPORTS = READS_SOURCES
WRITES = {"registry_officer": {"registry"}}
JUDGES = {"liaison_analyst": {"liaison"}}
EXPORTS = {"registry_officer": {"registry", "liaison"}, "liaison_analyst": {"liaison"}}
EXPORTS_UP_TO = {"registry_officer": 3, "liaison_analyst": 2}
READS_REPORTS = {"registry_officer": {"registry", "liaison"}, "liaison_analyst": {"liaison", "operations"}}
WRITES_REPORTS = {"liaison_analyst": {"liaison", "operations"}}
RELEASES_REPORTS = {"liaison_analyst": {"liaison"}}
OVERSEES = {"oversight_inspector": {"oversight"}}
ADMINISTERS = {"administrator": {"administration"}}
TRAINED = {
    "registry_officer": {"classified", "children"},
    "liaison_analyst": {"classified", "evidence"},
    "post_officer": {"classified", "screening"},
    "watch_officer": {"classified"},
    "case_officer": {"classified", "children"},
}


@dataclass(frozen=True, kw_only=True)
class Person:
    """An officer, in plain words."""

    account: str
    role: str
    state: str
    clearance: int
    purpose: str
    compartments: frozenset[str] = frozenset()
    trainings: frozenset[str] = frozenset()
    cases: frozenset[UUID] = frozenset()
    is_over: bool = False
    opened: UUID | None = None
    named: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Marked:
    """One version of something with a label, in plain words."""

    level: int
    owner: str
    released: frozenset[str]
    compartments: frozenset[str] = frozenset()
    child: bool = False


def works(person: Person, table: dict[str, set[str]]) -> bool:
    """Whether the role does such a thing at all, for this purpose, trained, within the mandate."""
    trained = TRAINED.get(person.role, set()) <= person.trainings
    return not person.is_over and trained and person.purpose in table.get(person.role, set())


def is_released(person: Person, thing: Marked) -> bool:
    return person.state == thing.owner or person.state in thing.released


def fits(person: Person, thing: Marked) -> bool:
    """Level, compartments and release; not what the role does."""
    ceiling = min(READS_UP_TO.get(person.role, 0), person.clearance)
    return thing.level <= ceiling and thing.compartments <= person.compartments and is_released(person, thing)


def reads_notice(person: Person, notice: UUID, thing: Marked) -> bool:
    """One version of a notice, by itself."""
    if not person.is_over and person.opened == notice and is_released(person, thing):
        return True
    if not works(person, READS_NOTICES) or not fits(person, thing):
        return False
    if thing.child and not works(person, READS_CHILDREN):
        return False
    return person.role != "case_officer" or notice in person.cases


def writes_notice(person: Person, notice: UUID, thing: Marked) -> bool:
    return works(person, WRITES) and person.state == thing.owner and reads_notice(person, notice, thing)


def reads_report(person: Person, thing: Marked) -> bool:
    """One version of a report, a request or a reply."""
    return works(person, READS_REPORTS) and fits(person, thing)


def reads_source(person: Person, thing: Marked) -> bool:
    return works(person, READS_SOURCES) and fits(person, thing)


def reads_row(person: Person, source: Marked, row: Marked) -> bool:
    """A row put aside: as secret as the list is at least, and a child's row for those who read of children."""
    return reads_source(person, source) and fits(person, row) and (not row.child or works(person, READS_CHILDREN))


def reads_link(person: Person, thing: Marked, *, sides: bool) -> bool:
    return works(person, READS_LINKS) and sides and fits(person, thing)
