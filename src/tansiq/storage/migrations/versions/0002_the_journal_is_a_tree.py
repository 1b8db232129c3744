"""The journal is a tree of salted commitments; the lines that are there become its first leaves."""

import secrets

import sqlalchemy as sa
from alembic import op

from tansiq.domain.journal import Act, Entry
from tansiq.domain.record import Kind
from tansiq.storage import tables
from tansiq.storage.journal import Journal

revision = "0002"
down_revision = "0001"

TABLES = (
    "journal_leaf",
    "journal_opening",
    "journal_thing",
    "journal_tile",
    "journal_checkpoint",
    "journal_cosignature",
)
KEPT = tuple(table for table in TABLES if table != "journal_thing")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH = 5000
"""How many lines are carried over at a time."""

TRIGGERS = {
    "sqlite": [
        *(
            f"create trigger {table}_is_kept_as_it_is before update on {table} "
            f"begin select raise(abort, '{table} is never changed'); end"
            for table in TABLES
        ),
        *(
            f"create trigger {table}_is_kept before delete on {table} "
            f"begin select raise(abort, '{table} is never deleted'); end"
            for table in KEPT
        ),
        (
            "create trigger journal_thing_is_kept before delete on journal_thing "
            "when not exists (select 1 from tombstone where tombstone.id = old.thing) "
            "begin select raise(abort, 'a record is forgotten only with a tombstone'); end"
        ),
    ],
    "postgresql": [
        (
            "create function refuse_thing_without_tombstone() returns trigger language plpgsql as "
            "$$ begin if exists (select 1 from tombstone where tombstone.id = old.thing) then return old; end if; "
            "raise exception 'a record is forgotten only with a tombstone'; end $$"
        ),
        *(
            f"create trigger {table}_is_kept_as_it_is before update on {table} for each row execute function refuse()"
            for table in TABLES
        ),
        *(
            f"create trigger {table}_is_not_emptied before truncate on {table} "
            "for each statement execute function refuse()"
            for table in TABLES
        ),
        *(
            f"create trigger {table}_is_kept before delete on {table} for each row execute function refuse()"
            for table in KEPT
        ),
        (
            "create trigger journal_thing_is_kept before delete on journal_thing "
            "for each row execute function refuse_thing_without_tombstone()"
        ),
    ],
}
"""What refuses to change or empty the journal, whoever asks; 0001 made `refuse()`."""

OLD_TRIGGERS = {
    "sqlite": [
        (
            "create trigger journal_is_kept_as_it_is before update on journal "
            "begin select raise(abort, 'journal is never changed'); end"
        ),
        (
            "create trigger journal_is_kept before delete on journal "
            "begin select raise(abort, 'journal is never deleted'); end"
        ),
    ],
    "postgresql": [
        "create trigger journal_is_kept_as_it_is before update on journal for each row execute function refuse()",
        "create trigger journal_is_not_emptied before truncate on journal for each statement execute function refuse()",
        "create trigger journal_is_kept before delete on journal for each row execute function refuse()",
    ],
}

OLD = sa.table(
    "journal",
    sa.column("seq"),
    sa.column("at", tables.Instant()),
    *(sa.column(name) for name in ("officer", "act", "kind")),
    sa.column("thing", sa.Uuid()),
    *(sa.column(name) for name in ("version", "digest", "detail")),
)


def upgrade() -> None:
    _create_tables()
    _carry_lines(op.get_bind())
    op.drop_table("journal")
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def _create_tables() -> None:
    op.create_table(
        "journal_leaf",
        sa.Column("seq", SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_leaf")),
    )
    op.create_index(op.f("ix_journal_leaf_at"), "journal_leaf", ["at"], unique=False)
    op.create_index("ix_journal_leaf_act", "journal_leaf", ["act", "seq"], unique=False)
    op.create_table(
        "journal_opening",
        sa.Column("seq", SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("things", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_opening")),
    )
    op.create_index("ix_journal_opening_officer", "journal_opening", ["officer", "seq"], unique=False)
    op.create_table(
        "journal_thing",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("thing", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", "place", name=op.f("pk_journal_thing")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_journal_thing_thing", "journal_thing", ["thing", "seq"], unique=False)
    op.create_table(
        "journal_tile",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "number", name=op.f("pk_journal_tile")),
    )
    op.create_table(
        "journal_checkpoint",
        sa.Column("size", SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_journal_checkpoint")),
    )
    op.create_table(
        "journal_cosignature",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size", "name", name=op.f("pk_journal_cosignature")),
    )


def _carry_lines(connection: sa.Connection) -> None:
    """Older lines keep their numbers; those about erased records name them no more."""
    journal, last = Journal(connection, secrets.token_bytes), 0
    erased = set(connection.execute(sa.select(tables.tombstone.c.id)).scalars())
    while rows := connection.execute(sa.select(OLD).where(OLD.c.seq > last).order_by(OLD.c.seq).limit(BATCH)).all():
        journal.append_many([_entry(row) for row in rows])
        last = rows[-1].seq
    for some in erased:
        kept = sa.select(tables.journal_leaf.c.seq).where(tables.journal_leaf.c.act == Act.RECORD_ERASED.value)
        t = tables.journal_thing.c
        connection.execute(sa.delete(tables.journal_thing).where(t.thing == some, t.seq.not_in(kept)))


def _entry(row: sa.Row[tuple[object, ...]]) -> Entry:
    return Entry(
        act=Act(row.act),
        officer=row.officer,
        at=row.at,
        kind=None if row.kind is None else Kind(row.kind),
        thing=row.thing,
        version=row.version,
        digest=row.digest,
        detail=row.detail,
    )


def downgrade() -> None:
    connection = op.get_bind()
    op.create_table(
        "journal",
        sa.Column("seq", SEQUENCE, autoincrement=True, nullable=False),
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
    connection.exec_driver_sql(
        "insert into journal (seq, at, officer, act, kind, thing, version, digest, detail) "
        "select l.seq, l.at, o.officer, l.act, o.kind, t.thing, t.version, t.digest, o.detail from journal_leaf l "
        "join journal_opening o on o.seq = l.seq left join journal_thing t on t.seq = l.seq and t.place = 0"
    )
    for table in reversed(TABLES):
        op.drop_table(table)
    if connection.dialect.name == "postgresql":
        op.execute("drop function refuse_thing_without_tombstone()")
    for statement in OLD_TRIGGERS[connection.dialect.name]:
        op.execute(statement)
