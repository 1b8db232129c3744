"""Releases: what a partner is sent and called back, and what is known of its copies.

telling = Telling(tx=tx, own="DZ", partner="TN", now=now)
telling.release(record, data, agreement, standing=False)
telling.post()                                   # the items, the copies and the journal, in one transaction
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from tansiq.domain.journal import Act, Entry
from tansiq.domain.record import Kind, Record
from tansiq.federation.gate import RecallBody, ReleaseBody
from tansiq.federation.items import ItemAct, digest
from tansiq.services import outbox
from tansiq.services.keeping import SYSTEM
from tansiq.storage.database import Transaction
from tansiq.storage.feeds import Post
from tansiq.storage.holdings import Holding, HoldingState
from tansiq.trust import canonical


@dataclass(slots=True, kw_only=True)
class Telling:
    """What one partner is to be told in one transaction.

    Attributes:
        by: whose act it is; the node's own where it follows a rule.
    """

    tx: Transaction
    own: str
    partner: str
    now: datetime
    by: str = SYSTEM
    posts: list[Post] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)

    def release(
        self, record: Record[Any], data: bytes, agreement: UUID, *, standing: bool, before: Holding | None = None
    ) -> None:
        """Sends a version.

        Args:
            data: its bytes, as the partner is to have them.
            before: what is known of the partner's copy, if it has one.
        """
        self.posts.append(
            Post(
                act=ItemAct.RELEASE,
                body=canonical.encode(ReleaseBody(record=msgspec.Raw(data))),
                agreement=agreement,
                record=record.id,
                version=record.version,
                compartments=record.label.compartments,
            )
        )
        self.holdings.append(
            Holding(
                partner=self.partner,
                record=record.id,
                kind=record.kind.value,
                service=record.owner.service,
                agreement=agreement,
                standing=standing,
                version=record.version,
                digest=digest(data),
                confirmed=0 if before is None else before.confirmed,
                released_at=self.now if before is None else before.released_at,
            )
        )

    def recall(self, holding: Holding, reason: str) -> None:
        """Calls a copy back.

        Args:
            reason: a closed word.
        """
        body = RecallBody(record=holding.record, kind=Kind(holding.kind), service=holding.service, reason=reason)
        self.posts.append(Post(act=ItemAct.RECALL, body=canonical.encode(body), record=holding.record))
        self.holdings.append(replace(holding, state=HoldingState.RECALLED, recalled_at=self.now))

    def post(self, *, urgent: bool = False) -> int:
        """Posts all of it, and says how many items that is.

        Args:
            urgent: whether it goes in the urgent lane.
        """
        if self.posts:
            outbox.post(self.tx, self.own, self.partner, self.posts, now=self.now, urgent=urgent)
            self.tx.holdings.put(self.holdings)
            for act, wanted in ((Act.RECORD_RELEASED, ItemAct.RELEASE), (Act.RECORD_RECALLED, ItemAct.RECALL)):
                things = tuple(p.record for p in self.posts if p.act is wanted and p.record is not None)
                if things:
                    self.tx.journal.append(
                        Entry(act=act, officer=self.by, at=self.now, others=things, detail=self.partner)
                    )
        return len(self.posts)
