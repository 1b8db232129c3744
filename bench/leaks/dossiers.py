"""Reports, requests and replies of every label; every field holds a word that nobody can guess."""

from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

from bench.leaks.content import COMPARTMENTS
from bench.leaks.world import NOW, Version, World, marks_of
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.domain.report import Credibility, Paragraph, Reliability, Report, Subject
from tansiq.domain.request import Outcome, Reply, Request, Urgency
from tansiq.services.keeping import keep
from tansiq.storage.database import Transaction

OTHER = {"DZ": "TN", "TN": "DZ"}


def add_dossiers(world: World, tx: Transaction) -> None:
    """Of every level, owner and release: a request, a reply of the other state, a report that names some notices."""
    for level, owner, release in product(Level, OTHER, (("DZ", "TN"), ())):
        label = Label(
            policy=f"{owner}-national",
            level=level,
            releasable_to=release,
            compartments=world.rng.choice(COMPARTMENTS),
        )
        request = _add_request(world, tx, owner, label)
        _add_reply(world, tx, request, label)
        _add_report(world, tx, owner, label, request=request)


def _keep(tx: Transaction, held: dict[UUID, list[Version]], record: Record[Any]) -> UUID:
    keep(tx, record, Act.RECORD_WRITTEN if record.version == 1 else Act.RECORD_CORRECTED)
    held.setdefault(record.id, []).append(Version(number=record.version, marks=marks_of(record)))
    return record.id


def _record(world: World, new: UUID, kind: Kind, owner: str, *, label: Label, body: Any) -> Record[Any]:
    return Record(
        id=new,
        kind=kind,
        owner=Owner(state=owner, service="National Registry"),
        version=1,
        label=label,
        basis=Basis(authority="Desk of the Blue Oasis", reference=world.words.make(new, 1, "basis")),
        retain_until=NOW.date() + timedelta(days=300),
        made_by="analyst",
        made_at=NOW,
        body=body,
    )


def _add_request(world: World, tx: Transaction, owner: str, label: Label) -> UUID:
    new = world.new_id()
    body = Request(
        to=OTHER[owner],
        question=f"Who is {world.words.make(new, 1, 'question')}?",
        urgency=Urgency.URGENT,
        due_at=NOW + timedelta(hours=4),
        about=tuple(world.rng.sample(list(world.notices), 2)),
    )
    return _keep(tx, world.requests, _record(world, new, Kind.REQUEST, owner, label=label, body=body))


def _add_reply(world: World, tx: Transaction, request: UUID, label: Label) -> None:
    new, owner = world.new_id(), OTHER[world.requests[request][-1].marks.owner]
    body = Reply(request=request, outcome=Outcome.ANSWERED, text=f"It is {world.words.make(new, 1, 'reply')}.")
    _keep(tx, world.replies, _record(world, new, Kind.REPLY, owner, label=label, body=body))


def _add_report(world: World, tx: Transaction, owner: str, label: Label, *, request: UUID) -> None:
    new = world.new_id()

    def body(version: int) -> Report:
        named = [Subject(notice=one) for one in world.rng.sample(list(world.notices), 2)]
        return Report(
            title=f"About {world.words.make(new, version, 'title')}",
            heading=label,
            paragraphs=tuple(
                Paragraph(text=f"Seen: {world.words.make(new, version, f'paragraph {n}')}.", label=label)
                for n in range(2)
            ),
            source=Reliability.B,
            information=Credibility.FIRST_HAND,
            subjects=(*named, Subject(name=world.words.make(new, version, "subject"))),
            places=(world.words.make(new, version, "place"),),
            answers=request,
        )

    record = _record(world, new, Kind.REPORT, owner, label=label, body=body(1))
    _keep(tx, world.reports, record)
    reason = f"Because of {world.words.make(new, 2, 'reason')}"
    _keep(tx, world.reports, record.amended(by="analyst", at=NOW, reason=reason, body=body(2)))
