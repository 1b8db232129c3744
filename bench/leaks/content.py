"""Notices of every label, owner and age, and judgements on them; every field holds a word that nobody can guess."""

from datetime import date, timedelta
from itertools import combinations, product
from random import Random
from typing import Any
from uuid import UUID

from bench.leaks.world import NOW, Version, World, marks_of
from tansiq.domain.dates import PartialDate
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level, highest
from tansiq.domain.link import Judgement, Link
from tansiq.domain.notice import Document, DocumentType, Ending, NameKind, Notice, Place, Sex, name
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.services import persons
from tansiq.services.keeping import keep
from tansiq.storage.database import Transaction

OWNERS = ("DZ", "TN", "UN")
RELEASES = (("DZ", "TN"), ("DZ",), ("TN",), ())
COMPARTMENTS = ((), (), (), ("blue",), ("blue", "red"))
GIVEN = ("Zoubir", "Hakim", "Bilel", "Yassir", "Mourad", "Nadira", "Samia", "Latifa", "Fethi", "Kamel")
FAMILY = ("Nejmaoui", "Ouahati", "Zarqaoui", "Belrimal", "Tahouni", "Guemraoui", "Sahlioui", "Rihani")


def _label(rng: Random, owner: str, level: Level, release: tuple[str, ...]) -> Label:
    return Label(policy=f"{owner}-national", level=level, releasable_to=release, compartments=rng.choice(COMPARTMENTS))


def add_notices(world: World, tx: Transaction, count: int) -> None:
    """Notices of every level, owner and release; every fourth with a second version."""
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
    world.notices.setdefault(record.id, []).append(Version(number=record.version, marks=marks_of(record)))
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


def add_links(world: World, tx: Transaction) -> None:
    """Judgements on some pairs of each person."""
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
    world.links[new] = [Version(number=1, marks=marks_of(record))]
    world.sides[new] = (left, right)
