"""Partners: the keys whose signed lists this node takes."""

from datetime import datetime

from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.journal import Act, Entry
from tansiq.domain.label import check_state
from tansiq.services.keeping import SYSTEM
from tansiq.storage.database import Transaction
from tansiq.trust.keys import PublicKey


def enrol(tx: Transaction, own: str, partner: str, key: PublicKey, *, now: datetime) -> None:
    """Trusts a key for the list of a partner state.

    Raises:
        InvalidError: if the partner is no state, or this node's own.
    """
    check_state("partner", partner)
    if partner == own:
        raise InvalidError("partner", Problem.NOT_IN_LIST, partner)
    tx.imports.add_partner(key.fingerprint, partner, key.raw, by=SYSTEM, at=now)
    tx.journal.append(Entry(act=Act.PARTNER_ENROLLED, officer=SYSTEM, at=now, detail=f"{partner} {key.fingerprint}"))
