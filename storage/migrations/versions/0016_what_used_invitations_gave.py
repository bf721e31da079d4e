"""What used invitations gave, groups that are nobody's, and deeds of the staff in the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OLD = ("reveal", "export", "withdraw", "erase", "purge", "rotate")
NEW = (*OLD, "invite", "accept", "bind", "unbind", "revoke")


def upgrade() -> None:
    op.create_table(
        "uses",
        sa.Column("invitation_id", ROW_ID, nullable=False),
        sa.Column("staff_id", ROW_ID),
        sa.Column("messenger", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(200), nullable=False),
        sa.Column("thread", sa.String(40), nullable=False),
        sa.Column("title", sa.String(128), nullable=False),
        sa.Column("undone_at", MOMENT),
        sa.Column("undone_by", ROW_ID),
        sa.PrimaryKeyConstraint("invitation_id", name="pk_uses"),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitations.id"], name="fk_uses_invitation_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_uses_staff_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["undone_by"], ["people.id"], name="fk_uses_undone_by", ondelete="SET NULL"),
    )
    op.create_index("ix_uses_chat", "uses", ["messenger", "chat"])
    op.create_index("ix_uses_staff_id", "uses", ["staff_id"])
    op.create_table(
        "strange_groups",
        sa.Column("messenger", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(200), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("messenger", "chat", name="pk_strange_groups"),
    )
    allow(NEW)


def allow(deeds: tuple[str, ...]) -> None:
    """Let the audit hold these deeds; a table of SQLite is copied for that."""
    check = f"deed IN {deeds}"
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("ck_audit_deed", "audit", type_="check")
        op.create_check_constraint("ck_audit_deed", "audit", check)
        return
    metadata = sa.MetaData()
    sa.Table("people", metadata, sa.Column("id", ROW_ID, primary_key=True))
    wanted = sa.Table(
        "audit",
        metadata,
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("deed", sa.String(12), nullable=False),
        sa.Column("by", ROW_ID),
        sa.Column("about", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_audit_by", ondelete="SET NULL"),
        sa.CheckConstraint(check, name="ck_audit_deed"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit", recreate="always", copy_from=wanted):
        pass


def downgrade() -> None:
    op.execute(f"DELETE FROM audit WHERE deed NOT IN {OLD}")
    allow(OLD)
    op.drop_table("strange_groups")
    op.drop_table("uses")
