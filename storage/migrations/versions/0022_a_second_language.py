"""Texts in a second language, for whom a session is and how it can be followed, and recordings that people wait for."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TRANSLATED = ("fairs", "stages", "days", "clusters", "sessions", "floors", "stands", "materials")
OF_SESSIONS: tuple[tuple[str, sa.types.TypeEngine[Any]], ...] = (
    ("languages", sa.JSON()),
    ("tags", sa.JSON()),
    ("audience", sa.JSON()),
    ("level", sa.String(40)),
    ("transcript", sa.Text()),
    ("fallback_player", sa.Text()),
)
SWITCHES = (
    ("sessions", "captions"),
    ("sessions", "sign_language"),
    ("subscriptions", "wants_recording"),
    ("people", "recordings_at_once"),
)


def upgrade() -> None:
    for table in TRANSLATED:
        op.add_column(table, sa.Column("translations", sa.JSON()))
    for name, kind in OF_SESSIONS:
        op.add_column("sessions", sa.Column(name, kind))
    for table, name in SWITCHES:
        op.add_column(table, sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("clusters", sa.Column("fallback_player", sa.Text()))
    op.add_column("subscriptions", sa.Column("recording_told", sa.DateTime(timezone=True)))
    waiting = sa.text("wants_recording AND recording_told IS NULL")
    op.create_index(
        "ix_subscriptions_awaited", "subscriptions", ["session_id"], sqlite_where=waiting, postgresql_where=waiting
    )


def downgrade() -> None:
    op.drop_index("ix_subscriptions_awaited", "subscriptions")
    op.drop_column("subscriptions", "recording_told")
    for table, name in reversed(SWITCHES):
        op.drop_column(table, name)
    op.drop_column("clusters", "fallback_player")
    for name, _ in reversed(OF_SESSIONS):
        op.drop_column("sessions", name)
    for table in TRANSLATED:
        op.drop_column(table, "translations")
