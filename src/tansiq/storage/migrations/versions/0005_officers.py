"""Officers: what accounts are given, second factors, sessions with a purpose, approvals, break-glass.

Accounts that are there keep what their role gave them, without an end to their mandate; everybody signs in again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

CLEARANCES = {
    "registry_officer": "secret",
    "liaison_analyst": "secret",
    "post_officer": "confidential",
    "watch_officer": "secret",
    "case_officer": "secret",
}
TRAININGS = {
    "registry_officer": "children classified",
    "liaison_analyst": "classified evidence",
    "post_officer": "classified screening",
    "watch_officer": "classified",
    "case_officer": "children classified",
}
"""What the roles read and presuppose when this revision was written."""


def upgrade() -> None:
    op.drop_table("session")
    _session(
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("challenge", sa.LargeBinary(), nullable=True),
        sa.UniqueConstraint("id", name=op.f("uq_session_id")),
    )
    _widen_accounts()
    op.create_table(
        "passkey",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
    )
    op.create_index(op.f("ix_passkey_account"), "passkey", ["account"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("challenge", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_account"), "sign_in", ["account"], unique=False)
    _two_persons()


def _session(*more: sa.schema.SchemaItem) -> None:
    op.create_table(
        "session",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        *more,
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_account"), "session", ["account"], unique=False)


def _widen_accounts() -> None:
    with op.batch_alter_table("account") as batch:
        for name, default in (
            ("skeleton", None),
            ("clearance", "unclassified"),
            ("compartments", "[]"),
            ("trainings", ""),
            ("cases", ""),
        ):
            batch.add_column(sa.Column(name, sa.Text(), nullable=default is None, server_default=default))
        batch.add_column(sa.Column("mandate_until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("must_change", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("totp", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("totp_step", sa.BigInteger(), nullable=False, server_default="0"))
    connection = op.get_bind()
    account = sa.table("account", *(sa.column(n) for n in ("id", "role", "skeleton", "clearance", "trainings")))
    for row in connection.execute(sa.select(account.c.id, account.c.role)).all():
        given = {
            "skeleton": row.id,  # names of older versions may look alike; they stay
            "clearance": CLEARANCES.get(row.role, "unclassified"),
            "trainings": TRAININGS.get(row.role, ""),
        }
        connection.execute(sa.update(account).where(account.c.id == row.id).values(given))
    with op.batch_alter_table("account") as batch:
        batch.alter_column("skeleton", existing_type=sa.Text(), nullable=False)
        for name in ("clearance", "compartments", "trainings", "cases"):
            batch.alter_column(name, existing_type=sa.Text(), server_default=None)
        batch.alter_column("must_change", existing_type=sa.Boolean(), server_default=None)
        batch.alter_column("totp_step", existing_type=sa.BigInteger(), server_default=None)
        batch.create_unique_constraint(op.f("uq_account_skeleton"), ["skeleton"])


def _two_persons() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("state_code", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.CheckConstraint("state <> 'approved' or decided_by <> proposed_by", name=op.f("ck_approval_two_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(op.f("ix_approval_proposed_by"), "approval", ["proposed_by"], unique=False)
    op.create_index(op.f("ix_approval_state"), "approval", ["state"], unique=False)
    op.create_table(
        "glass",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("record", sa.Uuid(), nullable=True),
        sa.Column("compartment", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("approved_by <> proposed_by", name=op.f("ck_glass_two_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glass")),
    )
    op.create_index(op.f("ix_glass_account"), "glass", ["account"], unique=False)
    op.create_index(op.f("ix_glass_until"), "glass", ["until"], unique=False)


def downgrade() -> None:
    for table in ("glass", "approval", "sign_in", "passkey", "session"):
        op.drop_table(table)
    _session()
    with op.batch_alter_table("account") as batch:
        batch.drop_constraint(op.f("uq_account_skeleton"), type_="unique")
        for name in (
            "skeleton",
            "clearance",
            "compartments",
            "trainings",
            "cases",
            "mandate_until",
            "closed_at",
            "must_change",
            "totp",
            "totp_step",
        ):
            batch.drop_column(name)
