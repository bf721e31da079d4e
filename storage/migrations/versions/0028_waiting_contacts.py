"""Until when a contact that was told may wait for its consent."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "waiting_contacts",
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_waiting_contacts"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_waiting_contacts_person_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_waiting_contacts_until", "waiting_contacts", ["until"])


def downgrade() -> None:
    op.drop_table("waiting_contacts")
