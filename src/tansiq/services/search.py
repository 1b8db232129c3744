"""Search: by name in either script, by reference, as one types; only what exists for the officer comes back."""

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.journal import Act
from tansiq.domain.notice import Notice
from tansiq.domain.record import Record
from tansiq.matching import Candidate
from tansiq.services import persons
from tansiq.services.identities import Identities
from tansiq.services.keeping import note_read
from tansiq.services.persons import PersonRow
from tansiq.storage.database import Transaction
from tansiq.storage.notices import Filter

DEEPER = (2, 8)
"""How many times more candidates are asked for than shown, first and if that was too few: some belong to one person,
some do not exist for the officer."""
FILTERED = 300
"""How many candidates a filter chooses from: as many as the index lays side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A person found, by which notice and how well.

    Attributes:
        name: the name of the notice that answered; empty if its reference did.
        score: from 0 to 1, and 1 for a reference.
    """

    person: PersonRow
    notice: UUID
    name: str
    score: float


def search(
    tx: Transaction,
    officer: Officer,
    identities: Identities,
    text: str,
    *,
    filter_: Filter | None = None,
    limit: int = 20,
) -> list[Hit]:
    """Persons whose names are like the text, best first; the last word may be half typed.

    Args:
        filter_: only persons that this filter would list; without one, ended notices are found as well.
    """
    access.require(officer, Permission.NOTICE_READ)
    words = text.strip()[:200]
    if not words:
        return []
    identities.refresh(tx, wait=False)
    for most in [limit * times for times in DEEPER] if filter_ is None else [FILTERED]:
        best = _candidates(tx, officer, identities, words, most=most)
        if len(best) >= limit:
            break
    chosen = list(best)[:limit] if filter_ is None else list(best)
    rows = [r for r in persons.rows(tx, officer, chosen) if filter_ is None or is_listed(r, filter_)]
    hits = [_hit(row, best) for row in rows[:limit]]
    note_read(tx, officer, Act.SEARCHED, (record.id for hit in hits for record in hit.person.notices))
    return hits


def _candidates(
    tx: Transaction, officer: Officer, identities: Identities, words: str, *, most: int
) -> dict[UUID, Candidate]:
    """For each person the best answer, best person first."""
    within = access.scope(officer)
    by_reference = [Candidate(key=str(n), score=1.0) for n in tx.notices.find_reference(words, within)]
    candidates = by_reference + identities.search(words, most, prefix=True)
    visible = tx.notices.visible([UUID(c.key) for c in candidates], within)
    best: dict[UUID, Candidate] = {}
    for candidate in candidates:
        person = visible.get(UUID(candidate.key))
        if person is not None and person not in best:
            best[person] = candidate
    return best


def is_listed(row: PersonRow, filter_: Filter) -> bool:
    """Whether a filter would list this person, as `storage.notices` would."""
    owners = {record.owner.state for record in row.notices}
    if (filter_.shared and len(owners) < 2) or (filter_.in_conflict and not row.in_conflict):
        return False
    return any(_fits(record, filter_) for record in row.notices)


def _fits(record: Record[Notice], filter_: Filter) -> bool:
    body = record.body
    return (
        (body.ended is not None) is filter_.ended
        and filter_.owner in (None, record.owner.state)
        and filter_.measure in (None, body.measure)
        and filter_.offence in (None, body.offence)
        and (filter_.review_by is None or body.review_on <= filter_.review_by)
        and (filter_.ends_by is None or record.retain_until <= filter_.ends_by)
    )


def _hit(row: PersonRow, best: dict[UUID, Candidate]) -> Hit:
    answers = {UUID(candidate.key): candidate for candidate in best.values()}
    record = next(r for r in row.notices if r.id in answers)
    answer = answers[record.id]
    return Hit(person=row, notice=record.id, name=_answering_name(record, answer), score=answer.score)


def _answering_name(record: Record[Notice], answer: Candidate) -> str:
    words = {word for piece in answer.evidence for word in piece.right.split()}
    if not words:
        return ""
    return max(record.body.names, key=lambda name: len(words & _plain_words(name.value))).value


def _plain_words(name: str) -> set[str]:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return set(re.split(r"[^\w]+", "".join(c for c in letters if not unicodedata.combining(c))))
