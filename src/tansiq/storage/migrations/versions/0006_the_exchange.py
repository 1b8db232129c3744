"""The exchange: partners' cards and keys, agreements' signatures, lanes, items, receipts, who holds what.

Keys of partners that are there stay known as what they were: keys that sign.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = (
    "partner_card",
    "partner_key",
    "agreement_signature",
    "lane",
    "outgoing",
    "incoming",
    "receipt",
    "holding",
    "received",
)


def upgrade() -> None:
    _partners()
    _lanes()
    _holdings()
    op.execute(
        "insert into partner_key (fingerprint, state, purpose, public_key, active_from, made_by, made_at) "
        "select fingerprint, state, 'signing', public_key, made_at, made_by, made_at from partner"
    )
    op.drop_table("partner")


def _partners() -> None:
    op.create_table(
        "partner_card",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_partner_card")),
    )
    op.create_table(
        "partner_key",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("active_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_partner_key")),
    )
    op.create_index(op.f("ix_partner_key_state"), "partner_key", ["state"], unique=False)
    op.create_table(
        "agreement_signature",
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("agreement", "version", "state", name=op.f("pk_agreement_signature")),
    )


def _lanes() -> None:
    op.create_table(
        "lane",
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("incoming", sa.Text(), nullable=False),
        sa.Column("halted", sa.Text(), nullable=True),
        sa.Column("posted", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.BigInteger(), nullable=False),
        sa.Column("outgoing", sa.Text(), nullable=False),
        sa.Column("halted_there", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("partner", "lane", name=op.f("pk_lane")),
    )
    op.create_table(
        "outgoing",
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("record", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("partner", "lane", "number", name=op.f("pk_outgoing")),
    )
    op.create_index(op.f("ix_outgoing_record"), "outgoing", ["record"], unique=False)
    op.create_table(
        "incoming",
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("record", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("partner", "lane", "number", name=op.f("pk_incoming")),
    )
    op.create_index(op.f("ix_incoming_record"), "incoming", ["record"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("through", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("partner", "lane", "through", name=op.f("pk_receipt")),
    )


def _holdings() -> None:
    op.create_table(
        "holding",
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("record", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("partner", "record", name=op.f("pk_holding")),
    )
    op.create_index(op.f("ix_holding_record"), "holding", ["record"], unique=False)
    op.create_index("ix_holding_state", "holding", ["partner", "state"], unique=False)
    op.create_table(
        "received",
        sa.Column("record", sa.Uuid(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_received")),
    )
    op.create_index(op.f("ix_received_keep_until"), "received", ["keep_until"], unique=False)
    op.create_index(op.f("ix_received_partner"), "received", ["partner"], unique=False)


def downgrade() -> None:
    op.create_table(
        "partner",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_partner")),
    )
    op.execute(
        "insert into partner (fingerprint, state, public_key, made_by, made_at) "
        "select fingerprint, state, public_key, made_by, made_at from partner_key where purpose = 'signing'"
    )
    for table in reversed(TABLES):
        op.drop_table(table)
