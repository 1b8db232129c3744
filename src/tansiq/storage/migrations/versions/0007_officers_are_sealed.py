"""What officers are called and work on is sealed, and why and what break-glass opened; old rows are carried over."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from tansiq.storage.seals import Seals, place

revision = "0007"
down_revision = "0006"

COLUMNS = {"account": ("name", "compartments", "cases"), "glass": ("compartment", "reason")}


def upgrade() -> None:
    seals: Seals = context.config.attributes["seals"]
    _carry_over(seals.seal_text)


def downgrade() -> None:
    seals: Seals = context.config.attributes["seals"]
    _carry_over(seals.open_text)


def _carry_over(change: Callable[[str, str], str]) -> None:
    connection = op.get_bind()
    for name, columns in COLUMNS.items():
        key = sa.column("id", sa.Uuid() if name == "glass" else sa.Text())
        table = sa.table(name, key, *(sa.column(column, sa.Text()) for column in columns))
        for row in connection.execute(sa.select(table)).all():
            held: dict[str, Any] = {column: getattr(row, column) for column in columns}
            values = {
                column: change(place(f"{name}.{column}", row.id), text)
                for column, text in held.items()
                if text is not None
            }
            connection.execute(sa.update(table).where(key == row.id).values(values))
