"""The tables of the exchange: partners and their keys, agreements' signatures, lanes, items, receipts, who holds what.

What an item says is sealed, and goes once it has its receipt. `holding` says what partners hold of this state's
records, `received` what this node holds of theirs.
"""

import sqlalchemy as sa

from tansiq.storage.tables import Instant, metadata

partner_card = sa.Table(
    "partner_card",
    metadata,
    sa.Column("state", sa.Text(), primary_key=True),
    sa.Column("data", sa.LargeBinary(), nullable=False),
    sa.Column("address", sa.Text(), nullable=False),
    sa.Column("made_at", Instant(), nullable=False),
    sa.Column("enrolled_at", Instant(), nullable=False),
    sa.Column("ended_at", Instant()),
)

partner_key = sa.Table(
    "partner_key",
    metadata,
    sa.Column("fingerprint", sa.Text(), primary_key=True),
    sa.Column("state", sa.Text(), nullable=False, index=True),
    sa.Column("purpose", sa.Text(), nullable=False),
    sa.Column("public_key", sa.LargeBinary(), nullable=False),
    sa.Column("active_from", Instant(), nullable=False),
    sa.Column("ends_at", Instant()),
    sa.Column("revoked_at", Instant()),
    sa.Column("made_by", sa.Text(), nullable=False),
    sa.Column("made_at", Instant(), nullable=False),
)

agreement_signature = sa.Table(
    "agreement_signature",
    metadata,
    sa.Column("agreement", sa.Uuid(), primary_key=True),
    sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("state", sa.Text(), primary_key=True),
    sa.Column("key", sa.Text(), nullable=False),
    sa.Column("signature", sa.LargeBinary(), nullable=False),
    sa.Column("at", Instant(), nullable=False),
)

lane = sa.Table(
    "lane",
    metadata,
    sa.Column("partner", sa.Text(), primary_key=True),
    sa.Column("lane", sa.Text(), primary_key=True),
    sa.Column("received", sa.BigInteger(), nullable=False),
    sa.Column("incoming", sa.Text(), nullable=False),
    sa.Column("halted", sa.Text()),
    sa.Column("posted", sa.BigInteger(), nullable=False),
    sa.Column("settled", sa.BigInteger(), nullable=False),
    sa.Column("outgoing", sa.Text(), nullable=False),
    sa.Column("halted_there", sa.Text()),
    sa.Column("failures", sa.Integer(), nullable=False),
    sa.Column("heard_at", Instant()),
    sa.Column("tried_at", Instant()),
)

outgoing = sa.Table(
    "outgoing",
    metadata,
    sa.Column("partner", sa.Text(), primary_key=True),
    sa.Column("lane", sa.Text(), primary_key=True),
    sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column("at", Instant(), nullable=False),
    sa.Column("act", sa.Text(), nullable=False),
    sa.Column("record", sa.Uuid(), index=True),
    sa.Column("version", sa.Integer()),
    sa.Column("digest", sa.Text(), nullable=False),
    sa.Column("size", sa.Integer(), nullable=False),
    sa.Column("data", sa.LargeBinary()),
    sa.Column("outcome", sa.Text()),
    sa.Column("step", sa.Text()),
    sa.Column("settled_at", Instant()),
)

incoming = sa.Table(
    "incoming",
    metadata,
    sa.Column("partner", sa.Text(), primary_key=True),
    sa.Column("lane", sa.Text(), primary_key=True),
    sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column("at", Instant(), nullable=False),
    sa.Column("act", sa.Text(), nullable=False),
    sa.Column("record", sa.Uuid(), index=True),
    sa.Column("version", sa.Integer()),
    sa.Column("digest", sa.Text(), nullable=False),
    sa.Column("outcome", sa.Text(), nullable=False),
    sa.Column("step", sa.Text()),
    sa.Column("data", sa.LargeBinary()),
)

receipt = sa.Table(
    "receipt",
    metadata,
    sa.Column("partner", sa.Text(), primary_key=True),
    sa.Column("lane", sa.Text(), primary_key=True),
    sa.Column("through", sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column("at", Instant(), nullable=False),
    sa.Column("key", sa.Text(), nullable=False),
    sa.Column("signature", sa.LargeBinary(), nullable=False),
    sa.Column("data", sa.LargeBinary(), nullable=False),
)

holding = sa.Table(
    "holding",
    metadata,
    sa.Column("partner", sa.Text(), primary_key=True),
    sa.Column("record", sa.Uuid(), primary_key=True),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("service", sa.Text(), nullable=False),
    sa.Column("agreement", sa.Uuid(), nullable=False),
    sa.Column("standing", sa.Boolean(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("digest", sa.Text(), nullable=False),
    sa.Column("confirmed", sa.Integer(), nullable=False),
    sa.Column("state", sa.Text(), nullable=False),
    sa.Column("step", sa.Text()),
    sa.Column("released_at", Instant(), nullable=False),
    sa.Column("recalled_at", Instant()),
    sa.Column("gone_at", Instant()),
    sa.Index("ix_holding_record", "record"),
    sa.Index("ix_holding_state", "partner", "state"),
)

received = sa.Table(
    "received",
    metadata,
    sa.Column("record", sa.Uuid(), primary_key=True),
    sa.Column("partner", sa.Text(), nullable=False, index=True),
    sa.Column("agreement", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("digest", sa.Text(), nullable=False),
    sa.Column("received_at", Instant(), nullable=False),
    sa.Column("keep_until", sa.Date(), index=True),
)

witnessed = sa.Table(
    "witnessed",
    metadata,
    sa.Column("partner", sa.Text(), primary_key=True),
    sa.Column("size", sa.BigInteger(), nullable=False),
    sa.Column("root", sa.LargeBinary(), nullable=False),
    sa.Column("note", sa.Text(), nullable=False),
    sa.Column("at", Instant(), nullable=False),
    sa.Column("forked_at", Instant()),
    sa.Column("fork", sa.Text()),
)
