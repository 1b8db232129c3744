"""The tables of officers: accounts, what guards them, their sessions, approvals, break-glass; declared beside the rest.

Secrets are kept as hashes (password, tokens) or sealed (`totp`, `secret`), so a copy of the database signs nobody in.
The database itself refuses an approval by whoever proposed it.
"""

import sqlalchemy as sa

from tansiq.storage.tables import Instant, metadata

account = sa.Table(
    "account",
    metadata,
    sa.Column("id", sa.Text(), primary_key=True),
    sa.Column("skeleton", sa.Text(), nullable=False, unique=True),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("role", sa.Text(), nullable=False),
    sa.Column("state", sa.Text(), nullable=False),
    sa.Column("service", sa.Text(), nullable=False),
    sa.Column("clearance", sa.Text(), nullable=False),
    sa.Column("compartments", sa.Text(), nullable=False),
    sa.Column("trainings", sa.Text(), nullable=False),
    sa.Column("cases", sa.Text(), nullable=False),
    sa.Column("mandate_until", sa.Date()),
    sa.Column("closed_at", Instant()),
    sa.Column("password_hash", sa.Text(), nullable=False),
    sa.Column("must_change", sa.Boolean(), nullable=False),
    sa.Column("totp", sa.LargeBinary()),
    sa.Column("totp_step", sa.BigInteger(), nullable=False),
    sa.Column("lang", sa.Text()),
    sa.Column("theme", sa.Text()),
    sa.Column("single_keys", sa.Boolean(), nullable=False),
    sa.Column("failures", sa.Integer(), nullable=False),
    sa.Column("locked_until", Instant()),
    sa.Column("made_at", Instant(), nullable=False),
)

passkey = sa.Table(
    "passkey",
    metadata,
    sa.Column("id", sa.LargeBinary(), primary_key=True),
    sa.Column("account", sa.Text(), nullable=False, index=True),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("public_key", sa.LargeBinary(), nullable=False),
    sa.Column("uses", sa.BigInteger(), nullable=False),
    sa.Column("made_at", Instant(), nullable=False),
    sa.Column("used_at", Instant()),
)

sign_in = sa.Table(
    "sign_in",
    metadata,
    sa.Column("token_hash", sa.Text(), primary_key=True),
    sa.Column("account", sa.Text(), nullable=False, index=True),
    sa.Column("made_at", Instant(), nullable=False),
    sa.Column("expires_at", Instant(), nullable=False),
    sa.Column("proved", sa.Boolean(), nullable=False),
    sa.Column("secret", sa.LargeBinary()),
    sa.Column("challenge", sa.LargeBinary()),
)

session = sa.Table(
    "session",
    metadata,
    sa.Column("token_hash", sa.Text(), primary_key=True),
    sa.Column("id", sa.Uuid(), nullable=False, unique=True),
    sa.Column("account", sa.Text(), nullable=False, index=True),
    sa.Column("purpose", sa.Text(), nullable=False),
    sa.Column("made_at", Instant(), nullable=False),
    sa.Column("seen_at", Instant(), nullable=False),
    sa.Column("proved_at", Instant(), nullable=False),
    sa.Column("expires_at", Instant(), nullable=False),
    sa.Column("secret", sa.LargeBinary()),
    sa.Column("challenge", sa.LargeBinary()),
)

approval = sa.Table(
    "approval",
    metadata,
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("act", sa.Text(), nullable=False),
    sa.Column("subject", sa.Text(), nullable=False),
    sa.Column("state_code", sa.Text(), nullable=False),
    sa.Column("payload", sa.LargeBinary(), nullable=False),
    sa.Column("digest", sa.Text(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("proposed_by", sa.Text(), nullable=False, index=True),
    sa.Column("proposed_at", Instant(), nullable=False),
    sa.Column("expires_at", Instant(), nullable=False),
    sa.Column("state", sa.Text(), nullable=False, index=True),
    sa.Column("decided_by", sa.Text()),
    sa.Column("decided_at", Instant()),
    sa.Column("decision", sa.Text(), nullable=False),
    sa.CheckConstraint("state <> 'approved' or decided_by <> proposed_by", name="two_persons"),
)
glass = sa.Table(
    "glass",
    metadata,
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("account", sa.Text(), nullable=False, index=True),
    sa.Column("record", sa.Uuid()),
    sa.Column("compartment", sa.Text()),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("proposed_by", sa.Text(), nullable=False),
    sa.Column("approved_by", sa.Text(), nullable=False),
    sa.Column("made_at", Instant(), nullable=False),
    sa.Column("until", Instant(), nullable=False, index=True),
    sa.Column("closed_at", Instant()),
    sa.CheckConstraint("approved_by <> proposed_by", name="two_persons"),
)
