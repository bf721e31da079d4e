"""What visitors looked for in vain as rows with numbers, so that their words can be sealed."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
LONGEST = 100
KEPT = ("words", "asked", "last_at")


def upgrade() -> None:
    told = _taken_out()
    new = op.create_table(
        "missed_searches",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("words", sa.Text().with_variant(sa.String(LONGEST), "sqlite"), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_missed_searches"),
        sqlite_autoincrement=True,
    )
    op.bulk_insert(new, told)
    # They lie open: whatever seals by the running bot looks through everything once more.
    op.execute("DELETE FROM bookmarks WHERE messenger = 'privacy' AND bot = 'sealed'")


def _taken_out() -> list[dict[str, Any]]:
    table = sa.table("missed_searches", *map(sa.column, KEPT[:2]), sa.column("last_at", MOMENT))
    told = [dict(row) for row in op.get_bind().execute(sa.select(table)).mappings()]
    op.drop_table("missed_searches")
    return told


def downgrade() -> None:
    """Words that are told more than once are one row again; what is sealed goes, for nobody could read it there."""
    summed: dict[str, dict[str, Any]] = {}
    for row in _taken_out():
        words = row["words"]
        if len(words) > LONGEST:
            continue
        before = summed.setdefault(words, row | {"asked": 0})
        before["asked"] += row["asked"]
        before["last_at"] = max(before["last_at"], row["last_at"])
    old = op.create_table(
        "missed_searches",
        sa.Column("words", sa.String(LONGEST), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("words", name="pk_missed_searches"),
    )
    op.bulk_insert(old, list(summed.values()))
