"""Partners: whose keys are known, with which this node opens their letters and seals its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tansiq.domain.errors import InvalidError, NotFoundError, Problem
from tansiq.domain.journal import Act, Entry
from tansiq.domain.label import check_state
from tansiq.federation import cards
from tansiq.federation.cards import Card, SignedCard
from tansiq.federation.errors import CardError, GateError
from tansiq.federation.letters import Desk, PartnerKey
from tansiq.federation.steps import Step
from tansiq.services.keeping import SYSTEM
from tansiq.storage.database import Transaction
from tansiq.storage.partners import KeptCard, KeptKey
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


def find_sealing_key(tx: Transaction, partner: str, *, now: datetime) -> SealingPublicKey | None:
    """The key to which letters for a partner are sealed now, if one of it is known that is in use."""
    held = [k for k in tx.partners.keys(Purpose.SEALING).values() if k.state == partner and k.is_in_use(now)]
    begun = [key for key in held if key.active_from <= now] or held[:1]
    return SealingPublicKey(max(begun, key=lambda key: key.active_from).public_key) if begun else None


def sealing_key(tx: Transaction, partner: str, *, now: datetime) -> SealingPublicKey:
    """The key to which letters for a partner are sealed now.

    Raises:
        NotFoundError: if none of it is known that is in use.
    """
    found = find_sealing_key(tx, partner, now=now)
    if found is None:
        raise NotFoundError(f"{partner} sealing")
    return found


def keys_of(card: Card) -> list[KeptKey]:
    """The keys on a card, as they are kept."""
    return [
        KeptKey(
            fingerprint=key.fingerprint,
            state=card.state,
            purpose=key.purpose,
            public_key=key.public_key,
            active_from=key.active_from,
            ends_at=key.ends_at,
        )
        for key in card.keys
    ]


def keep_card(tx: Transaction, signed: SignedCard, *, by: str, now: datetime) -> None:
    """The newest card of a partner is this one, and its keys are known.

    The end of a key that is known moves forward only: a card never makes a key live longer than an earlier one said.
    """
    card, known = signed.card, tx.partners.keys()
    tx.partners.add_keys([_merged(key, known.get(key.fingerprint)) for key in keys_of(card)], by=by, at=now)
    held = tx.partners.cards().get(card.state)
    tx.partners.set_card(
        KeptCard(
            state=card.state,
            data=signed.data,
            address=card.address,
            made_at=card.made_at,
            enrolled_at=now if held is None or held.ended_at is not None else held.enrolled_at,
        )
    )


def _merged(said: KeptKey, held: KeptKey | None) -> KeptKey:
    ends = [at for at in (said.ends_at, None if held is None else held.ends_at) if at is not None]
    return replace(said, ends_at=min(ends, default=None))


def take_card(tx: Transaction, sender: str, body: bytes, now: datetime) -> None:
    """A partner says its keys anew; what it signed before stays verifiable.

    Raises:
        GateError: at `VALUE`, unless it is the sender's own card, signed by a key of the sender's that is known and not
            over, and names no key of another state; at `LATER`, if it is older than the one that is held.
    """
    known = tx.partners.keys()
    signing = {
        name: PublicKey(key.public_key)
        for name, key in known.items()
        if key.state == sender and key.purpose is Purpose.SIGNING and key.is_in_use(now)
    }
    try:
        signed = cards.parse_card(body, signing)
    except CardError as error:
        raise GateError(Step.VALUE, f"card {error.problem}") from error
    if signed.card.state != sender:
        raise GateError(Step.VALUE, "card state")
    if any(key.fingerprint in known and known[key.fingerprint].state != sender for key in signed.card.keys):
        raise GateError(Step.VALUE, "card key")
    held = tx.partners.cards().get(sender)
    if held is not None and signed.card.made_at < held.made_at:
        raise GateError(Step.LATER, "card")
    keep_card(tx, signed, by=SYSTEM, now=now)
    names = " ".join(key.fingerprint for key in signed.card.keys)
    tx.journal.append(Entry(act=Act.PARTNER_CARD_TAKEN, officer=SYSTEM, at=now, detail=f"{sender} {names}"))
