"""Questions, who moderates them and where; chats may be web addresses."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SHORT, LONG = 40, 200
OF_ITS_ROLE = (
    "(role = 'organiser' AND cluster_id IS NULL AND stand_id IS NULL)"
    " OR (role = 'moderator' AND cluster_id IS NOT NULL AND stand_id IS NULL)"
    " OR (role = 'stand' AND cluster_id IS NULL AND stand_id IS NOT NULL)"
)


def upgrade() -> None:
    resize_chats(SHORT, LONG)
    create_staff()
    create_questions()
    create_what_belongs_to_questions()


def resize_chats(old: int, new: int) -> None:
    if op.get_bind().dialect.name != "sqlite":
        for table in ("outbox", "cards"):
            op.alter_column(table, "chat", type_=sa.String(new), existing_type=sa.String(old), existing_nullable=False)
        return
    # SQLite never looks at the length: correcting the words of the schema, as its manual describes for changes that do
    # not touch the rows, spares copying the tables, which would lose the numbers that letters must not be given again.
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema=ON")
    op.execute(
        f"UPDATE sqlite_schema SET sql = replace(sql, 'chat VARCHAR({old})', 'chat VARCHAR({new})')"
        " WHERE type = 'table' AND name IN ('outbox', 'cards')"
    )
    op.execute(f"PRAGMA schema_version={version + 1}")
    op.execute("PRAGMA writable_schema=OFF")


def create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("cluster_id", ROW_ID),
        sa.Column("stand_id", ROW_ID),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_staff_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["cluster_id"], ["clusters.id"], name="fk_staff_cluster_id"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_staff_stand_id"),
        sa.CheckConstraint(OF_ITS_ROLE, name="ck_staff_role"),
    )
    op.create_index("ix_staff_person_id", "staff", ["person_id"])
    op.create_table(
        "invitations",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("goal", sa.String(8), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("cluster_id", ROW_ID),
        sa.Column("stand_id", ROW_ID),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Column("used_by", ROW_ID),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("code_hash", name="uq_invitations_code_hash"),
        sa.ForeignKeyConstraint(["cluster_id"], ["clusters.id"], name="fk_invitations_cluster_id"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_invitations_stand_id"),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], name="fk_invitations_used_by", ondelete="SET NULL"),
        sa.CheckConstraint("goal IN ('person', 'place')", name="ck_invitations_goal"),
        sa.CheckConstraint(OF_ITS_ROLE, name="ck_invitations_role"),
    )
    op.create_table(
        "shifts",
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("cluster_id", ROW_ID, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "cluster_id", name="pk_shifts"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_shifts_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["cluster_id"], ["clusters.id"], name="fk_shifts_cluster_id"),
    )
    op.create_table(
        "places",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("messenger", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(LONG), nullable=False),
        sa.Column("thread", sa.String(40), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("cluster_id", ROW_ID),
        sa.Column("stand_id", ROW_ID),
        sa.Column("topics", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("broken_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        sa.UniqueConstraint(
            "messenger", "chat", "thread", "cluster_id", name="uq_places_messenger_chat_thread_cluster_id"
        ),
        sa.UniqueConstraint("messenger", "chat", "thread", "stand_id", name="uq_places_messenger_chat_thread_stand_id"),
        sa.ForeignKeyConstraint(["cluster_id"], ["clusters.id"], name="fk_places_cluster_id"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_places_stand_id"),
        sa.CheckConstraint(
            "(role = 'moderators' AND cluster_id IS NOT NULL AND stand_id IS NULL)"
            " OR (role = 'stand' AND cluster_id IS NULL AND stand_id IS NOT NULL)",
            name="ck_places_role",
        ),
        sa.CheckConstraint("source IN ('bind', 'settings')", name="ck_places_source"),
    )
    op.create_index("ix_places_cluster_id", "places", ["cluster_id"])
    op.create_index("ix_places_stand_id", "places", ["stand_id"])


def create_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("session_id", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", ROW_ID),
        sa.Column("asker_name", sa.String(80)),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("taken_by", ROW_ID),
        sa.Column("lease_until", MOMENT),
        sa.Column("merged_into", ROW_ID),
        sa.Column("reason", sa.Text()),
        sa.Column("answer", sa.Text()),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("passed_at", MOMENT),
        sa.Column("aired_at", MOMENT),
        sa.Column("released_at", MOMENT),
        sa.Column("alarmed_at", MOMENT),
        sa.Column("joined", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.UniqueConstraint("session_id", "number", name="uq_questions_session_id_number"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_questions_session_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_questions_person_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["taken_by"], ["people.id"], name="fk_questions_taken_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["merged_into"], ["questions.id"], name="fk_questions_merged_into"),
        sa.CheckConstraint(
            "state IN ('new', 'taken', 'passed', 'aired', 'answered', 'declined', 'merged', 'withdrawn')",
            name="ck_questions_state",
        ),
        sa.CheckConstraint("(state = 'taken') = (lease_until IS NOT NULL)", name="ck_questions_lease"),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into IS NOT NULL) AND merged_into <> id", name="ck_questions_merged"
        ),
        sa.CheckConstraint("state <> 'answered' OR answer IS NOT NULL", name="ck_questions_answer"),
        sa.CheckConstraint("state <> 'declined' OR reason IS NOT NULL", name="ck_questions_reason"),
        sa.CheckConstraint("number > 0", name="ck_questions_number"),
    )
    op.create_index("ix_questions_person_id", "questions", ["person_id"])
    op.create_index("ix_questions_lease_until", "questions", ["lease_until"])
    op.create_index("ix_questions_merged_into", "questions", ["merged_into"])
    op.create_index("ix_questions_session_state", "questions", ["session_id", "state"])


def create_what_belongs_to_questions() -> None:
    op.create_table(
        "joins",
        sa.Column("question_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("question_id", "person_id", name="pk_joins"),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name="fk_joins_question_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_joins_person_id", ondelete="CASCADE"),
    )
    op.create_index("ix_joins_person_id", "joins", ["person_id"])
    op.create_table(
        "steps",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("question_id", ROW_ID, nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("by", ROW_ID),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_steps"),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name="fk_steps_question_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_steps_by", ondelete="SET NULL"),
    )
    op.create_index("ix_steps_question_id", "steps", ["question_id"])
    op.create_table(
        "mutes",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("session_id", ROW_ID),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("by", ROW_ID),
        sa.PrimaryKeyConstraint("id", name="pk_mutes"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_mutes_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_mutes_session_id"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_mutes_by", ondelete="SET NULL"),
    )
    op.create_index("ix_mutes_person_id", "mutes", ["person_id"])
    op.create_table(
        "closed",
        sa.Column("session_id", ROW_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", ROW_ID),
        sa.PrimaryKeyConstraint("session_id", name="pk_closed"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_closed_session_id"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_closed_by", ondelete="SET NULL"),
    )
    for table, column in (("summed", sa.Column("at", MOMENT, nullable=False)), ("counters", sa.Column("last", sa.Integer(), nullable=False))):
        op.create_table(
            table,
            sa.Column("session_id", ROW_ID, nullable=False),
            column,
            sa.PrimaryKeyConstraint("session_id", name=f"pk_{table}"),
            sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=f"fk_{table}_session_id"),
        )


def downgrade() -> None:
    children = ("counters", "summed", "closed", "mutes", "steps", "joins")
    for table in (*children, "questions", "places", "shifts", "invitations", "staff"):
        op.drop_table(table)
    resize_chats(LONG, SHORT)
