"""What used invitations gave: a person a right, a group its place; a group that moves takes it along."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from storage.engine.schema import METADATA, Moment, RowId

LONGEST_TITLE = 128  # of a group

USES = Table(
    "uses",
    METADATA,
    Column("invitation_id", RowId, ForeignKey("invitations.id"), primary_key=True),
    Column("staff_id", RowId, ForeignKey("staff.id", ondelete="SET NULL"), index=True),
    Column("messenger", String(20), nullable=False),
    Column("chat", String(200), nullable=False),
    Column("thread", String(40), nullable=False),
    Column("title", String(LONGEST_TITLE), nullable=False),
    Column("undone_at", Moment),
    Column("undone_by", RowId, ForeignKey("people.id", ondelete="SET NULL")),
    Index("ix_uses_chat", "messenger", "chat"),
)
