"""Who made what: the names of this node's officers. A partner's officer may bear the identifier of one of ours."""

from collections.abc import Iterable, Mapping
from typing import Any

from tansiq.domain.record import Kind, Record
from tansiq.storage.database import Transaction

Names = Mapping[tuple[str, str], str]
"""Names of officers by the state that owns what they made, and their identifier."""


def names(tx: Transaction, records: Iterable[Record[Any]]) -> Names:
    """The officers of this node who made or review these versions; partners' have no name here."""
    partners = frozenset(tx.partners.states())
    own = [record for record in records if record.owner.state not in partners]
    made = {(record.owner.state, record.made_by) for record in own}
    made |= {(record.owner.state, record.body.reviewer) for record in own if record.kind is Kind.NOTICE}
    known = tx.accounts.names({officer for _, officer in made})
    return {(state, officer): known[officer] for state, officer in made if officer in known}


def maker(known: Names, record: Record[Any]) -> str:
    """Who made a version: a name, or the identifier of somebody who has none here."""
    return known.get((record.owner.state, record.made_by), record.made_by)


def reviewer(known: Names, record: Record[Any]) -> str:
    """Who reviews a notice, in the same way."""
    reviewing: str = record.body.reviewer
    return known.get((record.owner.state, reviewing), reviewing)
