"""Who made an invitation, who still has to leave after a right has ended, and which used pages ask for a code."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("invitations", sa.Column("by", ROW_ID))
    op.create_index("ix_invitations_by", "invitations", ["by"])
    op.add_column("pages", sa.Column("asks_code", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Pages whose code is on its way when the program is renewed: of these everybody had asked for one.
    op.execute(
        "UPDATE pages SET asks_code = true WHERE used_at IS NOT NULL AND EXISTS (SELECT 1 FROM email_proofs"
        " WHERE email_proofs.person_id = pages.person_id AND email_proofs.sent_at >= pages.used_at)"
    )
    op.create_table(
        "departures",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("right", ROW_ID, nullable=False),
        sa.Column("messenger", sa.String(20), nullable=False),
        sa.Column("user", sa.Text().with_variant(sa.String(40), "sqlite"), nullable=False),
        sa.Column("name", sa.Text().with_variant(sa.String(80), "sqlite")),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("cluster_id", ROW_ID),
        sa.Column("stand_id", ROW_ID),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_departures"),
        sa.ForeignKeyConstraint(["cluster_id"], ["clusters.id"], name="fk_departures_cluster_id"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_departures_stand_id"),
        sqlite_autoincrement=True,
    )
    # Letters that are on their way ask for whom they are to put out; names lie sealed elsewhere, and stay there.
    op.execute(
        'INSERT INTO departures ("right", messenger, "user", role, cluster_id, stand_id, at)'
        ' SELECT staff.id, people.messenger, people."user", role, cluster_id, stand_id, revoked_at'
        " FROM staff JOIN people ON people.id = staff.person_id"
        " WHERE revoked_at IS NOT NULL AND EXISTS (SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending')"
        " AND outbox.key = 'staff-by-hand-' || CAST(staff.id AS VARCHAR))"
    )


def downgrade() -> None:
    op.drop_table("departures")
    op.drop_index("ix_invitations_by", "invitations")
    op.execute("ALTER TABLE pages DROP COLUMN asks_code")
    op.execute('ALTER TABLE invitations DROP COLUMN "by"')
