"""One-time pages, and the numbers of people who were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", ROW_ID, nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    op.create_table(
        "pages",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("purpose", sa.String(12), nullable=False),
        sa.Column("stand_id", ROW_ID),
        sa.Column("lead_id", ROW_ID),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("token_hash", name="pk_pages"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_pages_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_pages_stand_id"),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_pages_lead_id", ondelete="CASCADE"),
        sa.CheckConstraint(
            "purpose IN ('card', 'call', 'materials', 'message', 'data', 'reveal')", name="ck_pages_purpose"
        ),
        sa.CheckConstraint("(purpose = 'reveal') = (lead_id IS NOT NULL)", name="ck_pages_lead"),
    )
    op.create_index("ix_pages_person_id", "pages", ["person_id"])
    op.create_index("ix_pages_lead_id", "pages", ["lead_id"])


def downgrade() -> None:
    op.drop_table("pages")
    op.drop_table("erasures")
