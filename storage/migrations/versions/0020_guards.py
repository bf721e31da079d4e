"""What outlasts an erasure for a while, because it protects others."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
KINDS = (
    "('mute', 'question', 'open question', 'call', 'open call', 'message',"
    " 'phone', 'code', 'child', 'erase', 'wrong code')"
)


def upgrade() -> None:
    op.create_table(
        "guards",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("other", sa.String(64)),
        sa.Column("number", ROW_ID),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_guards"),
        sa.CheckConstraint(f"kind IN {KINDS}", name="ck_guards_kind"),
    )
    op.create_index("ix_guards_person", "guards", ["person", "kind"])
    op.create_index("ix_guards_other", "guards", ["other", "kind"])
    op.create_index("ix_guards_kind", "guards", ["kind", "at"])
    op.create_index("ix_guards_until", "guards", ["until"])
    op.create_table(
        "guard_keys",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_guard_keys"),
    )


def downgrade() -> None:
    op.drop_table("guard_keys")
    op.drop_table("guards")
