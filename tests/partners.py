"""Partners whose keys tests make known, without a ceremony."""

from datetime import datetime

from tansiq.storage.database import Transaction
from tansiq.storage.partners import KeptKey
from tansiq.trust.keyrings import Purpose


def know(tx: Transaction, fingerprint: str, state: str, raw: bytes, *, at: datetime) -> None:
    """A partner's signing key is known."""
    key = KeptKey(fingerprint=fingerprint, state=state, purpose=Purpose.SIGNING, public_key=raw, active_from=at)
    tx.partners.add_keys([key], by="test", at=at)
