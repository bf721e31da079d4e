"""What a person looked for lately, and what visitors told that they do not find."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("searches", sa.JSON()))
    op.create_table(
        "missed_searches",
        sa.Column("words", sa.String(100), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("words", name="pk_missed_searches"),
    )


def downgrade() -> None:
    op.drop_table("missed_searches")
    op.drop_column("people", "searches")
