"""Numbers of staff that are never given twice, and which codes were made together for one person."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_A_RIGHT = re.compile(r"(?!invitation ).* (\d+)")  # a line of the log, which ends with the number of what was revoked
TOGETHER = (  # made by one deed for one role, for persons
    "this.goal = 'person' AND this.since = invitations.since AND this.role = invitations.role"
    " AND coalesce(this.\"by\", 0) = coalesce(invitations.\"by\", 0)"
    " AND coalesce(this.cluster_id, 0) = coalesce(invitations.cluster_id, 0)"
    " AND coalesce(this.stand_id, 0) = coalesce(invitations.stand_id, 0)"
)


def upgrade() -> None:
    op.add_column("invitations", sa.Column("lot", ROW_ID))
    op.create_index("ix_invitations_lot", "invitations", ["lot"])
    first = f"SELECT min(this.id) FROM invitations AS this WHERE {TOGETHER}"
    op.execute(f"UPDATE invitations SET lot = ({first}) WHERE goal = 'person'")
    if op.get_bind().dialect.name == "sqlite":  # a sequence of PostgreSQL never goes back
        _copy_staff(autoincrement=True)
        last: int = _last_number()
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'staff'")
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('staff', {last})")


def _last_number() -> int:
    """The highest number that any row ever had, as far as something still tells of it."""
    connection = op.get_bind()
    kept = 'SELECT coalesce(max(id), 0) FROM staff UNION ALL SELECT coalesce(max("right"), 0) FROM departures'
    revoked = connection.execute(sa.text("SELECT about FROM audit WHERE deed = 'revoke'")).scalars()
    found = (OF_A_RIGHT.fullmatch(about) for about in revoked)
    numbers = [int(one[1]) for one in found if one is not None]
    last: int = max(*connection.execute(sa.text(kept)).scalars(), *numbers)
    return last


def _copy_staff(*, autoincrement: bool) -> None:
    """Write the table anew; what names its rows steps aside, for it would forget them with the old one."""
    op.execute("CREATE TEMPORARY TABLE uses_then AS SELECT * FROM uses")
    op.execute("DELETE FROM uses")
    how = {"sqlite_autoincrement": autoincrement}
    with op.batch_alter_table("staff", recreate="always", table_kwargs=how):
        pass
    op.execute("INSERT INTO uses SELECT * FROM uses_then")
    op.execute("DROP TABLE uses_then")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _copy_staff(autoincrement=False)
    op.drop_index("ix_invitations_lot", "invitations")
    op.drop_column("invitations", "lot")
