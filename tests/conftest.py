"""Shared by all tests: a fixed clock, invented notices, a node in a folder of its own.

`now` is the time of every test. `make_notice` builds one valid notice record, `make_officer` one officer who has all
that their role presupposes; arguments replace their parts. Generated
values are the same in every run, and no test fails because the machine is busy.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings

from tansiq.domain.access import CEILING, STATED, TRAINING, Officer, Role
from tansiq.domain.label import Label, Level
from tansiq.domain.notice import Notice, name
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.domain.report import Credibility, Paragraph, Reliability, Report
from tansiq.domain.request import Request, Urgency
from tansiq.trust.identifiers import uuid7
from tansiq.trust.keyrings import StorageKeys

pytest_plugins = ["tests.browser.exercise"]
settings.register_profile("house", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STORAGE_KEYS = StorageKeys(current="of tests", keys={"of tests": bytes(range(32))})
"""What databases of tests are sealed with."""
_numbers = count(1)


def make_id() -> UUID:
    return uuid7(NOW, next(_numbers).to_bytes(10, "big"))


def make_officer(role: Role = Role.LIAISON_ANALYST, state: str = "DZ", **changes) -> Officer:
    parts = {
        "id": f"{role}-{state}",
        "name": "A. Officer",
        "service": "National Registry",
        "clearance": CEILING.get(role, Level.UNCLASSIFIED),
        "trainings": TRAINING[role],
        "purpose": STATED[role][0],
        "at": NOW,
        **changes,
    }
    return Officer(role=role, state=state, **parts)


def make_notice(*names: str, state: str = "DZ", **changes):
    """A valid notice; `changes` replace fields of the body, or the parts of the record named here."""
    outer = {key: changes.pop(key) for key in ("label", "basis", "retain_until", "made_at", "id") if key in changes}
    body = {
        "reference": f"{state}-2026-{next(_numbers):05d}",
        "names": tuple(name(n) for n in names or ("Zoubir Nejmaoui",)),
        "offence": Offence.TRAVEL,
        "threshold": "Seen by two invented witnesses.",
        "measure": Measure.INQUIRY_CHECK,
        "reviewer": "registry",
        "review_on": date(2027, 5, 1),
        **changes,
    }
    parts = {
        "id": make_id(),
        "label": Label(policy=f"{state}-national", level=Level.RESTRICTED, releasable_to=("DZ", "TN")),
        "basis": Basis(authority="Court of the Blue Oasis", reference="412/2026", on=date(2026, 3, 1)),
        "retain_until": date(2027, 9, 1),
        "made_at": NOW,
        **outer,
    }
    return Record(
        kind=Kind.NOTICE,
        owner=Owner(state=state, service="National Registry"),
        version=1,
        made_by="registry",
        body=Notice(**body),
        **parts,
    )


def make_report(*labels, heading=None, state="DZ", **changes):
    """A report with one paragraph a label; `changes` replace fields of the body."""
    first = heading or labels[0]
    body = Report(
        title=changes.pop("title", "A lorry at the Blue Oasis"),
        heading=first,
        paragraphs=tuple(Paragraph(text=f"Paragraph {n}.", label=one) for n, one in enumerate(labels, start=1)),
        source=Reliability.B,
        information=Credibility.FIRST_HAND,
        **changes,
    )
    return _record(Kind.REPORT, body, body.label, state)


def make_request(*, state="DZ", to="TN", label=None, **changes):
    """A request of one state to another."""
    label = label or Label(policy=f"{state}-national", level=Level.RESTRICTED, releasable_to=(to,))
    parts = {"question": "Who drove it?", "urgency": Urgency.URGENT, "due_at": NOW + timedelta(hours=4), **changes}
    return _record(Kind.REQUEST, Request(to=to, **parts), label, state)


def _record(kind, body, label, state):
    return Record(
        id=make_id(),
        kind=kind,
        owner=Owner(state=state, service="National Registry"),
        version=1,
        label=label,
        basis=Basis(authority="Blue Oasis desk", reference="7/2026"),
        retain_until=date(2027, 9, 1),
        made_by="analyst",
        made_at=NOW,
        body=body,
    )


@pytest.fixture
def now():
    return NOW
