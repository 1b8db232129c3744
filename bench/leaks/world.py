"""What is in a node of invented people, in the plain words of `oracle`: who sees what, version by version.

`bench.leaks.making` makes it. Every field that says something holds a word of its own (`watch.Words`).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from bench.leaks import oracle
from bench.leaks.oracle import Marked, Person
from bench.leaks.watch import Words
from tansiq.domain.label import Level
from tansiq.domain.notice import Notice
from tansiq.domain.record import Record
from tansiq.node import Node
from tansiq.trust.identifiers import uuid7

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STATES = ("DZ", "TN", "MA")


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a notice or judgement, in plain words."""

    number: int
    marks: Marked


@dataclass(kw_only=True)
class World:
    """The node and what is known of everything in it.

    Attributes:
        notices: the versions of each notice, oldest first; `links` likewise.
        sides: the two notices of each judgement.
        reports: the versions of each report, oldest first; `requests` and `replies` likewise.
        rows: of each row put aside, its edition and its marks.
        uploads: whose each file in hand is.
        people: the officers, with the token of the session of each.
    """

    node: Node
    words: Words
    rng: Random
    notices: dict[UUID, list[Version]] = field(default_factory=dict)
    bodies: dict[UUID, Record[Notice]] = field(default_factory=dict)
    links: dict[UUID, list[Version]] = field(default_factory=dict)
    sides: dict[UUID, tuple[UUID, UUID]] = field(default_factory=dict)
    sources: dict[UUID, Marked] = field(default_factory=dict)
    rows: dict[UUID, tuple[UUID, Marked]] = field(default_factory=dict)
    uploads: dict[UUID, str] = field(default_factory=dict)
    reports: dict[UUID, list[Version]] = field(default_factory=dict)
    requests: dict[UUID, list[Version]] = field(default_factory=dict)
    replies: dict[UUID, list[Version]] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    made: int = 0

    def new_id(self) -> UUID:
        self.made += 1
        return uuid7(NOW - timedelta(days=30), self.rng.randbytes(6) + self.made.to_bytes(4, "big"))

    def things(self) -> list[UUID]:
        return [*self.notices, *self.links, *self.sources, *self.rows, *self.uploads, *self.dossiers]

    @property
    def dossiers(self) -> dict[UUID, list[Version]]:
        """Reports, requests and replies."""
        return {**self.reports, **self.requests, **self.replies}

    def sees(self, person: Person, thing: UUID, version: int | None = None) -> bool:
        """Whether a thing, or one version of it, may reach an officer."""
        if thing in self.notices:
            return self._sees_notice(person, thing, version)
        if thing in self.links:
            return self._sees_link(person, thing, version)
        if thing in self.dossiers:
            versions = self.dossiers[thing]
            asked = [versions[-1], *(v for v in versions if v.number == version)]
            return all(oracle.reads_report(person, v.marks) for v in asked)
        if thing in self.sources:
            return oracle.reads_source(person, self.sources[thing])
        if thing in self.rows:
            source, marks = self.rows[thing]
            return oracle.reads_row(person, self.sources[source], marks)
        return self.uploads[thing] == person.account and oracle.works(person, oracle.IMPORTS)

    def _sees_notice(self, person: Person, notice: UUID, version: int | None) -> bool:
        versions = self.notices[notice]
        asked = [versions[-1], *(v for v in versions if v.number == version)]
        return all(oracle.reads_notice(person, notice, v.marks) for v in asked)

    def _sees_link(self, person: Person, link: UUID, version: int | None) -> bool:
        sides = all(self._sees_notice(person, n, None) for n in self.sides[link])
        versions = self.links[link]
        asked = [versions[-1], *(v for v in versions if v.number == version)]
        return all(oracle.reads_link(person, v.marks, sides=sides) for v in asked)

    def writes(self, person: Person, notice: UUID) -> bool:
        return self._sees_notice(person, notice, None) and oracle.writes_notice(
            person, notice, self.notices[notice][-1].marks
        )


def marks_of(record: Record[Any]) -> Marked:
    """The marks of a record in plain words."""
    return Marked(
        level=list(Level).index(record.label.level),
        owner=record.owner.state,
        released=frozenset(record.label.releasable_to),
        compartments=frozenset(record.label.compartments),
        child=isinstance(record.body, Notice) and record.body.minor,
    )
