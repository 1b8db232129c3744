"""This node's own card: written for partners, and told again to each of them when its keys changed.

data = own_card(Says(state="DZ", title="…", address="https://…"), ring, now=now)      # a file for the ceremony
announce(database, says, ring, now=now)                                              # after a rotation, at start
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from tansiq.federation.cards import Card, CardKey, write_card
from tansiq.federation.items import ItemAct
from tansiq.services import outbox, partners
from tansiq.storage.database import Database
from tansiq.storage.feeds import Post
from tansiq.trust.keyrings import Keyring, Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """What stands on the card beside the keys.

    Attributes:
        address: where the node takes letters; empty if only media reach it.
    """

    state: str
    title: str
    address: str


def own_card(says: Says, ring: Keyring, *, now: datetime) -> bytes:
    """The card of a node, signed by the key with which it signs now."""
    keys = tuple(
        CardKey(
            purpose=key.purpose,
            public_key=key.public_key,
            active_from=key.active_from.astimezone(UTC),
            ends_at=None if key.ends_at is None else key.ends_at.astimezone(UTC),
        )
        for key in partners.public_keys(says.state, ring.without_ended(now))
    )
    card = Card(state=says.state, title=says.title, address=says.address, made_at=now, keys=keys)
    return write_card(card, ring.signing_key(now))


def announce(database: Database, says: Says, ring: Keyring, *, now: datetime) -> int:
    """Posts this node's card to every partner that was not told its newest keys; says to how many.

    How far a partner was told is a cursor: the second in which the newest of the keys was made.
    """
    newest = max(int(key.made_at.timestamp()) for key in ring.keys if key.purpose is not Purpose.STORAGE)
    with database.read() as tx:
        behind = [s for s in tx.partners.states() if tx.journal.cursor(f"card {s}") < newest]
        behind = [s for s in behind if outbox.is_known(tx, s, now=now)]
    if not behind:
        return 0
    body = own_card(says, ring, now=now)
    with database.write() as tx:
        for state in behind:
            outbox.post(tx, says.state, state, [Post(act=ItemAct.CARD, body=body)], now=now)
            tx.journal.move_cursor(f"card {state}", newest)
    return len(behind)
