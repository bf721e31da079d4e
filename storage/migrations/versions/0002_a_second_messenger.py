"""What a second messenger needs: people's clients, positions in streams of events, letters that leave in one list."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Columns are added and dropped in place: copying a table on SQLite would take its children's rows with it.
    op.add_column("people", sa.Column("client", sa.String(20), nullable=False, server_default=sa.text("''")))
    op.add_column("outbox", sa.Column("batch", ROW_ID))
    op.create_table(
        "bookmarks",
        sa.Column("messenger", sa.String(20), nullable=False),
        sa.Column("bot", sa.String(40), nullable=False),
        sa.Column("position", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("messenger", "bot", name="pk_bookmarks"),
    )


def downgrade() -> None:
    op.drop_table("bookmarks")
    op.drop_column("outbox", "batch")
    op.drop_column("people", "client")
