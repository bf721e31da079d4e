"""The stands that people want to visit."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "route_stands",
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("stand_id", ROW_ID, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("visited_at", MOMENT),
        sa.PrimaryKeyConstraint("person_id", "stand_id", name="pk_route_stands"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_route_stands_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_route_stands_stand_id"),
    )


def downgrade() -> None:
    op.drop_table("route_stands")
