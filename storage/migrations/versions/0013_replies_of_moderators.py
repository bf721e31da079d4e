"""What moderators wrote in reply to cards and packs, until it goes out; which page of a pack is open."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "desk_replies",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("session_id", ROW_ID, nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("by", ROW_ID),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("goal", sa.String(8), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("until", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_desk_replies"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_desk_replies_session_id"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_desk_replies_by", ondelete="SET NULL"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_desk_replies_session_id", "desk_replies", ["session_id"])
    op.create_index("ix_desk_replies_until", "desk_replies", ["until"])
    op.create_table(
        "packs",
        sa.Column("session_id", ROW_ID, nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("morning_at", MOMENT),
        sa.PrimaryKeyConstraint("session_id", name="pk_packs"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_packs_session_id"),
    )


def downgrade() -> None:
    op.drop_table("packs")
    op.drop_table("desk_replies")
