"""Troubles that begin and end, what visitors wanted in vain, and groups that were refused topics."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "troubles",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("what", sa.String(240), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("began", MOMENT, nullable=False),
        sa.Column("ended", MOMENT),
        sa.Column("seen", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_troubles"),
        sqlite_autoincrement=True,
    )
    still = sa.text("ended IS NULL")
    op.create_index(
        "ix_troubles_open", "troubles", ["kind", "what"], unique=True, sqlite_where=still, postgresql_where=still
    )
    op.create_table(
        "attempts",
        sa.Column("stand_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("how", sa.String(8), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("stand_id", "person_id", "how", name="pk_attempts"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_attempts_stand_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_attempts_person_id", ondelete="CASCADE"),
        sa.CheckConstraint("how IN ('call', 'message')", name="ck_attempts_how"),
    )
    op.create_index("ix_attempts_person_id", "attempts", ["person_id"])
    op.add_column("places", sa.Column("flat_at", MOMENT))
    op.add_column("places", sa.Column("title", sa.String(128), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    op.drop_column("places", "title")
    op.drop_column("places", "flat_at")
    op.drop_table("attempts")
    op.drop_table("troubles")
