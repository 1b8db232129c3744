"""Compartments are indexed one by one; what has any exists for nobody until `persons.rebuild` has indexed it again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "notice_compartment",
        sa.Column("notice", sa.Uuid(), nullable=False),
        sa.Column("compartment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("notice", "compartment", name="pk_notice_compartment"),
    )


def downgrade() -> None:
    op.drop_table("notice_compartment")
