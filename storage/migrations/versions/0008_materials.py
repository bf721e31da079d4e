"""What visitors and stands write to each other."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "thread_messages",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("lead_id", ROW_ID, nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("person_id", ROW_ID),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_thread_messages"),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_thread_messages_lead_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_thread_messages_person_id", ondelete="SET NULL"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_thread_messages_lead_id", "thread_messages", ["lead_id"])
    op.create_index("ix_thread_messages_person_id", "thread_messages", ["person_id"])


def downgrade() -> None:
    op.drop_table("thread_messages")
