"""Reports, requests and replies are indexed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "dossier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner_state", sa.Text(), nullable=False),
        sa.Column("level_rank", sa.Integer(), nullable=False),
        sa.Column("releasable_to", sa.Text(), nullable=False),
        sa.Column("compartmented", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
    )
    op.create_index("ix_dossier_kind", "dossier", ["kind", "made_at"], unique=False)
    op.create_table(
        "dossier_compartment",
        sa.Column("dossier", sa.Uuid(), nullable=False),
        sa.Column("compartment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "compartment", name=op.f("pk_dossier_compartment")),
    )
    op.create_table(
        "dossier_thing",
        sa.Column("dossier", sa.Uuid(), nullable=False),
        sa.Column("thing", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "thing", name=op.f("pk_dossier_thing")),
    )
    op.create_index(op.f("ix_dossier_thing_thing"), "dossier_thing", ["thing"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_dossier_thing_thing"), table_name="dossier_thing")
    op.drop_table("dossier_thing")
    op.drop_table("dossier_compartment")
    op.drop_index("ix_dossier_kind", table_name="dossier")
    op.drop_table("dossier")
