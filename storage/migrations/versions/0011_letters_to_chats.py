"""An index of the letters that name no person: by their chats, so that erasing somebody reads no other letters."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    nobody = sa.text("person_id IS NULL")
    op.create_index(
        "ix_outbox_of_nobody", "outbox", ["messenger", "chat"], sqlite_where=nobody, postgresql_where=nobody
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_of_nobody", "outbox")
