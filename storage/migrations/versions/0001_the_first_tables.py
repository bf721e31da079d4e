"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    create_programme()
    create_exhibition()
    create_people()
    create_letters()


def create_programme() -> None:
    op.create_table(
        "fairs",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(60), nullable=False),
        sa.Column("site", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fairs"),
    )
    op.create_table(
        "stages",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stages"),
        sa.UniqueConstraint("ref", name="uq_stages_ref"),
    )
    op.create_table(
        "days",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("date", name="pk_days"),
    )
    op.create_table(
        "clusters",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short", sa.Text()),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clusters"),
        sa.UniqueConstraint("ref", name="uq_clusters_ref"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("cluster_id", ROW_ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short", sa.Text()),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("starts", MOMENT),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("region", sa.Text()),
        sa.Column("summary", sa.Text()),
        sa.Column("moderator", sa.JSON()),
        sa.Column("speakers", sa.JSON(), nullable=False),
        sa.Column("player", sa.Text()),
        sa.Column("recording", sa.Text()),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.ForeignKeyConstraint(["cluster_id"], ["clusters.id"], name="fk_sessions_cluster_id"),
        sa.UniqueConstraint("ref", name="uq_sessions_ref"),
    )
    op.create_index("ix_sessions_starts", "sessions", ["starts"])


def create_exhibition() -> None:
    op.create_table(
        "files",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_files"),
    )
    op.create_table(
        "floors",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_floors"),
        sa.UniqueConstraint("ref", name="uq_floors_ref"),
    )
    op.create_table(
        "stands",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("floor_id", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short", sa.Text()),
        sa.Column("summary", sa.Text()),
        sa.Column("logo", sa.Text()),
        sa.Column("site", sa.Text()),
        sa.Column("video", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("email", sa.Text()),
        sa.Column("opens", sa.Time()),
        sa.Column("closes", sa.Time()),
        sa.Column("products", sa.JSON(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stands"),
        sa.ForeignKeyConstraint(["floor_id"], ["floors.id"], name="fk_stands_floor_id"),
        sa.UniqueConstraint("ref", name="uq_stands_ref"),
    )
    op.create_table(
        "materials",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("session_id", ROW_ID),
        sa.Column("stand_id", ROW_ID),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("file", sa.String(64)),
        sa.Column("gate", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_materials"),
        sa.ForeignKeyConstraint(["file"], ["files.hash"], name="fk_materials_file"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_materials_session_id"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_materials_stand_id"),
    )
    op.create_index("ix_materials_session_id", "materials", ["session_id"])
    op.create_index("ix_materials_stand_id", "materials", ["stand_id"])
    op.create_table(
        "session_stands",
        sa.Column("session_id", ROW_ID, nullable=False),
        sa.Column("stand_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "stand_id", name="pk_session_stands"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_session_stands_session_id"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_session_stands_stand_id"),
    )
    op.create_table(
        "stand_webinars",
        sa.Column("stand_id", ROW_ID, nullable=False),
        sa.Column("session_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stand_id", "session_id", name="pk_stand_webinars"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_stand_webinars_session_id"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_stand_webinars_stand_id"),
    )
    op.create_table(
        "uploads",
        sa.Column("messenger", sa.String(20), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("use", sa.String(20), nullable=False),
        sa.Column("handle", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("messenger", "hash", "use", name="pk_uploads"),
        sa.ForeignKeyConstraint(["hash"], ["files.hash"], name="fk_uploads_hash", ondelete="CASCADE"),
    )


def create_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("messenger", sa.String(20), nullable=False),
        sa.Column("user", sa.String(40), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("zone_offset", sa.Integer()),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("form", sa.JSON()),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("messenger", "user", name="uq_people_messenger_user"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("session_id", ROW_ID, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "session_id", name="pk_subscriptions"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_subscriptions_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_subscriptions_session_id"),
    )
    op.create_index("ix_subscriptions_session", "subscriptions", ["session_id", "since"])
    op.create_table(
        "events",
        sa.Column("messenger", sa.String(20), nullable=False),
        sa.Column("bot", sa.String(40), nullable=False),
        sa.Column("event", sa.String(80), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("messenger", "bot", "event", name="pk_events"),
    )
    op.create_index("ix_events_at", "events", ["at"])


def create_letters() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("messenger", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(40), nullable=False),
        sa.Column("thread", sa.String(40), nullable=False),
        sa.Column("person_id", ROW_ID),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("deadline", MOMENT, nullable=False),
        sa.Column("not_after", MOMENT, nullable=False),
        sa.Column("once", sa.String(80)),
        sa.Column("key", sa.String(80)),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.Float(), nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_outbox_person_id", ondelete="CASCADE"),
        sa.UniqueConstraint("once", name="uq_outbox_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_ended", "outbox", ["ended_at"])
    index_open_letters("ix_outbox_open_due", "messenger", "not_before", "held_until")
    index_open_letters("ix_outbox_open_end", "messenger", "not_after")
    index_open_letters("ix_outbox_open_key", "messenger", "chat", "key")
    index_open_letters("ix_outbox_open_order", "messenger", "lane", "deadline", "id", "not_before", "held_until")
    op.create_index("ix_outbox_person_id", "outbox", ["person_id"])
    op.create_table(
        "cards",
        sa.Column("messenger", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(40), nullable=False),
        sa.Column("thread", sa.String(40), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("revision", ROW_ID, nullable=False),
        sa.Column("message", sa.String(40), nullable=False),
        sa.Column("photo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("messenger", "chat", "thread", "key", name="pk_cards"),
    )


def index_open_letters(name: str, *columns: str) -> None:
    op.create_index(name, "outbox", columns, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    for table in (
        "cards",
        "outbox",
        "leases",
        "events",
        "subscriptions",
        "people",
        "uploads",
        "stand_webinars",
        "session_stands",
        "materials",
        "stands",
        "floors",
        "files",
        "sessions",
        "clusters",
        "days",
        "stages",
        "fairs",
    ):
        op.drop_table(table)
