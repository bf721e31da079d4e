"""When each person wants to be reminded, and whose player did not open."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("people", sa.Column("notices", sa.String(60)))
    op.add_column("people", sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("people", sa.Column("quiet", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "unopened",
        sa.Column("session_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("mended_at", MOMENT),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_unopened_session_id_sessions"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_unopened_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "person_id", name="pk_unopened"),
    )
    op.create_index("ix_unopened_person_id", "unopened", ["person_id"])


def downgrade() -> None:
    op.drop_table("unopened")
    for name in ("quiet", "digest", "notices"):
        op.drop_column("people", name)
