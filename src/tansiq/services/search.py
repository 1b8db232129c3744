"""Search: by name in either script, by reference, as one types; only what exists for the officer comes back."""

from dataclasses import dataclass
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.matching import Candidate
from tansiq.services import persons
from tansiq.services.identities import Identities
from tansiq.services.persons import PersonRow
from tansiq.storage.database import Transaction

DEEPER = 5
"""How many more candidates are asked for than shown: some belong to one person, some do not exist for the officer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A person found, by which notice and how well; `score` is from 0 to 1, and 1 for a reference."""

    person: PersonRow
    notice: UUID
    score: float


def search(tx: Transaction, officer: Officer, identities: Identities, text: str, *, limit: int = 20) -> list[Hit]:
    """Persons whose names are like the text, best first; the last word may be half typed."""
    access.require(officer, Permission.NOTICE_READ)
    words = text.strip()[:200]
    if not words:
        return []
    identities.refresh(tx, wait=False)
    within = access.scope(officer)
    by_reference = [Candidate(key=str(n), score=1.0) for n in tx.notices.find_reference(words, within)]
    candidates = by_reference + identities.search(words, limit * DEEPER, prefix=True)
    visible = tx.notices.visible([UUID(c.key) for c in candidates], within)
    best: dict[UUID, Candidate] = {}
    for candidate in candidates:
        person = visible.get(UUID(candidate.key))
        if person is not None and person not in best:
            best[person] = candidate
    chosen = list(best)[:limit]
    return [
        Hit(person=row, notice=UUID(best[row.id].key), score=best[row.id].score)
        for row in persons.rows(tx, officer, chosen)
    ]
