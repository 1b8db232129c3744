"""Reports, requests and replies found quickly: the index of their latest versions, under the scope of who asks.

What they say is sealed in the record; here is only what the database sorts and counts by. The index can be dropped and
computed again from the records.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from tansiq.domain.access import Scope
from tansiq.domain.record import Kind, Record
from tansiq.domain.report import Report
from tansiq.domain.request import Reply, Request
from tansiq.storage import tables
from tansiq.storage.visibility import visible

D, MARK, THING = tables.dossier.c, tables.dossier_compartment.c, tables.dossier_thing.c
KINDS = frozenset({Kind.REPORT, Kind.REQUEST, Kind.REPLY})
"""Kinds of records that are indexed here."""
CHUNK = 500


class Dossiers:
    """The index within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def index(self, records: Sequence[Record[Any]]) -> None:
        """Makes the index show these versions."""
        for record in records:
            self.forget(record.id)
        marks = [{"dossier": r.id, "compartment": c} for r in records for c in dict.fromkeys(r.label.compartments)]
        things = [{"dossier": r.id, "thing": thing} for r in records for thing in dict.fromkeys(_things(r.body))]
        for table, rows in (
            (tables.dossier, [_row(record) for record in records]),
            (tables.dossier_compartment, marks),
            (tables.dossier_thing, things),
        ):
            if rows:
                self._connection.execute(sa.insert(table), rows)

    def forget(self, record: UUID) -> None:
        """Takes a record out of the index."""
        self._connection.execute(sa.delete(tables.dossier).where(D.id == record))
        self._connection.execute(sa.delete(tables.dossier_compartment).where(MARK.dossier == record))
        self._connection.execute(sa.delete(tables.dossier_thing).where(THING.dossier == record))

    def newest(self, kind: Kind, within: Scope, *, offset: int = 0, limit: int = 50) -> list[UUID]:
        """Records of a kind that exist for an officer, newest version first."""
        query = sa.select(D.id).where(D.kind == kind.value, _visible(within))
        query = query.order_by(D.made_at.desc(), D.id.desc()).offset(offset).limit(limit)
        return list(self._connection.execute(query).scalars())

    def count(self, kind: Kind, within: Scope) -> int:
        """How many `newest` would list without a limit."""
        query = sa.select(sa.func.count()).select_from(tables.dossier).where(D.kind == kind.value, _visible(within))
        return self._connection.execute(query).scalar_one()

    def about(self, things: Iterable[UUID], within: Scope, *kinds: Kind) -> dict[UUID, list[UUID]]:
        """Records of these kinds about each of these things, oldest first, as far as they exist for an officer."""
        found: dict[UUID, list[UUID]] = {}
        wanted = list(things)
        for start in range(0, len(wanted), CHUNK):
            query = (
                sa.select(THING.thing, D.id)
                .join(tables.dossier, D.id == THING.dossier)
                .where(THING.thing.in_(wanted[start : start + CHUNK]), D.kind.in_(kinds), _visible(within))
                .order_by(D.made_at, D.id)
            )
            for row in self._connection.execute(query):
                found.setdefault(row.thing, []).append(row.id)
        return found


def _visible(within: Scope) -> sa.ColumnElement[bool]:
    return visible(within, D, tables.dossier_compartment)


def _row(record: Record[Any]) -> dict[str, Any]:
    return {
        "id": record.id,
        "version": record.version,
        "kind": record.kind.value,
        "owner_state": record.owner.state,
        "level_rank": record.label.level.rank,
        "releasable_to": f" {' '.join(record.label.releasable_to)} ",
        "compartmented": bool(record.label.compartments),
        "made_at": record.made_at,
        "due_at": record.body.due_at if isinstance(record.body, Request) else None,
    }


def _things(body: Report | Request | Reply) -> tuple[UUID, ...]:
    """What a record is about: notices, requests, other records."""
    if isinstance(body, Report):
        return (*body.notices, *(() if body.answers is None else (body.answers,)))
    return body.about if isinstance(body, Request) else (body.request,)
