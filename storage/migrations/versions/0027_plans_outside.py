"""Plans outside of the messenger: how often a session changed for calendars, keys to plans, alarms and evening mail."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("sessions", sa.Column("sequence", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.create_table(
        "plan_keys",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("purpose", sa.String(12), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_plan_keys"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_plan_keys_person_id", ondelete="CASCADE"),
        sa.CheckConstraint("purpose IN ('calendar', 'share')", name="ck_plan_keys_purpose"),
    )
    op.create_index("ix_plan_keys_person_id", "plan_keys", ["person_id"])
    op.create_table(
        "plan_choices",
        sa.Column("person_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("alarm", sa.Integer(), nullable=False),
        sa.Column("evening", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_plan_choices"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_plan_choices_person_id", ondelete="CASCADE"),
    )
    op.create_index("ix_plan_choices_evening", "plan_choices", ["evening"])


def downgrade() -> None:
    op.drop_table("plan_choices")
    op.drop_table("plan_keys")
    op.drop_column("sessions", "sequence")
