"""Files that go along with words, what became of people's messages, and every note of a stand's staff by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

KEEP = """
INSERT INTO lead_notes (lead_id, person_id, text, at)
SELECT id, taken_by, note, changed_at FROM leads WHERE note IS NOT NULL ORDER BY id
"""
PUT_BACK = """
UPDATE leads SET note = (
    SELECT text FROM lead_notes WHERE lead_notes.lead_id = leads.id ORDER BY lead_notes.id DESC LIMIT 1
)
"""


def upgrade() -> None:
    op.add_column("thread_messages", sa.Column("edited_at", MOMENT))
    op.add_column("lead_menus", sa.Column("menu", sa.String(8), nullable=False, server_default="close"))
    op.create_table(
        "lead_notes",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("lead_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_lead_notes"),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_lead_notes_lead_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_lead_notes_person_id", ondelete="SET NULL"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lead_notes_lead_id", "lead_notes", ["lead_id"])
    op.create_index("ix_lead_notes_person_id", "lead_notes", ["person_id"])
    op.execute(KEEP)
    op.drop_column("leads", "note")
    _written()
    _enclosures()


def _written() -> None:
    op.create_table(
        "written",
        sa.Column("messenger", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(200), nullable=False),
        sa.Column("message", sa.String(40), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("messenger", "chat", "message", name="pk_written"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_written_person_id", ondelete="CASCADE"),
    )
    op.create_index("ix_written_person_id", "written", ["person_id"])
    op.create_index("ix_written_at", "written", ["at"])


def _enclosures() -> None:
    op.create_table(
        "enclosures",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("album", sa.String(40), nullable=False),
        sa.Column("messenger", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(200), nullable=False),
        sa.Column("thread", sa.String(40), nullable=False),
        sa.Column("handle", sa.Text()),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("photo", sa.Boolean(), nullable=False),
        sa.Column("file", sa.String(64)),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_enclosures"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_enclosures_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["file"], ["files.hash"], name="fk_enclosures_file"),
        sa.CheckConstraint("state IN ('coming', 'ready', 'passed', 'lost')", name="ck_enclosures_state"),
        sqlite_autoincrement=True,
    )
    for column in ("key", "person_id", "file", "state", "at"):
        op.create_index(f"ix_enclosures_{column}", "enclosures", [column])


def downgrade() -> None:
    op.drop_table("enclosures")
    op.drop_table("written")
    op.add_column("leads", sa.Column("note", sa.Text()))
    op.execute(PUT_BACK)
    op.drop_table("lead_notes")
    op.drop_column("lead_menus", "menu")
    op.drop_column("thread_messages", "edited_at")
