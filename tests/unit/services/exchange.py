"""Nodes in memory that know each other, and what carries their letters.

dz, tn = linked("DZ", "TN")
dz.issue("Zoubir Nejmaoui")
carry(dz, tn)                       # until both are in step
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tests.conftest import NOW, STORAGE_KEYS, make_id, make_notice

from tansiq.domain.agreement import Agreement, Term
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.domain.roles import Purpose
from tansiq.federation.items import Lane
from tansiq.services import agreements, inbox, notices, outbox, outflow, partners
from tansiq.services.keeping import keep
from tansiq.services.partners import Own
from tansiq.storage import schema
from tansiq.storage.database import Database
from tansiq.trust.keyrings import Keyring

SHARED = Label(policy="DZ-national", level=Level.RESTRICTED, releasable_to=("DZ", "TN"))


@dataclass(slots=True)
class Peer:
    """One state's node, without its pages."""

    state: str
    database: Database
    ring: Keyring
    now: datetime = NOW
    refused: list = field(default_factory=list)

    @property
    def own(self):
        return Own.of(self.state, self.ring, self.now)

    def know(self, other):
        with self.database.write() as tx:
            partners.enrol(tx, self.state, other.state, partners.public_keys(other.state, other.ring), now=self.now)

    def issue(self, *names, **changes):
        label = replace(SHARED, policy=f"{self.state}-national", **changes.pop("label", {}))
        record = make_notice(*names, state=self.state, label=label, **changes)
        with self.database.write() as tx:
            keep(tx, record, Act.NOTICE_ISSUED)
        return record

    def correct(self, record, **changes):
        with self.database.write() as tx:
            new = tx.records.get(record.id).amended(by="registry", at=self.now, reason="mended", **changes)
            keep(tx, new, Act.NOTICE_CORRECTED)
        return new

    def erase(self, record):
        with self.database.write() as tx:
            notices.erase(tx, record.id, by="registry", reason="mistake", now=self.now)

    def post(self):
        return outflow.catch_up(self.database, self.state, now=self.now)

    def batch(self, other, lane=Lane.ORDINARY, **options):
        return outbox.write_batch(self.database, self.own, other.state, lane, now=self.now, **options)

    def receive(self, data):
        return inbox.receive(self.database, self.own, data, now=self.now)

    def take(self, answer):
        return outbox.take_receipts(self.database, self.own, answer, now=self.now)

    def holds(self, record):
        with self.database.read() as tx:
            return tx.records.versions([record.id]).get(record.id)

    def lane(self, other, lane=Lane.ORDINARY):
        with self.database.read() as tx:
            return tx.feeds.lane(other.state, lane)

    def copy(self, record, other):
        """What this node knows of the other's copy."""
        with self.database.read() as tx:
            return next(iter(tx.holdings.of([record.id], other.state)), None)

    def acts(self):
        with self.database.read() as tx:
            return [line.entry.act for line in tx.journal.page(limit=50)]


class Here:
    """A node that a test opened otherwise, as a peer for agreements."""

    def __init__(self, opened):
        self.state, self.database, self.own, self.now = opened.settings.state, opened.database, opened.own, NOW

    def holds(self, record):
        with self.database.read() as tx:
            return tx.records.versions([record.id]).get(record.id)


def make_peer(state, folder=None):
    database = Database(
        "sqlite://" if folder is None else f"sqlite:///{folder}/{state}.db",
        entropy=secrets.token_bytes,
        keys=STORAGE_KEYS,
    )
    schema.migrate(database)
    return Peer(state=state, database=database, ring=Keyring.made(now=NOW, entropy=secrets.token_bytes))


def make_agreement(*states, terms=None, **changes):
    both_ways = tuple(
        Term(
            giver=one,
            takers=tuple(s for s in states if s != one),
            kinds=kinds,
            level=Level.SECRET,
            purposes=(Purpose.REGISTRY, Purpose.LIAISON),
            standing=kinds == (Kind.NOTICE,),
        )
        for one in states
        for kinds in ((Kind.NOTICE,), (Kind.REPORT, Kind.REQUEST, Kind.REPLY))
    )
    body = Agreement(
        title="Agreement of the tests",
        parties=tuple(states),
        valid_from=changes.pop("valid_from", NOW.date()),
        valid_until=changes.pop("valid_until", NOW.date() + timedelta(days=365)),
        terms=terms or both_ways,
        **changes,
    )
    return Record(
        id=make_id(),
        kind=Kind.AGREEMENT,
        owner=Owner(state=states[0], service="Joint committee"),
        version=1,
        label=Label(policy=f"{states[0]}-national", level=Level.RESTRICTED, releasable_to=tuple(states)),
        basis=Basis(authority="Joint committee", reference="1/2026"),
        retain_until=NOW.date() + timedelta(days=3650),
        made_by="secretary",
        made_at=NOW,
        body=body,
    )


def agree(record, *peers, signers=None):
    """Every peer holds the agreement, signed by these, all by default."""
    for peer in peers:
        with peer.database.write() as tx:
            if peer.holds(record) is None:
                agreements.propose(tx, record)
    for signer in signers or peers:
        with signer.database.write() as tx:
            signature = agreements.sign(tx, record.id, signer.own.signing, state=signer.state, by="x", now=signer.now)
        for peer in peers:
            if peer is not signer:
                with peer.database.write() as tx:
                    agreements.take_signature(tx, signature, signer.own.signing.public, now=peer.now)
    return record


def linked(*states, folder, agreement=None):
    """Peers that know each other and have an agreement in force."""
    peers = [make_peer(state, folder) for state in states]
    for one in peers:
        for other in peers:
            if one is not other:
                one.know(other)
    agree(agreement or make_agreement(*states), *peers)
    return peers


def carry(one, other, *, rounds=20):
    """Both post and send until neither has anything waiting; says how many deliveries that took."""
    deliveries = 0
    for _ in range(rounds):
        idle = True
        for sender, receiver in ((one, other), (other, one)):
            sender.post()
            for lane in Lane:
                while (batch := sender.batch(receiver, lane)) is not None:
                    sender.take(receiver.receive(batch.data))
                    deliveries, idle = deliveries + 1, False
        if idle:
            return deliveries
    raise AssertionError("they never came to rest")
