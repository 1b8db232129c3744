"""Partners: whose keys are known, with which this node opens their letters and seals its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tansiq.domain.errors import InvalidError, NotFoundError, Problem
from tansiq.domain.journal import Act, Entry
from tansiq.domain.label import check_state
from tansiq.federation.letters import Desk, PartnerKey
from tansiq.services.keeping import SYSTEM
from tansiq.storage.database import Transaction
from tansiq.storage.partners import KeptKey
from tansiq.trust.keyrings import Keyring, Purpose
from tansiq.trust.keys import PublicKey, SigningKey
from tansiq.trust.sealing import SealingKey, SealingPublicKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What this node signs and opens letters with; made once for a ring of keys.

    Attributes:
        journal: what checkpoints of partners are cosigned with.
        sealing: keys that are in use, were, or will be, by fingerprint.
    """

    state: str
    signing: SigningKey
    journal: SigningKey
    sealing: Mapping[str, SealingKey]

    @classmethod
    def of(cls, state: str, ring: Keyring, now: datetime) -> "Own":
        """The keys of a ring that are not over."""
        sealing = [SealingKey(key.raw) for key in ring.without_ended(now).of(Purpose.SEALING)]
        keys = {key.public.fingerprint: key for key in sealing}
        journal = ring.signing_key(now, Purpose.JOURNAL)
        return cls(state=state, signing=ring.signing_key(now), journal=journal, sealing=keys)


def public_keys(state: str, ring: Keyring) -> list[KeptKey]:
    """The keys of a node as its partners know them: those that sign, seal and sign the journal."""
    found: list[KeptKey] = []
    for purpose in (Purpose.SIGNING, Purpose.SEALING, Purpose.JOURNAL):
        for key in ring.of(purpose):
            public: Any = SealingKey(key.raw).public if purpose is Purpose.SEALING else SigningKey(key.raw).public
            found.append(
                KeptKey(
                    fingerprint=public.fingerprint,
                    state=state,
                    purpose=purpose,
                    public_key=public.raw,
                    active_from=key.active_from,
                    ends_at=key.ends_at,
                )
            )
    return found


def enrol(tx: Transaction, own: str, partner: str, keys: Sequence[KeptKey], *, now: datetime) -> None:
    """Trusts the keys of a partner state.

    Raises:
        InvalidError: if the partner is no state, or this node's own, or a key is another state's.
    """
    check_state("partner", partner)
    if partner == own or any(key.state != partner for key in keys):
        raise InvalidError("partner", Problem.NOT_IN_LIST, partner)
    tx.partners.add_keys(keys, by=SYSTEM, at=now)
    names = " ".join(key.fingerprint for key in keys)
    tx.journal.append(Entry(act=Act.PARTNER_ENROLLED, officer=SYSTEM, at=now, detail=f"{partner} {names}"))


def signing_key(state: str, key: PublicKey, *, now: datetime) -> KeptKey:
    """A partner's signing key that came by itself, in a file."""
    return KeptKey(
        fingerprint=key.fingerprint, state=state, purpose=Purpose.SIGNING, public_key=key.raw, active_from=now
    )


def known_keys(tx: Transaction) -> Mapping[str, tuple[str, PublicKey]]:
    """State and key of all that partners sign with, or signed with, by fingerprint; not what is revoked."""
    held = tx.partners.keys(Purpose.SIGNING).values()
    return {key.fingerprint: (key.state, PublicKey(key.public_key)) for key in held if key.revoked_at is None}


def desk(tx: Transaction, own: Own) -> Desk:
    """What letters are opened with."""
    partners: dict[str, dict[str, PartnerKey]] = {}
    for key in tx.partners.keys(Purpose.SIGNING).values():
        ends_at = key.ends_at if key.revoked_at is None else key.revoked_at
        held = partners.setdefault(key.state, {})
        held[key.fingerprint] = PartnerKey(key=PublicKey(key.public_key), ends_at=ends_at)
    return Desk(state=own.state, sealing=own.sealing, partners=partners)


def sealing_key(tx: Transaction, partner: str, *, now: datetime) -> SealingPublicKey:
    """The key to which letters for a partner are sealed now.

    Raises:
        NotFoundError: if none of it is known that is in use.
    """
    held = [k for k in tx.partners.keys(Purpose.SEALING).values() if k.state == partner and k.is_in_use(now)]
    begun = [key for key in held if key.active_from <= now] or held[:1]
    if not begun:
        raise NotFoundError(f"{partner} sealing")
    return SealingPublicKey(max(begun, key=lambda key: key.active_from).public_key)
