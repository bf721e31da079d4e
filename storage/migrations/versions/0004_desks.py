"""What lies on the moderators' desks beside the questions; cards and letters are found by their keys, wherever they are."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "card_menus",
        sa.Column("question_id", ROW_ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("menu", sa.String(12), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("by", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("question_id", name="pk_card_menus"),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name="fk_card_menus_question_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_card_menus_by", ondelete="CASCADE"),
    )
    op.create_table(
        "air_lists",
        sa.Column("session_id", ROW_ID, nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_air_lists"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_air_lists_session_id"),
    )
    op.create_table(
        "topics",
        sa.Column("place_id", ROW_ID, nullable=False),
        sa.Column("session_id", ROW_ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "session_id", name="pk_topics"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name="fk_topics_place_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_topics_session_id"),
    )
    op.create_table(
        "staff_names",
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_staff_names"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_staff_names_person_id", ondelete="CASCADE"),
    )
    op.create_index("ix_cards_key", "cards", ["key"])
    order_open_keys("key", "messenger", "chat")


def order_open_keys(*columns: str) -> None:
    op.drop_index("ix_outbox_open_key", "outbox")
    waits = sa.text("ended_at IS NULL")
    op.create_index("ix_outbox_open_key", "outbox", columns, sqlite_where=waits, postgresql_where=waits)


def downgrade() -> None:
    order_open_keys("messenger", "chat", "key")
    op.drop_index("ix_cards_key", "cards")
    for table in ("staff_names", "topics", "air_lists", "card_menus"):
        op.drop_table(table)
