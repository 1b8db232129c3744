"""A node of invented people: notices of every label, owner and age, judgements, editions, rows, files, officers.

Every field that says something holds a word of its own (`watch.Words`). For each thing the world also knows its marks
in the plain words of `oracle`, version by version.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher

from bench.leaks import oracle
from bench.leaks.oracle import Marked, Person
from bench.leaks.watch import Words
from tansiq.domain.access import CEILING, STATED, TRAINING, Glass, Officer, Purpose, Role
from tansiq.domain.dates import PartialDate
from tansiq.domain.edition import ColumnMapping, Refusal, Target
from tansiq.domain.errors import Problem
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level, highest
from tansiq.domain.link import Judgement, Link
from tansiq.domain.notice import Document, DocumentType, Ending, NameKind, Notice, Place, Sex, name
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.domain.source import Format, Source
from tansiq.node import Node, init_node, open_node
from tansiq.services import persons, unification
from tansiq.services.keeping import keep
from tansiq.services.tokens import hash_token
from tansiq.settings import Settings
from tansiq.storage.accounts import Account, OpenedGlass
from tansiq.storage.database import Transaction
from tansiq.storage.imports import KeptRefusal, Upload
from tansiq.storage.sessions import Session
from tansiq.trust import canonical
from tansiq.trust.identifiers import uuid7
from tansiq.trust.passwords import Passwords

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STATES = ("DZ", "TN", "MA")
OWNERS = ("DZ", "TN", "UN")
RELEASES = (("DZ", "TN"), ("DZ",), ("TN",), ())
COMPARTMENTS = ((), (), (), ("blue",), ("blue", "red"))
GIVEN = ("Zoubir", "Hakim", "Bilel", "Yassir", "Mourad", "Nadira", "Samia", "Latifa", "Fethi", "Kamel")
FAMILY = ("Nejmaoui", "Ouahati", "Zarqaoui", "Belrimal", "Tahouni", "Guemraoui", "Sahlioui", "Rihani")
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
LISTED = "csv/leaks"


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
    people: list[Person] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    made: int = 0

    def new_id(self) -> UUID:
        self.made += 1
        return uuid7(NOW - timedelta(days=30), self.rng.randbytes(6) + self.made.to_bytes(4, "big"))

    def things(self) -> list[UUID]:
        return [*self.notices, *self.links, *self.sources, *self.rows, *self.uploads]

    def sees(self, person: Person, thing: UUID, version: int | None = None) -> bool:
        """Whether a thing, or one version of it, may reach an officer."""
        if thing in self.notices:
            return self._sees_notice(person, thing, version)
        if thing in self.links:
            return self._sees_link(person, thing, version)
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


def make(folder: Path, *, seed: int, notices: int = 160) -> World:
    """The world of a seed, in a folder of its own."""
    rng = Random(seed)
    settings = _settings(folder)
    init_node(settings)
    node = replace(open_node(settings, passwords=CHEAP), clock=lambda: NOW)
    world = World(node=node, words=Words(rng), rng=rng)
    with node.database.write() as tx:
        _add_sources(world, tx)
        _add_notices(world, tx, notices)
        _add_links(world, tx)
        _add_rows(world, tx)
        _add_people(world, tx)
        _add_uploads(world, tx)
    unification.catch_up(node.database, node.identities, now=NOW)
    return world


def _settings(folder: Path) -> Settings:
    return Settings(
        folder=folder,
        state="DZ",
        service="National Registry",
        title="Node of the leak test",
        port=8101,
        database_url=f"sqlite:///{folder / 'node.db'}",
        partners=("TN",),
    )


def copy_of(folder: Path, to: Path) -> None:
    shutil.copytree(folder, to, dirs_exist_ok=True)


def _label(rng: Random, owner: str, level: Level, release: tuple[str, ...]) -> Label:
    return Label(policy=f"{owner}-national", level=level, releasable_to=release, compartments=rng.choice(COMPARTMENTS))


def _marks(record: Record[Any]) -> Marked:
    return Marked(
        level=list(Level).index(record.label.level),
        owner=record.owner.state,
        released=frozenset(record.label.releasable_to),
        compartments=frozenset(record.label.compartments),
        child=isinstance(record.body, Notice) and record.body.minor,
    )


def _add_notices(world: World, tx: Transaction, count: int) -> None:
    kinds = list(product(Level, OWNERS, RELEASES))
    world.rng.shuffle(kinds)
    for number in range(count):
        level, owner, release = kinds[number % len(kinds)]
        child, ended = world.rng.random() < 0.2, world.rng.random() < 0.1
        label = _label(world.rng, owner, level, release)
        record = _notice(world, number, owner, label, child=child, ended=ended)
        _keep_notice(world, tx, record, Act.NOTICE_ISSUED)
        if number % 4 == 0:
            _amend(world, tx, record)


def _amend(world: World, tx: Transaction, record: Record[Notice]) -> None:
    """A second version with other words, and often another label: lowered, raised, released, of a child no more."""
    level = world.rng.choice(list(Level))
    label = _label(world.rng, record.owner.state, level, world.rng.choice(RELEASES))
    number = int(record.body.description.rsplit(" ", 1)[-1])
    child = record.body.minor and world.rng.random() < 0.5
    again = _notice(
        world, number, record.owner.state, label, child=child, ended=False, held=record, version=record.version + 1
    )
    _keep_notice(world, tx, again, Act.NOTICE_CORRECTED)


def _keep_notice(world: World, tx: Transaction, record: Record[Notice], act: Act) -> None:
    keep(tx, record, act)
    world.notices.setdefault(record.id, []).append(Version(number=record.version, marks=_marks(record)))
    world.bodies[record.id] = record


def _notice(
    world: World,
    number: int,
    owner: str,
    label: Label,
    *,
    child: bool,
    ended: bool,
    held: Record[Notice] | None = None,
    version: int = 1,
) -> Record[Notice]:
    new = world.new_id() if held is None else held.id

    def word(field_: str) -> str:
        return world.words.make(new, version, field_)

    body = _body(number, word, child=child, ended=ended)
    return Record(
        id=new,
        kind=Kind.NOTICE,
        owner=Owner(state=owner, service="National Registry"),
        version=version,
        label=label,
        basis=Basis(authority=f"Court of {word('authority')}", reference=word("basis"), on=date(2026, 3, 1)),
        retain_until=NOW.date() if ended else NOW.date() + timedelta(days=30 + number % 300),
        made_by="registry",
        made_at=NOW,
        reason="" if version == 1 else f"Because of {word('reason')}",
        body=body,
    )


def _body(number: int, word: Any, *, child: bool, ended: bool) -> Notice:
    """Three notices in a row are of one person, so that pairs are proposed."""
    person = number // 3
    primary = f"{GIVEN[person % len(GIVEN)]} {FAMILY[person // len(GIVEN) % len(FAMILY)]}"
    measures = (Measure.ARREST, Measure.INQUIRY_CHECK, Measure.DISCREET_CHECK, Measure.LOCATE)
    return Notice(
        reference=word("reference"),
        names=(name(primary), name(word("name"), NameKind.ALIAS)),
        births=(PartialDate(year=1960 + person % 40, month=1 + person % 12, day=1 + person % 28),),
        birth_places=(Place(value=f"Oasis of {word('place')}", country="DZ"),),
        sex=Sex.MALE if person % 2 else Sex.FEMALE,
        nationalities=("DZ",),
        documents=(Document(type=DocumentType.PASSPORT, number=word("document"), note=word("note")),),
        description=f"{word('description')} {number}",
        offence=list(Offence)[number % 8],
        threshold=f"Seen by {word('threshold')}.",
        measure=Measure.PROTECT if child else measures[number % 4],
        minor=child,
        reviewer=word("reviewer"),
        review_on=NOW.date() + timedelta(days=number % 60),
        ended=Ending(on=NOW.date(), reason=word("ending")) if ended else None,
    )


def _add_links(world: World, tx: Transaction) -> None:
    ids = list(world.notices)
    near = [pair for i in range(0, len(ids), 3) for pair in combinations(ids[i : i + 3], 2)]
    pairs = world.rng.sample(near, k=min(40, len(near)))
    for number, (one, other) in enumerate(pairs):
        _add_link(world, tx, *sorted((one, other)), judgement=list(Judgement)[number % 3])
    persons.recompute(tx, ids)


def _add_link(world: World, tx: Transaction, left: UUID, right: UUID, *, judgement: Judgement) -> None:
    new, sides = world.new_id(), [world.bodies[left], world.bodies[right]]
    label = highest([record.marking for record in sides])
    assert label is not None
    record = Record(
        id=new,
        kind=Kind.LINK,
        owner=Owner(state=world.rng.choice(("DZ", "DZ", "TN")), service="Joint committee"),
        version=1,
        label=label,
        basis=Basis(authority="Joint committee", reference="joint review", on=NOW.date()),
        retain_until=NOW.date() + timedelta(days=300),
        made_by="analyst",
        made_at=NOW,
        reason=f"As {world.words.make(new, 1, 'reason')} says",
        body=Link(
            left=left,
            right=right,
            left_version=sides[0].version,
            right_version=sides[1].version,
            judgement=judgement,
        ),
    )
    keep(tx, record, Act.LINK_JUDGED)
    world.links[new] = [Version(number=1, marks=_marks(record))]
    world.sides[new] = (left, right)


def _add_sources(world: World, tx: Transaction) -> None:
    for owner, level in product(("DZ", "TN"), (Level.UNCLASSIFIED, Level.RESTRICTED, Level.SECRET)):
        new = world.new_id()
        record = Record(
            id=new,
            kind=Kind.SOURCE,
            owner=Owner(state=owner, service="National Registry"),
            version=1,
            label=Label(policy=owner, level=level),
            basis=Basis(authority="Court of the Blue Oasis", reference=world.words.make(new, 1, "basis")),
            retain_until=NOW.date() + timedelta(days=300),
            made_by="registry",
            made_at=NOW,
            body=Source(
                list_key=f"csv/{world.words.make(new, 1, 'list_key')}",
                title=f"List {world.words.make(new, 1, 'title')}",
                format=Format.CSV,
                edition=world.words.make(new, 1, "edition"),
                file_name=f"{world.words.make(new, 1, 'file')}.csv",
                sha256="0" * 64,
                added=1,
                changed=0,
                removed=0,
                unchanged=0,
                quarantined=4,
            ),
        )
        keep(tx, record, Act.LIST_IMPORTED)
        world.sources[new] = _marks(record)


COLUMNS = (
    (Target.REFERENCE, "no"),
    (Target.NAME, "name"),
    (Target.BIRTH, "birth"),
    (Target.BASIS, "basis"),
    (Target.AUTHORITY, "authority"),
    (Target.THRESHOLD, "facts"),
    (Target.MINOR, "minor"),
)
CONSTANTS = ((Target.OFFENCE, "travel"), (Target.MEASURE, "inquiry_check"), (Target.REVIEWER, "desk 4"))
ROW_LEVEL = 1
"""A row of a table is restricted at least, as the notice would be that it did not become."""


def _mapping(list_key: str, *, publisher: str) -> ColumnMapping:
    return ColumnMapping(
        list_key=list_key,
        title="A list",
        publisher=Owner(state=publisher, service="National Registry"),
        columns=COLUMNS,
        constants=CONSTANTS,
        complete=False,
    )


def _add_rows(world: World, tx: Transaction) -> None:
    for number, source in enumerate(product(world.sources, range(4))):
        new, child = world.new_id(), number % 4 == 3
        key = tx.records.get(source[0]).body.list_key
        cells = {column: world.words.make(new, 1, column) for _, column in COLUMNS}
        cells |= {"birth": "not a date", "minor": "yes" if child else ""}
        refusal = Refusal(line=number + 2, row=tuple(cells.items()), field="births", problem=Problem.NOT_A_DATE)
        data = canonical.encode(refusal)
        owner = world.sources[source[0]].owner
        tx.imports.add_refusals(
            [
                KeptRefusal(
                    id=new,
                    source=source[0],
                    list_key=key,
                    data=data,
                    digest=canonical.digest(data),
                    mapping=canonical.encode(_mapping(key, publisher="MA" if number % 2 else owner)),
                )
            ]
        )
        world.rows[new] = (source[0], replace(world.sources[source[0]], level=ROW_LEVEL, child=child))


def _add_uploads(world: World, tx: Transaction) -> None:
    importers = [p for p in world.people if oracle.works(p, oracle.IMPORTS)]
    for number, person in enumerate(world.rng.sample(importers, k=min(8, len(importers)))):
        new = world.new_id()
        cells = {column: world.words.make(new, 1, column) for _, column in COLUMNS} | {"birth": "1991", "minor": ""}
        rows = [";".join(cells), ";".join(cells.values())]
        tx.imports.add_upload(
            Upload(
                id=new,
                officer=person.account,
                made_at=NOW,
                format=Format.CSV.value,
                file_name=f"{world.words.make(new, 1, 'file')}.csv",
                data="\n".join(rows).encode(),
                mapping=canonical.encode(_mapping(LISTED, publisher="MA")) if number % 2 else None,
            )
        )
        world.uploads[new] = person.account


def _add_people(world: World, tx: Transaction) -> None:
    ids = list(world.notices)
    for number, officer in enumerate([*_usual(), *_special(world.rng, ids)]):
        named = replace(officer, id=f"{officer.role.value}-{officer.state}-{number}")
        token = f"leaks-{number}-{world.rng.randbytes(16).hex()}"
        _enrol(tx, named)
        _open_session(world, tx, named, token)
        world.people.append(_person(named))
        world.tokens[named.id] = token


def _enrol(tx: Transaction, officer: Officer) -> None:
    tx.accounts.add(
        Account(
            id=officer.id,
            name=officer.name,
            role=officer.role,
            state=officer.state,
            service=officer.service,
            clearance=officer.clearance,
            compartments=tuple(officer.compartments),
            trainings=tuple(officer.trainings),
            cases=tuple(officer.cases),
            mandate_until=officer.mandate_until,
            password_hash="none",  # noqa: S106 - nobody signs in with it
            lang="en",
            made_at=NOW,
        )
    )


def _opened(tx: Transaction, officer: Officer) -> OpenedGlass:
    assert officer.glass is not None
    return OpenedGlass(
        id=tx.new_id(NOW),
        account=officer.id,
        record=officer.glass.record,
        compartment=officer.glass.compartment,
        reason="He stands before me.",
        proposed_by=officer.id,
        approved_by="another",
        made_at=NOW,
        until=officer.glass.until,
    )


def _open_session(world: World, tx: Transaction, officer: Officer, token: str) -> None:
    account = tx.accounts.find(officer.id)
    assert account is not None
    if officer.glass is not None:
        tx.accounts.open_glass(_opened(tx, officer))
    if officer.purpose is None:
        return  # there is no session without one
    session = Session(
        id=tx.new_id(NOW),
        account=account,
        purpose=officer.purpose,
        made_at=NOW,
        seen_at=NOW,
        proved_at=NOW,
        expires_at=NOW + timedelta(hours=12),
        **world.node.guards.fresh(officer.id),
    )
    tx.sessions.open(hash_token(token), session)


def _officer(role: Role, state: str, **parts: Any) -> Officer:
    """Somebody who has all that the role presupposes, but for what is said."""
    usual = {
        "clearance": CEILING.get(role, Level.UNCLASSIFIED),
        "trainings": TRAINING[role],
        "purpose": STATED[role][0],
        "compartments": frozenset(),
        **parts,
    }
    name_ = f"A. {role.value}"
    return Officer(id=role.value, name=name_, role=role, state=state, service="National Registry", at=NOW, **usual)


def _usual() -> Iterator[Officer]:
    """Every role of every state."""
    for role, state in product(Role, STATES):
        yield _officer(role, state)


def _special(rng: Random, ids: list[UUID]) -> Iterator[Officer]:
    """Officers who lack something, or have more: by level, compartment, purpose, training, mandate, case and grant."""
    hour, readers = NOW + timedelta(hours=1), list(CEILING)
    for role, level in product(readers, (Level.UNCLASSIFIED, Level.RESTRICTED, Level.TOP_SECRET)):
        yield _officer(role, rng.choice(STATES[:2]), clearance=level)
    for role, inside in product(readers, (("blue",), ("red",), ("blue", "red", "green"))):
        yield _officer(role, rng.choice(STATES), compartments=frozenset(inside), cases=frozenset(ids[::4]))
    for role, purpose in product((Role.REGISTRY_OFFICER, Role.LIAISON_ANALYST, Role.WATCH_OFFICER), Purpose):
        if purpose is not STATED[role][0]:
            yield _officer(role, rng.choice(STATES[:2]), purpose=purpose)
    for role in readers:
        yield _officer(role, "DZ", trainings=frozenset())
        yield _officer(role, "DZ", mandate_until=NOW.date() - timedelta(days=1))
        yield _officer(role, "DZ", purpose=None)
    for state in STATES:
        yield _officer(Role.CASE_OFFICER, state, cases=frozenset(rng.sample(ids, len(ids) // 3)))
        yield _officer(Role.ADMINISTRATOR, state, glass=Glass(record=rng.choice(ids), until=hour))
        yield _officer(Role.POST_OFFICER, state, glass=Glass(record=rng.choice(ids), until=hour))
        yield _officer(Role.POST_OFFICER, state, glass=Glass(record=rng.choice(ids), until=NOW))
        yield _officer(Role.LIAISON_ANALYST, state, glass=Glass(compartment="blue", until=hour))


def _person(officer: Officer) -> Person:
    until, glass = officer.mandate_until, officer.opened
    opened = set() if glass is None or glass.compartment is None else {glass.compartment}
    return Person(
        account=officer.id,
        role=officer.role.value,
        state=officer.state,
        clearance=list(Level).index(officer.clearance),
        purpose="" if officer.purpose is None else officer.purpose.value,
        compartments=officer.compartments | opened,
        trainings=frozenset(t.value for t in officer.trainings),
        cases=officer.cases,
        is_over=until is not None and until < NOW.date(),
        opened=None if glass is None else glass.record,
        named=None if officer.glass is None else officer.glass.record,
    )
