"""Persons: notices joined by "same" and kept apart by "different".

A person is never stored as a fact: it is computed from the judgements, so every join can be undone. Its identifier is
that of its oldest notice, so it stays the same whatever is recomputed, and any notice's identifier finds its person.

"Different" outweighs "same": a judgement that would join two notices which were judged different is not carried out
but shown as a contradiction, until a person withdraws one of the two.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tansiq.domain.link import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A judgement that stands, as far as persons need it; `link` is its record."""

    link: UUID
    left: UUID
    right: UUID
    judgement: Judgement
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A "same" that could not be carried out, and the "different" that forbids it."""

    same: UUID
    different: UUID
    left: UUID
    right: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What the judgements say: for each notice its person, and what contradicts."""

    persons: Mapping[UUID, UUID]
    contradictions: tuple[Contradiction, ...]


def resolve(verdicts: Iterable[Verdict]) -> Resolution:
    """The persons that these judgements make; notices that none names are persons by themselves.

    Args:
        verdicts: the judgements that stand, in any order. "Same" are carried out by time, then by identifier, so the
            answer does not depend on the order in which they are given.

    Returns:
        `persons` maps each judged notice to its person, the smallest identifier among its members.
    """
    ordered = sorted(verdicts, key=lambda v: (v.at, v.link))
    groups = _Groups()
    for verdict in ordered:
        if verdict.judgement is Judgement.DIFFERENT:
            groups.part(verdict)
    contradictions = tuple(
        Contradiction(same=verdict.link, different=barrier, left=verdict.left, right=verdict.right)
        for verdict in ordered
        if verdict.judgement is Judgement.SAME and (barrier := groups.join(verdict)) is not None
    )
    touched = {n for v in ordered for n in (v.left, v.right)}
    return Resolution(persons={n: groups.root(n) for n in touched}, contradictions=contradictions)


class _Groups:
    """Disjoint sets whose root is the smallest member, with barriers between sets."""

    def __init__(self) -> None:
        self._parent: dict[UUID, UUID] = {}
        self._barriers: dict[UUID, dict[UUID, UUID]] = defaultdict(dict)

    def root(self, notice: UUID) -> UUID:
        path = []
        while (above := self._parent.get(notice, notice)) != notice:
            path.append(notice)
            notice = above
        for below in path:
            self._parent[below] = notice
        return notice

    def part(self, verdict: Verdict) -> None:
        self._barriers[verdict.left][verdict.right] = verdict.link
        self._barriers[verdict.right][verdict.left] = verdict.link

    def join(self, verdict: Verdict) -> UUID | None:
        """Joins two sets, or returns the link of the barrier between them."""
        low, high = sorted((self.root(verdict.left), self.root(verdict.right)))
        if low == high:
            return None
        if high in self._barriers[low]:
            return self._barriers[low][high]
        self._parent[high] = low
        for other, link in self._barriers.pop(high, {}).items():
            self._barriers[low].setdefault(other, link)
            self._barriers[other].pop(high, None)
            self._barriers[other].setdefault(low, link)
        return None
