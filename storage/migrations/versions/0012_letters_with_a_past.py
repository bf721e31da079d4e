"""Letters that wait are found by their key in an index of their own words, and PostgreSQL counts the open ones often.

Only what has not ended is in the index: it is made in one reading of the table, however long the past is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INDEX = "ix_outbox_open_key"
COLUMNS = ["key", "messenger", "chat"]
# A slot opens 40 000 letters. A tenth of a million ended ones, as PostgreSQL waits for by itself, is more than that.
OFTEN = "autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 2000"


def upgrade() -> None:
    _index_of("state IN ('waiting', 'sending')")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE outbox SET ({OFTEN})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE outbox RESET (autovacuum_analyze_scale_factor, autovacuum_analyze_threshold)")
    _index_of("ended_at IS NULL")


def _index_of(letters: str) -> None:
    op.drop_index(INDEX, "outbox")
    op.create_index(INDEX, "outbox", COLUMNS, sqlite_where=sa.text(letters), postgresql_where=sa.text(letters))
