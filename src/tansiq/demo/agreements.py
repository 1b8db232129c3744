"""The agreement of the exercise: notices flow by themselves in both directions, the rest is decided each time."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from tansiq.domain.agreement import Agreement, Term
from tansiq.domain.label import Label, Level
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.domain.roles import Purpose

DAYS = 3 * 365
RETENTION_DAYS = 5 * 365
PURPOSES = (Purpose.REGISTRY, Purpose.LIAISON, Purpose.SCREENING, Purpose.OPERATIONS)


def demo_agreement(agreement: UUID, states: tuple[str, ...], *, now: datetime) -> Record[Agreement]:
    """An invented agreement of these states, proposed by the first of them; nobody has signed it yet."""
    body = Agreement(
        title="اتفاق تبادل المعلومات (تمرين) · Accord d'échange (exercice)",
        parties=states,
        valid_from=now.date(),
        valid_until=now.date() + timedelta(days=DAYS),
        terms=tuple(term for giver in states for term in _terms(giver, states)),
    )
    return Record(
        id=agreement,
        kind=Kind.AGREEMENT,
        owner=Owner(state=states[0], service="Joint committee (exercise)"),
        version=1,
        label=Label(policy=f"{states[0]}-national", level=Level.RESTRICTED, releasable_to=states),
        basis=Basis(authority="Joint committee (exercise)", reference="Exercise 1", on=now.date()),
        retain_until=now.date() + timedelta(days=2 * DAYS),
        made_by="committee.secretary",
        made_at=now.astimezone(UTC),
        body=body,
    )


def _terms(giver: str, states: tuple[str, ...]) -> tuple[Term, ...]:
    """What flows by itself, and what is decided each time."""
    takers = tuple(state for state in states if state != giver)
    flows = Term(
        giver=giver,
        takers=takers,
        kinds=(Kind.NOTICE,),
        level=Level.SECRET,
        purposes=PURPOSES,
        retention_days=RETENTION_DAYS,
        standing=True,
    )
    decided = Term(
        giver=giver,
        takers=takers,
        kinds=(Kind.REPORT, Kind.REQUEST, Kind.REPLY),
        level=Level.SECRET,
        purposes=PURPOSES,
        retention_days=RETENTION_DAYS,
        second_person_from=Level.SECRET,
    )
    return flows, decided
