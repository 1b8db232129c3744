"""Imports: a file is brought, read, shown as a difference, and applied whole or not at all.

Reading and building happen before the transaction; the transaction checks that the list is still as it was when the
difference was computed, and writes. Repeating an import finds no difference and writes nothing.

* A list has one publisher; one that is enrolled as a partner sends signed lists, and no table can speak for it.
* A list of the officer's own state makes national notices: whoever may not write these may not import it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.edition import (
    ColumnMapping,
    Difference,
    Edition,
    Entry,
    Refusal,
    compare,
    is_suspicious,
    with_renewals,
)
from tansiq.domain.errors import ConflictError, InvalidError, NotFoundError, Problem
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.domain.listing import Listing
from tansiq.domain.notice import Notice, later
from tansiq.domain.offence import WARNING_DAYS
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.domain.source import Format, Source
from tansiq.formats.tables import Table
from tansiq.services import notices, persons, rows
from tansiq.services.keeping import keep, keep_many
from tansiq.storage.database import Database, Transaction
from tansiq.trust import canonical

Progress = Callable[[int, int], None]
SOURCE_YEARS = 5
"""How long the record of an imported edition is kept: as long as the longest notice that it can bring."""
STEP = 1000
"""Entries between two reports of progress, and records written at a time."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
PUBLISHED = frozenset({Format.UN_XML, Format.OFAC_CSV})
"""Lists that their publishers put before everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """The file that an edition was read from."""

    name: str
    sha256: str
    upload: UUID | None = None
    signed_by: str | None = None
    mapping: ColumnMapping | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What applying an edition will do, ready to be written.

    Attributes:
        held: digests of the list as it was when this was computed.
        before: what will change or end as it is now, by reference.
        new: notices of added entries, by reference; `changed` new versions, `removed` ending versions, likewise.
        refusals: rows put aside by the reader or by the rules of a notice.
        latest: what the edition that was imported last is called; `None` if this is the first.
    """

    edition: Edition
    file: File
    source: UUID
    held: Mapping[str, str]
    difference: Difference
    digests: Mapping[str, str]
    before: Mapping[str, Record[Notice]]
    new: Mapping[str, Record[Notice]]
    changed: Mapping[str, Record[Notice]]
    removed: Mapping[str, Record[Notice]]
    refusals: tuple[Refusal, ...]
    latest: str | None = None

    @property
    def is_suspicious(self) -> bool:
        """Whether it removes so much that a person should say so explicitly."""
        return is_suspicious(self.difference, len(self.held))

    @property
    def is_older(self) -> bool:
        """Whether it seems older than the edition that was imported last: both are called by a day."""
        names = (self.edition.edition, self.latest or "")
        return all(DAY.match(name) for name in names) and names[0] < names[1]

    @property
    def fingerprint(self) -> str:
        """What a person agrees to: another difference has another one."""
        return canonical.digest(canonical.encode([self.difference, len(self.refusals), self.file.sha256]))


def plan(
    database: Database,
    officer: Officer,
    edition: Edition,
    file: File,
    *,
    label: Label,
    now: datetime,
    progress: Progress | None = None,
) -> Plan:
    """Computes what an edition changes; nothing is written.

    Entries that break a rule of notices are put aside like rows that could not be read.
    """
    entries, digests, doubled = _by_reference(edition)
    with database.read() as tx:
        held = tx.imports.digests(edition.list_key)
        difference = rows.spare(tx, compare(held, digests, complete=edition.complete), edition)
        if edition.publisher.state != officer.state:  # a national notice is renewed by a person alone
            soon = now.date() + timedelta(days=WARNING_DAYS)
            difference = with_renewals(difference, tx.imports.ending(edition.list_key, soon), edition)
        latest = tx.imports.latest_edition(edition.list_key)
        notices_of = tx.imports.notices(edition.list_key)
        check(tx, officer, edition, notice=next(iter(notices_of.values()), None))
        ids = {r: notices_of[r] for r in (*difference.changed, *difference.removed)}
        heads = tx.records.heads(ids.values())
    if edition.publisher.state == officer.state:
        difference = rows.writable(officer, difference, {r: heads[n] for r, n in ids.items() if n in heads})
    before = {r: heads[n] for r, n in ids.items() if n in heads}
    builder = _Builder(
        database=database, officer=officer, listing=_listing(database, officer, edition, label, now), now=now
    )
    built, broken = builder.build(entries, difference, before, progress)
    added = {r: built[r] for r in difference.added if r in built}
    changed = {r: built[r] for r in difference.changed if r in built}
    removed = {r: builder.end(before[r]) for r in difference.removed if r in before}
    return Plan(
        edition=edition,
        file=replace(file, table=None),
        source=builder.listing.source,
        held=held,
        difference=replace(difference, added=tuple(added), changed=tuple(changed), removed=tuple(removed)),
        digests=digests,
        before={r: before[r] for r in (*changed, *removed)},
        new=added,
        changed=changed,
        removed=removed,
        latest=latest,
        refusals=(*edition.refusals, *doubled, *rows.broken(entries, broken, file.table, file.mapping)),
    )


def _require(officer: Officer, publisher: Owner) -> None:
    access.require(officer, Permission.SOURCE_IMPORT)
    if publisher.state == officer.state:
        access.require(officer, Permission.NOTICE_WRITE)


def check(tx: Transaction, officer: Officer, edition: Edition, *, notice: UUID | None = None) -> None:
    """True editions are the officer's to bring, and their publisher's to bring in this way.

    Args:
        notice: a notice of the list, if it has any.

    Raises:
        ForbiddenError: if the officer may not import, or not write what would become national notices.
        InvalidError: if the publisher is a partner, whose list comes signed and in no other way.
        ConflictError: if the list belongs to another publisher.
    """
    _require(officer, edition.publisher)
    if edition.publisher.state in tx.partners.states():
        raise InvalidError("publisher", Problem.NOT_IN_LIST, edition.publisher.state)
    if notice is not None and tx.records.get(notice).owner.state != edition.publisher.state:
        raise ConflictError(edition.list_key, "publisher")


def _listing(database: Database, officer: Officer, edition: Edition, label: Label, now: datetime) -> Listing:
    return Listing(
        edition=edition,
        source=database.new_id(now),
        state=officer.state,
        label=label_of(edition, label, officer.state),
        reviewer=officer.id,
        today=now.date(),
    )


def label_of(edition: Edition, label: Label, state: str) -> Label:
    """The label of what a list brings: a published list is no secret; a foreign one is readable in our own state."""
    if edition.publisher.state == state:
        return label
    level = Level.UNCLASSIFIED if edition.format in PUBLISHED else label.level
    shared = tuple(sorted({state, *label.releasable_to} - {edition.publisher.state}))
    return replace(label, level=level, releasable_to=shared)


def _by_reference(edition: Edition) -> tuple[dict[str, Entry], dict[str, str], list[Refusal]]:
    entries: dict[str, Entry] = {}
    doubled = []
    for entry in edition.entries:
        if entry.reference in entries:
            row = rows.short(entry)
            doubled.append(Refusal(line=0, row=row, field="reference", problem=Problem.SAME_THING_TWICE))
        else:
            entries[entry.reference] = entry
    digests = {reference: canonical.digest(canonical.encode(entry)) for reference, entry in entries.items()}
    return entries, digests, doubled


@dataclass(frozen=True, slots=True, kw_only=True)
class _Builder:
    database: Database
    officer: Officer
    listing: Listing
    now: datetime

    def build(
        self,
        entries: dict[str, Entry],
        difference: Difference,
        heads: dict[str, Record[Notice]],
        progress: Progress | None,
    ) -> tuple[dict[str, Record[Notice]], dict[str, InvalidError]]:
        built: dict[str, Record[Notice]] = {}
        broken: dict[str, InvalidError] = {}
        wanted = [*difference.added, *difference.changed]
        for number, reference in enumerate(wanted):
            try:
                built[reference] = self._record(entries[reference], heads.get(reference))
            except InvalidError as error:
                broken[reference] = error
            if progress is not None and number % STEP == 0:
                progress(number, len(wanted))
        return built, broken

    def _record(self, entry: Entry, held: Record[Notice] | None) -> Record[Notice]:
        listed = self.listing.listed(entry)
        if held is not None:
            return held.amended(
                by=self.officer.id,
                at=self.now,
                reason=self._reason(),
                body=listed.body,
                basis=listed.basis,
                retain_until=listed.retain_until,
            )
        return Record(
            id=self.database.new_id(self.now),
            kind=Kind.NOTICE,
            owner=self.listing.edition.publisher,
            version=1,
            label=self.listing.label,
            basis=listed.basis,
            retain_until=listed.retain_until,
            made_by=self.officer.id,
            made_at=self.now,
            body=listed.body,
        )

    def end(self, held: Record[Notice]) -> Record[Notice]:
        return notices.ended(held, by=self.officer.id, reason=self._reason(), now=self.now)

    def _reason(self) -> str:
        return f"{self.listing.edition.title}, {self.listing.edition.edition}"


def apply(
    database: Database, officer: Officer, plan_: Plan, *, now: datetime, confirmed: bool = False
) -> Record[Source] | None:
    """Writes a plan in one transaction.

    Args:
        confirmed: that a person agreed to an unusual number of removals.

    Returns:
        The record of the edition, or `None` if nothing differed and nothing was written.

    Raises:
        ConflictError: if the list changed since the plan was computed, or removals were not confirmed.
    """
    _require(officer, plan_.edition.publisher)
    if plan_.is_suspicious and not confirmed:
        raise ConflictError(plan_.edition.list_key, "many_removals")
    with database.write(purpose=officer.stated) as tx:
        if tx.imports.digests(plan_.edition.list_key) != plan_.held:
            raise ConflictError(plan_.edition.list_key, "version")
        known = tx.imports.refused(plan_.edition.list_key)
        if plan_.difference.is_empty and all(rows.digest(r) in known for r in plan_.refusals):
            tx.imports.finish_upload(plan_.file.upload, None)
            return None
        source = _write(tx, officer, plan_, now)
        tx.imports.finish_upload(plan_.file.upload, source.id)
        return source


def _write(tx: Transaction, officer: Officer, plan_: Plan, now: datetime) -> Record[Source]:
    source = _source(officer, plan_, now)
    list_key = plan_.edition.list_key
    keep(tx, source, Act.LIST_IMPORTED, detail=list_key)
    _keep(tx, plan_.new, Act.NOTICE_ISSUED, list_key)
    _keep(tx, plan_.changed, Act.NOTICE_CORRECTED, list_key)
    _keep(tx, plan_.removed, Act.NOTICE_ENDED, list_key)
    written = {**plan_.new, **plan_.changed}
    tx.imports.set_entries(list_key, [(r, record.id, plan_.digests[r]) for r, record in written.items()])
    tx.imports.remove_entries(list_key, list(plan_.removed))
    rows.put_aside(tx, officer, _aside(plan_), now=now)
    persons.refresh_conflicts(tx, [r.id for r in plan_.before.values()])
    return source


def _keep(tx: Transaction, records: Mapping[str, Record[Notice]], act: Act, list_key: str) -> None:
    """Keeps records some at a time: the bytes and rows of all of them at once would fill the memory."""
    kept = iter(records.values())
    while some := list(islice(kept, STEP)):
        keep_many(tx, some, act, detail=list_key)


def _aside(plan_: Plan) -> rows.Aside:
    return rows.Aside(
        source=plan_.source,
        list_key=plan_.edition.list_key,
        refusals=plan_.refusals,
        mapping=plan_.file.mapping,
        complete=plan_.edition.complete,
    )


def _source(officer: Officer, plan_: Plan, now: datetime) -> Record[Source]:
    edition, difference = plan_.edition, plan_.difference
    body = Source(
        list_key=edition.list_key,
        title=edition.title,
        format=edition.format,
        edition=edition.edition,
        file_name=plan_.file.name,
        sha256=plan_.file.sha256,
        added=len(difference.added),
        changed=len(difference.changed),
        removed=len(difference.removed),
        unchanged=difference.unchanged,
        quarantined=len(plan_.refusals),
        signed_by=plan_.file.signed_by,
    )
    return source_record(plan_.source, officer, body, edition.publisher, now)


def source_record(source: UUID, officer: Officer, body: Source, publisher: Owner, now: datetime) -> Record[Source]:
    """The record of an edition: made by the officer's state, on the basis of the publisher's list."""
    return Record(
        id=source,
        kind=Kind.SOURCE,
        owner=Owner(state=officer.state, service=officer.service),
        version=1,
        label=Label(policy=officer.state, level=Level.UNCLASSIFIED),
        basis=Basis(authority=f"{publisher.service} ({publisher.state})", reference=f"{body.title}, {body.edition}"),
        retain_until=later(now.date(), SOURCE_YEARS),
        made_by=officer.id,
        made_at=now,
        body=body,
    )


def editions(tx: Transaction, officer: Officer, *, limit: int = 100) -> list[Record[Source]]:
    """Imported editions, the newest first."""
    access.require(officer, Permission.SOURCE_READ)
    ids = tx.imports.sources(limit=limit)
    heads = tx.records.heads(ids)
    return [heads[i] for i in ids if i in heads and _is_readable(officer, heads[i])]


def get_edition(tx: Transaction, officer: Officer, source: UUID) -> Record[Source]:
    """One imported edition.

    Raises:
        NotFoundError: if there is none, or none that exists for this officer.
    """
    access.require(officer, Permission.SOURCE_READ)
    record = tx.records.get(source)
    if record.kind is not Kind.SOURCE:
        raise NotFoundError(str(source))
    access.require_shown(officer, Permission.SOURCE_READ, record)
    return record


def _is_readable(officer: Officer, record: Record[Source]) -> bool:
    return access.allows(officer, Permission.SOURCE_READ, record)


def owner_of(tx: Transaction, officer: Officer, list_key: str) -> str | None:
    """The state or organisation whose notices came of a list; `None` if none in force exist for the officer."""
    shown = tx.notices.visible(list(tx.imports.notices(list_key).values()), access.scope(officer))
    return None if not shown else tx.records.get(min(shown)).owner.state
