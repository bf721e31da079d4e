"""A role of its own for who heads a stand; going back, heads are staff like the others."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BEFORE = (
    "(role = 'organiser' AND cluster_id IS NULL AND stand_id IS NULL)"
    " OR (role = 'moderator' AND cluster_id IS NOT NULL AND stand_id IS NULL)"
    " OR (role = 'stand' AND cluster_id IS NULL AND stand_id IS NOT NULL)"
)
AFTER = BEFORE.replace("role = 'stand'", "role IN ('stand', 'head')")


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    op.execute("UPDATE staff SET role = 'stand' WHERE role = 'head'")
    op.execute("UPDATE invitations SET role = 'stand' WHERE role = 'head'")
    _allow(BEFORE)


def _allow(roles: str) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:  # what names an invitation steps aside: no table is dropped while others name its rows
        op.execute("CREATE TEMPORARY TABLE uses_then AS SELECT * FROM uses")
        op.execute("DELETE FROM uses")
    for table in ("staff", "invitations"):
        with op.batch_alter_table(table) as changed:  # SQLite changes no constraint: the table is written anew
            changed.drop_constraint(f"ck_{table}_role", type_="check")
            changed.create_check_constraint(f"ck_{table}_role", roles)
    if sqlite:
        op.execute("INSERT INTO uses SELECT * FROM uses_then")
        op.execute("DROP TABLE uses_then")
