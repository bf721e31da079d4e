"""What lies on the stands' desks beside the leads, and what their machines were told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lead_menus",
        sa.Column("lead_id", ROW_ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("lead_id", name="pk_lead_menus"),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_lead_menus_lead_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_lead_menus_by", ondelete="CASCADE"),
    )
    op.create_table(
        "leads_told",
        sa.Column("lead_id", ROW_ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("contact", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("lead_id", name="pk_leads_told"),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_leads_told_lead_id", ondelete="CASCADE"),
    )


def downgrade() -> None:
    for table in ("leads_told", "lead_menus"):
        op.drop_table(table)
