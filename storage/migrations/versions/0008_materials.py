"""What visitors and stands write to each other, what visitors received, and materials that staff send."""

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
    op.create_table(
        "received",
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("material_id", ROW_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "material_id", name="pk_received"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_received_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name="fk_received_material_id"),
    )
    offers()


def offers() -> None:
    op.create_table(
        "offers",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("stand_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("gate", sa.String(20), nullable=False),
        sa.Column("messenger", sa.String(20)),
        sa.Column("handle", sa.Text()),
        sa.Column("name", sa.String(255)),
        sa.Column("media_type", sa.String(100)),
        sa.Column("file", sa.String(64)),
        sa.Column("url", sa.Text()),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("material_id", ROW_ID),
        sa.Column("decided_by", ROW_ID),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_offers_stand_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_offers_person_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["file"], ["files.hash"], name="fk_offers_file"),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name="fk_offers_material_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name="fk_offers_decided_by", ondelete="SET NULL"),
        sa.CheckConstraint("gate IN ('open', 'contacts')", name="ck_offers_gate"),
        sa.CheckConstraint(
            "state IN ('fetching', 'waiting', 'published', 'declined', 'lost', 'taken_back')", name="ck_offers_state"
        ),
        sa.CheckConstraint("(url IS NULL) = (messenger IS NOT NULL)", name="ck_offers_source"),
        sa.CheckConstraint("state <> 'published' OR material_id IS NOT NULL", name="ck_offers_published"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_offers_stand_id", "offers", ["stand_id"])
    op.create_index("ix_offers_person_id", "offers", ["person_id"])
    op.create_index("ix_offers_state", "offers", ["state"])


def downgrade() -> None:
    for table in ("offers", "received", "thread_messages"):
        op.drop_table(table)
