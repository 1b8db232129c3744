"""What exists for an officer, as conditions on the notice table: `may(officer, NOTICE_READ, …)` for a database."""

from typing import Any

import sqlalchemy as sa

from tansiq.domain.access import Scope
from tansiq.storage import tables

ONE, OTHER = tables.notice.alias("one_side"), tables.notice.alias("other_side")
"""The two notices of a pair; named once, because to name a table costs more than to ask it."""


def visible(
    within: Scope, columns: Any = tables.notice.c, marks: sa.Table = tables.notice_compartment
) -> sa.ColumnElement[bool]:
    """Records that exist for the officer, notices by default; a test holds this and `may` together.

    Args:
        columns: of the index that is asked.
        marks: its compartments, whose first column names the record.
    """
    own = columns.owner_state == within.state
    ours = own if within.owned else own | columns.releasable_to.contains(f" {within.state} ", autoescape=True)
    by_rule = sa.false() if within.nothing else sa.and_(ours, *_parts(within, columns, marks))
    return by_rule if within.opened is None else sa.or_(by_rule, sa.and_(columns.id == within.opened, ours))


def _parts(within: Scope, columns: Any, marks: sa.Table) -> list[sa.ColumnElement[bool]]:
    parts = [columns.level_rank <= within.max_rank, _within_compartments(within, columns, marks)]
    if not within.minors and "minor" in columns:
        parts.append(~columns.minor)
    if within.cases is not None:
        parts.append(columns.id.in_(sorted(within.cases)))
    return parts


def _within_compartments(within: Scope, columns: Any, marks: sa.Table) -> sa.ColumnElement[bool]:
    """Records all of whose compartments the officer is in; the index of lists answers for most, which have none.

    One that has compartments of which none is indexed exists for nobody.
    """
    without: sa.ColumnElement[bool] = ~columns.compartmented
    if not within.compartments:
        return without
    marked = marks.alias()
    of_record = marked.c[0] == columns.id
    other = sa.exists().where(of_record, marked.c.compartment.not_in(sorted(within.compartments)))
    return without | (sa.exists().where(of_record) & ~other)


def both_visible(left: Any, right: Any, within: Scope) -> sa.ColumnElement[bool]:
    """Pairs of which both notices exist for the officer; a pair with one hidden side does not exist."""
    return sa.and_(
        sa.exists().where(ONE.c.id == left, visible(within, ONE.c)),
        sa.exists().where(OTHER.c.id == right, visible(within, OTHER.c)),
    )
