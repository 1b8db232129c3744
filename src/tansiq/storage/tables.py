"""The tables, declared once for both databases.

`record`, `tombstone` and the tables `journal_…` are what is kept: triggers refuse to change a row of them, and to
delete one; only versions of a record, and what of the journal names it, may go once it has a tombstone.
`journal_tile` holds full tiles only, which never change. The tables `notice`, `notice_compartment`, `judgement`,
`source`, `proposal`, `contradiction`, `measure_conflict`, `dossier`, `dossier_compartment` and `dossier_thing` only
find records quickly: they can be dropped and computed again. The rest is the state of work in hand. The tables of
officers are in `account_tables`.
"""

from datetime import UTC, datetime

import sqlalchemy as sa

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMING)


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware UTC time, in and out; SQLite would return it naive, PostgreSQL in the server's zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002, D102
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002, D102
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A counting key: SQLite keeps rows by it only if it is INTEGER."""

record = sa.Table(
    "record",
    metadata,
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("version", sa.Integer(), primary_key=True),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("retain_until", sa.Date(), nullable=False, index=True),
    sa.Column("data", sa.LargeBinary(), nullable=False),
)

tombstone = sa.Table(
    "tombstone",
    metadata,
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("data", sa.LargeBinary(), nullable=False),
)

journal_leaf = sa.Table(
    "journal_leaf",
    metadata,
    sa.Column("seq", SEQUENCE, primary_key=True, autoincrement=False),
    sa.Column("at", Instant(), nullable=False, index=True),
    sa.Column("act", sa.Text(), nullable=False),
    sa.Column("leaf", sa.LargeBinary(), nullable=False),
    sa.Column("hash", sa.LargeBinary(), nullable=False),
    sa.Index("ix_journal_leaf_act", "act", "seq"),
)

journal_opening = sa.Table(
    "journal_opening",
    metadata,
    sa.Column("seq", SEQUENCE, primary_key=True, autoincrement=False),
    sa.Column("salt", sa.LargeBinary(), nullable=False),
    sa.Column("officer", sa.Text(), nullable=False),
    sa.Column("purpose", sa.Text(), nullable=False),
    sa.Column("kind", sa.Text()),
    sa.Column("detail", sa.Text(), nullable=False),
    sa.Column("things", sa.LargeBinary(), nullable=False),
    sa.Index("ix_journal_opening_officer", "officer", "seq"),
)

journal_thing = sa.Table(
    "journal_thing",
    metadata,
    sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column("place", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("salt", sa.LargeBinary(), nullable=False),
    sa.Column("thing", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer()),
    sa.Column("digest", sa.Text()),
    sa.Index("ix_journal_thing_thing", "thing", "seq"),
    sqlite_with_rowid=False,
)

journal_tile = sa.Table(
    "journal_tile",
    metadata,
    sa.Column("level", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column("hashes", sa.LargeBinary(), nullable=False),
    sa.Column("root", sa.LargeBinary(), nullable=False),
)

journal_checkpoint = sa.Table(
    "journal_checkpoint",
    metadata,
    sa.Column("size", SEQUENCE, primary_key=True, autoincrement=False),
    sa.Column("at", Instant(), nullable=False),
    sa.Column("note", sa.Text(), nullable=False),
)

journal_cosignature = sa.Table(
    "journal_cosignature",
    metadata,
    sa.Column("size", sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("at", Instant(), nullable=False),
    sa.Column("line", sa.Text(), nullable=False),
)

LISTED = (
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
)
"""All that a list or a count asks of a notice, so that its index answers without the table: 12 ms instead of 140 to
count the persons of 100,000 notices. `ix_notice_joined` has those few notices that judgements joined to another."""

notice = sa.Table(
    "notice",
    metadata,
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("person", sa.Uuid(), nullable=False, index=True),
    sa.Column("owner_state", sa.Text(), nullable=False, index=True),
    sa.Column("reference", sa.Text(), nullable=False, index=True),
    sa.Column("measure", sa.Text(), nullable=False, index=True),
    sa.Column("offence", sa.Text(), nullable=False, index=True),
    sa.Column("ended", sa.Boolean(), nullable=False),
    sa.Column("retain_until", sa.Date(), nullable=False, index=True),
    sa.Column("review_on", sa.Date(), nullable=False, index=True),
    sa.Column("label_review_on", sa.Date(), index=True),
    sa.Column("level_rank", sa.Integer(), nullable=False),
    sa.Column("releasable_to", sa.Text(), nullable=False),
    sa.Column("compartmented", sa.Boolean(), nullable=False),
    sa.Column("minor", sa.Boolean(), nullable=False),
    sa.Column("made_at", Instant(), nullable=False),
    sa.Index("ix_notice_listed", *LISTED),
)
sa.Index(
    "ix_notice_joined",
    notice.c.person,
    sqlite_where=notice.c.id != notice.c.person,
    postgresql_where=notice.c.id != notice.c.person,
)

notice_compartment = sa.Table(
    "notice_compartment",
    metadata,
    sa.Column("notice", sa.Uuid(), primary_key=True),
    sa.Column("compartment", sa.Text(), primary_key=True),
)

list_entry = sa.Table(
    "list_entry",
    metadata,
    sa.Column("list_key", sa.Text(), primary_key=True),
    sa.Column("reference", sa.Text(), primary_key=True),
    sa.Column("notice", sa.Uuid(), nullable=False, unique=True),
    sa.Column("data", sa.LargeBinary(), nullable=False),
)

judgement = sa.Table(
    "judgement",
    metadata,
    sa.Column("link", sa.Uuid(), primary_key=True),
    sa.Column("left", sa.Uuid(), nullable=False, index=True),
    sa.Column("right", sa.Uuid(), nullable=False, index=True),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("judgement", sa.Text(), nullable=False),
    sa.Column("withdrawn", sa.Boolean(), nullable=False),
    sa.Column("made_by", sa.Text(), nullable=False),
    sa.Column("made_at", Instant(), nullable=False),
    sa.UniqueConstraint("left", "right"),
)

proposal = sa.Table(
    "proposal",
    metadata,
    sa.Column("left", sa.Uuid(), primary_key=True),
    sa.Column("right", sa.Uuid(), primary_key=True, index=True),
    sa.Column("left_version", sa.Integer(), nullable=False),
    sa.Column("right_version", sa.Integer(), nullable=False),
    sa.Column("probability_ppm", sa.Integer(), nullable=False),
    sa.Column("priority", sa.Integer(), nullable=False),
    sa.Column("evidence", sa.LargeBinary(), nullable=False),
    sa.Column("proposed_at", Instant(), nullable=False),
    sa.Index("ix_proposal_order", "priority", "proposed_at", "left", "right"),
)

deferral = sa.Table(
    "deferral",
    metadata,
    sa.Column("left", sa.Uuid(), primary_key=True),
    sa.Column("right", sa.Uuid(), primary_key=True),
    sa.Column("until", Instant(), nullable=False),
)

contradiction = sa.Table(
    "contradiction",
    metadata,
    sa.Column("same", sa.Uuid(), primary_key=True),
    sa.Column("different", sa.Uuid(), nullable=False),
    sa.Column("left", sa.Uuid(), nullable=False, index=True),
    sa.Column("right", sa.Uuid(), nullable=False, index=True),
)

measure_conflict = sa.Table(
    "measure_conflict",
    metadata,
    sa.Column("left", sa.Uuid(), primary_key=True),
    sa.Column("right", sa.Uuid(), primary_key=True),
    sa.Column("person", sa.Uuid(), nullable=False, index=True),
)

source = sa.Table(
    "source",
    metadata,
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("list_key", sa.Text(), nullable=False, index=True),
    sa.Column("edition", sa.Text(), nullable=False),
)

cursor = sa.Table(
    "cursor",
    metadata,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("seq", sa.BigInteger(), nullable=False),
)

upload = sa.Table(
    "upload",
    metadata,
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("officer", sa.Text(), nullable=False),
    sa.Column("made_at", Instant(), nullable=False),
    sa.Column("format", sa.Text(), nullable=False),
    sa.Column("file_name", sa.Text(), nullable=False),
    sa.Column("data", sa.LargeBinary(), nullable=False),
    sa.Column("mapping", sa.LargeBinary()),
    sa.Column("state", sa.Text(), nullable=False),
    sa.Column("source", sa.Uuid()),
    sa.Column("done", sa.Integer(), nullable=False),
    sa.Column("total", sa.Integer(), nullable=False),
    sa.Column("error", sa.LargeBinary()),
)

mapping = sa.Table(
    "mapping",
    metadata,
    sa.Column("header", sa.Text(), primary_key=True),
    sa.Column("data", sa.LargeBinary(), nullable=False),
    sa.Column("made_by", sa.Text(), nullable=False),
    sa.Column("made_at", Instant(), nullable=False),
)

refusal = sa.Table(
    "refusal",
    metadata,
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("source", sa.Uuid(), nullable=False, index=True),
    sa.Column("list_key", sa.Text(), nullable=False),
    sa.Column("data", sa.LargeBinary()),
    sa.Column("digest", sa.Text(), nullable=False),
    sa.Column("mapping", sa.LargeBinary()),
    sa.Column("state", sa.Text(), nullable=False),
    sa.Column("reference", sa.Text()),
)

data_key = sa.Table(
    "data_key",
    metadata,
    sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("scope", sa.Text(), nullable=False, index=True),
    sa.Column("wrapped", sa.LargeBinary(), nullable=False),
    sa.Column("storage_key", sa.Text(), nullable=False),
)

label_policy = sa.Table(
    "label_policy",
    metadata,
    sa.Column("edition", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("digest", sa.Text(), nullable=False),
    sa.Column("data", sa.LargeBinary(), nullable=False),
    sa.Column("adopted_by", sa.Text(), nullable=False),
    sa.Column("adopted_at", Instant(), nullable=False),
)

dossier = sa.Table(
    "dossier",
    metadata,
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("owner_state", sa.Text(), nullable=False),
    sa.Column("level_rank", sa.Integer(), nullable=False),
    sa.Column("releasable_to", sa.Text(), nullable=False),
    sa.Column("compartmented", sa.Boolean(), nullable=False),
    sa.Column("made_at", Instant(), nullable=False),
    sa.Column("due_at", Instant()),
    sa.Index("ix_dossier_kind", "kind", "made_at"),
)

dossier_compartment = sa.Table(
    "dossier_compartment",
    metadata,
    sa.Column("dossier", sa.Uuid(), primary_key=True),
    sa.Column("compartment", sa.Text(), primary_key=True),
)

dossier_thing = sa.Table(
    "dossier_thing",
    metadata,
    sa.Column("dossier", sa.Uuid(), primary_key=True),
    sa.Column("thing", sa.Uuid(), primary_key=True, index=True),
)
