"""Partners: their cards, the keys that are known as theirs, and who signed which agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from tansiq.storage import exchange_tables as tables
from tansiq.trust.keyrings import Purpose

C, K, S = tables.partner_card.c, tables.partner_key.c, tables.agreement_signature.c


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptKey:
    """A public key of a partner.

    Attributes:
        active_from: from when the partner uses it.
        ends_at: from when what it signed or sealed is no longer new; `None` while no later key is known.
        revoked_at: when it was declared lost; what it signed later is not taken, whatever date it bears.
    """

    fingerprint: str
    state: str
    purpose: Purpose
    public_key: bytes
    active_from: datetime
    ends_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_in_use(self, now: datetime) -> bool:
        """Whether it is neither revoked nor over."""
        return self.revoked_at is None and (self.ends_at is None or self.ends_at > now)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCard:
    """What a partner says of itself, as it signed it.

    Attributes:
        address: where its node takes letters; empty if only media reach it.
        ended_at: when people ended the partnership.
    """

    state: str
    data: bytes
    address: str
    made_at: datetime
    enrolled_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One state's signature on one version of an agreement."""

    agreement: UUID
    version: int
    state: str
    key: str
    signature: bytes
    at: datetime


class Partners:
    """Partners within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add_keys(self, keys: Sequence[KeptKey], *, by: str, at: datetime) -> None:
        """Trusts keys; one that is known already gets the end that is said now, and stays revoked."""
        known = self.keys()
        for key in keys:
            if key.fingerprint in known:
                change = sa.update(tables.partner_key).where(K.fingerprint == key.fingerprint, K.state == key.state)
                self._connection.execute(change.values(ends_at=key.ends_at, active_from=key.active_from))
                continue
            row = {name: getattr(key, name) for name in KeptKey.__slots__} | {"purpose": key.purpose.value}
            self._connection.execute(sa.insert(tables.partner_key).values(**row, made_by=by, made_at=at))

    def revoke(self, fingerprint: str, *, at: datetime) -> bool:
        """Takes nothing more from a key; says whether it was in use."""
        change = sa.update(tables.partner_key).where(K.fingerprint == fingerprint, K.revoked_at.is_(None))
        return self._connection.execute(change.values(revoked_at=at)).rowcount == 1

    def keys(self, purpose: Purpose | None = None) -> dict[str, KeptKey]:
        """Every key of every partner, by fingerprint; revoked and ended ones too, since they verify what is old."""
        query = sa.select(tables.partner_key).order_by(K.state, K.purpose, K.active_from, K.fingerprint)
        rows = self._connection.execute(query if purpose is None else query.where(K.purpose == purpose.value))
        return {
            row.fingerprint: KeptKey(
                fingerprint=row.fingerprint,
                state=row.state,
                purpose=Purpose(row.purpose),
                public_key=row.public_key,
                active_from=row.active_from,
                ends_at=row.ends_at,
                revoked_at=row.revoked_at,
            )
            for row in rows
        }

    def states(self) -> tuple[str, ...]:
        """States of which a key is known."""
        return tuple(self._connection.execute(sa.select(K.state).distinct().order_by(K.state)).scalars())

    def set_card(self, card: KeptCard) -> None:
        """Keeps the newest card of a partner."""
        self._connection.execute(sa.delete(tables.partner_card).where(C.state == card.state))
        row = {name: getattr(card, name) for name in KeptCard.__slots__}
        self._connection.execute(sa.insert(tables.partner_card).values(**row))

    def cards(self) -> dict[str, KeptCard]:
        """The card of each partner, by state."""
        rows = self._connection.execute(sa.select(tables.partner_card).order_by(C.state))
        return {row.state: KeptCard(**{n: getattr(row, n) for n in KeptCard.__slots__}) for row in rows}

    def end(self, state: str, *, at: datetime) -> bool:
        """Ends a partnership; says whether there was one."""
        change = sa.update(tables.partner_card).where(C.state == state, C.ended_at.is_(None))
        return self._connection.execute(change.values(ended_at=at)).rowcount == 1

    def add_signature(self, one: Signature) -> bool:
        """Keeps a state's signature on a version; says whether it was new."""
        same = (S.agreement == one.agreement) & (S.version == one.version) & (S.state == one.state)
        if self._connection.execute(sa.select(S.state).where(same)).first() is not None:
            return False
        row = {name: getattr(one, name) for name in Signature.__slots__}
        self._connection.execute(sa.insert(tables.agreement_signature).values(**row))
        return True

    def signatures(self) -> Mapping[tuple[UUID, int], tuple[Signature, ...]]:
        """Every signature, by agreement and version."""
        found: dict[tuple[UUID, int], tuple[Signature, ...]] = {}
        for row in self._connection.execute(sa.select(tables.agreement_signature).order_by(S.state)):
            one = Signature(**{n: getattr(row, n) for n in Signature.__slots__})
            found[one.agreement, one.version] = (*found.get((one.agreement, one.version), ()), one)
        return found
