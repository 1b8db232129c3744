"""From an entry of a list to a notice: what a foreign list says of itself, what a national row must bring.

A foreign entry never becomes a national notice: its owner is the publisher, its basis the entry itself.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tansiq.domain.edition import Edition, Entry
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import Label
from tansiq.domain.notice import Notice, Origin, later, latest_end
from tansiq.domain.offence import REVIEW_YEARS, Measure, Offence
from tansiq.domain.record import Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The parts of a record that an entry becomes."""

    body: Notice
    basis: Basis
    retain_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The circumstances of an import.

    Attributes:
        state: the state of the node; entries of its own services must bring basis, threshold, measure and reviewer.
        label: the label of what comes in.
        reviewer: who reviews foreign entries: the officer who imports them.
        today: the day of the import.
    """

    edition: Edition
    source: UUID
    state: str
    label: Label
    reviewer: str
    today: date

    @property
    def is_foreign(self) -> bool:
        """Whether the publisher is somebody else than the state of the node."""
        return self.edition.publisher.state != self.state

    def listed(self, entry: Entry) -> Listed:
        """The notice that an entry becomes.

        Raises:
            InvalidError: if a national entry lacks what no notice may lack, or any value breaks a rule.
        """
        measure = entry.measure or (Measure.REFUSE_ENTRY if self.is_foreign else None)
        offence = entry.offence or (Offence.LISTED_ABROAD if self.is_foreign else None)
        basis = entry.basis or (self._own_basis(entry) if self.is_foreign else None)
        reviewer = entry.reviewer or (self.reviewer if self.is_foreign else "")
        if measure is None or offence is None or basis is None or not reviewer:
            raise InvalidError(_missing(measure, offence, basis), Problem.REQUIRED)
        latest = latest_end(measure, self.today)
        retain_until = min(entry.ends_on or latest, latest)
        body = Notice(
            reference=entry.reference,
            names=entry.names,
            births=entry.births,
            birth_places=entry.birth_places,
            sex=entry.sex,
            nationalities=entry.nationalities,
            documents=entry.documents,
            description=entry.description,
            offence=offence,
            threshold=entry.threshold or (f"{self.edition.title}: {entry.reference}" if self.is_foreign else ""),
            measure=measure,
            cautions=entry.cautions,
            minor=entry.minor,
            reviewer=reviewer,
            review_on=entry.review_on or min(later(self.today, REVIEW_YEARS), retain_until),
            origin=Origin(
                list_key=self.edition.list_key,
                reference=entry.reference,
                source=self.source,
                listed_on=entry.listed_on,
            ),
        )
        return Listed(body=body, basis=basis, retain_until=retain_until)

    def _own_basis(self, entry: Entry) -> Basis:
        publisher = self.edition.publisher
        return Basis(authority=publisher.service, reference=entry.reference, on=entry.listed_on)


def _missing(measure: Measure | None, offence: Offence | None, basis: Basis | None) -> str:
    values = {"measure": measure, "offence": offence, "basis": basis}
    return next((field for field, value in values.items() if value is None), "reviewer")
