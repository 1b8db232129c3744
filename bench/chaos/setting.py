"""The two nodes before anything happens to them: databases, keys, an agreement that lets everything flow."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from bench.chaos.ledger import Ledger
from tansiq.demo.agreements import demo_agreement
from tansiq.domain.label import Label, Level
from tansiq.domain.notice import Notice, name
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.services import agreements, partners
from tansiq.storage import schema
from tansiq.storage.database import Database
from tansiq.storage.partners import KeptCard
from tansiq.trust import canonical
from tansiq.trust.identifiers import uuid7
from tansiq.trust.keyrings import Keyring

STATES = ("DZ", "TN")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One of the two nodes: where it is, and what it is known by."""

    state: str
    folder: Path
    port: int
    ring: Keyring
    begun: datetime

    @property
    def partner(self) -> str:
        """The other one."""
        return next(state for state in STATES if state != self.state)

    @property
    def ledger(self) -> Ledger:
        """What it acknowledged."""
        return Ledger(self.folder / f"{self.state}.ledger")

    def open(self) -> Database:
        """Its database."""
        keys = self.ring.storage(self.begun)
        return Database(f"sqlite:///{self.folder / self.state}.db", entropy=secrets.token_bytes, keys=keys)


def make(folder: Path, ports: tuple[int, int]) -> list[Setting]:
    """Two nodes that know each other and have signed an agreement."""
    now = datetime.now(UTC)  # noqa: TID251 - a bench is its own wiring
    settings = [
        Setting(
            state=state,
            folder=folder,
            port=port,
            ring=Keyring.made(now=now - timedelta(days=30), entropy=secrets.token_bytes),
            begun=now,
        )
        for state, port in zip(STATES, ports, strict=True)
    ]
    record = demo_agreement(uuid7(now, secrets.token_bytes(10)), STATES, now=now - timedelta(days=30))
    for own in settings:
        other = next(one for one in settings if one is not own)
        _found(own, other, record)
    return settings


def _found(own: Setting, other: Setting, agreement: Record) -> None:  # type: ignore[type-arg]
    database = own.open()
    schema.migrate(database)
    with database.write() as tx:
        partners.enrol(tx, own.state, other.state, partners.public_keys(other.state, other.ring), now=own.begun)
        tx.partners.set_card(
            KeptCard(
                state=other.state,
                data=b"",
                address=f"http://127.0.0.1:{other.port}",
                made_at=own.begun,
                enrolled_at=own.begun,
            )
        )
        agreements.propose(tx, agreement)
        signed = agreements.sign(
            tx, agreement.id, own.ring.signing_key(own.begun), state=own.state, by="x", now=own.begun
        )
        key = other.ring.signing_key(own.begun)
        signature = key.sign(agreements.CONTEXT, canonical.encode(agreement))
        theirs = replace(signed, state=other.state, key=key.public.fingerprint, signature=signature)
        agreements.take_signature(tx, theirs, key.public, now=own.begun)
    database.close()


def invented(notice: UUID, state: str, number: int, *, now: datetime) -> Record[Notice]:
    """A notice of nobody, releasable to both."""
    today = now.date()
    return Record(
        id=notice,
        kind=Kind.NOTICE,
        owner=Owner(state=state, service="Chaos"),
        version=1,
        label=Label(policy=f"{state}-national", level=Level.RESTRICTED, releasable_to=STATES),
        basis=Basis(authority="Court of the Blue Oasis", reference=f"{number}/2026"),
        retain_until=today + timedelta(days=200),
        made_by="chaos",
        made_at=now,
        body=Notice(
            reference=f"{state}-{number:07d}",
            names=(name("Zoubir Nejmaoui"),),
            offence=Offence.TRAVEL,
            threshold="Seen by two invented witnesses.",
            measure=Measure.INQUIRY_CHECK,
            reviewer="chaos",
            review_on=today + timedelta(days=100),
        ),
    )
