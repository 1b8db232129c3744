"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    "account",
    "contradiction",
    "cursor",
    "deferral",
    "journal",
    "judgement",
    "list_entry",
    "mapping",
    "measure_conflict",
    "notice",
    "partner",
    "proposal",
    "record",
    "refusal",
    "session",
    "source",
    "tombstone",
    "upload",
)

KEPT = ("record", "tombstone", "journal")
"""Tables whose rows are never changed."""

TRIGGERS = {
    "sqlite": [
        *(
            f"create trigger {table}_is_kept_as_it_is before update on {table} "
            f"begin select raise(abort, '{table} is never changed'); end"
            for table in KEPT
        ),
        *(
            f"create trigger {table}_is_kept before delete on {table} "
            f"begin select raise(abort, '{table} is never deleted'); end"
            for table in ("tombstone", "journal")
        ),
        (
            "create trigger record_is_kept before delete on record "
            "when not exists (select 1 from tombstone where tombstone.id = old.id) "
            "begin select raise(abort, 'a record is erased only with a tombstone'); end"
        ),
    ],
    "postgresql": [
        (
            "create function refuse() returns trigger language plpgsql as "
            "$$ begin raise exception '% is never changed', tg_table_name; end $$"
        ),
        (
            "create function refuse_without_tombstone() returns trigger language plpgsql as "
            "$$ begin if exists (select 1 from tombstone where tombstone.id = old.id) then return old; end if; "
            "raise exception 'a record is erased only with a tombstone'; end $$"
        ),
        *(
            f"create trigger {table}_is_kept_as_it_is before update on {table} for each row execute function refuse()"
            for table in KEPT
        ),
        *(
            f"create trigger {table}_is_not_emptied before truncate on {table} "
            "for each statement execute function refuse()"
            for table in KEPT
        ),
        *(
            f"create trigger {table}_is_kept before delete on {table} for each row execute function refuse()"
            for table in ("tombstone", "journal")
        ),
        (
            "create trigger record_is_kept before delete on record "
            "for each row execute function refuse_without_tombstone()"
        ),
    ],
}


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("single_keys", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    op.create_table(
        "contradiction",
        sa.Column("same", sa.Uuid(), nullable=False),
        sa.Column("different", sa.Uuid(), nullable=False),
        sa.Column("left", sa.Uuid(), nullable=False),
        sa.Column("right", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("same", name=op.f("pk_contradiction")),
    )
    op.create_index(op.f("ix_contradiction_left"), "contradiction", ["left"], unique=False)
    op.create_index(op.f("ix_contradiction_right"), "contradiction", ["right"], unique=False)

    op.create_table(
        "cursor",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cursor")),
    )
    op.create_table(
        "deferral",
        sa.Column("left", sa.Uuid(), nullable=False),
        sa.Column("right", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("left", "right", name=op.f("pk_deferral")),
    )
    op.create_table(
        "journal",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("thing", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_thing"), "journal", ["thing"], unique=False)

    op.create_table(
        "judgement",
        sa.Column("link", sa.Uuid(), nullable=False),
        sa.Column("left", sa.Uuid(), nullable=False),
        sa.Column("right", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("link", name=op.f("pk_judgement")),
        sa.UniqueConstraint("left", "right", name=op.f("uq_judgement_left")),
    )
    op.create_index(op.f("ix_judgement_left"), "judgement", ["left"], unique=False)
    op.create_index(op.f("ix_judgement_right"), "judgement", ["right"], unique=False)

    op.create_table(
        "list_entry",
        sa.Column("list_key", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("notice", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("list_key", "reference", name=op.f("pk_list_entry")),
        sa.UniqueConstraint("notice", name=op.f("uq_list_entry_notice")),
    )
    op.create_table(
        "mapping",
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("header", name=op.f("pk_mapping")),
    )
    op.create_table(
        "measure_conflict",
        sa.Column("left", sa.Uuid(), nullable=False),
        sa.Column("right", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("left", "right", name=op.f("pk_measure_conflict")),
    )
    op.create_index(op.f("ix_measure_conflict_person"), "measure_conflict", ["person"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("owner_state", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("offence", sa.Text(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("level_rank", sa.Integer(), nullable=False),
        sa.Column("releasable_to", sa.Text(), nullable=False),
        sa.Column("compartmented", sa.Boolean(), nullable=False),
        sa.Column("minor", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(
        "ix_notice_listed",
        "notice",
        [
            "ended",
            "person",
            "owner_state",
            "level_rank",
            "compartmented",
            "minor",
            "releasable_to",
            "measure",
            "offence",
            "review_on",
            "retain_until",
        ],
        unique=False,
    )
    op.create_index(
        "ix_notice_joined",
        "notice",
        ["person"],
        unique=False,
        sqlite_where=sa.text("id <> person"),
        postgresql_where=sa.text("id <> person"),
    )
    op.create_index(op.f("ix_notice_measure"), "notice", ["measure"], unique=False)
    op.create_index(op.f("ix_notice_offence"), "notice", ["offence"], unique=False)
    op.create_index(op.f("ix_notice_owner_state"), "notice", ["owner_state"], unique=False)
    op.create_index(op.f("ix_notice_person"), "notice", ["person"], unique=False)
    op.create_index(op.f("ix_notice_reference"), "notice", ["reference"], unique=False)
    op.create_index(op.f("ix_notice_retain_until"), "notice", ["retain_until"], unique=False)
    op.create_index(op.f("ix_notice_review_on"), "notice", ["review_on"], unique=False)

    op.create_table(
        "partner",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_partner")),
    )
    op.create_table(
        "proposal",
        sa.Column("left", sa.Uuid(), nullable=False),
        sa.Column("right", sa.Uuid(), nullable=False),
        sa.Column("left_version", sa.Integer(), nullable=False),
        sa.Column("right_version", sa.Integer(), nullable=False),
        sa.Column("probability_ppm", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("left", "right", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_order", "proposal", ["priority", "proposed_at", "left", "right"], unique=False)
    op.create_index(op.f("ix_proposal_right"), "proposal", ["right"], unique=False)

    op.create_table(
        "record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_record")),
    )
    op.create_index(op.f("ix_record_retain_until"), "record", ["retain_until"], unique=False)

    op.create_table(
        "refusal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Uuid(), nullable=False),
        sa.Column("list_key", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("mapping", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
    )
    op.create_index(op.f("ix_refusal_source"), "refusal", ["source"], unique=False)

    op.create_table(
        "session",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_account"), "session", ["account"], unique=False)

    op.create_table(
        "source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_key", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_index(op.f("ix_source_list_key"), "source", ["list_key"], unique=False)

    op.create_table(
        "tombstone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("mapping", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("source", sa.Uuid(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("error", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function refuse()")
        op.execute("drop function refuse_without_tombstone()")
