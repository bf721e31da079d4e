"""Room for words that are sealed, which are longer; SQLite never counted the signs of a column.

Erasures learn when we had met who was erased, for the ledger that outlives the database.

Words that were written before stay as they are until the running bot seals them, so that no key is needed here. The
log of steps loses the reasons that it repeated.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

GROWING = (
    ("questions", "asker_name", 80, True),
    ("questions", "text", 1000, False),
    ("staff_names", "name", 80, False),
    ("enclosures", "name", 255, False),
)


def upgrade() -> None:
    op.add_column("erasures", sa.Column("since", sa.DateTime(timezone=True)))
    op.execute("UPDATE steps SET detail = '' WHERE step IN ('decline', 'correct reason')")
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, column, _, nullable in GROWING:
        op.alter_column(table, column, type_=sa.Text(), existing_nullable=nullable)


def downgrade() -> None:
    """Words that are sealed need their room: they keep it."""
    op.drop_column("erasures", "since")
